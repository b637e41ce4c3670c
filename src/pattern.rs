//! In: a pattern and a text. Out: whether the text holds the pattern, and the version that stands in it.
//!
//! A small language for tables of signs, where regular expressions would weigh more than the core. `*` stands for any run
//! of up to [`REACH`] bytes on one line, `{version}` for a version number, `{code}` for an OAuth error code; `^` at the
//! beginning ties a pattern to the beginning of a line, of a quoted text or of what follows `: `. A pattern that begins or ends
//! with a letter or a digit does so at the edge of a word. Letter case counts. No alternatives, no repetition.

use memchr::memmem;
use std::collections::{BTreeMap, HashMap};

/// How far apart two parts of a pattern may stand, in bytes.
pub const REACH: usize = 240;

/// A pattern is tried at so many places of a text: a hostile text repeats what a pattern begins with.
const MOST_PLACES: usize = 1024;

const VERSION: &str = "{version}";
const CODE: &str = "{code}";

/// Where a pattern was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What stands in the place of `{version}`.
    pub version: Option<&'a str>,
}

/// The first place where `text` holds `pattern`.
pub fn find<'a>(pattern: &str, text: &'a str) -> Option<Found<'a>> {
    let begins_well = |start: &usize| begins_well(pattern, text.as_bytes(), *start);
    let literal = literal(pattern.trim_start_matches('^'));
    let places = memmem::find_iter(text.as_bytes(), literal).filter(begins_well).take(MOST_PLACES);
    places.into_iter().find_map(|start| at_place(pattern, text, start))
}

/// Whether `text` holds `pattern` at `start`.
fn at_place<'a>(pattern: &str, text: &'a str, start: usize) -> Option<Found<'a>> {
    if !begins_well(pattern, text.as_bytes(), start) {
        return None;
    }
    let pattern = pattern.trim_start_matches('^');
    follow(pattern, text, start).filter(|found| is_end(pattern, text.as_bytes(), found.end))
}

fn begins_well(pattern: &str, bytes: &[u8], start: usize) -> bool {
    match pattern.strip_prefix('^') {
        Some(_) => is_beginning(bytes, start),
        None => is_edge(pattern.as_bytes().first(), bytes, start),
    }
}

/// Many patterns that are looked for at once, in one walk through the text.
pub struct Set {
    patterns: Vec<&'static str>,
    /// Patterns by the first bytes of their own text.
    by_start: HashMap<[u8; START], Vec<usize>>,
    /// Patterns whose own text is shorter than that.
    short: Vec<usize>,
    /// A bit for each start that may be met.
    filter: Vec<u64>,
}

/// Patterns are told apart by so many bytes.
const START: usize = 4;

/// So many places of a text are tried in all.
const MOST_TRIES: usize = 1 << 14;

impl Set {
    /// The set of `patterns`; their order is their rank.
    pub fn new(patterns: impl IntoIterator<Item = &'static str>) -> Self {
        let patterns: Vec<_> = patterns.into_iter().collect();
        let mut set = Self { patterns: Vec::new(), by_start: HashMap::new(), short: Vec::new(), filter: vec![0; 1024] };
        for (number, pattern) in patterns.iter().enumerate() {
            let text = literal(pattern.trim_start_matches('^'));
            match text.as_bytes().first_chunk() {
                Some(start) => {
                    let bit = bit(*start);
                    set.filter[bit / 64] |= 1 << (bit % 64);
                    set.by_start.entry(*start).or_default().push(number);
                }
                None => set.short.push(number),
            }
        }
        set.patterns = patterns;
        set
    }

    /// The patterns that `text` holds, each once, the first in rank first.
    pub fn find<'a>(&self, text: &'a str) -> Vec<(usize, Found<'a>)> {
        let mut found: BTreeMap<usize, Found<'a>> = BTreeMap::new();
        let mut tries = 0;
        for (at, start) in text.as_bytes().windows(START).enumerate() {
            let start: [u8; START] = start.try_into().expect("a window has its length");
            let bit = bit(start);
            if self.filter[bit / 64] & (1 << (bit % 64)) == 0 {
                continue;
            }
            for number in self
                .by_start
                .get(&start)
                .into_iter()
                .flatten()
                .filter(|number| !found.contains_key(*number))
                .collect::<Vec<_>>()
            {
                if let Some(place) = at_place(self.patterns[*number], text, at) {
                    found.insert(*number, place);
                }
                tries += 1;
            }
            if tries > MOST_TRIES {
                break;
            }
        }
        for number in &self.short {
            found.extend(find(self.patterns[*number], text).map(|place| (*number, place)));
        }
        found.into_iter().collect()
    }
}

fn bit(start: [u8; START]) -> usize {
    (u32::from_le_bytes(start).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

/// Whether `pattern` describes the whole of `text`, and the version that stands in it.
pub fn describe<'a>(pattern: &str, text: &'a str) -> Option<Found<'a>> {
    follow(pattern, text, 0).filter(|found| found.end == text.len() || pattern.ends_with('*'))
}

/// Reads `pattern` from `start` on.
fn follow<'a>(pattern: &str, text: &'a str, start: usize) -> Option<Found<'a>> {
    let mut found = Found { start, end: start, version: None };
    let mut rest = pattern;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(VERSION) {
            let version = leading(text.get(found.end..)?, is_version_byte);
            if !version.starts_with(|letter: char| letter.is_ascii_digit()) || version.len() > 24 {
                return None;
            }
            found.version = Some(version.trim_end_matches(['.', '-']));
            found.end += version.len();
            rest = after;
        } else if let Some(after) = rest.strip_prefix(CODE) {
            let code = leading(text.get(found.end..)?, |byte| byte.is_ascii_lowercase() || byte == b'_');
            if !(5..=40).contains(&code.len()) || !code.trim_matches('_').contains('_') {
                return None;
            }
            found.end += code.len();
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*') {
            let next = literal(after);
            let within = text.as_bytes().get(found.end..)?;
            let within = &within[..within.len().min(REACH + next.len())];
            let within = &within[..memchr::memchr(b'\n', within).unwrap_or(within.len())];
            found.end += if next.is_empty() { 0 } else { position(within, next.as_bytes())? };
            rest = after;
        } else {
            let literal = literal(rest);
            if !text.as_bytes().get(found.end..)?.starts_with(literal.as_bytes()) {
                return None;
            }
            found.end += literal.len();
            rest = &rest[literal.len()..];
        }
    }
    Some(found)
}

/// Where `wanted` stands in a short stretch: a searcher would cost more than the search.
fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    memchr::memchr_iter(first, bytes).find(|at| bytes[*at..].starts_with(wanted))
}

/// What `pattern` begins with, up to its first star or placeholder; a brace that opens none is a brace.
fn literal(pattern: &str) -> &str {
    let end = ["*", VERSION, CODE].iter().filter_map(|special| pattern.find(special)).min();
    &pattern[..end.unwrap_or(pattern.len())]
}

fn leading(text: &str, is_part: fn(u8) -> bool) -> &str {
    &text[..text.bytes().take_while(|byte| is_part(*byte)).count()]
}

fn is_version_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// True where a word may begin: after no word, or after an escaped line break (`/n`, as [`crate::library`] writes `\n`).
fn is_edge(first: Option<&u8>, bytes: &[u8], start: usize) -> bool {
    let before = &bytes[..start];
    !first.is_some_and(|first| is_word(*first))
        || !before.last().is_some_and(|last| is_word(*last))
        || is_escape(before)
}

fn is_escape(before: &[u8]) -> bool {
    matches!(before, [.., b'/', b'n' | b'r' | b't'])
}

/// True at the beginning of a line, of a quoted text or an element, or of what follows `: `.
fn is_beginning(bytes: &[u8], start: usize) -> bool {
    let before = &bytes[..start];
    is_escape(before) || matches!(before, [] | [.., b'\n' | b'"' | b'\'' | b'`' | b'>' | b'<'] | [.., b':', b' '])
}

fn is_end(pattern: &str, bytes: &[u8], end: usize) -> bool {
    !pattern.as_bytes().last().is_some_and(|last| is_word(*last)) || !bytes.get(end).is_some_and(|next| is_word(*next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, text: &str) -> bool {
        find(pattern, text).is_some()
    }

    #[test]
    fn a_word_is_found_as_a_word() {
        assert!(holds("GaxiosError", "x GaxiosError: y"));
        assert!(!holds("GaxiosError", "MyGaxiosError: y"));
        assert!(!holds("GaxiosError", "GaxiosErrors"));
        assert!(holds("GaxiosError", "\"stack\":\"x/nGaxiosError: y"));
        assert!(holds("Gaxios*", "GaxiosErrors"));
    }

    #[test]
    fn a_star_stays_on_its_line_and_within_reach() {
        assert!(holds("a=*;b", "xx a=1234;b"));
        assert!(!holds("a=*;b", "a=12\n;b"));
        assert!(!holds("a=*;b", &format!("a={};b", "1".repeat(REACH + 1))));
        assert!(holds("a=*;b", &format!("a={};b", "1".repeat(REACH))));
    }

    #[test]
    fn a_tied_pattern_begins_something() {
        let pattern = "^({code}) ";
        for text in ["(invalid_grant) Bad", "x: (invalid_grant) Bad", "\"(invalid_grant) Bad", "a\n(invalid_grant) Bad"]
        {
            assert!(holds(pattern, text), "{text}");
        }
        for text in ["failed (invalid_grant) Bad", "(invalid) Bad", "(invalid_grant): Bad"] {
            assert!(!holds(pattern, text), "{text}");
        }
    }

    #[test]
    fn a_version_is_read() {
        let version = |pattern, text| describe(pattern, text).and_then(|found| found.version);
        assert_eq!(version("google-api-nodejs-client/{version}", "google-api-nodejs-client/11.3.4"), Some("11.3.4"));
        assert_eq!(version("gl-python/* auth/{version}*", "gl-python/3.11.7 auth/2.62.2 cred-type/u"), Some("2.62.2"));
        assert_eq!(version("x/{version}", "x/latest"), None);
        assert_eq!(version("x/{version}", "x/1.0 y"), None);
        let gem = find("gems/signet-{version}/", "/gems/signet-0.21.0/lib/x.rb").expect("the gem");
        assert_eq!(gem.version, Some("0.21.0"));
    }

    #[test]
    fn a_set_finds_what_each_pattern_finds() {
        let patterns = ["GaxiosError", "Gaxios._request", "^({code}) ", "x/{version}", "Error: *b", "GaxiosErr"];
        let set = Set::new(patterns);
        for text in [
            "",
            "Gax",
            "GaxiosError: a\n at Gaxios._request (x/1.2)",
            "MyGaxiosError (invalid_grant) x/1.2",
            "\"(invalid_grant) Error: a b",
            "é Error: é b",
        ] {
            let each: Vec<_> =
                (0..patterns.len()).filter_map(|at| find(patterns[at], text).map(|found| (at, found))).collect();
            assert_eq!(set.find(text), each, "{text}");
        }
    }

    #[test]
    fn hostile_text_is_read_in_a_moment() {
        let text = "Error: ".repeat(200_000);
        assert!(!holds("Error: *nothing", &text));
        assert!(!holds("^\"{code}x", &"\"".repeat(1_000_000)));
        assert!(Set::new(["Error: *nothing", "^Error: {code}"]).find(&text).is_empty());
    }
}
