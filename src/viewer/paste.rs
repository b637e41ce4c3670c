//! In: what the reader pastes or writes into a box. Out: calls that read it.
//!
//! Text of ordinary size stays in the box until it is to be explained, so that an answer can be put beneath its request. What
//! is larger is read at once and never enters the page.

use web_sys::{ClipboardEvent, Event, KeyboardEvent};

use super::dialog::keep_escape;
use super::dom::{Tag, button, tag};
use super::panel::Panel;
use super::signal::Signal;
use super::words;

/// From so many characters on, a pasted text is read at once.
const LARGE: u32 = 200_000;

pub(crate) fn paste_box(panel: Panel) -> Tag {
    let is_empty = Signal::new(true);
    let (written, forgotten) = (is_empty.clone(), is_empty.clone());
    let text = tag("textarea")
        .held_by(&panel.pasted)
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("aria-label", words::PASTE_BOX)
        .attr("placeholder", words::PASTE_BOX)
        .on("paste", move |event: ClipboardEvent| {
            let Some(transfer) = event.clipboard_data() else { return };
            if panel.take(&transfer, LARGE) {
                event.prevent_default();
                panel.close(&panel.paste_box);
            }
        })
        .on("input", move |_: Event| written.set(pasted(panel).is_none()));
    let cancel = button("button")
        .attr("data-action", "cancel-paste")
        .attr("title", words::CANCEL_HELP)
        .click(move || panel.close(&panel.paste_box))
        .child(words::CANCEL);
    let submit = tag("button")
        .class("button main")
        .attr("type", "submit")
        .attr("data-action", "explain")
        .attr("title", words::EXPLAIN_HELP)
        .bind("disabled", move || is_empty.get())
        .child(words::EXPLAIN);
    let form = tag("form")
        .attr("method", "dialog")
        .on("submit", move |event: Event| {
            event.prevent_default();
            explain(panel);
        })
        .child(tag("h2").attr("id", "paste-title").child(words::PASTE_TITLE))
        .child(text)
        .child(tag("p").class("remark").child(words::PASTE_HELP))
        .child(tag("div").class("buttons").child((cancel, submit)));

    tag("dialog")
        .class("paste")
        .held_by(&panel.paste_box)
        .attr("aria-labelledby", "paste-title")
        .attr("data-part", "paste")
        // What was pasted may hold secrets: it goes when the box closes.
        .on("close", move |_: Event| {
            _ = panel.pasted.get().map(|text| text.set_value(""));
            forgotten.set(true);
        })
        .on("keydown", move |event: KeyboardEvent| {
            keep_escape(&event);
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                explain(panel);
            }
        })
        .child(form)
}

/// What is in the box, unless that is nothing but blanks.
fn pasted(panel: Panel) -> Option<String> {
    panel.pasted.get().map(|text| text.value()).filter(|text| !text.trim().is_empty())
}

fn explain(panel: Panel) {
    if let Some(text) = pasted(panel) {
        panel.close(&panel.paste_box);
        panel.paste(text);
    }
}
