//! In: a file or standard input. Out: a [`Recorder`] that has seen its exchanges, or a message that says what is wrong
//! with the file and where.

use clap::ValueEnum;
use grantlens::{
    har::{self, FileError},
    intake::{
        detect::{self, Form as Found},
        text,
    },
    recorder::Recorder,
    report::SessionSource,
};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

/// What a file holds.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Find out
    #[default]
    Auto,
    /// A HAR file, of any size
    Har,
    /// HTTP exchanges written as text: request, empty line, body, and the same for the answer
    Http,
    /// A log, a stack trace or another text that tells of a failure
    Text,
}

/// Texts are read whole up to here, in bytes; HAR files are streamed.
const LARGEST_TEXT: u64 = 64 << 20;

/// Logs are read in slices of so many bytes.
const SLICE: usize = 1 << 16;

/// Opens `file`; `-` is standard input.
pub fn open(file: &Path) -> Result<BufReader<Box<dyn Read>>, String> {
    let reader: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|error| format!("{}: {error}", file.display()))?)
    };
    Ok(BufReader::with_capacity(SLICE, reader))
}

/// Reads `file`; `key` is the session's random key.
pub fn read(file: &Path, form: Form, key: [u8; 32]) -> Result<Recorder, String> {
    let name = if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() };
    let wrong = |text: String| format!("{name}: {text}");
    let mut reader = open(file)?;
    let start = reader.fill_buf().map_err(|error| wrong(error.to_string()))?;
    if start.iter().all(|byte| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte)) && form != Form::Text {
        return Err(wrong("the input is empty; expected a HAR file, an HTTP exchange, a command or a log".to_owned()));
    }
    let form = form.or_find(start);
    let shown = file.file_name().filter(|_| file.as_os_str() != "-").map(|name| name.to_string_lossy().into_owned());
    match form {
        Found::Har | Found::Json => read_har(reader, key).map_err(wrong),
        Found::Text => read_free_text(reader, shown, key).map_err(wrong),
        form => read_whole(reader, form, shown.as_deref(), key).map_err(wrong),
    }
}

/// Reads a text that is at hand; `form` says what it holds.
pub fn read_text(text: &[u8], form: Form, key: [u8; 32]) -> Result<Recorder, String> {
    match form.or_find(text) {
        Found::Har => read_har(text, key),
        Found::Text | Found::Json => read_free_text(text, None, key),
        form => read_whole(text, form, None, key),
    }
}

impl Form {
    /// The form that was asked for or, with `auto`, the form of an input that begins with `start`.
    fn or_find(self, start: &[u8]) -> Found {
        match self {
            Self::Auto => detect::detect(start),
            Self::Har => Found::Har,
            Self::Http => Found::Http,
            Self::Text => Found::Text,
        }
    }
}

/// Reads a log or another text of any size; `input` is the name to show for it.
fn read_free_text(mut reader: impl Read, input: Option<String>, key: [u8; 32]) -> Result<Recorder, String> {
    let mut recorder = Recorder::new(key, SessionSource::Text);
    let mut texts = text::Reader::new(input);
    let mut found = |sighting| {
        recorder.observe_sighting(&sighting);
    };
    let mut bytes = vec![0; SLICE];
    let mut held = 0;
    loop {
        let count = reader.read(&mut bytes[held..]).map_err(|error| error.to_string())?;
        let filled = held + count;
        let whole = if count == 0 { filled } else { whole_letters(&bytes[..filled]) };
        texts.push(&String::from_utf8_lossy(&bytes[..whole]), &mut found);
        bytes.copy_within(whole..filled, 0);
        held = filled - whole;
        if count == 0 {
            break;
        }
    }
    texts.finish(&mut found);
    Ok(recorder)
}

/// How many of `bytes` can be read without cutting a letter in two.
fn whole_letters(bytes: &[u8]) -> usize {
    let starts = bytes.iter().rev().take(4).position(|byte| !(0x80..0xc0).contains(byte));
    match starts.map(|back| bytes.len() - 1 - back) {
        Some(at) if std::str::from_utf8(&bytes[at..]).is_err_and(|error| error.error_len().is_none()) => at,
        _ => bytes.len(),
    }
}

fn read_har(reader: impl Read, key: [u8; 32]) -> Result<Recorder, String> {
    let mut recorder = Recorder::new(key, SessionSource::Har);
    let mut entries = 0;
    let mut odd = Vec::new();
    let read = har::read_file(reader, |entry| {
        entries += 1;
        match entry {
            Ok(entry) => drop(recorder.observe(&entry)),
            Err(number) => odd.push(number),
        }
    });
    if let Some(first) = odd.first() {
        let note = har::left_out(odd.len(), entries, *first);
        recorder.note(&note.id, &note.text);
    }
    match read {
        Ok(()) => Ok(recorder),
        // What was read before the file broke off is worth explaining.
        Err(error @ FileError::Json { .. }) if !recorder.findings().is_empty() => {
            eprintln!("grantlens: {error}; {entries} entries before it were read");
            recorder
                .note("file-cut-off", &format!("The file is damaged: {error}. {entries} entries before it were read."));
            Ok(recorder)
        }
        Err(error) => Err(format!("{error} ({entries} entries were read before it)")),
    }
}

fn read_whole(reader: impl Read, form: Found, name: Option<&str>, key: [u8; 32]) -> Result<Recorder, String> {
    let mut bytes = Vec::new();
    reader.take(LARGEST_TEXT + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST_TEXT {
        let most = LARGEST_TEXT >> 20;
        return Err(format!("the text is larger than {most} MiB; a HAR file or a log may have any size"));
    }
    let mut recorder = Recorder::new(key, SessionSource::Http);
    let text = String::from_utf8_lossy(&bytes);
    for piece in detect::read(&text, Some(form), name).map_err(|error| error.to_string())? {
        recorder.take(&piece);
    }
    Ok(recorder)
}
