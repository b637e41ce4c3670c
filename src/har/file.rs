//! In: a HAR file as a stream of bytes. Out: its entries, one at a time, so that a file of any size is read in the memory
//! of one entry.
//!
//! An entry that cannot be understood is reported by number and skipped; a file that ends early still gives what came
//! before.

use super::{
    Entry, WireEntry,
    scan::{Found, Scanner},
};
use crate::report::{Note, Origin};
use std::{
    fmt,
    io::{BufRead, ErrorKind},
};

/// Why a file, or one entry of it, could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// The file is no JSON from this place on.
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// True when the file ends in the middle.
        cut_off: bool,
    },
    /// More is nested in one another than is read.
    TooDeep {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// How deep it may be.
        most: usize,
    },
    /// The file is JSON, and no HAR file.
    NoHar(Lack),
    /// The bytes could not be fetched.
    Io(String),
}

/// What makes JSON no HAR file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It is no object.
    Object,
    /// It has no member `log`.
    Log,
    /// Its `log` is no object.
    LogObject,
    /// Its `log` has no member `entries`.
    Entries,
    /// Its `log.entries` is no array.
    EntriesArray,
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { line, column, cut_off: true } => {
                write!(out, "the file ends in the middle of a value, at line {line}, column {column}")
            }
            Self::Json { line, column, cut_off: false } => {
                write!(out, "expected JSON, found something else at line {line}, column {column}")
            }
            Self::TooDeep { line, column, most } => {
                write!(
                    out,
                    "expected at most {most} values in one another, found one more at line {line}, column {column}"
                )
            }
            Self::NoHar(lack) => {
                let found = match lack {
                    Lack::Object => "this JSON is no object",
                    Lack::Log => "there is no member `log`",
                    Lack::LogObject => "`log` is no object",
                    Lack::Entries => "`log` has no member `entries`",
                    Lack::EntriesArray => "`log.entries` is no array",
                };
                write!(out, "expected a HAR file with an array at `log.entries`; {found}")
            }
            Self::Io(message) => write!(out, "the file cannot be read: {message}"),
        }
    }
}

impl std::error::Error for FileError {}

/// A HAR file that comes in slices.
#[derive(Default)]
pub struct Reader {
    scanner: Scanner,
    count: usize,
}

impl Reader {
    /// Takes the next slice; `take` gets each entry that is complete: `None` for one that is no exchange, whatever else it
    /// holds, and the number, from 1, of one that is valid JSON but cannot be understood.
    ///
    /// # Errors
    /// When the bytes stop being JSON; the entries before that place have been handed over.
    pub fn push(&mut self, slice: &[u8], take: &mut dyn FnMut(Result<Option<Entry>, usize>)) -> Result<(), FileError> {
        let count = &mut self.count;
        self.scanner.push(slice, &mut |found| {
            *count += 1;
            let entry = match found {
                Found::Other => return take(Ok(None)),
                Found::TooLarge => None,
                Found::Entry(text) => understand(text),
            };
            take(match entry {
                Some(mut entry) => {
                    entry.origin = Some(Origin { entry: u32::try_from(*count).ok(), ..Origin::default() });
                    Ok(Some(entry))
                }
                None => Err(*count),
            });
        })
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it ends in the middle, or is no HAR file.
    pub fn finish(self) -> Result<(), FileError> {
        self.scanner.finish()
    }
}

/// Reads `reader` to its end and hands each entry to `take`, in the file's order, as [`Reader::push`] does.
///
/// # Errors
/// When the bytes are no HAR file, or stop being one; the entries before that place have been handed over.
pub fn read_file(
    mut reader: impl BufRead,
    mut take: impl FnMut(Result<Option<Entry>, usize>),
) -> Result<(), FileError> {
    let mut file = Reader::default();
    loop {
        let count = match reader.fill_buf() {
            Ok([]) => return file.finish(),
            Ok(slice) => {
                file.push(slice, &mut take)?;
                slice.len()
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => 0,
            Err(error) => return Err(FileError::Io(error.to_string())),
        };
        reader.consume(count);
    }
}

/// What is to be said about a file of `count` entries of which `odd` cannot be understood, number `first` before all.
pub fn left_out(odd: usize, count: usize, first: usize) -> Note {
    let text = format!("{odd} of {count} entries cannot be understood and were left out, the first is entry {first}.");
    Note { id: "entries-left-out".to_owned(), text }
}

/// What is to be said about a file of which `entries` were read before `error`.
pub fn broken_off(entries: usize, error: &FileError) -> Note {
    let text = format!("The file is damaged: {error}; {} read.", before(entries));
    Note { id: "file-cut-off".to_owned(), text }
}

/// `3 entries before that were`
pub fn before(entries: usize) -> String {
    if entries == 1 { "1 entry before that was".to_owned() } else { format!("{entries} entries before that were") }
}

/// One lone surrogate in one string must not lose the entry, so a second try replaces them.
fn understand(json: &str) -> Option<Entry> {
    WireEntry::read(json).map(WireEntry::into_entry)
}
