//! In: what Postman's console copies of a request: a line with method and address, then JSON. Out: the [`Entry`].
//!
//! ```text
//! POST https://oauth2.googleapis.com/token: {
//!   "Request Headers": { … },
//!   "Request Body": { … },
//!   "Response Headers": { … },
//!   "Response Body": "…"
//! }
//! ```

use super::{json_end, request::pair};
use crate::har::{AnswerBody, Entry, Headers, RequestBody};
use serde_json::Value;

/// Whether `line` can begin such a copy.
pub(super) fn begins(line: &str) -> bool {
    start(line).is_some()
}

fn start(line: &str) -> Option<(&str, &str)> {
    let (method, rest) = line.trim().split_once(' ')?;
    let url = rest.strip_suffix(": {")?;
    let is_method = (3..=7).contains(&method.len()) && method.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_method && url.contains("://") && !url.contains(' ')).then_some((method, url))
}

/// Reads the copy that `lines` begin with. Out: the entry, and how many lines it takes.
pub(super) fn read(lines: &[&str]) -> Option<(Entry, usize)> {
    let (method, url) = start(lines[0])?;
    let text = format!("{{\n{}", lines[1..].join("\n"));
    let end = json_end(&text)?;
    let value: Value = serde_json::from_str(&text[..end]).ok()?;
    let mut entry = Entry::default();
    entry.method = method.to_owned();
    entry.url = url.to_owned();
    entry.headers = headers(&value["Request Headers"]);
    entry.body = match &value["Request Body"] {
        Value::String(text) => RequestBody::Text(text.clone()),
        Value::Object(members) if !members.is_empty() => {
            let pairs: Vec<_> =
                members.iter().map(|(name, value)| pair(name, value.as_str().unwrap_or_default())).collect();
            RequestBody::Text(pairs.join("&"))
        }
        _ => RequestBody::None,
    };
    entry.answer_headers = headers(&value["Response Headers"]);
    if let Value::String(text) = &value["Response Body"] {
        entry.answer_body = AnswerBody::Text(text.clone());
    }
    Some((entry, text[..end].matches('\n').count() + 1))
}

fn headers(value: &Value) -> Headers {
    let members = value.as_object().into_iter().flatten();
    members.filter_map(|(name, value)| Some((name, value.as_str()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_copy() {
        let text = "POST https://a.test/token: {\n  \"Request Headers\": {\n    \"x-a\": \"b\"\n  },\n  \"Request Body\": {\n    \"code\": \"4/0AEXAMPLE\"\n  },\n  \"Response Body\": \"{\\\"error\\\":\\\"a\\\"}\"\n}\nnext";
        let lines: Vec<_> = text.lines().collect();
        let (entry, taken) = read(&lines).expect("a copy");
        assert!(matches!(&entry.body, RequestBody::Text(body) if body == "code=4%2F0AEXAMPLE"));
        assert!(matches!(&entry.answer_body, AnswerBody::Text(body) if body == "{\"error\":\"a\"}"));
        assert_eq!(lines[taken], "next");
        assert!(!begins("POST https://a.test/token"));
    }
}
