//! In: what a developer has at hand instead of a browser's traffic. Out: [`Evidence`], the same whatever the door.
//!
//! [`detect::read`] finds out what a text is and reads it; each form has a file of its own. Nothing is judged here.

pub mod api_error;
mod calls;
mod command;
mod curl;
pub mod detect;
pub mod http;
mod httpie;
mod json;
mod message;
mod output;
mod postman;
mod request;
mod script;
mod shell;
pub mod stream;
mod terminal;
pub mod text;
mod transcript;
mod value;
pub mod xoauth2;

use crate::{
    credentials::Credentials,
    har::Entry,
    report::{Note, Origin},
    sighting::Sighting,
};
use std::fmt;

/// What an input holds, piece by piece. A piece knows where it was read.
pub enum Evidence {
    /// An exchange that was recorded.
    Entry(Box<Entry>),
    /// What a text tells of an exchange that nobody recorded.
    Sighting(Box<Sighting>),
    /// What a file or a pasted value holds, apart from any exchange.
    Credentials(Box<Credentials>),
    /// What is to be said about the input as a whole.
    Note(Note),
}

impl Evidence {
    /// Names the input that the piece was read from, such as `server.log` or `pasted text`.
    pub fn name(&mut self, input: &str) {
        let origin = match self {
            Self::Entry(entry) => &mut entry.origin,
            Self::Sighting(sighting) => &mut sighting.origin,
            Self::Credentials(credentials) => &mut credentials.origin,
            Self::Note(_) => return,
        };
        origin.get_or_insert_with(Origin::default).input = Some(input.to_owned());
    }
}

impl From<Entry> for Evidence {
    fn from(entry: Entry) -> Self {
        Self::Entry(Box::new(entry))
    }
}

impl From<Credentials> for Evidence {
    fn from(credentials: Credentials) -> Self {
        Self::Credentials(Box::new(credentials))
    }
}

impl From<Sighting> for Evidence {
    fn from(sighting: Sighting) -> Self {
        Self::Sighting(Box::new(sighting))
    }
}

/// How many bytes the JSON value at the beginning of `text` takes; nothing when no object or array begins there.
fn json_end(text: &str) -> Option<usize> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

/// Where an input stops being what it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// What was expected there, as in `expected …`.
    pub expected: String,
}

impl Unreadable {
    /// Something other than `expected` stands in `line`.
    pub fn new(line: usize, expected: impl Into<String>) -> Self {
        Self { line, expected: expected.into() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: expected {}", self.line, self.expected)
    }
}

impl std::error::Error for Unreadable {}
