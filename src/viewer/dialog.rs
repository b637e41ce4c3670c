//! In: a title and what stands under it. Out: a box over the page that holds the focus until it is closed.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

#[component]
pub(crate) fn Dialog(
    node: NodeRef<html::Dialog>,
    title: &'static str,
    part: &'static str,
    children: Children,
) -> impl IntoView {
    let keys = |event: KeyboardEvent| {
        // DevTools would take Escape for its own drawer.
        if event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    let id = format!("{part}-title");
    view! {
        <dialog class="box" node_ref=node aria-labelledby=id.clone() data-part=part on:keydown=keys>
            <h2 id=id.clone()>{title}</h2>
            {children()}
        </dialog>
    }
}
