//! In: the finished text of an export, and the key under which the session's values were sealed. Out: nothing, or the first
//! place that looks like a credential or repeats a part of a value.
//!
//! The types already keep credentials out; this is the second lock, and it fails closed: a hit means that nothing leaves.
//! Patterns follow what secret scanners look for, written out by hand because a regular-expression engine would weigh
//! more than the core.

mod patterns;
mod runs;

use crate::secret::{Key, Windows, looks_machine_made};
use patterns::shaped;
use runs::decoded;
use std::{borrow::Cow, fmt, ops::Range};

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

/// What is said of a part of a value that the session saw.
const PART_OF_A_VALUE: &str = "a part of a value that was sent or received";

/// Looks through `text` for what is shaped like a credential.
///
/// # Errors
/// When a place looks like a credential.
pub fn check(text: &str) -> Result<(), Leak> {
    found(text.as_bytes(), shaped(text.as_bytes()))
}

/// As [`check`], and for a part of any value that was sealed with `key`: as it is, in base64 and in hexadecimal digits.
///
/// # Errors
/// When a place looks like a credential or holds a part of a value.
pub fn check_values(text: &str, key: &Key) -> Result<(), Leak> {
    check_bytes(text.as_bytes(), key)
}

/// As [`check_values`], for a text that is UTF-8 without having been looked at.
///
/// # Errors
/// As there.
pub(crate) fn check_bytes(text: &[u8], key: &Key) -> Result<(), Leak> {
    found(text, shaped(text).or_else(|| part_of_value(text, |bytes| key.find_part_of_value(bytes))))
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
        let text = text.as_bytes();
        found(text, part_of_value(text, |bytes| self.0.find(bytes)))
    }
}

/// The error that tells of `hit`: its offset in `text`, and what it looks like.
fn found(text: &[u8], hit: Option<(usize, &'static str)>) -> Result<(), Leak> {
    let Some((at, pattern)) = hit else { return Ok(()) };
    let line = memchr::memchr_iter(b'\n', &text[..at]).count() + 1;
    let field = text.starts_with(b"{").then(|| field_at(text, at));
    Err(Leak { pattern, line, field })
}

/// Whether the name of a file may be said: it is no credential and looks like none.
pub fn is_harmless_name(name: &str) -> bool {
    check(name).is_ok() && !looks_machine_made(name)
}

fn part_of_value(bytes: &[u8], find: impl Fn(&[u8]) -> Option<Range<usize>>) -> Option<(usize, &'static str)> {
    if let Some(range) = find(bytes) {
        return Some((range.start, PART_OF_A_VALUE));
    }
    decoded(bytes, |bytes| find(bytes).is_some()).map(|at| (at, PART_OF_A_VALUE))
}

/// Where in a JSON text a place is.
enum Step<'a> {
    Item(usize),
    /// The member's name, once it is read.
    Member(Option<Cow<'a, str>>),
}

/// The path to what stands at `at` in the JSON text `bytes`.
fn field_at(bytes: &[u8], at: usize) -> String {
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
                    *name = bytes.get(start..place).map(String::from_utf8_lossy);
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
            Step::Member(name) if path.is_empty() => path.push_str(name.as_deref().unwrap_or_default()),
            Step::Member(name) => path.extend([".", name.as_deref().unwrap_or_default()]),
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
        use base64::{
            Engine,
            engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
        };
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
