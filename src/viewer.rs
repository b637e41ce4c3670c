//! In: report updates and the four things that a panel can ask for. Out: the panel, drawn into an element.
//!
//! The viewer is a function of the report and of what is selected. It draws text nodes and never parses markup, and it
//! knows two modules of the core alone: [`crate::report`] and [`crate::prose`]. Nothing is judged here.

#![expect(unreachable_pub, reason = "the component macro writes `pub`")]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

mod answer;
mod app;
mod causes;
mod clock;
mod empty;
mod export;
mod facts;
mod finding;
mod heading;
mod icons;
mod ids;
mod list;
mod marks;
mod notes;
mod panel;
mod parameters;
mod prose;
mod provider;
mod question;
mod related;
mod request;
mod row;
mod rows;
mod scroll;
mod split;
mod standing;
mod text;
mod toolbar;
mod words;

use leptos::mount::mount_to;
use leptos::prelude::*;

use self::app::App;
use self::panel::Panel;
use crate::report::Update;

/// What the panel can ask of the page that records.
pub struct Actions {
    /// Forget every finding.
    pub clear: Box<dyn Fn()>,
    /// Start (`true`) or pause (`false`) recording.
    pub record: Box<dyn Fn(bool)>,
    /// Reload the inspected page.
    pub reload: Box<dyn Fn()>,
    /// The report as pretty JSON, or why it cannot be exported.
    pub export: Box<dyn Fn() -> Result<String, String>>,
}

/// A mounted panel, as the page that records sees it.
pub struct Handle {
    panel: Panel,
    _owner: Owner,
}

impl Handle {
    /// Connects the panel's controls.
    pub fn attach(&self, actions: Actions) {
        self.panel.attach(actions);
    }

    /// Draws what is new.
    pub fn receive(&self, update: Update) {
        self.panel.receive(update);
    }

    /// Shows a message that stays until the reader dismisses it.
    pub fn fault(&self, message: String) {
        self.panel.fault(message);
    }
}

/// Draws an empty panel into `root`, in place of what was there.
pub fn mount(root: web_sys::HtmlElement) -> Handle {
    root.set_text_content(None);
    let owner = Owner::new();
    let panel = owner.with(Panel::new);
    // The panel lives as long as its page does.
    mount_to(root, move || view! { <App panel/> }).forget();
    Handle { panel, _owner: owner }
}
