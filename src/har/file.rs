//! In: a HAR file as a stream of bytes. Out: its entries, one at a time, so that a file of any size is read in the memory
//! of one entry.
//!
//! `log.entries` is walked with serde_json's streaming reader. An entry that cannot be understood is reported by number
//! and skipped; a file that ends early still gives what came before.

use super::{Entry, WireEntry};
use crate::report::{Note, Origin};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::{
    fmt,
    io::{BufReader, Read},
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
    /// The file is JSON without `log.entries`.
    NoEntries,
    /// The bytes could not be fetched.
    Io(String),
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
            Self::NoEntries => out.write_str("expected a HAR file: JSON with an array at `log.entries`"),
            Self::Io(message) => write!(out, "the file cannot be read: {message}"),
        }
    }
}

impl std::error::Error for FileError {}

/// Reads `reader` to its end and hands each entry to `take`, in the file's order. An entry that is valid JSON but cannot
/// be understood is handed over as its number, from 1.
///
/// # Errors
/// When the bytes are no HAR file, or stop being one; the entries before that place have been handed over.
pub fn read_file(reader: impl Read, mut take: impl FnMut(Result<Entry, usize>)) -> Result<(), FileError> {
    let mut found = false;
    let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(SkipMark { reader, checked: false }));
    let log = Log { take: &mut take, found: &mut found };
    let read = Member { name: "log", inner: log }.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match read {
        Ok(()) if found => Ok(()),
        Ok(()) => Err(FileError::NoEntries),
        Err(error) if error.is_io() => Err(FileError::Io(error.to_string())),
        Err(error) if error.is_data() => Err(FileError::NoEntries),
        Err(error) => Err(FileError::Json { line: error.line(), column: error.column(), cut_off: error.is_eof() }),
    }
}

/// What is to be said about a file of `count` entries of which `odd` cannot be understood, number `first` before all.
pub fn left_out(odd: usize, count: usize, first: usize) -> Note {
    let text = format!("{odd} of {count} entries cannot be understood and were left out, the first is entry {first}.");
    Note { id: "entries-left-out".to_owned(), text }
}

/// Reads one member of an object with `inner` and ignores the others.
struct Member<S> {
    name: &'static str,
    inner: S,
}

impl<'de, S: DeserializeSeed<'de, Value = ()>> DeserializeSeed<'de> for Member<S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de, Value = ()>> Visitor<'de> for Member<S> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "an object with `{}`", self.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut inner = Some(self.inner);
        while let Some(name) = map.next_key::<String>()? {
            match inner.take_if(|_| name == self.name) {
                Some(inner) => map.next_value_seed(inner)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct Log<'a, F> {
    take: &'a mut F,
    found: &'a mut bool,
}

impl<'de, F: FnMut(Result<Entry, usize>)> DeserializeSeed<'de> for Log<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        Member { name: "entries", inner: Entries { take: self.take, found: self.found } }.deserialize(deserializer)
    }
}

struct Entries<'a, F> {
    take: &'a mut F,
    found: &'a mut bool,
}

impl<'de, F: FnMut(Result<Entry, usize>)> DeserializeSeed<'de> for Entries<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Result<Entry, usize>)> Visitor<'de> for Entries<'_, F> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        *self.found = true;
        let mut number = 0;
        while let Some(raw) = entries.next_element::<Box<RawValue>>()? {
            number += 1;
            let entry = understand(raw.get()).map(|mut entry| {
                entry.origin = Some(Origin { entry: u32::try_from(number).ok(), ..Origin::default() });
                entry
            });
            (self.take)(entry.ok_or(number));
        }
        Ok(())
    }
}

/// One lone surrogate in one string must not lose the entry, so a second try replaces them.
fn understand(json: &str) -> Option<Entry> {
    let entry = serde_json::from_str::<WireEntry>(json)
        .or_else(|_| serde_json::from_str::<WireEntry>(&crate::exchange::json::without_lone_surrogates(json)));
    entry.ok().map(WireEntry::into_entry)
}

/// Passes bytes through without a UTF-8 byte order mark at the start.
struct SkipMark<R> {
    reader: R,
    checked: bool,
}

impl<R: Read> Read for SkipMark<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.checked || into.len() < 3 {
            return self.reader.read(into);
        }
        self.checked = true;
        let mut first = 0;
        while first < 3 {
            match self.reader.read(&mut into[first..])? {
                0 => break,
                more => first += more,
            }
        }
        if into[..first].starts_with("\u{feff}".as_bytes()) {
            into.copy_within(3..first, 0);
            first -= 3;
            if first == 0 {
                return self.reader.read(into);
            }
        }
        Ok(first)
    }
}
