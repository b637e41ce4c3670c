//! In: how many bytes were read. Out: a line on standard error, for reading that takes longer than a second.
//!
//! Only a terminal sees it, and it is wiped away before anything else is printed. It knows nothing of what is read.

use std::{
    cell::{Cell, RefCell},
    env,
    io::{self, IsTerminal, Read, Write},
    rc::Rc,
    time::{Duration, Instant},
};

/// What there is to show, for one input after the other.
#[derive(Clone)]
pub struct Progress(Rc<State>);

struct State {
    is_wanted: bool,
    name: RefCell<String>,
    total: Cell<Option<u64>>,
    began: Cell<Instant>,
    drawn: Cell<Option<Instant>>,
}

impl Progress {
    /// Progress for whoever watches; `is_quiet` asks for none.
    pub fn new(is_quiet: bool) -> Self {
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self(Rc::new(State {
            is_wanted: !is_quiet && !is_dumb && io::stderr().is_terminal(),
            name: RefCell::default(),
            total: Cell::new(None),
            began: Cell::new(Instant::now()),
            drawn: Cell::new(None),
        }))
    }

    /// Begins with an input of `total` bytes, where that is known.
    pub fn begin(&self, name: &str, total: Option<u64>) -> Self {
        name.clone_into(&mut self.0.name.borrow_mut());
        self.0.total.set(total.filter(|total| *total > 0));
        self.clone()
    }

    /// Says something once, to whoever sits at the terminal.
    pub fn hint(&self, text: &str) {
        if self.0.is_wanted {
            let _ = writeln!(io::stderr(), "grantlens: {text}");
        }
    }

    /// Draws the line, if it is time to.
    fn show(&self, read: u64) {
        let state = &self.0;
        if !state.is_wanted || state.began.get().elapsed() < PATIENCE {
            return;
        }
        if state.drawn.get().is_some_and(|drawn| drawn.elapsed() < PAUSE) {
            return;
        }
        state.drawn.set(Some(Instant::now()));
        let line = line(&state.name.borrow(), read, state.total.get());
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
    }

    /// Wipes the line away.
    pub fn wipe(&self) {
        if self.0.drawn.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
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
pub struct Counted<R> {
    inner: R,
    progress: Progress,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    /// Counts what `inner` gives.
    pub fn new(inner: R, progress: Progress) -> Self {
        Self { inner, progress, count: Rc::default() }
    }

    /// The number of bytes so far.
    pub fn count(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.count)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.count.set(self.count.get() + count as u64);
        self.progress.show(self.count.get());
        Ok(count)
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
