//! In: JavaScript's calls. Out: the core and the viewer, as three entries of one WebAssembly module: [`Recorder`] for the
//! DevTools page, [`Importer`] for the worker that reads files, [`start_viewer`] for the page that shows both.
//!
//! Entries come in as text, made of the members that are read; news go out as bytes, so that no foreign
//! name ever becomes the key of an object. No judgement here.

mod entry;
mod guard;
mod importer;
mod news;
mod page;
mod stack;
mod text;

pub use importer::Importer;
pub use news::{Findings, News};
pub use page::{Viewer, start_viewer};

use crate::{
    recorder,
    report::{BodyState, Finding, SessionSource, Update},
};
use js_sys::JsString;
use std::alloc::System;
use wasm_bindgen::prelude::*;
use zeroizing_alloc::ZeroAlloc;

/// Memory is overwritten when it is given back. [`crate::secret::Secret`] does so with what it holds; texts also pass through the
/// buffers of the border, of decoders and of hashing, which are not ours.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// A session in the DevTools page.
#[wasm_bindgen]
pub struct Recorder {
    inner: recorder::Recorder,
    told: Told,
}

/// How much of a session its viewer knows.
#[derive(Default)]
struct Told {
    /// So many findings from the beginning are known as they are.
    findings: u32,
    /// True when something else changed: a note, or what is held.
    is_behind: bool,
}

impl Told {
    /// The findings from `keep` on are not known.
    fn changed(&mut self, keep: u32) {
        self.findings = self.findings.min(keep);
        self.is_behind = true;
    }

    /// The next news, with at most `most` findings; nothing when everything was told.
    fn next<'a>(&mut self, recorder: &'a recorder::Recorder, most: usize) -> Option<Update<&'a [Finding]>> {
        if !self.is_behind && self.findings as usize >= recorder.findings().len() {
            return None;
        }
        self.is_behind = false;
        let update = recorder.update(self.findings, most);
        self.findings = update.keep.saturating_add(u32::try_from(update.findings.len()).unwrap_or(u32::MAX));
        Some(update)
    }
}

#[wasm_bindgen]
impl Recorder {
    /// An empty session with a random key of its own.
    ///
    /// # Errors
    /// When the browser gives no random bytes.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        Ok(Self { inner: recorder::Recorder::new(random_key()?, SessionSource::Devtools), told: Told::default() })
    }

    /// Takes an entry of DevTools' network log in; `name` tells it from others, as it may come more than once. `content` and
    /// `encoding` are what `getContent` gave; without content, `missing` says why: `never-read`, `cut-off`, `too-large` or
    /// `not-recorded`.
    ///
    /// Out: whether the entry brings news.
    ///
    /// # Errors
    /// When `entry` is no HAR entry.
    pub fn observe(
        &mut self,
        entry: JsValue,
        name: &str,
        content: Option<JsString>,
        encoding: Option<String>,
        missing: Option<String>,
    ) -> Result<bool, JsError> {
        let keep = stack::leaving_nothing(|| {
            let wire = entry::read(&entry)?;
            let state = match missing.as_deref() {
                Some("never-read") => BodyState::NeverRead,
                Some("cut-off") => BodyState::CutOff,
                Some("too-large") => BodyState::TooLarge,
                _ => BodyState::NotRecorded,
            };
            let content = content.as_ref().map(text::read);
            let entry = wire.into_entry_with_content(content, encoding.as_deref(), state);
            Ok::<_, JsError>(self.inner.observe_named(&entry, name))
        })?;
        if let Some(keep) = keep {
            self.told.changed(keep);
        }
        Ok(keep.is_some())
    }

    /// Takes in the developer's answer to the question of the page `cause`, about finding `finding`. The news tell what it
    /// changes.
    pub fn state(&mut self, finding: u32, cause: &str, yes: bool) {
        if let Ok(keep) = self.inner.state(finding, cause, yes) {
            self.told.changed(keep);
        }
    }

    /// The next news, with at most `most` findings. Nothing when everything was told.
    ///
    /// # Errors
    /// Never in practice: an update can always be written.
    pub fn news(&mut self, most: usize) -> Result<Option<News>, JsError> {
        self.told.next(&self.inner, most).map(|update| news::write(&update)).transpose()
    }

    /// Goes on where a recorder had to stop, with the findings of its news and what its latest news say is counted.
    ///
    /// # Errors
    /// When these are no findings.
    pub fn resume(&mut self, findings: &Findings, folded: &[u8]) -> Result<(), JsError> {
        self.inner.resume(news::findings(findings)?, news::folded(folded)?);
        Ok(())
    }

    /// Says something about what was, or was not, seen; `text` empty takes it back.
    pub fn note(&mut self, id: &str, text: &str) {
        if text.is_empty() {
            self.inner.unnote(id);
        } else {
            self.inner.note(id, text);
        }
        self.told.is_behind = true;
    }

    /// The news tell everything once more: a viewer begins.
    #[wasm_bindgen(js_name = tellAnew)]
    pub fn tell_anew(&mut self) {
        self.told.changed(0);
    }

    /// Forgets every exchange.
    pub fn clear(&mut self) {
        self.inner.clear();
        self.told.changed(0);
    }

    /// Counts the oldest exchanges and forgets them when there are more than `most`; a tenth more goes, so that this is seldom done.
    #[wasm_bindgen(js_name = keepLatest)]
    pub fn keep_latest(&mut self, most: usize) {
        let held = self.inner.findings().len();
        if self.inner.keep_latest(most) {
            self.forgot(held);
        }
    }

    /// Forgets what started before `moment`, in milliseconds since the epoch.
    #[wasm_bindgen(js_name = forgetBefore)]
    pub fn forget_before(&mut self, moment: f64) {
        let held = self.inner.findings().len();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a moment that no calendar holds is before or after everything"
        )]
        self.inner.forget_before(moment as i64);
        self.forgot(held);
    }

    /// The report as JSON text.
    ///
    /// # Errors
    /// When the self-check finds something that looks like a credential; the message says where.
    #[wasm_bindgen(js_name = exportReport)]
    pub fn export_report(&self) -> Result<String, JsError> {
        Ok(self.inner.export()?)
    }

    /// Looks over a text that is to leave the panel.
    ///
    /// # Errors
    /// When it holds what looks like a credential, or a part of a value that this session saw; the message says where.
    pub fn vouch(&self, text: &str) -> Result<(), JsError> {
        Ok(self.inner.vouch(text)?)
    }

    /// There were `held` findings; those that are gone were told first.
    fn forgot(&mut self, held: usize) {
        let gone = u32::try_from(held - self.inner.findings().len()).unwrap_or(u32::MAX);
        self.told.findings = self.told.findings.saturating_sub(gone);
        self.told.is_behind |= gone > 0;
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
