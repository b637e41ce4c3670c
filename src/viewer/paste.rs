//! In: what the reader pastes or writes into a box. Out: calls that read it.
//!
//! Text of ordinary size stays in the box until it is to be explained, so that an answer can be put beneath its request. What
//! is larger is read at once and never enters the page.

use leptos::ev::{ClipboardEvent, KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

use super::panel::Panel;
use super::words;

/// From so many characters on, a pasted text is read at once.
const LARGE: u32 = 200_000;

#[component]
pub(crate) fn PasteBox(panel: Panel) -> impl IntoView {
    let text = NodeRef::<html::Textarea>::new();
    let empty = RwSignal::new(true);
    let close = move || {
        if let Some(dialog) = panel.paste_box.get_untracked() {
            dialog.close();
        }
    };
    let explain = move || {
        let Some(text) = text.get_untracked() else { return };
        let pasted = text.value();
        if !pasted.trim().is_empty() {
            close();
            panel.paste(pasted);
        }
    };
    let pasted = move |event: ClipboardEvent| {
        let Some(transfer) = event.clipboard_data() else { return };
        if panel.take(&transfer, LARGE) {
            event.prevent_default();
            close();
        }
    };
    let keys = move |event: KeyboardEvent| {
        // DevTools would take Escape for its own drawer.
        if event.key() == "Escape" {
            event.stop_propagation();
        }
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            explain();
        }
    };
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        explain();
    };
    // What was pasted may hold secrets: it goes when the box closes.
    let forget = move |_| {
        if let Some(text) = text.get_untracked() {
            text.set_value("");
        }
        empty.set(true);
    };

    view! {
        <dialog class="paste" node_ref=panel.paste_box aria-labelledby="paste-title" data-part="paste" on:close=forget on:keydown=keys>
            <form method="dialog" on:submit=submitted>
                <h2 id="paste-title">{words::PASTE_TITLE}</h2>
                <textarea
                    node_ref=text
                    spellcheck="false"
                    autocomplete="off"
                    aria-label=words::PASTE_BOX
                    placeholder=words::PASTE_BOX
                    on:paste=pasted
                    on:input:target=move |event| empty.set(event.target().value().trim().is_empty())
                ></textarea>
                <p class="remark">{words::PASTE_HELP}</p>
                <div class="buttons">
                    <button class="button" type="button" data-action="cancel-paste" title=words::CANCEL_HELP on:click=move |_| close()>{words::CANCEL}</button>
                    <button class="button main" type="submit" data-action="explain" title=words::EXPLAIN_HELP disabled=empty>{words::EXPLAIN}</button>
                </div>
            </form>
        </dialog>
    }
}
