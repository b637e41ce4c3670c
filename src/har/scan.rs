//! In: a HAR file in slices of any size. Out: the text of each element of `log.entries` that may be an exchange, and where the
//! file stops being JSON.
//!
//! The grammar of JSON (RFC 8259) is walked from sign to sign and nothing but the entry is kept, so that memory is that of
//! one entry whatever the file. What stands in strings is passed over in blocks, and an entry whose request shows that it is
//! no exchange is kept no further. Of a very long string in an entry the beginning is kept, and of a very large entry
//! nothing. Numbers and words are not checked letter by letter. What an entry means is not decided here.

use super::{
    FileError,
    block::{self, Block, Open},
    glance::Glance,
    kept::{Kept, State},
    place::Place,
};
use std::ops::Range;

/// Walks a HAR file that comes in slices.
pub(super) struct Scanner {
    next: Next,
    /// What the latest block leaves open.
    blocks: Open,
    /// The open brackets.
    open: Vec<u8>,
    /// The latest member's name at the levels that are looked at, as far as is needed to tell names apart.
    name: Vec<u8>,
    /// The beginning of the word that is read.
    word: Vec<u8>,
    place: Place,
    entry: Kept,
    glance: Glance,
    /// Where in the piece the string that is read goes on, and how many bytes of it came in earlier pieces.
    string_from: usize,
    string: usize,
    /// How many bytes of a byte order mark were met.
    mark: usize,
    line: usize,
    /// Bytes read before the piece, and those up to the start of the line.
    offset: usize,
    line_start: usize,
}

/// What the scanner tells of an element of `log.entries`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// It may be an exchange; this is its text.
    Entry(&'a str),
    /// It is none.
    Other,
    /// It is larger than any that is kept.
    TooLarge,
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
    Nothing,
}

impl Default for Scanner {
    fn default() -> Self {
        Self {
            next: Next::Value,
            blocks: Open::default(),
            open: Vec::with_capacity(DEEPEST),
            name: Vec::new(),
            word: Vec::new(),
            place: Place::default(),
            entry: Kept::default(),
            glance: Glance::default(),
            string_from: 0,
            string: 0,
            mark: 0,
            line: 1,
            offset: 0,
            line_start: 0,
        }
    }
}

/// Takes what is told of each element.
type Take<'a> = &'a mut dyn FnMut(Found<'_>);

impl Scanner {
    /// Takes the next slice; `take` is told of each element of `log.entries` that is complete.
    ///
    /// # Errors
    /// When the file is no JSON from some place on; what was before it has been told.
    pub fn push(&mut self, mut slice: &[u8], take: Take<'_>) -> Result<(), FileError> {
        while self.offset == self.mark && self.mark < MARK.len() && slice.first() == Some(&MARK[self.mark]) {
            self.mark += 1;
            self.offset += 1;
            slice = &slice[1..];
        }
        for piece in slice.chunks(STEP) {
            self.piece(piece, take)?;
            self.offset += piece.len();
        }
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
        self.place.finish()
    }

    fn piece(&mut self, piece: &[u8], take: Take<'_>) -> Result<(), FileError> {
        let (blocks, rest) = piece.as_chunks::<{ block::SIZE }>();
        for (number, bytes) in blocks.iter().enumerate() {
            if let Some(block) = Block::read(bytes, &mut self.blocks) {
                self.block(block, piece, number * block::SIZE, take)?;
            }
        }
        if !rest.is_empty()
            && let Some(block) = Block::read_part(rest, &mut self.blocks)
        {
            self.block(block, piece, piece.len() - rest.len(), take)?;
        }
        self.end_piece(piece);
        Ok(())
    }

    /// Walks over the block that begins at byte `base` of the piece.
    #[inline]
    fn block(&mut self, block: Block, piece: &[u8], base: usize, take: Take<'_>) -> Result<(), FileError> {
        let mut marks = block.quotes | block.signs | block.words & !(block.words << 1);
        let end = piece.len().min(base + block::SIZE);
        if self.next == Next::InWord {
            let letters = base..base + block.words.trailing_ones() as usize;
            self.in_word(piece, letters, end, take).map_err(|at| self.error_in(&block, base, at))?;
            marks &= !(block.words & 1);
        }
        while marks != 0 {
            let bit = marks.trailing_zeros();
            marks &= marks - 1;
            let at = base + bit as usize;
            if self.step(piece, at, take).is_none() {
                return Err(match self.error_in(&block, base, at) {
                    FileError::Json { line, column, .. } if self.is_full_for(piece[at]) => {
                        FileError::TooDeep { line, column, most: DEEPEST }
                    }
                    error => error,
                });
            }
            if self.next == Next::InWord {
                let letters = at..at + (block.words >> bit).trailing_ones() as usize;
                self.in_word(piece, letters, end, take).map_err(|at| self.error_in(&block, base, at))?;
            }
        }
        self.count_lines(block.lines, base);
        Ok(())
    }

    /// Takes the sign, the quotation mark or the first letter at byte `at` of the piece; `None` where JSON has none.
    #[inline]
    fn step(&mut self, piece: &[u8], at: usize, take: Take<'_>) -> Option<()> {
        let byte = piece[at];
        match (self.next, byte) {
            (Next::InName, _) => {
                self.end_name(&piece[self.string_from..at]);
                self.entry.resume(at);
                self.next = Next::Colon;
            }
            (Next::InString, _) => {
                self.glance.text(&piece[self.string_from..at]);
                self.glance.end_of_text();
                self.entry.resume(at);
                self.end_of_value(piece, at + 1, take);
            }
            (Next::Colon, b':') => self.next = Next::Value,
            (Next::CommaOrEnd, b',') => {
                self.next = if self.open.last() == Some(&b'{') { Next::Name } else { Next::Value };
            }
            (Next::Name | Next::NameOrEnd, b'"') => {
                self.name.clear();
                self.begin_string(at);
                self.next = Next::InName;
            }
            (Next::Value | Next::ValueOrEnd, b'"') => {
                self.begin_value(at, byte);
                self.begin_string(at);
                self.next = Next::InString;
            }
            (Next::Value | Next::ValueOrEnd, b'{' | b'[') if self.open.len() < DEEPEST => {
                self.begin_value(at, byte);
                self.place.enter(&self.open, &self.name, byte);
                self.open.push(byte);
                self.next = if byte == b'{' { Next::NameOrEnd } else { Next::ValueOrEnd };
            }
            (Next::CommaOrEnd | Next::NameOrEnd, b'}') | (Next::CommaOrEnd | Next::ValueOrEnd, b']')
                if self.open.last() == Some(&(byte - 2)) =>
            {
                self.leave(piece, at + 1, take);
            }
            (Next::Value | Next::ValueOrEnd, _) if is_word(byte) => {
                self.begin_value(at, byte);
                self.word.clear();
                self.next = Next::InWord;
            }
            _ => return None,
        }
        Some(())
    }

    /// Reads these letters of a word; it goes on in the next block where they reach the `end` of this one. An error is the
    /// place of what is no letter of a word, or of what follows on no word.
    fn in_word(&mut self, piece: &[u8], letters: Range<usize>, end: usize, take: Take<'_>) -> Result<(), usize> {
        let (from, to) = (letters.start, letters.end);
        if let Some(odd) = piece[letters].iter().position(|byte| !is_word(*byte)) {
            return Err(from + odd);
        }
        let room = LONGEST_WORD.saturating_sub(self.word.len());
        self.word.extend_from_slice(&piece[from..to.min(from + room)]);
        if to < end {
            if !self.is_whole_word() {
                return Err(to);
            }
            self.glance.word(&self.word);
            self.end_of_value(piece, to, take);
        }
        Ok(())
    }

    fn begin_string(&mut self, at: usize) {
        self.string = 0;
        self.string_from = at + 1;
    }

    /// A name ends; `part` is what of it stands in this piece.
    fn end_name(&mut self, part: &[u8]) {
        if self.is_level_of_names() {
            if part.contains(&b'\\') {
                self.glance.odd();
            }
            let room = LONGEST_WORD.saturating_sub(self.name.len());
            self.name.extend_from_slice(&part[..part.len().min(room)]);
        }
    }

    /// Whether names are looked at here: where `log` and `entries` may stand, and in an entry the two outer levels.
    fn is_level_of_names(&self) -> bool {
        matches!(self.open.len(), 1 | 2 | 4 | 5)
    }

    /// A value begins at byte `at` of the piece with `first`.
    fn begin_value(&mut self, at: usize, first: u8) {
        if !self.place.is_in_entries() {
            return self.place.begin_value(&self.open, &self.name, first);
        }
        match self.open.len() {
            3 => {
                self.glance.begin(first);
                self.entry.begin(at);
            }
            4 if self.open[3] == b'{' => self.glance.member(&self.name, first),
            5 if self.open[4] == b'{' => self.glance.inner(&self.name, first),
            _ => {}
        }
    }

    /// A bracket is closed before byte `end` of the piece.
    fn leave(&mut self, piece: &[u8], end: usize, take: Take<'_>) {
        self.open.pop();
        self.place.leave(self.open.len());
        let may_tell = self.open.len() == 4 && self.entry.state == State::Wanted && self.glance.knows_request();
        if may_tell && !self.glance.may_matter() {
            self.entry.leave();
        }
        self.end_of_value(piece, end, take);
    }

    /// A value ends before byte `end` of the piece.
    fn end_of_value(&mut self, piece: &[u8], end: usize, take: Take<'_>) {
        if self.open.len() == 3 && self.entry.state != State::NotBegun {
            self.end_entry(piece, end, take);
        }
        self.next = if self.open.is_empty() { Next::Nothing } else { Next::CommaOrEnd };
    }

    fn end_entry(&mut self, piece: &[u8], end: usize, take: Take<'_>) {
        if self.entry.state == State::Wanted && !self.glance.may_matter() {
            self.entry.state = State::Other;
        }
        let rest = &piece[self.entry.from..end];
        match self.entry.state {
            State::Wanted if self.entry.bytes.is_empty() => take(Found::Entry(&String::from_utf8_lossy(rest))),
            State::Wanted => {
                self.entry.keep(rest);
                match self.entry.state {
                    State::TooLarge => take(Found::TooLarge),
                    _ => take(Found::Entry(&String::from_utf8_lossy(&self.entry.bytes))),
                }
            }
            State::TooLarge => take(Found::TooLarge),
            State::Other | State::NotBegun => take(Found::Other),
        }
        self.entry.end();
    }

    /// Keeps what has to outlive the piece.
    fn end_piece(&mut self, piece: &[u8]) {
        let in_string = matches!(self.next, Next::InString | Next::InName);
        if in_string {
            let part = &piece[self.string_from..];
            match self.next {
                Next::InName => self.end_name(part),
                _ => self.glance.text(part),
            }
            self.string = self.string.saturating_add(part.len());
            self.string_from = 0;
        }
        if self.entry.state == State::Wanted && !self.entry.is_dropping {
            self.entry.keep(&piece[self.entry.from..]);
            if in_string && self.string >= LONGEST_STRING {
                self.entry.drop_rest_of_string();
            }
        }
        self.entry.from = 0;
    }

    fn count_lines(&mut self, lines: u64, base: usize) {
        if lines != 0 {
            self.line += lines.count_ones() as usize;
            self.line_start = self.offset + base + block::SIZE - lines.leading_zeros() as usize;
        }
    }

    fn is_whole_word(&self) -> bool {
        self.word.first().is_some_and(|first| *first == b'-' || first.is_ascii_digit())
            || matches!(self.word.as_slice(), b"true" | b"false" | b"null")
    }

    /// The error at byte `at` of the piece, in the block that begins at `base`.
    #[cold]
    fn error_in(&mut self, block: &Block, base: usize, at: usize) -> FileError {
        let before = 1_u64.checked_shl(u32::try_from(at - base).unwrap_or(u32::MAX)).map_or(u64::MAX, |bit| bit - 1);
        self.count_lines(block.lines & before, base);
        self.error(at, false)
    }

    fn error(&self, at: usize, cut_off: bool) -> FileError {
        FileError::Json { line: self.line, column: self.offset + at + 1 - self.line_start, cut_off }
    }

    /// Whether `byte` would open a value for which too many are open.
    fn is_full_for(&self, byte: u8) -> bool {
        matches!(self.next, Next::Value | Next::ValueOrEnd) && matches!(byte, b'{' | b'[') && self.open.len() >= DEEPEST
    }
}

/// A letter of a number or of `true`, `false` and `null`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

/// A file is walked over in pieces of so many bytes.
const STEP: usize = 1 << 16;

/// Of a string in an entry so many bytes are kept, or a little more: far more than is read of any.
const LONGEST_STRING: usize = 1 << 22;

/// The UTF-8 byte order mark, which some producers write.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// How many brackets may be open at once. An entry of Chromium's holds call stacks, which make it some forty deep.
const DEEPEST: usize = 128;

/// One longer than the longest name that is looked for, in bytes.
const LONGEST_WORD: usize = 9;

#[cfg(test)]
mod tests {
    use super::{super::Lack, *};

    /// The entries of `text`, read in slices of `size` bytes, and how it ended.
    fn read(text: &str, size: usize) -> (Vec<String>, Result<(), FileError>) {
        let mut scanner = Scanner::default();
        let mut entries = Vec::new();
        for slice in text.as_bytes().chunks(size) {
            let pushed = scanner.push(slice, &mut |found| {
                entries.push(match found {
                    Found::Entry(text) => text.to_owned(),
                    Found::Other => "other".to_owned(),
                    Found::TooLarge => "too large".to_owned(),
                });
            });
            if let Err(error) = pushed {
                return (entries, Err(error));
            }
        }
        (entries, scanner.finish())
    }

    const TEXT: &str = r#"
        {"creator": {"log": {"entries": [0]}, "a": [1, -2.5e+3, null]},
         "log": {"pages": [{"entries": ["no"]}], "x\"y": "]}\\",
                 "entries": [ {"a": "}\"]", "b": [[{}]], "request": {"method": "POST", "url": "https://a.test/"}} , 7,"text\\", [] ,{"a":{}},true],
                 "entries": ["a second one"]},
         "log": {"entries": ["another log"]}}
    "#;

    #[test]
    fn finds_the_entries_whatever_the_slices() {
        let post = r#"{"a": "}\"]", "b": [[{}]], "request": {"method": "POST", "url": "https://a.test/"}}"#;
        let wanted = [post, "7", r#""text\\""#, "[]", "other", "true"];
        for size in [1, 2, 3, 7, 64, TEXT.len()] {
            let (entries, end) = read(TEXT, size);
            assert_eq!(entries, wanted, "in slices of {size}");
            assert_eq!(end, Ok(()));
        }
        assert_eq!(read(&format!("\u{feff}{TEXT}"), 1).0, wanted);
    }

    #[test]
    fn so_many_brackets_may_be_open_and_no_more() {
        // Behind three of `log`, `entries` and the entry.
        let nested = |depth: usize| format!("{{\"log\":{{\"entries\":[{}{}]}}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(&nested(125), 1000).1, Ok(()));
        let column = "{\"log\":{\"entries\":[".len() + 126;
        assert_eq!(read(&nested(126), 1000).1, Err(FileError::TooDeep { line: 1, column, most: 128 }));
        assert_eq!(read(&nested(100_000), 7).1, Err(FileError::TooDeep { line: 1, column, most: 128 }));
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
            let text = format!(r#"{{"log":{{"entries":[[{{"{long}":"{long}","b":1}}],"{long}",3]}}}}"#);
            let (entries, end) = read(&text, size);
            assert_eq!((entries.len(), end), (3, Ok(())), "{piece}");
            for (entry, strings) in entries.iter().zip([2, 1]) {
                let most = LONGEST_STRING + STEP;
                let length = entry.len().saturating_sub(14) / strings;
                assert!((LONGEST_STRING - kept - 12..=most).contains(&length), "{piece}: {length}");
                assert!(serde_json::from_str::<serde::de::IgnoredAny>(entry).is_ok(), "{piece}");
            }
            assert!(entries[0].ends_with(r#"","b":1}]"#) && entries[1].ends_with('"'));
            assert_eq!(entries[2], "3");
        }
    }

    #[test]
    fn an_entry_beyond_all_size_is_left_out() {
        let many = format!("\"{}\",", "x".repeat(1 << 20)).repeat(super::super::kept::LARGEST_ENTRY >> 20);
        let (entries, end) = read(&format!(r#"{{"log":{{"entries":[[{many}1],2]}}}}"#), STEP);
        assert_eq!((entries.iter().map(String::as_str).collect::<Vec<_>>(), end), (vec!["too large", "2"], Ok(())));
    }
}
