//! In: the bytes of an entry, piece by piece. Out: [`Kept`], the entry as far as it is kept.
//!
//! Which entries are kept, and which parts of them, is the scanner's to say.

use crate::overwrite;

/// The entry that has begun.
#[derive(Default)]
pub(super) struct Kept {
    /// Its bytes from earlier pieces.
    pub bytes: Vec<u8>,
    /// Where in the piece its bytes go on.
    pub from: usize,
    pub state: State,
    /// True while what comes of a very long string is left out.
    pub is_dropping: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    NotBegun,
    Wanted,
    /// It is no exchange.
    Other,
    TooLarge,
}

impl Drop for Kept {
    fn drop(&mut self) {
        overwrite::bytes(&mut self.bytes);
    }
}

impl Kept {
    /// Begins an entry at byte `at` of the piece.
    pub fn begin(&mut self, at: usize) {
        self.from = at;
        self.state = State::Wanted;
    }

    /// The entry is no exchange: nothing of it is kept any longer.
    pub fn leave(&mut self) {
        self.bytes.clear();
        self.state = State::Other;
    }

    /// Forgets the entry. Its bytes are overwritten by the next one's, and at the end.
    pub fn end(&mut self) {
        self.bytes.clear();
        self.state = State::NotBegun;
    }

    /// Keeps nothing more of the string that is read; no escape is kept in part.
    pub fn drop_rest_of_string(&mut self) {
        self.bytes.truncate(whole_escapes(&self.bytes));
        self.is_dropping = true;
    }

    /// Goes on at byte `at` of the piece, behind a string of which the end was left out.
    pub fn resume(&mut self, at: usize) {
        if self.is_dropping {
            self.is_dropping = false;
            self.from = at;
        }
    }

    /// Adds `part` to the entry that has begun.
    pub fn keep(&mut self, part: &[u8]) {
        if self.bytes.len() + part.len() > LARGEST_ENTRY {
            overwrite::bytes(&mut self.bytes);
            self.state = State::TooLarge;
        } else {
            self.bytes.extend_from_slice(part);
        }
    }
}

/// How many of `bytes`, which break off within a string, can be kept without cutting an escape such as `\u00e4` in two.
fn whole_escapes(bytes: &[u8]) -> usize {
    let start = bytes.len().saturating_sub(ESCAPE - 1);
    let Some(at) = memchr::memrchr(b'\\', &bytes[start..]).map(|at| start + at) else { return bytes.len() };
    let before = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
    let is_cut = before.is_multiple_of(2) && (at + 1 == bytes.len() || bytes[at + 1] == b'u');
    if is_cut { at } else { bytes.len() }
}

/// The length of the longest escape, in bytes.
const ESCAPE: usize = "\\u0000".len();

/// An entry is kept up to here, in bytes.
pub(super) const LARGEST_ENTRY: usize = 1 << 25;
