//! In: one finding. Out: its row in the list.
//!
//! A failed exchange is red *and* carries a mark with a name; nothing is ever green.

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::dom::{Content, Tag, Value, tag};
use super::icons::{Icon, named_icon};
use super::panel::Panel;
use super::standing::badge;
use super::{clock, ids, words};
use crate::report::{self, Finding, Outcome, Standing};
use crate::time::words_for_duration;

/// The row of `finding`, the one at `position` of those that are shown.
pub(crate) fn row(panel: Panel, finding: &Arc<Finding>, position: usize, is_unread: bool) -> Tag {
    let number = finding.number;
    let strongest = finding.causes.first().filter(|cause| cause.standing != Standing::RuledOut);
    let (grant, error) = (finding.grant.as_deref(), finding.answer.error.as_deref());
    let headline = cell("headline")
        .attr("title", &*finding.headline)
        .child(finding.standing.map(badge))
        .child(tag("bdi").child(&*finding.headline))
        .child(warned(finding.warnings.len()));

    tag("div")
        .class(if position % 2 == 1 { "row odd" } else { "row" })
        .attr("role", "row")
        .attr("id", row_id(number))
        .attr("aria-rowindex", (position + 2).to_string())
        .bind("aria-selected", move || panel.selected.with(|selected| *selected == Some(number)).to_string())
        .attr("data-number", number.to_string())
        .attr("data-kind", ids::kind(finding.kind))
        .attr("data-outcome", ids::outcome(finding.outcome))
        .attr("data-standing", finding.standing.map(ids::standing))
        .attr("data-cause", strongest.map(|cause| &*cause.id))
        .attr("data-unread", is_unread.to_string())
        .attr("data-imported", finding.origin.is_some().to_string())
        .click(move || panel.choose(number))
        .child(beginning(panel, finding, is_unread))
        .child(cell("kind").child(words::kind(finding.kind)))
        .child(cell("grant").attr("title", grant).child(grant))
        .child(cell("status").child(finding.answer.status.map(|status| status.to_string())))
        .child(cell("error").attr("title", error).child(error))
        .child(headline)
}

fn cell(column: &str) -> Tag {
    tag("span").attr("role", "gridcell").attr("data-column", column)
}

/// The first cell: marks, the number, and when or where the exchange was.
fn beginning(panel: Panel, finding: &Finding, is_unread: bool) -> Tag {
    let unread = is_unread.then(|| {
        let mark = tag("span").class("unread-mark").attr("role", "img");
        mark.attr("aria-label", words::UNREAD).attr("title", words::UNREAD)
    });
    let since = panel.rows.with_untracked(|rows| rows.since_previous(finding.number));
    cell("time")
        .child(unread)
        .child(outcome_icon(finding.outcome, finding.standing))
        .child(tag("span").class("number").child(finding.number.to_string()))
        .child(finding.started.map(|started| time(started, since)))
        .child(finding.origin.as_ref().map(|from| origin(from, finding.started.is_none())))
}

/// The time of day, and when that is seen from now and from the exchange before; a narrow list does without the milliseconds.
fn time(started: i64, since: Option<(i64, u32)>) -> Tag {
    let time = clock::time_of_day(started);
    let (seconds, milliseconds) = time.split_at(time.rfind('.').unwrap_or(time.len()));
    tag("span")
        // Told when it is read, not when it is drawn: so it is true, and a list that scrolls need not word what nobody reads.
        .on("mouseenter", move |event: MouseEvent| {
            let Some(time) = event.current_target() else { return };
            let since = since.map(|(duration, before)| {
                let [_, full] = words::since(&words_for_duration(duration), before);
                full
            });
            let told = [Some(clock::moment(started)), Some(clock::age(started)), since];
            told.into_iter().flatten().collect::<Vec<_>>().join(", ").set(time.unchecked_ref(), "title");
        })
        .child(seconds)
        .child(tag("span").class("milliseconds").child(milliseconds))
}

/// The mark of an imported finding; without a time, its place in the input stands there instead.
fn origin(origin: &report::Origin, alone: bool) -> impl Content + use<> {
    let place = alone.then(|| words::place_in_input(origin)).flatten();
    let place = place.map(|place| tag("span").class("place-in-input").child(place));
    (place, tag("span").class("imported").child(named_icon(Icon::Open, words::origin(origin))))
}

/// The mark of a finding that holds warnings, which are no failure.
fn warned(count: usize) -> Option<Tag> {
    (count > 0).then(|| tag("span").class("warned").child(named_icon(Icon::Warning, words::warnings(count))))
}

/// The id of a finding's row in the document.
pub(crate) fn row_id(number: u32) -> String {
    format!("row-{number}")
}

/// How an exchange ended; one that succeeded and yet has a cause carries a warning.
pub(crate) fn outcome_icon(outcome: Outcome, standing: Option<Standing>) -> Tag {
    let shape = match (outcome, standing) {
        (Outcome::Failed, _) => Icon::Failed,
        (Outcome::Succeeded, None) => Icon::Succeeded,
        (Outcome::Succeeded, Some(_)) => Icon::Warning,
        (Outcome::Unknown, _) => Icon::Unknown,
    };
    named_icon(shape, words::outcome(outcome))
}
