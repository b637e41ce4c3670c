//! In: a text in small pieces, as serde_json writes them. Out: its bytes, for the self-check to look over.

use std::io;

/// A text that is written in small pieces. A call for each quotation mark and comma would cost more than they do.
pub(super) struct Text(pub(super) Vec<u8>);

impl io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[expect(clippy::inline_always, reason = "one byte is known to be one only where it is written")]
    #[inline(always)]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match bytes {
            [byte] => self.0.push(*byte),
            _ => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
