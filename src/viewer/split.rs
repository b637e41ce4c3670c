//! In: drags and arrow keys on the bar between list and explanation. Out: the list's share of the room, in percent.
//!
//! Whether the two stand side by side or one above the other is for `panel.css` to say; the bar follows either.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::words;

const SMALLEST: i32 = 15;
const LARGEST: i32 = 85;
const STEP: i32 = 5;

/// What the style sheet chooses where list and explanation stand side by side.
const USUAL: i32 = 46;

/// The list's share; without one, the style sheet chooses.
#[derive(Clone, Copy)]
pub(crate) struct Share(RwSignal<Option<i32>>);

impl Share {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    pub(crate) fn css(self) -> Option<String> {
        self.0.get().map(|percent| format!("{percent}%"))
    }

    fn set(self, percent: i32) {
        self.0.set(Some(percent.clamp(SMALLEST, LARGEST)));
    }
}

#[component]
pub(crate) fn Splitter(share: Share) -> impl IntoView {
    let bar = NodeRef::<html::Div>::new();
    let dragging = StoredValue::new(false);
    let orientation = RwSignal::new("vertical");

    let grab = move |event: PointerEvent| {
        dragging.set_value(true);
        if let Some(bar) = bar.get_untracked() {
            // Without capture a drag still works over the bar itself.
            _ = bar.set_pointer_capture(event.pointer_id());
        }
    };
    let drag = move |event: PointerEvent| {
        if !dragging.get_value() {
            return;
        }
        if let Some(percent) = bar.get_untracked().and_then(|bar| share_at(&bar, &event)) {
            share.set(percent);
        }
    };
    let step = move |event: KeyboardEvent| {
        let change = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => -STEP,
            "ArrowRight" | "ArrowDown" => STEP,
            _ => return,
        };
        let Some(current) = bar.get_untracked().and_then(|bar| share_now(&bar)) else { return };
        event.prevent_default();
        share.set(current + change);
    };

    let orient = move |_| {
        if let Some(bar) = bar.get_untracked() {
            orientation.set(if upright(&bar) { "vertical" } else { "horizontal" });
        }
    };

    view! {
        <div
            class="splitter"
            node_ref=bar
            role="separator"
            tabindex="0"
            aria-label=words::SPLIT
            title=words::SPLIT
            aria-orientation=orientation
            aria-valuemin=SMALLEST.to_string()
            aria-valuemax=LARGEST.to_string()
            aria-valuenow=move || share.0.get().unwrap_or(USUAL).to_string()
            on:focus=orient
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=move |_| dragging.set_value(false)
            on:pointercancel=move |_| dragging.set_value(false)
            on:keydown=step
        ></div>
    }
}

fn share_at(bar: &HtmlElement, event: &PointerEvent) -> Option<i32> {
    let room = bar.parent_element()?.get_bounding_client_rect();
    let (offset, length) = if upright(bar) {
        (f64::from(event.client_x()) - room.left(), room.width())
    } else {
        (f64::from(event.client_y()) - room.top(), room.height())
    };
    percent(offset, length)
}

fn share_now(bar: &HtmlElement) -> Option<i32> {
    let room = bar.parent_element()?.get_bounding_client_rect();
    let list: HtmlElement = bar.previous_element_sibling()?.dyn_into().ok()?;
    let list = list.get_bounding_client_rect();
    if upright(bar) { percent(list.width(), room.width()) } else { percent(list.height(), room.height()) }
}

fn upright(bar: &HtmlElement) -> bool {
    bar.offset_height() > bar.offset_width()
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a length lies between 0 and 100")]
fn percent(part: f64, whole: f64) -> Option<i32> {
    (whole > 0.0).then(|| (part / whole * 100.0).round() as i32)
}
