//! In: a finding. Out: whether anything that it says may not be said.
//!
//! Its texts are looked over as they are: as JSON they would be the same ones, each read once more for what has to be escaped.
//! Only words of our own are left out ([`Wording`](crate::report::Wording) tells which they are).

use crate::{
    report::{Finding, OWN_WORDS},
    secret::Key,
    selfcheck::{self, Leak},
};
use serde::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
        SerializeTupleVariant,
    },
};
use std::fmt::Error;
use zeroize::{Zeroize, Zeroizing};

/// Room for the texts of one finding after the other.
#[derive(Default)]
pub(super) struct Texts(Zeroizing<Vec<u8>>);

impl Texts {
    /// Looks over what `finding` says. The leak does not tell of the field.
    pub(super) fn check(&mut self, finding: &Finding, key: &Key) -> Result<(), Leak> {
        self.0.clear();
        finding.serialize(Quoted(&mut self.0)).expect("there is room for every finding");
        let checked = selfcheck::check_bytes(&self.0, key);
        if checked.is_err() {
            self.0.zeroize();
        }
        checked
    }
}

/// Puts a quotation mark before each text, so that none goes on in the next.
struct Quoted<'a>(&'a mut Vec<u8>);

type Done = Result<(), Error>;

/// What holds no text.
macro_rules! wordless {
    ($($name:ident($($type:ty),*))*) => {
        $(fn $name(self, $(_: $type),*) -> Done { Ok(()) })*
    };
}

/// What holds others.
macro_rules! holding {
    ($($name:ident($($type:ty),*) -> $kind:ident)*) => {
        $(
            type $kind = Self;
            fn $name(self, $(_: $type),*) -> Result<Self, Error> { Ok(self) }
        )*
    };
}

impl Serializer for Quoted<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_bytes(self, bytes: &[u8]) -> Done {
        self.0.reserve(1 + bytes.len());
        self.0.push(b'"');
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Done {
        self.serialize_bytes(text.as_bytes())
    }

    fn serialize_char(self, letter: char) -> Done {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Done {
        if name == OWN_WORDS { Ok(()) } else { value.serialize(self) }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Done {
        value.serialize(self)
    }

    wordless! {
        serialize_bool(bool) serialize_f32(f32) serialize_f64(f64) serialize_none() serialize_unit()
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
        serialize_unit_struct(&'static str) serialize_unit_variant(&'static str, u32, &'static str)
    }

    holding! {
        serialize_seq(Option<usize>) -> SerializeSeq
        serialize_tuple(usize) -> SerializeTuple
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant
        serialize_map(Option<usize>) -> SerializeMap
        serialize_struct(&'static str, usize) -> SerializeStruct
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant
    }
}

/// A part of what holds others, with or without a name of ours.
macro_rules! parts {
    ($($kind:ident { $($name:ident($($type:ty),*))* })*) => {
        $(impl $kind for Quoted<'_> {
            type Ok = ();
            type Error = Error;

            $(fn $name<T: Serialize + ?Sized>(&mut self, $(_: $type,)* value: &T) -> Done {
                value.serialize(Quoted(self.0))
            })*

            fn end(self) -> Done {
                Ok(())
            }
        })*
    };
}

parts! {
    SerializeSeq { serialize_element() }
    SerializeTuple { serialize_element() }
    SerializeTupleStruct { serialize_field() }
    SerializeTupleVariant { serialize_field() }
    SerializeMap { serialize_key() serialize_value() }
    SerializeStruct { serialize_field(&'static str) }
    SerializeStructVariant { serialize_field(&'static str) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Wording;
    use std::collections::BTreeMap;

    fn texts(value: &impl Serialize) -> String {
        let mut out = Vec::new();
        value.serialize(Quoted(&mut out)).expect("room");
        String::from_utf8(out).expect("texts")
    }

    #[derive(Serialize)]
    enum Any {
        Unit,
        New(&'static str),
        Tuple(u8, char),
        Named { text: &'static str },
    }

    #[derive(Serialize)]
    struct New(&'static str);

    #[derive(Serialize)]
    struct Pair(&'static str, bool);

    #[test]
    fn every_text_is_looked_over_but_words_of_our_own() {
        assert_eq!(texts(&[Wording::from("ours"), Wording::from("made".to_owned())]), "\"made");
        assert_eq!(texts(&(Some("a"), None::<&str>, 12, "b", ())), "\"a\"b");
        assert_eq!(texts(&BTreeMap::from([("name", vec!["value"])])), "\"name\"value");
        assert_eq!(texts(&[Any::Unit, Any::New("a"), Any::Tuple(1, 'b'), Any::Named { text: "c" }]), "\"a\"b\"c");
        assert_eq!(texts(&(New("a"), Pair("b", true))), "\"a\"b");
    }
}
