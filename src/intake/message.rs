//! In: the text of one HTTP message (RFC 9112), as a client printed it. Out: the parts of an [`Entry`]: never an error, for what
//! a client prints may lack any part.

use super::http::{absolute, request_line, status_line};
use crate::{
    har::{AnswerBody, Entry, Headers, RequestBody},
    report::BodyState,
    time,
};

/// Reads a request; `None` when it begins with no request line.
pub(super) fn request(text: &str) -> Option<Entry> {
    let (head, body) = split(text);
    let mut lines = head.lines();
    let (method, target) = request_line(lines.next()?.trim_end())?;
    let headers: Headers = lines.filter_map(header).collect();
    let mut entry = Entry::default();
    entry.method = method.to_owned();
    entry.url = absolute(target, &headers)?;
    let announces = headers.get("transfer-encoding").is_some()
        || headers.get("content-length").is_some_and(|length| length.trim() != "0");
    entry.body = match body {
        "" if announces => RequestBody::NotRecorded,
        "" => RequestBody::None,
        body => RequestBody::Text(body.to_owned()),
    };
    entry.headers = headers;
    entry.answer_body = AnswerBody::Missing(BodyState::NotRecorded);
    Some(entry)
}

/// Reads an answer into `entry`; false when there is no status line. Interim answers (100 Continue) are stepped over.
pub(super) fn answer(text: &str, entry: &mut Entry) -> bool {
    let (head, body) = split(text);
    let mut lines = head.lines();
    let Some(status) = lines.next().and_then(|line| status_line(line.trim_end())) else { return false };
    if (100..200).contains(&status) {
        return answer(body, entry);
    }
    entry.status = status;
    entry.answer_headers = lines.filter_map(header).collect();
    entry.redirect_url = entry.answer_header("location").unwrap_or_default().to_owned();
    entry.started = entry.answer_header("date").and_then(time::from_http_date).map(|seconds| seconds * 1000);
    let chunked = entry.answer_header("transfer-encoding").is_some_and(|value| value.contains("chunked"));
    let whole = chunked.then(|| unchunked(body)).flatten();
    set_answer_body(entry, whole.as_deref().unwrap_or(body));
    true
}

/// Gives `entry` this body, or the reason why there is none.
pub(super) fn set_answer_body(entry: &mut Entry, body: &str) {
    let state = match entry.status {
        300..400 | 0 => BodyState::NotRecorded,
        _ if entry.answer_header("content-length").is_some_and(|length| length.trim() == "0") => BodyState::Empty,
        _ => BodyState::NotRecorded,
    };
    entry.answer_body =
        if body.trim().is_empty() { AnswerBody::Missing(state) } else { AnswerBody::Text(body.trim().to_owned()) };
}

/// Head and body.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches(['\r', '\n']);
    let crlf = text.split_once("\r\n\r\n");
    let lf = text.split_once("\n\n");
    match (crlf, lf) {
        (Some(crlf), Some(lf)) => {
            if crlf.0.len() < lf.0.len() {
                crlf
            } else {
                lf
            }
        }
        (Some(parts), None) | (None, Some(parts)) => parts,
        (None, None) => (text, ""),
    }
}

fn header(line: &str) -> Option<(&str, &str)> {
    // The fields that HTTP/2 puts in front begin with a colon (RFC 9113 section 8.3).
    let from = usize::from(line.starts_with(':'));
    let colon = from + line.get(from..)?.find(':')?;
    let name = line[..colon].trim();
    (!name.is_empty() && !name.contains(char::is_whitespace)).then(|| (name, line[colon + 1..].trim()))
}

/// The body without its chunks' sizes (RFC 9112 section 7.1); `None` when it is not chunked in fact.
fn unchunked(text: &str) -> Option<String> {
    let mut whole = String::new();
    let mut rest = text;
    loop {
        let (size, after) = rest.split_once("\r\n").or_else(|| rest.split_once('\n'))?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.push_str(after.get(..size)?);
        rest = after.get(size..)?.trim_start_matches(['\r', '\n']);
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_messages_as_they_are() {
        let mut entry =
            request("POST /token HTTP/2\r\nHost: a.test\r\ncontent-length: 3\r\n\r\na=b").expect("a request");
        assert_eq!(entry.url, "https://a.test/token");
        assert!(matches!(&entry.body, RequestBody::Text(body) if body == "a=b"));
        assert!(answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/2 400\ndate: x\n\n{\"a\":1}\n", &mut entry));
        assert!(matches!(&entry.answer_body, AnswerBody::Text(body) if body == "{\"a\":1}"));
        assert_eq!(entry.status, 400);
    }

    #[test]
    fn a_body_that_is_announced_and_not_shown() {
        let entry = request("POST /token HTTP/1.1\nHost: a.test\nContent-Length: 3\n\n").expect("a request");
        assert!(matches!(entry.body, RequestBody::NotRecorded));
        assert!(request("hello\n").is_none());
    }

    #[test]
    fn chunks_are_joined() {
        assert_eq!(unchunked("3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n").as_deref(), Some("{\"a\":1}"));
        assert_eq!(unchunked("{\"a\":1}"), None);
    }
}
