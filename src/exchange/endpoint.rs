//! In: a method and an address. Out: whose endpoint it is, and what it is for: [`Endpoint`].
//!
//! Google is who answers on an exact host over plain `https`; a host that merely resembles it is a look-alike and gets
//! no explanation of Google's. Hosts and paths: Google's discovery document
//! (<https://accounts.google.com/.well-known/openid-configuration>) and the older addresses still met in the wild.

use super::{api::Api, url::Url};
use crate::{
    providers::{self, Server},
    report::Kind,
};

/// Whose endpoint an exchange asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Google, on one of its own hosts.
    Google,
    /// Another authorization server, by name.
    Known(&'static Server),
    /// Another authorization server.
    Other,
    /// An app's own address, or nothing that tells.
    Unknown,
}

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Whose it is.
    pub provider: Provider,
    /// What it is for; `None` when the address alone does not tell.
    pub kind: Option<Kind>,
    /// Which of Google's APIs it is; `None` where it is none.
    pub api: Option<Api>,
    /// True when the host resembles Google's without being Google's.
    pub look_alike: bool,
}

impl Endpoint {
    /// The endpoint at `url`.
    pub fn of(url: &Url<'_>) -> Self {
        Self::of_google(url).unwrap_or_else(|| {
            let server = providers::at(&url.host, url.path, url.is_plain_https());
            let provider = server.map_or(Provider::Unknown, Provider::Known);
            Self { provider, kind: None, api: None, look_alike: resembles_google(url) }
        })
    }

    /// The endpoint at `url`, when it is Google's.
    pub(super) fn of_google(url: &Url<'_>) -> Option<Self> {
        if !url.is_plain_https() || !is_google_host(&url.host) {
            return None;
        }
        let path = url.path.trim_end_matches('/');
        let kind = match (url.host.as_str(), path) {
            ("oauth2.googleapis.com", "/token")
            | ("accounts.google.com", "/o/oauth2/token")
            | ("www.googleapis.com", "/oauth2/v3/token" | "/oauth2/v4/token")
            | ("sts.googleapis.com", "/v1/token") => Some(Kind::TokenRequest),
            ("accounts.google.com", "/o/oauth2/v2/auth" | "/o/oauth2/auth") => Some(Kind::AuthorizationRequest),
            ("accounts.google.com", "/signin/oauth/error" | "/signin/oauth/error/v2") => Some(Kind::AuthorizationError),
            ("accounts.google.com", "/signin/rejected" | "/v2/signin/rejected" | "/v3/signin/rejected")
                if is_about_oauth(url.query) =>
            {
                Some(Kind::AuthorizationError)
            }
            ("oauth2.googleapis.com", "/revoke") | ("accounts.google.com", "/o/oauth2/revoke") => {
                Some(Kind::Revocation)
            }
            ("oauth2.googleapis.com", "/device/code") | ("accounts.google.com", "/o/oauth2/device/code") => {
                Some(Kind::DeviceAuthorization)
            }
            ("oauth2.googleapis.com", "/tokeninfo") => Some(Kind::ApiCall),
            ("accounts.google.com" | "oauth2.googleapis.com" | "sts.googleapis.com", _) => None,
            _ => Some(Kind::ApiCall),
        };
        let api = (kind == Some(Kind::ApiCall)).then(|| Api::at(&url.host, path));
        Some(Self { provider: Provider::Google, kind, api, look_alike: false })
    }
}

/// A sign-in is turned away on the same page whatever it is for; an app's sign-in carries its client or the flow's name.
fn is_about_oauth(query: Option<&str>) -> bool {
    query.is_some_and(|query| ["client_id=", "flowName=GeneralOAuth", "oauth2"].iter().any(|word| query.contains(word)))
}

fn is_google_host(host: &str) -> bool {
    host.is_ascii() && (host == "accounts.google.com" || host == "googleapis.com" || host.ends_with(".googleapis.com"))
}

/// True when the address shows Google's name to a reader although Google would not be asked.
fn resembles_google(url: &Url<'_>) -> bool {
    let skeleton: String = url.host.chars().map(ascii_twin).collect();
    let names_google = ["googleapis", "accounts.google", "google.com"].iter().any(|name| skeleton.contains(name));
    let is_googles = url.host == "google.com" || url.host.ends_with(".google.com");
    (names_google && !is_googles) || (is_google_host(&url.host) && !url.is_plain_https())
}

/// Letters of other scripts that look like Latin ones, and digits that look like letters.
fn ascii_twin(letter: char) -> char {
    match letter {
        'а' | 'ɑ' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'е' | 'ė' => 'e',
        'ɡ' | 'ց' => 'g',
        'ı' | 'ӏ' | '1' => 'l',
        'і' => 'i',
        'о' | 'ο' | 'օ' | '0' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: &str) -> Endpoint {
        Endpoint::of(&Url::split(url).expect("an address"))
    }

    #[test]
    fn google_is_an_exact_host() {
        for url in ["https://oauth2.googleapis.com/token", "https://OAUTH2.googleapis.com:443/token?x"] {
            let found = endpoint(url);
            assert_eq!((found.provider, found.kind), (Provider::Google, Some(Kind::TokenRequest)), "{url}");
        }
        assert_eq!(endpoint("https://gmail.googleapis.com/gmail/v1/users/me/messages").kind, Some(Kind::ApiCall));
    }

    #[test]
    fn googles_own_pages_of_refusal() {
        for url in [
            "https://accounts.google.com/signin/oauth/error?authError=x",
            "https://accounts.google.com/signin/oauth/error/v2?authError=x",
            "https://accounts.google.com/v3/signin/rejected?continue=https%3A%2F%2Faccounts.google.com%2Fo%2Foauth2%2Fauth",
        ] {
            assert_eq!(endpoint(url).kind, Some(Kind::AuthorizationError), "{url}");
        }
        for url in [
            "https://accounts.google.com/v3/signin/rejected?continue=https%3A%2F%2Fmail.google.com%2F",
            "https://accounts.google.com/signin/oauth/error/v3?authError=x",
            "https://accounts.google.com.evil.test/signin/oauth/error?authError=x",
            "https://myaccount.google.com/signin/oauth/error?authError=x",
        ] {
            assert_eq!(endpoint(url).kind, None, "{url}");
        }
    }

    #[test]
    fn a_look_alike_is_not_google() {
        let addresses = [
            "http://oauth2.googleapis.com/token",
            "https://oauth2.googleapis.com:8443/token",
            "https://oauth2.googleapis.com./token",
            "https://user:pw@oauth2.googleapis.com/token",
            "https://oauth2.googleapis.com.evil.test/token",
            "https://oаuth2.googleapis.com/token",
            "https://oauth2-googleapis.com/token",
        ];
        for url in addresses {
            let found = endpoint(url);
            assert_eq!((found.provider, found.look_alike), (Provider::Unknown, true), "{url}");
        }
        assert!(!endpoint("https://login.example.test/oauth/token").look_alike);
        assert!(!endpoint("https://evil.test/?u=https://oauth2.googleapis.com/token").look_alike);
    }
}
