//! In: a finding. Out: buttons that copy it as Markdown, as a command or as JSON, and one that looks for its request in the
//! Network panel.
//!
//! What is copied has passed the self-check before it comes here.

use std::sync::Arc;
use std::time::Duration;

use js_sys::Promise;
use js_sys::futures::{JsFuture, spawn_local};
use wasm_bindgen::prelude::*;

use super::dom::{Content, Tag, button, live, tag};
use super::icons::{Icon, icon};
use super::moments::after;
use super::panel::Panel;
use super::signal::Signal;
use super::{Form, words};
use crate::report::Finding;

/// How long a button says that it did its work.
const SAID: Duration = Duration::from_secs(2);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

pub(crate) fn actions(panel: Panel, finding: &Arc<Finding>) -> Tag {
    let has_request = panel.told(finding, Form::Curl).is_some_and(|command| !command.is_empty());
    let copied = Signal::new(None);
    let copy = |action: &str, form: Form, name: &str, help: &str| {
        let (finding, copied, done) = (Arc::clone(finding), copied.clone(), copied.clone());
        button("button")
            .attr("data-action", action)
            .attr("aria-label", help)
            .attr("title", help)
            .click(move || copy(panel, panel.told(&finding, form), form, &copied))
            .live(move || icon(if done.get() == Some(form) { Icon::Succeeded } else { Icon::Copy }))
            .child(name)
    };
    tag("div")
        .class("actions")
        .attr("role", "group")
        .attr("aria-label", words::ACTIONS)
        .child(copy("copy-markdown", Form::Ticket, words::COPY_MARKDOWN, words::COPY_MARKDOWN_HELP))
        .child(has_request.then(|| copy("copy-curl", Form::Curl, words::COPY_CURL, words::COPY_CURL_HELP)))
        .child(copy("copy-json", Form::Finding, words::COPY_JSON, words::COPY_JSON_HELP))
        .child(reveal(panel, finding))
}

fn reveal(panel: Panel, finding: &Finding) -> impl Content + use<> {
    let number = finding.number;
    let filter = filter(finding);
    live(move || {
        let filter = filter.clone();
        (panel.attached.get() && panel.can_reveal(number)).then(|| {
            button("button")
                .attr("data-action", "reveal")
                .attr("aria-label", words::REVEAL_HELP)
                .attr("title", words::REVEAL_HELP)
                .click(move || panel.reveal_in_network(&filter))
                .child((icon(Icon::Filter), words::REVEAL))
        })
    })
}

fn copy(panel: Panel, text: Option<String>, form: Form, copied: &Signal<Option<Form>>) {
    let Some(text) = text else { return };
    let promise = write_text(&text);
    let copied = copied.clone();
    spawn_local(async move {
        let done = match promise {
            Ok(promise) => JsFuture::from(promise).await.is_ok(),
            Err(_) => false,
        };
        if !done {
            panel.fault(words::NOT_COPIED.to_owned());
            return;
        }
        panel.announcement.set(words::COPIED.to_owned());
        copied.set(Some(form));
        after(SAID, move || copied.update(|copied| _ = copied.take_if(|done| *done == form)));
    });
}

/// The words that bring requests like this one into sight in the Network panel.
fn filter(finding: &Finding) -> String {
    let host = finding.request.url.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
    let host = host.filter(|host| !host.contains(['‹', '…'])).map(|host| format!("domain:{host}"));
    let method = Some(format!("method:{}", finding.request.method));
    let status = finding.answer.status.map(|status| format!("status-code:{status}"));
    [host, method, status].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
