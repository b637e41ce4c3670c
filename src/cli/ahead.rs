//! In: a file. Out: its bytes, which a thread of their own fetches while the slice before them is worked on.
//!
//! A HAR file is scanned nearly as fast as the system hands its bytes over, so neither has to wait for the other.

use std::{
    io::{self, BufRead, ErrorKind, Read},
    sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    thread,
};
use zeroize::Zeroizing;

/// What a thread reads ahead of whoever reads this.
pub struct Ahead {
    filled: Receiver<io::Result<Slice>>,
    spent: Sender<Slice>,
    slice: Slice,
}

/// Some bytes. They may hold credentials, so they are overwritten at the end.
#[derive(Default)]
struct Slice {
    bytes: Zeroizing<Vec<u8>>,
    from: usize,
    to: usize,
}

impl Ahead {
    /// Reads `source` to its end, or until it fails or nobody wants more of it.
    pub fn of(source: impl Read + Send + 'static) -> Self {
        let (to_reader, filled) = sync_channel(SLICES);
        let (spent, to_fill) = channel();
        for _ in 1..SLICES {
            // The other end is at hand, so this cannot fail.
            _ = spent.send(Slice::default());
        }
        thread::spawn(move || feed(source, &to_fill, &to_reader));
        Self { filled, spent, slice: Slice::default() }
    }
}

fn feed(mut source: impl Read, to_fill: &Receiver<Slice>, to_reader: &SyncSender<io::Result<Slice>>) {
    for mut slice in to_fill {
        slice.bytes.resize(SLICE, 0);
        let read = loop {
            match source.read(&mut slice.bytes) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        (slice.from, slice.to) = (0, *read.as_ref().unwrap_or(&0));
        let is_last = slice.to == 0;
        if to_reader.send(read.map(|_| slice)).is_err() || is_last {
            return;
        }
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.slice.from == self.slice.to
            && let Ok(next) = self.filled.recv()
        {
            let spent = std::mem::replace(&mut self.slice, next?);
            // After the end nobody fills it any more.
            _ = self.spent.send(spent);
        }
        Ok(&self.slice.bytes[self.slice.from..self.slice.to])
    }

    fn consume(&mut self, count: usize) {
        self.slice.from += count;
    }
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

/// The size of a slice, in bytes: small enough for a processor's own cache.
const SLICE: usize = 1 << 16;

/// How many there are of them.
const SLICES: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// Gives its bytes in small pieces, interrupted before each, and then fails.
    struct Failing(Cursor<Vec<u8>>, bool);

    impl Read for Failing {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(ErrorKind::Interrupted.into());
            }
            let length = into.len().min(1000);
            match self.0.read(&mut into[..length])? {
                0 => Err(io::Error::other("the disk is gone")),
                count => Ok(count),
            }
        }
    }

    #[test]
    fn bytes_arrive_whole_and_in_order_and_so_does_a_failure() {
        let sent: Vec<u8> = (0..1_000_003_u32).map(|at| (at % 251) as u8).collect();
        let mut ahead = Ahead::of(Failing(Cursor::new(sent.clone()), false));
        let mut arrived = Vec::new();
        let error = ahead.read_to_end(&mut arrived).expect_err("it fails");
        assert_eq!(error.to_string(), "the disk is gone");
        assert_eq!(arrived, sent);
        assert_eq!(ahead.read(&mut [0]).expect("the end"), 0);
    }

    #[test]
    fn nothing_is_read_that_nobody_wants() {
        struct Watched(SyncSender<()>);
        impl Read for Watched {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                io::repeat(7).read(into)
            }
        }
        impl Drop for Watched {
            fn drop(&mut self) {
                _ = self.0.send(());
            }
        }
        let (done, is_done) = sync_channel(1);
        let mut ahead = Ahead::of(Watched(done));
        assert_eq!(ahead.read(&mut [0; 10]).expect("bytes"), 10);
        drop(ahead);
        is_done.recv().expect("the reading ends");
    }
}
