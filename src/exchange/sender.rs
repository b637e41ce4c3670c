//! In: a request's header fields. Out: [`Sender`]: what they tell of who sent the request.
//!
//! `Origin` and `Sec-Fetch-Site` are set by browsers and cannot be set by a page (<https://fetch.spec.whatwg.org/#forbidden-request-header>).
//! `Sec-Fetch-Mode` alone says nothing: Node.js's own `fetch` sends it, too. No library is named here.

use super::url::Url;
use crate::{
    har::Entry,
    secret::{Key, Sealed, Secret},
};

/// What the header fields tell of who sent a request.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// True when a browser sent it for a page or an extension.
    pub is_page: bool,
    /// The `code` in the query of the `Referer`, when that names another host than the request does.
    pub referred_code: Option<Sealed>,
}

impl Sender {
    /// Reads the header fields of `entry`, a request to `url`.
    pub(super) fn of(entry: &Entry, url: &Url<'_>, key: &Key) -> Self {
        let is_page = entry.header("origin").is_some() || entry.header("sec-fetch-site").is_some();
        Self { is_page, referred_code: entry.header("referer").and_then(|referer| code_in(referer, url, key)) }
    }
}

/// Referers beyond this are not looked at, in bytes.
const LONGEST: usize = 16_384;

fn code_in(referer: &str, url: &Url<'_>, key: &Key) -> Option<Sealed> {
    let referer = Url::split(referer).filter(|_| referer.len() <= LONGEST)?;
    if referer.host == url.host {
        return None;
    }
    let (_, code) = form_urlencoded::parse(referer.query?.as_bytes()).find(|(name, _)| name == "code")?;
    Some(Secret::new(code.into_owned()).seal(key)).filter(|code| code.shape.length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::har::Header;

    fn sender(headers: &[(&str, &str)]) -> Sender {
        let mut entry = Entry::default();
        let header = |(name, value): &(&str, &str)| Header { name: (*name).to_owned(), value: (*value).to_owned() };
        entry.headers = headers.iter().map(header).collect();
        Sender::of(&entry, &Url::split("https://oauth2.googleapis.com/token").expect("an address"), &Key::new([7; 32]))
    }

    #[test]
    fn a_page_is_told_by_what_browsers_alone_send() {
        assert!(sender(&[("Origin", "https://app.example")]).is_page);
        assert!(sender(&[("sec-fetch-site", "cross-site")]).is_page);
        assert!(!sender(&[("sec-fetch-mode", "cors"), ("user-agent", "node")]).is_page);
    }

    #[test]
    fn a_code_in_the_referer_of_another_host() {
        let code = |referer: &str| sender(&[("Referer", referer)]).referred_code;
        assert!(code("https://app.example/cb?state=s&code=4%2F0AEXAMPLE").is_some());
        assert!(code("https://app.example/cb?code=").is_none());
        assert!(code("https://app.example/").is_none());
        assert!(code("https://oauth2.googleapis.com/x?code=4/0AEXAMPLE").is_none());
    }
}
