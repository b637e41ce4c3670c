//! In: what is written into the filter box, and the chips that are pressed. Out: the list shows what matches, or the reader is
//! told what the box does not understand.
//!
//! The language itself is in [`super::filter`]. What cannot be read filters nothing.

use std::time::Duration;

use leptos::ev::{self, KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use super::filter::{Chip, Chips, Filter};
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::{regexp, words};

/// So many findings are looked at in one go.
const SLICE: usize = 2_000;

/// What the list is filtered by, as the reader gave it.
#[derive(Clone, Copy)]
pub(crate) struct Filtering {
    text: RwSignal<String>,
    chips: RwSignal<Chips>,
    fault: RwSignal<Option<String>>,
    input: NodeRef<html::Input>,
}

impl Filtering {
    pub(crate) fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            chips: RwSignal::new(Chips::default()),
            fault: RwSignal::new(None),
            input: NodeRef::new(),
        }
    }
}

impl Panel {
    fn filter(self, text: String, chips: Chips) {
        let Filtering { text: written, chips: pressed, fault, .. } = self.filtering;
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
        let is_more = self.rows.try_update(|rows| rows.look_on(SLICE)).unwrap_or(false);
        if is_more {
            set_timeout(move || self.look_on(), Duration::ZERO);
        } else {
            self.reveal.notify();
        }
    }

    /// Shows everything again, and goes to the list.
    pub(crate) fn clear_filter(self) {
        self.filter(String::new(), Chips::default());
        self.go_to_list();
    }
}

#[component]
pub(crate) fn FilterBox(panel: Panel) -> impl IntoView {
    let Filtering { text, chips, fault, input } = panel.filtering;
    come_by_slash(input);
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if !text.with_untracked(String::is_empty) => panel.filter(String::new(), chips.get_untracked()),
        "Escape" | "Enter" | "ArrowDown" => {
            event.prevent_default();
            panel.go_to_list();
        }
        _ => {}
    };
    view! {
        <label class="filter" title=words::FILTER_HELP data-fault=move || fault.with(Option::is_some).to_string()>
            {icon(Icon::Filter)}
            <input
                type="search"
                node_ref=input
                aria-label=words::FILTER
                aria-invalid=move || fault.with(Option::is_some).to_string()
                aria-describedby="filter-fault"
                placeholder=words::FILTER
                spellcheck="false"
                autocomplete="off"
                prop:value=text
                on:input:target=move |event| panel.filter(event.target().value(), chips.get_untracked())
                on:keydown=keys
            />
        </label>
    }
}

/// What the filter box does not understand; beneath the toolbar, so that nothing else moves.
#[component]
pub(crate) fn FilterFault(panel: Panel) -> impl IntoView {
    let fault = panel.filtering.fault;
    view! {
        <p class="filter-fault" id="filter-fault" role="status" data-part="filter-fault">
            {move || fault.get().map(|message| view! { {icon(Icon::Warning)} <bdi>{message}</bdi> })}
        </p>
    }
}

#[component]
pub(crate) fn ChipBar(panel: Panel) -> impl IntoView {
    let Filtering { text, chips, .. } = panel.filtering;
    let press = move |pressed: Chips| panel.filter(text.get_untracked(), pressed);
    let chip = move |chip: Chip| {
        let name = words::chip(chip);
        let pressed = move |event: MouseEvent| {
            let added = event.ctrl_key() || event.meta_key() || event.shift_key();
            press(chips.get_untracked().pressed(chip, added));
        };
        view! {
            <button
                class="chip-button"
                type="button"
                data-chip=name.to_ascii_lowercase()
                title=words::CHIPS_HELP
                aria-pressed=move || chips.get().has(chip).to_string()
                on:click=pressed
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=words::CHIPS>
            <button
                class="chip-button"
                type="button"
                data-chip="all"
                title=words::CHIP_ALL_HELP
                aria-pressed=move || (chips.get() == Chips::default()).to_string()
                on:click=move |_| press(Chips::default())
            >
                {words::CHIP_ALL}
            </button>
            {Chip::ALL.map(chip)}
        </div>
    }
}

/// A slash outside of a field leads to the filter box, as in DevTools' own panels.
fn come_by_slash(input: NodeRef<html::Input>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let is_plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        if event.key() != "/" || !is_plain || event.target().is_some_and(|target| is_taken(&target)) {
            return;
        }
        if let Some(input) = input.get_untracked() {
            event.prevent_default();
            input.select();
            // An element that is in the document can take the focus.
            _ = input.focus();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether keys belong to the element itself.
fn is_taken(target: &EventTarget) -> bool {
    let element = target.dyn_ref::<Element>();
    element.is_some_and(|element| element.closest("input, textarea, select, dialog").ok().flatten().is_some())
}
