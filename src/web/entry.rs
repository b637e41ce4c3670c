//! In: an entry as JavaScript has it. Out: the [`WireEntry`] in it.
//!
//! Its members cross the border as one text. One by one, each name and each value would be several calls, and a header field would cost as
//! much as the whole text does. What is not read does not cross.

use super::text;
use crate::har::WireEntry;
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

/// Reads `entry`. What it lacks, or has in another type, is left out.
///
/// # Errors
/// When it is no object, or holds what JSON has no form for.
pub(super) fn read(entry: &JsValue) -> Result<WireEntry, JsError> {
    if !entry.is_object() {
        return Err(JsError::new("this is no HAR entry"));
    }
    let told = NAMES.with(|[of_entry, parts @ ..]| {
        let told = part(entry, of_entry);
        for names in parts {
            let [name, members @ ..] = names.as_slice() else { continue };
            if let Ok(value) = Reflect::get(entry, name) {
                let told_of_it = if value.is_object() { part(&value, members) } else { value };
                _ = Reflect::set(&told, name, &told_of_it);
            }
        }
        told
    });
    let json = JSON::stringify(&told).map_err(|_| JsError::new("this is no HAR entry"))?;
    WireEntry::read(&text::read(&json)).ok_or_else(|| JsError::new("this is no HAR entry"))
}

thread_local! {
    /// The members that are read: of an entry, and of its parts, each behind the part's name. As texts of JavaScript's they are made once.
    static NAMES: [Vec<JsValue>; 3] = [
        &["startedDateTime", "time"][..],
        &["request", "method", "url", "headers", "postData"],
        &["response", "status", "headers", "redirectURL", "_error"],
    ].map(|names| names.iter().map(|name| JsValue::from(*name)).collect());
}

/// An object with these members of `value`, where it has them.
fn part(value: &JsValue, members: &[JsValue]) -> JsValue {
    let told = Object::new();
    for name in members {
        if let Ok(member) = Reflect::get(value, name) {
            _ = Reflect::set(&told, name, &member);
        }
    }
    told.into()
}
