//! In: a finding and the list. Out: the exchanges of its flow as a picture: one below the other with the time between them,
//! each failure marked, and a line for each credential from where it is issued to where it is sent.
//!
//! The lines say nothing that the words beside each exchange do not say too.

use std::sync::Arc;

use leptos::prelude::*;

use super::facts::visit;
use super::lanes::{Joint, Lane, Piece, Row, lanes, pieces, rows};
use super::panel::Panel;
use super::row::outcome_icon;
use super::text::sentence;
use super::{ids, words};
use crate::report::{Finding, Kind, LinkStart, Outcome};
use crate::time::words_for_duration;

/// Measures of the picture, in CSS pixels: between two lanes, and where an exchange's mark stands in its row.
const LANE: usize = 16;
const MARK: usize = 14;
const RADIUS: usize = 10;
const NO_LANE: usize = 8;

/// A piece of a lane beside its words.
const SAMPLE: &str = "M0 4H14";

/// The flow of `finding`, where it has more than one exchange.
#[component]
pub(crate) fn FlowView(panel: Panel, finding: Arc<Finding>) -> impl IntoView {
    let Finding { number, flow, .. } = *finding;
    let unfolded = RwSignal::new(false);
    let members = Memo::new(move |_| panel.rows.with(|rows| rows.flow(flow, number)));
    move || {
        let members = members.get();
        (members.len() > 1).then(|| {
            let about = words::flow(members.len(), span(&members).map(words_for_duration).as_deref());
            view! {
                <section class="flow" data-part="flow">
                    <h3>{words::FLOW}</h3>
                    <p class="remark">{about}</p>
                    {picture(panel, &members, number, unfolded)}
                </section>
            }
        })
    }
}

fn picture(panel: Panel, members: &[Arc<Finding>], selected: u32, unfolded: RwSignal<bool>) -> impl IntoView + use<> {
    let rows = rows(members, selected, unfolded.get());
    let lanes = lanes(members, &rows);
    let width = lanes.iter().filter_map(|lane| lane.column).max().map_or(NO_LANE, |column| (column + 1) * LANE);
    let items = rows.iter().enumerate().map(|(at, row)| {
        let ends = (at == 0, at + 1 == rows.len());
        let graph = graph(&lanes, &pieces(&lanes, &rows, at), width, ends, matches!(row, Row::Step(_)));
        match row {
            Row::Step(position) => step(panel, members, *position, selected, &lanes, graph).into_any(),
            Row::Fold(folded) => {
                let failed = members[folded.clone()].iter().filter(|member| member.outcome == Outcome::Failed).count();
                view! {
                    <li class="fold">
                        {graph}
                        <button class="button" type="button" data-action="unfold" title=words::UNFOLD on:click=move |_| unfolded.set(true)>
                            {words::folded(folded.len(), failed)}
                        </button>
                    </li>
                }
                .into_any()
            }
        }
    });
    let items = items.collect_view();
    view! { <ol class="steps" aria-label=words::FLOW_LIST style:--lanes=format!("{width}px")>{items}</ol> }
}

fn step(
    panel: Panel,
    members: &[Arc<Finding>],
    at: usize,
    selected: u32,
    lanes: &[Lane],
    graph: impl IntoView + 'static,
) -> AnyView {
    let finding = &members[at];
    let number = finding.number;
    let is_selected = number == selected;
    let since = at.checked_sub(1).map(|before| &members[before]);
    let elapsed = since.and_then(|before| Some((finding.started? - before.started?, before.number)));
    let elapsed = elapsed.map(|(millis, before)| {
        let [brief, full] = words::since(&words_for_duration(millis), before);
        view! { <span class="elapsed" title=full>{brief}</span> }
    });
    let failed = finding.outcome == Outcome::Failed;
    let headline = (failed && !is_selected).then(|| view! { <p class="headline">{sentence(&finding.headline)}</p> });
    view! {
        <li
            class="step"
            data-step=number.to_string()
            data-outcome=ids::outcome(finding.outcome)
            aria-current=is_selected.then_some("step")
        >
            {graph}
            <span class="mark">{outcome_icon(finding.outcome, finding.standing)}</span>
            <div class="what">
                <p class="name">
                    <button class="exchange" type="button" title=words::select_exchange(number) on:click=move |_| visit(panel, number)>
                        {words::number_of(number)} " " {words::kind(finding.kind)}
                    </button>
                    {finding.grant.clone().map(|grant| view! { <bdi class="grant">{grant}</bdi> })}
                    {failed.then(|| view! { <strong class="failed">{words::failed_with(finding.answer.error.as_deref())}</strong> })}
                    {elapsed}
                </p>
                {headline}
                {credentials(lanes, at, finding.kind)}
            </div>
        </li>
    }
    .into_any()
}

/// What is issued and what is sent in the exchange at `at`, in words.
fn credentials(lanes: &[Lane], at: usize, kind: Kind) -> impl IntoView + use<> {
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
        told.push((index, lane, if lane.start == LinkStart::Issued { words::ISSUED } else { words::SENT_FIRST }));
    }
    (!told.is_empty()).then(|| {
        let items = told.into_iter().map(|(index, lane, how)| {
            view! {
                <li data-part="credential" data-fingerprint=lane.fingerprint.clone()>
                    <svg class="sample" width="14" height="8" aria-hidden="true" data-lane=colour(index)>
                        <path d=SAMPLE></path>
                    </svg>
                    {lane.credential.clone()} " " <span class="how">{how}</span>
                </li>
            }
        });
        view! { <ul class="credentials">{items.collect_view()}</ul> }
    })
}

/// The lines beside a row. Rows are as high as their words, so that what goes through is drawn in percent.
fn graph(
    lanes: &[Lane],
    pieces: &[Piece],
    width: usize,
    (first, last): (bool, bool),
    has_mark: bool,
) -> impl IntoView + use<> {
    let spine = width + RADIUS;
    let (top, bottom) = (
        if first { MARK.to_string() } else { "0".to_owned() },
        if last { MARK.to_string() } else { "100%".to_owned() },
    );
    let (mut arriving, mut leaving) = (0, 0);
    let ways = pieces.iter().map(|piece| {
        let x = width - lanes[piece.lane].column.unwrap_or(0) * LANE - LANE / 2;
        let edge = spine - RADIUS;
        let (curve, head, line) = match piece.joint {
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
        let line = line.map(|from| {
            let to = if piece.below { "100%" } else { "50%" };
            view! { <line x1=x.to_string() x2=x.to_string() y1=from y2=to></line> }
        });
        view! {
            <g data-lane=colour(piece.lane)>
                {line}
                <path d=curve></path>
                {head.map(|head| view! { <path class="head" d=head></path> })}
            </g>
        }
    });
    let ways = ways.collect_view();
    view! {
        <svg class="graph" aria-hidden="true" data-mark=has_mark.to_string()>
            <line class="spine" x1=spine.to_string() x2=spine.to_string() y1=top y2=bottom></line>
            {ways}
        </svg>
    }
}

/// Lanes have four looks, by colour and by dashes.
fn colour(lane: usize) -> String {
    (lane % 4).to_string()
}

/// The milliseconds from the first exchange to the last.
fn span(members: &[Arc<Finding>]) -> Option<i64> {
    Some(members.last()?.started? - members.first()?.started?)
}
