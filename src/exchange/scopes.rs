//! In: a `scope` text. Out: [`Scopes`]: each scope by its fingerprint, so that what was asked can be held against what was
//! granted, and what is wrong with the form of one.
//!
//! Only well-known scopes are shown. Whether a scope exists is Google's to say; only what no scope can look like is told.

use super::harmless;
use crate::secret::{Fingerprint, Key};

/// The scopes of one parameter, in order.
#[derive(Clone, Debug)]
pub struct Scopes {
    /// What may be shown: the well-known ones in full, `…` for each other one.
    pub shown: String,
    /// Each of them.
    pub each: Vec<Scope>,
}

/// One scope.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The same for the same scope; Google's two names for `email` and `profile` count as one.
    pub fingerprint: Fingerprint,
    /// The scope itself, where it is well known.
    pub known: Option<String>,
    /// Why it can be no scope.
    pub flaw: Option<ScopeFlaw>,
}

/// What no scope of Google's looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeFlaw {
    /// Several joined by something else than a blank.
    Joined,
    /// Still encoded: `%20`, `%3A`, or a plus sign between two.
    Encoded,
    /// Quotation marks or brackets of a list.
    Listed,
    /// A placeholder, or the word for a missing value.
    Unfilled,
    /// The address of an API instead of one of its scopes.
    Api,
    /// The short name of a scope whose beginning is missing, such as `gmail.readonly`.
    Shortened,
}

impl ScopeFlaw {
    /// What is wrong, as the predicate of a sentence about one scope.
    pub fn words(self) -> &'static str {
        match self {
            Self::Joined => "holds a comma or semicolon; one blank stands between two scopes",
            Self::Encoded => "is still encoded",
            Self::Listed => "holds the brackets or quotation marks of a list",
            Self::Unfilled => "is a placeholder or the word for a missing value",
            Self::Api => "is the address of an API, not a scope",
            Self::Shortened => "lacks its beginning, https://www.googleapis.com/auth/",
        }
    }
}

/// The most scopes of one parameter that are looked at. Who lists more is not held against what was granted: with a part of
/// either list nothing is known of the other part.
pub(super) const MOST: usize = 500;

impl Scopes {
    /// Reads `text`; `None` for more than [`MOST`] scopes.
    pub fn read(text: &str, key: &Key) -> Option<Self> {
        if count(text) > MOST {
            return None;
        }
        let scope = |scope: &str| Scope {
            fingerprint: key.fingerprint(canonical(scope)),
            known: harmless::is_known_scope(scope).then(|| scope.to_owned()),
            flaw: flaw(scope),
        };
        Some(Self { shown: harmless::scopes(text), each: text.split_ascii_whitespace().map(scope).collect() })
    }

    /// Those that `granted` does not hold.
    pub fn beyond<'a>(&'a self, granted: &'a Self) -> impl Iterator<Item = &'a Scope> {
        self.each.iter().filter(|scope| granted.each.iter().all(|other| other.fingerprint != scope.fingerprint))
    }

    /// The first that can be no scope.
    pub fn flawed(&self) -> Option<ScopeFlaw> {
        self.each.iter().find_map(|scope| scope.flaw)
    }
}

/// How many scopes `text` lists.
pub(super) fn count(text: &str) -> usize {
    text.split_ascii_whitespace().count()
}

/// Google answers `email` and `profile` by their long names (<https://developers.google.com/identity/protocols/oauth2/scopes>).
fn canonical(scope: &str) -> &str {
    match scope {
        "https://www.googleapis.com/auth/userinfo.email" => "email",
        "https://www.googleapis.com/auth/userinfo.profile" => "profile",
        _ => scope,
    }
}

fn flaw(scope: &str) -> Option<ScopeFlaw> {
    let host = scope.strip_prefix("https://").map(|rest| rest.trim_end_matches('/'));
    Some(match scope {
        "undefined" | "null" | "None" | "nil" | "[object" | "Object]" => ScopeFlaw::Unfilled,
        _ if scope.starts_with("${") || scope.starts_with("{{") || scope.starts_with('<') => ScopeFlaw::Unfilled,
        _ if scope.contains(['[', ']', '"', '\'', '(', ')']) => ScopeFlaw::Listed,
        _ if scope.contains([',', ';']) => ScopeFlaw::Joined,
        _ if scope.contains('%') || scope.contains("+http") => ScopeFlaw::Encoded,
        _ if host.is_some_and(|host| host.ends_with(".googleapis.com") && !host.contains('/')) => ScopeFlaw::Api,
        _ if harmless::is_known_scope(&format!("https://www.googleapis.com/auth/{scope}")) => ScopeFlaw::Shortened,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Scopes {
        Scopes::read(text, &Key::new([7; 32])).expect("so many are looked at")
    }

    #[test]
    fn a_part_of_a_list_is_no_list() {
        assert_eq!(read(&"a ".repeat(MOST)).each.len(), MOST);
        assert!(Scopes::read(&"a ".repeat(MOST + 1), &Key::new([7; 32])).is_none());
    }

    #[test]
    fn what_was_asked_beyond_what_was_granted() {
        let granted =
            read("openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/EXAMPLE");
        assert_eq!(read("email openid https://www.googleapis.com/auth/EXAMPLE").beyond(&granted).count(), 0);
        let beyond = read("openid https://mail.google.com/");
        let beyond: Vec<_> = beyond.beyond(&granted).map(|scope| scope.known.as_deref()).collect();
        assert_eq!(beyond, [Some("https://mail.google.com/")]);
        assert_eq!(read("https://www.googleapis.com/auth/EXAMPLE").shown, "…");
    }

    #[test]
    fn what_no_scope_looks_like() {
        for (text, flaw) in [
            ("https://www.googleapis.com/auth/drive,https://mail.google.com/", ScopeFlaw::Joined),
            ("openid%20email", ScopeFlaw::Encoded),
            ("https://mail.google.com/+https://www.googleapis.com/auth/drive", ScopeFlaw::Encoded),
            ("['https://mail.google.com/']", ScopeFlaw::Listed),
            ("undefined", ScopeFlaw::Unfilled),
            ("${SCOPES}", ScopeFlaw::Unfilled),
            ("https://gmail.googleapis.com/", ScopeFlaw::Api),
            ("gmail.readonly", ScopeFlaw::Shortened),
        ] {
            assert_eq!(read(text).flawed(), Some(flaw), "{text}");
        }
        for text in
            ["", "openid email profile", "https://mail.google.com/ https://www.google.com/m8/feeds", "user:email"]
        {
            assert_eq!(read(text).flawed(), None, "{text}");
        }
    }
}
