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
    report::{Library, Wording},
};
use pattern::Set;
use plain::plain;
use std::{collections::BTreeMap, ops::Range, sync::LazyLock};
use zeroize::Zeroizing;

/// The library that wrote `text`.
pub fn recognise_text(text: &str) -> Option<Library> {
    recognise_plain(&plain(text))
}

/// The library that sent the request of `entry`.
pub fn recognise_entry(entry: &Entry) -> Option<Library> {
    /// Most rows are about what is printed and have none.
    static SENT: LazyLock<Vec<(&Row, &Wire)>> =
        LazyLock::new(|| ROWS.iter().flat_map(|row| row.wire.iter().map(move |sign| (row, sign))).collect());
    let request = wire::Request::of(entry);
    SENT.iter().find_map(|(row, sign)| Some(row.library(request.shows(sign)?.version)))
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

/// The signs of libraries in the lines of a text, put together line by line.
#[derive(Clone, Default)]
pub struct Signs {
    /// By number, with the version that stood there first.
    found: BTreeMap<usize, Option<String>>,
}

impl Signs {
    /// The signs in `text`.
    pub fn of(text: &str) -> Self {
        let text = plain(text);
        let found = signs().set.find(&text).into_iter();
        Self { found: found.map(|(number, place)| (number, place.version.map(str::to_owned))).collect() }
    }

    /// Adds the signs of a line further down.
    pub fn join(&mut self, other: &Self) {
        for (number, version) in &other.found {
            self.found.entry(*number).or_insert_with(|| version.clone());
        }
    }

    /// The library that shows them.
    pub fn library(&self) -> Option<Library> {
        self.row().map(|(place, version)| ROWS[place].library(version))
    }

    /// What was swallowed on the way into the text: a sentence that says where the answer is. `has_error` and
    /// `has_description` say what was read of the answer all the same.
    pub fn swallowed(&self, has_error: bool, has_description: bool) -> Option<&'static str> {
        let is_seen = |numbers: &Range<usize>| numbers.clone().all(|number| self.found.contains_key(&number));
        let seen = signs().swallows.iter().filter(|(numbers, ..)| is_seen(numbers));
        let mut swallows: Vec<_> = seen.map(|(_, place, swallow)| (*place, *swallow)).collect();
        swallows.extend(self.row().and_then(|(place, _)| Some((place, ROWS[place].always()?))));
        // What wraps another library is the one that a developer works with.
        swallows.sort_by_key(|(place, _)| *place);
        swallows.into_iter().find_map(|(_, swallow)| swallow.says(has_error, has_description))
    }

    /// The first row that shows a sign, and the version that stands there.
    fn row(&self) -> Option<(usize, Option<&str>)> {
        let (number, version) = self.found.first_key_value()?;
        Some((*signs().rows.get(*number)?, version.as_deref()))
    }
}

/// All signs in texts: those of rows in the order of rows, then those of what rows swallow.
struct Table {
    set: Set,
    /// The row of each sign of a row.
    rows: Vec<usize>,
    /// The numbers of the signs that a form shows, all of them, with its row's place.
    swallows: Vec<(Range<usize>, usize, &'static Swallow)>,
}

fn signs() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let of_rows =
            || ROWS.iter().enumerate().flat_map(|(place, row)| row.text.iter().map(move |sign| (*sign, place)));
        let rows: Vec<_> = of_rows().map(|(_, place)| place).collect();
        let mut number = rows.len();
        let swallows = with_text().map(|(place, swallow)| {
            let first = number;
            number += swallow.text.len();
            (first..number, place, swallow)
        });
        let swallows: Vec<_> = swallows.collect();
        let of_swallows = swallows.iter().flat_map(|(_, _, swallow)| swallow.text.iter().copied());
        Table { set: Set::new(of_rows().map(|(sign, _)| sign).chain(of_swallows)), rows, swallows }
    });
    &TABLE
}

/// The forms that show in a text, each with the place of its row.
fn with_text() -> impl Iterator<Item = (usize, &'static Swallow)> {
    let all = ROWS.iter().enumerate();
    let all = all.flat_map(|(place, row)| row.swallows.iter().map(move |swallow| (place, swallow)));
    all.filter(|(_, swallow)| !swallow.text.is_empty())
}

/// The library that hid a failure in `line`, and the sentence that says where the answer is. Libraries for OAuth alone count: what an HTTP
/// client hides may be any server's.
pub fn hidden_failure(line: &str) -> Option<(Library, &'static str)> {
    let text = plain(line);
    let mut seen = with_text().filter(|(place, swallow)| ROWS[*place].speaks_oauth && all(swallow.text, &text));
    seen.next().map(|(place, swallow)| (ROWS[place].library(None), swallow.says))
}

/// Words of which one stands in each line that [`hidden_failure`] is about.
pub fn words_of_hidden_failures() -> impl Iterator<Item = &'static str> {
    with_text().filter(|(place, _)| ROWS[*place].speaks_oauth).map(|(_, swallow)| {
        let words = swallow.text.iter().flat_map(|sign| pattern::words(sign));
        words.max_by_key(|word| word.len()).unwrap_or_default()
    })
}

/// What an app swallowed when it answered `entry`, its callback; as for [`swallowed_in_text`].
pub fn swallowed_in_answer(entry: &Entry, has_error: bool, has_description: bool) -> Option<&'static str> {
    let page = page(entry)?;
    let is_refused = entry.status >= 400;
    let shows = |swallow: &Swallow| {
        !swallow.redirect.is_empty() && swallow.redirects(entry)
            || is_refused && !swallow.page.is_empty() && all(swallow.page, &page)
            || is_refused && !swallow.text.is_empty() && all(swallow.text, &page)
    };
    let says = |swallow: &'static Swallow| swallow.says(has_error, has_description);
    let by_library = || ROWS[row_in(&page).filter(|_| is_refused && has_error)?.0].always().and_then(says);
    swallows().filter(|swallow| shows(swallow)).find_map(says).or_else(by_library)
}

/// True for a library that speaks to Google alone: whoever reads it knows whose server answered.
pub fn is_googles(library: &Library) -> bool {
    ROWS.iter().any(|row| library.id == row.id && row.is_googles)
}

fn recognise_plain(text: &str) -> Option<Library> {
    row_in(text).map(|(place, version)| ROWS[place].library(version))
}

/// The place of the first row of which `text` shows a sign, and the version that stands there.
fn row_in(text: &str) -> Option<(usize, Option<&str>)> {
    let (number, found) = *signs().set.find(text).first()?;
    Some((*signs().rows.get(number)?, found.version))
}

fn swallows() -> impl Iterator<Item = &'static Swallow> {
    ROWS.iter().flat_map(|row| row.swallows)
}

fn all(signs: &[&str], text: &str) -> bool {
    signs.iter().all(|sign| pattern::find(sign, text).is_some())
}

/// An answer's header fields, their names in lower case, and its body; `None` for an answer that grants.
fn page(entry: &Entry) -> Option<Zeroizing<String>> {
    if entry.status < 300 {
        return None;
    }
    let fields = || entry.answer_headers.iter().take(MOST_FIELDS);
    let body = match &entry.answer_body {
        AnswerBody::Text(text) => plain(text),
        AnswerBody::Missing(_) => Zeroizing::default(),
    };
    // A text that grows leaves what it held behind.
    let room = fields().map(|field| field.name.len() + field.value.len() + ": \n".len()).sum::<usize>() + body.len();
    let mut page = Zeroizing::new(String::with_capacity("status: 65535\n\n".len() + room));
    page.extend(["status: ", &entry.status.to_string(), "\n"]);
    for field in fields() {
        let start = page.len();
        page.push_str(field.name);
        page[start..].make_ascii_lowercase();
        page.extend([": ", field.value, "\n"]);
    }
    if !body.is_empty() {
        page.extend(["\n", &body]);
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
    /// True for what is made for OAuth, false for an HTTP client.
    speaks_oauth: bool,
    text: &'static [&'static str],
    wire: &'static [Wire],
    swallows: &'static [Swallow],
}

impl Row {
    fn library(&self, version: Option<&str>) -> Library {
        Library {
            id: self.id.into(),
            name: self.name.into(),
            client: self.client.map(Wording::from),
            version: version.map(str::to_owned),
        }
    }

    /// What is hidden in whatever the library prints.
    fn always(&self) -> Option<&'static Swallow> {
        let is_always =
            |swallow: &&Swallow| swallow.text.is_empty() && swallow.redirect.is_empty() && swallow.page.is_empty();
        self.swallows.iter().find(is_always)
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

/// A form in which a library or a framework hides what the server answered: all signs of one place must hold.
struct Swallow {
    hides: Hidden,
    text: &'static [&'static str],
    redirect: &'static [&'static str],
    page: &'static [&'static str],
    says: &'static str,
}

impl Swallow {
    /// A sentence that names the library and says where the answer is; `None` where what it hides was read all the same.
    fn says(&self, has_error: bool, has_description: bool) -> Option<&'static str> {
        let is_hidden = match self.hides {
            Hidden::Error => !has_error,
            Hidden::Description => !has_description,
            Hidden::Words => true,
        };
        is_hidden.then_some(self.says)
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
    /// The description, in whose place the library prints words of its own.
    Words,
}

include!(concat!(env!("OUT_DIR"), "/libraries.rs"));
