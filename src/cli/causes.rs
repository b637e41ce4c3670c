//! In: an id, or none. Out: the page of that cause, or the list of all, as text, JSON or Markdown.
//!
//! The words are compiled in; nothing is read.

use super::arguments::Format;
use grantlens::{
    prose::{self, Page, SourceKind},
    render::{markdown, terminal},
};
use serde_json::{Value, json};

/// The text to print, with its final newline.
///
/// # Errors
/// When no cause has this id; the message names those that resemble it.
pub fn text(id: Option<&str>, format: Format) -> Result<String, String> {
    let Some(id) = id else { return Ok(list(format)) };
    let page = prose::page(id).ok_or_else(|| unknown(id))?;
    Ok(match format {
        Format::Text => terminal::page(page),
        Format::Markdown => markdown::page(page),
        Format::Json => pretty(&whole(page)),
    })
}

fn list(format: Format) -> String {
    let pages = prose::pages();
    match format {
        Format::Text => {
            let widest = pages.clone().map(|page| page.id.len()).max().unwrap_or(0);
            pages.fold(String::new(), |list, page| list + &format!("{:widest$}  {}\n", page.id, page.title))
        }
        Format::Markdown => markdown::index(pages, None),
        Format::Json => pretty(&pages.map(brief).collect()),
    }
}

fn brief(page: &Page) -> Value {
    json!({ "id": page.id, "title": page.title, "summary": page.summary })
}

/// The page with its longer texts as Markdown.
fn whole(page: &Page) -> Value {
    let mut value = brief(page);
    for (name, blocks) in [("why", &page.why), ("check", &page.check), ("fix", &page.fix)] {
        value[name] = markdown::blocks(blocks).trim_end().into();
    }
    let variant = |variant: &prose::Variant| json!({ "client": variant.client, "fix": markdown::blocks(&variant.blocks).trim_end() });
    value["variants"] = page.variants.iter().map(variant).collect();
    let source = |source: &prose::Source| {
        let kind = match source.kind {
            SourceKind::Google => "google",
            SourceKind::Rfc => "rfc",
            SourceKind::Measured => "measured",
            SourceKind::Reported => "reported",
        };
        json!({ "url": source.url, "says": source.says, "kind": kind, "seen": source.seen })
    };
    value["sources"] = page.sources.iter().map(source).collect();
    value
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn unknown(id: &str) -> String {
    let words: Vec<_> =
        id.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| word.len() > 2).collect();
    let shared = |page: &&Page| words.iter().filter(|word| page.id.split('-').any(|own| own == **word)).count();
    let best = prose::pages().map(|page| shared(&page)).max().unwrap_or(0);
    let alike = prose::pages().filter(|page| best > 0 && shared(page) == best).map(|page| page.id);
    let alike: Vec<_> = alike.take(MOST_ALIKE).collect();
    let id = id.escape_debug();
    match alike.as_slice() {
        [] => format!("there is no cause `{id}`; `grantlens causes` lists them all"),
        alike => format!("there is no cause `{id}`; alike: {}. `grantlens causes` lists them all", alike.join(", ")),
    }
}

/// So many ids that resemble an unknown one are named.
const MOST_ALIKE: usize = 6;
