//! In: lines of a text. Out: which of them may tell of a failure, so that all others can be passed over.
//!
//! Most of a log is passed over, so this decides how fast a log is read. What it lets through is looked at in full; what it holds
//! back would have told of nothing.

use crate::{
    exchange::{
        RPC_CODES,
        hearsay::words::{self, Filter, Run, Words},
    },
    library,
};
use std::{ops::ControlFlow, sync::LazyLock};

/// Whether `line` may tell of a failure.
pub(super) fn is_telling(line: &str) -> bool {
    words::runs(line, 0..line.len(), |run| stop_at(may_tell(line, run))).is_break()
}

/// Where in `text` the first place is, from `from` on, that may tell of a failure or that only a full reading can judge.
pub(super) fn first(text: &str, from: usize) -> Option<usize> {
    // Behind colours, character references and carriage returns within a line, a word shows in a full reading alone.
    let bytes = text.as_bytes();
    let is_hidden = |at: &usize| bytes[*at] != b'\r' || bytes.get(at + 1).is_some_and(|next| *next != b'\n');
    let hidden = memchr::memchr3_iter(0x1b, b'&', b'\r', &bytes[from..]).map(|at| from + at).find(is_hidden);
    let mut found = None;
    let _ = words::runs(text, from..hidden.unwrap_or(text.len()), |run| {
        found = may_tell(text, run).then_some(run.first);
        stop_at(found.is_some())
    });
    found.or(hidden)
}

fn stop_at(is_found: bool) -> ControlFlow<()> {
    if is_found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn may_tell(text: &str, run: Run) -> bool {
    static TABLE: LazyLock<(Words<Word>, Filter)> = LazyLock::new(|| {
        let refusals = RPC_CODES.into_iter().chain(["HttpError", "eyJzdGF"]).map(|word| (word, Word::Other));
        let hidden = library::words_of_hidden_failures().map(|word| (word, Word::Other));
        let sentences = [
            ("Username", Word::Before(" and Password")),
            ("Invalid", Word::Before(" credentials (Failure)")),
            ("status", Word::Before("\":\"4")),
            ("used", Word::Before(" in project ")),
        ];
        Words::new(refusals.chain(hidden).chain(sentences)).or_known()
    });
    let (table, filter) = &*TABLE;
    if !filter.lets_pass(text, run) {
        return false;
    }
    let tells = |start: usize| match table.get(text, start, run.stop) {
        Some(Word::Other) => true,
        Some(Word::Before(rest)) => text[run.stop..].starts_with(rest),
        None => false,
    };
    words::may_tell(text, run) || tells(run.start) || run.first < run.start && tells(run.first)
}

/// A word of what other readers look for.
enum Word {
    /// It tells by itself.
    Other,
    /// It tells with this behind it.
    Before(&'static str),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{api_error, xoauth2};

    #[test]
    fn what_a_full_reading_finds_is_let_through() {
        for line in [
            "E invalid_grant",
            "InternalOAuthError: Failed to obtain access token",
            r"C:\x\nInternalOAuthError: Failed to obtain access token",
            "Username and Password not accepted gsmtp",
            "Invalid credentials (Failure) gsmtp",
            r#"{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}"#,
            "334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==",
            "<HttpError 403 when requesting https://gmail.googleapis.com/x returned \"Forbidden\">",
            r#"{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}"#,
            "GaxiosError: Gmail API has not been used in project 123456789012 before or it is disabled.",
        ] {
            assert!(is_telling(line), "{line}");
            assert!(first(line, 0).is_some(), "{line}");
        }
        let refused = "<HttpError 403 when requesting https://gmail.googleapis.com/x returned \"Forbidden\">";
        assert!(api_error::refusal(refused).is_some() && xoauth2::refusal(refused).is_none());
        assert!(library::words_of_hidden_failures().all(|word| word.len() > 3), "each is told by a word");
    }

    #[test]
    fn most_lines_are_passed_over() {
        for line in [
            "",
            "2026-01-05T10:00:00Z INFO GET /token 200 in 5 ms, error=none, status ok",
            r#"{"level":"info","status":200,"error":null,"credentials":"valid"}"#,
            "the token is expired or the account is gone, authentication failed",
            "windows\r\nlines\r\n",
        ] {
            assert!(!is_telling(line) && first(line, 0).is_none(), "{line}");
        }
        assert_eq!(first("plain\n\u{1b}[31mx", 0), Some(6));
        assert_eq!(first("a\rb", 0), Some(1));
        assert_eq!(first("invalid_grant\nplain\ninvalid_grant", 5), Some(20));
    }
}
