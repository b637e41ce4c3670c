//! In: the session's notes and the faults so far. Out: a slim bar for each.
//!
//! A note says what may have been missed; a fault says that something of ours did not work.

use leptos::prelude::*;

use super::icons::{Icon, icon};
use super::panel::Panel;
use super::words;
use crate::report::Note;

/// The note that a reload answers.
const OPENED_LATE: &str = "opened-late";

#[component]
pub(crate) fn Notes(panel: Panel) -> impl IntoView {
    view! {
        <div class="bars" role="group" aria-label=words::NOTES>
            <For each=move || [panel.notes.get(), panel.import_notes.get()].concat() key=|note| (note.id.clone(), note.text.clone()) let:note>
                <NoteBar panel note/>
            </For>
        </div>
    }
}

#[component]
pub(crate) fn Faults(panel: Panel) -> impl IntoView {
    view! {
        <div class="bars" role="alert">
            <For each=move || panel.faults.get() key=String::clone let:fault>
                <FaultBar panel fault/>
            </For>
        </div>
    }
}

#[component]
fn NoteBar(panel: Panel, note: Note) -> impl IntoView {
    let reload = (note.id == OPENED_LATE).then(|| view! { <ReloadButton panel/> });
    view! {
        <p class="bar" data-note=note.id>
            {icon(Icon::Information)}
            <bdi>{note.text}</bdi>
            {reload}
        </p>
    }
}

#[component]
fn FaultBar(panel: Panel, fault: String) -> impl IntoView {
    let message = fault.clone();
    view! {
        <p class="bar fault" data-part="fault">
            {icon(Icon::Failed)}
            <bdi>{message}</bdi>
            <button
                class="tool"
                type="button"
                aria-label=words::DISMISS
                title=words::DISMISS
                on:click=move |_| panel.dismiss(&fault)
            >
                {icon(Icon::Close)}
            </button>
        </p>
    }
}

/// A button in words, for places that say why a reload helps.
#[component]
pub(crate) fn ReloadButton(panel: Panel) -> impl IntoView {
    view! {
        <button
            class="button"
            type="button"
            data-action="reload"
            title=words::RELOAD
            disabled=move || !panel.attached.get()
            on:click=move |_| panel.reload()
        >
            {words::RELOAD_SHORT}
        </button>
    }
}

/// Whether the session says that it began after the page did.
pub(crate) fn opened_late(panel: Panel) -> bool {
    panel.notes.with(|notes| notes.iter().any(|note| note.id == OPENED_LATE))
}
