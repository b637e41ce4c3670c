//! In: one finding. Out: its row in the list.
//!
//! A failed exchange is red *and* carries a mark with a name; nothing is ever green.

use std::sync::Arc;

use leptos::prelude::*;

use super::icons::{Icon, named_icon};
use super::panel::Panel;
use super::standing::Badge;
use super::{clock, ids, words};
use crate::report::{self, Finding, Outcome, Standing};
use crate::time::words_for_duration;

#[component]
pub(crate) fn Row(panel: Panel, finding: Arc<Finding>, position: usize, is_unread: bool) -> impl IntoView {
    let number = finding.number;
    let selected = move || panel.selected.get() == Some(number);
    let strongest = finding.causes.first().filter(|cause| cause.standing != Standing::RuledOut);
    let cause = strongest.map(|cause| cause.id.clone());

    let since = panel.rows.with_untracked(|rows| rows.since_previous(number));

    view! {
        <div
            class="row"
            class:odd=position % 2 == 1
            role="row"
            id=row_id(number)
            aria-rowindex=(position + 2).to_string()
            aria-selected=move || selected().to_string()
            data-number=number.to_string()
            data-kind=ids::kind(finding.kind)
            data-outcome=ids::outcome(finding.outcome)
            data-standing=finding.standing.map(ids::standing)
            data-cause=cause
            data-unread=is_unread.to_string()
            data-imported=finding.origin.is_some().to_string()
            on:click=move |_| panel.choose(number)
        >
            <span role="gridcell" data-column="time">
                {is_unread.then(|| view! { <span class="unread-mark" role="img" aria-label=words::UNREAD title=words::UNREAD></span> })}
                {outcome_icon(finding.outcome, finding.standing)}
                <span class="number">{number}</span>
                {finding.started.map(|started| view! { <Time started since/> })}
                {finding.origin.as_ref().map(|origin| view! { <Origin origin=origin.clone() alone=finding.started.is_none()/> })}
            </span>
            <span role="gridcell" data-column="kind">{words::kind(finding.kind)}</span>
            <span role="gridcell" data-column="grant" title=finding.grant.clone()>{finding.grant.clone()}</span>
            <span role="gridcell" data-column="status">{finding.answer.status}</span>
            <span role="gridcell" data-column="error" title=finding.answer.error.clone()>{finding.answer.error.clone()}</span>
            <span role="gridcell" data-column="headline" title=finding.headline.clone()>
                {finding.standing.map(|standing| view! { <Badge standing/> })}
                <bdi>{finding.headline.clone()}</bdi>
                {warned(finding.warnings.len())}
            </span>
        </div>
    }
}

/// The time of day, and when that is seen from the exchange before; a narrow list does without the milliseconds.
#[component]
fn Time(started: i64, since: Option<(i64, u32)>) -> impl IntoView {
    let since = since.map(|(duration, before)| {
        let [_, full] = words::since(&words_for_duration(duration), before);
        full
    });
    let title = [Some(clock::moment(started)), since].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let time = clock::time_of_day(started);
    let (seconds, milliseconds) = time.split_at(time.rfind('.').unwrap_or(time.len()));
    view! { <span title=title>{seconds.to_owned()}<span class="milliseconds">{milliseconds.to_owned()}</span></span> }
}

/// The mark of an imported finding; without a time, its place in the input stands there instead.
#[component]
fn Origin(origin: report::Origin, alone: bool) -> impl IntoView {
    let place = alone.then(|| words::place_in_input(&origin)).flatten();
    view! {
        {place.map(|place| view! { <span class="place-in-input">{place}</span> })}
        <span class="imported">{named_icon(Icon::Open, words::origin(&origin))}</span>
    }
}

/// The mark of a finding that holds warnings, which are no failure.
fn warned(count: usize) -> Option<impl IntoView> {
    (count > 0).then(|| view! { <span class="warned">{named_icon(Icon::Warning, words::warnings(count))}</span> })
}

/// The id of a finding's row in the document.
pub(crate) fn row_id(number: u32) -> String {
    format!("row-{number}")
}

/// How an exchange ended; one that succeeded and yet has a cause carries a warning.
pub(crate) fn outcome_icon(outcome: Outcome, standing: Option<Standing>) -> impl IntoView {
    let shape = match (outcome, standing) {
        (Outcome::Failed, _) => Icon::Failed,
        (Outcome::Succeeded, None) => Icon::Succeeded,
        (Outcome::Succeeded, Some(_)) => Icon::Warning,
        (Outcome::Unknown, _) => Icon::Unknown,
    };
    named_icon(shape, words::outcome(outcome))
}
