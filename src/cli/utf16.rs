//! In: UTF-16 as a stream, as PowerShell's `>` and Windows' editors write it. Out: the same text as UTF-8.
//!
//! Lone surrogates become U+FFFD. Other encodings are not known here.

use std::io::{self, Read};

/// The order of the two bytes of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The lower byte first.
    Little,
    /// The higher byte first.
    Big,
}

/// The byte order of a text that begins with `start`, when it is UTF-16: by its mark or, for want of one, because every
/// other byte at the beginning is zero.
pub fn order(start: &[u8]) -> Option<Order> {
    match start {
        [0xff, 0xfe, ..] => return Some(Order::Little),
        [0xfe, 0xff, ..] => return Some(Order::Big),
        _ => {}
    }
    let beginning = &start[..start.len().min(16) & !1];
    let zeros = |rest: usize| beginning.iter().skip(rest).step_by(2).all(|byte| *byte == 0);
    match (beginning.len() >= 4, zeros(0), zeros(1)) {
        (true, false, true) => Some(Order::Little),
        (true, true, false) => Some(Order::Big),
        _ => None,
    }
}

/// Decodes what `inner` gives.
pub struct Utf16<R> {
    inner: R,
    order: Order,
    raw: Vec<u8>,
    /// The bytes at the end of `raw` that wait for the rest of their letter.
    held: usize,
    decoded: Vec<u8>,
    given: usize,
    is_first: bool,
}

impl<R: Read> Utf16<R> {
    /// A decoder; a mark at the beginning is left out.
    pub fn new(inner: R, order: Order) -> Self {
        Self { inner, order, raw: vec![0; SLICE], held: 0, decoded: Vec::new(), given: 0, is_first: true }
    }

    /// Decodes the next slice. Out: false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        let count = self.inner.read(&mut self.raw[self.held..])?;
        let filled = self.held + count;
        let mut whole = filled & !1;
        if count > 0 && whole >= 2 && (0xd800..0xdc00).contains(&self.unit(whole - 2)) {
            whole -= 2;
        }
        let units: Vec<_> = (0..whole).step_by(2).map(|at| self.unit(at)).collect();
        self.decoded.clear();
        self.given = 0;
        let mut letter = [0; 4];
        for found in char::decode_utf16(units) {
            let found = found.unwrap_or(char::REPLACEMENT_CHARACTER);
            if !(std::mem::take(&mut self.is_first) && found == '\u{feff}') {
                self.decoded.extend_from_slice(found.encode_utf8(&mut letter).as_bytes());
            }
        }
        self.raw.copy_within(whole..filled, 0);
        self.held = if count == 0 { 0 } else { filled - whole };
        Ok(count > 0 || !self.decoded.is_empty())
    }

    fn unit(&self, at: usize) -> u16 {
        let bytes = [self.raw[at], self.raw[at + 1]];
        match self.order {
            Order::Little => u16::from_le_bytes(bytes),
            Order::Big => u16::from_be_bytes(bytes),
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() {
            if into.is_empty() || !self.refill()? {
                return Ok(0);
            }
        }
        let count = into.len().min(self.decoded.len() - self.given);
        into[..count].copy_from_slice(&self.decoded[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// How much is decoded at once, in bytes.
const SLICE: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte a read, as the slowest pipe would.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            into[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn decodes_either_order_whatever_the_slices() {
        let text = "{\"log\": \"ä€😀\"}\r\n";
        for (order, bytes) in [
            (Order::Little, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
            (Order::Big, text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            assert_eq!(super::order(&bytes), Some(order));
            let mark: &[u8] = if order == Order::Little { b"\xff\xfe" } else { b"\xfe\xff" };
            let marked = [mark, &bytes].concat();
            assert_eq!(super::order(&marked), Some(order));
            let mut out = String::new();
            Utf16::new(Slow(&marked), order).read_to_string(&mut out).expect("UTF-8");
            assert_eq!(out, text);
        }
    }

    #[test]
    fn odd_ends_and_lone_halves_are_survived() {
        let mut out = String::new();
        Utf16::new(&b"a\0\x3d\xd8b\0c"[..], Order::Little).read_to_string(&mut out).expect("UTF-8");
        assert_eq!(out, "a\u{fffd}b");
        let mut end = String::new();
        Utf16::new(&b"a\0\x3d\xd8"[..], Order::Little).read_to_string(&mut end).expect("UTF-8");
        assert_eq!(end, "a\u{fffd}");
        for other in [&b""[..], b"{", b"{}", b"text", b"\0\0\0\0", b"\x89PNG\r\n"] {
            assert_eq!(super::order(other), None, "{other:?}");
        }
    }
}
