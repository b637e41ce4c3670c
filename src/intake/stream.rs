//! In: an input of any kind and size, in slices of bytes. Out: what it holds as [`Evidence`], as soon as it is known.
//!
//! HAR files and free text are read as they come, in bounded memory; every other form is kept until it ends, up to
//! [`LARGEST`]. Nothing is decompressed here: the caller's platform does that.

use super::{
    Evidence, Unreadable,
    detect::{self, Form, START, detect},
    text,
};
use crate::{
    har::{self, FileError},
    sighting::Sighting,
};
use zeroize::Zeroize;

/// How large an input may be that is read as a whole, in bytes.
pub const LARGEST: usize = 64 << 20;

/// Reads an input that comes in slices.
pub struct Stream {
    name: Option<String>,
    door: Door,
}

enum Door {
    /// So little was read that the form is not known.
    Unknown(Bytes),
    Har(Box<Har>),
    Text(Box<Text>),
    Whole(Form, Bytes),
}

impl Stream {
    /// A reader for the input that is shown as `name`, such as `server.log`. Its form is found out.
    pub fn new(name: Option<String>) -> Self {
        Self { name, door: Door::Unknown(Bytes::default()) }
    }

    /// A reader for the input that is shown as `name`, which is of this form.
    pub fn of(form: Form, name: Option<String>) -> Self {
        let door = Door::of(form, name.clone());
        Self { name, door }
    }

    /// The input's form, once it is known.
    pub fn form(&self) -> Option<Form> {
        match &self.door {
            Door::Unknown(_) => None,
            Door::Har(_) => Some(Form::Har),
            Door::Text(_) => Some(Form::Text),
            Door::Whole(form, _) => Some(*form),
        }
    }

    /// Takes the next slice; `take` gets each piece that is complete.
    ///
    /// # Errors
    /// When the input stops being what it looks like. What came before has been handed over.
    pub fn push(&mut self, slice: &[u8], take: &mut dyn FnMut(Evidence)) -> Result<(), Unreadable> {
        if let Door::Unknown(start) = &mut self.door {
            start.0.extend_from_slice(slice);
            return if start.0.len() < START { Ok(()) } else { self.begin(take) };
        }
        let name = self.name.clone();
        let mut take = named(name.as_deref(), take);
        match &mut self.door {
            Door::Unknown(_) => Ok(()),
            Door::Har(har) => har.push(slice, &mut take),
            Door::Text(text) => {
                text.push(slice, &mut take);
                Ok(())
            }
            Door::Whole(_, bytes) if bytes.0.len() + slice.len() <= LARGEST => {
                bytes.0.extend_from_slice(slice);
                Ok(())
            }
            // Lines of JSON are a log, and a log may have any size.
            Door::Whole(Form::Json, bytes) => {
                let mut text = Box::new(Text::new(name.clone()));
                text.push(&bytes.0, &mut take);
                text.push(slice, &mut take);
                self.door = Door::Text(text);
                Ok(())
            }
            Door::Whole(..) => Err(Unreadable::new(1, format!("at most {} MiB of it", LARGEST >> 20))),
        }
    }

    /// Ends the input; `take` gets what was still open. Out: the form that it was read as.
    ///
    /// # Errors
    /// When the input is not of its form.
    pub fn finish(mut self, take: &mut dyn FnMut(Evidence)) -> Result<Form, Unreadable> {
        if matches!(self.door, Door::Unknown(_)) {
            self.begin(take)?;
        }
        let mut take = named(self.name.as_deref(), take);
        match self.door {
            Door::Unknown(_) => Ok(Form::Text),
            Door::Har(har) => har.finish(&mut take).map(|()| Form::Har),
            Door::Text(text) => {
                text.finish(&mut take);
                Ok(Form::Text)
            }
            Door::Whole(Form::Json, bytes) if !is_one_value(&bytes.0) => {
                let mut text = Text::new(self.name.clone());
                text.push(&bytes.0, &mut take);
                text.finish(&mut take);
                Ok(Form::Text)
            }
            Door::Whole(form, bytes) => {
                let text = String::from_utf8_lossy(&bytes.0);
                detect::read(&text, Some(form), None)?.into_iter().for_each(take);
                Ok(form)
            }
        }
    }

    /// Finds the form out and reads what has come so far.
    fn begin(&mut self, take: &mut dyn FnMut(Evidence)) -> Result<(), Unreadable> {
        let Door::Unknown(start) = std::mem::replace(&mut self.door, Door::Unknown(Bytes::default())) else {
            return Ok(());
        };
        if start.0.iter().all(|byte| byte.is_ascii_whitespace() || MARK.contains(byte)) {
            return Err(Unreadable::new(1, "a HAR file, an HTTP exchange, a command or a log, and the input is empty"));
        }
        let form = detect(&start.0);
        if matches!(form, Form::Gzip | Form::Zlib | Form::Binary) {
            return detect::read("", Some(form), None).map(|_| ());
        }
        self.door = Door::of(form, self.name.clone());
        self.push(&start.0, take)
    }
}

impl Door {
    fn of(form: Form, name: Option<String>) -> Self {
        match form {
            Form::Har => Self::Har(Box::default()),
            Form::Text => Self::Text(Box::new(Text::new(name))),
            form => Self::Whole(form, Bytes::default()),
        }
    }
}

/// Bytes that may hold secrets.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Drop for Bytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[derive(Default)]
struct Har {
    reader: har::Reader,
    entries: usize,
    odd: usize,
    first_odd: usize,
    /// True when the file is no JSON any more; what was read before counts.
    is_over: bool,
}

impl Har {
    fn push(&mut self, slice: &[u8], take: &mut dyn FnMut(Evidence)) -> Result<(), Unreadable> {
        if self.is_over {
            return Ok(());
        }
        let Self { reader, entries, odd, first_odd, .. } = self;
        let pushed = reader.push(slice, &mut |entry| {
            *entries += 1;
            match entry {
                Ok(Some(entry)) => take(entry.into()),
                Ok(None) => {}
                Err(number) => {
                    *odd += 1;
                    *first_odd = if *first_odd == 0 { number } else { *first_odd };
                }
            }
        });
        pushed.or_else(|error| self.break_off(&error, take))
    }

    fn finish(mut self, take: &mut dyn FnMut(Evidence)) -> Result<(), Unreadable> {
        if !self.is_over
            && let Err(error) = std::mem::take(&mut self.reader).finish()
        {
            self.break_off(&error, take)?;
        }
        if self.odd > 0 {
            take(Evidence::Note(har::left_out(self.odd, self.entries, self.first_odd)));
        }
        Ok(())
    }

    /// What was read before the file broke off is worth explaining.
    fn break_off(&mut self, error: &FileError, take: &mut dyn FnMut(Evidence)) -> Result<(), Unreadable> {
        self.is_over = true;
        match error {
            FileError::Json { .. } | FileError::TooDeep { .. } if self.entries > self.odd => {
                take(Evidence::Note(har::broken_off(self.entries, error)));
                Ok(())
            }
            FileError::Json { line, .. } => Err(Unreadable::new(*line, "JSON")),
            other => Err(Unreadable::new(1, other.to_string().replace("expected ", ""))),
        }
    }
}

struct Text {
    reader: text::Reader,
    /// The beginning of a letter that a slice cut in two.
    rest: Bytes,
}

impl Text {
    fn new(name: Option<String>) -> Self {
        Self { reader: text::Reader::new(name), rest: Bytes::default() }
    }

    fn push(&mut self, slice: &[u8], take: &mut dyn FnMut(Evidence)) {
        let mut found = |sighting: Sighting| take(sighting.into());
        let mut slice = slice;
        if !self.rest.0.is_empty() {
            let missing = slice.iter().position(|byte| !is_continuation(*byte)).unwrap_or(slice.len());
            let (end, others) = slice.split_at(missing.min(3));
            self.rest.0.extend_from_slice(end);
            slice = others;
            if slice.is_empty() && whole_letters(&self.rest.0) < self.rest.0.len() {
                return;
            }
            self.reader.push(&String::from_utf8_lossy(&self.rest.0), &mut found);
            self.rest.0.zeroize();
        }
        let (whole, rest) = slice.split_at(whole_letters(slice));
        self.reader.push(&String::from_utf8_lossy(whole), &mut found);
        self.rest.0.extend_from_slice(rest);
    }

    fn finish(mut self, take: &mut dyn FnMut(Evidence)) {
        let mut found = |sighting: Sighting| take(sighting.into());
        self.reader.push(&String::from_utf8_lossy(&self.rest.0), &mut found);
        self.reader.finish(&mut found);
    }
}

/// Whether a text is one JSON value. Lines of JSON, as logs are written today, and what Node prints of an object are not.
fn is_one_value(bytes: &[u8]) -> bool {
    let json = bytes.strip_prefix(MARK).unwrap_or(bytes);
    serde_json::from_slice::<serde::de::IgnoredAny>(json).is_ok()
}

/// How many of `bytes` can be read without cutting a letter in two.
fn whole_letters(bytes: &[u8]) -> usize {
    let back = bytes.iter().rev().take(4).position(|byte| !is_continuation(*byte));
    match back.map(|back| bytes.len() - 1 - back) {
        Some(at) if std::str::from_utf8(&bytes[at..]).is_err_and(|error| error.error_len().is_none()) => at,
        _ => bytes.len(),
    }
}

fn is_continuation(byte: u8) -> bool {
    (0x80..0xc0).contains(&byte)
}

/// Gives each piece the input's name.
fn named<'a>(name: Option<&'a str>, take: &'a mut dyn FnMut(Evidence)) -> impl FnMut(Evidence) + 'a {
    move |mut piece| {
        if let Some(name) = name {
            piece.name(name);
        }
        take(piece);
    }
}

const MARK: &[u8] = "\u{feff}".as_bytes();

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8], size: usize) -> (Vec<Evidence>, Result<(), Unreadable>) {
        let mut stream = Stream::new(Some("an input".to_owned()));
        let mut found = Vec::new();
        for slice in input.chunks(size) {
            if let Err(error) = stream.push(slice, &mut |piece| found.push(piece)) {
                return (found, Err(error));
            }
        }
        let end = stream.finish(&mut |piece| found.push(piece));
        (found, end.map(|_| ()))
    }

    fn kinds(found: &[Evidence]) -> Vec<&'static str> {
        let kind = |piece: &Evidence| match piece {
            Evidence::Entry(entry) => {
                assert_eq!(entry.origin.as_ref().and_then(|origin| origin.input.as_deref()), Some("an input"));
                "entry"
            }
            Evidence::Sighting(_) => "sighting",
            Evidence::Credentials(_) => "credentials",
            Evidence::Note(_) => "note",
        };
        found.iter().map(kind).collect()
    }

    #[test]
    fn every_form_gives_the_same_in_slices_of_any_size() {
        let entry =
            r#"{"request":{"method":"POST","url":"https://oauth2.googleapis.com/token"},"response":{"status":400}}"#;
        let har = format!("\u{feff}{{\"log\":{{\"entries\":[{entry},7,{entry}]}}}}");
        let cases: [(&str, &[&str]); 4] = [
            (&har, &["entry", "entry", "note"]),
            (&har[..har.len() - 5], &["entry", "note", "note"]),
            ("POST https://oauth2.googleapis.com/token\n\na=b\n\n400\n\n{}\n", &["entry"]),
            ("größer ✓ as it is\nError: invalid_grant\n", &["sighting"]),
        ];
        for (input, wanted) in cases {
            for size in [1, 2, 5, input.len()] {
                let (found, end) = read(input.as_bytes(), size);
                assert_eq!((kinds(&found).as_slice(), end), (wanted, Ok(())), "{input:?} in slices of {size}");
            }
        }
    }

    #[test]
    fn a_text_of_several_slices_is_read_as_one() {
        let line = "größer ✓ 𝄞 as it is, and nothing else happens in this line\n";
        let text = line.repeat(2 * START / line.len()) + "Error: invalid_grant\n" + line;
        for size in [START / 3, START + 1] {
            let (found, end) = read(text.as_bytes(), size);
            assert_eq!((kinds(&found).as_slice(), end), (&["sighting"][..], Ok(())));
        }
    }

    #[test]
    fn letters_are_never_cut() {
        let text = "a ä ✓ 𝄞";
        for end in 0..=text.len() {
            let whole = whole_letters(&text.as_bytes()[..end]);
            assert!(text.is_char_boundary(whole) && end - whole < 4, "{end}: {whole}");
        }
        assert_eq!(whole_letters(b"ab\xff"), 3);
        assert_eq!(whole_letters(b"\x80\x80\x80\x80\x80"), 5);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_reason() {
        for (input, wanted) in [
            (&b" \n"[..], "the input is empty"),
            (b"\x1f\x8b\x08\x00", "binary"),
            (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
            (b"{\"log\": {]}", "JSON"),
            (b"{\"log\": {\"version\": 1}}", "log.entries"),
        ] {
            let error = read(input, 3).1.expect_err("it cannot be read").to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
