//! In: what may go wrong later. Out: each warning with its evidence, calm, below the answer.

use leptos::prelude::*;

use super::facts::Facts;
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::prose::{Blocks, Sources};
use super::text::sentence;
use super::words;
use crate::prose::page;
use crate::report::Warning;

#[component]
pub(crate) fn Warnings(panel: Panel, warnings: Vec<Warning>) -> impl IntoView {
    (!warnings.is_empty()).then(|| {
        let items = warnings.into_iter().map(|warning| view! { <Item panel warning/> }).collect_view();
        view! {
            <section class="warnings" data-part="warnings">
                <h3>{words::WARNINGS}</h3>
                {items}
            </section>
        }
    })
}

#[component]
fn Item(panel: Panel, warning: Warning) -> impl IntoView {
    let advice = page(&warning.cause).map(|page| {
        view! {
            <details>
                <summary>{words::WARNING_MORE}</summary>
                <div class="inside">
                    <div class="prose" data-part="why"><Blocks blocks=&page.why/></div>
                    <h4 class="small">{words::WARNING_FIX}</h4>
                    <div class="fix prose" data-part="fix"><Blocks blocks=&page.fix/></div>
                    <Sources sources=&page.sources/>
                </div>
            </details>
        }
    });
    view! {
        <div class="warning" data-warning=warning.cause>
            {icon(Icon::Warning)}
            <div>
                <p data-part="warning">{sentence(&warning.text)}</p>
                <Facts panel facts=warning.facts/>
                {advice}
            </div>
        </div>
    }
}
