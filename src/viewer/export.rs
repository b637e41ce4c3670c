//! In: what is drawn, and the form that it is to have. Out: a file among the reader's downloads.
//!
//! A link with `download` is the one way that works inside DevTools without a permission. What is in the file, and whether it
//! may leave, is decided before it comes here.

use std::time::Duration;

use gloo::file::{Blob, ObjectUrl};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlAnchorElement, HtmlDetailsElement, KeyboardEvent};

use super::dom::{Tag, button, tag};
use super::icons::{Icon, icon};
use super::moments::after;
use super::panel::Panel;
use super::{Form, clock, words};

/// How long the browser may take to read the file.
const KEPT: Duration = Duration::from_secs(60);

/// The forms that the export button does not give, behind a button of their own.
pub(crate) fn more_exports(panel: Panel) -> Tag {
    let item = |action: &str, form: Form, name: &str| {
        let press = move |event: Event| {
            close(&event);
            save(panel, form);
        };
        button("item").attr("data-action", action).on("click", press).child(name)
    };
    let items = tag("div")
        .class("items")
        .child(item("export-markdown", Form::Markdown, words::EXPORT_MARKDOWN))
        .child(item("export-har", Form::Har, words::EXPORT_HAR));
    let summary = tag("summary")
        .attr("aria-label", words::EXPORT_MORE)
        .attr("title", words::EXPORT_MORE)
        .attr("data-action", "export-more")
        .child(icon(Icon::More));
    tag("details")
        .class("menu")
        .bind("hidden", move || panel.rows.with(|rows| rows.total() == 0))
        .on("keydown", |event: KeyboardEvent| {
            if event.key() == "Escape" && close(&event) {
                // Elsewhere in DevTools, Escape opens the console.
                event.stop_propagation();
            }
        })
        .child((summary, items))
}

/// Closes the menu in which the event happened. Out: whether it was open.
fn close(event: &Event) -> bool {
    let inside = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let menu = inside.and_then(|inside| inside.closest("details").ok().flatten());
    let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlDetailsElement>().ok()) else { return false };
    let was_open = menu.open();
    menu.set_open(false);
    was_open
}

/// Saves what is drawn, unless something speaks against it.
pub(crate) fn save(panel: Panel, form: Form) {
    let Some(text) = panel.export(form) else { return };
    let (kind, ending) = match form {
        Form::Markdown => ("text/markdown", "md"),
        Form::Har => ("application/json", "har"),
        _ => ("application/json", "json"),
    };
    let blob = Blob::new_with_options(text.as_str(), Some(kind));
    let url = ObjectUrl::from(blob);
    let link: HtmlAnchorElement = tag("a").element();
    link.set_href(&url);
    link.set_download(&format!("grantlens-report-{}.{ending}", clock::file_stamp()));
    link.click();
    after(KEPT, move || drop(url));
}
