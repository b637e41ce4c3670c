//! In: a HAR file in slices of any size. Out: the text of each element of `log.entries`, and where the file stops being JSON.
//!
//! Between the entries the grammar of JSON (RFC 8259) is walked and nothing is kept, so that memory is that of one entry
//! whatever the file. Of a very long string in an entry the beginning is kept, and of a very large entry nothing. Numbers
//! and words are not checked letter by letter. What an entry means is not decided here.

use super::{FileError, Lack};
use zeroize::Zeroize;

/// Walks a HAR file that comes in slices.
pub struct Scanner {
    next: Next,
    /// The open brackets.
    open: Vec<u8>,
    /// The latest member's name at the levels where `log` and `entries` may stand.
    name: Vec<u8>,
    /// The beginning of the word that is read.
    word: Vec<u8>,
    log: Seek,
    entries: Seek,
    /// What the file lacks so far.
    lack: Lack,
    /// The bytes of the entry that has begun.
    entry: Vec<u8>,
    /// True when the entry is larger than any that is kept.
    is_too_large: bool,
    /// How many bytes of the string that is read came already.
    string: usize,
    /// How many bytes of a byte order mark were met.
    mark: usize,
    line: usize,
    /// Bytes read so far, and those up to the start of the line.
    offset: usize,
    line_start: usize,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    Colon,
    CommaOrEnd,
    InName,
    InString,
    InWord,
    /// Behind a backslash; true in a name.
    Escaped(bool),
    Nothing,
}

/// Whether a member was met. The first of its name counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seek {
    NotYet,
    Inside,
    Past,
}

impl Default for Scanner {
    fn default() -> Self {
        Self {
            next: Next::Value,
            open: Vec::new(),
            name: Vec::new(),
            word: Vec::new(),
            log: Seek::NotYet,
            entries: Seek::NotYet,
            lack: Lack::Object,
            entry: Vec::new(),
            is_too_large: false,
            string: 0,
            mark: 0,
            line: 1,
            offset: 0,
            line_start: 0,
        }
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.entry.zeroize();
    }
}

impl Scanner {
    /// Takes the next slice; `take` gets the text of each entry that is complete, and an empty text for one that is too large
    /// to be kept.
    ///
    /// # Errors
    /// When the file is no JSON from some place on; the entries before it have been handed over.
    pub fn push(&mut self, slice: &[u8], take: &mut dyn FnMut(&str)) -> Result<(), FileError> {
        let mut at = 0;
        let mut kept = 0;
        while at < slice.len() {
            if self.offset + at < MARK.len() && self.mark == self.offset + at && slice[at] == MARK[self.mark] {
                self.mark += 1;
                at += 1;
                continue;
            }
            let was_inside = self.is_inside_entry();
            let was_dropping = self.is_dropping();
            at += self.step(&slice[at..], at)?;
            match (was_inside, self.is_inside_entry()) {
                (false, true) => kept = at - 1,
                (true, false) => {
                    // A word ends before the byte that follows it, which is no part of it.
                    self.keep(&slice[if was_dropping { at - 1 } else { kept }..at]);
                    take(&String::from_utf8_lossy(&self.entry));
                    self.entry.zeroize();
                    self.is_too_large = false;
                }
                (true, true) if was_dropping => kept = if self.is_dropping() { at } else { at - 1 },
                (true, true) if self.is_dropping() => {
                    self.keep(&slice[kept..at]);
                    self.entry.truncate(whole_escapes(&self.entry));
                    kept = at;
                }
                _ => {}
            }
        }
        if self.is_inside_entry() {
            self.keep(&slice[kept..]);
        }
        self.offset += slice.len();
        Ok(())
    }

    /// Whether what comes of the string that is read is left out.
    fn is_dropping(&self) -> bool {
        matches!(self.next, Next::InString | Next::InName | Next::Escaped(_)) && self.string >= LONGEST_STRING
    }

    /// Adds `part` to the entry that has begun.
    fn keep(&mut self, part: &[u8]) {
        if self.entry.len() + part.len() > LARGEST_ENTRY {
            self.entry.zeroize();
            self.is_too_large = true;
        }
        if !self.is_too_large {
            self.entry.extend_from_slice(part);
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it ends in the middle, or holds no `log.entries`.
    pub fn finish(self) -> Result<(), FileError> {
        let is_word = self.next == Next::InWord && self.open.is_empty() && self.is_whole_word();
        if self.next != Next::Nothing && !is_word {
            return Err(self.error(0, true));
        }
        if self.entries == Seek::NotYet { Err(FileError::NoHar(self.lack)) } else { Ok(()) }
    }

    /// Takes one step into `rest`, which begins at byte `at` of the slice. Out: how many bytes were read.
    fn step(&mut self, rest: &[u8], at: usize) -> Result<usize, FileError> {
        let byte = rest[0];
        match self.next {
            Next::InString | Next::InName => return Ok(self.in_string(rest)),
            Next::Escaped(in_name) => {
                self.next = if in_name { Next::InName } else { Next::InString };
                self.string = self.string.saturating_add(1);
                return Ok(1);
            }
            Next::InWord => {
                let end = rest.iter().position(|byte| !is_word(*byte));
                let part = &rest[..end.unwrap_or(rest.len())];
                keep(&mut self.word, part);
                if end.is_some() {
                    if !self.is_whole_word() {
                        return Err(self.error(at + part.len(), false));
                    }
                    self.end_of_value();
                }
                return Ok(part.len());
            }
            _ => {}
        }
        if byte == b'\n' {
            self.line += 1;
            self.line_start = self.offset + at + 1;
        }
        if byte.is_ascii_whitespace() {
            return Ok(1);
        }
        let is_value = matches!(self.next, Next::Value | Next::ValueOrEnd);
        if is_value {
            self.look_for(byte);
        }
        match (byte, self.next) {
            (b'{' | b'[', _) if is_value && self.open.len() < DEEPEST => {
                self.enter(byte);
                self.next = if byte == b'{' { Next::NameOrEnd } else { Next::ValueOrEnd };
            }
            (b'"', _) if is_value => {
                self.string = 0;
                self.next = Next::InString;
            }
            (_, _) if is_value && is_word(byte) => {
                self.word.clear();
                self.word.push(byte);
                self.next = Next::InWord;
            }
            (b'"', Next::Name | Next::NameOrEnd) => {
                self.name.clear();
                self.string = 0;
                self.next = Next::InName;
            }
            (b':', Next::Colon) => self.next = Next::Value,
            (b',', Next::CommaOrEnd) => {
                self.next = if self.open.last() == Some(&b'{') { Next::Name } else { Next::Value };
            }
            (b'}', Next::CommaOrEnd | Next::NameOrEnd) | (b']', Next::CommaOrEnd | Next::ValueOrEnd)
                if self.open.last() == Some(&(byte - 2)) =>
            {
                self.leave();
            }
            _ => return Err(self.error(at, false)),
        }
        Ok(1)
    }

    fn in_string(&mut self, rest: &[u8]) -> usize {
        let in_name = self.next == Next::InName;
        let rest = &rest[..rest.len().min(STEP)];
        let end = memchr::memchr2(b'"', b'\\', rest);
        self.string = self.string.saturating_add(end.map_or(rest.len(), |end| end + 1));
        if in_name && self.open.len() <= 2 {
            keep(&mut self.name, &rest[..end.unwrap_or(rest.len())]);
        }
        let Some(end) = end else { return rest.len() };
        match rest[end] {
            b'\\' => self.next = Next::Escaped(in_name),
            _ if in_name => self.next = Next::Colon,
            _ => self.end_of_value(),
        }
        end + 1
    }

    /// Notes what the file lacks, at the beginning of a value.
    fn look_for(&mut self, first: u8) {
        self.lack = match (self.open.as_slice(), first) {
            (b"", b'{') => Lack::Log,
            (b"{", _) if self.name == b"log" && self.log == Seek::NotYet => match first {
                b'{' => Lack::Entries,
                _ => Lack::LogObject,
            },
            (b"{{", _) if self.name == b"entries" && self.log == Seek::Inside && first != b'[' => Lack::EntriesArray,
            _ => return,
        };
    }

    fn enter(&mut self, bracket: u8) {
        match (self.open.as_slice(), bracket) {
            (b"{", b'{') if self.name == b"log" && self.log == Seek::NotYet => self.log = Seek::Inside,
            (b"{{", b'[') if self.name == b"entries" && self.log == Seek::Inside && self.entries == Seek::NotYet => {
                self.entries = Seek::Inside;
            }
            _ => {}
        }
        self.open.push(bracket);
    }

    fn leave(&mut self) {
        self.open.pop();
        match self.open.len() {
            1 if self.log == Seek::Inside => self.log = Seek::Past,
            2 if self.entries == Seek::Inside => self.entries = Seek::Past,
            _ => {}
        }
        self.end_of_value();
    }

    fn end_of_value(&mut self) {
        self.next = if self.open.is_empty() { Next::Nothing } else { Next::CommaOrEnd };
    }

    /// Whether what is read now belongs to an element of `log.entries`.
    fn is_inside_entry(&self) -> bool {
        let in_scalar = matches!(self.next, Next::InString | Next::InWord | Next::Escaped(false));
        self.entries == Seek::Inside && (self.open.len() > 3 || self.open.len() == 3 && in_scalar)
    }

    fn is_whole_word(&self) -> bool {
        self.word.first().is_some_and(|first| *first == b'-' || first.is_ascii_digit())
            || matches!(self.word.as_slice(), b"true" | b"false" | b"null")
    }

    fn error(&self, at: usize, cut_off: bool) -> FileError {
        FileError::Json { line: self.line, column: self.offset + at + 1 - self.line_start, cut_off }
    }
}

/// A letter of a number or of `true`, `false` and `null`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

/// Adds `part` to `word`, as far as is needed to tell words apart.
fn keep(word: &mut Vec<u8>, part: &[u8]) {
    let room = LONGEST_WORD.saturating_sub(word.len());
    word.extend_from_slice(&part[..part.len().min(room)]);
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

/// A string is looked through in pieces of so many bytes.
const STEP: usize = 1 << 16;

/// Of a string in an entry so many bytes are kept, or a little more: far more than is read of any.
const LONGEST_STRING: usize = 1 << 22;

/// An entry is kept up to here, in bytes.
const LARGEST_ENTRY: usize = 1 << 25;

/// The UTF-8 byte order mark, which some producers write.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// How many brackets may be open at once, as for serde_json.
const DEEPEST: usize = 128;

/// One longer than `entries`, in bytes.
const LONGEST_WORD: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries of `text`, read in slices of `size` bytes, and how it ended.
    fn read(text: &str, size: usize) -> (Vec<String>, Result<(), FileError>) {
        let mut scanner = Scanner::default();
        let mut entries = Vec::new();
        for slice in text.as_bytes().chunks(size) {
            if let Err(error) = scanner.push(slice, &mut |entry| entries.push(entry.to_owned())) {
                return (entries, Err(error));
            }
        }
        (entries, scanner.finish())
    }

    const TEXT: &str = r#"
        {"creator": {"log": {"entries": [0]}, "a": [1, -2.5e+3, null]},
         "log": {"pages": [{"entries": ["no"]}], "x\"y": "]}\\",
                 "entries": [ {"a": "}\"]", "b": [[{}]]} , 7,"text\\", [] ,true],
                 "entries": ["a second one"]},
         "log": {"entries": ["another log"]}}
    "#;

    #[test]
    fn finds_the_entries_whatever_the_slices() {
        let wanted = [r#"{"a": "}\"]", "b": [[{}]]}"#, "7", r#""text\\""#, "[]", "true"];
        for size in [1, 2, 3, 7, 64, TEXT.len()] {
            let (entries, end) = read(TEXT, size);
            assert_eq!(entries, wanted, "in slices of {size}");
            assert_eq!(end, Ok(()));
        }
        assert_eq!(read(&format!("\u{feff}{TEXT}"), 1).0, wanted);
    }

    #[test]
    fn says_where_it_stops_being_json() {
        let json = |line, column, cut_off| Err(FileError::Json { line, column, cut_off });
        for (text, end) in [
            ("", json(1, 1, true)),
            ("{\"log\":{\"entries\":[{}", json(1, 22, true)),
            ("{\n \"log\": {]}", json(2, 10, false)),
            ("{\"log\":{\"entries\":[]}} x", json(1, 24, false)),
            ("{,}", json(1, 2, false)),
            ("{\"a\" 1}", json(1, 6, false)),
            ("[1 2]", json(1, 4, false)),
            ("[1,]", json(1, 4, false)),
            ("{log: 1}", json(1, 2, false)),
            ("[}", json(1, 2, false)),
            ("[nonsense]", json(1, 10, false)),
            ("nul", json(1, 4, true)),
            ("\u{feff}\u{feff}{}", json(1, 4, false)),
            ("12", Err(FileError::NoHar(Lack::Object))),
            ("[]", Err(FileError::NoHar(Lack::Object))),
            ("{}", Err(FileError::NoHar(Lack::Log))),
            ("{\"a\":{\"log\":[]}}", Err(FileError::NoHar(Lack::Log))),
            ("{\"log\":[2,1,3]}", Err(FileError::NoHar(Lack::LogObject))),
            ("{\"log\":{\"a\":[]},\"b\":{}}", Err(FileError::NoHar(Lack::Entries))),
            ("{\"log\":{\"entries\":{}}}", Err(FileError::NoHar(Lack::EntriesArray))),
        ] {
            for size in [1, 64] {
                assert_eq!(read(text, size).1, end, "{text:?} in slices of {size}");
            }
        }
    }

    #[test]
    fn of_a_long_string_the_beginning_is_kept() {
        for (piece, kept, size) in
            [("x", 0, STEP - 1), ("x", 0, usize::MAX), (r"\u00e4", 5, STEP - 1), (r"\\", 1, 77_777)]
        {
            let long = "x".repeat(LONGEST_STRING - 999) + &piece.repeat(2 * STEP / piece.len());
            let text = format!(r#"{{"log":{{"entries":[{{"{long}":"{long}","b":1}},"{long}",3]}}}}"#);
            let (entries, end) = read(&text, size);
            assert_eq!((entries.len(), end), (3, Ok(())), "{piece}");
            for (entry, strings) in entries.iter().zip([2, 1]) {
                let most = LONGEST_STRING + STEP;
                let length = entry.len().saturating_sub(12) / strings;
                assert!((LONGEST_STRING - kept - 12..=most).contains(&length), "{piece}: {length}");
                assert!(serde_json::from_str::<serde::de::IgnoredAny>(entry).is_ok(), "{piece}");
            }
            assert!(entries[0].ends_with(r#"","b":1}"#) && entries[1].ends_with('"'));
            assert_eq!(entries[2], "3");
        }
    }

    #[test]
    fn an_entry_beyond_all_size_is_left_out() {
        let many = format!("\"{}\",", "x".repeat(1 << 20)).repeat(LARGEST_ENTRY >> 20);
        let (entries, end) = read(&format!(r#"{{"log":{{"entries":[[{many}1],2]}}}}"#), STEP);
        assert_eq!((entries.iter().map(String::as_str).collect::<Vec<_>>(), end), (vec!["", "2"], Ok(())));
    }

    #[test]
    fn nesting_has_a_limit() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(&deep(DEEPEST), 64).1, Err(FileError::NoHar(Lack::Object)));
        assert!(matches!(read(&deep(DEEPEST + 1), 64).1, Err(FileError::Json { cut_off: false, .. })));
    }
}
