//! In: names and values, one pair after the other. Out: [`Headers`], which holds them in order in one text.
//!
//! An exchange of a browser has some sixty header fields, and each entry is overwritten when it is dropped: one text is overwritten at
//! once, where a text for each name and value took a third of the time from entry to finding.

use crate::overwrite;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Header fields in order.
#[derive(Default)]
pub struct Headers {
    /// Each name, and its value behind it.
    text: String,
    /// Where each name ends in the text, and where its value does.
    ends: Vec<(usize, usize)>,
}

/// A header field.
#[derive(Clone, Copy)]
pub struct Header<'a> {
    /// The name as it was sent.
    pub name: &'a str,
    /// The value as it was sent.
    pub value: &'a str,
}

impl Headers {
    /// Adds a field behind the others.
    pub fn push(&mut self, name: &str, value: &str) {
        let end = self.text.len() + name.len() + value.len();
        if end > self.text.capacity() {
            let mut larger = String::with_capacity((2 * end).max(LEAST));
            larger.push_str(&self.text);
            overwrite::text(&mut std::mem::replace(&mut self.text, larger));
        }
        self.text.push_str(name);
        self.ends.push((self.text.len(), end));
        self.text.push_str(value);
    }

    /// The value of the first field with this name, whatever its case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut start = 0;
        // Most fall by the length of their name: each request is asked for some twenty of them.
        let is_it = |&&(end, value): &&(usize, usize)| {
            let from = std::mem::replace(&mut start, value);
            end - from == name.len() && self.text.as_bytes()[from..end].eq_ignore_ascii_case(name.as_bytes())
        };
        self.ends.iter().find(is_it).map(|&(end, value)| &self.text[end..value])
    }

    /// The fields in order.
    pub fn iter(&self) -> impl Iterator<Item = Header<'_>> {
        let mut start = 0;
        self.ends.iter().map(move |&(name, value)| {
            let from = std::mem::replace(&mut start, value);
            Header { name: &self.text[from..name], value: &self.text[name..value] }
        })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Room for the fields of most requests, in bytes.
const LEAST: usize = 2048;

impl<N: AsRef<str>, V: AsRef<str>> Extend<(N, V)> for Headers {
    fn extend<T: IntoIterator<Item = (N, V)>>(&mut self, fields: T) {
        for (name, value) in fields {
            self.push(name.as_ref(), value.as_ref());
        }
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(fields: T) -> Self {
        let mut headers = Self::default();
        headers.extend(fields);
        headers
    }
}

impl Zeroize for Headers {
    fn zeroize(&mut self) {
        overwrite::text(&mut self.text);
        self.ends.clear();
    }
}

impl Drop for Headers {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl ZeroizeOnDrop for Headers {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_given_back_in_order() {
        let long = "x".repeat(2 * LEAST);
        let headers: Headers =
            [("Date", "a"), ("", ""), ("date", "b"), ("X-Long", &long), ("é", "ü")].into_iter().collect();
        let read: Vec<_> = headers.iter().map(|header| (header.name, header.value)).collect();
        assert_eq!(read, [("Date", "a"), ("", ""), ("date", "b"), ("X-Long", &*long), ("é", "ü")]);
        assert_eq!((headers.get("DATE"), headers.get("x-long"), headers.get("x")), (Some("a"), Some(&*long), None));
        assert!(!headers.is_empty() && Headers::default().is_empty());
    }
}
