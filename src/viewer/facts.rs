//! In: sentences of evidence. Out: a list in which the number of an exchange is a button that shows it.

use leptos::prelude::*;

use super::heading::{Within, heading};
use super::panel::Panel;
use super::text::sentence;
use super::words;
use crate::report::Fact;

#[component]
pub(crate) fn Facts(panel: Panel, facts: Vec<Fact>) -> impl IntoView {
    (!facts.is_empty()).then(|| {
        let items = facts.into_iter().map(|fact| view! { <FactItem panel fact/> }).collect_view();
        view! { <ul class="facts">{items}</ul> }
    })
}

/// What could not be told, under its own heading, where there is something.
#[component]
pub(crate) fn Unknown(sentences: Vec<String>, within: Within) -> impl IntoView {
    (!sentences.is_empty()).then(|| {
        let items = sentences.iter().map(|text| view! { <li>{sentence(text)}</li> }).collect_view();
        view! {
            {heading(within, words::UNKNOWN)}
            <ul class="unknown">{items}</ul>
        }
    })
}

/// Shows another exchange, and goes on reading there.
pub(crate) fn visit(panel: Panel, number: u32) {
    panel.select(number);
    if let Some(detail) = panel.detail.get_untracked() {
        // An element that is in the document can take the focus.
        _ = detail.focus();
    }
}

/// A button that shows another exchange.
#[component]
pub(crate) fn ExchangeButton(panel: Panel, number: u32) -> impl IntoView {
    let known = Memo::new(move |_| panel.rows.with(|rows| rows.finding(number).is_some()));
    view! {
        <button
            class="exchange"
            type="button"
            title=words::select_exchange(number)
            disabled=move || !known.get()
            on:click=move |_| visit(panel, number)
        >
            {words::number_of(number)}
        </button>
    }
}

#[component]
fn FactItem(panel: Panel, fact: Fact) -> impl IntoView {
    let pieces = pieces(&fact.text, &fact.exchanges).into_iter().map(|piece| match piece {
        Piece::Text(text) => sentence(text).into_any(),
        Piece::Exchange(number) => view! { <ExchangeButton panel number/> }.into_any(),
    });
    view! { <li data-part="fact">{pieces.collect_view()}</li> }
}

#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    Exchange(u32),
}

/// Cuts a sentence at the `#N` of the exchanges that it mentions.
fn pieces<'a>(text: &'a str, exchanges: &[u32]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut plain = 0;
    for (at, _) in text.match_indices('#') {
        let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 1 + digits;
        let Some(number) = text[at + 1..end].parse().ok().filter(|number| exchanges.contains(number)) else {
            continue;
        };
        if plain < at {
            pieces.push(Piece::Text(&text[plain..at]));
        }
        pieces.push(Piece::Exchange(number));
        plain = end;
    }
    if plain < text.len() {
        pieces.push(Piece::Text(&text[plain..]));
    }
    pieces
}
