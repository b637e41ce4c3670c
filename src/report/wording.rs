//! In: words of our own, compiled in, or a text that was made at run time. Out: [`Wording`], which knows which of the two it is.
//!
//! Nothing of the traffic can be in the former, so the self-check need not look for it there: most words of a finding are such.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, fmt, ops::Deref};

/// A text of the catalogue or of another table, or one that was made, or read from a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wording(Cow<'static, str>);

/// By this name a serializer knows words of our own; in a report they are a text like any other.
pub(crate) const OWN_WORDS: &str = "OwnWords";

impl Wording {
    /// The text.
    pub fn into_owned(self) -> String {
        self.0.into_owned()
    }
}

impl From<&'static str> for Wording {
    fn from(words: &'static str) -> Self {
        Self(Cow::Borrowed(words))
    }
}

impl From<String> for Wording {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl Deref for Wording {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl PartialEq<str> for Wording {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Wording {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Cow::Borrowed(words) => serializer.serialize_newtype_struct(OWN_WORDS, words),
            Cow::Owned(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl schemars::JsonSchema for Wording {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_report_all_words_are_texts() {
        let words = [Wording::from("known"), Wording::from("made".to_owned())];
        assert_eq!(serde_json::to_string(&words).expect("JSON"), r#"["known","made"]"#);
        assert_eq!(serde_json::from_str::<[Wording; 2]>(r#"["known","made"]"#).expect("texts"), words);
    }
}
