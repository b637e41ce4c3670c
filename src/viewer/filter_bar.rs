//! In: what is written into the filter box, and the chips that are pressed. Out: the list shows what matches, or the reader is
//! told what the box does not understand.
//!
//! The language itself is in [`super::filter`]. What cannot be read filters nothing.

use std::time::Duration;

use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, HtmlInputElement, KeyboardEvent, MouseEvent};

use super::dom::{Slot, Tag, button, listen, tag};
use super::filter::{Chip, Chips, Filter};
use super::icons::{Icon, icon};
use super::moments::after;
use super::panel::Panel;
use super::signal::{Signal, effect};
use super::{regexp, words};

/// So many findings are looked at in one go.
const SLICE: usize = 2_000;

/// What the list is filtered by, as the reader gave it.
pub(crate) struct Filtering {
    text: Signal<String>,
    chips: Signal<Chips>,
    fault: Signal<Option<String>>,
    input: Slot<HtmlInputElement>,
}

impl Filtering {
    pub(crate) fn new() -> Self {
        Self {
            text: Signal::new(String::new()),
            chips: Signal::new(Chips::default()),
            fault: Signal::new(None),
            input: Slot::default(),
        }
    }
}

impl Panel {
    fn filter(self, text: String, chips: Chips) {
        let Filtering { text: written, chips: pressed, fault, .. } = &self.filtering;
        let (filter, message) = match Filter::read(&text, chips, regexp::compile) {
            Ok(filter) => (filter, None),
            Err(message) => (Filter::of(chips), Some(message)),
        };
        self.rows.update(|rows| rows.filter(filter));
        self.look_on();
        fault.set(message);
        written.set(text);
        pressed.set(chips);
    }

    /// Goes through the findings a slice at a time, so that the page stays quick whatever the filter costs.
    pub(crate) fn look_on(self) {
        let is_more = self.rows.update(|rows| rows.look_on(SLICE));
        if is_more {
            after(Duration::ZERO, move || self.look_on());
        } else {
            self.reveal.ring();
        }
    }

    /// Shows everything again, and goes to the list.
    pub(crate) fn clear_filter(self) {
        self.filter(String::new(), Chips::default());
        self.go_to_list();
    }
}

pub(crate) fn filter_box(panel: Panel) -> Tag {
    come_by_slash(panel);
    let is_wrong = move || panel.filtering.fault.with(Option::is_some).to_string();
    let input = tag("input")
        .attr("type", "search")
        .held_by(&panel.filtering.input)
        .attr("aria-label", words::FILTER)
        .bind("aria-invalid", is_wrong)
        .attr("aria-describedby", "filter-fault")
        .attr("placeholder", words::FILTER)
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .on("input", move |_: Event| {
            if let Some(input) = panel.filtering.input.get() {
                panel.filter(input.value(), panel.filtering.chips.get_untracked());
            }
        })
        .on("keydown", move |event: KeyboardEvent| on_key(panel, &event));
    let element: HtmlInputElement = input.element();
    // Setting what is there already would move the cursor to the end.
    effect(move || {
        let text = panel.filtering.text.get();
        if element.value() != text {
            element.set_value(&text);
        }
    });
    tag("label")
        .class("filter")
        .attr("title", words::FILTER_HELP)
        .bind("data-fault", is_wrong)
        .child((icon(Icon::Filter), input))
}

fn on_key(panel: Panel, event: &KeyboardEvent) {
    let Filtering { text, chips, .. } = &panel.filtering;
    match event.key().as_str() {
        "Escape" if !text.with_untracked(String::is_empty) => panel.filter(String::new(), chips.get_untracked()),
        "Escape" | "Enter" | "ArrowDown" => {
            event.prevent_default();
            panel.go_to_list();
        }
        _ => {}
    }
}

/// What the filter box does not understand; beneath the toolbar, so that nothing else moves.
pub(crate) fn filter_fault(panel: Panel) -> Tag {
    let message = move || {
        let message = panel.filtering.fault.get();
        message.map(|message| (icon(Icon::Warning), " ", tag("bdi").child(message)))
    };
    tag("p")
        .class("filter-fault")
        .attr("id", "filter-fault")
        .attr("role", "status")
        .attr("data-part", "filter-fault")
        .live(message)
}

pub(crate) fn chip_bar(panel: Panel) -> Tag {
    let press = move |pressed: Chips| panel.filter(panel.filtering.text.get_untracked(), pressed);
    let chip = |chip: Chip| {
        let name = words::chip(chip);
        button("chip-button")
            .attr("data-chip", name.to_ascii_lowercase())
            .attr("title", words::CHIPS_HELP)
            .bind("aria-pressed", move || panel.filtering.chips.get().has(chip).to_string())
            .on("click", move |event: MouseEvent| {
                let added = event.ctrl_key() || event.meta_key() || event.shift_key();
                press(panel.filtering.chips.get_untracked().pressed(chip, added));
            })
            .child(name)
    };
    let all = button("chip-button")
        .attr("data-chip", "all")
        .attr("title", words::CHIP_ALL_HELP)
        .bind("aria-pressed", move || (panel.filtering.chips.get() == Chips::default()).to_string())
        .click(move || press(Chips::default()))
        .child(words::CHIP_ALL);
    tag("div")
        .class("chips")
        .attr("role", "group")
        .attr("aria-label", words::CHIPS)
        .child(all)
        .child(Chip::ALL.map(chip))
}

/// A slash outside of a field leads to the filter box, as in DevTools' own panels.
fn come_by_slash(panel: Panel) {
    listen(&window(), "keydown", move |event: KeyboardEvent| {
        let is_plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        if event.key() != "/" || !is_plain || event.target().is_some_and(|target| is_taken(&target)) {
            return;
        }
        if let Some(input) = panel.filtering.input.get() {
            event.prevent_default();
            input.select();
            // An element that is in the document can take the focus.
            _ = input.focus();
        }
    });
}

/// Whether keys belong to the element itself.
fn is_taken(target: &EventTarget) -> bool {
    let element = target.dyn_ref::<Element>();
    element.is_some_and(|element| element.closest("input, textarea, select, dialog").ok().flatten().is_some())
}
