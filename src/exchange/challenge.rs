//! In: the header fields of an answer. Out: what OAuth says there: the nonce for the next `DPoP` proof (RFC 9449 section
//! 8), and the challenge of a refused call (RFC 6750 section 3).
//!
//! The body is read in [`super::answer`]; what stands there too is not overridden.

use super::{
    answer::Answer,
    harmless,
    parameters::{Parameter, Raw, Value},
};
use crate::{
    har::Entry,
    report::{Kind, Place},
    secret::Key,
};

/// The name under which the nonce for the next proof stands among an answer's members.
pub const NONCE: &str = "dpop-nonce";

/// Adds to `answer` what the header fields of `entry` say.
pub(super) fn read(entry: &Entry, kind: Kind, answer: &mut Answer, key: &Key) {
    if matches!(kind, Kind::TokenRequest | Kind::ApiCall)
        && let Some(nonce) = entry.answer_header(NONCE).filter(|nonce| nonce.len() <= LONGEST)
    {
        answer.members.push(Raw::new(NONCE.to_owned(), Place::Header, nonce.to_owned()).seal(key));
    }
    if kind != Kind::ApiCall {
        return;
    }
    let Some(challenge) = entry.answer_header("www-authenticate").filter(|header| header.len() <= LONGEST) else {
        return;
    };
    if answer.error.is_none() {
        answer.error = attribute(challenge, "error").filter(|error| harmless::is_error_code(error)).map(str::to_owned);
    }
    if let Some(scopes) = attribute(challenge, "scope") {
        let value = Value::Text(harmless::scopes(scopes));
        answer.members.push(Parameter { name: "scope".to_owned(), place: Place::Header, value });
    }
}

/// The longest header field that is read, in bytes.
const LONGEST: usize = 8192;

/// The quoted value of `name` in a challenge such as `Bearer realm="…", error="invalid_token"`.
fn attribute<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = challenge;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, next) = after.split_once('"')?;
        let found = before.rsplit([' ', ',']).next().unwrap_or_default();
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_challenge() {
        let challenge = r#"Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="a b""#;
        assert_eq!(attribute(challenge, "error"), Some("insufficient_scope"));
        assert_eq!(attribute(challenge, "scope"), Some("a b"));
        assert_eq!(attribute(challenge, "error_description"), None);
        assert_eq!(attribute(r#"Bearer error="open"#, "error"), None);
    }
}
