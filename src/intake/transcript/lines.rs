//! In: the lines of a transcript, one by one. Out: what each is: [`Mark`].

use super::trace::{Section, Way};
use crate::intake::http::request_line;
use std::borrow::Cow;

/// What a line of a transcript is.
pub(super) enum Mark<'a> {
    /// A line of the request.
    SentLine(Cow<'a, str>),
    /// A line of the answer's head.
    ReceivedLine(Cow<'a, str>),
    /// A stretch of the request, with its own line ends.
    Sent(String),
    /// A stretch of the answer, with its own line ends.
    Received(String),
    /// A remark of the client's.
    Remark,
    /// Nothing that a client marks.
    Loose,
}

/// Reads lines in order; some clients mark the beginning and the end of a stretch alone.
#[derive(Default)]
pub(super) struct Lexer {
    /// The way of a stretch whose lines bear no mark.
    stretch: Option<Way>,
    section: Section,
}

/// Whether `line` can be the first of a transcript: a request's line in any client's dress, or what curl says before it.
pub(super) fn begins(line: &str) -> bool {
    let line = undated(line);
    match Lexer::default().mark(line) {
        Mark::SentLine(text) => request_line(&text).is_some() || line.starts_with("---request"),
        Mark::Sent(text) => text.lines().next().is_some_and(|line| request_line(line).is_some()),
        Mark::Remark => REMARKS.iter().any(|start| line.starts_with(start)),
        _ => false,
    }
}

/// What stands at the very beginning of a transcript.
const REMARKS: [&str; 9] = [
    "* Host ",
    "*   Trying ",
    "* Connected to ",
    "== Info: ",
    "=> Send header",
    "---request begin",
    "-------------- REQUEST",
    "opening connection to ",
    "* Preparing request to ",
];

impl Lexer {
    /// What `line` is.
    pub fn mark<'a>(&mut self, line: &'a str) -> Mark<'a> {
        let line = undated(line.trim_end_matches('\r'));
        if let Some(section) = Section::of(line) {
            let done = std::mem::replace(&mut self.section, section);
            self.stretch = None;
            return flushed(done);
        }
        if self.section.takes(line) {
            return Mark::Remark;
        }
        if let Some(mark) = self.stretch_mark(line) {
            return mark;
        }
        curl(line).or_else(|| literal(line)).unwrap_or(match self.stretch {
            Some(Way::Sent) => Mark::SentLine(Cow::Borrowed(line)),
            Some(Way::Received) => Mark::ReceivedLine(Cow::Borrowed(line)),
            None => Mark::Loose,
        })
    }

    /// What a trace still holds: of the request and of the answer.
    pub fn take_pending(&mut self) -> (String, String) {
        match flushed(std::mem::take(&mut self.section)) {
            Mark::Sent(text) => (text, String::new()),
            Mark::Received(text) => (String::new(), text),
            _ => (String::new(), String::new()),
        }
    }

    /// Marks that begin or end a stretch: wget's, `OkHttp`'s, Google's Java client's.
    fn stretch_mark<'a>(&mut self, line: &'a str) -> Option<Mark<'a>> {
        let line = line.strip_prefix("CONFIG: ").unwrap_or(line);
        let (way, mark) = if line.starts_with("---request begin") || line.starts_with("-------------- REQUEST") {
            (Some(Way::Sent), Mark::Remark)
        } else if line.starts_with("---response begin") || line.starts_with("-------------- RESPONSE") {
            (Some(Way::Received), Mark::Remark)
        } else if line.starts_with("---request end") || line.starts_with("---response end") {
            (None, Mark::Remark)
        } else if let Some(data) = line.strip_prefix("[POST data: ").or_else(|| line.strip_prefix("[BODY data: ")) {
            (None, Mark::Sent(data.trim_end_matches(']').to_owned()))
        } else if line.starts_with("--> END") || line.starts_with("<-- END") {
            (None, Mark::Remark)
        } else if let Some(start) = line.strip_prefix("--> ").filter(|start| start.contains("://")) {
            let words: Vec<_> = start.split_whitespace().take(2).collect();
            (Some(Way::Sent), Mark::SentLine(Cow::Owned(words.join(" "))))
        } else if let Some(start) =
            line.strip_prefix("<-- ").filter(|start| start.as_bytes().first().is_some_and(u8::is_ascii_digit))
        {
            let status = start.split_whitespace().next().unwrap_or_default();
            (Some(Way::Received), Mark::ReceivedLine(Cow::Owned(format!("HTTP/1.1 {status}"))))
        } else if self.stretch.is_some() && is_java_remark(line) {
            return Some(Mark::Remark);
        } else {
            return None;
        };
        self.stretch = way;
        Some(mark)
    }
}

/// Lines that Java's loggers put between: date and class, the size of what follows, a curl command.
fn is_java_remark(line: &str) -> bool {
    line.contains(" com.google.api.client.") || line.starts_with("Total: ") || line.starts_with("curl -v --compressed")
}

fn flushed(section: Section) -> Mark<'static> {
    match section.finish() {
        Some((Way::Sent, text)) => Mark::Sent(text),
        Some((Way::Received, text)) => Mark::Received(text),
        None => Mark::Remark,
    }
}

/// `> request`, `< answer`, `| body`, `* remark`, `} [5 bytes data]`.
fn curl(line: &str) -> Option<Mark<'_>> {
    let (first, rest) = (line.chars().next()?, line.get(1..)?);
    let text = rest.strip_prefix(' ').or_else(|| rest.is_empty().then_some(""));
    match (first, text) {
        ('>', Some(text)) => Some(Mark::SentLine(Cow::Borrowed(text))),
        ('<', Some(text)) => Some(Mark::ReceivedLine(Cow::Borrowed(text))),
        ('|', Some(text)) => Some(Mark::Sent(text.to_owned())),
        ('*', Some(_)) => Some(Mark::Remark),
        ('{' | '}', Some(text)) if text.starts_with('[') && text.ends_with("data]") => Some(Mark::Remark),
        _ => None,
    }
}

/// Python's `send: b'…'`, `reply: '…'`, `header: …`; Ruby's `<- "…"` for what it sends and `-> "…"` for what it gets.
fn literal(line: &str) -> Option<Mark<'_>> {
    if let Some(text) = after(line, "send: b").or_else(|| line.strip_prefix("<- ")) {
        return quoted(text).map(Mark::Sent);
    }
    if let Some(text) = after(line, "reply: ").or_else(|| line.strip_prefix("-> ")) {
        return quoted(text).map(Mark::Received);
    }
    if let Some(text) = line.strip_prefix("header: ") {
        return Some(Mark::ReceivedLine(Cow::Borrowed(text)));
    }
    let is_count = line.trim_end_matches('.').ends_with(" bytes") && line.starts_with("read");
    let is_remark = ["opening connection to ", "starting SSL for ", "SSL established", "Conn close", "Conn keep-alive"];
    (is_count || is_remark.iter().any(|start| line.starts_with(start))).then_some(Mark::Remark)
}

fn after<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let at = line.find(mark).filter(|at| *at < 80)?;
    Some(&line[at + mark.len()..])
}

/// A quotation with backslash escapes, as Python and Ruby print bytes.
fn quoted(text: &str) -> Option<String> {
    let quote = text.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == quote {
            return Some(String::from_utf8_lossy(&out).into_owned());
        }
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(&escape) = bytes.get(at) else { break };
        at += 1;
        match escape {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'x' => {
                let hex = bytes.get(at..at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                out.extend(hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()));
                at = (at + 2).min(bytes.len());
            }
            other => out.push(other),
        }
    }
    // A line that a log cut short still tells its beginning.
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// The line without the time that `--trace-time` and loggers put in front, and without logcat's tag.
fn undated(line: &str) -> &str {
    if let Some((_, rest)) = line.split_once("OkHttp: ").or_else(|| line.split_once("OkHttp  : ")) {
        return rest;
    }
    let bytes = line.as_bytes();
    let is_time = bytes.len() > 16
        && bytes[2] == b':'
        && bytes[5] == b':'
        && bytes[8] == b'.'
        && bytes[..2].iter().all(u8::is_ascii_digit);
    let rest = if is_time { line.split_once(' ').map_or(line, |(_, rest)| rest) } else { line };
    match rest.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((ids, rest)) if ids.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && is_time => rest,
        _ => rest,
    }
}
