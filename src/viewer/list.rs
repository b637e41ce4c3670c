//! In: the findings and the selection. Out: a grid in which only the rows in sight exist.
//!
//! The keyboard's focus stays on the grid, because a row may leave the document while it is selected; the grid names the
//! selected row instead (`aria-activedescendant`).

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::beside::go_beside;
use super::order::{Column, Sorting};
use super::panel::Panel;
use super::row::{Row, row_id};
use super::rows::{self, ROW_HEIGHT};
use super::scroll::Scroller;
use super::words;

#[component]
pub(crate) fn List(panel: Panel) -> impl IntoView {
    let grid = panel.grid;
    let scroller = Scroller::of(grid);
    let shown = Memo::new(move |_| panel.rows.with(rows::Rows::shown));
    let nothing = Memo::new(move |_| panel.rows.with(|rows| rows.shown() == 0 && rows.is_settled()));
    let window = Memo::new(move |_| rows::window(scroller.top.get(), scroller.height.get(), shown.get()));

    let visible = move || {
        let window = window.get();
        panel.rows.with(|rows| {
            let entries = window.filter_map(|position| Some((position, rows.at(position)?)));
            entries
                .map(|(position, entry)| (position, entry.edition, entry.is_unread, Arc::clone(&entry.finding)))
                .collect::<Vec<_>>()
        })
    };
    let active = move || {
        let number = panel.selected.get()?;
        let position = panel.rows.with(|rows| rows.position(number))?;
        window.get().contains(&position).then(|| row_id(number))
    };

    Effect::new(move |_| {
        shown.track();
        if panel.settings.get_untracked().sorting == Sorting::default() {
            scroller.follow_end();
        }
    });
    Effect::new(move |_| {
        panel.reveal.track();
        let Some(number) = panel.selected.get_untracked() else { return };
        if let Some(position) = panel.rows.with_untracked(|rows| rows.position(number)) {
            scroller.reveal(position);
        }
    });

    let page = move || scroller.rows_in_sight();
    view! {
        <div class="list">
            <div class="ruling" aria-hidden="true">
                {Column::ALL.map(|(_, name, _)| view! { <span data-column=name></span> })}
            </div>
            <div
                class="grid"
                node_ref=grid
                role="grid"
                tabindex="0"
                aria-label=words::LIST
                aria-rowcount=move || (shown.get() + 1).to_string()
                aria-activedescendant=active
                on:scroll=move |_| {
                    scroller.scrolled();
                    panel.scrolled.notify();
                }
                on:keydown=move |event| on_key(&event, panel, page())
            >
                <div class="header" role="row" aria-rowindex="1">
                    {Column::ALL.map(|(column, name, heading)| view! { <Heading panel column name heading/> })}
                </div>
                <div
                    class="rows"
                    role="rowgroup"
                    style:height=move || format!("{}px", shown.get() * ROW_HEIGHT)
                    style:padding-top=move || format!("{}px", window.get().start * ROW_HEIGHT)
                >
                    <For
                        each=visible
                        key=|(position, edition, ..)| (*position, *edition)
                        children=move |(position, _, is_unread, finding)| view! { <Row panel finding position is_unread/> }
                    />
                </div>
            </div>
            {move || nothing.get().then(|| view! { <NothingMatches panel/> })}
        </div>
    }
}

/// The heading of a column: a button that sorts by it. One of them can be reached by Tab, the others from it by arrow keys.
#[component]
fn Heading(panel: Panel, column: Column, name: &'static str, heading: &'static str) -> impl IntoView {
    let sorting = Memo::new(move |_| panel.settings.get().sorting);
    let is_sorted = move || sorting.get().column == column;
    let direction = move || if sorting.get().is_descending { "descending" } else { "ascending" };
    view! {
        <span role="columnheader" data-column=name aria-sort=move || is_sorted().then(direction)>
            <button
                type="button"
                data-sort=name
                title=words::sort_by(heading)
                tabindex=move || if is_sorted() { "0" } else { "-1" }
                on:click=move |_| panel.sort(column)
                on:keydown=|event| on_heading_key(&event)
            >
                {heading}
            </button>
        </span>
    }
}

#[component]
fn NothingMatches(panel: Panel) -> impl IntoView {
    view! {
        <div class="none" data-part="nothing-matches">
            <p>{words::NOTHING_MATCHES}</p>
            <button class="button" type="button" data-action="clear-filter" title=words::CLEAR_FILTER_HELP on:click=move |_| panel.clear_filter()>
                {words::CLEAR_FILTER}
            </button>
        </div>
    }
}

fn on_key(event: &KeyboardEvent, panel: Panel, page: usize) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    if event.key() == "Enter" {
        if let Some(detail) = panel.detail.get_untracked() {
            // An element that is in the document can take the focus.
            _ = detail.focus();
        }
        return;
    }
    let target = panel.rows.with_untracked(|rows| {
        let last = rows.shown().checked_sub(1)?;
        let current = panel.selected.get_untracked().and_then(|number| rows.position(number));
        let position = match (event.key().as_str(), current) {
            ("ArrowDown", Some(at)) => at + 1,
            ("ArrowUp", Some(at)) => at.saturating_sub(1),
            ("PageDown", Some(at)) => at + page,
            ("PageUp", Some(at)) => at.saturating_sub(page),
            ("Home", _) | ("ArrowDown" | "PageDown", None) => 0,
            ("End", _) | ("ArrowUp" | "PageUp", None) => last,
            _ => return None,
        };
        rows.at(position.min(last)).map(|entry| entry.finding.number)
    });
    if let Some(number) = target {
        event.prevent_default();
        panel.select(number);
    }
}

/// The press on a heading sorts; it does not open the selected row.
fn on_heading_key(event: &KeyboardEvent) {
    if !go_beside(event, "[role=row]") && matches!(event.key().as_str(), "Enter" | " ") {
        event.stop_propagation();
    }
}
