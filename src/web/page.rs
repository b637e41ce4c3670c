//! In: what the page's JavaScript hands over: the DevTools page, the worker that reads files, and their news. Out: the viewer,
//! tied to both.
//!
//! What is exported is what is drawn, after [`guard`] has looked it over. Nothing is read or judged here.

use super::{News, guard, news};
use crate::{
    recorder,
    render::{curl, har, markdown},
    report::Report,
    viewer::{self, Form, Importing, Page, Recording},
};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DataTransfer, FileList, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// What the DevTools page offers to the panel.
    pub type Host;

    #[wasm_bindgen(method, catch)]
    fn clear(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn record(this: &Host, on: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = canReveal)]
    fn can_reveal(this: &Host) -> bool;
    #[wasm_bindgen(method, catch)]
    fn reveal(this: &Host, filter: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn prefer(this: &Host, preserve: bool, most: usize) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn reload(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn state(this: &Host, finding: u32, cause: &str, yes: bool) -> Result<(), JsValue>;
    /// Throws when the text must not leave.
    #[wasm_bindgen(method, catch)]
    pub(super) fn vouch(this: &Host, text: &str) -> Result<(), JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// What `imports.js` offers to the page.
    pub type Imports;

    #[wasm_bindgen(method, catch)]
    fn open(this: &Imports, files: &FileList) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn take(this: &Imports, transfer: &DataTransfer, least: u32) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn paste(this: &Imports, text: String) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn sample(this: &Imports) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn stop(this: &Imports) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn clear(this: &Imports) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn state(this: &Imports, finding: u32, cause: &str, yes: bool) -> Result<(), JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// What `boot.js` offers to the viewer.
    pub type Surroundings;

    #[wasm_bindgen(method, getter)]
    fn build(this: &Surroundings) -> String;
    #[wasm_bindgen(method)]
    fn settings(this: &Surroundings) -> String;
    #[wasm_bindgen(method)]
    fn keep(this: &Surroundings, text: &str);
    #[wasm_bindgen(method)]
    fn mark(this: &Surroundings, text: &str, step: &str) -> bool;
}

/// The page, once it is drawn.
#[wasm_bindgen]
pub struct Viewer {
    handle: Rc<viewer::Handle>,
}

/// Draws the viewer into `root`; `imports` reads what is opened, `page` keeps settings and marks matches. A page that is `live` has a DevTools page to wait for.
#[wasm_bindgen(js_name = startViewer)]
pub fn start_viewer(root: HtmlElement, imports: Imports, page: Surroundings, live: bool) -> Viewer {
    Viewer { handle: Rc::new(viewer::mount(&root, Rc::new(imports), Rc::new(page), export, live)) }
}

#[wasm_bindgen]
impl Viewer {
    /// Ties the buttons to the DevTools page.
    pub fn attach(&self, host: Host) {
        let host = Rc::new(host);
        guard::attach(Rc::clone(&host));
        self.handle.attach(host);
    }

    /// A worker begins to read. With these numbers the values that it will tell of as hashes are looked for in what leaves.
    #[wasm_bindgen(js_name = newReader)]
    pub fn new_reader(&self, letters: &[u64]) {
        guard::new_reader(letters);
    }

    /// The worker has read values with these hashes.
    #[wasm_bindgen(js_name = sawValues)]
    pub fn saw_values(&self, hashes: &[u64]) {
        guard::saw_values(hashes);
    }

    /// Takes news of the recorder in.
    ///
    /// # Errors
    /// When they are of another build.
    pub fn receive(&self, news: &News) -> Result<(), JsError> {
        self.handle.receive(news::read(news)?);
        Ok(())
    }

    /// Takes news of the worker in.
    ///
    /// # Errors
    /// When they are of another build.
    #[wasm_bindgen(js_name = receiveImported)]
    pub fn receive_imported(&self, news: &News) -> Result<(), JsError> {
        self.handle.receive_imported(news::read(news)?);
        Ok(())
    }

    /// The worker has read `done` of `size` bytes of the input `name`; `waiting` others come after it.
    pub fn reading(&self, name: String, done: f64, size: f64, waiting: u32) {
        self.handle.reading(name, done, size, waiting);
    }

    /// The worker has nothing more to read.
    pub fn rested(&self) {
        self.handle.rested();
    }

    /// The worker is lost. What it found stays; another one takes over.
    pub fn settle(&self) {
        self.handle.settle();
    }

    /// The page is shown to the reader, or hidden behind another panel.
    pub fn shown(&self, is_shown: bool) {
        self.handle.shown(is_shown);
    }

    /// Does what DevTools' search bar asks for: `performSearch`, `nextSearchResult`, `previousSearchResult`, `cancelSearch`.
    pub fn search(&self, action: &str, text: &str) {
        self.handle.search(action, text);
    }

    /// Shows a fault that the reader must know of.
    pub fn fault(&self, message: String) {
        self.handle.fault(message);
    }
}

impl Recording for Host {
    fn clear(&self) -> Result<(), String> {
        told(self.clear())
    }

    fn record(&self, on: bool) -> Result<(), String> {
        told(self.record(on))
    }

    fn prefer(&self, preserve: bool, most: usize) -> Result<(), String> {
        told(self.prefer(preserve, most))
    }

    fn can_reveal(&self) -> bool {
        self.can_reveal()
    }

    fn reveal(&self, filter: &str) -> Result<(), String> {
        told(self.reveal(filter))
    }

    fn reload(&self) -> Result<(), String> {
        told(self.reload())
    }

    fn state(&self, finding: u32, cause: &str, yes: bool) -> Result<(), String> {
        told(self.state(finding, cause, yes))
    }
}

impl Page for Surroundings {
    fn build(&self) -> String {
        self.build()
    }

    fn settings(&self) -> String {
        self.settings()
    }

    fn keep_settings(&self, text: &str) {
        self.keep(text);
    }

    fn mark(&self, text: &str, step: &str) -> bool {
        self.mark(text, step)
    }
}

impl Importing for Imports {
    fn open(&self, files: &FileList) -> Result<(), String> {
        told(self.open(files))
    }

    fn take(&self, transfer: &DataTransfer, least: u32) -> Result<bool, String> {
        told(self.take(transfer, least))
    }

    fn paste(&self, text: String) -> Result<(), String> {
        told(self.paste(text))
    }

    fn sample(&self) -> Result<(), String> {
        told(self.sample())
    }

    fn stop(&self) -> Result<(), String> {
        told(self.stop())
    }

    fn clear(&self) -> Result<(), String> {
        guard::forget_imported();
        told(self.clear())
    }

    fn state(&self, finding: u32, cause: &str, yes: bool) -> Result<(), String> {
        told(self.state(finding, cause, yes))
    }
}

fn export(report: &Report, form: Form) -> Result<String, String> {
    let first = report.findings.first();
    let text = match form {
        Form::Json => recorder::export(report).map_err(|leak| leak.to_string())?,
        Form::Markdown => markdown::report(report),
        Form::Har => har::file(report),
        Form::Finding => first.map(serde_json::to_string_pretty).and_then(Result::ok).unwrap_or_default(),
        Form::Ticket => first.map(markdown::finding).unwrap_or_default(),
        Form::Curl => first.and_then(curl::command).unwrap_or_default(),
    };
    guard::vouch(&text)?;
    Ok(text)
}

/// The answer of JavaScript, or the message of its error. An error of the DevTools page is none of this page's own class.
pub(super) fn told<T>(answer: Result<T, JsValue>) -> Result<T, String> {
    answer.map_err(|error| {
        let message = js_sys::Reflect::get(&error, &"message".into()).ok();
        let text = message.and_then(|message| message.as_string());
        text.or_else(|| error.as_string()).unwrap_or_else(|| "something went wrong, and no reason was given".to_owned())
    })
}
