//! In: the findings and the selection. Out: a grid in which only the rows in sight exist.
//!
//! The keyboard's focus stays on the grid, because a row may leave the document while it is selected; the grid names the
//! selected row instead (`aria-activedescendant`).

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::panel::Panel;
use super::row::{Row, row_id};
use super::rows::{self, ROW_HEIGHT};
use super::scroll::Scroller;
use super::words;

/// The grid's columns: name for the style sheet and for tests, and the heading.
const COLUMNS: [(&str, &str); 6] = [
    ("time", words::COLUMN_TIME),
    ("kind", words::COLUMN_KIND),
    ("grant", words::COLUMN_GRANT),
    ("status", words::COLUMN_STATUS),
    ("error", words::COLUMN_ERROR),
    ("headline", words::COLUMN_HEADLINE),
];

#[component]
pub(crate) fn List(panel: Panel) -> impl IntoView {
    let grid = NodeRef::<html::Div>::new();
    let scroller = Scroller::of(grid);
    let shown = Memo::new(move |_| panel.rows.with(rows::Rows::shown));
    let window = Memo::new(move |_| rows::window(scroller.top.get(), scroller.height.get(), shown.get()));

    let visible = move || {
        let window = window.get();
        panel.rows.with(|rows| {
            let entries = window.filter_map(|position| Some((position, rows.at(position)?)));
            entries.map(|(position, entry)| (position, entry.edition, Arc::clone(&entry.finding))).collect::<Vec<_>>()
        })
    };
    let active = move || {
        let number = panel.selected.get()?;
        let position = panel.rows.with(|rows| rows.position(number))?;
        window.get().contains(&position).then(|| row_id(number))
    };

    Effect::new(move |_| {
        shown.track();
        scroller.follow_end();
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
                {COLUMNS.map(|(column, _)| view! { <span data-column=column></span> })}
            </div>
            <div
                class="grid"
                node_ref=grid
                role="grid"
                tabindex="0"
                aria-label=words::LIST
                aria-rowcount=move || (shown.get() + 1).to_string()
                aria-activedescendant=active
                on:scroll=move |_| scroller.scrolled()
                on:keydown=move |event| on_key(&event, panel, page())
            >
                <div class="header" role="row" aria-rowindex="1">
                    {COLUMNS.map(|(column, heading)| view! {
                        <span role="columnheader" data-column=column>{heading}</span>
                    })}
                </div>
                <div
                    class="rows"
                    role="rowgroup"
                    style:height=move || format!("{}px", shown.get() * ROW_HEIGHT)
                    style:padding-top=move || format!("{}px", window.get().start * ROW_HEIGHT)
                >
                    <For
                        each=visible
                        key=|(position, edition, _)| (*position, *edition)
                        children=move |(position, _, finding)| view! { <Row panel finding position/> }
                    />
                </div>
            </div>
            {move || (shown.get() == 0).then(|| view! { <p class="none">{words::NOTHING_MATCHES}</p> })}
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
