//! In: the panel's state. Out: the page: toolbar, messages, and beneath them the list beside (or above) the explanation.
//!
//! What stands where is in `panel.css`.

use std::sync::Arc;

use leptos::prelude::*;

use super::doors::Doors;
use super::empty::Empty;
use super::finding::Detail;
use super::imported::Imported;
use super::list::List;
use super::notes::{Faults, Notes};
use super::panel::Panel;
use super::paste::PasteBox;
use super::split::{Share, Splitter};
use super::toolbar::Toolbar;
use super::words;

#[component]
pub(crate) fn App(panel: Panel) -> impl IntoView {
    let share = Share::new();
    let empty = Memo::new(move |_| panel.rows.with(|rows| rows.total() == 0));
    let selected = Memo::new(move |_| {
        let number = panel.selected.get()?;
        panel.rows.with(|rows| rows.finding(number).map(Arc::clone))
    });

    view! {
        <h1 class="unseen">{words::NAME}</h1>
        <p class="unseen" role="status">{move || panel.announcement.get()}</p>
        <Toolbar panel/>
        <Faults panel/>
        <Notes panel/>
        <Imported panel/>
        {move || {
            if empty.get() {
                return view! { <Empty panel/> }.into_any();
            }
            view! {
                <div class="split" style:--share=move || share.css()>
                    <List panel/>
                    <Splitter share/>
                    <section class="detail" node_ref=panel.detail tabindex="0" aria-label=words::DETAIL>
                        {move || view! { <Detail panel finding=selected.get()/> }}
                    </section>
                </div>
            }
                .into_any()
        }}
        <PasteBox panel/>
        <Doors panel/>
    }
}
