//! In: lines with their mentions, in order. Out: one [`Failure`] for each distinct failure, closed when the text has gone on.
//!
//! A stack trace tells the same failure several times: as a message, as a dump, as a cause. What fits together and stands
//! near together is one failure, read as fully as any of its places tells it. Lines around it that tell of server, grant and
//! status are kept as clues for as long as they may be needed.

use super::{
    context::{self, Clue},
    line::{Line, Place, STEP, Time},
};
use crate::{exchange::hearsay::Mention, library::Signs};
use std::collections::VecDeque;

/// What was told of one failure.
#[derive(Default)]
pub(super) struct Failure {
    /// All its mentions as one.
    pub told: Mention,
    /// The first and the last line that tells of it.
    pub lines: (Place, Place),
    /// How many times it happened.
    pub times: u32,
    /// When it happened first.
    pub time: Option<Time>,
    /// The lines of its mentions, and what marks them, since it happened last.
    marks: Vec<u64>,
    last_time: Option<Time>,
    /// What the lines around it show of the library that wrote them.
    pub signs: Signs,
    /// How many bytes around it may still be looked at for that.
    room: usize,
    /// Lines that lie between it and the failures before and behind it, within reach.
    pub reach: (u32, u32),
    /// True when one of its places told of OAuth by itself.
    pub is_sure: bool,
}

/// What lines tell, and where they stand.
pub(super) type Clues = VecDeque<(Place, Clue)>;

/// The failures that are open, and what surrounds them.
#[derive(Default)]
pub(super) struct Failures {
    open: Vec<Failure>,
    clues: Clues,
    history: VecDeque<Line>,
    held: usize,
    read_to: u32,
    last: u32,
}

/// What is further away, in steps of depth, does not belong to a failure.
pub(super) const REACH: u32 = 40 * STEP;

/// Two descriptions so near belong to one failure, even where one of them is read wrongly.
const NEAR: u32 = 12 * STEP;

/// So many lines before a failure are remembered.
pub(super) const MOST_LINES: usize = 100;

/// Lines before a failure are remembered up to so many bytes.
pub(super) const MOST_HELD: usize = 1 << 18;

/// So many clues are kept.
const MOST_CLUES: usize = 512;

impl Failures {
    /// Takes the next line. `closed` gets the failures that are behind, with the clues around them.
    pub fn take(&mut self, mut line: Line, mentions: Vec<Mention>, closed: &mut dyn FnMut(&Failure, &Clues)) {
        self.close_before(line.at.depth, closed);
        for failure in &mut self.open {
            failure.look_at(&mut line);
        }
        for mention in mentions {
            self.put(mention, &mut line);
        }
        if self.open.is_empty() {
            self.clues.retain(|(at, _)| at.depth + REACH > line.at.depth);
        } else {
            for past in self.history.iter().filter(|past| past.at.depth > self.read_to) {
                read_clues(past, &mut self.clues);
            }
            read_clues(&line, &mut self.clues);
            self.read_to = line.at.depth;
        }
        while self.clues.len() > MOST_CLUES {
            self.clues.pop_front();
        }
        self.held += line.text.len();
        self.history.push_back(line);
        while self.history.len() > MOST_LINES || self.held > MOST_HELD {
            let Some(past) = self.history.pop_front() else { break };
            self.held -= past.text.len();
        }
    }

    /// True when no failure is open: what comes without a mention matters to the next one alone, as a line before it.
    pub fn is_quiet(&self) -> bool {
        self.open.is_empty()
    }

    /// Forgets the lines before; whoever skips lines calls it, for what follows must come with lines of its own before it.
    pub fn forget(&mut self) {
        self.history.clear();
        self.held = 0;
    }

    /// Closes every failure.
    pub fn close(&mut self, closed: &mut dyn FnMut(&Failure, &Clues)) {
        for failure in self.open.drain(..) {
            closed(&failure, &self.clues);
        }
    }

    fn close_before(&mut self, depth: u32, closed: &mut dyn FnMut(&Failure, &Clues)) {
        let mut at = 0;
        while at < self.open.len() {
            if self.open[at].lines.1.depth + REACH < depth {
                let failure = self.open.remove(at);
                closed(&failure, &self.clues);
            } else {
                at += 1;
            }
        }
    }

    fn put(&mut self, mention: Mention, line: &mut Line) {
        let place = self.open.iter().rposition(|failure| fits(failure, &mention, line));
        let Some(at) = place else {
            // A common word beside a failure that is told already is another's word.
            if mention.is_common
                && self.open.iter().any(|failure| failure.is_sure && failure.lines.1.depth + NEAR > line.at.depth)
            {
                return;
            }
            let from = self.open.iter().map(|failure| failure.lines.1.depth).max().unwrap_or(0).max(self.last);
            for failure in &mut self.open {
                failure.reach.1 = failure.reach.1.min(line.at.depth);
            }
            if self.open.len() >= MOST_OPEN {
                return;
            }
            let mut failure = Failure {
                is_sure: !mention.is_common,
                told: mention,
                lines: (line.at, line.at),
                times: 1,
                time: line.time(),
                marks: vec![mark(line)],
                last_time: line.time(),
                reach: (from, u32::MAX),
                signs: Signs::default(),
                room: MOST_LOOKED_AT,
            };
            for past in self.history.iter_mut().rev().take(LINES_BEFORE).rev() {
                failure.look_at(past);
            }
            failure.look_at(line);
            self.open.push(failure);
            self.last = line.at.depth;
            return;
        };
        let failure = &mut self.open[at];
        if !mention.is_bare && failure.is_over(line) {
            failure.times += 1;
            failure.marks.clear();
        }
        failure.is_sure |= !mention.is_common;
        if !mention.is_bare {
            failure.lines.1 = line.at;
            failure.last_time = line.time().or(failure.last_time);
            failure.marks.push(mark(line));
            failure.marks.truncate(MOST_MARKS);
            self.last = line.at.depth;
        }
        failure.told.join(mention);
    }
}

/// So many failures are open at a time; a text with more within a few lines is no log.
const MOST_OPEN: usize = 32;

const MOST_MARKS: usize = 16;

/// So many lines before a failure may tell who wrote it; a traceback of Python's ends with the error.
const LINES_BEFORE: usize = 24;

/// So much around a failure is looked at for that, in bytes.
const MOST_LOOKED_AT: usize = 24_576;

impl Failure {
    /// Takes in what `line` shows of the library that wrote it.
    fn look_at(&mut self, line: &mut Line) {
        if self.room > 0 {
            self.room = self.room.saturating_sub(line.text.len() + 1);
            self.signs.join(line.signs());
        }
    }

    /// True when `line` tells of it again, as having happened again: later by the clock, or in the same words at a line's
    /// beginning.
    fn is_over(&self, line: &Line) -> bool {
        match (self.last_time, line.time()) {
            (Some(before), Some(now)) => (now.millis - before.millis).abs() >= 1500,
            (None, None) => {
                let stands_out = line.text.starts_with(|first: char| first.is_alphanumeric() || first == '[');
                stands_out && self.lines.1 != line.at && self.marks.contains(&mark(line))
            }
            _ => false,
        }
    }
}

/// What tells a line from others, numbers aside (FNV-1a).
fn mark(line: &Line) -> u64 {
    let letters = line.text.bytes().take(400).filter(|byte| !byte.is_ascii_digit());
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn read_clues(line: &Line, clues: &mut Clues) {
    clues.extend(context::clues(&line.text).into_iter().map(|clue| (line.at, clue)));
}

/// Whether `mention`, read in `line`, may tell of the same failure.
fn fits(failure: &Failure, mention: &Mention, line: &Line) -> bool {
    let distance = line.at.depth - failure.lines.1.depth;
    let told = &failure.told;
    if told.is_bare && !mention.is_bare && distance > 3 * STEP {
        return false;
    }
    told.agrees(mention) || told.may_be(mention) && distance <= NEAR
}
