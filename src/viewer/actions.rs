//! In: a finding. Out: buttons that copy it as Markdown, as a command or as JSON, and one that looks for its request in the
//! Network panel.
//!
//! What is copied has passed the self-check before it comes here.

use std::sync::Arc;
use std::time::Duration;

use js_sys::Promise;
use js_sys::futures::JsFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

use super::icons::{Icon, icon};
use super::panel::Panel;
use super::{Form, words};
use crate::report::Finding;

/// How long a button says that it did its work.
const SAID: Duration = Duration::from_secs(2);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

#[component]
pub(crate) fn Actions(panel: Panel, finding: Arc<Finding>) -> impl IntoView {
    let number = finding.number;
    let has_request = panel.told(&finding, Form::Curl).is_some_and(|command| !command.is_empty());
    let copied = RwSignal::new(None);
    let button = |action: &'static str, form: Form, name: &'static str, help: &'static str| {
        let finding = Arc::clone(&finding);
        let press = move |_| copy(panel, panel.told(&finding, form), form, copied);
        let is_done = move || copied.get() == Some(form);
        view! {
            <button class="button" type="button" data-action=action aria-label=help title=help on:click=press>
                {move || icon(if is_done() { Icon::Succeeded } else { Icon::Copy })}
                {name}
            </button>
        }
    };
    let filter = filter(&finding);
    let reveal = move || {
        let filter = filter.clone();
        (panel.attached.get() && panel.can_reveal(number)).then(|| {
            view! {
                <button
                    class="button"
                    type="button"
                    data-action="reveal"
                    aria-label=words::REVEAL_HELP
                    title=words::REVEAL_HELP
                    on:click=move |_| panel.reveal_in_network(&filter)
                >
                    {icon(Icon::Filter)}
                    {words::REVEAL}
                </button>
            }
        })
    };
    view! {
        <div class="actions" role="group" aria-label=words::ACTIONS>
            {button("copy-markdown", Form::Ticket, words::COPY_MARKDOWN, words::COPY_MARKDOWN_HELP)}
            {has_request.then(|| button("copy-curl", Form::Curl, words::COPY_CURL, words::COPY_CURL_HELP))}
            {button("copy-json", Form::Finding, words::COPY_JSON, words::COPY_JSON_HELP)}
            {reveal}
        </div>
    }
}

fn copy(panel: Panel, text: Option<String>, form: Form, copied: RwSignal<Option<Form>>) {
    let Some(text) = text else { return };
    let promise = write_text(&text);
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
        // The button may have gone with its finding.
        _ = copied.try_set(Some(form));
        set_timeout(move || _ = copied.try_update(|copied| copied.take_if(|done| *done == form)), SAID);
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
