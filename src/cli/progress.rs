//! In: how many bytes were read. Out: a line on standard error, for reading that takes longer than a second.
//!
//! Only a terminal sees it, and it is wiped away before anything else is printed. It knows nothing of what is read.

use super::print;
use std::{
    cell::Cell,
    env,
    io::{self, BufRead, IsTerminal, Read, Write},
    rc::Rc,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// The line that whoever waits may see, and what else is said meanwhile. Several threads may read at once.
pub struct Progress {
    is_wanted: bool,
    began: Instant,
    drawn: Mutex<Drawn>,
}

#[derive(Default)]
struct Drawn {
    /// The place of the input that is waited for.
    number: usize,
    /// When the line was drawn, if it is there.
    at: Option<Instant>,
}

/// An input that is being read.
pub struct Reading<'a> {
    progress: &'a Progress,
    number: usize,
    name: String,
    total: Option<u64>,
}

impl Progress {
    /// Progress for whoever watches; `is_quiet` asks for none.
    pub fn new(is_quiet: bool) -> Self {
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let is_wanted = !is_quiet && !is_dumb && io::stderr().is_terminal();
        Self { is_wanted, began: Instant::now(), drawn: Mutex::default() }
    }

    /// Begins with input `number` of `total` bytes, where that is known.
    pub fn begin(&self, number: usize, name: &str, total: Option<u64>) -> Reading<'_> {
        Reading { progress: self, number, name: name.to_owned(), total: total.filter(|total| *total > 0) }
    }

    /// Shows input `number` from now on: of those that are read at once, the one that the others wait for.
    pub fn show_only(&self, number: usize) {
        self.drawn().number = number;
    }

    /// Says something once, to whoever sits at the terminal.
    pub fn hint(&self, text: &str) {
        if self.is_wanted {
            print::complain(text);
        }
    }

    /// Says `message` on standard error, where the line does not get in between.
    pub fn complain(&self, message: &str) {
        let mut drawn = self.drawn();
        drawn.wipe();
        print::complain(message);
    }

    /// Wipes the line away.
    pub fn wipe(&self) {
        self.drawn().wipe();
    }

    fn drawn(&self) -> MutexGuard<'_, Drawn> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drawn {
    fn wipe(&mut self) {
        if self.at.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

impl Reading<'_> {
    /// Draws the line, if it is time to.
    fn show(&self, read: u64) {
        if !self.progress.is_wanted || self.progress.began.elapsed() < PATIENCE {
            return;
        }
        let mut drawn = self.progress.drawn();
        if drawn.number != self.number || drawn.at.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        drawn.at = Some(Instant::now());
        let line = line(&self.name, read, self.total);
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
    }
}

fn line(name: &str, read: u64, total: Option<u64>) -> String {
    let mib = |bytes: u64| bytes >> 20;
    let letters = name.chars().count();
    let name = if letters <= WIDEST {
        name.to_owned()
    } else {
        format!("…{}", name.chars().skip(letters - WIDEST + 1).collect::<String>())
    };
    match total {
        Some(total) => {
            let percent = u128::from(read.min(total)) * 100 / u128::from(total);
            format!("Reading {name}: {percent} % of {} MiB", mib(total))
        }
        None => format!("Reading {name}: {} MiB", mib(read)),
    }
}

/// Counts what is read, and shows it.
pub struct Counted<'a, R> {
    inner: R,
    reading: Reading<'a>,
    count: Rc<Cell<u64>>,
}

impl<'a, R> Counted<'a, R> {
    /// Counts what `inner` gives.
    pub fn new(inner: R, reading: Reading<'a>) -> Self {
        Self { inner, reading, count: Rc::default() }
    }

    /// The number of bytes so far.
    pub fn count(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.count)
    }
}

impl<R> Counted<'_, R> {
    fn add(&self, count: usize) {
        self.count.set(self.count.get() + count as u64);
        self.reading.show(self.count.get());
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.add(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
        self.add(count);
    }
}

/// Nobody needs to be told of what is done in this time.
const PATIENCE: Duration = Duration::from_secs(1);

/// The line is drawn no more often.
const PAUSE: Duration = Duration::from_millis(100);

/// A longer name loses its beginning, in characters.
const WIDEST: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fits_a_terminal() {
        assert_eq!(line("a.har", 5 << 20, Some(20 << 20)), "Reading a.har: 25 % of 20 MiB");
        assert_eq!(line("-", 5 << 20, None), "Reading -: 5 MiB");
        assert!(line(&"x".repeat(500), u64::MAX, Some(1)).chars().count() < 80);
    }
}
