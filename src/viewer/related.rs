//! In: a finding. Out: buttons that show the exchanges which share a credential with it and are not in its flow, and what
//! ties them together.

use std::sync::Arc;

use leptos::prelude::*;

use super::facts::ExchangeButton;
use super::panel::Panel;
use super::text::sentence;
use super::words;
use crate::report::{Finding, Related};

#[component]
pub(crate) fn RelatedView(panel: Panel, finding: Arc<Finding>) -> impl IntoView {
    let flow = finding.flow;
    let is_elsewhere = |related: &&Related| {
        panel.rows.with_untracked(|rows| rows.finding(related.number).is_none_or(|other| other.flow != flow))
    };
    let related: Vec<_> = finding.related.iter().filter(is_elsewhere).cloned().collect();
    (!related.is_empty()).then(|| {
        let items = related.into_iter().map(|related| view! { <Item panel related/> }).collect_view();
        view! {
            <section class="related" data-part="related">
                <h3>{words::RELATED}</h3>
                <ul>{items}</ul>
            </section>
        }
    })
}

#[component]
fn Item(panel: Panel, related: Related) -> impl IntoView {
    let kind = move || panel.rows.with(|rows| rows.finding(related.number).map(|finding| words::kind(finding.kind)));
    view! {
        <li>
            <ExchangeButton panel number=related.number/>
            <span class="kind">{kind}</span>
            <span class="by">{sentence(&related.by)}</span>
        </li>
    }
}
