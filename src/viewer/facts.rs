//! In: sentences of evidence. Out: a list in which the number of an exchange is a button that shows it.

use super::dom::{Tag, button, tag};
use super::heading::{Within, heading};
use super::panel::Panel;
use super::text::sentence;
use super::words;
use crate::report::{Fact, Wording};

pub(crate) fn facts(panel: Panel, facts: &[Fact]) -> Option<Tag> {
    let items = || facts.iter().map(|fact| item(panel, fact)).collect::<Vec<_>>();
    (!facts.is_empty()).then(|| tag("ul").class("facts").child(items()))
}

/// What could not be told, under its own heading, where there is something.
pub(crate) fn unknown(sentences: &[Wording], within: Within) -> Option<[Tag; 2]> {
    let items = || sentences.iter().map(|text| tag("li").child(sentence(text))).collect::<Vec<_>>();
    (!sentences.is_empty()).then(|| [heading(within, words::UNKNOWN), tag("ul").class("unknown").child(items())])
}

/// Shows another exchange, and goes on reading there.
pub(crate) fn visit(panel: Panel, number: u32) {
    panel.select(number);
    if let Some(detail) = panel.detail.get() {
        // An element that is in the document can take the focus.
        _ = detail.focus();
    }
}

/// A button that shows another exchange.
pub(crate) fn exchange_button(panel: Panel, number: u32) -> Tag {
    button("exchange")
        .attr("title", words::select_exchange(number))
        .bind("disabled", move || panel.rows.with(|rows| rows.finding(number).is_none()))
        .click(move || visit(panel, number))
        .child(words::number_of(number))
}

fn item(panel: Panel, fact: &Fact) -> Tag {
    let item = tag("li").attr("data-part", "fact");
    pieces(&fact.text, &fact.exchanges).into_iter().fold(item, |item, piece| match piece {
        Piece::Text(text) => item.child(sentence(text)),
        Piece::Exchange(number) => item.child(exchange_button(panel, number)),
    })
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
