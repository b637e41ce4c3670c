//! In: what is being read, and what was. Out: a slim bar: how far the reading is, or what was imported, and how to be rid of it.

use leptos::prelude::*;

use super::icons::{Icon, icon};
use super::panel::{Panel, Reading};
use super::rows::Rows;
use super::words;

#[component]
pub(crate) fn Imported(panel: Panel) -> impl IntoView {
    let count = Memo::new(move |_| panel.rows.with(Rows::imported));
    // The bar is made anew when its kind changes, not at every step of the reading.
    let kind = Memo::new(move |_| (panel.reading.with(Option::is_some), panel.inputs.with(Vec::is_empty)));
    view! {
        <div class="bars" role="group" aria-label=words::IMPORTED>
            {move || match kind.get() {
                (true, _) => Some(view! { <Progress panel count/> }.into_any()),
                (false, false) => Some(view! { <Summary panel count/> }.into_any()),
                (false, true) => None,
            }}
        </div>
    }
}

#[component]
fn Progress(panel: Panel, count: Memo<usize>) -> impl IntoView {
    let of = move |tell: fn(&Reading) -> String| panel.reading.with(|reading| reading.as_ref().map(tell));
    view! {
        <div class="bar" data-part="reading">
            {icon(Icon::Open)}
            <bdi>{move || of(|reading| words::reading(&reading.name))}</bdi>
            <progress
                aria-label=words::PROGRESS
                max="1"
                value=move || of(|reading| share(reading).to_string())
            ></progress>
            <span class="figures">{move || of(|reading| words::read_so_far(reading.done, reading.size))}</span>
            <span class="figures">{move || words::found(count.get())}</span>
            <span class="figures extra">{move || of(|reading| words::waiting(reading.waiting))}</span>
            <button class="button" type="button" data-action="stop" title=words::STOP_HELP on:click=move |_| panel.stop()>
                {words::STOP}
            </button>
        </div>
    }
}

#[component]
fn Summary(panel: Panel, count: Memo<usize>) -> impl IntoView {
    let sample = move || panel.inputs.with(|inputs| inputs.iter().all(|input| input == words::SAMPLE_NAME));
    let text = move || {
        if sample() {
            return words::SAMPLE_SHOWN.to_owned();
        }
        panel.inputs.with(|inputs| words::imported_from(count.get(), inputs))
    };
    let remove = move || if sample() { words::REMOVE_SAMPLE } else { words::REMOVE_IMPORTED };
    view! {
        <p class="bar" data-part="imported" data-sample=move || sample().to_string()>
            {icon(Icon::Open)}
            <bdi>{text}</bdi>
            <button class="button" type="button" data-action="clear-imported" title=words::REMOVE_HELP on:click=move |_| panel.clear_imported()>
                {remove}
            </button>
        </p>
    }
}

/// How much of an input is read, from 0 to 1.
fn share(reading: &Reading) -> f64 {
    if reading.size > 0.0 { (reading.done / reading.size).clamp(0.0, 1.0) } else { 0.0 }
}
