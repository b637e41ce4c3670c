//! In: a report as text. Out: a file among the reader's downloads.
//!
//! A link with `download` is the one way that works inside DevTools without a permission. What is in the report, and
//! whether it may leave, was decided before it came here.

use std::time::Duration;

use gloo::file::{Blob, ObjectUrl};
use leptos::prelude::{document, set_timeout};
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use super::clock;

/// How long the browser may take to read the file.
const KEPT: Duration = Duration::from_secs(60);

pub(crate) fn save(report: &str) {
    let blob = Blob::new_with_options(report, Some("application/json"));
    let url = ObjectUrl::from(blob);
    let Some(link) = link() else { return };
    link.set_href(&url);
    link.set_download(&format!("grantlens-report-{}.json", clock::file_stamp()));
    link.click();
    set_timeout(move || drop(url), KEPT);
}

fn link() -> Option<HtmlAnchorElement> {
    document().create_element("a").ok()?.dyn_into().ok()
}
