//! In: the findings and the selection. Out: a grid in which only the rows in sight exist.
//!
//! The keyboard's focus stays on the grid, because a row may leave the document while it is selected; the grid names the
//! selected row instead (`aria-activedescendant`).

use std::ops::Range;
use std::sync::Arc;

use web_sys::{Event, KeyboardEvent};

use super::beside::go_beside;
use super::dom::{Tag, button, each, tag};
use super::order::{Column, Sorting};
use super::panel::Panel;
use super::row::{row, row_id};
use super::rows::{self, ROW_HEIGHT};
use super::scroll::Scroller;
use super::signal::{Signal, effect, memo};
use super::words;

pub(crate) fn list(panel: Panel) -> Tag {
    let shown = memo(move || panel.rows.with(rows::Rows::shown));
    let nothing = memo(move || panel.rows.with(|rows| rows.shown() == 0 && rows.is_settled()));
    let ruling = tag("div").class("ruling").attr("aria-hidden", "true");
    let ruling = ruling.child(Column::ALL.map(|(_, name, _)| tag("span").attr("data-column", name)));

    tag("div")
        .class("list")
        .child(ruling)
        .child(grid(panel, &shown))
        .live(move || nothing.get().then(|| nothing_matches(panel)))
}

fn grid(panel: Panel, shown: &Signal<usize>) -> Tag {
    let grid = tag("div").class("grid").held_by(&panel.grid);
    let scroller = Scroller::of(panel);
    let window = {
        let (scroller, shown) = (scroller.clone(), shown.clone());
        memo(move || rows::window(scroller.top.get(), scroller.height.get(), shown.get()))
    };
    keep_in_sight(panel, &scroller, shown);

    let headings = Column::ALL.map(|(column, name, words)| heading(panel, column, name, words));
    let count = shown.clone();
    let in_sight = window.clone();
    let active = move || {
        let number = panel.selected.get()?;
        let position = panel.rows.with(|rows| rows.position(number))?;
        in_sight.with(|window| window.contains(&position)).then(|| row_id(number))
    };
    let scrolled = scroller.clone();
    grid.attr("role", "grid")
        .attr("tabindex", "0")
        .attr("aria-label", words::LIST)
        .bind("aria-rowcount", move || (count.get() + 1).to_string())
        .bind("aria-activedescendant", active)
        .on("scroll", move |_: Event| {
            scrolled.scrolled();
            panel.scrolled.ring();
        })
        .on("keydown", move |event: KeyboardEvent| on_key(&event, panel, scroller.rows_in_sight()))
        .child(tag("div").class("header").attr("role", "row").attr("aria-rowindex", "1").child(headings))
        .child(drawn(panel, shown.clone(), window))
}

/// The rows in sight, in an element that is as high as all of them.
fn drawn(panel: Panel, shown: Signal<usize>, window: Signal<Range<usize>>) -> Tag {
    let start = window.clone();
    let visible = move || {
        let window = window.get();
        panel.rows.with(|rows| {
            let entries = window.filter_map(|position| Some((position, rows.at(position)?)));
            entries
                .map(|(position, entry)| (position, entry.edition, entry.is_unread, Arc::clone(&entry.finding)))
                .collect::<Vec<_>>()
        })
    };
    let rows = each(
        visible,
        |(position, edition, ..)| (*position, *edition),
        move |(position, _, is_unread, finding)| row(panel, &finding, position, is_unread),
    );
    tag("div")
        .class("rows")
        .attr("role", "rowgroup")
        .bind_style("height", move || Some(format!("{}px", shown.get() * ROW_HEIGHT)))
        .bind_style("padding-top", move || Some(format!("{}px", start.with(|window| window.start) * ROW_HEIGHT)))
        .child(rows)
}

/// New rows are followed where the reader is at the end; what is asked for comes into sight.
fn keep_in_sight(panel: Panel, scroller: &Scroller, shown: &Signal<usize>) {
    let (follower, shown) = (scroller.clone(), shown.clone());
    effect(move || {
        shown.track();
        if panel.settings.with_untracked(|settings| settings.sorting) == Sorting::default() {
            follower.follow_end();
        }
    });
    let scroller = scroller.clone();
    effect(move || {
        panel.reveal.track();
        let Some(number) = panel.selected.get_untracked() else { return };
        if let Some(position) = panel.rows.with_untracked(|rows| rows.position(number)) {
            scroller.reveal(position);
        }
    });
}

/// The heading of a column: a button that sorts by it. One of them can be reached by Tab, the others from it by arrow keys.
fn heading(panel: Panel, column: Column, name: &str, words: &str) -> Tag {
    let sorting = move || panel.settings.with(|settings| settings.sorting);
    let is_sorted = move || sorting().column == column;
    let direction = move || if sorting().is_descending { "descending" } else { "ascending" };
    let button = tag("button")
        .attr("type", "button")
        .attr("data-sort", name)
        .attr("title", words::sort_by(words))
        .bind("tabindex", move || if is_sorted() { "0" } else { "-1" })
        .click(move || panel.sort(column))
        .on("keydown", |event: KeyboardEvent| on_heading_key(&event))
        .child(tag("span").child(words));
    tag("span")
        .attr("role", "columnheader")
        .attr("data-column", name)
        .bind("aria-sort", move || is_sorted().then(direction))
        .child(button)
}

fn nothing_matches(panel: Panel) -> Tag {
    let clear = button("button")
        .attr("data-action", "clear-filter")
        .attr("title", words::CLEAR_FILTER_HELP)
        .click(move || panel.clear_filter())
        .child(words::CLEAR_FILTER);
    tag("div")
        .class("none")
        .attr("data-part", "nothing-matches")
        .child(tag("p").child(words::NOTHING_MATCHES))
        .child(clear)
}

fn on_key(event: &KeyboardEvent, panel: Panel, page: usize) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    if event.key() == "Enter" {
        if let Some(detail) = panel.detail.get() {
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
