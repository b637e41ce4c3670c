//! In: an absolute address. Out: [`Url`], its parts as the URL Standard would split them (<https://url.spec.whatwg.org/>).
//!
//! A small strict splitter instead of a URL library (a library weighs more than the whole core): it answers who is being
//! asked, and splits path, query and fragment. What it cannot split has no host. A host that is not plain ASCII after
//! full-width forms are folded is kept as it is, and so is never Google's. No resolution of relative addresses here.

/// An address split into its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// The scheme in lower case, without the colon.
    pub scheme: String,
    /// True when a user name or password stands before the host.
    pub has_userinfo: bool,
    /// The host in lower case, escapes undone; empty when there is none.
    pub host: String,
    /// The port, unless it is the scheme's own.
    pub port: Option<u16>,
    /// The path, from its first slash on.
    pub path: &'a str,
    /// The query without its question mark.
    pub query: Option<&'a str>,
    /// The fragment without its number sign.
    pub fragment: Option<&'a str>,
}

impl<'a> Url<'a> {
    /// Splits `text`; `None` when it has no scheme or its authority is malformed.
    pub fn split(text: &'a str) -> Option<Self> {
        let text = text.trim_matches(|letter: char| letter <= ' ');
        let (scheme, rest) = text.split_once(':')?;
        if !scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
            || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        let is_web = matches!(scheme.as_str(), "http" | "https");
        let is_slash = |letter: char| letter == '/' || (is_web && letter == '\\');
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, fragment)| (rest, Some(fragment)));
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let authority = if is_web { Some(rest.trim_start_matches(is_slash)) } else { rest.strip_prefix("//") };
        let Some(authority) = authority else {
            return Some(Self {
                scheme,
                has_userinfo: false,
                host: String::new(),
                port: None,
                path: rest,
                query,
                fragment,
            });
        };
        let end = authority.find(is_slash).unwrap_or(authority.len());
        let (authority, path) = authority.split_at(end);
        let (userinfo, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let (host, port) = split_port(host)?;
        let host = folded_host(host)?;
        if is_web && host.is_empty() {
            return None;
        }
        let own = match scheme.as_str() {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        };
        Some(Self {
            scheme,
            has_userinfo: userinfo.is_some(),
            host,
            port: port.filter(|port| Some(*port) != own),
            path,
            query,
            fragment,
        })
    }

    /// True for `https` on its own port without user name or password: the only way to reach a provider's endpoint.
    pub fn is_plain_https(&self) -> bool {
        self.scheme == "https" && self.port.is_none() && !self.has_userinfo
    }

    /// True when the host is this very machine.
    pub fn is_local(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "[::1]") || self.host.ends_with(".localhost")
    }
}

fn split_port(host: &str) -> Option<(&str, Option<u16>)> {
    let after_bracket = host.rfind(']').map_or(0, |at| at + 1);
    match host[after_bracket..].rfind(':') {
        None => Some((host, None)),
        Some(at) => {
            let port = &host[after_bracket + at + 1..];
            let number = if port.is_empty() { None } else { Some(port.parse().ok()?) };
            Some((&host[..after_bracket + at], number))
        }
    }
}

/// The host in lower case with escapes undone and full-width forms folded, as the URL Standard's host parser does for
/// the hosts that matter here.
fn folded_host(host: &str) -> Option<String> {
    // Nothing is to be undone in nearly all of them.
    if host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')) {
        return Some(host.to_ascii_lowercase());
    }
    let decoded = crate::secret::percent_decoded(host);
    let folded: String = decoded
        .chars()
        .filter(|letter| !matches!(letter, '\t' | '\n' | '\r' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}'))
        .map(|letter| match letter {
            '。' | '．' | '｡' => '.',
            '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            _ => letter,
        })
        .collect();
    let forbidden = |letter: char| letter <= ' ' || letter == '\u{7f}' || "#/<>?@\\^|%".contains(letter);
    (!folded.contains(forbidden)).then(|| folded.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Option<String> {
        Url::split(text).map(|url| url.host)
    }

    #[test]
    fn splits_addresses() {
        let url = Url::split("HTTPS://user:pw@Example.TEST:8443/a/b?x=1#y=2").expect("an address");
        assert_eq!((url.scheme.as_str(), url.host.as_str(), url.port), ("https", "example.test", Some(8443)));
        assert_eq!((url.path, url.query, url.fragment, url.has_userinfo), ("/a/b", Some("x=1"), Some("y=2"), true));
        let app = Url::split("com.example.app:/oauth2redirect?code=x").expect("an address");
        assert_eq!((app.host.as_str(), app.path), ("", "/oauth2redirect"));
    }

    #[test]
    fn the_host_is_what_a_browser_would_ask() {
        assert_eq!(host("https://oauth2.googleapis.com:443/token").as_deref(), Some("oauth2.googleapis.com"));
        assert_eq!(host("https://oauth2%2Egoogleapis.com/token").as_deref(), Some("oauth2.googleapis.com"));
        assert_eq!(host("https://ｏauth2。googleapis.com/token").as_deref(), Some("oauth2.googleapis.com"));
        assert_eq!(host("https://oauth2.googleapis.com@evil.test/token").as_deref(), Some("evil.test"));
        assert_eq!(host("https:\\\\evil.test\\oauth2.googleapis.com").as_deref(), Some("evil.test"));
        assert_eq!(host("https://evil.test#@oauth2.googleapis.com/").as_deref(), Some("evil.test"));
        assert_eq!(host("https://a b/"), None);
        assert_eq!(host("https:///"), None);
        assert_eq!(host("no address"), None);
    }
}
