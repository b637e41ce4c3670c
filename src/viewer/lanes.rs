//! In: the exchanges of one flow. Out: the rows of its picture, and the lanes in which credentials go from where they are
//! issued to where they are sent.
//!
//! Which exchanges belong together and where a credential comes from is the report's to say; here it gets a place.

use std::ops::Range;
use std::sync::Arc;

use crate::report::{Finding, LinkStart, Outcome};

/// So many exchanges are drawn before the middle of a flow is folded.
const MOST: usize = 9;
/// And so many where the reader asks for all.
const MOST_UNFOLDED: usize = 200;
/// So many lanes have room beside each other.
const WIDTH: usize = 5;

/// A row of the picture.
#[derive(Debug, PartialEq)]
pub(crate) enum Row {
    /// The exchange at this position of the flow.
    Step(usize),
    /// Exchanges that are folded.
    Fold(Range<usize>),
}

/// The way of one credential.
#[derive(Debug, PartialEq)]
pub(crate) struct Lane {
    pub(crate) credential: String,
    pub(crate) fingerprint: String,
    /// How its first exchange had it.
    pub(crate) start: LinkStart,
    /// The position in the flow where it begins.
    pub(crate) from: usize,
    /// Where it is sent, in order, and whether another value is sent there.
    pub(crate) stops: Vec<(usize, bool)>,
    /// Its place beside the others, from the exchanges outwards; none where there is no more room.
    pub(crate) column: Option<usize>,
}

/// What a lane does in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The lane's place among the lanes.
    pub(crate) lane: usize,
    /// It comes from the row above.
    pub(crate) above: bool,
    /// It goes on to the row below.
    pub(crate) below: bool,
    /// How it meets this row's exchange, if it does.
    pub(crate) joint: Option<Joint>,
}

/// How a lane meets an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// It begins there.
    Leaves,
    /// It leads there.
    Arrives,
}

/// The rows for `flow`: all of it, or its beginning, its end, what is around the selected one, and the latest failures.
pub(crate) fn rows(flow: &[Arc<Finding>], selected: u32, unfolded: bool) -> Vec<Row> {
    let most = if unfolded { MOST_UNFOLDED } else { MOST };
    let mut kept = vec![flow.len() <= most; flow.len()];
    let mut room = most;
    let mut keep = |at: usize| {
        if room > 0 && !kept[at] {
            kept[at] = true;
            room -= 1;
        }
    };
    if flow.len() > most {
        let here = flow.iter().position(|finding| finding.number == selected).unwrap_or(0);
        let failed = |at: &usize| flow[*at].outcome == Outcome::Failed;
        [0, here, flow.len() - 1].into_iter().for_each(&mut keep);
        // Where the credentials of the selected exchange come from.
        let sources = flow[here].links.iter().filter_map(|link| position(flow, link.from));
        sources.for_each(&mut keep);
        (here.saturating_sub(1)..flow.len().min(here + 2)).for_each(&mut keep);
        (0..flow.len()).rev().filter(failed).take(most / 2).for_each(&mut keep);
        (1..most)
            .flat_map(|by| [here.checked_sub(by), Some(here + by)])
            .flatten()
            .filter(|at| *at < flow.len())
            .for_each(&mut keep);
    }
    let mut rows = Vec::new();
    for (at, kept) in kept.into_iter().enumerate() {
        match rows.last_mut() {
            _ if kept => rows.push(Row::Step(at)),
            Some(Row::Fold(folded)) => folded.end = at + 1,
            _ => rows.push(Row::Fold(at..at + 1)),
        }
    }
    rows
}

/// The lanes of `flow`, in the order in which they begin; they get their columns by the `rows` that are drawn.
pub(crate) fn lanes(flow: &[Arc<Finding>], rows: &[Row]) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for (at, finding) in flow.iter().enumerate() {
        for link in &finding.links {
            let Some(from) = position(flow, link.from) else { continue };
            let stop = (at, link.is_altered);
            match lanes.iter_mut().find(|lane| lane.fingerprint == link.fingerprint) {
                Some(lane) => lane.stops.push(stop),
                None => lanes.push(Lane {
                    credential: link.credential.clone(),
                    fingerprint: link.fingerprint.clone(),
                    start: link.start,
                    from,
                    stops: vec![stop],
                    column: None,
                }),
            }
        }
    }
    lanes.sort_by_key(|lane| lane.from);
    // Short ways first: they stay close to their exchanges, and long ones go around them.
    let mut order: Vec<usize> = (0..lanes.len()).collect();
    order.sort_by_key(|lane| lanes[*lane].end() - lanes[*lane].from);
    let mut taken: Vec<Vec<Range<usize>>> = vec![Vec::new(); WIDTH];
    for lane in order {
        let way = row_of(rows, lanes[lane].from)..row_of(rows, lanes[lane].end()) + 1;
        let is_free =
            |ways: &Vec<Range<usize>>| ways.iter().all(|other| other.end <= way.start || way.end <= other.start);
        let column = taken.iter().position(is_free);
        if let Some(column) = column.filter(|_| way.len() > 1) {
            lanes[lane].column = Some(column);
            taken[column].push(way);
        }
    }
    lanes
}

impl Lane {
    /// The position where it ends.
    pub(crate) fn end(&self) -> usize {
        self.stops.last().map_or(self.from, |(at, _)| *at)
    }
}

/// What the lanes do in the row at `row`.
pub(crate) fn pieces(lanes: &[Lane], rows: &[Row], row: usize) -> Vec<Piece> {
    let drawn = lanes.iter().enumerate().filter(|(_, lane)| lane.column.is_some());
    let pieces = drawn.filter_map(|(index, lane)| {
        let (first, last) = (row_of(rows, lane.from), row_of(rows, lane.end()));
        let at = |position: usize| rows.get(row) == Some(&Row::Step(position));
        let arrives = lane.stops.iter().any(|(stop, _)| at(*stop));
        let joint = if arrives { Some(Joint::Arrives) } else { at(lane.from).then_some(Joint::Leaves) };
        (first..=last).contains(&row).then_some(Piece { lane: index, above: first < row, below: row < last, joint })
    });
    pieces.collect()
}

fn position(flow: &[Arc<Finding>], number: u32) -> Option<usize> {
    flow.binary_search_by_key(&number, |finding| finding.number).ok()
}

/// The row in which the exchange at this position is drawn, or folded.
fn row_of(rows: &[Row], position: usize) -> usize {
    let before = |row: &Row| match row {
        Row::Step(at) => *at < position,
        Row::Fold(folded) => folded.end <= position,
    };
    rows.partition_point(before)
}
