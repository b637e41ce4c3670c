//! In: a text. Out: its words, one after the other, and those of them that a table holds.
//!
//! A word is a run of letters and low lines. Most of a log is words that no table holds, so that one look at each byte and a
//! filter in front of the table must do for them.

use super::codes::{self, Code};
use super::known;
use std::{collections::HashMap, ops::ControlFlow, sync::OnceLock};

/// What a word that may tell of an error is.
#[derive(Clone, Copy)]
pub(super) enum Word {
    /// An error code.
    Code(Code),
    /// The name of a description.
    Description,
    /// The name of a subtype.
    Subtype,
    /// The longest word of a known text.
    Telling,
    /// A part of the token endpoint's host.
    Endpoint,
    /// An error code as a type of Rust's libraries is named.
    Type(Code),
    /// Passport's class.
    TokenError,
}

/// A word as it stands in a text.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    /// Where it begins, without the letters of an escape in front (`\ninvalid`, `%3Dinvalid`).
    pub start: usize,
    /// One past its end.
    pub stop: usize,
    /// Where it begins with those letters.
    pub first: usize,
    /// True when it holds a low line.
    pub has_line: bool,
}

/// Calls `visit` for each word of `text` that begins in `range`, until it breaks.
#[inline]
pub(crate) fn runs(
    text: &str,
    range: std::ops::Range<usize>,
    mut visit: impl FnMut(Run) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let bytes = text.as_bytes();
    let mut at = range.start;
    while at < range.end {
        let Some(others) = bytes[at..range.end].iter().position(|byte| KINDS[usize::from(*byte)] != 0) else { break };
        let first = at + others;
        let mut kinds = 0;
        at = first;
        while let Some(kind) = bytes.get(at).map(|byte| KINDS[usize::from(*byte)]).filter(|kind| *kind != 0) {
            kinds |= kind;
            at += 1;
        }
        let start = first + escaped(bytes, first);
        if start < at {
            visit(Run { start, stop: at, first, has_line: kinds & LINE != 0 })?;
        }
    }
    ControlFlow::Continue(())
}

/// What a byte is to a word: nothing, a letter, or a low line.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        if byte.is_ascii_alphabetic() {
            kinds[byte as usize] = LETTER;
        }
        byte += 1;
    }
    kinds[b'_' as usize] = LINE;
    kinds
};

const LETTER: u8 = 1;
const LINE: u8 = 2;

/// How many letters at `at` belong to an escape before the word: `\ninvalid`, `%3Dinvalid`.
#[inline]
fn escaped(bytes: &[u8], at: usize) -> usize {
    let Some(before) = at.checked_sub(1).map(|at| bytes[at]) else { return 0 };
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    match before {
        b'\\' if matches!(bytes[at], b'n' | b'r' | b't') => 1,
        b'%' if is_hex(at) && is_hex(at + 1) => 2,
        b'0'..=b'9' if at >= 2 && bytes[at - 2] == b'%' && is_hex(at) => 1,
        _ => 0,
    }
}

/// Words, each with what it is, behind a filter that lets nearly all others pass.
pub(crate) struct Words<T> {
    words: HashMap<&'static str, T>,
    filter: [u64; 64],
}

impl<T> Words<T> {
    /// The table of `words`; of two that are the same the last one stays.
    pub fn new(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let words: HashMap<_, _> = words.into_iter().collect();
        let mut filter = [0; 64];
        for bit in words.keys().map(|word| bit(word.as_bytes())) {
            filter[bit / 64] |= 1 << (bit % 64);
        }
        Self { words, filter }
    }

    /// The table, and a filter in front of it and of the words that may tell of an error: most are of neither, which one look tells.
    pub fn or_known(self) -> (Self, Filter) {
        let mut filter = self.filter;
        filter.iter_mut().zip(table().filter).for_each(|(bits, known)| *bits |= known);
        (self, Filter(filter))
    }

    /// What the word `text[start..stop]` is.
    #[inline]
    pub fn get(&self, text: &str, start: usize, stop: usize) -> Option<&T> {
        let bit = bit(&text.as_bytes()[start..stop]);
        if self.filter[bit / 64] >> (bit % 64) & 1 == 0 { None } else { self.words.get(&text[start..stop]) }
    }
}

/// Lets the words of some tables pass, and few others.
pub(crate) struct Filter([u64; 64]);

impl Filter {
    /// False when neither table that the filter was made of holds `run`, nor [`may_tell`] takes it for anything else.
    #[inline]
    pub fn lets_pass(&self, text: &str, run: Run) -> bool {
        let bit = bit(&text.as_bytes()[run.start..run.stop]);
        self.0[bit / 64] >> (bit % 64) & 1 != 0 || run.has_line || run.first < run.start || run.stop == text.len()
    }
}

/// A number for a word, below 4096, made of its ends and its length.
#[inline]
fn bit(word: &[u8]) -> usize {
    let second = usize::from(word.len() > 1);
    let key = [word[0], word[second], word[word.len() - 1], u8::try_from(word.len()).unwrap_or(u8::MAX)];
    (u32::from_le_bytes(key).wrapping_mul(0x9e37_79b1) >> 20) as usize
}

/// Calls `visit` for each word before `end` that may tell of an error: where it begins and ends, and what it is.
pub(super) fn visit(text: &str, end: usize, mut visit: impl FnMut(usize, usize, Word)) {
    let _ = runs(text, 0..end, |run| {
        if let Some((stop, word)) = word(text, run) {
            visit(run.start, stop, word);
        }
        ControlFlow::Continue(())
    });
}

/// Where the word that `run` begins with ends, and what it is, if it may tell of an error.
#[inline]
fn word(text: &str, run: Run) -> Option<(usize, Word)> {
    let Run { start, stop, .. } = run;
    let bytes = text.as_bytes();
    if let Some(word) = table().get(text, start, stop) {
        return Some((stop, *word));
    }
    if run.has_line {
        // `invalid_grantBad Request`
        let mut humps = start + 1..stop;
        let hump = humps.find(|at| bytes[*at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase());
        if let Some(hump) = hump
            && let Some(word @ Word::Code(_)) = table().get(text, start, hump)
        {
            return Some((hump, *word));
        }
    }
    // A text that breaks off within a quoted code.
    let is_quoted = stop == bytes.len() && start > 0 && matches!(bytes[start - 1], b'"' | b'\'');
    let code = is_quoted.then(|| codes::beginning(&text[start..stop])).flatten()?;
    Some((stop, Word::Code(code)))
}

/// Whether `run` is a word that may tell of an error where it stands in `text`.
#[inline]
pub(crate) fn may_tell(text: &str, run: Run) -> bool {
    let Run { start, stop, .. } = run;
    match word(text, run) {
        None => false,
        Some((_, Word::Telling)) => known::around(text, &text[start..stop], start).is_some(),
        Some((_, Word::Endpoint)) => super::mention::is_endpoint(text, stop),
        Some((_, Word::Type(_))) => ["error: ", "error = "].iter().any(|name| text[..start].ends_with(name)),
        Some((_, Word::TokenError)) => text[stop..].starts_with(": "),
        Some((_, Word::Code(_) | Word::Description | Word::Subtype)) => true,
    }
}

fn table() -> &'static Words<Word> {
    static TABLE: OnceLock<Words<Word>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let telling = known::telling_words().map(|word| (word, Word::Telling));
        let codes = codes::all().filter_map(|name| Some((name, Word::Code(codes::code(name)?))));
        let types = TYPES.iter().filter_map(|name| Some((*name, Word::Type(codes::of_type(name)?))));
        let descriptions = ["error_description", "errorDescription", "ErrorDescription"];
        let others = descriptions
            .map(|word| (word, Word::Description))
            .into_iter()
            .chain(["error_subtype", "errorSubtype"].map(|word| (word, Word::Subtype)))
            .chain(["googleapis", "accounts"].map(|word| (word, Word::Endpoint)))
            .chain([("TokenError", Word::TokenError)]);
        Words::new(telling.chain(codes).chain(others).chain(types))
    })
}

/// Codes as libraries of Rust and Haskell name them.
const TYPES: [&str; 6] =
    ["InvalidGrant", "InvalidClient", "UnauthorizedClient", "UnsupportedGrantType", "InvalidScope", "InvalidRequest"];

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let _ = runs(text, 0..text.len(), |run| {
            found.push(&text[run.start..run.stop]);
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn words_are_runs_of_letters_without_the_escape_in_front() {
        assert_eq!(
            words(r#"a_b c1d "\ninvalid_grant" x%3Dabc %20 é_é"#),
            ["a_b", "c", "d", "invalid_grant", "x", "abc", "_"]
        );
        assert_eq!(words(""), Vec::<&str>::new());
    }

    #[test]
    fn a_table_holds_its_words_and_no_others() {
        let table = Words::new([("ab", 1), ("a", 2), ("invalid_grant", 3)]);
        for (text, wanted) in
            [("ab", Some(1)), ("a", Some(2)), ("b", None), ("invalid_grant", Some(3)), ("invalid_grants", None)]
        {
            assert_eq!(table.get(text, 0, text.len()).copied(), wanted, "{text}");
        }
    }

    #[test]
    fn a_word_may_tell_where_it_stands_so() {
        let tells = |text: &str| {
            let stop = |is_found| if is_found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
            runs(text, 0..text.len(), |run| stop(may_tell(text, run))).is_break()
        };
        for text in [
            "invalid_grant",
            "invalid_grantBad Request",
            "x \"invalid_gran",
            "https://oauth2.googleapis.com/token",
            "TokenError: Bad",
        ] {
            assert!(tells(text), "{text}");
        }
        for text in ["www.googleapis.com/auth/", "the token expired", "Signature", "TokenError", "x \"invalid_gran\""] {
            assert!(!tells(text), "{text}");
        }
    }
}
