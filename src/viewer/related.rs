//! In: the exchanges that share a credential with this one. Out: buttons that show them, and what ties them together.

use leptos::prelude::*;

use super::facts::ExchangeButton;
use super::panel::Panel;
use super::text::sentence;
use super::words;
use crate::report::Related;

#[component]
pub(crate) fn RelatedView(panel: Panel, related: Vec<Related>) -> impl IntoView {
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
