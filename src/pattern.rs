//! In: a pattern and a text. Out: whether the text holds the pattern, and the version that stands in it.
//!
//! A small language for tables of signs, where regular expressions would weigh more than the core. `*` stands for any run
//! of up to [`REACH`] bytes on one line, `{version}` for a version number, `{code}` for an OAuth error code; `^` at the
//! beginning ties a pattern to the beginning of a line, of a quoted text or of what follows `: `. A pattern that begins or ends
//! with a letter or a digit does so at the edge of a word. Letter case counts. No alternatives, no repetition.

use memchr::memmem;
use std::{
    collections::{BTreeMap, HashMap},
    ops::ControlFlow,
};

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
    /// By the first bytes of the patterns' own text.
    starts: Starts<4>,
    /// Patterns whose own text is shorter than that.
    short: Vec<usize>,
}

/// So many places of a text are tried in all.
const MOST_TRIES: usize = 1 << 14;

impl Set {
    /// The set of `patterns`; their order is their rank.
    pub fn new(patterns: impl IntoIterator<Item = &'static str>) -> Self {
        let patterns: Vec<_> = patterns.into_iter().collect();
        let (mut starts, mut short) = (Starts::default(), Vec::new());
        for (number, pattern) in patterns.iter().enumerate() {
            if !starts.add(literal(pattern.trim_start_matches('^')), number) {
                short.push(number);
            }
        }
        Self { patterns, starts, short }
    }

    /// The patterns that `text` holds, each once, the first in rank first.
    pub fn find<'a>(&self, text: &'a str) -> Vec<(usize, Found<'a>)> {
        let mut found: BTreeMap<usize, Found<'a>> = BTreeMap::new();
        let mut tries = 0;
        let _ = self.starts.visit(text, |at, numbers| {
            for number in numbers {
                if found.contains_key(number) {
                    continue;
                }
                if let Some(place) = at_place(self.patterns[*number], text, at) {
                    found.insert(*number, place);
                }
                tries += 1;
            }
            if tries > MOST_TRIES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        for number in &self.short {
            found.extend(find(self.patterns[*number], text).map(|place| (*number, place)));
        }
        found.into_iter().collect()
    }
}

/// Many plain texts that are looked for at once, wherever they stand, in a word as well.
pub struct Names {
    names: Vec<&'static str>,
    starts: Starts<3>,
}

impl Names {
    /// The set of `names`; one of less than three bytes is never found.
    pub fn new(names: impl IntoIterator<Item = &'static str>) -> Self {
        let names: Vec<_> = names.into_iter().collect();
        let mut starts = Starts::default();
        for (number, name) in names.iter().enumerate() {
            starts.add(name, number);
        }
        Self { names, starts }
    }

    /// Calls `visit` with the number of each name that `text` holds, as often as it stands there.
    pub fn find(&self, text: &str, mut visit: impl FnMut(usize)) {
        let _ = self.starts.visit(text, |at, numbers| {
            let rest = &text.as_bytes()[at..];
            numbers
                .iter()
                .filter(|number| rest.starts_with(self.names[**number].as_bytes()))
                .for_each(|number| visit(*number));
            ControlFlow::<()>::Continue(())
        });
    }
}

/// What texts begin with, `N` bytes each, behind a filter that lets nearly all else pass.
struct Starts<const N: usize> {
    numbers: HashMap<[u8; N], Vec<usize>>,
    filter: Vec<u64>,
}

impl<const N: usize> Default for Starts<N> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), filter: vec![0; 1024] }
    }
}

impl<const N: usize> Starts<N> {
    /// Adds the beginning of `text` under `number`, if it is long enough.
    fn add(&mut self, text: &str, number: usize) -> bool {
        let Some(start) = text.as_bytes().first_chunk() else { return false };
        let bit = bit(start);
        self.filter[bit / 64] |= 1 << (bit % 64);
        self.numbers.entry(*start).or_default().push(number);
        true
    }

    /// Calls `visit` for each place of `text` where one of the texts may begin, with their numbers.
    fn visit<B>(&self, text: &str, mut visit: impl FnMut(usize, &[usize]) -> ControlFlow<B>) -> ControlFlow<B> {
        for (at, start) in text.as_bytes().windows(N).enumerate() {
            let start: &[u8; N] = start.try_into().expect("a window has its length");
            let bit = bit(start);
            if self.filter[bit / 64] >> (bit % 64) & 1 != 0
                && let Some(numbers) = self.numbers.get(start)
            {
                visit(at, numbers)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// A number below 65536 for the beginning of a text.
fn bit<const N: usize>(start: &[u8; N]) -> usize {
    let mut bytes = [0; 4];
    bytes[..N].copy_from_slice(start);
    (u32::from_le_bytes(bytes).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

/// Whether `pattern` describes the whole of `text`, and the version that stands in it.
pub fn describe<'a>(pattern: &str, text: &'a str) -> Option<Found<'a>> {
    follow(pattern, text, 0).filter(|found| found.end == text.len() || pattern.ends_with('*'))
}

/// Reads `pattern` from `start` on.
fn follow<'a>(pattern: &str, text: &'a str, start: usize) -> Option<Found<'a>> {
    // Of many patterns few begin as the text does.
    if let Some(first) = pattern.as_bytes().first().filter(|first| !matches!(first, b'*' | b'{'))
        && text.as_bytes().get(start) != Some(first)
    {
        return None;
    }
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
    let opens = |at: &usize| {
        let rest = &pattern[*at..];
        rest.starts_with('*') || rest.starts_with(VERSION) || rest.starts_with(CODE)
    };
    let end = memchr::memchr2_iter(b'*', b'{', pattern.as_bytes()).find(opens);
    &pattern[..end.unwrap_or(pattern.len())]
}

/// The whole words of letters and low lines in `pattern`'s own texts: they stand in every text that holds it.
pub fn words(pattern: &'static str) -> impl Iterator<Item = &'static str> {
    let is_part = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    // A word beside a star or a placeholder may go on there.
    let whole = |text: &'static str, goes_on: bool| {
        let end = if goes_on { text.trim_end_matches(is_part).len() } else { text.len() };
        text[..end].split(move |letter| !is_part(letter)).filter(|word| !word.is_empty())
    };
    let pattern = pattern.trim_start_matches('^');
    let first = literal(pattern);
    whole(first, first.len() < pattern.len())
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
    fn names_are_found_within_words_as_well() {
        let names = ["gapi", "gam ", "GAM", "api"];
        let found = |text: &str| {
            let mut found = Vec::new();
            Names::new(names).find(text, |number| found.push(names[number]));
            found
        };
        assert_eq!(found("xgapis GAMMA é gam"), ["gapi", "api", "GAM"]);
        assert_eq!(found("api api"), ["api", "api"]);
        assert_eq!(found("ga"), Vec::<&str>::new());
    }

    #[test]
    fn hostile_text_is_read_in_a_moment() {
        let text = "Error: ".repeat(200_000);
        assert!(!holds("Error: *nothing", &text));
        assert!(!holds("^\"{code}x", &"\"".repeat(1_000_000)));
        assert!(Set::new(["Error: *nothing", "^Error: {code}"]).find(&text).is_empty());
    }
}
