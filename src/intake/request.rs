//! In: what a command or a call says of the request that it sends. Out: the [`Entry`] of that request, without an answer.

use crate::{
    har::{AnswerBody, Entry, OPEN, RequestBody},
    report::BodyState,
};

/// A request as a command describes it.
#[derive(Default)]
pub(super) struct Request {
    /// The method, where one is named.
    pub method: Option<String>,
    /// The address as it is written.
    pub url: String,
    /// Header fields in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: RequestBody,
}

impl Request {
    /// The value of the header field with this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Adds a header field, unless one with this name is there.
    pub fn default_header(&mut self, name: &str, value: &str) {
        if self.header(name).is_none() {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Adds to the address's query.
    pub fn add_query(&mut self, more: &str) {
        let (address, fragment) = self.url.split_once('#').unwrap_or((&self.url, ""));
        let mark = if address.contains('?') { '&' } else { '?' };
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        self.url = format!("{address}{mark}{more}{fragment}");
    }

    /// The entry of the request; its answer is not there.
    pub fn into_entry(mut self) -> Entry {
        let mut entry = Entry::default();
        let has_body = !matches!(self.body, RequestBody::None);
        entry.method = self.method.take().unwrap_or_else(|| if has_body { "POST" } else { "GET" }.to_owned());
        entry.method.make_ascii_uppercase();
        // An address that a variable holds whole is still an address, of a host that nobody knows.
        entry.url = match self.url.strip_prefix(OPEN) {
            Some(rest) if !rest.contains("://") => format!("https://{OPEN}{rest}"),
            _ => std::mem::take(&mut self.url),
        };
        entry.headers.extend(self.headers.iter().map(|(name, value)| (name, value)));
        entry.body = std::mem::take(&mut self.body);
        entry.answer_body = AnswerBody::Missing(BodyState::NotRecorded);
        entry
    }
}

/// `name=value`, both encoded as a form.
pub(super) fn pair(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}

/// `value`, encoded as a form.
pub(super) fn encoded(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

/// A `multipart/form-data` body of named texts, and its content type.
pub(super) fn multipart(parts: &[(String, String)]) -> (String, String) {
    const BOUNDARY: &str = "----grantlens";
    let mut body = String::new();
    for (name, value) in parts {
        body.extend(["--", BOUNDARY, "\r\nContent-Disposition: form-data; name=\"", name, "\"\r\n\r\n", value, "\r\n"]);
    }
    (body + "--" + BOUNDARY + "--\r\n", format!("multipart/form-data; boundary={BOUNDARY}"))
}
