//! In: files that are chosen or dropped, and whatever is pasted outside a field. Out: calls that read them, and the place to
//! drop.
//!
//! What the things are is found out by the reader, not here.

use std::cell::Cell;
use std::rc::Rc;

use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, Event, EventTarget};

use super::dom::{Tag, listen, tag};
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::signal::Signal;
use super::words;

pub(crate) fn doors(panel: Panel) -> [Tag; 2] {
    let over = Signal::new(false);
    watch_drags(&over);
    watch_pastes(panel);

    let chosen = move |_: Event| {
        let Some(input) = panel.file_input.get() else { return };
        if let Some(files) = input.files() {
            panel.open(&files);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let files = tag("input")
        .attr("type", "file")
        .attr("multiple", true)
        .attr("hidden", true)
        .held_by(&panel.file_input)
        .attr("data-part", "files")
        .attr("aria-label", words::OPEN)
        .on("change", chosen);

    let (left, dropped) = (over.clone(), over.clone());
    let drop = tag("div")
        .class("drop")
        .attr("data-part", "drop")
        .bind("hidden", move || !over.get())
        .on("dragover", |event: DragEvent| event.prevent_default())
        .on("dragleave", move |_: DragEvent| left.set(false))
        .on("drop", move |event: DragEvent| {
            event.prevent_default();
            dropped.set(false);
            if let Some(transfer) = event.data_transfer() {
                panel.take(&transfer, 1);
            }
        })
        .child(tag("p").child((icon(Icon::Open), " ", words::DROP)));
    [files, drop]
}

/// Shows the place to drop while something readable from elsewhere is over the page.
fn watch_drags(over: &Signal<bool>) {
    let own = Rc::new(Cell::new(false));
    for (name, begins) in [("dragstart", true), ("dragend", false)] {
        let own = Rc::clone(&own);
        listen(&window(), name, move |_: DragEvent| own.set(begins));
    }
    let entered = over.clone();
    listen(&window(), "dragenter", move |event: DragEvent| {
        if !own.get() && event.data_transfer().is_some_and(|transfer| is_readable(&transfer)) {
            event.prevent_default();
            entered.set(true);
        }
    });
    // A file that misses the place to drop must not take the page's place.
    for name in ["dragover", "drop"] {
        let over = over.clone();
        listen(&window(), name, move |event: DragEvent| {
            if over.get_untracked() {
                event.prevent_default();
            }
        });
    }
}

/// Reads what is pasted outside a field.
fn watch_pastes(panel: Panel) {
    listen(&window(), "paste", move |event: ClipboardEvent| {
        if event.target().is_some_and(|target| is_field(&target)) {
            return;
        }
        let Some(transfer) = event.clipboard_data() else { return };
        if panel.take(&transfer, 1) {
            event.prevent_default();
        }
    });
}

fn is_readable(transfer: &DataTransfer) -> bool {
    transfer.types().iter().any(|kind| matches!(kind.as_string().as_deref(), Some("Files" | "text/plain")))
}

fn is_field(target: &EventTarget) -> bool {
    target.dyn_ref::<Element>().is_some_and(|element| element.closest("input, textarea").ok().flatten().is_some())
}
