//! In: the text of a value and its kind. Out: a sketch that may be shown, and where in it the flaws stand.
//!
//! The sketch holds the public prefix of the value's kind, the characters that do not belong, and `…` for everything
//! else, so that `"4%2F0AEXAMPLE"` becomes `"4%2F…"`. It never holds a letter or a digit of the hidden part.

use super::shape::{self, Flaw, FlawKind, ValueKind};
use crate::report::Range;

/// The sketch of `text`, and its flaws with their ranges in the sketch.
pub(super) fn draw(text: &str, kind: ValueKind) -> (String, Vec<Flaw>) {
    if kind == ValueKind::Nothing {
        return (shape::core(text).to_owned(), Vec::new());
    }
    let mut pen = Pen::default();
    let core = shape::core(text);
    let start = core.as_ptr() as usize - text.as_ptr() as usize;
    let (before, after) = (&text[..start], &text[start + core.len()..]);
    pen.odd(before);
    let prompt = ["$ ", "> "].into_iter().find(|prompt| core.starts_with(prompt));
    if let Some(prompt) = prompt {
        pen.flaw(FlawKind::ShellPrompt, prompt);
    }
    let core = &core[prompt.map_or(0, str::len)..];
    let prefix = public_prefix(core, kind);
    pen.shown(&core[..prefix]);
    pen.body(&core[prefix..]);
    pen.odd(after);
    (pen.sketch, pen.flaws)
}

/// A value that is drawn as `sketch` is, as far as one can be told: the oddities as they were, `hidden` for the first stretch that is
/// hidden, and a letter for each other one.
pub(super) fn undrawn(sketch: &str, hidden: &str) -> String {
    let mut text = sketch.replacen('…', hidden, 1).replace('…', "x");
    for (letter, shown) in SHOWN {
        text = text.replace(shown, letter);
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("\\u{") {
        out.push_str(before);
        let (digits, end) = after.split_once('}').unwrap_or((after, ""));
        match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).filter(|letter| is_invisible(*letter)) {
            Some(letter) => {
                out.push(letter);
                rest = end;
            }
            None => {
                out.push_str("\\u{");
                rest = after;
            }
        }
    }
    out + rest
}

/// The oddities that are shown as another letter.
const SHOWN: [(&str, &str); 5] = [(" ", "␠"), ("\t", "⇥"), ("\n", "⏎"), ("\r", "␍"), ("\u{feff}", "⟨BOM⟩")];

/// The beginnings that are the same for every value of a kind.
const PREFIXES: [&str; 7] = ["ya29.", "1//", "1/", "4/", "GOCSPX-", "AIza", "eyJ"];

/// Enough to see what is wrong; a value made of nothing but oddities is not drawn in full.
const MOST_FLAWS: usize = 8;

fn public_prefix(core: &str, kind: ValueKind) -> usize {
    match kind {
        // Any other scheme may be part of the value.
        ValueKind::Url => ["https://", "http://"]
            .into_iter()
            .find(|scheme| core.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
            .map_or(0, str::len),
        ValueKind::Placeholder
        | ValueKind::SerializedObject
        | ValueKind::CredentialFile
        | ValueKind::FilePath
        | ValueKind::Path => 0,
        _ => {
            let lengths = PREFIXES.iter().filter(|prefix| core.starts_with(**prefix)).map(|prefix| prefix.len());
            // `4%2F…` begins like a code whose slash is still encoded: the digit is as public as the slash.
            lengths.max().unwrap_or(usize::from(core.starts_with("4%") || core.starts_with("1%")))
        }
    }
}

#[derive(Default)]
struct Pen {
    sketch: String,
    letters: u32,
    flaws: Vec<Flaw>,
}

impl Pen {
    fn shown(&mut self, text: &str) {
        self.sketch.push_str(text);
        self.letters += u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    }

    fn hidden(&mut self) {
        if !self.sketch.ends_with('…') {
            self.shown("…");
        }
    }

    fn flaw(&mut self, kind: FlawKind, text: &str) {
        if self.flaws.len() >= MOST_FLAWS {
            return self.hidden();
        }
        let start = self.letters;
        self.shown(text);
        let end = self.letters;
        match self.flaws.last_mut() {
            Some(last) if last.kind == kind && last.range.end == start => last.range.end = end,
            _ => self.flaws.push(Flaw { kind, range: Range { start, end } }),
        }
    }

    /// Draws what clings to a value: blanks, line breaks, quotation marks, a byte order mark.
    fn odd(&mut self, text: &str) {
        for letter in text.chars() {
            self.letter(letter);
        }
    }

    fn body(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            // Nothing more is drawn than that there is more.
            if self.flaws.len() >= MOST_FLAWS && at < bytes.len() {
                return self.hidden();
            }
            let plain = bytes[at..].iter().take_while(|byte| PLAIN[usize::from(**byte)]).count();
            if plain > 0 {
                self.hidden();
                at += plain;
            }
            let Some(letter) = text[at..].chars().next() else { return };
            if let Some(length) = visible_escape(bytes, at) {
                self.flaw(FlawKind::PercentEscape, &text[at..at + length]);
                at += length;
            } else {
                self.letter(letter);
                at += letter.len_utf8();
            }
        }
    }

    fn letter(&mut self, letter: char) {
        match letter {
            ' ' => self.flaw(FlawKind::Blank, "␠"),
            '\t' => self.flaw(FlawKind::Blank, "⇥"),
            '\n' => self.flaw(FlawKind::LineBreak, "⏎"),
            '\r' => self.flaw(FlawKind::LineBreak, "␍"),
            '\u{feff}' => self.flaw(FlawKind::ByteOrderMark, "⟨BOM⟩"),
            '"' | '\'' | '`' => self.flaw(FlawKind::Quote, letter.encode_utf8(&mut [0; 4])),
            '&' | '{' | '}' | '<' | '>' | '\\' | '$' | ',' | ';' | '#' | '?' => {
                self.flaw(FlawKind::Punctuation, letter.encode_utf8(&mut [0; 4]));
            }
            _ if letter.is_whitespace() => self.flaw(FlawKind::Blank, "␠"),
            _ if is_invisible(letter) => self.flaw(FlawKind::Invisible, &letter.escape_unicode().to_string()),
            _ => self.hidden(),
        }
    }
}

/// The letters of nearly all values.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        plain[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/' | b'+' | b'=' | b':');
        byte += 1;
    }
    plain
};

/// The length of the escape at `at` when it stands for punctuation or a blank, however often it was encoded. An escaped
/// letter or digit stays hidden: it is part of the secret.
fn visible_escape(bytes: &[u8], at: usize) -> Option<usize> {
    let mut length = 3;
    let mut byte = shape::escape_at(bytes, at)?;
    while byte == b'%' {
        let [high, low] = bytes.get(at + length..at + length + 2)? else { return None };
        byte = shape::escape_at(&[b'%', *high, *low], 0)?;
        length += 2;
    }
    (byte.is_ascii() && !byte.is_ascii_alphanumeric()).then_some(length)
}

/// Control, zero-width and bidirectional characters: what misleads a reader without being seen.
pub(crate) fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;
    use proptest::prelude::*;

    fn sketch(text: &str) -> String {
        Shape::of(text).sketch
    }

    #[test]
    fn shows_prefix_and_flaws_alone() {
        assert_eq!(sketch("4/0AEXAMPLE"), "4/…");
        assert_eq!(sketch("4%2F0AEXAMPLE"), "4%2F…");
        assert_eq!(sketch("4%252F0AEXAMPLE"), "4%252F…");
        assert_eq!(sketch("\"1//0gEXAMPLE\"\n"), "\"1//…\"⏎");
        assert_eq!(sketch("4/0AEXAMPLE&scope=openid"), "4/…&…");
        assert_eq!(sketch("${REFRESH_TOKEN}"), "${…}");
        assert_eq!(sketch("undefined"), "undefined");
        assert_eq!(sketch("https://app.example.test/?code=4/0AEXAMPLE&state=x"), "https://…?…&…");
        assert_eq!(sketch("customer.app://x"), "…");
        assert_eq!(sketch("ab%41cd"), "…");
        assert_eq!(sketch(""), "");
    }

    #[test]
    fn points_to_the_flaw() {
        let shape = Shape::of("4%2F0AEXAMPLE\n");
        let flaws: Vec<_> = shape.flaws.iter().map(|flaw| (flaw.kind, flaw.range.start, flaw.range.end)).collect();
        assert_eq!(flaws, [(FlawKind::PercentEscape, 1, 4), (FlawKind::LineBreak, 5, 6)]);
    }

    proptest! {
        #[test]
        fn never_shows_a_hidden_letter(secret in "[a-zA-Z0-9_-]{8,40}", noise in "[ \"'\n&%]{0,3}") {
            let sketch = sketch(&format!("4/{secret}{noise}"));
            prop_assert!(!sketch.contains(&secret[..2]), "{sketch}");
            prop_assert!(sketch.starts_with("4/…"));
        }

        #[test]
        fn ranges_lie_in_the_sketch(text in any::<String>()) {
            let shape = Shape::of(&text);
            let letters = u32::try_from(shape.sketch.chars().count()).unwrap();
            for flaw in &shape.flaws {
                prop_assert!(flaw.range.start < flaw.range.end && flaw.range.end <= letters);
            }
        }
    }
}
