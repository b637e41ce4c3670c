//! In: a value of a HAR entry, of whatever type a producer gave it. Out: what was meant, or nothing.
//!
//! The specification gives each member one type, and producers do not keep to it: numbers as text, headers as an object, `null`
//! for what is not there. A member of another type is taken as absent; it never loses the entry.

use super::Headers;
use crate::overwrite;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// A text; numbers and truth values as they are written.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(deserializer.deserialize_any(TextVisitor)?.map(Cow::into_owned))
}

/// As [`text_or_empty`], without a copy where the input holds the text as it is.
fn borrowed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    Ok(deserializer.deserialize_any(TextVisitor)?.unwrap_or_default())
}

/// A text, or the empty text.
pub(super) fn text_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(text(deserializer)?.unwrap_or_default())
}

/// A number, or a text that is one.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(text(deserializer)?.and_then(|text| text.trim().parse().ok()).filter(|number: &f64| number.is_finite()))
}

/// An object with named members; nothing for a value of another type.
pub(super) fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// An object with named members, or an empty one.
pub(super) fn object_or_empty<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(object(deserializer)?.unwrap_or_default())
}

/// Header fields: a list of names and values, a list of pairs, or an object.
pub(super) fn headers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Headers, D::Error> {
    deserializer.deserialize_any(HeadersVisitor)
}

/// The visits of a visitor that takes values of these types for nothing.
macro_rules! nothing {
    ($($visit:ident $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        })*

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Option<Cow<'de, str>>, E> {
        Ok(Some(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<Cow<'de, str>>, E> {
        Ok(Some(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Option<Cow<'de, str>>, E> {
        Ok(Some(Cow::Owned(value)))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<Cow<'de, str>>, E> {
        Ok(Some(Cow::Owned(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<Cow<'de, str>>, E> {
        Ok(Some(Cow::Owned(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<Cow<'de, str>>, E> {
        Ok(Some(Cow::Owned(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<Cow<'de, str>>, E> {
        Ok(Some(Cow::Owned(value.to_string())))
    }

    nothing!();

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Cow<'de, str>>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Cow<'de, str>>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    nothing!(visit_str &str, visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64);

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<T>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

struct HeadersVisitor;

/// One header field in a list: an object, a pair, or a line.
#[derive(Default)]
struct Field<'a>(Option<WireHeader<'a>>);

#[derive(Deserialize)]
struct WireHeader<'a> {
    #[serde(borrow, default, deserialize_with = "borrowed")]
    name: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "borrowed")]
    value: Cow<'a, str>,
}

impl Drop for WireHeader<'_> {
    fn drop(&mut self) {
        for text in [&mut self.name, &mut self.value] {
            if let Cow::Owned(text) = text {
                overwrite::text(text);
            }
        }
    }
}

impl<'de> Deserialize<'de> for Field<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

/// A text in whatever type it comes.
struct Loose<'a>(Option<Cow<'a, str>>);

impl<'de> Deserialize<'de> for Loose<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Self)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field<'de>;

    nothing!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64);

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a header field")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field<'de>, A::Error> {
        WireHeader::deserialize(MapAccessDeserializer::new(map)).map(|header| Field(Some(header)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Field<'de>, A::Error> {
        let name = seq.next_element::<Loose<'_>>()?.and_then(|text| text.0);
        let value = seq.next_element::<Loose<'_>>()?.and_then(|text| text.0);
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field(name.zip(value).map(|(name, value)| WireHeader { name, value })))
    }

    fn visit_str<E>(self, line: &str) -> Result<Field<'de>, E> {
        let owned = |text: &str| Cow::Owned(text.to_owned());
        let header = line.split_once(':');
        Ok(Field(header.map(|(name, value)| WireHeader { name: owned(name), value: owned(value.trim()) })))
    }
}

impl<'de> Visitor<'de> for HeadersVisitor {
    type Value = Headers;

    nothing!(visit_str &str, visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64);

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("header fields")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Headers, A::Error> {
        let mut headers = Headers::default();
        while let Some(Field(header)) = seq.next_element()? {
            headers.extend(header.iter().map(|header| (&header.name, &header.value)));
        }
        Ok(headers)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Headers, A::Error> {
        let mut headers = Headers::default();
        while let Some((Loose(name), Loose(value))) = map.next_entry()? {
            let header = name.zip(value).map(|(name, value)| WireHeader { name, value });
            headers.extend(header.iter().map(|header| (&header.name, &header.value)));
        }
        Ok(headers)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Headers, D::Error> {
        deserializer.deserialize_any(self)
    }
}
