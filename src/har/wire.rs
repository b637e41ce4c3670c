//! In: one HAR entry as JSON text. Out: [`WireEntry`], and through
//! [`WireEntry::into_entry`] the [`Entry`] that the core reads.
//!
//! Only named fields are read; a deep initiator stack beside them costs nothing. Missing fields and `null` are the same.

use super::{AnswerBody, Entry, Header, Headers, RequestBody, lenient};
use crate::{exchange::json::without_lone_surrogates, report::BodyState, time};
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde::Deserialize;
use zeroize::Zeroizing;

/// A HAR entry with the fields that Grantlens reads.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WireEntry {
    #[serde(deserialize_with = "lenient::text_or_empty")]
    started_date_time: String,
    #[serde(deserialize_with = "lenient::number")]
    time: Option<f64>,
    #[serde(deserialize_with = "lenient::object_or_empty")]
    request: WireRequest,
    #[serde(deserialize_with = "lenient::object")]
    response: Option<WireResponse>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireRequest {
    #[serde(deserialize_with = "lenient::text_or_empty")]
    method: String,
    #[serde(deserialize_with = "lenient::text_or_empty")]
    url: String,
    #[serde(deserialize_with = "lenient::headers")]
    headers: Headers,
    #[serde(deserialize_with = "lenient::object")]
    post_data: Option<WirePostData>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WirePostData {
    #[serde(deserialize_with = "lenient::text_or_empty")]
    mime_type: String,
    #[serde(deserialize_with = "lenient::text")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    encoding: Option<String>,
    /// A HAR file writes them as it writes header fields.
    #[serde(deserialize_with = "lenient::headers")]
    params: Headers,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireResponse {
    #[serde(deserialize_with = "lenient::number")]
    status: Option<f64>,
    #[serde(deserialize_with = "lenient::headers")]
    headers: Headers,
    #[serde(rename = "redirectURL", deserialize_with = "lenient::text_or_empty")]
    redirect_url: String,
    #[serde(deserialize_with = "lenient::object_or_empty")]
    content: WireContent,
    #[serde(rename = "_error", deserialize_with = "lenient::text")]
    error: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireContent {
    #[serde(deserialize_with = "lenient::text")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    encoding: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    size: Option<f64>,
}

impl WireEntry {
    /// Reads `json`; `None` when it is none, or no object. Lone surrogates in it become U+FFFD.
    pub fn read(json: &str) -> Option<Self> {
        let entry = serde_json::from_str(json).or_else(|_| serde_json::from_str(&without_lone_surrogates(json)));
        entry.ok()
    }

    /// Takes the entry over as the core reads it, with the body that stands in the entry itself.
    pub fn into_entry(mut self) -> Entry {
        let Some(response) = &mut self.response else { return self.into_entry_with(AnswerBody::default()) };
        let content = std::mem::take(&mut response.content);
        let body = match content.text {
            Some(text) => decoded(text, content.encoding.as_deref()),
            None if content.size == Some(0.0) && response.error.is_none() => AnswerBody::Missing(BodyState::Empty),
            None => AnswerBody::default(),
        };
        self.into_entry_with(body)
    }

    /// Takes the entry over as the core reads it, with a body that was fetched apart from it. `None` with `state` says
    /// why there is no body; where the entry itself tells better (refused, no answer), that wins.
    pub fn into_entry_with_content(self, text: Option<String>, encoding: Option<&str>, state: BodyState) -> Entry {
        let body = match text {
            Some(text) if text.is_empty() => AnswerBody::Missing(BodyState::Empty),
            Some(text) => decoded(text, encoding),
            None => AnswerBody::Missing(state),
        };
        self.into_entry_with(body)
    }

    fn into_entry_with(self, body: AnswerBody) -> Entry {
        let Self { started_date_time, time, request, response } = self;
        let is_recorded = response.is_some();
        let response = response.unwrap_or_default();
        let status = response.status.map_or(0, whole_u16);
        // A browser's own error page is no answer; and `net::ERR_FAILED` with a status is Chromium's sign for an answer
        // that CORS forbids the page to read (measured, Chromium 156).
        let answer_body = match response.error.as_deref() {
            Some(error) if status == 0 && !error.is_empty() => AnswerBody::Missing(BodyState::NoAnswer),
            Some("net::ERR_FAILED" | "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin") => {
                AnswerBody::Missing(BodyState::RefusedByCors)
            }
            _ if status == 0 && is_recorded => AnswerBody::Missing(BodyState::NoAnswer),
            _ => body,
        };
        let redirect_url = if response.redirect_url.is_empty() {
            response.headers.get("location").unwrap_or_default().to_owned()
        } else {
            response.redirect_url
        };
        Entry {
            started: time::from_rfc3339(&started_date_time).or_else(|| millis(&started_date_time)),
            duration: time.map(whole_u32),
            body: request_body(request.post_data, &request.method, &request.headers),
            method: request.method,
            url: request.url,
            headers: request.headers,
            status,
            answer_headers: response.headers,
            redirect_url,
            answer_body,
            origin: None,
        }
    }
}

/// The body's text. `params` serves only where a producer left `text` out: browsers disagree on whether its values are
/// decoded, so they are encoded again.
fn request_body(post_data: Option<WirePostData>, method: &str, headers: &Headers) -> RequestBody {
    match post_data {
        Some(WirePostData { text: Some(text), encoding, .. }) if !text.is_empty() => match encoding.as_deref() {
            Some("base64") => RequestBody::Text(from_base64(text)),
            _ => RequestBody::Text(text),
        },
        Some(WirePostData { params, mime_type, .. }) if !params.is_empty() => {
            match boundary(&mime_type).or_else(|| boundary(headers.get("content-type").unwrap_or_default())) {
                Some(boundary) => RequestBody::Text(multipart(&params, boundary)),
                None if mime_type.starts_with("multipart/") => RequestBody::NotRecorded,
                None => RequestBody::Text(form(&params)),
            }
        }
        Some(WirePostData { text: Some(text), .. }) => RequestBody::Text(text),
        None if !method.eq_ignore_ascii_case("POST") => RequestBody::None,
        None if headers.get("content-length").is_some_and(|length| length.trim() == "0") => RequestBody::None,
        _ => RequestBody::NotRecorded,
    }
}

fn form(params: &Headers) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for param in params.iter() {
        form.append_pair(param.name, param.value);
    }
    form.finish()
}

fn boundary(content_type: &str) -> Option<&str> {
    let (_, rest) = content_type.split_once("boundary=").filter(|(kind, _)| kind.starts_with("multipart/"))?;
    Some(rest.split(';').next()?.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

fn multipart(params: &Headers, boundary: &str) -> String {
    let mut body = String::new();
    for Header { name, value } in params.iter() {
        let head = "\r\nContent-Disposition: form-data; name=\"";
        body.extend(["--", boundary, head, name, "\"\r\n\r\n", value, "\r\n"]);
    }
    body + "--" + boundary + "--\r\n"
}

fn decoded(text: String, encoding: Option<&str>) -> AnswerBody {
    if text.is_empty() {
        return AnswerBody::Missing(BodyState::Empty);
    }
    AnswerBody::Text(if encoding == Some("base64") { from_base64(text) } else { text })
}

/// The text that base64 stands for, with or without its padding and broken into lines or not; the text itself where it is none.
fn from_base64(text: String) -> String {
    let plain: Zeroizing<Vec<u8>> = Zeroizing::new(text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    match GeneralPurpose::new(&STANDARD, config).decode(&*plain) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => text,
    }
}

/// A moment as some producers write it: a count of milliseconds.
fn millis(text: &str) -> Option<i64> {
    text.parse().ok().filter(|millis| (1_000_000_000_000..10_000_000_000_000).contains(millis))
}

/// A number of JavaScript's as a count; what is negative, too large or no number becomes the nearest count.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float casts saturate, which is meant")]
fn whole_u32(number: f64) -> u32 {
    number.round() as u32
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float casts saturate, which is meant")]
fn whole_u16(number: f64) -> u16 {
    number.round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(json: &str) -> Entry {
        serde_json::from_str::<WireEntry>(json).expect("valid JSON").into_entry()
    }

    #[test]
    fn missing_fields_and_null_are_the_same() {
        let entry = entry(r#"{"request":{"method":"POST","url":"https://a.test/","headers":null},"response":null}"#);
        assert_eq!((entry.method.as_str(), entry.status, entry.started), ("POST", 0, None));
        assert!(matches!(entry.answer_body, AnswerBody::Missing(BodyState::NotRecorded)));
    }

    #[test]
    fn an_answer_that_cors_hides_is_named() {
        let entry = entry(r#"{"response":{"status":400,"_error":"net::ERR_FAILED","content":{"size":0}}}"#);
        assert!(matches!(entry.answer_body, AnswerBody::Missing(BodyState::RefusedByCors)));
    }

    #[test]
    fn members_of_another_type_lose_nothing_else() {
        let entry = entry(
            r#"{"startedDateTime":1767607200000,"time":"12.6","request":{"method":"POST","url":"https://a.test/","cookies":7,
                "headers":{"X-A":"b","X-C":1},"postData":{"text":"YT1i","encoding":"base64"}},
                "response":{"status":"400","headers":[["Date","x"],"X-D: e",null,7],"content":{"size":"many","text":"{}"},"redirectURL":null}}"#,
        );
        assert_eq!((entry.started, entry.duration, entry.status), (Some(1_767_607_200_000), Some(13), 400));
        assert_eq!((entry.header("x-a"), entry.header("x-c")), (Some("b"), Some("1")));
        assert_eq!((entry.answer_header("date"), entry.answer_header("x-d")), (Some("x"), Some("e")));
        assert!(matches!(&entry.body, RequestBody::Text(body) if body == "a=b"));
        assert!(matches!(&entry.answer_body, AnswerBody::Text(text) if text == "{}"));
        for odd in [r#"{"request":"x","response":[]}"#, r#"{"request":{"postData":"x","headers":3}}"#, "{}"] {
            serde_json::from_str::<WireEntry>(odd).expect(odd);
        }
    }

    #[test]
    fn parameters_stand_in_for_a_text_that_is_not_there() {
        let body = |kind: &str| {
            let json = format!(
                r#"{{"request":{{"method":"POST","postData":{{"mimeType":"{kind}","params":[{{"name":"a","value":"b c"}}]}}}}}}"#
            );
            match &entry(&json).body {
                RequestBody::Text(text) => text.clone(),
                _ => String::new(),
            }
        };
        assert_eq!(body("application/x-www-form-urlencoded"), "a=b+c");
        assert!(
            body("multipart/form-data; boundary=x")
                .starts_with("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb c")
        );
        assert_eq!(body("multipart/form-data"), "");
    }

    #[test]
    fn bodies_are_decoded() {
        let entry = entry(r#"{"response":{"status":200,"content":{"text":"e30=","encoding":"base64"}}}"#);
        assert!(matches!(&entry.answer_body, AnswerBody::Text(text) if text == "{}"));
    }
}
