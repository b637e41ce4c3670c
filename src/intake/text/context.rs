//! In: a line near a failure. Out: [`Clue`] values: what the line tells of the answer's status, of the server, of the grant,
//! of the time.
//!
//! A clue is a guess's material, not a finding: [`super::failure`] takes the nearest of each sort.

use super::{names::Names, request};
use crate::{
    exchange::{Grant, Provider, endpoint::Endpoint, url::Url},
    providers,
    report::Kind,
    time,
};

/// What a line tells.
#[derive(Clone, Debug)]
pub(super) enum Clue {
    /// The answer's HTTP status.
    Status(u16),
    /// The token endpoint's host, and whose it is.
    Host(String, Provider),
    /// Whose server it is, by a name that only its users write.
    Owner(Provider),
    /// The grant, and how sure the sign is.
    Grant(Grant, Sign),
    /// OAuth's name.
    OAuth,
    /// The `Date` header, in seconds since the epoch.
    Date(i64),
    /// A parameter of the request.
    Parameter(String, String),
    /// A parameter of the authorization request, as Google's page lists them.
    Detail(String, String),
    /// The page of Google's that refuses an authorization request.
    Page,
}

/// How sure a sign is; the greater is the surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// A word that people use.
    Word,
    /// A function or a type of a library.
    Name,
    /// The request itself.
    Request,
}

/// What `line` tells.
pub(super) fn clues(line: &str) -> Vec<Clue> {
    let mut clues = Vec::new();
    clues.extend(status(line).map(Clue::Status));
    addresses(line, &mut clues);
    let names = Names::of(line);
    if names.oauth {
        clues.push(Clue::OAuth);
    }
    if names.page {
        clues.push(Clue::Page);
    }
    let other = providers::by_text(line).map(Provider::Known);
    let owner = other.or(names.other.then_some(Provider::Other)).or(names.google.then_some(Provider::Google));
    clues.extend(owner.map(Clue::Owner));
    clues.extend(names.function.map(|grant| Clue::Grant(grant, Sign::Name)));
    // RFC 6749's own sentence on `invalid_grant` names every grant.
    let is_the_rfcs = memchr::memmem::find(line.as_bytes(), b"resource owner credentials").is_some();
    clues.extend(names.word.filter(|_| !is_the_rfcs).map(|grant| Clue::Grant(grant, Sign::Word)));
    if names.parameter {
        let form = request::form(line);
        let parameters = if form.is_empty() { request::members(line) } else { form };
        clues.extend(parameters.into_iter().map(|(name, value)| Clue::Parameter(name, value)));
        clues.extend(request::details(line).into_iter().map(|(name, value)| Clue::Detail(name, value)));
    }
    if let Some(at) = memchr::memmem::find(line.as_bytes(), b" GMT") {
        // `Mon, 05 Jan 2026 10:00:00 GMT`
        let date = at.checked_sub(25).and_then(|start| line.get(start..at + 4));
        let is_header = line[..at].to_ascii_lowercase().contains("date");
        clues.extend(date.filter(|_| is_header).and_then(time::from_http_date).map(Clue::Date));
    }
    clues
}

/// The HTTP status that the line tells: `400 Bad Request`, `status: 400`, `HTTP/1.1 400`, `[401]`.
fn status(line: &str) -> Option<u16> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'4' | b'5')) {
        let start = at + found;
        at = start + 1;
        let is_edge = |byte: Option<&u8>| {
            byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'_' | b'-' | b'%'))
        };
        let digits = line.get(start..start + 3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        let Some(digits) = digits
            .filter(|_| is_edge(before) && (is_edge(bytes.get(start + 3)) || bytes.get(start + 3) == Some(&b'.')))
        else {
            continue;
        };
        let left = line[..start].trim_end_matches([' ', ':', '=', '"', '\'', '\\', '(', '[', '<', '>', '{']).as_bytes();
        let right = line[start + 3..].trim_start_matches([' ', ')', ']']).as_bytes();
        let is_named = [
            "status",
            "statuscode",
            "status_code",
            "code",
            "http",
            "http/1.1",
            "http/1.0",
            "http/2",
            "http/2.0",
            "http/3",
            "error",
        ]
        .iter()
        .any(|name| left.len() >= name.len() && left[left.len() - name.len()..].eq_ignore_ascii_case(name.as_bytes()));
        let is_phrase = [
            "bad request",
            "unauthorized",
            "forbidden",
            "client error",
            "undefined",
            "too many",
            "internal server",
            "precondition",
        ]
        .iter()
        .any(|phrase| right.len() >= phrase.len() && right[..phrase.len()].eq_ignore_ascii_case(phrase.as_bytes()));
        // A bracketed number in front of a log line's text.
        let is_mark = before == Some(&b'[') && bytes.get(start + 3) == Some(&b']');
        if is_named || is_phrase || is_mark {
            return digits.parse().ok();
        }
    }
    None
}

/// Whose servers the line addresses.
fn addresses(line: &str, clues: &mut Vec<Clue>) {
    for at in memchr::memmem::find_iter(line.as_bytes(), "://").take(8) {
        let before = &line[..at];
        let scheme = before.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric()).len();
        let rest = &line[scheme..];
        let end = rest
            .find(|letter: char| {
                letter.is_whitespace()
                    || matches!(letter, '"' | '\'' | '`' | '<' | '>' | ')' | ']' | '}' | ',' | '|' | '\\')
            })
            .unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches([':', '.', ';']);
        let Some(url) = Url::split(url) else { continue };
        clues.extend(address(&url));
    }
    // `https:\/\/oauth2.googleapis.com\/token`, as PHP writes it.
    if memchr::memmem::find(line.as_bytes(), b":\\/\\/").is_some() {
        addresses(&line.replace("\\/", "/"), clues);
    }
}

fn address(url: &Url<'_>) -> Option<Clue> {
    let endpoint = Endpoint::of(url);
    if endpoint.provider == Provider::Google {
        return Some(match endpoint.kind {
            Some(Kind::TokenRequest) => Clue::Host(url.host.clone(), Provider::Google),
            _ => Clue::Owner(Provider::Google),
        });
    }
    if url.scheme != "https" || !url.host.contains('.') || endpoint.look_alike {
        return None;
    }
    let owner = if endpoint.provider == Provider::Unknown { Provider::Other } else { endpoint.provider };
    let path = url.path.trim_end_matches('/');
    let is_local = url.host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_token = ["/token", "/access_token", "/accesstoken"].iter().any(|end| path.ends_with(end));
    if is_token && !is_local && !url.host.ends_with("google.com") {
        return Some(Clue::Host(url.host.clone(), owner));
    }
    // A link to somebody's page says nothing of who answered.
    let is_named = owner != Provider::Other && path.contains("oauth");
    (is_named || OTHER_HOSTS.iter().any(|host| url.host.ends_with(host))).then_some(Clue::Owner(owner))
}

/// Hosts of other authorization servers.
const OTHER_HOSTS: &[&str] = &[
    "login.microsoftonline.com",
    "login.live.com",
    "salesforce.com",
    "okta.com",
    "auth0.com",
    "api.dropboxapi.com",
    "accounts.spotify.com",
    "appleid.apple.com",
    "oauth.platform.intuit.com",
    "api.hubapi.com",
    "discord.com",
    "github.com/login",
    "graph.facebook.com",
    "slack.com",
    "zoom.us",
    "login.eveonline.com",
    "login.xero.com",
    "api.amazon.com",
    "amazoncognito.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_status() {
        for (line, wanted) in [
            ("oauth2: cannot fetch token: 400 Bad Request", Some(400)),
            ("  statusCode: 401,", Some(401)),
            ("HTTP/1.1 403 Forbidden", Some(403)),
            ("resulted in a `400 Bad Request` response:", Some(400)),
            ("[401] invalid_client", Some(401)),
            ("at app.js:400:17", None),
            ("port 4000, 400 ms", None),
        ] {
            assert_eq!(status(line), wanted, "{line}");
        }
    }

    #[test]
    fn reads_whose_server_it_is() {
        let host = |line: &str| {
            clues(line).into_iter().find_map(|clue| match clue {
                Clue::Host(host, provider) => Some((host, provider)),
                _ => None,
            })
        };
        assert_eq!(
            host("POST https://oauth2.googleapis.com/token: 400"),
            Some(("oauth2.googleapis.com".to_owned(), Provider::Google))
        );
        assert_eq!(
            host("`POST https:\\/\\/oauth2.googleapis.com\\/token` resulted").map(|(_, provider)| provider),
            Some(Provider::Google)
        );
        assert_eq!(
            host("(url: https://login.example.com/oauth2/token, status: 400)"),
            Some(("login.example.com".to_owned(), Provider::Other))
        );
        let entra = host("POST https://login.microsoftonline.com/common/oauth2/v2.0/token 400");
        assert!(matches!(entra, Some((_, Provider::Known(server))) if server.id == "microsoft-entra"), "{entra:?}");
        assert!(clues("see https://github.com/example/example/issues/1").is_empty(), "a link is no server");
        assert_eq!(host("GET http://127.0.0.1:8200/v1/token"), None);
        assert_eq!(host("https://oauth2.googleapis.com.example.com/token"), None, "a look-alike");
    }
}
