//! In: the text of a table in TOML. Out: its rows; what both tables (libraries and providers) need to name the line of a fault.

use crate::{emit::join, page::Fault};
use serde::de::DeserializeOwned;
use toml::Spanned;

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

/// Whether a sign is one that `src/pattern.rs` reads and that says something.
pub fn is_sign(sign: &str) -> Result<(), String> {
    let stars = PLACEHOLDERS.iter().fold(sign.to_owned(), |stars, placeholder| stars.replace(placeholder, "*"));
    if stars.trim_start_matches('^').starts_with('*') {
        return Err(format!("a sign begins with text of its own: {sign}"));
    }
    if sign.contains('\\') {
        return Err(format!("texts are read with every backslash as a slash, or gone before a quote: {sign}"));
    }
    if stars.len() < 5 && stars == sign {
        return Err(format!("so short a sign would be found everywhere: {sign}"));
    }
    Ok(())
}

/// Texts as Rust source, joined by commas.
pub fn texts(texts: &[Spanned<String>]) -> String {
    join(texts, |text| format!("{:?}", text.get_ref()))
}

const PLACEHOLDERS: [&str; 2] = ["{version}", "{code}"];
