//! In: the dump lines of `curl --trace` and `--trace-ascii`. Out: the bytes that they show, as text.
//!
//! The plain form shows sixteen bytes a line in hexadecimal; the other shows text, breaks it at CRLF and after 64 characters,
//! and writes a full stop for whatever cannot be printed, line feeds included.

use crate::intake::http::request_line;

/// Which way bytes went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From the client to the server.
    Sent,
    /// From the server to the client.
    Received,
}

/// A stretch of a trace, from its heading to the next.
#[derive(Default)]
pub(super) struct Section {
    is_open: bool,
    way: Option<Way>,
    bytes: Vec<u8>,
    /// The offset at which the text of the next line goes on without a break.
    next: usize,
}

impl Section {
    /// The section that `line` is the heading of.
    pub fn of(line: &str) -> Option<Self> {
        let way = if line.starts_with("=> Send header") || line.starts_with("=> Send data") {
            Some(Way::Sent)
        } else if line.starts_with("<= Recv header") || line.starts_with("<= Recv data") {
            Some(Way::Received)
        } else if line.starts_with("== Info:") || line.starts_with("=> Send SSL") || line.starts_with("<= Recv SSL") {
            None
        } else {
            return None;
        };
        Some(Self { is_open: true, way, ..Self::default() })
    }

    /// Takes a dump line; false when it is none.
    pub fn takes(&mut self, line: &str) -> bool {
        if !self.is_open {
            return false;
        }
        let Some((offset, text)) = line.split_once(": ").or_else(|| line.strip_suffix(':').map(|offset| (offset, "")))
        else {
            return false;
        };
        let is_offset = (4..=8).contains(&offset.len()) && offset.bytes().all(|byte| byte.is_ascii_hexdigit());
        let Some(offset) = usize::from_str_radix(offset, 16).ok().filter(|_| is_offset) else { return false };
        if self.way.is_none() {
            return true;
        }
        if let Some(bytes) = hexadecimal(text) {
            self.bytes.extend(bytes);
            return true;
        }
        if offset > self.next {
            self.bytes.extend(b"\r\n");
        }
        self.bytes.extend(text.as_bytes());
        self.next = offset + text.len();
        true
    }

    /// What the section shows. The line ends at its end are not in the text form: a request's head comes whole, an answer's
    /// head one line a section, the last of them empty.
    pub fn finish(self) -> Option<(Way, String)> {
        let way = self.way?;
        let mut text = String::from_utf8_lossy(&self.bytes).into_owned();
        let first = text.lines().next().unwrap_or_default();
        if way == Way::Sent && request_line(first).is_some() {
            text.truncate(text.trim_end().len());
            text.push_str("\r\n\r\n");
        } else if way == Way::Received && !text.ends_with('\n') && (text.is_empty() || is_head_line(first)) {
            text.push_str("\r\n");
        }
        Some((way, text))
    }
}

/// True for a status line or a header field.
fn is_head_line(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    line.starts_with("HTTP/")
        || (line.contains(": ")
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// `7b 0a 20 …  {. `: the bytes, when the line has that form.
fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let columns = text.get(..48)?;
    let mut bytes = Vec::new();
    for group in columns.as_bytes().chunks(3) {
        match group {
            [b' ', b' ', b' '] => {}
            [high, low, b' '] => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?);
            }
            _ => return None,
        }
    }
    (!bytes.is_empty() && text[48..].chars().count() <= 16).then_some(bytes)
}

/// A JSON text in which full stops stand for line breaks, with blanks in their place; `None` when it is not that.
pub(super) fn mended(text: &str) -> Option<String> {
    if !text.starts_with("{.") {
        return None;
    }
    let (mut in_string, mut escaped) = (false, false);
    let mended = text.chars().map(|letter| {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '.' if !in_string => return ' ',
            _ => {}
        }
        letter
    });
    Some(mended.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_lines() {
        let mut section = Section::of("<= Recv data, 18 bytes (0x12)").expect("a heading");
        assert!(section.takes("0000: 7b 0a 20 20 22 65 72 72 6f 72 22 3a 20 22 61 22 {.  \"error\": \"a\""));
        assert!(section.takes("0010: 0a 7d                                           .}"));
        assert_eq!(section.finish(), Some((Way::Received, "{\n  \"error\": \"a\"\n}".to_owned())));
    }

    #[test]
    fn text_lines() {
        let mut section = Section::of("=> Send header, 40 bytes (0x28)").expect("a heading");
        for line in ["0000: POST /token HTTP/1.1", "0016: Host: a.test", "0026: "] {
            assert!(section.takes(line), "{line}");
        }
        assert_eq!(section.finish(), Some((Way::Sent, "POST /token HTTP/1.1\r\nHost: a.test\r\n\r\n".to_owned())));
        assert_eq!(mended("{.  \"error\": \"a.b\".}").as_deref(), Some("{   \"error\": \"a.b\" }"));
    }
}
