//! In: a query, a fragment or a body. Out: its parameters in order, repeats included, each decoded exactly once.
//!
//! Reading never fails: a broken escape is kept and said, a body in a form that is not understood becomes one sealed
//! value. Every value is a [`Secret`] until [`Parameter::seal`] finds it on the closed list of harmless ones.

use super::{
    harmless,
    json::{self, Json},
    jwt::Jwt,
    scopes::{self, Scopes},
    uri::Uri,
};
use crate::{
    har::OPEN,
    report::{Place, stand_in},
    secret::{Key, Sealed, Secret, ValueKind},
};

/// A parameter as it was sent or received.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// Where it stood.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// The value of a parameter.
#[derive(Clone, Debug)]
pub enum Value {
    /// A harmless text, as it was.
    Text(String),
    /// An address.
    Uri(Uri),
    /// Scopes.
    Scopes(Scopes),
    /// A JWT: its sealed text, and what can be read of it.
    Jwt(Sealed, Box<Jwt>),
    /// Anything else.
    Sealed(Sealed),
}

impl Value {
    /// True when there is nothing, or blanks alone.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Uri(uri) => uri.is_empty(),
            Self::Scopes(scopes) => scopes.each.is_empty(),
            Self::Jwt(..) => false,
            Self::Sealed(sealed) => sealed.shape.kind == ValueKind::Empty,
        }
    }

    /// The text that may be shown, if it is harmless or a list of scopes.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Scopes(scopes) => Some(&scopes.shown),
            Self::Uri(_) | Self::Jwt(..) | Self::Sealed(_) => None,
        }
    }

    /// The scopes, if it is a list of them.
    pub fn scopes(&self) -> Option<&Scopes> {
        if let Self::Scopes(scopes) = self { Some(scopes) } else { None }
    }

    /// The sealed form, for every value that has one.
    pub fn sealed(&self) -> Option<&Sealed> {
        match self {
            Self::Jwt(sealed, _) | Self::Sealed(sealed) => Some(sealed),
            Self::Text(_) | Self::Uri(_) | Self::Scopes(_) => None,
        }
    }
}

/// A parameter on its way to being sealed.
pub(super) struct Raw {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) value: Secret,
    /// True for a JSON value that says nothing but its type, which is harmless under any name.
    pub(super) is_bare: bool,
}

/// The most parameters of one request that are kept; the rest is counted.
pub(super) const MOST: usize = 1000;

/// The longest value that is looked at, in bytes.
const LONGEST: usize = 65_536;

impl Raw {
    pub(super) fn new(name: String, place: Place, value: String) -> Self {
        Self { name, place, value: Secret::new(value), is_bare: false }
    }

    /// Turns the parameter into what may be kept.
    pub(super) fn seal(self, key: &Key) -> Parameter {
        let Self { name, place, value, is_bare } = self;
        let text = value.expose();
        let value = if is_bare {
            Value::Text(text.to_owned())
        } else if text.contains(OPEN) || text == super::NOT_IN_EXPORT {
            Value::Text(super::NOT_IN_INPUT.to_owned())
        } else if is_address(&name) && text.len() <= LONGEST {
            Value::Uri(Uri::read(text.to_owned(), key))
        } else if let Some(scopes) = scopes(&name, text, key) {
            Value::Scopes(scopes)
        } else if let Some(text) = harmless::text(&name, text) {
            Value::Text(text)
        } else if text.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
            Value::Sealed(Secret::new(text[..end].to_owned()).seal(key))
        } else {
            // PKCE and DPoP compare these with what may be their transforms.
            let sealed = match name.as_str() {
                "code" | "code_verifier" => value.seal_with_s256(key),
                _ => value.seal(key),
            };
            let jwt = (sealed.shape.kind == ValueKind::Jwt).then(|| Jwt::read(&value, key)).flatten();
            match jwt {
                Some(jwt) => Value::Jwt(sealed, Box::new(jwt)),
                // Of a JWT a stand-in tells nothing: its claims are not in it.
                None if sealed.shape.kind == ValueKind::Jwt && stand_in::read(text).is_some() => {
                    Value::Text(super::NOT_IN_INPUT.to_owned())
                }
                None => Value::Sealed(sealed),
            }
        };
        Parameter { name, place, value }
    }
}

fn scopes(name: &str, text: &str, key: &Key) -> Option<Scopes> {
    (is_scope(name) && text.len() <= LONGEST).then(|| Scopes::read(text, key)).flatten()
}

fn is_scope(name: &str) -> bool {
    matches!(name, "scope" | "scopes")
}

/// Parameters whose value is an address, in requests and in files that hold credentials.
fn is_address(name: &str) -> bool {
    matches!(
        name,
        "redirect_uri"
            | "redirect_uris"
            | "origin"
            | "javascript_origins"
            | "auth_uri"
            | "token_uri"
            | "token_url"
            | "auth_provider_x509_cert_url"
            | "client_x509_cert_url"
    )
}

/// Reads `application/x-www-form-urlencoded` text (a query, a fragment, a form body). Out: the parameters, and what is
/// odd about the text.
pub(super) fn form(text: &str, place: Place, remarks: &mut Vec<String>) -> Vec<Raw> {
    if has_broken_escape(text) {
        remarks.push(format!("The {} holds a percent sign that no two hexadecimal digits follow.", word(place)));
    }
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    let raws: Vec<_> =
        pairs.by_ref().take(MOST).map(|(name, value)| Raw::new(name.into_owned(), place, value.into_owned())).collect();
    remarks.extend(too_many(word(place), raws.len() + pairs.count()));
    raws
}

/// What is to be said where `count` parameters stand in one `place`, such as a body.
fn too_many(place: &str, count: usize) -> Option<String> {
    (count > MOST).then(|| format!("The {place} holds {count} parameters; the first {MOST} are shown."))
}

/// What is to be said of values that are not looked at as a whole.
pub(super) fn too_large(raws: &[Raw]) -> Vec<String> {
    let longest = raws.iter().map(|raw| raw.value.expose().len()).max().filter(|length| *length > LONGEST);
    let scopes = raws.iter().filter(|raw| is_scope(&raw.name)).map(|raw| scopes::count(raw.value.expose())).max();
    let long = longest
        .map(|longest| format!("A value holds {longest} bytes; of each value the first {LONGEST} are looked at."));
    let many = scopes.filter(|count| *count > scopes::MOST).map(|count| {
        format!("The value of `scope` lists {count} scopes; more than {} are not compared.", scopes::MOST)
    });
    long.into_iter().chain(many).collect()
}

/// Reads a JSON body: the members of its object, with strings as they are and other values as their JSON; and what is odd about it.
pub(super) fn json(json: Json, place: Place, remarks: &mut Vec<String>) -> Vec<Raw> {
    let is_too_deep = json.is_too_deep();
    let Json::Object(members) = json else { return Vec::new() };
    remarks.extend(too_many(word(place), members.len()));
    if is_too_deep {
        remarks.push(json::TOO_DEEP.to_owned());
    }
    let raw = |(name, value): (String, Json)| {
        let (text, is_bare) = match value {
            Json::Text(value) => return Raw { name, place, value, is_bare: false },
            Json::Integer(number) => (number.to_string(), false),
            Json::Bool(value) => (value.to_string(), true),
            Json::Null => ("null".to_owned(), true),
            Json::Float => ("a number".to_owned(), true),
            Json::Array(items) => (format!("an array of {}", items.len()), true),
            Json::Object(members) => (format!("an object of {}", members.len()), true),
            Json::TooDeep => ("a value nested too deep".to_owned(), true),
        };
        Raw { name, place, value: Secret::new(text), is_bare }
    };
    members.into_iter().take(MOST).map(raw).collect()
}

/// Reads a `multipart/form-data` body by its boundary: the named parts, as text; and what is odd about it.
pub(super) fn multipart(text: &str, boundary: &str, remarks: &mut Vec<String>) -> Vec<Raw> {
    let delimiter = format!("--{boundary}");
    let mut parts = text.split(delimiter.as_str()).filter_map(|part| {
        let (head, body) = part.split_once("\r\n\r\n").or_else(|| part.split_once("\n\n"))?;
        let name = head.split_once("name=\"")?.1.split('"').next()?;
        let value = body.strip_suffix("\r\n").or_else(|| body.strip_suffix('\n')).unwrap_or(body);
        Some(Raw::new(name.to_owned(), Place::Body, value.to_owned()))
    });
    let raws: Vec<_> = parts.by_ref().take(MOST).collect();
    remarks.extend(too_many("body", raws.len() + parts.count()));
    raws
}

pub(super) fn word(place: Place) -> &'static str {
    match place {
        Place::Query => "query",
        Place::Fragment => "fragment",
        Place::Header => "header",
        Place::Path => "path",
        Place::Body | Place::Claim => "body",
    }
}

fn has_broken_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'%', bytes)
        .any(|at| !bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(raws: Vec<Raw>) -> Vec<Parameter> {
        raws.into_iter().map(|raw| raw.seal(&Key::new([7; 32]))).collect()
    }

    #[test]
    fn keeps_order_and_repeats_and_decodes_once() {
        let mut remarks = Vec::new();
        let parameters =
            sealed(form("code=4%252F0AEXAMPLE&grant_type=refresh_token&code=b", Place::Body, &mut remarks));
        let names: Vec<_> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        assert_eq!(names, ["code", "grant_type", "code"]);
        assert_eq!(parameters[0].value.sealed().expect("sealed").shape.sketch, "4%2F…");
        assert!(matches!(&parameters[1].value, Value::Text(text) if text == "refresh_token"));
        assert!(remarks.is_empty());
    }

    #[test]
    fn says_what_is_odd() {
        let mut remarks = Vec::new();
        let many = "a=b&".repeat(10_000);
        assert_eq!(form(&many, Place::Body, &mut remarks).len(), MOST);
        form("a=%zz", Place::Query, &mut remarks);
        assert_eq!(
            remarks,
            [
                "The body holds 10000 parameters; the first 1000 are shown.",
                "The query holds a percent sign that no two hexadecimal digits follow.",
            ]
        );
    }

    #[test]
    fn reads_multipart_by_its_boundary() {
        let text = "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nrefresh_token\r\n--x--\r\n";
        let mut remarks = Vec::new();
        let parameters = sealed(multipart(text, "x", &mut remarks));
        assert!(matches!(&parameters[0].value, Value::Text(text) if text == "refresh_token"));
        assert!(remarks.is_empty());
        let part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n";
        assert_eq!(multipart(&part.repeat(1001), "x", &mut remarks).len(), MOST);
        assert_eq!(remarks, ["The body holds 1001 parameters; the first 1000 are shown."]);
    }
}
