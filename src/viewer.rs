//! In: report updates, and what can be asked of those who record and import. Out: the panel, drawn into an element.
//!
//! The viewer is a function of the report and of what is selected. It draws text nodes and never parses markup, and it
//! knows two modules of the core alone: [`crate::report`] and [`crate::prose`]. Nothing is judged here.

mod actions;
mod age;
mod answer;
mod app;
mod beside;
mod causes;
mod clock;
mod dialog;
mod dom;
mod doors;
mod empty;
mod export;
mod facts;
mod filter;
mod filter_bar;
mod find;
mod finding;
mod flow;
mod heading;
mod icons;
mod ids;
mod imported;
mod lanes;
mod list;
mod marks;
mod moments;
mod notes;
mod order;
mod panel;
mod parameters;
mod paste;
mod prose;
mod provider;
mod question;
mod reasons;
mod regexp;
mod related;
mod renumber;
mod request;
mod row;
mod rows;
mod scroll;
mod settings;
mod settings_box;
mod sighting;
mod signal;
mod split;
mod standing;
mod text;
mod toolbar;
mod warnings;
mod words;

use std::rc::Rc;

use web_sys::{DataTransfer, FileList, HtmlElement};

use self::panel::{Panel, Reading};
use crate::report::{Report, Update};

/// What the viewer can ask of the page that records.
pub trait Recording {
    /// Forget every recorded finding.
    fn clear(&self) -> Result<(), String>;
    /// Start (`true`) or pause (`false`) recording.
    fn record(&self, on: bool) -> Result<(), String>;
    /// Let the list outlive navigations (`preserve`) or not, and keep so many exchanges at most.
    fn prefer(&self, preserve: bool, most: usize) -> Result<(), String>;
    /// Whether the Network panel can be filtered.
    fn can_reveal(&self) -> bool;
    /// Show the Network panel with this filter.
    fn reveal(&self, filter: &str) -> Result<(), String>;
    /// Reload the inspected page.
    fn reload(&self) -> Result<(), String>;
    /// Take in the developer's answer to the question of `cause`, about `finding` by the number that its recorder knows.
    fn state(&self, finding: u32, cause: &str, yes: bool) -> Result<(), String>;
}

/// What the viewer can ask of the reader of files and texts.
pub trait Importing {
    /// Read these files.
    fn open(&self, files: &FileList) -> Result<(), String>;
    /// Read what was dropped or pasted: files, or a text of at least so many characters. Out: whether there is such.
    fn take(&self, transfer: &DataTransfer, least: u32) -> Result<bool, String>;
    /// Read this text.
    fn paste(&self, text: String) -> Result<(), String>;
    /// Read the built-in sample.
    fn sample(&self) -> Result<(), String>;
    /// Leave the rest unread.
    fn stop(&self) -> Result<(), String>;
    /// Forget everything that was imported.
    fn clear(&self) -> Result<(), String>;
    /// As [`Recording::state`].
    fn state(&self, finding: u32, cause: &str, yes: bool) -> Result<(), String>;
}

/// What the page around the viewer offers.
pub trait Page {
    /// The name of this build.
    fn build(&self) -> String;
    /// The settings that were kept, or an empty text.
    fn settings(&self) -> String;
    /// Keep these settings for the next time.
    fn keep_settings(&self, text: &str);
    /// Mark where this text, in lower case, is in sight, and go `first`, `last`, `next` or `previous` among the matches of
    /// the explanation, or nowhere (`again`). Out: whether there is such a match.
    fn mark(&self, text: &str, step: &str) -> bool;
}

/// What findings can be made into, to leave the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The report as JSON.
    Json,
    /// The report as Markdown.
    Markdown,
    /// A HAR file of the exchanges, without secrets.
    Har,
    /// The first finding alone, as JSON.
    Finding,
    /// The first finding alone, as Markdown.
    Ticket,
    /// The request of the first finding as a command; nothing where there is none to send.
    Curl,
}

/// The report as text in that form, or why it cannot leave.
pub type Export = fn(&Report, Form) -> Result<String, String>;

/// A mounted viewer, as the pages that bring findings see it.
pub struct Handle {
    panel: Panel,
}

impl Handle {
    /// Connects the controls of recording.
    pub fn attach(&self, recording: Rc<dyn Recording>) {
        self.panel.attach(recording);
    }

    /// Draws what was recorded anew.
    pub fn receive(&self, update: Update) {
        self.panel.receive(update);
    }

    /// Draws what was imported anew.
    pub fn receive_imported(&self, update: Update) {
        self.panel.receive_imported(update);
    }

    /// Shows how far the reading of an input is, in bytes, and how many others wait.
    pub fn reading(&self, name: String, done: f64, size: f64, waiting: u32) {
        self.panel.read_on(Reading { name, done, size, waiting });
    }

    /// Shows that nothing is being read.
    pub fn rested(&self) {
        self.panel.rested();
    }

    /// Keeps what is imported as it is; another reader goes on.
    pub fn settle(&self) {
        self.panel.settle();
    }

    /// The page is shown to the reader, or hidden behind another one.
    pub fn shown(&self, is_shown: bool) {
        self.panel.show(is_shown);
    }

    /// Does what DevTools' search bar asks for.
    pub fn search(&self, action: &str, text: &str) {
        self.panel.search(action, text);
    }

    /// Shows a message that stays until the reader dismisses it.
    pub fn fault(&self, message: String) {
        self.panel.fault(message);
    }
}

/// Draws an empty viewer into `root`, in place of what was there. One that is `live` waits for a page that records.
pub fn mount(
    root: &HtmlElement,
    importing: Rc<dyn Importing>,
    page: Rc<dyn Page>,
    export: Export,
    live: bool,
) -> Handle {
    root.set_text_content(None);
    let panel = Panel::new(importing, page, export, live);
    app::draw(panel, root);
    Handle { panel }
}
