//! In: the beginning of an input, or a text of moderate size. Out: its [`Form`], and what it holds as [`Evidence`].
//!
//! HAR files and logs of any size are streams, read by [`crate::har::read_file`] and by the reader of free text; what is here
//! has the whole text at hand. Nothing is decompressed here: the caller's platform does that.

use super::{Evidence, Unreadable, command, http, json, terminal, text, value};
use crate::har::{self, AnswerBody, FileError};

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A HAR file.
    Har,
    /// HTTP exchanges written as text, or what a client prints of them.
    Http,
    /// A command or a call that sends a request: curl, wget, HTTPie, PowerShell, `fetch`.
    Curl,
    /// JSON that is no HAR file: an answer, a key file, lines of JSON.
    Json,
    /// An address, a token or a code, alone or one a line.
    Value,
    /// Free text: a log, a stack trace, an error page.
    Text,
    /// Compressed by gzip (RFC 1952).
    Gzip,
    /// Compressed by zlib (RFC 1950), as `mitmdump` writes `.zhar` files.
    Zlib,
    /// Bytes that are no text.
    Binary,
}

/// How much of an input is looked at to find its form, in bytes.
pub const START: usize = 1 << 16;

/// The form of the input that begins with `start`; at most [`START`] bytes are looked at.
pub fn detect(start: &[u8]) -> Form {
    let start = &start[..start.len().min(START)];
    match start {
        [0x1f, 0x8b, ..] => return Form::Gzip,
        [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => return Form::Zlib,
        _ => {}
    }
    if memchr::memchr(0, start).is_some() {
        return Form::Binary;
    }
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return if has_log(text) { Form::Har } else { Form::Json };
    }
    // A log's line may begin with a bracket, too; an array of objects goes on with a brace.
    if text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
        return Form::Json;
    }
    let mut values = text.lines().filter(|line| !line.trim().is_empty());
    if start.len() < START && !text.is_empty() && values.all(value::begins) {
        return Form::Value;
    }
    if http::is_http(text) {
        return Form::Http;
    }
    // Somewhere in a long log stands a line that looks like anything; in a short text it is meant.
    let most = if start.len() < START { usize::MAX } else { FIRST_LINES };
    let mut lines = text.lines().take(most);
    match lines.find(|line| terminal::begins(line) || http::begins(line)) {
        Some(line) if command::begins(line) => Form::Curl,
        Some(_) => Form::Http,
        None => Form::Text,
    }
}

/// In a long text a command or a transcript counts when it begins in one of the first lines.
const FIRST_LINES: usize = 20;

/// Reads `text`, as `form` or as what it looks like. `name` is the input's, such as `server.log`.
///
/// # Errors
/// When the text is not of its form from some line on.
pub fn read(text: &str, form: Option<Form>, name: Option<&str>) -> Result<Vec<Evidence>, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    let mut found = match form.unwrap_or_else(|| detect(text.as_bytes())) {
        Form::Har => read_har(text)?,
        Form::Json => json::read(text)?,
        Form::Value => value::read(text)?,
        Form::Http if http::is_http(text) => read_http(text)?,
        Form::Http | Form::Curl => read_terminal(text)?,
        Form::Text => text::read(text).into_iter().map(Evidence::from).collect(),
        Form::Gzip | Form::Zlib | Form::Binary => return Err(Unreadable::new(1, "text, and this is binary data")),
    };
    for piece in &mut found {
        if let Some(name) = name {
            piece.name(name);
        }
    }
    Ok(found)
}

/// Reads exchanges. A web server's log may begin with a request line, too: what is no exchange may still tell of a failure.
fn read_http(text: &str) -> Result<Vec<Evidence>, Unreadable> {
    let exchanges = http::read(text).map(|entries| entries.into_iter().map(Evidence::from).collect());
    exchanges.or_else(|error| {
        let told: Vec<_> = text::read(text).into_iter().map(Evidence::from).collect();
        if told.is_empty() { Err(error) } else { Ok(told) }
    })
}

/// Reads commands and transcripts, and whatever the text around them tells beyond that.
fn read_terminal(text: &str) -> Result<Vec<Evidence>, Unreadable> {
    let terminal::Read { entries, rest } = terminal::read(text);
    let told = |error: &str| {
        entries.iter().any(|entry| matches!(&entry.answer_body, AnswerBody::Text(body) if body.contains(error)))
    };
    let sightings: Vec<_> = text::read(&rest)
        .into_iter()
        .filter(|sighting| sighting.error.as_deref().is_none_or(|error| !told(error)))
        .collect();
    if entries.is_empty() && sightings.is_empty() {
        return Err(Unreadable::new(1, EXPECTED));
    }
    Ok(entries.into_iter().map(Evidence::from).chain(sightings.into_iter().map(Evidence::from)).collect())
}

/// True when the object that `text` begins with has a member `log` as a HAR file has it: an object with one of HAR's members, or with
/// none. Log lines have a `log` of their own, such as `{"log":{"level":"error"}}`.
fn has_log(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut is_inside, mut at) = (0_u32, false, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let start = at + 1;
                let Some(end) = string_end(bytes, start) else { return is_inside };
                at = end;
                let value = text[end + 1..].trim_start().strip_prefix(':').map(str::trim_start);
                let name = &text[start..end];
                match value {
                    Some(value) if depth == 1 && name == "log" => is_inside = value.starts_with('{'),
                    Some(_) if depth == 2 && is_inside && MEMBERS_OF_LOG.contains(&name) => return true,
                    _ => {}
                }
            }
            b'{' | b'[' => {
                depth += 1;
                if depth == 2 && is_inside && text[at + 1..].trim_start().starts_with('}') {
                    return true;
                }
            }
            // The reader of HAR files says where it is broken.
            b']' if is_inside && depth == 2 => return true,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return false;
                }
                is_inside &= depth > 1;
            }
            _ => {}
        }
        at += 1;
    }
    is_inside
}

/// Where the JSON string ends whose text begins at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// What a HAR file's `log` holds.
const MEMBERS_OF_LOG: [&str; 5] = ["version", "creator", "browser", "pages", "entries"];

fn read_har(text: &str) -> Result<Vec<Evidence>, Unreadable> {
    let mut found = Vec::new();
    let mut odd = Vec::new();
    let mut count = 0;
    let read = har::read_file(text.as_bytes(), |entry| {
        count += 1;
        match entry {
            Ok(entry) => found.extend(entry.map(Evidence::from)),
            Err(number) => odd.push(number),
        }
    });
    if let Some(first) = odd.first() {
        found.push(Evidence::Note(har::left_out(odd.len(), count, *first)));
    }
    match read {
        Ok(()) => Ok(found),
        // What was read before the file broke off is worth explaining.
        Err(error @ (FileError::Json { .. } | FileError::TooDeep { .. })) if count > odd.len() => {
            found.push(Evidence::Note(har::broken_off(count, &error)));
            Ok(found)
        }
        Err(FileError::Json { line, .. }) => Err(Unreadable::new(line, "JSON")),
        Err(error) => Err(Unreadable::new(1, error.to_string().replace("expected ", ""))),
    }
}

const EXPECTED: &str = "an HTTP exchange that begins with a request line such as `POST https://oauth2.googleapis.com/token`, \
                        or a command such as `curl`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_forms_apart() {
        let cases: [(&[u8], Form); 14] = [
            (b"\xef\xbb\xbf{\"log\": {\"entries\": []}}", Form::Har),
            (b"{\"log\":\"a line of Docker's\\n\"}", Form::Json),
            (b"{\"error\":\"invalid_grant\"}", Form::Json),
            (b"POST https://oauth2.googleapis.com/token\n", Form::Http),
            (b"2026-01-05 invalid_grant", Form::Text),
            (b"[{\"a\":1}]", Form::Json),
            (b"[2026-01-05 10:00:00] invalid_grant", Form::Text),
            (b"https://app.test/callback?code=4/0AEXAMPLE&state=x\n", Form::Value),
            (b"### Title\n\nSome prose.", Form::Text),
            (b"I run\n$ curl https://oauth2.googleapis.com/token -d x", Form::Curl),
            (b"*   Trying 1.2.3.4:443...\n> POST /token HTTP/2\n", Form::Http),
            (b"\x1f\x8b\x08", Form::Gzip),
            (b"\x78\x9c\x4b", Form::Zlib),
            (b"\x89PNG\r\n\x1a\n\0\0", Form::Binary),
        ];
        for (start, form) in cases {
            assert_eq!(detect(start), form, "{}", String::from_utf8_lossy(start));
        }
    }

    #[test]
    fn a_log_line_with_a_log_of_its_own_is_no_har_file() {
        for har in [
            r#"{"log":{}}"#,
            r#"{"log" : { "creator":{"name":"x"},"#,
            r#"{"a":{"log":{}},"b":"\"{","log":{"pages":[],"entries":[]}}"#,
            r#"{"log":{"comment":"a long one that the beginning does not hold"#,
        ] {
            assert_eq!(detect(har.as_bytes()), Form::Har, "{har}");
        }
        for other in [
            r#"{"@timestamp":"x","log":{"level":"error"},"message":"m"}"#,
            "{\"type\":\"LOG\",\"log\":{\"level\":\"ERROR\",\"message\":\"m\"}}\n{\"log\":{\"entries\":[]}}",
            r#"{"log":"text","version":1}"#,
            r#"{"a":{"log":{"entries":[]}}}"#,
        ] {
            assert_eq!(detect(other.as_bytes()), Form::Json, "{other}");
        }
    }

    #[test]
    fn a_web_servers_log_is_no_exchange() {
        let log = "GET /auth/google/callback?code=4%2F0AEXAMPLE HTTP/1.1\nTokenError: Malformed auth code.\n    at OAuth2Strategy.parseErrorResponse (/srv/node_modules/passport-oauth2/lib/strategy.js:373:12)\n";
        let found = read(log, None, None).expect("a text");
        let [Evidence::Sighting(sighting)] = found.as_slice() else { panic!("one sighting") };
        assert_eq!(sighting.description.as_deref(), Some("Malformed auth code."));
        assert!(read("GET /a HTTP/1.1\nnothing\n", None, None).is_err());
    }

    #[test]
    fn a_piece_knows_its_place() {
        let text = "\nPOST https://oauth2.googleapis.com/token\n\na=b\n\n400\n\n{}\n\n";
        let found = read(text, None, Some("a.http")).expect("an exchange");
        let Evidence::Entry(entry) = &found[0] else { panic!("an entry") };
        let origin = entry.origin.clone().expect("a place");
        assert_eq!((origin.input.as_deref(), origin.first_line, origin.last_line), (Some("a.http"), Some(2), Some(8)));
    }
}
