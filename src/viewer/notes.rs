//! In: the session's notes and the faults so far. Out: a slim bar for each.
//!
//! A note says what may have been missed; a fault says that something of ours did not work.

use super::dom::{Tag, button, each, tag};
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::words;
use crate::report::Note;

/// The note that a reload answers.
const OPENED_LATE: &str = "opened-late";

pub(crate) fn notes(panel: Panel) -> Tag {
    let notes = each(
        move || [panel.notes.get(), panel.import_notes.get()].concat(),
        |note| (note.id.clone(), note.text.clone()),
        move |note| note_bar(panel, &note),
    );
    tag("div").class("bars").attr("role", "group").attr("aria-label", words::NOTES).child(notes)
}

pub(crate) fn faults(panel: Panel) -> Tag {
    let faults = each(move || panel.faults.get(), String::clone, move |fault| fault_bar(panel, fault));
    tag("div").class("bars").attr("role", "alert").child(faults)
}

fn note_bar(panel: Panel, note: &Note) -> Tag {
    tag("p")
        .class("bar")
        .attr("data-note", note.id.as_str())
        .child(icon(Icon::Information))
        .child(tag("bdi").child(note.text.as_str()))
        .child((note.id == OPENED_LATE).then(|| reload_button(panel)))
}

fn fault_bar(panel: Panel, fault: String) -> Tag {
    let message = tag("bdi").child(fault.as_str());
    let dismiss = button("tool")
        .attr("aria-label", words::DISMISS)
        .attr("title", words::DISMISS)
        .click(move || panel.dismiss(&fault))
        .child(icon(Icon::Close));
    tag("p").class("bar fault").attr("data-part", "fault").child((icon(Icon::Failed), message, dismiss))
}

/// A button in words, for places that say why a reload helps.
pub(crate) fn reload_button(panel: Panel) -> Tag {
    button("button")
        .attr("data-action", "reload")
        .attr("title", words::RELOAD)
        .bind("disabled", move || !panel.attached.get())
        .click(move || panel.reload())
        .child(words::RELOAD_SHORT)
}

/// Whether the session says that it began after the page did.
pub(crate) fn opened_late(panel: Panel) -> bool {
    panel.notes.with(|notes| notes.iter().any(|note| note.id == OPENED_LATE))
}
