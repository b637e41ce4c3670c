//! In: a text (a log, a stack trace, an error page), or a HAR entry. Out: the client library that wrote or sent it, by family, and what it
//! swallowed.
//!
//! The signs are data: one row a family in `libraries/`, compiled by `build.rs`. Rows are asked in the order of their
//! layers, so that what wraps another library is named before it; the first row with a sign decides. A family is named only
//! for a sign of its own: where two send or print the same, one row covers both, or none is named. Nothing is concluded
//! about causes here.

mod plain;
#[cfg(test)]
mod samples;
mod wire;

use crate::{
    har::{AnswerBody, Entry},
    pattern,
    report::Library,
};
use plain::plain;
use zeroize::Zeroizing;

/// The library that wrote `text`.
pub fn recognise_text(text: &str) -> Option<Library> {
    recognise_plain(&plain(text))
}

/// The library that sent the request of `entry`.
pub fn recognise_entry(entry: &Entry) -> Option<Library> {
    let request = wire::Request::of(entry);
    ROWS.iter()
        .find_map(|row| row.wire.iter().find_map(|sign| request.shows(sign)).map(|shown| row.library(shown.version)))
}

/// The library of the app that answered `entry`, an app's callback: by its error page, or by where it sends the browser.
pub fn recognise_answer(entry: &Entry) -> Option<Library> {
    let page = page(entry)?;
    recognise_plain(&page).or_else(|| {
        let signs =
            |row: &Row| row.swallows.iter().any(|swallow| !swallow.redirect.is_empty() && swallow.redirects(entry));
        ROWS.iter().find(|row| signs(row)).map(|row| row.library(None))
    })
}

/// What was swallowed on the way into `text`: a sentence that says where the answer is. `has_error` and
/// `has_description` say what was read of the answer all the same.
pub fn swallowed_in_text(text: &str, has_error: bool, has_description: bool) -> Option<&'static str> {
    let text = plain(text);
    let is_hidden = |swallow: &Swallow| swallow.is_hidden(has_error, has_description);
    sentence(|swallow| is_hidden(swallow) && !swallow.text.is_empty() && all(swallow.text, &text))
}

/// What an app swallowed when it answered `entry`, its callback; as for [`swallowed_in_text`].
pub fn swallowed_in_answer(entry: &Entry, has_error: bool, has_description: bool) -> Option<&'static str> {
    let page = page(entry)?;
    sentence(|swallow| {
        swallow.is_hidden(has_error, has_description)
            && (!swallow.redirect.is_empty() && swallow.redirects(entry)
                || !swallow.page.is_empty() && entry.status >= 400 && all(swallow.page, &page)
                || !swallow.text.is_empty() && entry.status >= 400 && all(swallow.text, &page))
    })
}

/// True for a library that speaks to Google alone: whoever reads it knows whose server answered.
pub fn is_googles(library: &Library) -> bool {
    ROWS.iter().any(|row| row.id == library.id && row.is_googles)
}

fn recognise_plain(text: &str) -> Option<Library> {
    ROWS.iter().find_map(|row| {
        row.text.iter().find_map(|sign| pattern::find(sign, text)).map(|found| row.library(found.version))
    })
}

fn sentence(holds: impl Fn(&Swallow) -> bool) -> Option<&'static str> {
    ROWS.iter().flat_map(|row| row.swallows).find(|swallow| holds(swallow)).map(|swallow| swallow.says)
}

fn all(signs: &[&str], text: &str) -> bool {
    signs.iter().all(|sign| pattern::find(sign, text).is_some())
}

/// An answer's header fields, their names in lower case, and its body; `None` for an answer that grants.
fn page(entry: &Entry) -> Option<Zeroizing<String>> {
    if entry.status < 300 {
        return None;
    }
    let mut page = Zeroizing::new(format!("status: {}\n", entry.status));
    for field in entry.answer_headers.iter().take(MOST_FIELDS) {
        page.push_str(&field.name.to_ascii_lowercase());
        page.push_str(": ");
        page.push_str(&field.value);
        page.push('\n');
    }
    if let AnswerBody::Text(text) = &entry.answer_body {
        page.push('\n');
        page.push_str(&plain(text));
    }
    Some(page)
}

/// So many header fields of an answer are read.
const MOST_FIELDS: usize = 100;

/// A library family.
struct Row {
    id: &'static str,
    name: &'static str,
    client: Option<&'static str>,
    is_googles: bool,
    text: &'static [&'static str],
    wire: &'static [Wire],
    swallows: &'static [Swallow],
}

impl Row {
    fn library(&self, version: Option<&str>) -> Library {
        Library {
            id: self.id.to_owned(),
            name: self.name.to_owned(),
            client: self.client.map(str::to_owned),
            version: version.map(str::to_owned),
        }
    }
}

/// What a request looks like; every condition must hold.
struct Wire {
    /// Header fields by name and pattern of the value.
    headers: &'static [(&'static str, &'static str)],
    /// Header fields that are not there.
    absent: &'static [&'static str],
    authentication: Option<Authentication>,
    /// The parameters of the body in order; `?` before a name that may be left out.
    order: &'static [&'static str],
    body: Option<Body>,
}

/// Where a client names itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Authentication {
    Basic,
    Body,
    Assertion,
}

/// How a request's body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Form,
    Json,
}

/// A form in which the answer is hidden: all signs of one place must hold.
struct Swallow {
    hides: Hidden,
    text: &'static [&'static str],
    redirect: &'static [&'static str],
    page: &'static [&'static str],
    says: &'static str,
}

impl Swallow {
    fn is_hidden(&self, has_error: bool, has_description: bool) -> bool {
        match self.hides {
            Hidden::Error => !has_error && !has_description,
            Hidden::Description => !has_description,
        }
    }

    /// Whether the answer sends the browser where only this library does.
    fn redirects(&self, entry: &Entry) -> bool {
        let target =
            if entry.redirect_url.is_empty() { entry.answer_header("location") } else { Some(&*entry.redirect_url) };
        (300..400).contains(&entry.status) && target.is_some_and(|target| all(self.redirect, target))
    }
}

/// What is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hidden {
    /// The code, and with it everything.
    Error,
    /// The description; the code is there.
    Description,
}

include!(concat!(env!("OUT_DIR"), "/libraries.rs"));
