//! In: an input as bytes. Out: the [`Evidence`] in it, or a message that says what is wrong with it and where.
//!
//! HAR files and texts are streams of any size; whatever is written by hand is read whole. What each piece means is judged
//! elsewhere.

use super::{open::Input, print::reason};
use clap::ValueEnum;
use grantlens::{
    har::{self, FileError},
    intake::{
        Evidence,
        detect::{self, Form as Found},
        text::{self, Extent},
    },
    recorder::Recorder,
    report::{Note, SessionSource},
};
use std::{
    borrow::Cow,
    io::{BufRead, Cursor, Read},
};

/// What a file holds.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Find out
    #[default]
    Auto,
    /// A HAR file, of any size
    Har,
    /// HTTP exchanges written as text: request, empty line, body, and the same for the answer; or what a client prints of them
    Http,
    /// A command or a call that sends a request (curl, wget, HTTPie, PowerShell, fetch), with what it printed
    Curl,
    /// A log, a stack trace or another text that tells of a failure
    Text,
}

/// How an input was read.
pub struct Done {
    /// What it is.
    pub source: SessionSource,
    /// Where it breaks off, when something was read before that place.
    pub damage: Option<String>,
}

impl Done {
    fn whole(source: SessionSource) -> Self {
        Self { source, damage: None }
    }
}

/// Reads `input` and hands each piece to `take`.
pub fn read(input: Input<'_>, form: Form, take: &mut dyn FnMut(Evidence)) -> Result<Done, String> {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || MARK.contains(byte);
    if input.start.len() < detect::START && input.start.iter().all(is_blank) && form != Form::Text {
        return Err(format!("it is empty; expected {EXPECTED}"));
    }
    match form.or_find(&input.start) {
        Found::Har => read_har(input.bytes(), take),
        Found::Text => read_free_text(input.bytes(), take),
        Found::Json => read_json(input, take),
        Found::Gzip | Found::Zlib | Found::Binary => Err(format!("it is binary data; expected {EXPECTED}")),
        form => read_whole(input.bytes(), form, take),
    }
}

/// Reads a text that is at hand into a session of its own.
pub fn read_text(text: Vec<u8>, form: Form, key: [u8; 32]) -> Result<Recorder, String> {
    let input = Input { name: String::new(), shown: None, start: text, rest: Box::new(std::io::empty()) };
    let mut recorder = Recorder::new(key, SessionSource::Text);
    let done = recorder.judge_at_once(|recorder| {
        read(input, form, &mut |piece| {
            recorder.take(&piece);
        })
    })?;
    recorder.set_source(done.source);
    Ok(recorder)
}

impl Form {
    /// Whether a log is what was asked for, or nothing in particular.
    pub fn is_followed(self) -> bool {
        matches!(self, Self::Auto | Self::Text)
    }

    /// The form that was asked for or, with `auto`, the form of an input that begins with `start`.
    fn or_find(self, start: &[u8]) -> Found {
        match self {
            Self::Auto => detect::detect(start),
            Self::Har => Found::Har,
            Self::Http => Found::Http,
            Self::Curl => Found::Curl,
            Self::Text => Found::Text,
        }
    }
}

/// Reads a log or another text of any size.
fn read_free_text(mut reader: impl BufRead, take: &mut dyn FnMut(Evidence)) -> Result<Done, String> {
    let mut texts = text::Reader::new(None);
    let mut found = |sighting| take(Evidence::from(sighting));
    let mut letters = Letters::default();
    let mut is_begun = false;
    let damage = loop {
        let count = match reader.fill_buf() {
            Ok([]) => break None,
            Ok(slice) => {
                is_begun = true;
                letters.push(slice, |text| texts.push(text, &mut found));
                slice.len()
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => 0,
            // What was read before the text broke off is worth explaining.
            Err(error) if is_begun => break Some(reason(&error)),
            Err(error) => return Err(reason(&error)),
        };
        reader.consume(count);
    };
    letters.finish(|text| texts.push(text, &mut found));
    let Extent { lines, cut } = texts.finish(&mut found);
    if let Some(damage) = &damage {
        let text = format!("The input is damaged: {damage}. What stands up to line {lines} was read.");
        take(Evidence::Note(Note { id: "file-cut-off".to_owned(), text }));
    }
    if cut > 0 {
        let lines = if cut == 1 { "1 line is".to_owned() } else { format!("{cut} lines are") };
        let text = format!("{lines} so long that what stands across a cut was not seen.");
        take(Evidence::Note(Note { id: "lines-cut".to_owned(), text }));
    }
    let damage = damage.map(|damage| format!("{damage}; what stands up to line {lines} was read"));
    Ok(Done { source: SessionSource::Text, damage })
}

/// Makes text of bytes that come in slices, without cutting a letter in two.
#[derive(Default)]
pub struct Letters {
    held: Vec<u8>,
}

impl Letters {
    /// Takes the next slice; `take` gets the text that is whole.
    pub fn push(&mut self, slice: &[u8], take: impl FnOnce(&str)) {
        self.held.extend_from_slice(slice);
        let whole = whole_letters(&self.held);
        take(&text_of(&self.held[..whole]));
        self.held.drain(..whole);
    }

    /// Ends the text; `take` gets what was still held back.
    pub fn finish(self, take: impl FnOnce(&str)) {
        take(&String::from_utf8_lossy(&self.held));
    }
}

/// The text of `bytes`. Nearly all are UTF-8, which is found out faster than it is mended.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// How many of `bytes` can be read without cutting a letter in two.
fn whole_letters(bytes: &[u8]) -> usize {
    let starts = bytes.iter().rev().take(4).position(|byte| !(0x80..0xc0).contains(byte));
    match starts.map(|back| bytes.len() - 1 - back) {
        Some(at) if std::str::from_utf8(&bytes[at..]).is_err_and(|error| error.error_len().is_none()) => at,
        _ => bytes.len(),
    }
}

fn read_har(reader: impl BufRead, take: &mut dyn FnMut(Evidence)) -> Result<Done, String> {
    let mut entries = 0;
    let mut odd = Vec::new();
    let read = har::read_file(reader, |entry| {
        entries += 1;
        match entry {
            Ok(Some(entry)) => take(entry.into()),
            Ok(None) => {}
            Err(number) => odd.push(number),
        }
    });
    if let Some(first) = odd.first() {
        take(Evidence::Note(har::left_out(odd.len(), entries, *first)));
    }
    let mut done = Done::whole(SessionSource::Har);
    match read {
        Ok(()) => {}
        // What was read before the file broke off is worth explaining.
        Err(error @ (FileError::Json { .. } | FileError::TooDeep { .. } | FileError::Io(_))) if entries > odd.len() => {
            take(Evidence::Note(har::broken_off(entries, &error)));
            done.damage = Some(format!("{error}; {} read", har::before(entries)));
        }
        Err(error) => return Err(error.to_string()),
    }
    Ok(done)
}

/// Reads one JSON value whole. Lines of JSON, as logs are written today, and what Node prints of an object are text of any
/// size.
fn read_json(input: Input<'_>, take: &mut dyn FnMut(Evidence)) -> Result<Done, String> {
    let mut bytes = Vec::new();
    let mut reader = input.bytes();
    reader.by_ref().take(LARGEST_WHOLE).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    let json = bytes.strip_prefix(MARK).unwrap_or(&bytes);
    let mut values = serde_json::Deserializer::from_slice(json).into_iter::<serde::de::IgnoredAny>();
    let first = values.next();
    let is_one_value = matches!(first, Some(Ok(_))) && json[values.byte_offset()..].trim_ascii().is_empty();
    let all = Cursor::new(&bytes).chain(reader);
    if is_one_value {
        return read_whole(all, Found::Json, take);
    }
    let mut count = 0;
    let done = read_free_text(all, &mut |piece| {
        count += 1;
        take(piece);
    })?;
    match first {
        Some(Err(error)) if count == 0 => {
            let (line, column, cut_off) = (error.line(), error.column(), error.is_eof());
            Err(FileError::Json { line, column, cut_off }.to_string())
        }
        _ => Ok(done),
    }
}

fn read_whole(reader: impl Read, form: Found, take: &mut dyn FnMut(Evidence)) -> Result<Done, String> {
    let mut bytes = Vec::new();
    reader.take(LARGEST_WHOLE + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > LARGEST_WHOLE {
        let most = LARGEST_WHOLE >> 20;
        return Err(format!(
            "it is larger than {most} MiB; a HAR file or a log may have any size (`--input har|text`)"
        ));
    }
    let text = String::from_utf8_lossy(&bytes);
    for piece in detect::read(&text, Some(form), None).map_err(|error| error.to_string())? {
        take(piece);
    }
    let is_exchange = matches!(form, Found::Http | Found::Curl);
    Ok(Done::whole(if is_exchange { SessionSource::Http } else { SessionSource::Text }))
}

/// What is written by hand is read whole up to here, in bytes.
const LARGEST_WHOLE: u64 = 64 << 20;

/// The UTF-8 byte order mark.
const MARK: &[u8] = "\u{feff}".as_bytes();

const EXPECTED: &str = "a HAR file, an HTTP exchange, a command or a log";
