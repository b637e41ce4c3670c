//! In: the messages of a locale, and a folder of pages. Out: `messages.js` in that folder, which holds the messages of the
//! pages, and the pages themselves with each `__MSG_name__` filled in.
//!
//! The page that stands alone has no `chrome.i18n`, so the text enters it, and the panel alike, when they are put together.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

#[path = "../../catalogue/messages.rs"]
mod catalogue;
use catalogue::{Message, Part};

/// What begins the names of the messages that JavaScript and HTML say.
const OF_PAGES: &str = "page_";

pub(crate) fn write(file: &Path, folder: &Path) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let messages = catalogue::read(&text).map_err(|(line, fault)| anyhow!("{}:{line}: {fault}", file.display()))?;
    let of_pages: Vec<_> = messages.iter().filter(|message| message.name.starts_with(OF_PAGES)).collect();
    fs::write(folder.join("messages.js"), module(&of_pages)?)?;
    let plain: BTreeMap<_, _> = of_pages.iter().map(|message| (message.name.as_str(), *message)).collect();
    for page in fs::read_dir(folder)? {
        let page = page?.path();
        if page.extension().is_some_and(|ending| ending == "html") {
            fs::write(&page, filled(&fs::read_to_string(&page)?, &plain).with_context(|| page.display().to_string())?)?;
        }
    }
    Ok(())
}

/// A constant for each message and, for each with placeholders, a function that fills them.
fn module(messages: &[&Message]) -> Result<String> {
    let mut out = String::new();
    for Message { name, parts, placeholders } in messages {
        let name = name.trim_start_matches(OF_PAGES);
        // JSON is JavaScript.
        if let [Part::Text(text)] = &parts[..] {
            writeln!(out, "export const {} = {};", name.to_ascii_uppercase(), serde_json::to_string(text)?)?;
            continue;
        }
        let spell = |part: &Part| match part {
            Part::Text(text) => serde_json::to_string(text),
            Part::Filled(index) => Ok(placeholders[*index].clone()),
        };
        let parts = parts.iter().map(spell).collect::<Result<Vec<_>, _>>()?.join(", ");
        let arguments = placeholders.join(", ");
        // Joined, not added: a number that is filled in is text too.
        writeln!(out, "export const {} = ({arguments}) => [{parts}].join(\"\");", camel_case(name))?;
    }
    Ok(out)
}

/// `damagedAfter` of `damaged_after`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        name + &initial.to_ascii_uppercase() + rest
    })
}

/// The page with each `__MSG_name__` filled in; the message becomes the text of an element or of a quoted attribute.
fn filled(page: &str, messages: &BTreeMap<&str, &Message>) -> Result<String> {
    let mut pieces = page.split("__MSG_");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("__").context("a `__MSG_` without its `__`")?;
        let message = messages.get(name).with_context(|| format!("there is no message `{name}` of the pages"))?;
        let [Part::Text(text)] = &message.parts[..] else {
            return Err(anyhow!("`{name}` has placeholders, which nothing here fills"));
        };
        out += &text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        out += rest;
    }
    Ok(out)
}
