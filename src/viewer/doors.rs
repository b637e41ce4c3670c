//! In: files that are chosen or dropped, and whatever is pasted outside a field. Out: calls that read them, and the place to
//! drop.
//!
//! What the things are is found out by the reader, not here.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, Element, Event, EventTarget};

use super::icons::{Icon, icon};
use super::panel::Panel;
use super::words;

#[component]
pub(crate) fn Doors(panel: Panel) -> impl IntoView {
    let over = RwSignal::new(false);
    watch_drags(over);
    watch_pastes(panel);

    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(transfer) = event.data_transfer() {
            panel.take(&transfer, 1);
        }
    };
    let chosen = move |_: Event| {
        let Some(input) = panel.file_input.get_untracked() else { return };
        if let Some(files) = input.files() {
            panel.open(&files);
        }
        // The same file can be chosen again.
        input.set_value("");
    };

    view! {
        <input type="file" multiple hidden node_ref=panel.file_input data-part="files" aria-label=words::OPEN on:change=chosen/>
        <div
            class="drop"
            data-part="drop"
            hidden=move || !over.get()
            on:dragover=|event| event.prevent_default()
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <p>{icon(Icon::Open)} {words::DROP}</p>
        </div>
    }
}

/// Shows the place to drop while something readable from elsewhere is over the page.
fn watch_drags(over: RwSignal<bool>) {
    let own = StoredValue::new(false);
    let handles = [
        window_event_listener(ev::dragstart, move |_| own.set_value(true)),
        window_event_listener(ev::dragend, move |_| own.set_value(false)),
        window_event_listener(ev::dragenter, move |event| {
            if !own.get_value() && event.data_transfer().is_some_and(|transfer| is_readable(&transfer)) {
                event.prevent_default();
                over.set(true);
            }
        }),
    ];
    // A file that misses the place to drop must not take the page's place.
    let missed = move |event: DragEvent| {
        if over.get_untracked() {
            event.prevent_default();
        }
    };
    let missed = [window_event_listener(ev::dragover, missed), window_event_listener(ev::drop, missed)];
    on_cleanup(move || handles.into_iter().chain(missed).for_each(WindowListenerHandle::remove));
}

/// Reads what is pasted outside a field.
fn watch_pastes(panel: Panel) {
    let handle = window_event_listener(ev::paste, move |event| {
        if event.target().is_some_and(|target| is_field(&target)) {
            return;
        }
        let Some(transfer) = event.clipboard_data() else { return };
        if panel.take(&transfer, 1) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

fn is_readable(transfer: &DataTransfer) -> bool {
    transfer.types().iter().any(|kind| matches!(kind.as_string().as_deref(), Some("Files" | "text/plain")))
}

fn is_field(target: &EventTarget) -> bool {
    target.dyn_ref::<Element>().is_some_and(|element| element.closest("input, textarea").ok().flatten().is_some())
}
