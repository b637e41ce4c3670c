//! In: the finished text of an export. Out: nothing, or the first place that looks like a credential.
//!
//! The types already keep credentials out; this is the second lock, and it fails closed: a hit means that nothing leaves.
//! Patterns follow what secret scanners look for, written out by hand because a regular-expression engine would weigh
//! more than the core.

use std::fmt;

/// A place in a text that looks like a credential. It names the pattern and the line, never the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leak {
    /// What it looks like.
    pub pattern: &'static str,
    /// The line of the text, from 1.
    pub line: usize,
}

impl fmt::Display for Leak {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Nothing was exported: line {} of the report looks like {}. Please report this: no export may hold one.",
            self.line, self.pattern
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

/// Looks through `text`.
///
/// # Errors
/// When a place looks like a credential.
pub fn check(text: &str) -> Result<(), Leak> {
    let bytes = text.as_bytes();
    let leak = |at: usize, pattern: &'static str| {
        Err(Leak { pattern, line: memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1 })
    };
    for pattern in &PATTERNS {
        for at in memchr::memmem::find_iter(bytes, pattern.start) {
            let inside_word = pattern.at_word && at > 0 && bytes[at - 1].is_ascii_alphanumeric();
            let follows = &bytes[at + pattern.start.len()..];
            if !inside_word && follows.iter().take_while(|byte| is_token(**byte)).count() >= pattern.least {
                return leak(at, pattern.looks_like);
            }
        }
    }
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate() {
        run = if is_token(*byte) { run + 1 } else { 0 };
        if run > LONGEST_RUN {
            return leak(at, "a long random value");
        }
    }
    for at in memchr::memchr_iter(b'@', bytes) {
        let before = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        let domain =
            bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-' || **byte == b'.');
        if before && domain.clone().any(|byte| *byte == b'.') && domain.count() > 3 {
            return leak(at, "an e-mail address");
        }
    }
    Ok(())
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE",
            "someone@example.com",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        assert_eq!(check("x\n1//0gEXAMPLEEXAMPLEEXAMPLE").map_err(|leak| leak.line), Err(2));
    }

    #[test]
    fn lets_reports_pass() {
        for text in
            ["4/…", "4%2F…", "ya29.…", "1//…", "urn:ietf:params:oauth:grant-type:jwt-bearer", "RFC 6749", "a @ b"]
        {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }
}
