//! In: the path of a file, or `-`. Out: [`Input`], its bytes as UTF-8, decompressed, with the names to use for it.
//!
//! Everything is a stream: memory does not grow with the file. What the bytes mean is not looked at here, but for what
//! tells encodings and compressions apart.

use super::{
    ahead::Ahead,
    print::reason,
    progress::{Counted, Progress},
    unpack::{Limited, Zip},
    utf16::{self, Utf16},
};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
pub use grantlens::intake::detect::START;
use grantlens::selfcheck;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, IsTerminal, Read},
    path::Path,
};

/// Enough to tell encodings and compressions apart, in bytes.
pub const FEW: usize = 4;

/// A file up to this size is read before a thread for it would have begun, in bytes.
const SMALL: u64 = 4 << 20;

/// How much is read at once, in bytes.
const SLICE: usize = 1 << 16;

/// An input that was opened.
pub struct Input<'a> {
    /// The name for messages: the path as it was given, or `standard input`.
    pub name: String,
    /// The name that may stand in a report: a file's without its folders. Absent for standard input.
    pub shown: Option<String>,
    /// Its beginning: as many bytes as were asked for, less only where the input ends.
    pub start: Vec<u8>,
    /// What follows on the beginning.
    pub rest: Box<dyn BufRead + 'a>,
}

impl<'a> Input<'a> {
    /// All bytes.
    pub fn bytes(self) -> impl BufRead + 'a {
        Cursor::new(self.start).chain(self.rest)
    }
}

/// How an input is read.
#[derive(Clone, Copy)]
pub struct Way {
    /// How many bytes are waited for before it is handed over: [`START`] to find out what it is, or [`FEW`] where what
    /// comes must be answered at once.
    pub look: usize,
    /// Whether a large file is read by a thread of its own, ahead of what is done with it.
    pub is_ahead: bool,
}

/// Opens `path` and hands each input in it to `take`: one, or as many as a zip archive has members. `number` is its place
/// on the command line, from 1.
///
/// # Errors
/// When it cannot be opened or read; the message names it.
pub fn open(
    path: &Path,
    number: usize,
    way: Way,
    progress: &Progress,
    take: &mut dyn FnMut(Input<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let is_standard = path.as_os_str() == "-";
    let name = if is_standard { "standard input".to_owned() } else { told(path, number) };
    let wrong = |error: &io::Error| format!("{name}: {}", reason(error));
    let size = std::fs::metadata(path).ok().filter(|found| found.is_file() && !is_standard).map(|found| found.len());
    let reader: Box<dyn BufRead> = if is_standard {
        if io::stdin().is_terminal() {
            progress.hint("reading standard input; Ctrl-D ends it");
        }
        buffered(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|error| wrong(&error))?;
        let is_large = size.is_some_and(|size| size > SMALL);
        if way.is_ahead && is_large { Box::new(Ahead::of(file)) } else { buffered(file) }
    };
    let shown = (!is_standard).then(|| shown(path, number));
    let counted = Counted::new(reader, progress.begin(number, &name, size));
    let read = counted.count();
    let look = way.look;
    let (start, rest) = begin(counted, look).map_err(|error| wrong(&error))?;
    let all = Cursor::new(start.clone()).chain(rest);
    let (start, rest): (_, Box<dyn BufRead + '_>) = match start.as_slice() {
        [0x1f, 0x8b, ..] => unpacked(Limited::new(MultiGzDecoder::new(all), read), look),
        [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => unpacked(Limited::new(ZlibDecoder::new(all), read), look),
        [b'P', b'K', 3, 4, ..] => return members(Zip::new(all, read), &name, shown.as_deref(), take),
        start => match foreign(start) {
            Some((format, command)) => {
                return Err(format!(
                    "{name}: this is compressed by {format}, which is not read; try `{command} -dc FILE | grantlens explain`"
                ));
            }
            None => begin(all, look).map(|(start, rest)| (start, Box::new(rest) as Box<dyn BufRead>)),
        },
    }
    .map_err(|error| wrong(&error))?;
    take(decoded(name, shown, start, rest))
}

fn buffered<'a>(reader: impl Read + 'a) -> Box<dyn BufRead + 'a> {
    Box::new(BufReader::with_capacity(SLICE, reader))
}

/// Hands over each member of an archive that may be a HAR file, a log or another text.
fn members<R: Read>(
    mut zip: Zip<R>,
    name: &str,
    shown: Option<&str>,
    take: &mut dyn FnMut(Input<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let wrong = |error: &io::Error| format!("{name}: {}", reason(error));
    let mut problems = Vec::new();
    let mut count = 0;
    while let Some(member) = zip.next_member().map_err(|error| wrong(&error))? {
        if !is_worth_reading(&member) {
            continue;
        }
        count += 1;
        let member = printable(&member);
        let file = Path::new(&member).file_name().map_or(member.clone(), |file| file.to_string_lossy().into_owned());
        let shown = shown.map(|shown| harmless(&format!("{shown}/{file}")).unwrap_or_else(|| shown.to_owned()));
        let name = format!("{name}/{}", harmless(&member).unwrap_or_else(|| format!("member {count}")));
        let taken = match begin(&mut zip, START) {
            Ok((start, rest)) => take(decoded(name, shown, start, buffered(rest))),
            Err(error) => Err(format!("{name}: {}", reason(&error))),
        };
        problems.extend(taken.err());
    }
    match (count, problems.len()) {
        (0, _) => Err(format!("{name}: the archive holds no HAR file, log or other text")),
        (_, 0) => Ok(()),
        _ => Err(problems.join("\ngrantlens: ")),
    }
}

/// Recordings keep bodies beside the HAR file, each under the hash of its content: they are no inputs of their own.
fn is_worth_reading(member: &str) -> bool {
    let (stem, ending) = member.rsplit_once('.').unwrap_or((member, ""));
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    let is_hash = stem.len() == 40 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
    let ending = ending.to_ascii_lowercase();
    !member.ends_with('/') && !member.starts_with("__MACOSX/") && !is_hash && TEXTS.contains(&ending.as_str())
}

const TEXTS: [&str; 10] = ["har", "json", "jsonl", "ndjson", "log", "txt", "http", "out", "err", "sh"];

fn decoded(name: String, shown: Option<String>, start: Vec<u8>, rest: Box<dyn BufRead + '_>) -> Input<'_> {
    let Some(order) = utf16::order(&start) else { return Input { name, shown, start, rest } };
    let look = start.len();
    let mut reader = Utf16::new(Cursor::new(start).chain(rest), order);
    // Decoding fails only where reading does, and what was read is kept for the next read to fail again.
    let start = fill(&mut reader, look).unwrap_or_default();
    Input { name, shown, start, rest: buffered(reader) }
}

/// The beginning of what `reader` gives, and the rest.
fn begin<R: Read>(mut reader: R, look: usize) -> io::Result<(Vec<u8>, R)> {
    Ok((fill(&mut reader, look)?, reader))
}

/// As [`begin`], of what `reader` unpacks: where it breaks off soon, what came before that is the beginning all the same.
fn unpacked<'a>(mut reader: impl Read + 'a, look: usize) -> io::Result<(Vec<u8>, Box<dyn BufRead + 'a>)> {
    let mut start = Vec::new();
    match reader.by_ref().take(look as u64).read_to_end(&mut start) {
        Err(error) if start.is_empty() => Err(error),
        Err(error) => Ok((start, buffered(Broken(Some(error))))),
        Ok(_) => Ok((start, buffered(reader))),
    }
}

/// What breaks off at once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The next `look` bytes, however small the slices in which they come.
fn fill(reader: &mut impl Read, look: usize) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.take(look as u64).read_to_end(&mut start)?;
    Ok(start)
}

/// Compressions that are recognised and not read, with the command that undoes them.
fn foreign(start: &[u8]) -> Option<(&'static str, &'static str)> {
    match start {
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(("zstd", "zstd")),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(("bzip2", "bzip2")),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(("xz", "xz")),
        [0x04, 0x22, 0x4d, 0x18, ..] => Some(("lz4", "lz4")),
        _ => None,
    }
}

/// The file's name without its folders; its place on the command line where the name itself may be a secret.
pub fn shown(path: &Path, number: usize) -> String {
    let name = path.file_name().map(|name| printable(&name.to_string_lossy()));
    name.and_then(|name| harmless(&name)).unwrap_or_else(|| format!("input {number}"))
}

/// The path as messages name it; the file's place on the command line where the path itself may hold a secret.
pub fn told(path: &Path, number: usize) -> String {
    harmless(&printable(&path.display().to_string())).unwrap_or_else(|| shown(path, number))
}

/// The name, unless it may be a secret.
fn harmless(name: &str) -> Option<String> {
    selfcheck::is_harmless_name(name).then(|| name.to_owned())
}

/// The text with whatever a terminal would act upon written out.
pub fn printable(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        // The second range turns the direction of what follows.
        if letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
        out
    })
}
