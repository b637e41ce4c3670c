//! In: the brackets and names of a JSON file. Out: [`Place`]: whether its `log.entries` are walked over, and what it lacks to be
//! a HAR file.

use super::{FileError, Lack};

/// Where in the file `log` and its `entries` are.
pub(super) struct Place {
    log: Seek,
    entries: Seek,
    /// What the file lacks so far.
    lack: Lack,
}

/// Whether a member was met. The first of its name counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seek {
    NotYet,
    Inside,
    Past,
}

impl Default for Place {
    fn default() -> Self {
        Self { log: Seek::NotYet, entries: Seek::NotYet, lack: Lack::Object }
    }
}

impl Place {
    /// Whether what is walked over belongs to `log.entries`.
    #[inline]
    pub fn is_in_entries(&self) -> bool {
        self.entries == Seek::Inside
    }

    /// A value begins with `first` inside of the brackets `open`, as the member `name` where it is one.
    pub fn begin_value(&mut self, open: &[u8], name: &[u8], first: u8) {
        self.lack = match (open, first) {
            (b"", b'{') => Lack::Log,
            (b"{", _) if name == b"log" && self.log == Seek::NotYet => match first {
                b'{' => Lack::Entries,
                _ => Lack::LogObject,
            },
            (b"{{", _) if name == b"entries" && self.log == Seek::Inside && first != b'[' => Lack::EntriesArray,
            _ => return,
        };
    }

    /// A `bracket` opens.
    pub fn enter(&mut self, open: &[u8], name: &[u8], bracket: u8) {
        match (open, bracket) {
            (b"{", b'{') if name == b"log" && self.log == Seek::NotYet => self.log = Seek::Inside,
            (b"{{", b'[') if name == b"entries" && self.log == Seek::Inside && self.entries == Seek::NotYet => {
                self.entries = Seek::Inside;
            }
            _ => {}
        }
    }

    /// A bracket closes; so many remain open.
    #[inline]
    pub fn leave(&mut self, depth: usize) {
        match depth {
            1 if self.log == Seek::Inside => self.log = Seek::Past,
            2 if self.entries == Seek::Inside => self.entries = Seek::Past,
            _ => {}
        }
    }

    /// The file ends.
    ///
    /// # Errors
    /// When it holds no `log.entries`.
    pub fn finish(&self) -> Result<(), FileError> {
        if self.entries == Seek::NotYet { Err(FileError::NoHar(self.lack)) } else { Ok(()) }
    }
}
