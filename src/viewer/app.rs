//! In: the panel's state. Out: the page: toolbar, messages, and beneath them the list beside (or above) the explanation.
//!
//! What stands where is in `panel.css`.

use std::sync::Arc;

use gloo::utils::document;
use web_sys::{HtmlElement, KeyboardEvent};

use super::dom::{Content, Tag, live, tag};
use super::doors::doors;
use super::empty::empty;
use super::filter_bar::filter_fault;
use super::finding::detail;
use super::imported::imported;
use super::list::list;
use super::moments::after_paint;
use super::notes::{faults, notes};
use super::panel::Panel;
use super::paste::paste_box;
use super::settings_box::{clear_box, settings_box};
use super::signal::{Signal, effect, memo};
use super::split::{share, splitter};
use super::toolbar::toolbar;
use super::words;

/// Draws the panel into `root`.
pub(crate) fn draw(panel: Panel, root: &HtmlElement) {
    keep_theme(panel);
    panel.keep_marked();
    let is_empty = memo(move || panel.rows.with(|rows| rows.total() == 0));
    let announcement = tag("p").class("unseen").attr("role", "status").live(move || panel.announcement.get());

    (tag("h1").class("unseen").child(words::NAME), announcement).append(root);
    (toolbar(panel), filter_fault(panel)).append(root);
    (faults(panel), notes(panel), imported(panel)).append(root);
    live(move || if is_empty.get() { empty(panel) } else { split(panel) }).append(root);
    // The first sight does without them.
    let root = root.clone();
    after_paint(move || {
        (paste_box(panel), settings_box(panel), clear_box(panel)).append(&root);
        doors(panel).append(&root);
    });
}

fn split(panel: Panel) -> Tag {
    let selected = memo(move || {
        let number = panel.selected.get()?;
        panel.rows.with(|rows| rows.finding(number).map(Arc::clone))
    });
    // The list is seen before the explanation is drawn.
    let is_seen = Signal::new(false);
    let seen = is_seen.clone();
    after_paint(move || seen.set(true));
    let section = tag("section")
        .class("detail")
        .held_by(&panel.detail)
        .attr("tabindex", "0")
        .attr("aria-label", words::DETAIL)
        .on("keydown", move |event: KeyboardEvent| leave(&event, panel))
        .live(move || is_seen.get().then(|| detail(panel, selected.get().as_ref())));
    tag("div")
        .class("split")
        .bind_style("--beside", move || share(panel.settings.with(|settings| settings.beside)))
        .bind_style("--above", move || share(panel.settings.with(|settings| settings.above)))
        .child((list(panel), splitter(panel), section))
}

/// The style sheet follows DevTools unless the reader has chosen a theme.
fn keep_theme(panel: Panel) {
    effect(move || {
        if let Some(root) = document().document_element() {
            // The name of an attribute that is always valid.
            _ = root.set_attribute("data-theme", panel.settings.with(|settings| settings.theme.name()));
        }
    });
}

/// Escape leads back to the list; DevTools would open its drawer.
fn leave(event: &KeyboardEvent, panel: Panel) {
    if event.key() == "Escape" {
        event.prevent_default();
        event.stop_propagation();
        panel.go_to_list();
    }
}
