//! In: the text of a redirect URI or of another address. Out: [`Uri`]: it compares to the letter, as RFC 6749 section
//! 3.1.2.3 and RFC 9700 section 2.1 demand, and shows itself without naming anybody's host.

mod rules;

use super::url::Url;
use crate::{
    report::Range,
    secret::{Key, Shape},
};

/// An address that is compared to the letter and shown as a sketch.
#[derive(Clone, Debug)]
pub struct Uri {
    text: String,
    /// What may be shown.
    pub sketch: String,
    pieces: Vec<Piece>,
    shape: Shape,
}

/// A stretch of the text and the stretch of the sketch that stands for it, both in characters.
#[derive(Clone, Debug)]
struct Piece {
    text: Range,
    sketch: Range,
}

/// Where two addresses part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The first character that differs, counted from 1.
    pub position: u32,
    /// The character in this address; `None` when it ends there.
    pub here: Option<char>,
    /// The character in the other address; `None` when that ends there.
    pub there: Option<char>,
    /// Where the sketch of this address shows it.
    pub range: Option<Range>,
}

impl Uri {
    /// Reads `text`. Hosts other than this machine are shown as fingerprints under `key`, and so are path segments that
    /// are not common words.
    pub fn read(text: String, key: &Key) -> Self {
        let (sketch, pieces) = draw(&text, key);
        let shape = Shape::of(&text);
        Self { text, sketch, pieces, shape }
    }

    /// Where this address first differs from `other`; `None` when they are equal.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        let mut here = self.text.chars();
        let mut there = other.text.chars();
        let mut position = 0;
        loop {
            position += 1;
            match (here.next(), there.next()) {
                (None, None) => return None,
                (a, b) if a == b => {}
                (a, b) => {
                    let range = a.and_then(|_| self.in_sketch(position - 1));
                    return Some(Difference { position, here: a, there: b, range });
                }
            }
        }
    }

    /// Whether both name one resource: scheme, host, port and path are equal as the URL Standard reads them; a query and a
    /// fragment do not count (RFC 9449 section 4.3).
    pub fn is_same_resource(&self, other: &Self) -> bool {
        let parts = |uri: &Self| {
            let url = Url::split(&uri.text)?;
            Some((url.scheme, url.host, url.port, url.path.to_owned()))
        };
        parts(self).is_some() && parts(self) == parts(other)
    }

    /// True for `postmessage`, the word that Google's sign-in popup uses in place of an address.
    pub fn is_postmessage(&self) -> bool {
        self.text == "postmessage"
    }

    /// True when the answer goes to the page that opened a popup of Google's, not to an address.
    pub fn is_popup(&self) -> bool {
        self.is_postmessage() || self.text.starts_with("storagerelay://")
    }

    /// What the text looks like, address or not.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// True when there is nothing, or blanks alone.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn in_sketch(&self, at: u32) -> Option<Range> {
        let piece = self.pieces.iter().find(|piece| piece.text.start <= at && at < piece.text.end)?;
        let same_length = piece.text.end - piece.text.start == piece.sketch.end - piece.sketch.start;
        if same_length {
            let start = piece.sketch.start + at - piece.text.start;
            return Some(Range { start, end: start + 1 });
        }
        Some(piece.sketch)
    }
}

struct Pen {
    text: u32,
    sketch: String,
    pieces: Vec<Piece>,
}

impl Pen {
    /// Draws `shown` for the stretch `text` of the address.
    fn put(&mut self, text: &str, shown: &str) {
        let length = |of: &str| u32::try_from(of.chars().count()).unwrap_or(u32::MAX);
        let start = length(&self.sketch);
        self.sketch.push_str(shown);
        self.pieces.push(Piece {
            text: Range { start: self.text, end: self.text + length(text) },
            sketch: Range { start, end: start + length(shown) },
        });
        self.text += length(text);
    }

    fn same(&mut self, text: &str) {
        self.put(text, text);
    }
}

fn draw(text: &str, key: &Key) -> (String, Vec<Piece>) {
    let mut pen = Pen { text: 0, sketch: String::new(), pieces: Vec::new() };
    let hidden = |stretch: &str| format!("‹{}›", key.fingerprint(stretch));
    let Some(url) = Url::split(text).filter(|_| text.len() <= 2048 && text != "postmessage") else {
        pen.put(
            text,
            &if text == "postmessage" {
                text.to_owned()
            } else if text.is_empty() {
                String::new()
            } else {
                hidden(text)
            },
        );
        return (pen.sketch, pen.pieces);
    };
    let (address, tail) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    // Only what follows the first colon counts: a later `://` is part of a path, and nothing before it may be shown.
    let colon = address.find(':').map_or(0, |at| at + 1);
    let authority = colon + if address[colon..].starts_with("//") { 2 } else { 0 };
    let (scheme, rest) = address.split_at(authority);
    match url.scheme.as_str() {
        "http" | "https" | "urn" => pen.same(scheme),
        _ => pen.put(
            scheme,
            &format!("‹custom scheme {}›{}", key.fingerprint(&url.scheme), &scheme[scheme.find(':').unwrap_or(0)..]),
        ),
    }
    if let Some(suffix) = text.strip_prefix(OUT_OF_BAND) {
        let shown = text.len() - if matches!(suffix, "" | ":auto") { 0 } else { suffix.len() };
        pen.same(&text[scheme.len()..shown]);
        if shown < text.len() {
            pen.put(suffix, &hidden(suffix));
        }
        return (pen.sketch, pen.pieces);
    }
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_named = url.host.ends_with(".localhost");
    let public = url.is_local() && !is_named || PUBLIC_HOSTS.contains(&url.host.as_str());
    if (public && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:[]-".contains(&byte))) || host.is_empty()
    {
        pen.same(host);
    } else {
        let (name, port) = host.split_at(host.rfind(':').unwrap_or(host.len()));
        pen.put(name, &hidden(name));
        let is_port = port.len() <= ":65535".len() && port.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        if is_port { pen.same(port) } else { pen.put(port, ":…") }
    }
    for (place, segment) in path.split('/').enumerate() {
        if place > 0 {
            pen.same("/");
        }
        match segment {
            "" => {}
            _ if COMMON_SEGMENTS.contains(&segment.to_ascii_lowercase().as_str()) => pen.same(segment),
            _ => pen.put(segment, &hidden(segment)),
        }
    }
    if let Some(mark) = tail.chars().next() {
        pen.put(tail, &format!("{mark}…"));
    }
    (pen.sketch, pen.pieces)
}

/// Google's address for apps without one; `:auto` may follow.
const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// Hosts that name no customer.
pub(super) const PUBLIC_HOSTS: [&str; 9] = [
    "oauth2.googleapis.com",
    "accounts.google.com",
    "www.googleapis.com",
    "sts.googleapis.com",
    "gmail.googleapis.com",
    "iamcredentials.googleapis.com",
    "developers.google.com",
    "openidconnect.googleapis.com",
    "people.googleapis.com",
];

/// Path segments that name nobody.
const COMMON_SEGMENTS: [&str; 63] = [
    "api",
    "auth",
    "authorize",
    "authorized",
    "callback",
    "cb",
    "code",
    "complete",
    "connect",
    "device",
    "done",
    "error",
    "exchange",
    "finish",
    "gmail",
    "google",
    "google_oauth2",
    "handler",
    "login",
    "logout",
    "o",
    "oauth",
    "oauth2",
    "oauth2callback",
    "oauthcallback",
    "oauthplayground",
    "oidc",
    "redirect",
    "rejected",
    "return",
    "server",
    "signin",
    "signin-google",
    "signin-oidc",
    "sign-in",
    "sso",
    "start",
    "token",
    "tokens",
    "v1",
    "v2",
    "v3",
    "accounts",
    "revoke",
    "-",
    "batch",
    "drafts",
    "history",
    "labels",
    "me",
    "messages",
    "modify",
    "profile",
    "projects",
    "send",
    "serviceaccounts",
    "settings",
    "threads",
    "tokeninfo",
    "upload",
    "users",
    "v4",
    "watch",
];

/// A host as it may be shown: Google's and this machine's as they are, any other by its fingerprint.
pub(super) fn host(host: &str, key: &Key) -> String {
    let sketch = Uri::read(format!("https://{host}"), key).sketch;
    sketch.strip_prefix("https://").map(str::to_owned).unwrap_or(sketch)
}

/// The address without its query, for showing: known endpoints in full, others as [`Uri`] shows them.
pub(super) fn address(text: &str, key: &Key) -> String {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    draw(&text[..end], key).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        Uri::read(text.to_owned(), &Key::new([7; 32]))
    }

    #[test]
    fn shows_no_host_but_this_machine() {
        assert_eq!(
            uri("http://localhost:3000/api/auth/callback/google").sketch,
            "http://localhost:3000/api/auth/callback/google"
        );
        let sketch = uri("https://mail.customer.example/callback/customer?x=1").sketch;
        assert!(
            sketch.starts_with("https://‹") && sketch.contains("›/callback/‹") && sketch.ends_with("›?…"),
            "{sketch}"
        );
        assert!(!uri("com.customer.app:/oauth2redirect").sketch.contains("customer"));
        for text in ["urn:ietf:wg:oauth:2.0:oob", "urn:ietf:wg:oauth:2.0:oob:auto"] {
            assert_eq!(uri(text).sketch, text);
        }
        assert!(uri("https://customer.example:65535/").sketch.ends_with("›:65535/"));
        assert!(uri("customer.app:o:655350").sketch.ends_with("›:…"), "no port is that long");
        for text in [
            "https:se:/customer@host://customer",
            "customer.app:customer/customer://customer",
            "urn:ietf:wg:oauth:2.0:oob/customer",
            "urn:customer",
            "https:/customer.example/customer",
            " https://customer.example",
            "http://customer.localhost:3000/",
        ] {
            assert!(!uri(text).sketch.contains("customer"), "{}", uri(text).sketch);
        }
    }

    #[test]
    fn one_resource_has_several_spellings() {
        let token = uri("https://oauth2.googleapis.com/token");
        assert!(token.is_same_resource(&uri("https://OAUTH2.googleapis.com:443/token?x=1")));
        assert!(!token.is_same_resource(&uri("https://oauth2.googleapis.com/token/")));
        assert!(!token.is_same_resource(&uri("http://oauth2.googleapis.com/token")));
        assert!(!uri("no address").is_same_resource(&uri("no address")));
    }

    #[test]
    fn finds_the_first_difference() {
        let (with, without) = (uri("http://localhost:3000/callback/"), uri("http://localhost:3000/callback"));
        let difference = with.difference(&without).expect("they differ");
        assert_eq!((difference.position, difference.here, difference.there), (31, Some('/'), None));
        assert_eq!(difference.range, Some(Range { start: 30, end: 31 }));
        assert_eq!(without.difference(&with).expect("they differ").range, None);
        assert!(with.difference(&with).is_none());
        let host =
            uri("https://a.example/callback").difference(&uri("https://b.example/callback")).expect("they differ");
        assert_eq!(host.range, Some(Range { start: 8, end: 20 }));
    }
}
