//! In: a title and what stands under it. Out: a box over the page that holds the focus until it is closed.

use web_sys::{HtmlDialogElement, KeyboardEvent};

use super::dom::{Content, Slot, Tag, tag};

pub(crate) fn dialog(slot: &Slot<HtmlDialogElement>, title: &str, part: &str, content: impl Content) -> Tag {
    let id = format!("{part}-title");
    tag("dialog")
        .class("box")
        .held_by(slot)
        .attr("aria-labelledby", id.as_str())
        .attr("data-part", part)
        .on("keydown", |event: KeyboardEvent| keep_escape(&event))
        .child(tag("h2").attr("id", id.as_str()).child(title))
        .child(content)
}

/// DevTools would take Escape for its own drawer.
pub(crate) fn keep_escape(event: &KeyboardEvent) {
    if event.key() == "Escape" {
        event.stop_propagation();
    }
}
