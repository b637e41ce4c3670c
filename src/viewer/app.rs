//! In: the panel's state. Out: the page: toolbar, messages, and beneath them the list beside (or above) the explanation.
//!
//! What stands where is in `panel.css`.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::doors::Doors;
use super::empty::Empty;
use super::filter_bar::FilterFault;
use super::finding::Detail;
use super::imported::Imported;
use super::list::List;
use super::notes::{Faults, Notes};
use super::panel::Panel;
use super::paste::PasteBox;
use super::settings_box::{ClearBox, SettingsBox};
use super::split::{Splitter, share};
use super::toolbar::Toolbar;
use super::words;

#[component]
pub(crate) fn App(panel: Panel) -> impl IntoView {
    keep_theme(panel);
    panel.keep_marked();
    let empty = Memo::new(move |_| panel.rows.with(|rows| rows.total() == 0));
    let selected = Memo::new(move |_| {
        let number = panel.selected.get()?;
        panel.rows.with(|rows| rows.finding(number).map(Arc::clone))
    });

    view! {
        <h1 class="unseen">{words::NAME}</h1>
        <p class="unseen" role="status">{move || panel.announcement.get()}</p>
        <Toolbar panel/>
        <FilterFault panel/>
        <Faults panel/>
        <Notes panel/>
        <Imported panel/>
        {move || {
            if empty.get() {
                return view! { <Empty panel/> }.into_any();
            }
            view! {
                <div
                    class="split"
                    style:--beside=move || share(panel.settings.get().beside)
                    style:--above=move || share(panel.settings.get().above)
                >
                    <List panel/>
                    <Splitter panel/>
                    <section
                        class="detail"
                        node_ref=panel.detail
                        tabindex="0"
                        aria-label=words::DETAIL
                        on:keydown=move |event| leave(&event, panel)
                    >
                        {move || view! { <Detail panel finding=selected.get()/> }}
                    </section>
                </div>
            }
                .into_any()
        }}
        <PasteBox panel/>
        <SettingsBox panel/>
        <ClearBox panel/>
        <Doors panel/>
    }
}

/// The style sheet follows DevTools unless the reader has chosen a theme.
fn keep_theme(panel: Panel) {
    let theme = Memo::new(move |_| panel.settings.get().theme);
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // The name of an attribute that is always valid.
            _ = root.set_attribute("data-theme", theme.get().name());
        }
    });
}

/// Escape leads back to the list; DevTools would open its drawer.
fn leave(event: &KeyboardEvent, panel: Panel) {
    if event.key() == "Escape" {
        event.prevent_default();
        event.stop_propagation();
        panel.go_to_list();
    }
}
