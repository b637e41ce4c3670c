//! In: what is being read, and what was. Out: a slim bar: how far the reading is, or what was imported, and how to be rid of it.

use super::dom::{Tag, button, tag};
use super::icons::{Icon, icon};
use super::panel::{Panel, Reading};
use super::rows::Rows;
use super::signal::{Signal, memo};
use super::words;

pub(crate) fn imported(panel: Panel) -> Tag {
    let count = memo(move || panel.rows.with(Rows::imported));
    // The bar is made anew when its kind changes, not at every step of the reading.
    let kind = memo(move || (panel.reading.with(Option::is_some), panel.inputs.with(Vec::is_empty)));
    tag("div").class("bars").attr("role", "group").attr("aria-label", words::IMPORTED).live(move || match kind.get() {
        (true, _) => Some(progress(panel, count.clone())),
        (false, false) => Some(summary(panel, count.clone())),
        (false, true) => None,
    })
}

fn progress(panel: Panel, count: Signal<usize>) -> Tag {
    let of = move |tell: fn(&Reading) -> String| move || panel.reading.with(|reading| reading.as_ref().map(tell));
    let figures = || tag("span").class("figures");
    let progress = tag("progress")
        .attr("aria-label", words::PROGRESS)
        .attr("max", "1")
        .bind("value", of(|reading| share(reading).to_string()));
    let stop = button("button")
        .attr("data-action", "stop")
        .attr("title", words::STOP_HELP)
        .click(move || panel.stop())
        .child(words::STOP);
    tag("div")
        .class("bar")
        .attr("data-part", "reading")
        .child(icon(Icon::Open))
        .child(tag("bdi").live(of(|reading| words::reading(&reading.name))))
        .child(progress)
        .child(figures().live(of(|reading| words::read_so_far(reading.done, reading.size))))
        .child(figures().live(move || words::found(count.get())))
        .child(tag("span").class("figures extra").live(of(|reading| words::waiting(reading.waiting))))
        .child(stop)
}

fn summary(panel: Panel, count: Signal<usize>) -> Tag {
    let is_sample = move || panel.inputs.with(|inputs| inputs.iter().all(|input| input == words::SAMPLE_NAME));
    let text = move || {
        if is_sample() {
            return words::SAMPLE_SHOWN.to_owned();
        }
        panel.inputs.with(|inputs| words::imported_from(count.get(), inputs))
    };
    let remove = button("button")
        .attr("data-action", "clear-imported")
        .attr("title", words::REMOVE_HELP)
        .click(move || panel.clear_imported())
        .live(move || if is_sample() { words::REMOVE_SAMPLE } else { words::REMOVE_IMPORTED });
    tag("p").class("bar").attr("data-part", "imported").bind("data-sample", move || is_sample().to_string()).child((
        icon(Icon::Open),
        tag("bdi").live(text),
        remove,
    ))
}

/// How much of an input is read, from 0 to 1.
fn share(reading: &Reading) -> f64 {
    if reading.size > 0.0 { (reading.done / reading.size).clamp(0.0, 1.0) } else { 0.0 }
}
