//! In: drags and arrow keys on the bar between list and explanation. Out: the list's share of the room, in percent.
//!
//! Whether the two stand side by side or one above the other is for `panel.css` to say; the bar follows either.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::panel::Panel;
use super::settings::{LARGEST, SMALLEST};
use super::words;

const STEP: i32 = 5;

/// What the style sheet chooses where list and explanation stand side by side, and one above the other.
const USUAL_BESIDE: i32 = 46;
const USUAL_ABOVE: i32 = 36;

/// The share that the reader has chosen, for the style sheet, which chooses without.
pub(crate) fn share(of: Option<i32>) -> Option<String> {
    of.map(|percent| format!("{percent}%"))
}

#[component]
pub(crate) fn Splitter(panel: Panel) -> impl IntoView {
    let bar = NodeRef::<html::Div>::new();
    let dragging = StoredValue::new(false);
    let is_upright = RwSignal::new(true);
    let set = move |percent: i32, is_upright: bool| {
        let share = Some(percent.clamp(SMALLEST, LARGEST));
        panel
            .settings
            .update(|settings| *(if is_upright { &mut settings.beside } else { &mut settings.above }) = share);
    };
    let now = move || {
        let settings = panel.settings.get();
        if is_upright.get() { settings.beside.unwrap_or(USUAL_BESIDE) } else { settings.above.unwrap_or(USUAL_ABOVE) }
    };

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
        if let Some((percent, is_upright)) = bar.get_untracked().and_then(|bar| share_at(&bar, &event)) {
            set(percent, is_upright);
        }
    };
    let drop = move |_| {
        dragging.set_value(false);
        panel.keep_settings();
    };
    let step = move |event: KeyboardEvent| {
        let change = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => -STEP,
            "ArrowRight" | "ArrowDown" => STEP,
            _ => return,
        };
        let Some((current, is_upright)) = bar.get_untracked().and_then(|bar| share_now(&bar)) else { return };
        event.prevent_default();
        set(current + change, is_upright);
        panel.keep_settings();
    };

    let orient = move |_| {
        if let Some(bar) = bar.get_untracked() {
            is_upright.set(upright(&bar));
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
            aria-orientation=move || if is_upright.get() { "vertical" } else { "horizontal" }
            aria-valuemin=SMALLEST.to_string()
            aria-valuemax=LARGEST.to_string()
            aria-valuenow=move || now().to_string()
            on:focus=orient
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=drop
            on:pointercancel=drop
            on:keydown=step
        ></div>
    }
}

/// The share that the pointer asks for, and whether the bar stands upright.
fn share_at(bar: &HtmlElement, event: &PointerEvent) -> Option<(i32, bool)> {
    let room = bar.parent_element()?.get_bounding_client_rect();
    let is_upright = upright(bar);
    let (offset, length) = if is_upright {
        (f64::from(event.client_x()) - room.left(), room.width())
    } else {
        (f64::from(event.client_y()) - room.top(), room.height())
    };
    Some((percent(offset, length)?, is_upright))
}

/// The share that the list has, and whether the bar stands upright.
fn share_now(bar: &HtmlElement) -> Option<(i32, bool)> {
    let room = bar.parent_element()?.get_bounding_client_rect();
    let list: HtmlElement = bar.previous_element_sibling()?.dyn_into().ok()?;
    let list = list.get_bounding_client_rect();
    let is_upright = upright(bar);
    let part = if is_upright { percent(list.width(), room.width()) } else { percent(list.height(), room.height()) };
    Some((part?, is_upright))
}

fn upright(bar: &HtmlElement) -> bool {
    bar.offset_height() > bar.offset_width()
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a length lies between 0 and 100")]
fn percent(part: f64, whole: f64) -> Option<i32> {
    (whole > 0.0).then(|| (part / whole * 100.0).round() as i32)
}
