//! In: an entry as JavaScript has it. Out: the [`WireEntry`] in it.
//!
//! Its members cross the border as one text. One by one, each name and each value would be several calls, and a header field would cost as
//! much as the whole text does. What is not read does not cross.

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
    let told = part(entry, &["startedDateTime", "time"]);
    for (name, members) in [
        ("request", &["method", "url", "headers", "postData"][..]),
        ("response", &["status", "headers", "redirectURL", "_error"]),
    ] {
        let name = name.into();
        if let Ok(value) = Reflect::get(entry, &name) {
            let told_of_it = if value.is_object() { part(&value, members) } else { value };
            _ = Reflect::set(&told, &name, &told_of_it);
        }
    }
    let text = JSON::stringify(&told).map_err(|_| JsError::new("this is no HAR entry"))?;
    WireEntry::read(&String::from(text)).ok_or_else(|| JsError::new("this is no HAR entry"))
}

/// An object with these members of `value`, where it has them.
fn part(value: &JsValue, members: &[&str]) -> JsValue {
    let told = Object::new();
    for name in members {
        let name = (*name).into();
        if let Ok(member) = Reflect::get(value, &name) {
            _ = Reflect::set(&told, &name, &member);
        }
    }
    told.into()
}
