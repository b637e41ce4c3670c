//! In: every value that is sealed in a session. Out: whether a text holds a part of one of them.
//!
//! Of each value only keyed hashes of its windows of twelve letters and digits are kept; the text is not. Whatever stands
//! between letters and digits is skipped on both sides, so that a value is found again wrapped, escaped or encoded for an
//! address. A window counts only when it looks made by a machine: words, dates and versions stand in lawful texts too, and
//! for those the types alone answer.

use std::{
    collections::{HashSet, VecDeque},
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

/// So many letters and digits in a row make a window.
pub const WINDOW: usize = 12;

/// How far a letter's number is turned when it leaves the window: once for each letter.
const TURNS: u32 = 12;

/// A window of a machine's making changes at least so often between capital, small letter and digit; a small letter after a capital is
/// no change, for words have it. Of random windows of base64 or hexadecimal digits four in five do, and a value has many.
const LEAST_CHANGES: usize = 4;

/// And it repeats few: words like `n8n` change as often, and `n8n-io/n8n` stands in a link of ours.
const LEAST_LETTERS: u32 = 8;

/// Of longer values every fourth window is kept: fifteen letters and digits in a row are still found.
const SPARSE_FROM: usize = 256;
const STRIDE: usize = 4;

/// The longest part of one value that is kept in mind, in letters and digits.
const LONGEST: usize = 65_536;

/// Two generations of so many windows each are kept; then the older one is forgotten.
const MOST: usize = 1 << 18;

/// Bits of the filter in front of the sets.
const FILTER_BITS: usize = 1 << 20;

/// The windows of the values of a session, as hashes.
pub struct Windows {
    /// A random number for each letter and digit, from the session's key.
    letters: Box<[u64; 128]>,
    latest: Hashes,
    before: Hashes,
    filter: Box<[u64]>,
}

type Hashes = HashSet<u64, BuildHasherDefault<AsItIs>>;

impl Windows {
    /// No windows. `letter` gives a secret random number for each letter.
    pub fn new(letter: impl Fn(u8) -> u64) -> Self {
        let mut letters = Box::new([0; 128]);
        for (number, byte) in letters.iter_mut().zip(0..) {
            *number = letter(byte);
        }
        let filter = vec![0; FILTER_BITS / 64].into_boxed_slice();
        Self { letters, latest: Hashes::default(), before: Hashes::default(), filter }
    }

    /// Keeps the windows of `value`.
    pub fn keep(&mut self, value: &str) {
        let count = value.bytes().filter(u8::is_ascii_alphanumeric).take(SPARSE_FROM + 1).count();
        if count < WINDOW {
            return;
        }
        let stride = if count > SPARSE_FROM { STRIDE } else { 1 };
        let mut changes = VecDeque::from([false; WINDOW]);
        let (mut changed, mut place) = (0, 0);
        let mut last = None;
        let mut hashes = Vec::new();
        Roll::new(&self.letters).each(value.bytes().enumerate(), |at, window, byte, hash| {
            let is_change = last.is_some_and(|(before, other)| before + 1 == at && is_change(other, byte));
            last = Some((at, byte));
            // What changed before the window's first letter is not a change within it.
            changes.push_back(is_change);
            changed += usize::from(is_change);
            changed -= usize::from(changes.pop_front() == Some(true));
            let within = changed - usize::from(changes[0]);
            place += 1;
            if place >= WINDOW && place % stride == 0 && within >= LEAST_CHANGES && different(window) >= LEAST_LETTERS {
                hashes.push(hash);
            }
            place < LONGEST
        });
        for hash in hashes {
            self.insert(hash);
        }
    }

    fn insert(&mut self, hash: u64) {
        if self.before.contains(&hash) || !self.latest.insert(hash) {
            return;
        }
        let (word, bit) = place_in_filter(hash);
        self.filter[word] |= bit;
        if self.latest.len() >= MOST {
            self.before = std::mem::take(&mut self.latest);
            self.filter.fill(0);
            for hash in &self.before {
                let (word, bit) = place_in_filter(*hash);
                self.filter[word] |= bit;
            }
        }
    }

    /// The first stretch of `text` that holds a window of a value.
    pub fn find(&self, text: &[u8]) -> Option<Range<usize>> {
        let mut starts = [0; WINDOW];
        let (mut place, mut found) = (0, None);
        if self.latest.is_empty() && self.before.is_empty() {
            return None;
        }
        Roll::new(&self.letters).each(text.iter().copied().enumerate(), |at, _, _, hash| {
            starts[place % WINDOW] = at;
            place += 1;
            if place >= WINDOW && self.holds(hash) {
                found = Some(starts[place % WINDOW]..at + 1);
            }
            found.is_none()
        });
        found
    }

    fn holds(&self, hash: u64) -> bool {
        let (word, bit) = place_in_filter(hash);
        self.filter[word] & bit != 0 && (self.latest.contains(&hash) || self.before.contains(&hash))
    }

    /// Forgets every value.
    pub fn clear(&mut self) {
        self.latest = Hashes::default();
        self.before = Hashes::default();
        self.filter.fill(0);
    }
}

/// Whether a part of `text` looks made by a machine: a value, and no word, date or version.
pub fn looks_machine_made(text: &str) -> bool {
    let mut windows = Windows::new(u64::from);
    windows.keep(text);
    !windows.latest.is_empty()
}

/// The hash of the latest [`WINDOW`] letters and digits, letter by letter (a cyclic polynomial: Cohen, ACM TOIS 15(3), 1997).
struct Roll<'a> {
    letters: &'a [u64; 128],
    latest: [u8; WINDOW],
    hash: u64,
}

impl<'a> Roll<'a> {
    fn new(letters: &'a [u64; 128]) -> Self {
        Self { letters, latest: [0; WINDOW], hash: 0 }
    }

    /// Calls `take` with each place of a letter or digit, the window that ends with it (its letters in any order), itself, and the
    /// window's hash, until it says no.
    fn each(
        mut self,
        bytes: impl Iterator<Item = (usize, u8)>,
        mut take: impl FnMut(usize, &[u8; WINDOW], u8, u64) -> bool,
    ) {
        let mut next = 0;
        for (at, byte) in bytes {
            if !byte.is_ascii_alphanumeric() {
                continue;
            }
            let gone = std::mem::replace(&mut self.latest[next], byte);
            next = if next + 1 == WINDOW { 0 } else { next + 1 };
            let gone = if gone == 0 { 0 } else { self.letters[usize::from(gone)].rotate_left(TURNS) };
            self.hash = self.hash.rotate_left(1) ^ self.letters[usize::from(byte)] ^ gone;
            if !take(at, &self.latest, byte, self.hash) {
                return;
            }
        }
    }
}

fn place_in_filter(hash: u64) -> (usize, u64) {
    let bit = usize::try_from(hash & 0xffff_ffff).unwrap_or_default() % FILTER_BITS;
    (bit / 64, 1 << (bit % 64))
}

/// How many different letters there are.
fn different(window: &[u8; WINDOW]) -> u32 {
    window.iter().fold(0u128, |seen, byte| seen | 1 << (byte & 127)).count_ones()
}

fn is_change(before: u8, after: u8) -> bool {
    before.is_ascii_digit() != after.is_ascii_digit() || before.is_ascii_lowercase() && after.is_ascii_uppercase()
}

/// The hashes are random already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("the sets hold numbers of 64 bits");
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Key, Secret};
    use proptest::prelude::*;

    /// Whether `text` holds a part of `value`.
    fn finds(value: &str, text: &str) -> bool {
        let key = Key::new([7; 32]);
        Secret::new(value.to_owned()).seal(&key);
        key.find_part_of_value(text.as_bytes()).is_some()
    }

    #[test]
    fn a_value_is_found_however_it_is_wrapped() {
        let value = "4/0AfJohXk7Qw2ZtR9mB3nLxY5vKdPe8sU1gHcTaW6EiOq";
        for text in [
            format!("got {value} here"),
            value.replace('/', "%252F"),
            "4/0AfJohXk7Qw2\n    ZtR9mB3nLxY5vKdPe8".to_owned(),
            "ZtR9\\mB3n\\LxY5vK".to_owned(),
            "\u{200b}Zt\u{ad}R9mB3nLxY5vKdP".to_owned(),
        ] {
            assert!(finds(value, &text), "{text}");
        }
        assert!(!finds(value, "ZtR9mB3nLxY"), "eleven letters are no window");
    }

    #[test]
    fn words_dates_and_versions_are_not_taken_for_values() {
        for text in [
            "EXAMPLE-refresh_token",
            "authorization_code",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "https://www.googleapis.com/oauth2/v4/token",
            "2026-01-05T10:00:00.000Z",
            "google-auth-library-nodejs/10.3.0",
            "a_name_of_two_thousand_twenty_six",
            "CredentialsFactoryBuilder",
            "1767607200000000",
            "https://github.com/n8n-io/n8n/issues",
            "",
        ] {
            assert!(!finds(text, text), "{text}");
        }
    }

    #[test]
    fn what_is_forgotten_is_not_found() {
        let key = Key::new([7; 32]);
        Secret::new("aB3dE5gH7jK9mN1p".to_owned()).seal(&key);
        assert_eq!(key.find_part_of_value(b"x aB3dE5gH7jK9mN1p"), Some(2..14));
        key.forget_values();
        assert_eq!(key.find_part_of_value(b"x aB3dE5gH7jK9mN1p"), None);
    }

    #[test]
    fn the_latest_values_are_kept_when_there_are_too_many() {
        let mut windows = super::Windows::new(|letter| u64::from(letter).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let value = |number: u32| format!("aB{number}dE5g{number}H7jK9mN1pQ3rS{}", number.wrapping_mul(2_654_435_761));
        for number in 0..30_000 {
            windows.keep(&value(number));
        }
        assert!(windows.latest.len() < super::MOST && windows.before.len() == super::MOST);
        assert!(windows.find(value(29_999).as_bytes()).is_some());
        assert!(windows.find(value(25_000).as_bytes()).is_some());
    }

    proptest! {
        #[test]
        fn twenty_letters_of_a_machines_value_are_found(value in "[A-Za-z0-9]{24,600}", at in 0usize..580) {
            let at = at % (value.len() - 20);
            let piece = &value[at..at + 20];
            let changes = piece.as_bytes().windows(2).filter(|pair| super::is_change(pair[0], pair[1])).count();
            prop_assume!(changes >= 11 && piece.bytes().collect::<std::collections::HashSet<_>>().len() >= 17);
            let text = format!("x {piece} y");
            prop_assert!(finds(&value, &text));
        }

        #[test]
        fn another_value_is_not_found(value in "[A-Za-z0-9]{24,600}", other in "[A-Za-z0-9]{24,600}") {
            prop_assert!(!finds(&value, &other));
        }
    }
}
