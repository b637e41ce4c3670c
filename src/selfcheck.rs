//! In: the finished text of an export, and the key under which the session's values were sealed. Out: nothing, or the first
//! place that looks like a credential or repeats a part of a value.
//!
//! The types already keep credentials out; this is the second lock, and it fails closed: a hit means that nothing leaves.
//! Patterns follow what secret scanners look for, written out by hand because a regular-expression engine would weigh
//! more than the core.

use crate::secret::{Key, Windows, looks_machine_made};
use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::{fmt, ops::Range};

/// A place in a text that looks like a credential. It names the pattern and the place, never the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// What it looks like.
    pub pattern: &'static str,
    /// The line of the text, from 1.
    pub line: usize,
    /// The member that holds it, as in `findings[2].answer.description`, when the text is JSON.
    pub field: Option<String>,
}

impl Leak {
    /// Where it stands, in words.
    pub fn place(&self) -> String {
        match &self.field {
            Some(field) => format!("`{field}`"),
            None => format!("line {} of the report", self.line),
        }
    }
}

impl fmt::Display for Leak {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Nothing was exported: {} looks like {}. Please report this: no export may hold one.",
            self.place(),
            self.pattern
        )
    }
}

impl std::error::Error for Leak {}

/// A beginning, and how many token characters must follow it to make a credential.
struct Pattern {
    looks_like: &'static str,
    start: &'static str,
    least: usize,
    /// True when the beginning is so short that it counts only where a word starts.
    at_word: bool,
}

const PATTERNS: [Pattern; 14] = [
    Pattern { looks_like: "an access token", start: "ya29.", least: 10, at_word: false },
    Pattern { looks_like: "a refresh token", start: "1//", least: 20, at_word: true },
    Pattern { looks_like: "a refresh token", start: "1/", least: 20, at_word: true },
    Pattern { looks_like: "a refresh token", start: "1%2F", least: 20, at_word: true },
    Pattern { looks_like: "a refresh token", start: "1%2F%2F", least: 20, at_word: true },
    Pattern { looks_like: "an authorization code", start: "4/", least: 16, at_word: true },
    Pattern { looks_like: "an authorization code", start: "4%2F", least: 16, at_word: true },
    Pattern { looks_like: "an authorization code", start: "4%252F", least: 16, at_word: true },
    Pattern { looks_like: "a client secret", start: "GOCSPX-", least: 16, at_word: false },
    Pattern { looks_like: "an API key", start: "AIza", least: 30, at_word: false },
    Pattern { looks_like: "a part of a JWT", start: "eyJ", least: 10, at_word: true },
    Pattern { looks_like: "a private key", start: "-----BEGIN", least: 0, at_word: false },
    Pattern { looks_like: "an Authorization header", start: "Bearer ", least: 12, at_word: true },
    Pattern { looks_like: "an Authorization header", start: "Basic ", least: 12, at_word: true },
];

/// The longest run of token characters that an export of ours may hold. Fingerprints have ten.
const LONGEST_RUN: usize = 39;

/// What is said of a part of a value that the session saw.
const PART_OF_A_VALUE: &str = "a part of a value that was sent or received";

/// Looks through `text` for what is shaped like a credential.
///
/// # Errors
/// When a place looks like a credential.
pub fn check(text: &str) -> Result<(), Leak> {
    found(text, shaped(text.as_bytes()))
}

/// As [`check`], and for a part of any value that was sealed with `key`: as it is, in base64 and in hexadecimal digits.
///
/// # Errors
/// When a place looks like a credential or holds a part of a value.
pub fn check_values(text: &str, key: &Key) -> Result<(), Leak> {
    found(
        text,
        shaped(text.as_bytes()).or_else(|| part_of_value(text.as_bytes(), |bytes| key.find_part_of_value(bytes))),
    )
}

/// Values that another session saw: they can be looked for, and are not known.
pub struct Values(Windows);

impl Values {
    /// No values yet. `letters` are the numbers of [`crate::recorder::Recorder::share_values`].
    pub fn new(letters: &[u64]) -> Self {
        Self(Windows::shared(letters))
    }

    /// Takes in hashes of [`crate::recorder::Recorder::fresh_values`].
    pub fn extend(&mut self, hashes: &[u64]) {
        for hash in hashes {
            self.0.insert(*hash);
        }
    }

    /// Looks through `text` for a part of one of the values.
    ///
    /// # Errors
    /// When a place holds one.
    pub fn check(&self, text: &str) -> Result<(), Leak> {
        found(text, part_of_value(text.as_bytes(), |bytes| self.0.find(bytes)))
    }
}

/// The error that tells of `hit`: its offset in `text`, and what it looks like.
fn found(text: &str, hit: Option<(usize, &'static str)>) -> Result<(), Leak> {
    let Some((at, pattern)) = hit else { return Ok(()) };
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
    let field = text.starts_with('{').then(|| field_at(text, at));
    Err(Leak { pattern, line, field })
}

fn shaped(bytes: &[u8]) -> Option<(usize, &'static str)> {
    for pattern in &PATTERNS {
        for at in memchr::memmem::find_iter(bytes, pattern.start) {
            let inside_word = pattern.at_word && at > 0 && bytes[at - 1].is_ascii_alphanumeric();
            let follows = &bytes[at + pattern.start.len()..];
            let run = &follows[..follows.iter().take_while(|byte| is_token(**byte)).count()];
            // A sentence may say that Basic authentication is asked for, and a port stand before what stands in for a path.
            let is_ours = pattern.start.ends_with(' ') && is_prose(run) || run.starts_with(b"redacted-");
            if !inside_word && run.len() >= pattern.least && !is_ours {
                return Some((at, pattern.looks_like));
            }
        }
    }
    if let Some((at, _)) = runs(bytes, is_token, LONGEST_RUN + 1).find(|(_, run)| !are_words(run)) {
        return Some((at, "a long random value"));
    }
    for at in memchr::memchr_iter(b'@', bytes) {
        let before = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        let domain =
            bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-' || **byte == b'.');
        if before && domain.clone().any(|byte| *byte == b'.') && domain.count() > 3 {
            return Some((at, "an e-mail address"));
        }
    }
    None
}

/// True for letters among which capitals are few, as a sentence has them.
fn is_prose(run: &[u8]) -> bool {
    let count = |is_one: fn(&u8) -> bool| run.iter().filter(|byte| is_one(byte)).count();
    count(u8::is_ascii_digit) == 0 && 4 * count(u8::is_ascii_uppercase) <= count(u8::is_ascii_alphabetic)
}

/// True for words, as in the anchor of an address (`redirect-uri-mismatch`) and in long names (`accessTokenLifetime`), and for a
/// line that is drawn.
fn are_words(run: &[u8]) -> bool {
    let letters = run.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let starts =
        |pair: &[u8]| pair[1].is_ascii_uppercase() || !pair[0].is_ascii_alphabetic() && pair[1].is_ascii_lowercase();
    let words = 1 + run.windows(2).filter(|pair| starts(pair)).count();
    let is_long = |word: &[u8]| word.len() > LONGEST_WORD;
    !run.iter().any(u8::is_ascii_digit)
        && (letters == 0 || letters >= LEAST_LETTERS * words)
        && !run.split(|byte| !byte.is_ascii_lowercase()).any(is_long)
}

/// The longest word in an address of ours, and the letters that words have on average at least.
const LONGEST_WORD: usize = 20;
const LEAST_LETTERS: usize = 4;

/// Whether the name of a file may be said: it is no credential and looks like none.
pub fn is_harmless_name(name: &str) -> bool {
    check(name).is_ok() && !looks_machine_made(name)
}

fn part_of_value(bytes: &[u8], find: impl Fn(&[u8]) -> Option<Range<usize>>) -> Option<(usize, &'static str)> {
    if let Some(range) = find(bytes) {
        return Some((range.start, PART_OF_A_VALUE));
    }
    let holds = |decoded: Option<Vec<u8>>| decoded.is_some_and(|bytes| find(&bytes).is_some());
    let in_base64 = runs(bytes, is_base64, LEAST_IN_BASE64)
        .find(|(_, run)| (0..4).any(|skipped| holds(from_base64(&run[skipped..]))));
    let in_hex = || {
        runs(bytes, |byte| byte.is_ascii_hexdigit(), LEAST_IN_HEX)
            .find(|(_, run)| (0..2).any(|skipped| holds(from_hex(&run[skipped..]))))
    };
    in_base64.or_else(in_hex).map(|(at, _)| (at, PART_OF_A_VALUE))
}

/// The shortest runs that can hold a window of a value.
const LEAST_IN_BASE64: usize = 16;
const LEAST_IN_HEX: usize = 24;

/// The runs of at least `least` bytes that `belongs` accepts, each with its place.
fn runs(bytes: &[u8], belongs: impl Fn(u8) -> bool, least: usize) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(next) = bytes.get(at..at + least) {
            // A run begins behind the last byte that does not belong: most bytes before that need no look.
            if let Some(odd) = next.iter().rposition(|byte| !belongs(*byte)) {
                at += odd + 1;
                continue;
            }
            let start = at;
            at += least + bytes[at + least..].iter().take_while(|byte| belongs(**byte)).count();
            return Some((start, &bytes[start..at]));
        }
        None
    })
}

fn from_base64(run: &[u8]) -> Option<Vec<u8>> {
    let whole = if run.len() % 4 == 1 { &run[..run.len() - 1] } else { run };
    let folded: Vec<u8> = whole
        .iter()
        .map(|byte| match byte {
            b'+' => b'-',
            b'/' => b'_',
            _ => *byte,
        })
        .collect();
    LENIENT.decode(folded).ok()
}

/// Base64 whatever ends it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn from_hex(run: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |pair: &[u8]| u8::try_from(digit(pair[0])? << 4 | digit(pair[1])?).ok();
    run.chunks_exact(2).map(byte).collect()
}

/// Where in a JSON text a place is.
enum Step<'a> {
    Item(usize),
    /// The member's name, once it is read.
    Member(Option<&'a str>),
}

/// The path to what stands at `at` in the JSON text `text`.
fn field_at(text: &str, at: usize) -> String {
    let bytes = text.as_bytes();
    let mut steps = Vec::new();
    let mut place = 0;
    while place < at {
        match bytes[place] {
            b'{' => steps.push(Step::Member(None)),
            b'[' => steps.push(Step::Item(0)),
            b'}' | b']' => _ = steps.pop(),
            b',' => match steps.last_mut() {
                Some(Step::Item(number)) => *number += 1,
                Some(Step::Member(name)) => *name = None,
                None => {}
            },
            b'"' => {
                let start = place + 1;
                place = end_of_string(bytes, start);
                // A name that itself is the leak is not said again.
                if let Some(Step::Member(name @ None)) = steps.last_mut()
                    && place < at
                {
                    *name = text.get(start..place);
                }
            }
            _ => {}
        }
        place += 1;
    }
    let mut path = String::new();
    for step in &steps {
        match step {
            Step::Item(number) => path.extend(["[", &number.to_string(), "]"]),
            Step::Member(name) if path.is_empty() => path.push_str(name.unwrap_or_default()),
            Step::Member(name) => path.extend([".", name.unwrap_or_default()]),
        }
    }
    path
}

/// Where the string that begins at `start` ends: the place of its closing quotation mark.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut place = start;
    while let Some(byte) = bytes.get(place).filter(|byte| **byte != b'"') {
        place += if *byte == b'\\' { 2 } else { 1 };
    }
    place
}

fn is_base64(byte: u8) -> bool {
    is_token(byte) || byte == b'+' || byte == b'/'
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    const VALUE: &str = "Zk7Qw2tR9mB3nLxY5vKdPe8s";

    fn key() -> Key {
        let key = Key::new([7; 32]);
        Secret::new(VALUE.to_owned()).seal(&key);
        key
    }

    #[test]
    fn finds_what_must_not_leave() {
        for text in [
            "ya29.a0EXAMPLEabcdef",
            "x\n1//0gEXAMPLEEXAMPLEEXAMPLE",
            "4/0AEXAMPLEEXAMPLEEXAM",
            "4%2F0AEXAMPLEEXAMPLEEXAM",
            "GOCSPX-EXAMPLEEXAMPLEEX",
            "AIzaEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAM",
            "eyJhbGciOiJSUzI1NiJ9",
            "-----BEGIN PRIVATE KEY-----",
            "Bearer EXAMPLEEXAMPLE",
            "Basic ZXhhbXBsZTpleGFtcGxl",
            "EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE",
            "someone@example.com",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        assert_eq!(check("x\n1//0gEXAMPLEEXAMPLEEXAMPLE").map_err(|leak| leak.line), Err(2));
    }

    #[test]
    fn lets_reports_pass() {
        for text in [
            "4/…",
            "4%2F…",
            "ya29.…",
            "1//…",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "RFC 6749",
            "http://localhost:4/redacted-0123456789",
            "Basic redacted-input:[REDACTED.value.8.P0H2XFTMQM]",
            "Basic authentication is needed, not Bearer authorization_code",
            "Bearer p-Hedirect_uri_os",
            "a @ b",
            &"-".repeat(80),
            "Google-Assistant-Unofficial-Desktop-Client#allowServiceAccountCredentialLifetimeExtension",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn names_of_files_are_said_unless_they_hold_a_value() {
        for name in ["app-2026-01-05.log", "localhost_3000 (1).har", "chromium156-full.har", "www.example.com.har", "a"]
        {
            assert!(is_harmless_name(name), "{name}");
        }
        for name in ["4_0AfZk7Qw2tR9mB3nLxY5v.har", "me@example.com.har", "9f86d081-884c-4d65-9a2f-eaa0c55ad015.har"] {
            assert!(!is_harmless_name(name), "{name}");
        }
    }

    #[test]
    fn a_part_of_a_value_does_not_leave_in_any_encoding() {
        use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
        let digits =
            |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).expect("a digit"));
        let hex: String = VALUE.bytes().flat_map(digits).collect();
        for text in [
            VALUE.to_owned(),
            VALUE[3..15].to_owned(),
            STANDARD.encode(VALUE),
            STANDARD.encode(format!("x{}", &VALUE[2..])),
            format!("abc{}", URL_SAFE_NO_PAD.encode(&VALUE[..16])),
            hex[..28].to_owned(),
            hex.to_uppercase()[1..35].to_owned(),
        ] {
            let leak = check_values(&format!("a line\n“{text}”"), &key()).expect_err(&text);
            assert_eq!(leak.line, 2);
        }
        assert_eq!(check_values("Zk7Qw2 and a fingerprint 7THTPXZ91B", &key()), Ok(()));
        assert_eq!(check_values(VALUE, &Key::new([7; 32])), Ok(()), "nothing was sealed with this key");
    }

    #[test]
    fn a_value_of_another_session_does_not_leave() {
        let key = key();
        let mut values = Values::new(&key.share_values());
        values.extend(&key.fresh_values());
        assert_eq!(values.check(&format!("a line\n“{VALUE}”")).map_err(|leak| leak.line), Err(2));
        assert_eq!(values.check("a line"), Ok(()));
    }

    #[test]
    fn the_field_is_named() {
        let text = |json: serde_json::Value| [json.to_string(), format!("{json:#}")];
        for text in text(serde_json::json!({
            "a": ["\"}", {"b": 1}],
            "findings": [{"x": []}, {"headline": "x,[{\\", "answer": {"description": format!("got {VALUE}"), "error": "y"}}],
        })) {
            let leak = check_values(&text, &key()).expect_err("it is there");
            assert_eq!(leak.field.as_deref(), Some("findings[1].answer.description"), "{text}");
            assert!(leak.to_string().contains("`findings[1].answer.description`") && !leak.to_string().contains("Zk7"));
        }
        let leak = check_values(&format!("{{\"{VALUE}\":1}}"), &key()).expect_err("it is there");
        assert_eq!(leak.field.as_deref(), Some(""));
    }
}
