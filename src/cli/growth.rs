//! In: a log that is still being written: a file, or standard input. Out: [`News`], what was added to it, one piece at a time.
//!
//! A file is asked every tenth of a second, as `tail` does where the system has no notices. A file that was cut back is read
//! from its start, and one that was replaced (rotated) is read to its end before the new one. What is added is not looked at.

use super::print::reason;
use std::{
    fs::{File, Metadata},
    io::{self, ErrorKind, Read, Seek},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    thread,
    time::Duration,
};

/// What became of a log.
#[derive(Debug, PartialEq, Eq)]
pub enum News {
    /// These bytes were added.
    Bytes(Vec<u8>),
    /// Nothing was added for a tenth of a second.
    Quiet,
    /// What follows is another text: the file was cut back, or another one took its place. The reason is a sentence's rest.
    Anew(&'static str),
    /// Nothing more will come.
    End,
}

/// A log that grows.
pub enum Growth {
    /// A file.
    File(GrowingFile),
    /// A pipe, read by a thread of its own, because reading it waits.
    Pipe(Receiver<io::Result<Vec<u8>>>),
}

/// A file that grows.
pub struct GrowingFile {
    path: PathBuf,
    file: File,
    read: u64,
}

impl Growth {
    /// Opens `path`; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::pipe(io::stdin()));
        }
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        Ok(Self::File(GrowingFile { path: path.to_owned(), file, read: 0 }))
    }

    fn pipe(mut input: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = sync_channel(MOST_WAITING);
        thread::spawn(move || {
            loop {
                let mut bytes = vec![0; SLICE];
                let read = input.read(&mut bytes).map(|count| {
                    bytes.truncate(count);
                    bytes
                });
                let is_last = read.as_ref().map_or_else(|error| error.kind() != ErrorKind::Interrupted, Vec::is_empty);
                if sender.send(read).is_err() || is_last {
                    return;
                }
            }
        });
        Self::Pipe(receiver)
    }

    /// Waits for what comes next.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn next(&mut self) -> Result<News, String> {
        match self {
            Self::File(file) => file.next().map_err(|error| reason(&error)),
            Self::Pipe(receiver) => match receiver.recv_timeout(PAUSE) {
                Ok(Ok(bytes)) if bytes.is_empty() => Ok(News::End),
                Ok(Ok(bytes)) => Ok(News::Bytes(bytes)),
                Ok(Err(error)) if error.kind() == ErrorKind::Interrupted => Ok(News::Quiet),
                Ok(Err(error)) => Err(reason(&error)),
                Err(RecvTimeoutError::Timeout) => Ok(News::Quiet),
                Err(RecvTimeoutError::Disconnected) => Ok(News::End),
            },
        }
    }
}

impl GrowingFile {
    fn next(&mut self) -> io::Result<News> {
        let mut bytes = vec![0; SLICE];
        let count = match self.file.read(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(News::Quiet),
            read => read?,
        };
        if count > 0 {
            self.read += count as u64;
            bytes.truncate(count);
            return Ok(News::Bytes(bytes));
        }
        let own = self.file.metadata()?;
        if own.is_file() && own.len() < self.read {
            self.file.rewind()?;
            self.read = 0;
            return Ok(News::Anew("was cut back; it is read from its start"));
        }
        // While a log is rotated its name may lead nowhere for a moment.
        if let Ok(named) = std::fs::metadata(&self.path)
            && named.is_file()
            && !is_same(&own, &named)
            && let Ok(file) = File::open(&self.path)
        {
            self.file = file;
            self.read = 0;
            return Ok(News::Anew("was replaced; the new file is read"));
        }
        thread::sleep(PAUSE);
        Ok(News::Quiet)
    }
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.created().ok() == other.created().ok()
}

/// How long nothing is done when nothing was added.
const PAUSE: Duration = Duration::from_millis(100);

/// How much is read at once, in bytes.
const SLICE: usize = 1 << 16;

/// So many slices of a pipe wait at most; then its writer does.
const MOST_WAITING: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, io::Write};

    /// The news after quiet moments.
    fn news(growth: &mut Growth) -> News {
        (0..1000).map(|_| growth.next().expect("readable")).find(|news| *news != News::Quiet).expect("news")
    }

    fn bytes(text: &str) -> News {
        News::Bytes(text.as_bytes().to_vec())
    }

    #[test]
    fn a_file_is_followed_through_growth_cuts_and_rotation() {
        let folder = std::env::temp_dir().join(format!("grantlens-growth-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("app.log");
        fs::write(&path, "one\n").expect("a file");
        let mut growth = Growth::open(&path).expect("a file");
        assert_eq!(news(&mut growth), bytes("one\n"));
        assert_eq!(growth.next(), Ok(News::Quiet));
        let mut log = File::options().append(true).open(&path).expect("a file");
        log.write_all(b"two\n").expect("room");
        assert_eq!(news(&mut growth), bytes("two\n"));
        log.set_len(0).expect("room");
        assert!(matches!(news(&mut growth), News::Anew(_)));
        log.write_all(b"three\n").expect("room");
        assert_eq!(news(&mut growth), bytes("three\n"));
        fs::rename(&path, folder.join("app.log.1")).expect("a file");
        assert_eq!(growth.next(), Ok(News::Quiet));
        log.write_all(b"late\n").expect("room");
        fs::write(&path, "four\n").expect("a file");
        assert_eq!(news(&mut growth), bytes("late\n"));
        assert!(matches!(news(&mut growth), News::Anew(_)));
        assert_eq!(news(&mut growth), bytes("four\n"));
        fs::remove_dir_all(&folder).expect("a folder");
    }

    #[test]
    fn a_pipe_ends() {
        let mut growth = Growth::pipe(&b"one\n"[..]);
        assert_eq!(news(&mut growth), bytes("one\n"));
        assert_eq!(news(&mut growth), News::End);
    }
}
