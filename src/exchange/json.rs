//! In: JSON text. Out: [`Json`]: its members in order, repeats included, every string a [`Secret`].
//!
//! serde_json does the reading; only the shape differs from its `Value`: nothing is lost (a repeated `error` is itself a
//! finding), nothing is kept as plain text, and what is nested deeper than [`DEEPEST`] is passed over, whatever its depth.

use crate::secret::Secret;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A JSON value.
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or one beyond 64 bits.
    Float,
    /// A string.
    Text(Secret),
    /// An array.
    Array(Vec<Json>),
    /// An object's members in order.
    Object(Vec<(String, Json)>),
    /// An array or an object at a depth that is not read.
    TooDeep,
}

/// So many arrays and objects may stand in one another; what is in a further one is not read. Answers of OAuth nest four deep at most,
/// error objects of Google's APIs six.
const DEEPEST: usize = 64;

/// What is said of a document in which something is nested deeper.
pub(super) const TOO_DEEP: &str = "In the JSON, what is nested deeper than 64 levels was not read.";

impl Json {
    /// Reads `text`; `None` when it is no JSON. A byte order mark is skipped and lone surrogates become U+FFFD, so that
    /// one odd string does not lose the answer.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let read = |text: &str| {
            let mut source = serde_json::Deserializer::from_str(text);
            let json = Level(0).deserialize(&mut source)?;
            source.end().map(|()| json)
        };
        read(text).or_else(|_| read(&without_lone_surrogates(text))).ok()
    }

    /// True when something in it is nested too deep to be read.
    pub fn is_too_deep(&self) -> bool {
        match self {
            Self::TooDeep => true,
            Self::Array(items) => items.iter().any(Self::is_too_deep),
            Self::Object(members) => members.iter().any(|(_, value)| value.is_too_deep()),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Float | Self::Text(_) => false,
        }
    }

    /// The first member with this name.
    pub fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&Secret> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// The text with every `\uD800`-like escape that has no partner replaced by `\uFFFD`.
pub(crate) fn without_lone_surrogates(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut mended = text.to_owned();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        match unit(bytes, at) {
            Some(0xd800..=0xdbff) if matches!(unit(bytes, at + 6), Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                mended.replace_range(at + 2..at + 6, "fffd");
                at += 6;
            }
            _ => at += 2,
        }
        at = at.min(bytes.len());
    }
    mended
}

fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..at + 6)? else { return None };
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Reads a value in which so many arrays and objects are open.
#[derive(Clone, Copy)]
struct Level(usize);

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(i64::try_from(value).map_or(Json::Float, Json::Integer))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Float)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(Secret::new(value.to_owned())))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(Secret::new(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        if self.0 == DEEPEST {
            // Passing over takes no stack, whatever the depth.
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Json::TooDeep);
        }
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Self(self.0 + 1))? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        if self.0 == DEEPEST {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Json::TooDeep);
        }
        let mut members = Vec::new();
        while let Some(name) = map.next_key()? {
            members.push((name, map.next_value_seed(Self(self.0 + 1))?));
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_repeats() {
        let json = Json::read(r#"{"error":"a","__proto__":1,"error":"b"}"#).expect("JSON");
        let Json::Object(members) = &json else { panic!("an object") };
        let names: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["error", "__proto__", "error"]);
    }

    #[test]
    fn one_odd_string_does_not_lose_the_answer() {
        let json = Json::read("\u{feff}{\"error\":\"invalid_grant\",\"x\":\"\\ud800 \\ud83d\\ude00\"}").expect("JSON");
        assert_eq!(json.member("error").and_then(Json::text).map(Secret::expose), Some("invalid_grant"));
    }

    #[test]
    fn what_is_too_deep_is_passed_over_and_the_rest_is_read() {
        let nested = |open: &str, close: &str, depth: usize| {
            format!("{{\"error\":\"a\",\"x\":{}1{},\"last\":\"b\"}}", open.repeat(depth), close.repeat(depth))
        };
        for (open, close) in [("[", "]"), ("{\"x\":", "}")] {
            for (depth, is_too_deep) in [(63, false), (64, true), (100_000, true)] {
                let json = Json::read(&nested(open, close, depth)).expect("JSON");
                assert_eq!(json.is_too_deep(), is_too_deep, "{depth} times {open}");
                assert_eq!(json.member("last").and_then(Json::text).map(Secret::expose), Some("b"));
            }
            assert!(Json::read(&nested(open, "", 100_000)).is_none());
        }
    }

    #[test]
    fn refuses_what_is_no_json() {
        for text in ["", "invalid_grant", "{\"a\":}", &"[".repeat(100_000)] {
            assert!(Json::read(text).is_none());
        }
    }
}
