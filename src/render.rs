//! In: a report. Out: text for people: [`terminal`] draws findings the way a compiler draws errors.

pub mod terminal;
mod words;
