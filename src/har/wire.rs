//! In: one HAR entry through serde, from JSON text or from a JavaScript object. Out: [`WireEntry`], and through
//! [`WireEntry::into_entry`] the [`Entry`] that the core reads.
//!
//! Only named fields are read; a deep initiator stack beside them costs nothing. Missing fields and `null` are the same.

use super::{AnswerBody, Entry, Header, RequestBody};
use crate::{report::BodyState, time};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer};

/// A HAR entry with the fields that Grantlens reads.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WireEntry {
    #[serde(deserialize_with = "or_default")]
    started_date_time: String,
    #[serde(deserialize_with = "or_default")]
    time: Option<f64>,
    #[serde(deserialize_with = "or_default")]
    request: WireRequest,
    #[serde(deserialize_with = "or_default")]
    response: Option<WireResponse>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireRequest {
    #[serde(deserialize_with = "or_default")]
    method: String,
    #[serde(deserialize_with = "or_default")]
    url: String,
    #[serde(deserialize_with = "or_default")]
    headers: Vec<WireHeader>,
    #[serde(deserialize_with = "or_default")]
    post_data: Option<WirePostData>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WirePostData {
    #[serde(deserialize_with = "or_default")]
    mime_type: String,
    text: Option<String>,
    #[serde(deserialize_with = "or_default")]
    params: Vec<WireHeader>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireResponse {
    #[serde(deserialize_with = "or_default")]
    status: Option<f64>,
    #[serde(deserialize_with = "or_default")]
    headers: Vec<WireHeader>,
    #[serde(rename = "redirectURL", deserialize_with = "or_default")]
    redirect_url: String,
    #[serde(deserialize_with = "or_default")]
    content: WireContent,
    #[serde(rename = "_error")]
    error: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireContent {
    text: Option<String>,
    encoding: Option<String>,
    #[serde(deserialize_with = "or_default")]
    size: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireHeader {
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    value: String,
}

fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

impl WireEntry {
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
            response
                .headers
                .iter()
                .find(|header| header.name.eq_ignore_ascii_case("location"))
                .map(|header| header.value.clone())
                .unwrap_or_default()
        } else {
            response.redirect_url
        };
        let headers: Vec<_> = request.headers.into_iter().map(WireHeader::into_header).collect();
        Entry {
            started: time::from_rfc3339(&started_date_time),
            duration: time.map(whole_u32),
            body: request_body(request.post_data, &request.method, &headers),
            method: request.method,
            url: request.url,
            headers,
            status,
            answer_headers: response.headers.into_iter().map(WireHeader::into_header).collect(),
            redirect_url,
            answer_body,
            origin: None,
        }
    }
}

impl WireHeader {
    fn into_header(self) -> Header {
        Header { name: self.name, value: self.value }
    }
}

/// The body's text. `params` serves only where a producer left `text` out: browsers disagree on whether its values are
/// decoded, so they are encoded again as a form.
fn request_body(post_data: Option<WirePostData>, method: &str, headers: &[Header]) -> RequestBody {
    match post_data {
        Some(WirePostData { text: Some(text), .. }) => RequestBody::Text(text),
        Some(WirePostData { params, mime_type, .. }) if !params.is_empty() && !mime_type.starts_with("multipart/") => {
            let mut form = form_urlencoded::Serializer::new(String::new());
            for param in &params {
                form.append_pair(&param.name, &param.value);
            }
            RequestBody::Text(form.finish())
        }
        None if !method.eq_ignore_ascii_case("POST") => RequestBody::None,
        None if headers
            .iter()
            .any(|header| header.name.eq_ignore_ascii_case("content-length") && header.value.trim() == "0") =>
        {
            RequestBody::None
        }
        _ => RequestBody::NotRecorded,
    }
}

fn decoded(text: String, encoding: Option<&str>) -> AnswerBody {
    if text.is_empty() {
        return AnswerBody::Missing(BodyState::Empty);
    }
    if encoding != Some("base64") {
        return AnswerBody::Text(text);
    }
    match STANDARD.decode(text.as_bytes()) {
        Ok(bytes) => AnswerBody::Text(String::from_utf8_lossy(&bytes).into_owned()),
        Err(_) => AnswerBody::Text(text),
    }
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
    fn bodies_are_decoded() {
        let entry = entry(r#"{"response":{"status":200,"content":{"text":"e30=","encoding":"base64"}}}"#);
        assert!(matches!(&entry.answer_body, AnswerBody::Text(text) if text == "{}"));
    }
}
