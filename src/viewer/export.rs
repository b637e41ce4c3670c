//! In: what is drawn, and the form that it is to have. Out: a file among the reader's downloads.
//!
//! A link with `download` is the one way that works inside DevTools without a permission. What is in the file, and whether it
//! may leave, is decided before it comes here.

use std::time::Duration;

use gloo::file::{Blob, ObjectUrl};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use super::icons::{Icon, icon};
use super::panel::Panel;
use super::{Form, clock, words};

/// How long the browser may take to read the file.
const KEPT: Duration = Duration::from_secs(60);

/// The forms that the export button does not give, behind a button of their own.
#[component]
pub(crate) fn MoreExports(panel: Panel) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && menu.get_untracked().is_some_and(|menu| menu.open()) {
            // Elsewhere in DevTools, Escape opens the console.
            event.stop_propagation();
            close();
        }
    };
    let item = move |action: &'static str, form: Form, name: &'static str| {
        let press = move |_| {
            close();
            save(panel, form);
        };
        view! { <button class="item" type="button" data-action=action on:click=press>{name}</button> }
    };
    let hidden = move || panel.rows.with(|rows| rows.total() == 0);
    view! {
        <details class="menu" node_ref=menu hidden=hidden on:keydown=on_key>
            <summary aria-label=words::EXPORT_MORE title=words::EXPORT_MORE data-action="export-more">{icon(Icon::More)}</summary>
            <div class="items">
                {item("export-markdown", Form::Markdown, words::EXPORT_MARKDOWN)}
                {item("export-har", Form::Har, words::EXPORT_HAR)}
            </div>
        </details>
    }
}

/// Saves what is drawn, unless something speaks against it.
pub(crate) fn save(panel: Panel, form: Form) {
    let Some(text) = panel.export(form) else { return };
    let (kind, ending) = match form {
        Form::Markdown => ("text/markdown", "md"),
        Form::Har => ("application/json", "har"),
        _ => ("application/json", "json"),
    };
    let blob = Blob::new_with_options(text.as_str(), Some(kind));
    let url = ObjectUrl::from(blob);
    let Some(link) = link() else { return };
    link.set_href(&url);
    link.set_download(&format!("grantlens-report-{}.{ending}", clock::file_stamp()));
    link.click();
    set_timeout(move || drop(url), KEPT);
}

fn link() -> Option<HtmlAnchorElement> {
    document().create_element("a").ok()?.dyn_into().ok()
}
