//! In: a HAR entry and a row's sign. Out: whether the request looks like it, and the version that a header carries.
//!
//! A page's own `User-Agent` is the browser's: it says that a page sent the request, and nothing about its library. Values of
//! parameters are not looked at, only their names.

use super::{Authentication, Body, Wire};
use crate::{
    har::{Entry, RequestBody},
    pattern,
};
use std::cell::Cell;

/// What is looked at of a request.
pub(super) struct Request<'a> {
    entry: &'a Entry,
    names: Vec<&'a str>,
    body: Option<Body>,
    /// The header field that was looked for last: most signs are about the same one.
    last: Cell<Option<(&'static str, Option<&'a str>)>>,
}

/// A request looks like a sign.
pub(super) struct Shown<'a> {
    /// The version that a header carries.
    pub(super) version: Option<&'a str>,
}

/// So many parameters make an order; a hostile request has thousands.
const MOST_NAMES: usize = 32;

impl<'a> Request<'a> {
    pub(super) fn of(entry: &'a Entry) -> Self {
        let text = match &entry.body {
            RequestBody::Text(text) => text.trim(),
            _ => "",
        };
        let body = match text.as_bytes().first() {
            None => None,
            Some(b'{') => Some(Body::Json),
            Some(_) => Some(Body::Form),
        };
        let names = match body {
            Some(Body::Form) => {
                text.split('&').take(MOST_NAMES).map(|pair| pair.split('=').next().unwrap_or_default().trim()).collect()
            }
            _ => Vec::new(),
        };
        Self { entry, names, body, last: Cell::default() }
    }

    /// Whether the request looks like `sign`.
    pub(super) fn shows(&self, sign: &'static Wire) -> Option<Shown<'a>> {
        // The cheapest first: most signs fall at what the body looks like.
        let looks_like = sign.body.is_none_or(|body| self.body == Some(body))
            && (sign.order.is_empty() || self.has_order(sign.order))
            && sign.authentication.is_none_or(|place| self.authentication() == Some(place));
        if !looks_like {
            return None;
        }
        let mut version = None;
        for (name, wanted) in sign.headers {
            version = version.or(pattern::describe(wanted, self.header(name)?)?.version);
        }
        sign.absent.iter().all(|name| self.entry.header(name).is_none()).then_some(Shown { version })
    }

    fn header(&self, name: &'static str) -> Option<&'a str> {
        if let Some((_, value)) = self.last.get().filter(|(last, _)| *last == name) {
            return value;
        }
        let value = self.entry.header(name);
        self.last.set(Some((name, value)));
        value
    }

    fn authentication(&self) -> Option<Authentication> {
        let basic = self.entry.header("authorization").is_some_and(|value| value.starts_with("Basic "));
        let has = |name: &str| self.names.contains(&name);
        match basic {
            true => Some(Authentication::Basic),
            false if has("client_secret") => Some(Authentication::Body),
            false if has("assertion") => Some(Authentication::Assertion),
            false => None,
        }
    }

    fn has_order(&self, order: &[&str]) -> bool {
        let mut names = self.names.iter().copied().peekable();
        for wanted in order {
            match wanted.strip_prefix('?') {
                Some(wanted) => {
                    names.next_if_eq(&wanted);
                }
                None if names.next() == Some(*wanted) => {}
                None => return false,
            }
        }
        names.next().is_none()
    }
}
