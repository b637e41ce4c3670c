//! In: a finding and the list. Out: the exchanges of its flow as a picture: one below the other with the time between them,
//! each failure marked, and a line for each credential from where it is issued to where it is sent.
//!
//! The lines say nothing that the words beside each exchange do not say too.

use std::sync::Arc;

use super::dom::{Content, Tag, button, live, svg, tag};
use super::facts::visit;
use super::lanes::{Joint, Lane, Piece, Row, lanes, pieces, rows};
use super::panel::Panel;
use super::row::outcome_icon;
use super::signal::{Signal, memo};
use super::text::sentence;
use super::{ids, words};
use crate::report::{Finding, Kind, Outcome};
use crate::time::words_for_duration;

/// Measures of the picture, in CSS pixels: between two lanes, and where an exchange's mark stands in its row.
const LANE: usize = 16;
const MARK: usize = 14;
const RADIUS: usize = 10;
const NO_LANE: usize = 8;

/// A piece of a lane beside its words.
const SAMPLE: &str = "M0 4H14";

/// The flow of `finding`, where it has more than one exchange.
pub(crate) fn flow(panel: Panel, finding: &Finding) -> impl Content + use<> {
    let Finding { number, flow, .. } = *finding;
    let unfolded = Signal::new(false);
    let members = memo(move || panel.rows.with(|rows| rows.flow(flow, number)));
    live(move || {
        let members = members.get();
        (members.len() > 1).then(|| {
            let about = words::flow(members.len(), span(&members).map(words_for_duration).as_deref());
            tag("section")
                .class("flow")
                .attr("data-part", "flow")
                .child(tag("h3").child(words::FLOW))
                .child(tag("p").class("remark").child(about))
                .child(picture(panel, &members, number, &unfolded))
        })
    })
}

fn picture(panel: Panel, members: &[Arc<Finding>], selected: u32, unfolded: &Signal<bool>) -> Tag {
    let rows = rows(members, selected, unfolded.get());
    let lanes = lanes(members, &rows);
    let width = lanes.iter().filter_map(|lane| lane.column).max().map_or(NO_LANE, |column| (column + 1) * LANE);
    let items = rows.iter().enumerate().map(|(at, row)| {
        let ends = (at == 0, at + 1 == rows.len());
        let graph = graph(&lanes, &pieces(&lanes, &rows, at), width, ends, matches!(row, Row::Step(_)));
        match row {
            Row::Step(position) => step(panel, members, *position, selected, &lanes, graph),
            Row::Fold(folded) => {
                let failed = members[folded.clone()].iter().filter(|member| member.outcome == Outcome::Failed).count();
                let unfolded = unfolded.clone();
                let unfold = button("button")
                    .attr("data-action", "unfold")
                    .attr("title", words::UNFOLD)
                    .click(move || unfolded.set(true))
                    .child(words::folded(folded.len(), failed));
                tag("li").class("fold").child(graph).child(unfold)
            }
        }
    });
    tag("ol")
        .class("steps")
        .attr("aria-label", words::FLOW_LIST)
        .style("--lanes", &format!("{width}px"))
        .child(items.collect::<Vec<_>>())
}

fn step(panel: Panel, members: &[Arc<Finding>], at: usize, selected: u32, lanes: &[Lane], graph: Tag) -> Tag {
    let finding = &members[at];
    let number = finding.number;
    let is_selected = number == selected;
    let since = at.checked_sub(1).map(|before| &members[before]);
    let elapsed = since.and_then(|before| Some((finding.started? - before.started?, before.number)));
    let elapsed = elapsed.map(|(millis, before)| {
        let [brief, full] = words::since(&words_for_duration(millis), before);
        tag("span").class("elapsed").attr("title", full).child(brief)
    });
    let failed = finding.outcome == Outcome::Failed;
    let headline = (failed && !is_selected).then(|| tag("p").class("headline").child(sentence(&finding.headline)));
    let exchange = button("exchange")
        .attr("title", words::select_exchange(number))
        .click(move || visit(panel, number))
        .child((words::number_of(number), " ", words::kind(finding.kind)));
    let error = finding.answer.error.as_deref();
    let told = tag("span")
        .child(exchange)
        .child(finding.grant.as_deref().map(|grant| tag("bdi").class("grant").child(grant)))
        .child(failed.then(|| tag("strong").class("failed").child(words::failed_with(error))));
    let name = tag("p").class("name").child((told, elapsed));
    let what = tag("div").class("what").child((name, headline, credentials(lanes, at, finding.kind)));
    tag("li")
        .class("step")
        .attr("data-step", number.to_string())
        .attr("data-outcome", ids::outcome(finding.outcome))
        .attr("aria-current", is_selected.then_some("step"))
        .child(graph)
        .child(tag("span").class("mark").child(outcome_icon(finding.outcome, finding.standing)))
        .child(what)
}

/// What is issued and what is sent in the exchange at `at`, in words.
fn credentials(lanes: &[Lane], at: usize, kind: Kind) -> Option<Tag> {
    let mut told = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let stop = lane.stops.iter().find(|(stop, _)| *stop == at);
        let how = stop.map(|(_, is_altered)| match (kind, is_altered) {
            (_, true) => words::SENT_ALTERED,
            (Kind::Redirect, false) => words::ARRIVES,
            (_, false) => words::SENT,
        });
        told.extend(how.map(|how| (index, lane, how)));
    }
    for (index, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.from == at) {
        told.push((index, lane, words::start(lane.start)));
    }
    let items = told.into_iter().map(|(index, lane, how)| {
        let sample = svg("svg")
            .class("sample")
            .attr("width", "14")
            .attr("height", "8")
            .attr("aria-hidden", "true")
            .attr("data-lane", colour(index))
            .child(svg("path").attr("d", SAMPLE));
        tag("li")
            .attr("data-part", "credential")
            .attr("data-fingerprint", lane.fingerprint.as_str())
            .child((sample, lane.credential.as_str(), " "))
            .child(tag("span").class("how").child(how))
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| tag("ul").class("credentials").child(items))
}

/// The lines beside a row. Rows are as high as their words, so that what goes through is drawn in percent.
fn graph(lanes: &[Lane], pieces: &[Piece], width: usize, (first, last): (bool, bool), has_mark: bool) -> Tag {
    let spine = width + RADIUS;
    let (top, bottom) = (
        if first { MARK.to_string() } else { "0".to_owned() },
        if last { MARK.to_string() } else { "100%".to_owned() },
    );
    let (mut arriving, mut leaving) = (0, 0);
    let ways = pieces.iter().map(|piece| {
        let x = width - lanes[piece.lane].column.unwrap_or(0) * LANE - LANE / 2;
        let edge = spine - RADIUS;
        let (curve, head, from) = match piece.joint {
            Some(Joint::Arrives) => {
                let y = MARK - 3 + 4 * (arriving % 3);
                arriving += 1;
                let curve = format!("M{x} 0V{}Q{x} {y} {} {y}H{}", y - 5, x + 5, edge - 4);
                let head = format!("M{edge} {y}l-6 -3.5v7Z");
                (curve, Some(head), piece.below.then(|| (y - 5).to_string()))
            }
            Some(Joint::Leaves) => {
                let y = MARK + 7 + 4 * (leaving % 3);
                leaving += 1;
                (format!("M{edge} {}Q{x} {} {x} {y}", y - 5, y - 5), None, Some(y.to_string()))
            }
            None => (String::new(), None, Some(if piece.above { "0" } else { "50%" }.to_owned())),
        };
        let to = if piece.below { "100%" } else { "50%" };
        svg("g")
            .attr("data-lane", colour(piece.lane))
            .child(from.map(|from| line(x, &from, to)))
            .child(svg("path").attr("d", curve))
            .child(head.map(|head| svg("path").class("head").attr("d", head)))
    });
    let ways: Vec<_> = ways.collect();
    svg("svg")
        .class("graph")
        .attr("aria-hidden", "true")
        .attr("data-mark", has_mark.to_string())
        .child(line(spine, &top, &bottom).class("spine"))
        .child(ways)
}

/// A line straight down at `x`.
fn line(x: usize, from: &str, to: &str) -> Tag {
    svg("line").attr("x1", x.to_string()).attr("x2", x.to_string()).attr("y1", from).attr("y2", to)
}

/// Lanes have four looks, by colour and by dashes.
fn colour(lane: usize) -> String {
    (lane % 4).to_string()
}

/// The milliseconds from the first exchange to the last.
fn span(members: &[Arc<Finding>]) -> Option<i64> {
    Some(members.last()?.started? - members.first()?.started?)
}
