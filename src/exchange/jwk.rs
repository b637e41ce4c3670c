//! In: the `jwk` member of a JWT's header. Out: [`Jwk`]: the key's type and its thumbprint, sealed (RFC 7638).
//!
//! A public key is no credential, but it names its owner; and a header may hold a private key by mistake. So no member
//! is kept. Signatures are not verified.

use super::json::Json;
use crate::secret::{Fingerprint, Key, Secret};

/// What is kept of a key.
#[derive(Clone, Debug)]
pub struct Jwk {
    /// The key's type: `EC`, `RSA` or `OKP`; `None` for any other.
    pub kty: Option<&'static str>,
    /// The thumbprint's fingerprint: equal ones mean equal keys. `None` when a member that belongs into it is missing.
    pub thumbprint: Option<Fingerprint>,
    /// True when the private half stands there too, where it must never be (RFC 9449 section 4.2).
    pub is_private: bool,
}

impl Jwk {
    /// Reads `json`, an object.
    pub(super) fn read(json: &Json, key: &Key) -> Self {
        let text = |name: &str| json.member(name).and_then(Json::text).map(Secret::expose);
        let kty = ["EC", "RSA", "OKP"].into_iter().find(|kty| text("kty") == Some(kty));
        let canonical = kty.and_then(|kty| canonical(members(kty), &text));
        // BASE64URL(SHA256(…)) of the canonical members is the thumbprint, which is the transform of a verifier, too.
        let thumbprint = canonical.and_then(|canonical| canonical.seal_with_s256(key).s256);
        Self { kty, thumbprint, is_private: ["d", "k"].iter().any(|name| json.member(name).is_some()) }
    }
}

/// The members that make up the thumbprint, in the order of their names (RFC 7638 section 3.2, RFC 8037 appendix A.3).
fn members(kty: &str) -> &'static [&'static str] {
    match kty {
        "EC" => &["crv", "kty", "x", "y"],
        "RSA" => &["e", "kty", "n"],
        _ => &["crv", "kty", "x"],
    }
}

fn canonical<'a>(names: &[&str], text: &impl Fn(&str) -> Option<&'a str>) -> Option<Secret> {
    let plain = |value: &&str| value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let pair = |name: &&str| text(name).filter(plain).map(|value| format!("\"{name}\":\"{value}\""));
    let pairs: Vec<_> = names.iter().map(pair).collect::<Option<_>>()?;
    Some(Secret::new(format!("{{{}}}", pairs.join(","))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Jwk {
        Jwk::read(&Json::read(text).expect("JSON"), &Key::new([7; 32]))
    }

    #[test]
    fn the_thumbprint_is_the_one_of_rfc_7638() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let jwk = read(&format!(r#"{{"kty":"RSA","n":"{n}","e":"AQAB","alg":"RS256","kid":"2011-04-29"}}"#));
        let wanted = Secret::new("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".into()).seal(&Key::new([7; 32]));
        assert_eq!(jwk.thumbprint, Some(wanted.fingerprint));
        assert_eq!((jwk.kty, jwk.is_private), (Some("RSA"), false));
    }

    #[test]
    fn says_what_is_odd() {
        assert!(read(r#"{"kty":"EC","crv":"P-256","x":"EXAMPLE"}"#).thumbprint.is_none());
        assert!(read(r#"{"kty":"EC","crv":"P-256","x":"EXAMPLE","y":"EXAMPLE","d":"EXAMPLE"}"#).is_private);
        assert_eq!(read(r#"{"kty":"oct","k":"EXAMPLE"}"#).kty, None);
    }
}
