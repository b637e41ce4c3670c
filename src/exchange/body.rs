//! In: the body of a request. Out: [`Body`]: its parameters, in the form that the text really has, and the form that the
//! request declares.
//!
//! The two are told apart because servers go by the declaration and people look at the text. Whether they fit each other is
//! asked in [`crate::checks`].

use super::{
    json::Json,
    parameters::{self, Raw},
};
use crate::{
    har::{Entry, RequestBody},
    report::Place,
};

/// A request's body, read.
pub(super) struct Body {
    /// `form`, `json`, `multipart`, `none`, `absent` or `other`.
    pub form: &'static str,
    /// The form that `Content-Type` names: `form`, `json`, `multipart`, `other`, or `none` without that header; `None` when the
    /// input holds no header fields at all.
    pub declared: Option<&'static str>,
    /// Its parameters.
    pub raws: Vec<Raw>,
    /// False when the body was not recorded, or is too large to be read.
    pub is_whole: bool,
}

/// The largest request body that is read, in bytes.
const LARGEST: usize = 1 << 20;

impl Body {
    /// Reads the body of `entry`.
    pub fn read(entry: &Entry, remarks: &mut Vec<String>) -> Self {
        let declared = declared(entry);
        let as_read = |form, raws| Self { form, declared, raws, is_whole: form != "absent" };
        let text = match &entry.body {
            RequestBody::None => return as_read("none", Vec::new()),
            RequestBody::NotRecorded => return as_read("absent", Vec::new()),
            RequestBody::Text(text) => text.as_str(),
        };
        if text.is_empty() {
            return as_read("none", Vec::new());
        }
        if text.len() > LARGEST {
            remarks.push(format!("The request's body holds more than {LARGEST} bytes, the most that is read."));
            return as_read("absent", Vec::new());
        }
        if let Some(boundary) = entry.header("content-type").and_then(|value| value.split("boundary=").nth(1)) {
            let boundary = boundary.trim_matches('"').split(';').next().unwrap_or_default();
            if declared == Some("multipart") && !boundary.is_empty() {
                return as_read("multipart", parameters::multipart(text, boundary, remarks));
            }
        }
        let start = text.trim_start();
        if let Some(json @ Json::Object(_)) = start.starts_with('{').then(|| Json::read(text)).flatten() {
            return as_read("json", parameters::json(json, Place::Body, remarks));
        }
        if start.starts_with('"') && Json::read(text).is_some() {
            remarks.push(
                "The body is one text in quotation marks, as JSON writes a text: it was serialised twice.".to_owned(),
            );
            return as_read("other", Vec::new());
        }
        if text.contains('=') {
            return as_read("form", parameters::form(text, Place::Body, remarks));
        }
        as_read("other", Vec::new())
    }
}

fn declared(entry: &Entry) -> Option<&'static str> {
    if entry.headers.is_empty() {
        return None;
    }
    let Some(value) = entry.header("content-type") else { return Some("none") };
    let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(match kind.as_str() {
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "application/json" => "json",
        _ if kind.ends_with("+json") => "json",
        _ => "other",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    fn read(content_type: Option<&str>, text: &str) -> (&'static str, Option<&'static str>, usize) {
        let mut entry = Entry::default();
        entry.headers.push("Host", "a.test");
        entry.headers.extend(content_type.map(|value| ("content-type", value)));
        entry.body = RequestBody::Text(text.to_owned());
        let body = Body::read(&entry, &mut Vec::new());
        (body.form, body.declared, body.raws.len())
    }

    #[test]
    fn text_and_declaration_are_told_apart() {
        assert_eq!(read(Some("application/x-www-form-urlencoded;charset=UTF-8"), "a=b&c=d"), ("form", Some("form"), 2));
        assert_eq!(read(Some("text/plain"), "{\"a\":\"b\"}"), ("json", Some("other"), 1));
        assert_eq!(read(None, "a=b"), ("form", Some("none"), 1));
        assert_eq!(read(Some("application/json"), "\"{\\\"a\\\":\\\"b=c\\\"}\""), ("other", Some("json"), 0));
    }

    #[test]
    fn what_is_too_large_is_not_whole() {
        let mut entry = Entry::default();
        entry.body = RequestBody::Text("a".repeat(LARGEST + 1));
        let body = Body::read(&entry, &mut Vec::new());
        assert!(!body.is_whole && body.declared.is_none());
    }
}
