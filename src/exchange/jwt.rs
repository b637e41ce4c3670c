//! In: a secret that looks like a JWT. Out: [`Jwt`]: its header and claims, read without verification (RFC 7519).
//!
//! No raw part is kept. Claims that are needed for judgement are read by name; the others are known by name and shape
//! alone. Whether times and audiences are right is asked in [`crate::checks`].

use super::{harmless, json::Json, jwk::Jwk, scopes::Scopes, uri::Uri};
use crate::secret::{Key, Sealed, Secret, ValueKind};
use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

/// What can be read of a JWT without its key.
#[derive(Clone, Debug)]
pub struct Jwt {
    /// The members of the header, in order.
    pub header: Vec<Claim>,
    /// The members of the payload, in order.
    pub claims: Vec<Claim>,
    /// The signature's length in bytes; `None` when it is no base64url.
    pub signature: Option<usize>,
    /// True when a part holds line breaks or characters of plain base64. Padding is not counted: Google takes it.
    pub has_stray_characters: bool,
}

/// A member of a JWT's header or payload.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The name.
    pub name: String,
    /// The value.
    pub value: ClaimValue,
}

/// The value of a claim.
#[derive(Clone, Debug)]
pub enum ClaimValue {
    /// A whole number.
    Number(i64),
    /// A text from a closed list.
    Text(String),
    /// Scopes.
    Scopes(Scopes),
    /// Any other text.
    Sealed(Sealed),
    /// A number with a fraction, or one beyond 64 bits.
    Float,
    /// `true` or `false`.
    Bool(bool),
    /// An address that is compared: the `htu` of a `DPoP` proof.
    Uri(Uri),
    /// A public key, in the header of a `DPoP` proof.
    Key(Jwk),
    /// `null`, an array or an object.
    Other(&'static str),
}

impl Jwt {
    /// Reads `secret`; `None` when it is no JWT: three parts, of which two are base64url of JSON objects.
    pub fn read(secret: &Secret, key: &Key) -> Option<Self> {
        let text = secret.expose().trim();
        let mut parts = text.split('.');
        let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || text.len() > 65_536 {
            return None;
        }
        Some(Self {
            header: members(header, key)?,
            claims: members(payload, key)?,
            signature: decoded(signature).map(|bytes| bytes.len()),
            has_stray_characters: text.bytes().any(|byte| !byte.is_ascii_alphanumeric() && !b"-_.=".contains(&byte)),
        })
    }

    /// The first claim with this name.
    pub fn claim(&self, name: &str) -> Option<&ClaimValue> {
        self.claims.iter().find(|claim| claim.name == name).map(|claim| &claim.value)
    }

    /// The first member of the header with this name.
    pub fn header(&self, name: &str) -> Option<&ClaimValue> {
        self.header.iter().find(|claim| claim.name == name).map(|claim| &claim.value)
    }
}

impl ClaimValue {
    /// The whole number, if it is one.
    pub fn number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The sealed text, if it is one.
    pub fn sealed(&self) -> Option<&Sealed> {
        if let Self::Sealed(sealed) = self { Some(sealed) } else { None }
    }

    /// True for a sealed text of this kind.
    pub fn is_kind(&self, kind: ValueKind) -> bool {
        self.sealed().is_some_and(|sealed| sealed.shape.kind == kind)
    }
}

fn members(part: &str, key: &Key) -> Option<Vec<Claim>> {
    let bytes = Zeroizing::new(decoded(part)?);
    let Json::Object(members) = Json::read(std::str::from_utf8(&bytes).ok()?)? else { return None };
    let claim = |(name, value): (String, Json)| {
        let value = claim_value(&name, &value, key);
        Claim { name, value }
    };
    let is_cut = members.len() > MOST;
    let mut claims: Vec<_> = members.into_iter().take(MOST).map(claim).collect();
    if is_cut {
        claims.push(Claim {
            name: OTHERS.to_owned(),
            value: ClaimValue::Other("more than 100 members; these are not read"),
        });
    }
    Some(claims)
}

/// So many members of a header, and of a payload, are read.
const MOST: usize = 100;

/// What stands in the place of the names of those that are not.
pub const OTHERS: &str = "…";

fn claim_value(name: &str, value: &Json, key: &Key) -> ClaimValue {
    match value {
        Json::Integer(number) => ClaimValue::Number(*number),
        Json::Float => ClaimValue::Float,
        Json::Bool(value) => ClaimValue::Bool(*value),
        Json::Text(text) if name == "htu" && text.expose().len() <= LONGEST_ADDRESS => {
            ClaimValue::Uri(Uri::read(text.expose().to_owned(), key))
        }
        Json::Text(text) if name == "scope" => {
            Scopes::read(text.expose(), key).map_or_else(|| ClaimValue::Sealed(text.seal(key)), ClaimValue::Scopes)
        }
        Json::Text(text) => match harmless::text(name, text.expose()) {
            Some(text) => ClaimValue::Text(text),
            None => ClaimValue::Sealed(text.seal(key)),
        },
        Json::Null => ClaimValue::Other("null"),
        Json::Array(_) => ClaimValue::Other("an array"),
        Json::Object(_) if name == "jwk" => ClaimValue::Key(Jwk::read(value, key)),
        Json::Object(_) => ClaimValue::Other("an object"),
        Json::TooDeep => ClaimValue::Other("a value nested too deep"),
    }
}

/// The longest address that is compared, in bytes.
const LONGEST_ADDRESS: usize = 2048;

/// Base64url as it is met: with or without padding, and with the letters of plain base64.
fn decoded(part: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let folded: Zeroizing<Vec<u8>> = Zeroizing::new(
        part.bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .map(|byte| match byte {
                b'+' => b'-',
                b'/' => b'_',
                _ => byte,
            })
            .collect(),
    );
    GeneralPurpose::new(&URL_SAFE, config).decode(&*folded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn jwt(header: &str, payload: &str, signature: &str) -> Option<Jwt> {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let text = format!("{}.{}.{}", part(header), part(payload), part(signature));
        Jwt::read(&Secret::new(text), &Key::new([7; 32]))
    }

    #[test]
    fn reads_header_and_claims() {
        let jwt = jwt(
            r#"{"alg":"RS256"}"#,
            r#"{"iat":1700000000,"aud":"https://oauth2.googleapis.com/token","sub":"x@example.com"}"#,
            "s",
        )
        .expect("a JWT");
        assert_eq!(jwt.claim("iat").and_then(ClaimValue::number), Some(1_700_000_000));
        assert!(matches!(jwt.claim("aud"), Some(ClaimValue::Text(aud)) if aud.ends_with("/token")));
        assert!(jwt.claim("sub").is_some_and(|sub| sub.is_kind(ValueKind::Email)));
        assert!(matches!(jwt.header("alg"), Some(ClaimValue::Text(alg)) if alg == "RS256"));
        assert_eq!(jwt.signature, Some(1));
        assert!(!jwt.has_stray_characters);
    }

    #[test]
    fn members_beyond_a_hundred_are_said_to_be_there() {
        let payload = |count: usize| {
            let members: serde_json::Map<_, _> = (0..count).map(|number| (format!("m{number}"), 1.into())).collect();
            serde_json::Value::from(members).to_string()
        };
        let names = |count| jwt("{}", &payload(count), "s").expect("a JWT").claims;
        assert_eq!(names(100).len(), 100);
        let cut = names(101);
        assert_eq!((cut.len(), cut[100].name.as_str()), (101, OTHERS));
    }

    #[test]
    fn refuses_what_is_no_jwt() {
        assert!(jwt("[]", "{}", "s").is_none());
        assert!(jwt("{}", "no json", "s").is_none());
        assert!(Jwt::read(&Secret::new("eyJ.EXAMPLE".into()), &Key::new([7; 32])).is_none());
    }
}
