//! In: a HAR file in slices of any size. Out: the text of each element of `log.entries`, and where the file stops being JSON.
//!
//! Between the entries the grammar of JSON (RFC 8259) is walked and nothing is kept, so that memory is that of one entry
//! whatever the file. Numbers and words are not checked letter by letter. What an entry means is not decided here.

use super::FileError;
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
    /// The bytes of the entry that has begun.
    entry: Vec<u8>,
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
            entry: Vec::new(),
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
    /// Takes the next slice; `take` gets the text of each entry that is complete.
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
            at += self.step(&slice[at..], at)?;
            match (was_inside, self.is_inside_entry()) {
                (false, true) => kept = at - 1,
                (true, false) => {
                    // A word ends before the byte that follows it, which is no part of it.
                    self.entry.extend_from_slice(&slice[kept..at]);
                    take(&String::from_utf8_lossy(&self.entry));
                    self.entry.zeroize();
                }
                _ => {}
            }
        }
        if self.is_inside_entry() {
            self.entry.extend_from_slice(&slice[kept..]);
        }
        self.offset += slice.len();
        Ok(())
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
        if self.entries == Seek::NotYet { Err(FileError::NoEntries) } else { Ok(()) }
    }

    /// Takes one step into `rest`, which begins at byte `at` of the slice. Out: how many bytes were read.
    fn step(&mut self, rest: &[u8], at: usize) -> Result<usize, FileError> {
        let byte = rest[0];
        match self.next {
            Next::InString | Next::InName => return Ok(self.in_string(rest)),
            Next::Escaped(in_name) => {
                self.next = if in_name { Next::InName } else { Next::InString };
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
        match (byte, self.next) {
            (b'{' | b'[', _) if is_value && self.open.len() < DEEPEST => {
                self.enter(byte);
                self.next = if byte == b'{' { Next::NameOrEnd } else { Next::ValueOrEnd };
            }
            (b'"', _) if is_value => self.next = Next::InString,
            (_, _) if is_value && is_word(byte) => {
                self.word.clear();
                self.word.push(byte);
                self.next = Next::InWord;
            }
            (b'"', Next::Name | Next::NameOrEnd) => {
                self.name.clear();
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
        let end = memchr::memchr2(b'"', b'\\', rest);
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
            ("{}", Err(FileError::NoEntries)),
            ("12", Err(FileError::NoEntries)),
            ("{\"log\":{\"entries\":{}}}", Err(FileError::NoEntries)),
        ] {
            for size in [1, 64] {
                assert_eq!(read(text, size).1, end, "{text:?} in slices of {size}");
            }
        }
    }

    #[test]
    fn nesting_has_a_limit() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(&deep(DEEPEST), 64).1, Err(FileError::NoEntries));
        assert!(matches!(read(&deep(DEEPEST + 1), 64).1, Err(FileError::Json { cut_off: false, .. })));
    }
}
