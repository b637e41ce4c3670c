//! In: the few fields of an entry that a reader meets first. Out: whether the whole entry may be an exchange.
//!
//! A recording holds thousands of entries that are none, and most of their bytes never have to be looked at. The test is a
//! superset of what [`super::Exchange::read`] takes in, never less; what an entry is, is decided there.

use super::{endpoint::Endpoint, url::Url};
use crate::report::Kind;

/// Whether an entry may be an exchange. `status`: the answer's, where it is known; `has_body`: whether the request brings
/// one, whatever it holds.
pub fn may_be_exchange(method: &str, url: &str, status: Option<u16>, has_body: bool) -> bool {
    if method.eq_ignore_ascii_case("OPTIONS") {
        return false;
    }
    let Some(url) = Url::split(url) else { return false };
    if let Some(of_google) = Endpoint::of_google(&url) {
        return match of_google.kind {
            Some(Kind::ApiCall) => status.is_none_or(|status| (400..500).contains(&status)),
            kind => kind.is_some(),
        };
    }
    has_body || method.eq_ignore_ascii_case("POST") || [url.query, url.fragment].into_iter().flatten().any(tells)
}

/// Whether a query or fragment holds what an authorization request or its answer brings.
fn tells(form: &str) -> bool {
    form_urlencoded::parse(form.as_bytes()).any(|(name, _)| matches!(&*name, "response_type" | "code" | "error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_an_exchange_is_read_and_what_a_page_loads_is_not() {
        for (method, url) in [
            ("POST", "https://oauth2.googleapis.com/token"),
            ("GET", "https://accounts.google.com/o/oauth2/v2/auth?client_id=EXAMPLE"),
            ("GET", "HTTPS://Accounts.Google.COM/o/oauth2/auth"),
            ("POST", "https://login.example.test/anything"),
            ("GET", "https://app.example/cb?c%6fde=4%2FEXAMPLE"),
            ("GET", "com.example.app:/cb#error=access_denied"),
            ("GET", "https://login.example.test/authorize?response_type=code&client_id=EXAMPLE"),
        ] {
            assert!(may_be_exchange(method, url, Some(200), false), "{method} {url}");
        }
        let api = "https://gmail.googleapis.com/gmail/v1/users/me/messages";
        assert!(may_be_exchange("GET", api, Some(403), false) && may_be_exchange("GET", api, None, false));
        assert!(may_be_exchange("PUT", "https://app.example/cb", Some(200), true));
        for (method, url) in [
            ("GET", api),
            ("OPTIONS", "https://oauth2.googleapis.com/token"),
            ("GET", "https://app.example/main.js?v=7&codes=2"),
            ("GET", "https://accounts.google.com/v3/signin/identifier"),
            ("GET", "data:text/plain,code=1"),
            ("GET", "no address"),
        ] {
            assert!(!may_be_exchange(method, url, Some(200), false), "{method} {url}");
        }
    }
}
