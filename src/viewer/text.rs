//! In: a sentence of the report. Out: the sentence, isolated from the text around it, with `names in backticks` set as code.
//!
//! The backticks stay in the document, unseen and unheard, so that what is copied is what the report says.

use leptos::prelude::*;

/// Draws a sentence whose writer is the core. Text from outside is drawn as a shown value instead.
pub(crate) fn sentence(text: &str) -> impl IntoView + use<> {
    view! { <bdi>{pieces(text)}</bdi> }
}

fn pieces(text: &str) -> AnyView {
    let pieces: Vec<&str> = text.split('`').collect();
    // An odd number of pieces means that the backticks come in pairs.
    if pieces.len() == 1 || pieces.len().is_multiple_of(2) {
        return text.to_owned().into_any();
    }
    let views = pieces.into_iter().enumerate().map(|(index, piece)| {
        let piece = piece.to_owned();
        if index.is_multiple_of(2) {
            piece.into_any()
        } else {
            view! { <code>{tick()} {piece} {tick()}</code> }.into_any()
        }
    });
    views.collect_view().into_any()
}

fn tick() -> impl IntoView {
    view! { <span class="tick" aria-hidden="true">{"`"}</span> }
}
