//! In: what a client prints of its traffic: `curl -v` and `--trace`, wget's `--debug`, Python's and Ruby's HTTP debugging,
//! `OkHttp`'s and Google's Java loggers, Insomnia's timeline. Out: [`Entry`] values.
//!
//! Each line is one of the request's, one of the answer's, a remark of the client's, or none of them; what is none stands below
//! an answer as its body. A transcript that lacks a part gives an entry that lacks it.

mod lines;
mod trace;

use super::message;
use crate::{
    har::{AnswerBody, Entry, RequestBody},
    report::Origin,
};
use lines::{Lexer, Mark};

/// Whether `line` can be the first of a transcript.
pub(super) fn begins(line: &str) -> bool {
    lines::begins(line)
}

/// What was read of a transcript.
pub(super) struct Read {
    /// The exchanges.
    pub entries: Vec<Entry>,
    /// How many lines were taken.
    pub taken: usize,
}

/// Reads the transcript that `lines` begin with; `first` is the number of the first line. It ends at the first line that is
/// none of its own and not below an answer, or at a line that `stops`.
pub(super) fn read(lines: &[&str], first: usize, stops: impl Fn(&str) -> bool) -> Read {
    let mut lexer = Lexer::default();
    let mut read = Read { entries: Vec::new(), taken: 0 };
    let mut open = Exchange::default();
    for (at, line) in lines.iter().enumerate() {
        let mark = lexer.mark(line);
        if matches!(mark, Mark::Loose) && (stops(line) || !open.may_hold(line)) {
            break;
        }
        let number = first + at;
        if open.is_over(&mark) {
            read.entries.extend(std::mem::take(&mut open).close(lexer.take_pending()));
        }
        if !matches!(mark, Mark::Loose) {
            read.taken = at + 1;
        }
        open.take(mark, line, number);
    }
    // Lines after the body belong to whoever reads on.
    if let Some((_, last)) = open.body() {
        read.taken = read.taken.max(last + 1 - first);
    }
    read.entries.extend(open.close(lexer.take_pending()));
    read
}

#[derive(Default)]
struct Exchange<'a> {
    sent: String,
    received: String,
    /// Lines without a mark since the last one with a mark of the answer's.
    loose: Vec<(usize, &'a str)>,
    first: Option<usize>,
    last: usize,
}

/// So many lines without a mark are looked at below an answer.
const MOST_LOOSE: usize = 400;

/// So many lines without a mark may stand between a request and its answer.
const MOST_BETWEEN: usize = 8;

impl<'a> Exchange<'a> {
    /// Whether an unmarked line can be part of the exchange: once an answer has begun, as its body.
    fn may_hold(&self, line: &str) -> bool {
        let most = match (self.sent.is_empty(), self.received.is_empty()) {
            (_, false) => MOST_LOOSE,
            (false, true) => MOST_BETWEEN,
            (true, true) => 0,
        };
        line.trim().is_empty() || self.loose.len() < most
    }

    /// True when `mark` begins another exchange.
    fn is_over(&self, mark: &Mark<'_>) -> bool {
        let starts = match mark {
            Mark::SentLine(line) => super::http::request_line(line).is_some(),
            Mark::Sent(text) => text.lines().next().is_some_and(|line| super::http::request_line(line).is_some()),
            _ => false,
        };
        starts && !(self.sent.is_empty() && self.received.is_empty())
    }

    fn take(&mut self, mark: Mark<'_>, line: &'a str, number: usize) {
        match mark {
            Mark::SentLine(text) => push_line(&mut self.sent, &text),
            Mark::ReceivedLine(text) => {
                self.loose.clear();
                push_line(&mut self.received, &text);
            }
            Mark::Sent(text) => self.sent.push_str(&text),
            Mark::Received(text) => {
                self.loose.clear();
                self.received.push_str(&text);
            }
            Mark::Remark => {}
            Mark::Loose => {
                self.loose.push((number, line));
                return;
            }
        }
        self.first.get_or_insert(number);
        self.last = number;
    }

    /// The loose lines that are the answer's body, as text, and the last of them: from the line that begins JSON or a page on, to
    /// the end of the JSON or to the next empty line.
    fn body(&self) -> Option<(String, usize)> {
        let start = self.loose.iter().position(|(_, line)| line.trim_start().starts_with(['{', '[', '<']))?;
        let text = self.loose[start..].iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let text = text.trim_start();
        let end = super::json_end(text).or_else(|| text.find("\n\n")).unwrap_or(text.len());
        let text = text[..end].trim_end();
        Some((text.to_owned(), self.loose[start + text.matches('\n').count()].0))
    }

    fn close(mut self, (sent, received): (String, String)) -> Option<Entry> {
        self.sent += &sent;
        self.received += &received;
        let mut entry = message::request(&self.sent)?;
        if message::answer(&self.received, &mut entry) {
            if matches!(entry.answer_body, AnswerBody::Missing(_))
                && let Some((body, last)) = self.body()
            {
                message::set_answer_body(&mut entry, &body);
                self.last = self.last.max(last);
            } else if let AnswerBody::Text(text) = &entry.answer_body
                && let Some(mended) = trace::mended(text)
            {
                entry.answer_body = AnswerBody::Text(mended);
            }
        }
        if matches!(entry.body, RequestBody::None) && entry.method == "POST" {
            entry.body = RequestBody::NotRecorded;
        }
        entry.origin = Some(Origin::lines(self.first?, self.last));
        Some(entry)
    }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end_matches('\r'));
    text.push('\n');
}
