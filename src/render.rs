//! In: a report, or a page of the catalogue. Out: text for people: on a terminal ([`terminal`]), in a ticket ([`markdown`]),
//! as a command ([`curl`]); and as a HAR file ([`har`]).
//!
//! The terminal's drawings are native only, Markdown is everywhere. Nothing is judged here, and nothing is looked up but
//! the words of a page.

pub mod curl;
pub mod har;
pub mod markdown;
mod phrases;
#[cfg(not(target_arch = "wasm32"))]
mod plain;
#[cfg(not(target_arch = "wasm32"))]
pub mod terminal;
