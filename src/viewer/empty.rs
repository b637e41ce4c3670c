//! In: whether recording is on, and what the notes say already. Out: what to do first, in at most four lines.

use leptos::prelude::*;

use super::icons::{Icon, icon};
use super::notes::{ReloadButton, opened_late};
use super::panel::Panel;
use super::words;
use crate::report::SessionSource;

#[component]
pub(crate) fn Empty(panel: Panel) -> impl IntoView {
    let live = move || panel.source.get() == SessionSource::Devtools;
    let paused = move || live() && !panel.recording.get();
    let title = move || if paused() { words::EMPTY_PAUSED } else { words::empty_for(panel.source.get()) };
    let first = move || {
        live().then(|| {
            let step = if paused() { words::EMPTY_RESUME } else { words::EMPTY_DO };
            view! { <p>{step}</p> }
        })
    };
    // The note says it already, with a button of its own.
    let before = move || {
        (live() && !opened_late(panel)).then(|| view! { <p>{words::EMPTY_BEFORE} " " <ReloadButton panel/></p> })
    };

    view! {
        <section class="empty" data-part="empty" class:paused=paused>
            <h2>
                {move || icon(if paused() { Icon::Paused } else { Icon::Recording })}
                {title}
            </h2>
            {first}
            {before}
            <p>{words::EMPTY_SERVER} " " <code>{words::EMPTY_COMMAND}</code> "."</p>
            <p>{words::EMPTY_PRIVATE}</p>
        </section>
    }
}
