//! In: `extension/_locales/en/messages.json`, in the format of the browsers' own `i18n`. Out: its messages, each cut at its
//! placeholders, or the first fault with its line.
//!
//! `build.rs` makes Rust of the viewer's messages, and `xtask` makes JavaScript of those of the pages.

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use std::{collections::BTreeMap, fmt};

/// A message and what it is cut into.
pub struct Message {
    pub name: String,
    pub parts: Vec<Part>,
    /// The names of its placeholders, in the order in which they are filled.
    pub placeholders: Vec<String>,
}

/// A piece of a message.
pub enum Part {
    Text(String),
    /// What the placeholder of this index is filled with.
    Filled(usize),
}

/// The line, from 1, and what is wrong there.
pub type Fault = (usize, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    message: String,
    #[serde(default, rename = "description")]
    _description: Option<String>,
    #[serde(default)]
    placeholders: BTreeMap<String, Placeholder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placeholder {
    content: String,
    /// What a translator is shown.
    example: String,
}

/// The entries in the order of the file. A map would let the second of two equal names win in silence.
struct Entries(Vec<(String, Entry)>);

/// Reads the messages.
pub fn read(text: &str) -> Result<Vec<Message>, Fault> {
    let Entries(entries) = serde_json::from_str(text).map_err(|error| (error.line(), error.to_string()))?;
    let message = |(name, entry)| {
        let line = text.lines().position(|line| line.starts_with(&format!("  \"{name}\"")));
        message(name, &entry).map_err(|fault| (line.map_or(1, |line| line + 1), fault))
    };
    entries.into_iter().map(message).collect()
}

fn message(name: String, entry: &Entry) -> Result<Message, String> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !name.bytes().all(is_name) || !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err(format!("a name is made of small letters, digits and _, and begins with a letter: {name}"));
    }
    if entry.message.trim().is_empty() {
        return Err(format!("`{name}` says nothing"));
    }
    // The viewer marks the places of placeholders with such.
    if entry.message.contains(char::is_control) {
        return Err(format!("`{name}` holds a control character"));
    }
    let placeholders = in_order(&name, &entry.placeholders)?;
    let mut parts = Vec::new();
    if entry.message.matches('$').count() % 2 == 1 {
        return Err(format!("`{name}` has a `$` without a second one: a placeholder is written $NAME$"));
    }
    // Between two `$` stands a name, so that every second piece is one.
    for (index, piece) in entry.message.split('$').enumerate() {
        if index % 2 == 0 {
            if !piece.is_empty() {
                parts.push(Part::Text(piece.to_owned()));
            }
            continue;
        }
        let found = placeholders.iter().position(|known| known.to_ascii_uppercase() == piece);
        let Some(found) = found else {
            return Err(format!("`{name}` says `${piece}$`, and none of its placeholders is called so"));
        };
        parts.push(Part::Filled(found));
    }
    for (index, placeholder) in placeholders.iter().enumerate() {
        if !parts.iter().any(|part| matches!(part, Part::Filled(filled) if *filled == index)) {
            return Err(format!(
                "`{name}` does not say `${}$`: use the placeholder, or take it out",
                placeholder.to_ascii_uppercase()
            ));
        }
    }
    Ok(Message { name, parts, placeholders })
}

/// The placeholders by what fills them: `$1` first.
fn in_order(message: &str, placeholders: &BTreeMap<String, Placeholder>) -> Result<Vec<String>, String> {
    let mut ordered = vec![String::new(); placeholders.len()];
    for (name, Placeholder { content, example }) in placeholders {
        if !name.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(format!("a placeholder's name is made of small letters: {name} in `{message}`"));
        }
        if example.is_empty() {
            return Err(format!("the placeholder {name} of `{message}` has no example for a translator"));
        }
        let place = content.strip_prefix('$').and_then(|place| place.parse::<usize>().ok()?.checked_sub(1));
        let place = place.and_then(|place| ordered.get_mut(place)).filter(|place| place.is_empty());
        let Some(place) = place else {
            let most = placeholders.len();
            return Err(format!(
                "the placeholders of `{message}` are $1 to ${most}, each once; {name} says `{content}`"
            ));
        };
        place.clone_from(name);
    }
    Ok(ordered)
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object of messages")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries: Vec<(String, Entry)> = Vec::new();
                while let Some((name, entry)) = map.next_entry::<String, _>()? {
                    if entries.iter().any(|(known, _)| *known == name) {
                        return Err(A::Error::custom(format!("the name `{name}` is taken")));
                    }
                    entries.push((name, entry));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
