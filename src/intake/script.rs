//! In: an expression of JavaScript, PowerShell or Python. Out: its [`Value`], as far as the text itself tells it.
//!
//! Strings, objects, concatenation, and the few functions that make a form or JSON; everything else is [`Value::Open`]. Nothing
//! is run.

mod reader;
mod strings;

pub(super) use reader::Reader;

use super::request::pair;
use crate::har::OPEN;
use std::collections::HashMap;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// JavaScript and TypeScript.
    JavaScript,
    /// PowerShell.
    PowerShell,
    /// Python.
    Python,
}

/// What an expression is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text, a number or a word such as `true`.
    Text(String),
    /// Names and values, in order.
    Pairs(Vec<(String, Value)>),
    /// The same, to be sent as a form.
    Form(Vec<(String, Value)>),
    /// A list.
    Items(Vec<Value>),
    /// Something that the text does not tell.
    Open,
}

/// Values by the name of their variable.
pub(super) type Names = HashMap<String, Value>;

/// The most that one value may hold, in bytes; more is [`Value::Open`].
const LARGEST: usize = 16_384;

impl Value {
    /// The value as one text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Form(pairs) => form(pairs),
            Self::Pairs(_) => "[object Object]".to_owned(),
            Self::Items(items) => items.iter().map(Self::text).collect::<Vec<_>>().join(","),
            Self::Open => OPEN.to_string(),
        }
    }

    /// The value of the member with this name, whatever its case.
    pub fn member(&self, name: &str) -> Option<&Self> {
        self.pairs()?.iter().find(|(member, _)| member.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The names and values, if it holds some; a list of two-item lists counts.
    pub fn pairs(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Pairs(pairs) | Self::Form(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// The value as a form, if it can be one.
    pub fn into_form(self) -> Self {
        match self {
            Self::Pairs(pairs) | Self::Form(pairs) => Self::Form(pairs),
            Self::Items(items) => {
                let pair = |item: Self| match item {
                    Self::Items(two) if two.len() == 2 => Some((two[0].text(), two[1].clone())),
                    _ => None,
                };
                items.into_iter().map(pair).collect::<Option<_>>().map_or(Self::Open, Self::Form)
            }
            other => other,
        }
    }

    /// The value as JSON text.
    pub fn json(&self) -> String {
        let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
        match self {
            Self::Text(word) if matches!(word.as_str(), "true" | "false" | "null") => word.clone(),
            Self::Text(word) => text(word),
            Self::Pairs(pairs) | Self::Form(pairs) => {
                let members: Vec<_> =
                    pairs.iter().map(|(name, value)| format!("{}:{}", text(name), value.json())).collect();
                format!("{{{}}}", members.join(","))
            }
            Self::Items(items) => format!("[{}]", items.iter().map(Self::json).collect::<Vec<_>>().join(",")),
            Self::Open => text(&OPEN.to_string()),
        }
    }

    /// True when it is small enough to be kept.
    pub fn is_small(&self) -> bool {
        fn size(value: &Value) -> usize {
            match value {
                Value::Text(text) => text.len(),
                Value::Pairs(pairs) | Value::Form(pairs) => {
                    pairs.iter().map(|(name, value)| 8 + name.len() + size(value)).sum()
                }
                Value::Items(items) => items.iter().map(|item| 8 + size(item)).sum(),
                Value::Open => 0,
            }
        }
        size(self) <= LARGEST
    }
}

fn form(pairs: &[(String, Value)]) -> String {
    pairs.iter().map(|(name, value)| pair(name, &value.text())).collect::<Vec<_>>().join("&")
}
