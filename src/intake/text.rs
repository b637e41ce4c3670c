//! In: a log, a stack trace, an error page or another text, in slices of any size. Out: [`Sighting`] values, what the text
//! tells of failed token requests: one for each distinct failure, with the number of times it is told.
//!
//! Memory stays bounded whatever the text: a few lines ahead, some lines back, the failures that are open, and those that
//! were told last. A value that a text quotes lives no longer than its sighting, and everything is overwritten when it is
//! dropped. Nothing is judged here, and a text that holds recorded HTTP is another door's.

mod context;
mod failure;
mod line;
mod request;
#[cfg(test)]
mod samples;
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
use failure::{Failure, Failures};
use line::{Line, Lines};
use std::collections::VecDeque;
use zeroize::Zeroizing;

/// Reads a text that comes in slices.
#[derive(Default)]
pub struct Reader {
    input: Option<String>,
    lines: Lines,
    rest: Inner,
}

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
    pub fn push(&mut self, chunk: &str, found: &mut dyn FnMut(Sighting)) {
        let Self { input, lines, rest } = self;
        let mut found = named(input.as_deref(), found);
        lines.push(chunk, &mut |line| rest.take(line, &mut found));
    }

    /// Gives out what was found so far without waiting for more, as for a log that is still being written. What comes again
    /// later is a sighting of its own.
    pub fn flush(&mut self, found: &mut dyn FnMut(Sighting)) {
        let mut found = named(self.input.as_deref(), found);
        self.rest.end(&mut found);
    }

    /// Ends the text; `found` gets what was still open, in the order of the text.
    pub fn finish(self, found: &mut dyn FnMut(Sighting)) -> Extent {
        let Self { input, lines, mut rest } = self;
        let mut found = named(input.as_deref(), found);
        let (cut, lines) = lines.finish(&mut |line| rest.take(line, &mut found));
        rest.end(&mut found);
        Extent { lines, cut }
    }
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
        let refusal = xoauth2::refusal(&line.text).or_else(|| api_error::refusal(&line.text));
        if let Some(mut sighting) = refusal {
            let number = Some(line.at.number);
            sighting.origin = Some(Origin { input: None, entry: None, first_line: number, last_line: number });
            return tell(&mut self.told, sighting, None, found);
        }
        if self.hidden.is_none() && !self.has_told {
            self.hidden = hidden(&line);
        }
        let mut text = Zeroizing::new(String::new());
        let mut mentions = Vec::new();
        if hearsay::may_tell(&line.text) {
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
