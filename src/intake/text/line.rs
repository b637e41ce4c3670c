//! In: a text in slices. Out: [`Line`] values: each line as people read it, without colours, quote marks of e-mail, carriage
//! returns and character references; and in pieces where it is very long.
//!
//! Lines may hold credentials, so they are overwritten when they are dropped.

use super::sieve;
use crate::{
    exchange::{hearsay::quoted, texts},
    library::Signs,
    time,
};
use zeroize::Zeroizing;

/// A line, or a piece of a very long one.
pub(super) struct Line {
    /// Where it stands.
    pub at: Place,
    /// The text.
    pub text: Zeroizing<String>,
    /// True when it may tell of a failure.
    pub is_telling: bool,
    signs: Option<Signs>,
}

impl Line {
    /// The clock reading that it begins with.
    pub fn time(&self) -> Option<Time> {
        time_of(&self.text)
    }

    /// The signs of libraries in it.
    pub fn signs(&mut self) -> &Signs {
        self.signs.get_or_insert_with(|| Signs::of(&self.text))
    }
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The line's number, from 1.
    pub number: u32,
    /// How far down it is: a line that is indented, as those of a dump are, takes an eighth of the room of another.
    pub depth: u32,
}

/// What a line takes that is not indented.
pub(super) const STEP: u32 = 8;

/// A log line's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// Milliseconds since the epoch, as if the clock showed UTC where the line names no zone.
    pub millis: i64,
    /// True when the line names the zone.
    pub has_zone: bool,
}

/// Cuts a text into lines.
#[derive(Default)]
pub(super) struct Lines {
    rest: Zeroizing<String>,
    at: Place,
    /// True while the pieces of a long line come.
    is_inside: bool,
    /// How many lines were so long that they came in pieces.
    long: u32,
}

/// Lines are taken in pieces of so many bytes.
pub(super) const LONGEST: usize = 1 << 18;

/// A long line is cut where a word ends, if one does within so many bytes.
const SLACK: usize = 4096;

impl Lines {
    /// Takes the next slice; `take` gets each line that is complete.
    pub fn push(&mut self, mut chunk: &str, take: &mut dyn FnMut(Line)) {
        while let Some(end) = memchr::memchr(b'\n', chunk.as_bytes()) {
            self.add(&chunk[..end], take);
            self.end(take);
            chunk = &chunk[end + 1..];
        }
        self.add(chunk, take);
    }

    /// Ends the text. Out: how many lines were cut into pieces, and how many there were.
    pub fn finish(mut self, take: &mut dyn FnMut(Line)) -> (u32, u32) {
        if !self.rest.is_empty() {
            self.end(take);
        }
        (self.long, self.at.number)
    }

    fn add(&mut self, mut part: &str, take: &mut dyn FnMut(Line)) {
        while self.rest.len() + part.len() > LONGEST {
            let room = quoted::floor(part, LONGEST.saturating_sub(self.rest.len()));
            self.rest.push_str(&part[..room]);
            part = &part[room..];
            let from = quoted::floor(&self.rest, self.rest.len().saturating_sub(SLACK));
            let cut = self.rest[from..].rfind([' ', ',', '}']).map_or(self.rest.len(), |at| from + at + 1);
            let kept = Zeroizing::new(self.rest[cut..].to_owned());
            self.rest.truncate(cut);
            self.long += u32::from(!self.is_inside);
            let raw = std::mem::replace(&mut self.rest, kept);
            take(self.line(raw));
            self.is_inside = true;
        }
        self.rest.push_str(part);
    }

    fn end(&mut self, take: &mut dyn FnMut(Line)) {
        let raw = std::mem::take(&mut self.rest);
        take(self.line(raw));
        self.is_inside = false;
    }

    /// The line, or the next piece of it.
    fn line(&mut self, raw: Zeroizing<String>) -> Line {
        if self.is_inside {
            self.at.depth = self.at.depth.saturating_add(1);
        } else {
            self.at.pass(raw.as_bytes().first().copied().unwrap_or(b'\n'));
        }
        let text = readable(raw);
        let is_telling = sieve::is_telling(&text);
        Line { at: self.at, text, is_telling, signs: None }
    }

    /// True where a line begins.
    pub fn is_at_beginning(&self) -> bool {
        self.rest.is_empty() && !self.is_inside
    }

    /// Goes past whole `lines`, none of them longer than [`LONGEST`], of which nobody wants to know.
    pub fn skip(&mut self, lines: &str) {
        let bytes = lines.as_bytes();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            self.at.pass(bytes[start]);
            start = end + 1;
        }
    }
}

impl Place {
    /// Goes on to the next line, which begins with `first`.
    fn pass(&mut self, first: u8) {
        self.number = self.number.saturating_add(1);
        self.depth = self.depth.saturating_add(if INDENTS.contains(&first) { 1 } else { STEP });
    }
}

/// With these begin the lines of a dump.
const INDENTS: [u8; 5] = *b" \t}])";

/// The line without what is there for the eye or the transport alone.
fn readable(raw: Zeroizing<String>) -> Zeroizing<String> {
    let mut text = raw;
    if memchr::memchr2(0x1b, b'\r', text.as_bytes()).is_some() {
        text = Zeroizing::new(without_controls(&text));
    }
    if memchr::memchr(b'&', text.as_bytes()).is_some() && text.contains(';') {
        text = Zeroizing::new(texts::unescaped(&texts::unescaped(&text)));
    }
    if memchr::memchr(0xe2, text.as_bytes()).is_some() && text.contains(['“', '”']) {
        text = Zeroizing::new(text.replace(['“', '”'], "\""));
    }
    if text.starts_with('>') {
        text = Zeroizing::new(text.trim_start_matches(['>', ' ']).to_owned());
    }
    text
}

/// The text without carriage returns and without ANSI control sequences.
fn without_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {}
            '\u{1b}' => {
                if letters.next_if_eq(&'[').is_some() {
                    while letters.next_if(|next| !next.is_ascii_alphabetic()).is_some() {}
                    letters.next();
                }
            }
            _ => out.push(letter),
        }
    }
    out
}

/// The date and time that stands in the first letters of a line: `2026-01-05T10:00:00.250Z`, `2026/01/05 10:00:00`.
fn time_of(text: &str) -> Option<Time> {
    let head = &text[..quoted::floor(text, text.len().min(64))];
    let start = head.match_indices("20").map(|(at, _)| at).find(|at| {
        let before = head[..*at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric())
    })?;
    let bytes = head.as_bytes();
    let date = bytes.get(start..start + 19)?;
    let is_date =
        matches!(date[4], b'-' | b'/') && date[7] == date[4] && matches!(date[10], b'T' | b' ') && date[13] == b':';
    if !is_date {
        return None;
    }
    let (day, clock) = (head[start..].get(..10)?.replace('/', "-"), head[start..].get(11..19)?);
    let rest = &head[start + 19..];
    let fraction = rest.strip_prefix(['.', ',']).unwrap_or_default();
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let zone = if digits > 0 { &fraction[digits..] } else { rest };
    let length = match zone.as_bytes() {
        [b'Z', ..] => 1,
        [b'+' | b'-', _, _, b':', _, _, ..] => 6,
        [b'+' | b'-', a, b, c, d, ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()) => 5,
        _ => 0,
    };
    let fraction = if digits > 0 { &fraction[..digits] } else { "0" };
    let zone = if length > 0 { zone.get(..length)? } else { "Z" };
    let millis = time::from_rfc3339(&format!("{day}T{clock}.{fraction}{zone}"))?;
    Some(Time { millis, has_zone: length > 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(slices: &[&str]) -> (Vec<(u32, String)>, (u32, u32)) {
        let mut found = Vec::new();
        let mut take = |line: Line| found.push((line.at.number, line.text.to_string()));
        let mut lines = Lines::default();
        for slice in slices {
            lines.push(slice, &mut take);
        }
        let counts = lines.finish(&mut take);
        (found, counts)
    }

    #[test]
    fn lines_are_as_people_read_them() {
        let (found, _) = lines(&["\u{1b}[31m[auth]\u{1b}[0m a\r\n", "> it&amp;#39;s\n“b”"]);
        let wanted = ["[auth] a", "it's", "\"b\""];
        assert_eq!(found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn a_long_line_comes_in_pieces_under_one_number() {
        let long = "word ".repeat(LONGEST / 2);
        let (found, (cut, count)) = lines(&["a\n", &long, "\nb"]);
        assert_eq!((cut, count), (1, 3));
        assert!(found.iter().all(|(_, text)| text.len() <= LONGEST));
        assert_eq!(found.iter().map(|(_, text)| text.len()).sum::<usize>(), long.len() + 2);
        assert_eq!(found.last(), Some(&(3, "b".to_owned())));
    }

    #[test]
    fn reads_a_log_lines_time() {
        for (text, millis, has_zone) in [
            ("2026-01-05T10:00:00.250Z ERROR x", 1_767_607_200_250, true),
            ("[2026-01-05 10:00:00,250] INFO", 1_767_607_200_250, false),
            ("2026/01/05 10:00:00 x", 1_767_607_200_000, false),
            ("ts=2026-01-05T11:00:00+01:00 level", 1_767_607_200_000, true),
        ] {
            assert_eq!(time_of(text), Some(Time { millis, has_zone }), "{text}");
        }
        assert_eq!(time_of("2026 errors"), None);
    }
}
