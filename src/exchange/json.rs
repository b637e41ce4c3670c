//! In: JSON text. Out: [`Json`]: its members in order, repeats included, every string a [`Secret`].
//!
//! serde_json does the reading; only the shape differs from its `Value`: nothing is lost (a repeated `error` is itself a
//! finding), nothing is kept as plain text, and nesting ends at serde_json's own limit of 128.

use crate::secret::Secret;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
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
}

impl Json {
    /// Reads `text`; `None` when it is no JSON. A byte order mark is skipped and lone surrogates become U+FFFD, so that
    /// one odd string does not lose the answer.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        serde_json::from_str(text).or_else(|_| serde_json::from_str(&without_lone_surrogates(text))).ok()
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

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
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
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
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
    fn refuses_what_is_no_json() {
        for text in ["", "invalid_grant", "{\"a\":}", &"[".repeat(100_000)] {
            assert!(Json::read(text).is_none());
        }
    }
}
