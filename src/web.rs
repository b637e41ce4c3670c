//! In: JavaScript's calls. Out: the core and the viewer, as two entries of one WebAssembly module: [`Recorder`] for the
//! DevTools page, [`start_viewer`] for the panel.
//!
//! Entries come in as JavaScript objects and are read field by field; reports go out as one JSON text, so that no foreign
//! name ever becomes the key of an object. No judgement here.

use crate::{
    har::WireEntry,
    recorder,
    report::{BodyState, SessionSource, Update},
    viewer,
};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

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
        let mut key = [0; 32];
        let crypto = web_sys::window().and_then(|window| window.crypto().ok());
        let crypto = crypto.ok_or_else(|| JsError::new("this page has no crypto object"))?;
        crypto
            .get_random_values_with_u8_array(&mut key)
            .map_err(|_| JsError::new("the browser gives no random bytes"))?;
        Ok(Self { inner: recorder::Recorder::new(key, SessionSource::Devtools) })
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
    /// What the DevTools page offers to the panel.
    pub type Host;

    #[wasm_bindgen(method, catch)]
    fn clear(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn record(this: &Host, on: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn reload(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = exportReport)]
    fn export_report(this: &Host) -> Result<String, JsValue>;
}

/// The panel's page, once it is drawn.
#[wasm_bindgen]
pub struct Viewer {
    handle: Rc<viewer::Handle>,
}

/// Draws the viewer into `root`.
#[wasm_bindgen(js_name = startViewer)]
pub fn start_viewer(root: HtmlElement) -> Viewer {
    Viewer { handle: Rc::new(viewer::mount(root)) }
}

#[wasm_bindgen]
impl Viewer {
    /// Ties the buttons to the DevTools page.
    pub fn attach(&self, host: Host) {
        let host = Rc::new(host);
        let call = |act: fn(&Host) -> Result<(), JsValue>| {
            let (host, handle) = (host.clone(), self.handle.clone());
            Box::new(move || report_fault(&handle, act(&host))) as Box<dyn Fn()>
        };
        let recording = (host.clone(), self.handle.clone());
        let exporting = host.clone();
        self.handle.attach(viewer::Actions {
            clear: call(Host::clear),
            reload: call(Host::reload),
            record: Box::new(move |on| report_fault(&recording.1, recording.0.record(on))),
            export: Box::new(move || exporting.export_report().map_err(|error| message(&error))),
        });
    }

    /// Takes news in: JSON text of an [`Update`].
    ///
    /// # Errors
    /// When the text is no update.
    pub fn receive(&self, update: &str) -> Result<(), JsError> {
        let update: Update = serde_json::from_str(update)?;
        self.handle.receive(update);
        Ok(())
    }

    /// Shows a fault that the reader must know of.
    pub fn fault(&self, message: String) {
        self.handle.fault(message);
    }
}

fn report_fault(handle: &viewer::Handle, done: Result<(), JsValue>) {
    if let Err(error) = done {
        handle.fault(message(&error));
    }
}

/// The message of a JavaScript error.
fn message(error: &JsValue) -> String {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    text.or_else(|| error.as_string()).unwrap_or_else(|| "something went wrong, and no reason was given".to_owned())
}
