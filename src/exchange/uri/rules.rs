//! In: a redirect URI. Out: which of Google's rules for redirect URIs it breaks, in words.
//!
//! The rules: <https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation>. Only those are here that
//! an address shows by itself; whether it is registered, and whether its domain is on the public suffix list, it does not
//! show, but for the names that RFC 2606 and RFC 6762 keep off the public net.

use super::Uri;
use crate::exchange::url::Url;

impl Uri {
    /// The rule that this address breaks, as the end of a sentence: `The redirect_uri … .`
    pub fn broken_rule(&self) -> Option<&'static str> {
        let text = self.text.as_str();
        if text.starts_with("urn:ietf:wg:oauth:2.0:oob") {
            return Some("is the out-of-band address, which Google has closed");
        }
        let (scheme, rest) = text.split_once(':')?;
        let is_https = scheme.eq_ignore_ascii_case("https");
        if !is_https && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        if !rest.starts_with("//") || rest.starts_with("///") {
            return Some("has another number of slashes than two after the scheme");
        }
        let Some(url) = Url::split(text) else { return Some("is no address that can be read") };
        let is_local = url.is_local();
        let is_ip = is_ip(&url.host);
        let last = url.host.rsplit('.').next().unwrap_or_default();
        if url.has_userinfo {
            Some("holds a user name")
        } else if url.fragment.is_some() {
            Some("holds a fragment")
        } else if text.contains('*') {
            Some("holds a wildcard")
        } else if is_ip && !is_local {
            Some("names a raw IP address")
        } else if !is_https && !is_local {
            Some("begins with `http:`, and its host is not this machine")
        } else if !is_local && (PRIVATE_NAMES.contains(&last) || !url.host.contains('.') && !is_ip) {
            Some("names a host outside the public domain names")
        } else if url.path.split(['/', '\\']).any(|segment| segment == "..") {
            Some("climbs up a folder with `..`")
        } else {
            None
        }
    }

    /// True when the host is an address of a private network (RFC 1918, RFC 4193, RFC 3927, RFC 4291 section 2.5.6).
    pub fn is_private_ip(&self) -> bool {
        let Some(url) = Url::split(&self.text) else { return false };
        match octets(&url.host) {
            Some([10, ..] | [192, 168, ..] | [169, 254, ..]) => true,
            Some([172, second, ..]) => (16..32).contains(&second),
            Some(_) => false,
            None => {
                let inner = url.host.strip_prefix('[').unwrap_or_default();
                ["fc", "fd", "fe8", "fe9", "fea", "feb"].iter().any(|start| inner.starts_with(start))
            }
        }
    }

    /// True when this address is the origin in which `other` lies, or the one that a popup's `storagerelay` names.
    pub fn is_origin_of(&self, other: &Self) -> bool {
        let relayed = other.text.strip_prefix("storagerelay://").and_then(|rest| rest.split_once('/'));
        match relayed {
            Some((scheme, rest)) => {
                let host = rest.split(['?', '/', '#']).next().unwrap_or_default();
                !host.is_empty()
                    && self.text.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")) == Some(host)
            }
            None => {
                let rest = other.text.strip_prefix(self.text.as_str());
                self.text.contains("://")
                    && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
            }
        }
    }
}

/// Top names that never belong to the public net.
const PRIVATE_NAMES: [&str; 7] = ["local", "invalid", "test", "internal", "lan", "home", "localdomain"];

fn is_ip(host: &str) -> bool {
    host.starts_with('[') || octets(host).is_some()
}

fn octets(host: &str) -> Option<[u8; 4]> {
    let mut octets = [0; 4];
    let mut parts = host.split('.');
    for octet in &mut octets {
        *octet = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Key;

    fn uri(text: &str) -> Uri {
        Uri::read(text.to_owned(), &Key::new([7; 32]))
    }

    #[test]
    fn addresses_that_break_a_rule() {
        for (text, words) in [
            ("urn:ietf:wg:oauth:2.0:oob:auto", "out-of-band"),
            ("http://mail-app.example/callback", "begins with `http:`"),
            ("https:/mail-app.example/callback", "slashes"),
            ("https:mail-app.example/callback", "slashes"),
            ("https://203.0.113.7/callback", "raw IP"),
            ("http://[2001:db8::1]/callback", "raw IP"),
            ("https://box.local/callback", "outside the public"),
            ("https://box/callback", "outside the public"),
            ("https://somebody@mail-app.example/callback", "user name"),
            ("https://mail-app.example/callback#here", "fragment"),
            ("https://*.mail-app.example/callback", "wildcard"),
            ("https://mail-app.example/a/../callback", "climbs"),
        ] {
            assert!(uri(text).broken_rule().is_some_and(|rule| rule.contains(words)), "{text}");
        }
    }

    #[test]
    fn addresses_that_break_none() {
        for text in [
            "https://mail-app.example/callback",
            "http://localhost:3000/callback",
            "http://127.0.0.1:8080/",
            "http://[::1]:8080/",
            "com.example.app:/oauth2redirect",
            "storagerelay://https/mail-app.example?id=auth1",
            "postmessage",
            "",
        ] {
            assert_eq!(uri(text).broken_rule(), None, "{text}");
        }
    }

    #[test]
    fn addresses_of_private_networks() {
        for text in ["http://192.168.1.7:8045/cb", "https://10.0.0.1", "http://172.31.0.1/", "http://[fd00::1]/"] {
            assert!(uri(text).is_private_ip(), "{text}");
        }
        for text in
            ["http://172.32.0.1/", "http://127.0.0.1/", "https://192.168.1.7.example/", "https://[2001:db8::1]/", "x"]
        {
            assert!(!uri(text).is_private_ip(), "{text}");
        }
    }

    #[test]
    fn the_origin_of_an_address() {
        let origin = uri("https://mail-app.example");
        assert!(origin.is_origin_of(&uri("https://mail-app.example/callback")));
        assert!(origin.is_origin_of(&uri("storagerelay://https/mail-app.example?id=auth1")));
        for other in [
            "https://mail-app.example.evil.test/",
            "storagerelay://http/mail-app.example?id=auth1",
            "storagerelay://https/other.example?id=auth1",
        ] {
            assert!(!origin.is_origin_of(&uri(other)), "{other}");
        }
        assert!(!uri("").is_origin_of(&uri("https://mail-app.example/")));
    }
}
