//! In: every value that is sealed in a session. Out: whether a text holds a part of one of them.
//!
//! Of each value only keyed hashes of its windows of twelve letters and digits are kept; the text is not. Whatever stands
//! between letters and digits is skipped on both sides, so that a value is found again wrapped, escaped or encoded for an
//! address. A window counts only when it looks made by a machine: words, dates and versions stand in lawful texts too, and
//! for those the types alone answer.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

/// So many letters and digits in a row make a window.
pub const WINDOW: usize = 12;

/// A window of a machine's making changes at least so often between capital, small letter and digit; a small letter after a capital is
/// no change, for words have it. Of random windows of base64 or hexadecimal digits four in five do, and a value has many.
const LEAST_CHANGES: u32 = 4;

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
    /// What was kept since it was last handed on; nothing where nobody asked for that.
    fresh: Option<Vec<u64>>,
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
        Self { letters, latest: Hashes::default(), before: Hashes::default(), filter, fresh: None }
    }

    /// The numbers of the letters, for one that is to look for the same values without being told them. From here on
    /// [`Windows::fresh`] gives what is kept.
    pub fn share(&mut self) -> Vec<u64> {
        self.fresh = Some(self.latest.union(&self.before).copied().collect());
        self.letters.to_vec()
    }

    /// Looks for what another keeps, given by its [`Windows::share`]; too few numbers find nothing.
    pub fn shared(letters: &[u64]) -> Self {
        Self::new(|letter| letters.get(usize::from(letter)).copied().unwrap_or_default())
    }

    /// The hashes that were kept since this was last asked.
    pub fn fresh(&mut self) -> Vec<u64> {
        self.fresh.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Keeps the windows of `value`.
    pub fn keep(&mut self, value: &str) {
        let count = value.bytes().filter(u8::is_ascii_alphanumeric).take(SPARSE_FROM + 1).count();
        let stride = if count > SPARSE_FROM { STRIDE } else { 1 };
        let mut hashes = Vec::new();
        Walk { needs_neighbours: true }.each(value.as_bytes(), |place, _, window| {
            if place % stride == 0 && different(window) >= LEAST_LETTERS {
                hashes.push(self.hash(window));
            }
            place < LONGEST
        });
        for hash in hashes {
            self.insert(hash);
        }
    }

    /// Keeps a window that is given as its hash.
    pub fn insert(&mut self, hash: u64) {
        if self.before.contains(&hash) || !self.latest.insert(hash) {
            return;
        }
        if let Some(fresh) = &mut self.fresh {
            fresh.push(hash);
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
        if self.latest.is_empty() && self.before.is_empty() {
            return None;
        }
        let mut found = None;
        // Where the text puts something between the letters of a value, that takes no change away.
        Walk { needs_neighbours: false }.each(text, |_, range, window| {
            found = self.holds(self.hash(window)).then_some(range);
            found.is_none()
        });
        found
    }

    /// The hash of a window.
    fn hash(&self, window: &[u8; WINDOW]) -> u64 {
        window.iter().fold(0, |hash, letter| hash.rotate_left(1) ^ self.letters[usize::from(*letter)])
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
        self.fresh = self.fresh.take().map(|_| Vec::new());
    }
}

/// Whether a part of `text` looks made by a machine: a value, and no word, date or version.
pub fn looks_machine_made(text: &str) -> bool {
    let mut windows = Windows::new(u64::from);
    windows.keep(text);
    !windows.latest.is_empty()
}

/// A walk over the windows of a text that change often enough.
struct Walk {
    /// Whether a change counts only between neighbours, or whatever stands between the two letters.
    needs_neighbours: bool,
}

impl Walk {
    /// Calls `take` with the place of each such window's last letter among all letters, from 1, the stretch of `text` that
    /// holds the window, and its letters, until it says no.
    #[inline]
    fn each(self, text: &[u8], mut take: impl FnMut(usize, Range<usize>, &[u8; WINDOW]) -> bool) {
        let mut places = [0; WINDOW];
        let (mut count, mut changes, mut within) = (0, 0_u32, 0_u32);
        let mut last = Class::Other;
        for (at, byte) in text.iter().enumerate() {
            let class = CLASSES[usize::from(*byte)];
            if class == Class::Other {
                if self.needs_neighbours {
                    last = class;
                }
                continue;
            }
            places[count % WINDOW] = at;
            count += 1;
            // What changes before the window's first letter is no change within it.
            let change = u32::from(class.follows_on(last));
            within = within + change - (changes >> (WINDOW - 2) & 1);
            changes = changes << 1 | change;
            last = class;
            if within >= LEAST_CHANGES && count >= WINDOW {
                let window = std::array::from_fn(|letter| text[places[(count + letter) % WINDOW]]);
                if !take(count, places[count % WINDOW]..at + 1, &window) {
                    return;
                }
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

/// What a byte is, as far as windows go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Digit,
    Small,
    Capital,
}

impl Class {
    const fn of(byte: u8) -> Self {
        match byte {
            b'0'..=b'9' => Self::Digit,
            b'a'..=b'z' => Self::Small,
            b'A'..=b'Z' => Self::Capital,
            _ => Self::Other,
        }
    }

    /// Whether a letter of this class after one of that class is a change.
    fn follows_on(self, before: Self) -> bool {
        match (before, self) {
            (Self::Other, _) => false,
            (Self::Digit, after) => after != Self::Digit,
            (Self::Small, Self::Capital) => true,
            (_, after) => after == Self::Digit,
        }
    }
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = Class::of(byte);
        byte += 1;
    }
    classes
};

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
    fn another_finds_what_it_was_not_told() {
        let mut owner = super::Windows::new(|letter| u64::from(letter).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        owner.keep("Zk7Qw2tR9mB3nLxY5v");
        let mut other = super::Windows::shared(&owner.share());
        owner.keep("aB3dE5gH7jK9mN1p");
        let fresh = owner.fresh();
        assert!(owner.fresh().is_empty(), "it was handed on");
        for hash in fresh {
            other.insert(hash);
        }
        for value in ["Zk7Qw2tR9mB3", "x aB3dE5gH7jK9mN1p"] {
            assert_eq!(other.find(value.as_bytes()), owner.find(value.as_bytes()));
            assert!(other.find(value.as_bytes()).is_some(), "{value}");
        }
        assert!(other.find(b"uR4vW6xY8zA1bC3d").is_none());
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
            let changes = piece.as_bytes().windows(2).filter(|pair| super::Class::of(pair[1]).follows_on(super::Class::of(pair[0]))).count();
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
