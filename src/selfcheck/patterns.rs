//! In: a finished text. Out: the first place in it that is shaped like a credential, and which.
//!
//! Patterns follow what secret scanners look for. They are asked in their order, but only of a text that holds one: nearly none does.

use super::runs::{TOKEN, is_in, runs};

/// A beginning, and how many token characters must follow it to make a credential.
struct Pattern {
    looks_like: &'static str,
    start: &'static str,
    /// The place in the beginning of one of [`RARE`].
    rare: usize,
    least: usize,
    /// True when the beginning is so short that it counts only where a word starts.
    at_word: bool,
}

impl Pattern {
    /// Whether a credential stands at `at`, where `bytes` hold the beginning.
    fn fits(&self, bytes: &[u8], at: usize) -> bool {
        if self.at_word && at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
            return false;
        }
        let follows = &bytes[at + self.start.len()..];
        let run = &follows[..follows.iter().take_while(|byte| is_in(TOKEN, **byte)).count()];
        // A sentence may say that Basic authentication is asked for, and a port stand before what stands in for a path.
        let is_ours = || self.start.ends_with(' ') && is_prose(run) || run.starts_with(b"redacted-");
        run.len() >= self.least && !is_ours()
    }
}

const PATTERNS: [Pattern; 14] = [
    Pattern { looks_like: "an access token", start: "ya29.", rare: 3, least: 10, at_word: false },
    Pattern { looks_like: "a refresh token", start: "1//", rare: 1, least: 20, at_word: true },
    Pattern { looks_like: "a refresh token", start: "1/", rare: 1, least: 20, at_word: true },
    Pattern { looks_like: "a refresh token", start: "1%2F", rare: 1, least: 20, at_word: true },
    Pattern { looks_like: "a refresh token", start: "1%2F%2F", rare: 1, least: 20, at_word: true },
    Pattern { looks_like: "an authorization code", start: "4/", rare: 1, least: 16, at_word: true },
    Pattern { looks_like: "an authorization code", start: "4%2F", rare: 1, least: 16, at_word: true },
    Pattern { looks_like: "an authorization code", start: "4%252F", rare: 1, least: 16, at_word: true },
    Pattern { looks_like: "a client secret", start: "GOCSPX-", rare: 5, least: 16, at_word: false },
    Pattern { looks_like: "an API key", start: "AIza", rare: 2, least: 30, at_word: false },
    Pattern { looks_like: "a part of a JWT", start: "eyJ", rare: 2, least: 10, at_word: true },
    Pattern { looks_like: "a private key", start: "-----BEGIN", rare: 5, least: 0, at_word: false },
    Pattern { looks_like: "an Authorization header", start: "Bearer ", rare: 0, least: 12, at_word: true },
    Pattern { looks_like: "an Authorization header", start: "Basic ", rare: 0, least: 12, at_word: true },
];

/// The longest run of token characters that an export of ours may hold. Fingerprints have ten.
const LONGEST_RUN: usize = 39;

pub(super) fn shaped(bytes: &[u8]) -> Option<(usize, &'static str)> {
    // Which pattern speaks first matters only for a text that holds one.
    let in_order = || {
        let hit = |pattern: &Pattern| {
            let mut places = memchr::memmem::find_iter(bytes, pattern.start);
            places.find(|at| pattern.fits(bytes, *at)).map(|at| (at, pattern.looks_like))
        };
        PATTERNS.iter().find_map(hit)
    };
    if let Some(hit) = holds_pattern(bytes).then(in_order).flatten() {
        return Some(hit);
    }
    if let Some((at, _)) = runs(bytes, TOKEN, LONGEST_RUN + 1).find(|(_, run)| !are_words(run)) {
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

/// Bytes of which each pattern's beginning has one, and a report few.
const RARE: [u8; 7] = *b"/%9XzJB";

/// Whether any pattern fits anywhere: the text is looked through for rare bytes, and at those for what stands around.
fn holds_pattern(bytes: &[u8]) -> bool {
    let fits_around = |at: usize| {
        PATTERNS.iter().any(|pattern| {
            let start = pattern.start.as_bytes();
            start[pattern.rare] == bytes[at]
                && at
                    .checked_sub(pattern.rare)
                    .is_some_and(|at| bytes[at..].starts_with(start) && pattern.fits(bytes, at))
        })
    };
    // A name is shorter than the search takes to begin.
    if bytes.len() < SHORT {
        return (0..bytes.len()).any(|at| RARE.contains(&bytes[at]) && fits_around(at));
    }
    let search = |rare: &[u8]| match *rare {
        [one, two, three] => memchr::memchr3_iter(one, two, three, bytes).any(fits_around),
        _ => rare.iter().any(|rare| memchr::memchr_iter(*rare, bytes).any(fits_around)),
    };
    RARE.chunks(3).any(search)
}

const SHORT: usize = 48;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_has_a_rare_byte_where_it_says() {
        for pattern in &PATTERNS {
            assert!(RARE.contains(&pattern.start.as_bytes()[pattern.rare]), "{}", pattern.start);
        }
    }

    #[test]
    fn what_fits_is_found_in_short_texts_and_in_long_ones() {
        let long = "x ".repeat(SHORT);
        for pattern in &PATTERNS {
            let credential = format!("{}{}", pattern.start, "aB3".repeat(10));
            for text in [credential.clone(), format!("{long}{credential} {long}")] {
                let found = shaped(text.as_bytes()).map(|(at, _)| at);
                assert_eq!(found, text.find(pattern.start), "{text}");
            }
        }
    }
}
