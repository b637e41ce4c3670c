//! In: an update. Out: the news as JavaScript passes it on, from page to page and from a worker; and the update again.
//!
//! JavaScript counts and keeps findings, and looks into none: each is a run of bytes in Postcard's form, which takes a third of
//! the time that JSON takes and code of a tenth of the size.

use crate::report::{Finding, Folded, Session, Update};
use js_sys::Uint8Array;
use postcard::{ser_flavors::Flavor, serialize_with_flavor};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An [`Update`]: `{ forgotten, keep, session, folded, findings }`, two counts, bytes, bytes, and an array of bytes.
    #[wasm_bindgen(extends = js_sys::Object, js_name = Object)]
    pub type News;

    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> News;
    #[wasm_bindgen(method, getter)]
    fn forgotten(this: &News) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_forgotten(this: &News, count: u32);
    #[wasm_bindgen(method, getter)]
    fn keep(this: &News) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_keep(this: &News, count: u32);
    #[wasm_bindgen(method, getter)]
    fn session(this: &News) -> Vec<u8>;
    #[wasm_bindgen(method, setter)]
    fn set_session(this: &News, bytes: Uint8Array);
    #[wasm_bindgen(method, setter)]
    fn set_folded(this: &News, bytes: Uint8Array);
    #[wasm_bindgen(method, getter)]
    fn findings(this: &News) -> Findings;
    #[wasm_bindgen(method, setter)]
    fn set_findings(this: &News, list: Findings);

    /// Findings, each as bytes.
    #[wasm_bindgen(extends = js_sys::Array, js_name = Array)]
    pub type Findings;

    #[wasm_bindgen(constructor, js_class = "Array")]
    fn new() -> Findings;
    #[wasm_bindgen(method)]
    fn push(this: &Findings, finding: Uint8Array);
    #[wasm_bindgen(method, getter)]
    fn length(this: &Findings) -> u32;
    #[wasm_bindgen(method)]
    fn at(this: &Findings, index: u32) -> Vec<u8>;
}

/// The news of an update.
///
/// # Errors
/// Never in practice: an update can always be written.
pub(super) fn write(update: &Update<&[Finding]>) -> Result<News, JsError> {
    let mut room = Vec::with_capacity(ROOM);
    let findings = Findings::new();
    for finding in update.findings {
        findings.push(bytes(finding, &mut room)?);
    }
    let news = News::new();
    news.set_forgotten(update.forgotten);
    news.set_keep(update.keep);
    news.set_session(bytes(&update.session, &mut room)?);
    news.set_folded(bytes(&update.folded, &mut room)?);
    news.set_findings(findings);
    Ok(news)
}

/// The update that the news were made of, but for what is counted: a note of the session says that.
///
/// # Errors
/// When they were not made by this build.
pub(super) fn read(news: &News) -> Result<Update, JsError> {
    Ok(Update {
        forgotten: news.forgotten(),
        keep: news.keep(),
        findings: findings(&news.findings())?,
        session: value::<Session>(&news.session())?,
        folded: Folded::default(),
    })
}

/// The findings that were written.
///
/// # Errors
/// As [`read`].
pub(super) fn findings(list: &Findings) -> Result<Vec<Finding>, JsError> {
    (0..list.length()).map(|index| value(&list.at(index))).collect()
}

/// What was counted of the findings that are no longer held.
///
/// # Errors
/// As [`read`].
pub(super) fn folded(bytes: &[u8]) -> Result<Folded, JsError> {
    value(bytes)
}

/// Room for most findings, in bytes.
const ROOM: usize = 8192;

fn bytes<T: Serialize>(value: &T, room: &mut Vec<u8>) -> Result<Uint8Array, JsError> {
    room.clear();
    serialize_with_flavor(value, Room(room))?;
    Ok(Uint8Array::from(room.as_slice()))
}

/// Postcard's own vector grows with every finding anew, and each time what it held is overwritten.
struct Room<'a>(&'a mut Vec<u8>);

impl Flavor for Room<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

fn value<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JsError> {
    Ok(postcard::from_bytes(bytes)?)
}
