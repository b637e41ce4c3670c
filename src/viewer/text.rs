//! In: a sentence of the report. Out: the sentence, isolated from the text around it, with `names in backticks` set as code.
//!
//! The backticks stay in the document, unseen and unheard, so that what is copied is what the report says.

use super::dom::{Tag, tag};

/// Draws a sentence whose writer is the core. Text from outside is drawn as a shown value instead.
pub(crate) fn sentence(text: &str) -> Tag {
    let pieces: Vec<&str> = text.split('`').collect();
    // An odd number of pieces means that the backticks come in pairs.
    if pieces.len() == 1 || pieces.len().is_multiple_of(2) {
        return tag("bdi").child(text);
    }
    pieces.into_iter().enumerate().fold(tag("bdi"), |sentence, (index, piece)| {
        if index.is_multiple_of(2) {
            sentence.child(piece)
        } else {
            sentence.child(tag("code").child((tick(), piece, tick())))
        }
    })
}

fn tick() -> Tag {
    tag("span").class("tick").attr("aria-hidden", "true").child("`")
}
