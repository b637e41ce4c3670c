//! In: a log, a stack trace, an error page or another text, in slices of any size. Out: [`Sighting`] values, what the text
//! tells of failed token requests: one for each distinct failure, with the number of times it is told.
//!
//! Memory stays bounded whatever the text: a few lines ahead, some lines back, the failures that are open, and those that
//! were told last. A value that a text quotes lives no longer than its sighting, and everything is overwritten when it is
//! dropped. Nothing is judged here, and a text that holds recorded HTTP is another door's.

mod context;
mod failure;
mod line;
mod names;
mod request;
#[cfg(test)]
mod samples;
mod sieve;
mod telling;

use super::{api_error, xoauth2};
use crate::{
    exchange::{
        Provider,
        hearsay::{self, quoted},
    },
    library,
    report::Origin,
    sighting::Sighting,
};
use failure::{Failure, Failures, MOST_HELD, MOST_LINES};
use line::{Line, Lines};
use std::collections::VecDeque;
use zeroize::Zeroizing;

/// Reads a text that comes in slices.
#[derive(Default)]
pub struct Reader {
    input: Option<String>,
    /// What is not read yet: lines in which nothing was found and that may be wanted as those before a failure, and below them
    /// what was not looked at.
    held: Zeroizing<String>,
    /// How much of it holds nothing.
    passed: usize,
    lines: Lines,
    rest: Inner,
}

/// A text is looked through in pieces of so many bytes.
const PIECE: usize = 1 << 16;

/// The longest letter of UTF-8, in bytes.
const MOST_LETTER: usize = 4;

/// What was read of a text besides its failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// How many lines the text has.
    pub lines: u32,
    /// How many lines were so long that they were read in pieces: what stands across a cut is not seen.
    pub cut: u32,
}

#[derive(Default)]
struct Inner {
    ahead: VecDeque<Line>,
    failures: Failures,
    told: Vec<Sighting>,
    /// The first failure that a library hid, for a text that tells of none in so many words.
    hidden: Option<Sighting>,
    has_told: bool,
}

/// So many lines are looked at ahead, for what goes on over a line's end.
const AHEAD: usize = 8;

/// What stands ahead is looked at up to so many bytes.
const MOST_AHEAD: usize = 8192;

/// So many distinct failures are remembered, to count those that come again.
const MOST_TOLD: usize = 128;

impl Reader {
    /// A reader for one text; `input` is the name to show for it.
    pub fn new(input: Option<String>) -> Self {
        Self { input, ..Self::default() }
    }

    /// Takes the next slice; `found` gets each sighting that is complete. Most are complete at the end alone, because they may
    /// come again.
    pub fn push(&mut self, mut chunk: &str, found: &mut dyn FnMut(Sighting)) {
        while self.held.len() - self.passed + chunk.len() >= PIECE {
            let room = (PIECE + self.passed).saturating_sub(self.held.len());
            let (piece, rest) = chunk.split_at(quoted::floor(chunk, room));
            self.hold(piece);
            self.look_through(found);
            chunk = rest;
        }
        self.hold(chunk);
    }

    /// Adds to what is held; growing must leave no copy behind.
    fn hold(&mut self, piece: &str) {
        if self.held.capacity() < self.held.len() + piece.len() {
            let mut larger = Zeroizing::new(String::with_capacity(2 * (self.held.len() + piece.len())));
            larger.push_str(&self.held);
            self.held = larger;
        }
        self.held.push_str(piece);
    }

    /// Reads what is held, but for what stays held, and passes over lines that tell of nothing.
    fn look_through(&mut self, found: &mut dyn FnMut(Sighting)) {
        let held = std::mem::take(&mut self.held);
        let whole = memchr::memrchr(b'\n', held.as_bytes()).map_or(0, |at| at + 1);
        let mut at = 0;
        let mut looked = std::mem::take(&mut self.passed);
        while at < whole {
            if !(self.rest.is_quiet() && self.lines.is_at_beginning()) {
                at += self.read_line(&held[at..], found);
                looked = looked.max(at);
                continue;
            }
            let telling = sieve::first(&held[..whole], looked);
            let from = lines_before(&held[at..telling.unwrap_or(whole)]) + at;
            if from > at {
                self.lines.skip(&held[at..from]);
                self.rest.forget();
                at = from;
            }
            let Some(telling) = telling else {
                self.passed = whole - at;
                break;
            };
            while at <= telling {
                at += self.read_line(&held[at..], found);
            }
            looked = at;
        }
        // A long line is not waited for. A letter may have been too long for the rest of a piece.
        if held.len() - whole + MOST_LETTER > PIECE {
            self.feed(&held[at..], found);
            (at, self.passed) = (held.len(), 0);
        }
        self.held = held;
        self.held.drain(..at);
    }

    /// Reads one line of `text`, or all of it where no line ends. Out: its length.
    fn read_line(&mut self, text: &str, found: &mut dyn FnMut(Sighting)) -> usize {
        let length = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |end| end + 1);
        self.feed(&text[..length], found);
        length
    }

    fn feed(&mut self, text: &str, found: &mut dyn FnMut(Sighting)) {
        let Self { input, lines, rest, .. } = self;
        let mut found = named(input.as_deref(), found);
        lines.push(text, &mut |line| rest.take(line, &mut found));
    }

    /// Reads everything that is held.
    fn read_held(&mut self, found: &mut dyn FnMut(Sighting)) {
        self.look_through(found);
        let held = std::mem::take(&mut self.held);
        self.passed = 0;
        self.feed(&held, found);
    }

    /// Gives out what was found so far without waiting for more, as for a log that is still being written. What comes again
    /// later is a sighting of its own.
    pub fn flush(&mut self, found: &mut dyn FnMut(Sighting)) {
        self.read_held(found);
        self.rest.end(&mut named(self.input.as_deref(), found));
    }

    /// Ends the text; `found` gets what was still open, in the order of the text.
    pub fn finish(mut self, found: &mut dyn FnMut(Sighting)) -> Extent {
        self.read_held(found);
        let Self { input, lines, mut rest, .. } = self;
        let mut found = named(input.as_deref(), found);
        let (cut, lines) = lines.finish(&mut |line| rest.take(line, &mut found));
        rest.end(&mut found);
        Extent { lines, cut }
    }
}

/// Where in `text` the lines begin that may be wanted before what follows on it. `text` may end in the middle of a line.
fn lines_before(text: &str) -> usize {
    let mut from = text.len();
    for (number, end) in memchr::memrchr_iter(b'\n', text.as_bytes()).enumerate() {
        if number > MOST_LINES || text.len() - end > MOST_HELD {
            return from;
        }
        from = end + 1;
    }
    if text.len() > MOST_HELD { from } else { 0 }
}

/// Reads a whole text.
pub fn read(text: &str) -> Vec<Sighting> {
    let mut sightings = Vec::new();
    let mut reader = Reader::new(None);
    reader.push(text, &mut |sighting| sightings.push(sighting));
    reader.finish(&mut |sighting| sightings.push(sighting));
    sightings
}

/// `found` with the input's name put into each sighting.
fn named<'a>(input: Option<&'a str>, found: &'a mut dyn FnMut(Sighting)) -> impl FnMut(Sighting) + 'a {
    move |mut sighting| {
        if let Some(origin) = &mut sighting.origin {
            origin.input = input.map(str::to_owned);
        }
        found(sighting);
    }
}

impl Inner {
    /// True when nothing that was taken waits for what follows.
    fn is_quiet(&self) -> bool {
        self.failures.is_quiet() && !self.ahead.iter().any(|line| line.is_telling)
    }

    /// Forgets the lines before, which tell of nothing, because lines behind them are passed over.
    fn forget(&mut self) {
        self.ahead.clear();
        self.failures.forget();
    }

    fn take(&mut self, line: Line, found: &mut dyn FnMut(Sighting)) {
        self.ahead.push_back(line);
        if self.ahead.len() > AHEAD {
            self.read_first(found);
        }
    }

    fn end(&mut self, found: &mut dyn FnMut(Sighting)) {
        while !self.ahead.is_empty() {
            self.read_first(found);
        }
        let told = &mut self.told;
        self.failures.close(&mut |failure, clues| {
            if let Some(sighting) = telling::sighting(failure, clues) {
                tell(told, sighting, Some(failure), found);
            }
        });
        self.has_told |= !self.told.is_empty();
        self.told.extend(self.hidden.take().filter(|_| !self.has_told));
        self.told.sort_by_key(first_line);
        self.told.drain(..).for_each(found);
    }

    /// Reads the first of the lines ahead, with a view of those behind it.
    fn read_first(&mut self, found: &mut dyn FnMut(Sighting)) {
        let Some(line) = self.ahead.pop_front() else { return };
        let refusal = if line.is_telling {
            xoauth2::refusal(&line.text).or_else(|| api_error::refusal(&line.text))
        } else {
            None
        };
        if let Some(mut sighting) = refusal {
            let number = Some(line.at.number);
            sighting.origin = Some(Origin { input: None, entry: None, first_line: number, last_line: number });
            return tell(&mut self.told, sighting, None, found);
        }
        if line.is_telling && self.hidden.is_none() && !self.has_told {
            self.hidden = hidden(&line);
        }
        let mut text = Zeroizing::new(String::new());
        let mut mentions = Vec::new();
        if line.is_telling {
            text.reserve(line.text.len() + MOST_AHEAD);
            text.push_str(&line.text);
            for next in &self.ahead {
                let room = MOST_AHEAD.saturating_sub(text.len() - line.text.len());
                text.push('\n');
                text.push_str(&next.text[..quoted::floor(&next.text, room)]);
                if room < next.text.len() {
                    break;
                }
            }
            mentions = hearsay::all(&text, line.text.len());
        }
        let told = &mut self.told;
        self.failures.take(line, mentions, &mut |failure, clues| {
            if let Some(sighting) = telling::sighting(failure, clues) {
                tell(told, sighting, Some(failure), found);
            }
        });
    }
}

/// A failure of which `line` tells that a library hid it, and no more.
fn hidden(line: &Line) -> Option<Sighting> {
    let (library, says) = library::hidden_failure(&line.text)?;
    let number = Some(line.at.number);
    let mut sighting = Sighting::default();
    sighting.provider = if library::is_googles(&library) { Provider::Google } else { Provider::Unknown };
    sighting.library = Some(library);
    sighting.swallowed = Some(says);
    sighting.origin = Some(Origin { input: None, entry: None, first_line: number, last_line: number });
    Some(sighting)
}

/// Adds `sighting` to those that were told, or counts it to one that tells the same. The one that was told longest ago makes
/// room.
fn tell(told: &mut Vec<Sighting>, mut sighting: Sighting, failure: Option<&Failure>, found: &mut dyn FnMut(Sighting)) {
    if let Some(same) = told.iter_mut().find(|known| are_one(known, &sighting)) {
        same.times = same.times.saturating_add(sighting.times);
        if let (Some(same), Some(origin)) = (&mut same.origin, &sighting.origin) {
            same.last_line = origin.last_line;
        }
        same.status = same.status.or(sighting.status);
        same.grant = same.grant.or(sighting.grant);
        same.at = same.at.or(sighting.at);
        same.date = same.date.or(sighting.date);
        same.host = same.host.take().or_else(|| sighting.host.take());
        if same.provider == Provider::Unknown {
            same.provider = sighting.provider;
        }
        if same.parameters.is_empty() {
            same.parameters = std::mem::take(&mut sighting.parameters);
        }
        return;
    }
    if told.len() >= MOST_TOLD {
        let oldest =
            told.iter().enumerate().min_by_key(|(_, known)| known.origin.as_ref().and_then(|origin| origin.last_line));
        if let Some((at, _)) = oldest {
            found(told.remove(at));
        }
    }
    if let Some(failure) = failure {
        telling::sign(&mut sighting, failure);
    }
    told.push(sighting);
}

/// Whether two sightings tell of one failure that came again.
fn are_one(one: &Sighting, other: &Sighting) -> bool {
    let same_server =
        one.provider == other.provider || one.provider == Provider::Unknown || other.provider == Provider::Unknown;
    let same_host = one.host.is_none() || other.host.is_none() || one.host == other.host;
    let same_grant = one.grant.is_none() || other.grant.is_none() || one.grant == other.grant;
    let same_request = one.parameters.is_empty() || other.parameters.is_empty() || sent(one).eq(sent(other));
    one.kind == other.kind
        && one.error == other.error
        && one.description == other.description
        && one.subtype == other.subtype
        && same_server
        && same_host
        && same_grant
        && same_request
}

fn first_line(sighting: &Sighting) -> Option<u32> {
    sighting.origin.as_ref().and_then(|origin| origin.first_line)
}

/// What was sent but an assertion, which is made anew for each request.
fn sent(sighting: &Sighting) -> impl Iterator<Item = &(String, String)> {
    sighting.parameters.iter().filter(|(name, _)| name != "assertion")
}
