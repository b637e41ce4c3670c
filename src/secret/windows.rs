//! In: every value that is sealed in a session. Out: whether a text holds a part of one of them.
//!
//! Of each value only keyed hashes of its windows of twelve letters and digits are kept; the text is not. Whatever stands
//! between letters and digits is skipped on both sides, so that a value is found again wrapped, escaped or encoded for an
//! address. A window counts only when it looks made by a machine: words, dates and versions stand in lawful texts too, and
//! for those the types alone answer.

use super::letters::{BLOCK, Before, Letters};
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

/// So many windows of one value are kept at most. Of a value that has more, every second one is, fourth, eighth and so on: of 64 KiB of
/// random letters and digits, four hundred in a row are still found.
const MOST_OF_ONE: usize = 512;

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
        let mut kept = Vec::new();
        let (mut number, mut stride) = (0, 1);
        Walk { needs_neighbours: true }.each(value.as_bytes(), |end| {
            number += 1;
            if number % stride == 0
                && let Some((_, window)) = window(value.as_bytes(), end)
                && different(&window) >= LEAST_LETTERS
            {
                kept.push((number, self.hash(&window)));
                while kept.len() > MOST_OF_ONE {
                    stride *= 2;
                    kept.retain(|(number, _)| number % stride == 0);
                }
            }
            true
        });
        for (_, hash) in kept {
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
        Walk { needs_neighbours: false }.each(text, |end| {
            found =
                window(text, end).filter(|(_, window)| self.holds(self.hash(window))).map(|(start, _)| start..end + 1);
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
    let mut found = false;
    Walk { needs_neighbours: true }.each(text.as_bytes(), |end| {
        found = window(text.as_bytes(), end).is_some_and(|(_, window)| different(&window) >= LEAST_LETTERS);
        !found
    });
    found
}

/// A walk over the windows of a text that change often enough.
struct Walk {
    /// Whether a change counts only between neighbours, or whatever stands between the two letters.
    needs_neighbours: bool,
}

impl Walk {
    /// Calls `take` with the place of each such window's last letter, until it says no. See [`window`] for the window.
    #[inline]
    fn each(self, text: &[u8], mut take: impl FnMut(usize) -> bool) {
        let mut before = Before::default();
        // A bit for each of the letters behind the window's first, set where it is a change; what changes before the first letter is
        // no change within the window.
        let mut changes = 0_u32;
        for (part, start) in text.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
            let letters = match part.first_chunk() {
                Some(block) => Letters::read(block, &mut before, self.needs_neighbours),
                None => {
                    let mut block = [0; BLOCK];
                    block[..part.len()].copy_from_slice(part);
                    Letters::read(&block, &mut before, self.needs_neighbours)
                }
            };
            // Most blocks of a sentence, or of a report, do not change often enough for any window.
            if letters.changes.count_ones() + changes.count_ones() < LEAST_CHANGES {
                changes = after_block(changes, letters);
                continue;
            }
            let mut left = letters.all;
            while left != 0 {
                let at = left.trailing_zeros();
                left &= left - 1;
                changes = (changes << 1 | u32::from(letters.changes >> at & 1 != 0)) & WITHIN;
                if has_changes(changes) && !take(start + at as usize) {
                    return;
                }
            }
        }
    }
}

/// A bit for each letter of a window but the first.
const WITHIN: u32 = (1 << (WINDOW - 1)) - 1;

/// The changes of the last letters, after a block that is passed over.
fn after_block(before: u32, letters: Letters) -> u32 {
    if letters.changes == 0 {
        return before.checked_shl(letters.all.count_ones()).unwrap_or_default() & WITHIN;
    }
    let mut changes = 0;
    let mut left = letters.all;
    for place in 0..WINDOW - 1 {
        if left == 0 {
            return changes | before << place & WITHIN;
        }
        let last = 1 << left.ilog2();
        left ^= last;
        changes |= u32::from(letters.changes & last != 0) << place;
    }
    changes
}

/// Whether at least [`LEAST_CHANGES`] bits are set: each step takes the lowest one away.
fn has_changes(mut changes: u32) -> bool {
    for _ in 1..LEAST_CHANGES {
        changes &= changes.wrapping_sub(1);
    }
    changes != 0
}

/// The window whose last letter stands at `end`, and where it begins.
fn window(text: &[u8], end: usize) -> Option<(usize, [u8; WINDOW])> {
    let text = &text[..=end];
    // In most values nothing stands between.
    if let Some(window) = text.last_chunk::<WINDOW>()
        && window.iter().all(u8::is_ascii_alphanumeric)
    {
        return Some((text.len() - WINDOW, *window));
    }
    let mut window = [0; WINDOW];
    let mut left = WINDOW;
    for (at, byte) in text.iter().enumerate().rev() {
        if !byte.is_ascii_alphanumeric() {
            continue;
        }
        left -= 1;
        window[left] = *byte;
        if left == 0 {
            return Some((at, window));
        }
    }
    None
}

fn place_in_filter(hash: u64) -> (usize, u64) {
    let bit = usize::try_from(hash & 0xffff_ffff).unwrap_or_default() % FILTER_BITS;
    (bit / 64, 1 << (bit % 64))
}

/// How many different letters there are.
fn different(window: &[u8; WINDOW]) -> u32 {
    window.iter().fold(0_u64, |seen, letter| seen | 1 << PLACES[usize::from(*letter & 127)]).count_ones()
}

/// A number below 64 for each letter and digit, so that those of a window fit into one word.
const PLACES: [u8; 128] = {
    let mut places = [0; 128];
    let mut byte = 0_u8;
    let mut next = 0;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            places[byte as usize] = next;
            next += 1;
        }
        byte += 1;
    }
    places
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

    /// Letters and digits that no word has, `count` of them.
    fn random(count: usize) -> String {
        let mut state = 7_u64;
        let letter = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[(state >> 33) as usize % 62])
        };
        (0..count).map(letter).collect()
    }

    #[test]
    fn of_a_long_value_a_bounded_number_is_kept_and_every_part_is_found() {
        for (count, least) in [(600, 40), (1_300, 60), (4_000, 100), (65_536, 400)] {
            let value = random(count);
            let mut windows = super::Windows::new(|letter| u64::from(letter).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            windows.keep(&value);
            let kept = windows.latest.len();
            assert!(kept <= super::MOST_OF_ONE && kept > super::MOST_OF_ONE.min(count) / 3, "{kept} of {count}");
            for start in (0..count - least).step_by(7) {
                assert!(
                    windows.find(&value.as_bytes()[start..start + least]).is_some(),
                    "{least} of {count} at {start}"
                );
            }
        }
    }

    #[test]
    fn a_value_in_a_long_text_is_kept_whole() {
        let value = random(40);
        let text = format!(
            "{}{value}{}",
            "some words of a sentence ".repeat(1_000),
            "and others, which follow ".repeat(1_000)
        );
        for start in 0..value.len() - 20 {
            assert!(finds(&text, &value[start..start + 20]), "{start}");
        }
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
            let is_change = |pair: &&[u8]| {
                let class = |byte: u8| if byte.is_ascii_digit() { 0 } else if byte.is_ascii_lowercase() { 1 } else { 2 };
                let (before, after) = (class(pair[0]), class(pair[1]));
                before != after && (before, after) != (2, 1)
            };
            let changes = piece.as_bytes().windows(2).filter(is_change).count();
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
