//! In: compressed bytes as a stream. Out: what they unpack to, as a stream that ends in an error where it grows beyond all
//! reason, and the members of a zip archive one after the other.
//!
//! The archive is read from the front, so that a pipe will do: by the headers of its members, not by the list at its end.
//! Encrypted members, and compressions other than deflate, are refused by name.

use flate2::{Decompress, FlushDecompress, Status};
use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

/// Gives what `inner` unpacks, as long as that stands in proportion to what was read.
pub struct Limited<R> {
    inner: R,
    read: Rc<Cell<u64>>,
    given: u64,
}

impl<R> Limited<R> {
    /// `read` counts the compressed bytes.
    pub fn new(inner: R, read: Rc<Cell<u64>>) -> Self {
        Self { inner, read, given: 0 }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => other("the compressed file ends in the middle"),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => other("the compressed file is damaged"),
            _ => error,
        })?;
        self.given += count as u64;
        check(self.given, self.read.get())?;
        Ok(count)
    }
}

fn check(given: u64, read: u64) -> io::Result<()> {
    if given > HARMLESS && given / read.max(1) > MOST_RATIO {
        return Err(other(&format!(
            "this unpacks to more than {MOST_RATIO} times its size; if that is right, unpack it first"
        )));
    }
    Ok(())
}

fn other(text: &str) -> io::Error {
    io::Error::other(text.to_owned())
}

/// Up to here nobody asks for proportion, in bytes.
const HARMLESS: u64 = 64 << 20;

/// Logs shrink to a hundredth at most; what deflate can do at its best is 1:1032.
const MOST_RATIO: u64 = 400;

/// A zip archive (APPNOTE 6.3.10), read from the front. As a reader it gives the member that [`Zip::next_member`] named.
pub struct Zip<R> {
    inner: R,
    buffer: Vec<u8>,
    /// Where in the buffer the bytes stand that are not used up.
    from: usize,
    to: usize,
    member: Member,
    /// True when the first two bytes of the next header were read already.
    has_begun: bool,
    read: Rc<Cell<u64>>,
    given: u64,
}

enum Member {
    /// Nothing is open: a header, or the end, comes next.
    None,
    /// So many bytes follow as they are.
    Stored(u64),
    /// Deflated bytes follow; true when their sizes come after them.
    Deflated(Box<Decompress>, bool),
}

impl<R: Read> Zip<R> {
    /// `read` counts the compressed bytes.
    pub fn new(inner: R, read: Rc<Cell<u64>>) -> Self {
        Self { inner, buffer: vec![0; SLICE], from: 0, to: 0, member: Member::None, has_begun: false, read, given: 0 }
    }

    /// Goes to the next member. Out: its name, or `None` behind the last one.
    pub fn next_member(&mut self) -> io::Result<Option<String>> {
        let mut rest = [0; 4096];
        while self.read(&mut rest)? > 0 {}
        let mut header = *b"PK............................";
        let known = if std::mem::take(&mut self.has_begun) { 2 } else { 0 };
        // Whatever follows the members begins with another signature, and an archive may end without a list.
        if !self.take(&mut header[known..])? || header[..4] != *b"PK\x03\x04" {
            return Ok(None);
        }
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let long =
            |at: usize| u64::from(u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
        let (flags, method, mut size) = (short(6), short(8), long(18));
        let mut name = vec![0; usize::from(short(26))];
        let mut extra = vec![0; usize::from(short(28))];
        if !self.take(&mut name)? || !self.take(&mut extra)? {
            return Err(other(CUT));
        }
        let name = String::from_utf8_lossy(&name).into_owned();
        if size == u64::from(u32::MAX) {
            size = large_size(&extra).ok_or_else(|| other("the archive is damaged"))?;
        }
        self.member = match (flags & 1, method) {
            (1, _) => return Err(other("the archive is encrypted; decrypt it first")),
            (_, 0) if flags & 8 == 0 || size > 0 => Member::Stored(size),
            (_, 8) => Member::Deflated(Box::new(Decompress::new(false)), flags & 8 != 0),
            _ => return Err(other("the archive is packed in a way that is not read; unpack it first")),
        };
        Ok(Some(name))
    }

    /// Fills `into`. Out: false when the archive ended before the first byte.
    fn take(&mut self, into: &mut [u8]) -> io::Result<bool> {
        for (at, byte) in into.iter_mut().enumerate() {
            if self.from == self.to && !self.refill()? {
                return if at == 0 { Ok(false) } else { Err(other(CUT)) };
            }
            *byte = self.buffer[self.from];
            self.from += 1;
        }
        Ok(true)
    }

    fn refill(&mut self) -> io::Result<bool> {
        self.from = 0;
        self.to = self.inner.read(&mut self.buffer)?;
        Ok(self.to > 0)
    }

    /// Passes over checksum and sizes, which follow a member with or without a signature and in 12 or 20 bytes, up to the
    /// next header.
    fn pass_descriptor(&mut self) -> io::Result<()> {
        let (mut start, mut rest) = ([0; 4], [0; 12]);
        if !self.take(&mut start)? {
            return Ok(());
        }
        let length = if start == *b"PK\x07\x08" { 12 } else { 8 };
        self.take(&mut rest[..length])?;
        let (mut last, mut byte) = (0, [0]);
        while self.take(&mut byte)? {
            if [last, byte[0]] == *b"PK" {
                self.has_begun = true;
                break;
            }
            last = byte[0];
        }
        Ok(())
    }
}

impl<R: Read> Read for Zip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if matches!(self.member, Member::None | Member::Stored(0)) {
                self.member = Member::None;
                return Ok(0);
            }
            if self.from == self.to && !self.refill()? {
                return Err(other(CUT));
            }
            let available = &self.buffer[self.from..self.to];
            let (used, given, ended) = match &mut self.member {
                Member::None => return Ok(0),
                Member::Stored(left) => {
                    let most = usize::try_from(*left).unwrap_or(usize::MAX);
                    let count = available.len().min(into.len()).min(most);
                    into[..count].copy_from_slice(&available[..count]);
                    *left -= count as u64;
                    (count, count, *left == 0)
                }
                Member::Deflated(inflate, _) => {
                    let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
                    let status = inflate
                        .decompress(available, into, FlushDecompress::None)
                        .map_err(|_| other("the archive is damaged"))?;
                    let used = usize::try_from(inflate.total_in() - before_in).unwrap_or(usize::MAX);
                    let given = usize::try_from(inflate.total_out() - before_out).unwrap_or(usize::MAX);
                    if used == 0 && given == 0 && status != Status::StreamEnd {
                        return Err(other("the archive is damaged"));
                    }
                    (used, given, status == Status::StreamEnd)
                }
            };
            self.from += used;
            self.given += given as u64;
            check(self.given, self.read.get())?;
            if ended && let Member::Deflated(_, true) = std::mem::replace(&mut self.member, Member::None) {
                self.pass_descriptor()?;
            }
            if given > 0 || ended {
                return Ok(given);
            }
        }
    }
}

/// The packed size in the extra field for large files (number 1): the second of its values.
fn large_size(mut extra: &[u8]) -> Option<u64> {
    while let [low, high, length_low, length_high, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*length_low, *length_high]));
        if [*low, *high] == [1, 0] {
            return Some(u64::from_le_bytes(rest.get(8..16)?.try_into().ok()?));
        }
        extra = rest.get(length..)?;
    }
    None
}

/// How much is read at once, in bytes.
const SLICE: usize = 1 << 16;

const CUT: &str = "the archive ends in the middle";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_and_a_log_is_not() {
        let read = Rc::new(Cell::new(1 << 18));
        let mut unpacked = Limited::new(io::repeat(b'x'), Rc::clone(&read));
        let mut slice = vec![0; 1 << 18];
        let mut given = 0;
        let error = loop {
            assert!(given <= MOST_RATIO << 18, "nothing stops it");
            match unpacked.read(&mut slice) {
                Ok(count) => given += count as u64,
                Err(error) => break error.to_string(),
            }
        };
        assert_eq!(given, MOST_RATIO << 18, "400 times its size, and not a slice more");
        assert!(error.starts_with("this unpacks to more than 400 times its size"), "{error}");
        assert!(check(HARMLESS, 1).is_ok() && check(HARMLESS + 1, 1).is_err());
        assert!(check(100 << 30, 1 << 30).is_ok());
    }
}
