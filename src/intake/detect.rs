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
        Form::Http if http::is_http(text) => http::read(text)?.into_iter().map(Evidence::from).collect(),
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

/// True when an object begins at a member `log`, as a HAR file does.
fn has_log(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"\"log\"")
        .any(|at| text[at + 5..].trim_start().strip_prefix(':').is_some_and(|rest| rest.trim_start().starts_with('{')))
}

fn read_har(text: &str) -> Result<Vec<Evidence>, Unreadable> {
    let mut found = Vec::new();
    let mut odd = Vec::new();
    let mut count = 0;
    let read = har::read_file(text.as_bytes(), |entry| {
        count += 1;
        match entry {
            Ok(entry) => found.push(Evidence::from(entry)),
            Err(number) => odd.push(number),
        }
    });
    if let Some(first) = odd.first() {
        found.push(Evidence::Note(har::left_out(odd.len(), count, *first)));
    }
    match read {
        Ok(()) => Ok(found),
        // What was read before the file broke off is worth explaining.
        Err(error @ FileError::Json { .. }) if !found.is_empty() => {
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
    fn a_piece_knows_its_place() {
        let text = "\nPOST https://oauth2.googleapis.com/token\n\na=b\n\n400\n\n{}\n\n";
        let found = read(text, None, Some("a.http")).expect("an exchange");
        let Evidence::Entry(entry) = &found[0] else { panic!("an entry") };
        let origin = entry.origin.clone().expect("a place");
        assert_eq!((origin.input.as_deref(), origin.first_line, origin.last_line), (Some("a.http"), Some(2), Some(8)));
    }
}
