//! In: a text that somebody other than the server wrote: a page of an app, a log, a stack trace. Out: what it says of an error
//! answer: [`Mention`].
//!
//! One reader for all of it: [`super::answer`] reads an app's page with it, [`crate::intake::text`] a log line by line. Nothing
//! is said here of servers and grants, and nothing is judged.

mod codes;
mod described;
pub(crate) mod known;
mod mention;
pub(crate) mod quoted;
pub(crate) mod words;

pub(crate) use mention::{Found, Mention, all};

/// What a whole page says of an error: all its places as one, as long as they agree with the first that names a code.
pub(super) fn of_page(page: &str) -> Option<Mention> {
    let mentions = all(page, page.len());
    let is_telling = |mention: &&Mention| mention.error.is_some() && !mention.is_common;
    let mut told = mentions
        .iter()
        .find(is_telling)
        .or_else(|| mentions.iter().find(|mention| mention.error.is_some() || mention.description.is_some()))?
        .clone();
    for mention in mentions {
        if told.agrees(&mention) || told.description.is_none() && told.may_be(&mention) {
            told.join(mention);
        }
    }
    Some(told)
}
