//! In: JavaScript's calls. Out: the core and the viewer, as three entries of one WebAssembly module: [`Recorder`] for the
//! DevTools page, [`Importer`] for the worker that reads files, [`start_viewer`] for the page that shows both.
//!
//! Entries come in as JavaScript objects and are read field by field; reports go out as one JSON text, so that no foreign
//! name ever becomes the key of an object. No judgement here.

mod importer;
mod page;

pub use importer::Importer;
pub use page::{Viewer, start_viewer};

use crate::{
    har::WireEntry,
    recorder,
    report::{BodyState, SessionSource},
};
use wasm_bindgen::prelude::*;

/// A session in the DevTools page.
#[wasm_bindgen]
pub struct Recorder {
    inner: recorder::Recorder,
}

#[wasm_bindgen]
impl Recorder {
    /// An empty session with a random key of its own.
    ///
    /// # Errors
    /// When the browser gives no random bytes.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        Ok(Self { inner: recorder::Recorder::new(random_key()?, SessionSource::Devtools) })
    }

    /// Takes an entry of DevTools' network log in; `name` tells it from others, as it may come more than once. `content` and
    /// `encoding` are what `getContent` gave; without content, `missing` says why: `never-read`, `cut-off`, `too-large` or
    /// `not-recorded`.
    ///
    /// Out: the news as JSON text of an [`Update`]; nothing when the entry brings none.
    ///
    /// # Errors
    /// When `entry` is no HAR entry.
    pub fn observe(
        &mut self,
        entry: JsValue,
        name: &str,
        content: Option<String>,
        encoding: Option<String>,
        missing: Option<String>,
    ) -> Result<Option<String>, JsError> {
        let entry: WireEntry = serde_wasm_bindgen::from_value(entry)?;
        let state = match missing.as_deref() {
            Some("never-read") => BodyState::NeverRead,
            Some("cut-off") => BodyState::CutOff,
            Some("too-large") => BodyState::TooLarge,
            _ => BodyState::NotRecorded,
        };
        let entry = entry.into_entry_with_content(content, encoding.as_deref(), state);
        self.inner.observe_named(&entry, name).map(|keep| self.update(keep)).transpose()
    }

    /// Takes in the developer's answer to the question of the page `cause`, about finding `finding`. Out: the news as JSON text of
    /// an [`Update`]; nothing when the finding leaves no such question open.
    ///
    /// # Errors
    /// Never in practice: a report can always be written.
    pub fn state(&mut self, finding: u32, cause: &str, yes: bool) -> Result<Option<String>, JsError> {
        self.inner.state(finding, cause, yes).ok().map(|keep| self.update(keep)).transpose()
    }

    /// Goes on where a recorder had to stop. `findings` is JSON text of its findings.
    ///
    /// # Errors
    /// When the text holds no findings.
    pub fn resume(&mut self, findings: &str) -> Result<(), JsError> {
        self.inner.resume(serde_json::from_str(findings)?);
        Ok(())
    }

    /// Says something about what was, or was not, seen; `text` empty takes it back. Out: the news as JSON text.
    ///
    /// # Errors
    /// Never in practice: a report can always be written.
    pub fn note(&mut self, id: &str, text: &str) -> Result<String, JsError> {
        if text.is_empty() {
            self.inner.unnote(id);
        } else {
            self.inner.note(id, text);
        }
        self.update(u32::MAX)
    }

    /// Everything a viewer needs to begin, as JSON text of an [`Update`] that keeps nothing.
    ///
    /// # Errors
    /// Never in practice: a report can always be written.
    pub fn everything(&self) -> Result<String, JsError> {
        self.update(0)
    }

    /// Forgets every exchange. Out: the news as JSON text.
    ///
    /// # Errors
    /// Never in practice: a report can always be written.
    pub fn clear(&mut self) -> Result<String, JsError> {
        self.inner.clear();
        self.update(0)
    }

    /// The report as JSON text.
    ///
    /// # Errors
    /// When the self-check finds something that looks like a credential; the message says where.
    #[wasm_bindgen(js_name = exportReport)]
    pub fn export_report(&self) -> Result<String, JsError> {
        Ok(self.inner.export()?)
    }

    fn update(&self, keep: u32) -> Result<String, JsError> {
        Ok(serde_json::to_string(&self.inner.update(keep))?)
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill_with_chance(bytes: &mut [u8]) -> Result<(), JsValue>;
}

/// A key for one session's fingerprints. Pages and workers have it the same way.
fn random_key() -> Result<[u8; 32], JsError> {
    let mut key = [0; 32];
    fill_with_chance(&mut key).map_err(|_| JsError::new("the browser gives no random bytes"))?;
    Ok(key)
}
