//! In: the text of a table in TOML. Out: its rows; what both tables (libraries and providers) need to name the line of a fault.

use crate::page::Fault;
use serde::de::DeserializeOwned;

/// Reads a table.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        Fault::new(line(text, start), error.message().to_owned())
    })
}

/// The line of the byte at `start`, from 1.
pub fn line(text: &str, start: usize) -> usize {
    text[..start].matches('\n').count() + 1
}

/// An id is for ever, and stands in reports.
pub fn is_id(id: &str) -> Result<(), String> {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.is_empty() || !id.bytes().all(is_word) {
        return Err(format!("an id is made of lower-case words joined by hyphens: `{id}`"));
    }
    Ok(())
}
