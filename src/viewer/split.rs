//! In: drags and arrow keys on the bar between list and explanation. Out: the list's share of the room, in percent.
//!
//! Whether the two stand side by side or one above the other is for `panel.css` to say; the bar follows either.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent, PointerEvent};

use super::dom::{Tag, tag};
use super::panel::Panel;
use super::settings::{LARGEST, SMALLEST};
use super::signal::Signal;
use super::words;

const STEP: i32 = 5;

/// What the style sheet chooses where list and explanation stand side by side, and one above the other.
const USUAL_BESIDE: i32 = 46;
const USUAL_ABOVE: i32 = 36;

/// The share that the reader has chosen, for the style sheet, which chooses without.
pub(crate) fn share(of: Option<i32>) -> Option<String> {
    of.map(|percent| format!("{percent}%"))
}

pub(crate) fn splitter(panel: Panel) -> Tag {
    let is_upright = Signal::new(true);
    let orientation = is_upright.clone();
    let direction = is_upright.clone();
    let now = move || {
        let is_upright = direction.get();
        panel.settings.with(|settings| {
            if is_upright { settings.beside.unwrap_or(USUAL_BESIDE) } else { settings.above.unwrap_or(USUAL_ABOVE) }
        })
    };
    let dragging = Rc::new(Cell::new(false));
    let (dragged, dropped, lost) = (Rc::clone(&dragging), Rc::clone(&dragging), Rc::clone(&dragging));
    let release = move |dragging: &Cell<bool>| {
        dragging.set(false);
        panel.keep_settings();
    };

    tag("div")
        .class("splitter")
        .attr("role", "separator")
        .attr("tabindex", "0")
        .attr("aria-label", words::SPLIT)
        .attr("title", words::SPLIT)
        .bind("aria-orientation", move || if orientation.get() { "vertical" } else { "horizontal" })
        .attr("aria-valuemin", SMALLEST.to_string())
        .attr("aria-valuemax", LARGEST.to_string())
        .bind("aria-valuenow", move || now().to_string())
        .on("focus", move |event: Event| _ = bar(&event).map(|bar| is_upright.set(upright(&bar))))
        .on("pointerdown", move |event: PointerEvent| {
            dragging.set(true);
            // Without capture a drag still works over the bar itself.
            _ = bar(&event).map(|bar| bar.set_pointer_capture(event.pointer_id()));
        })
        .on("pointermove", move |event: PointerEvent| {
            let share = bar(&event).filter(|_| dragged.get()).and_then(|bar| share_at(&bar, &event));
            if let Some((percent, is_upright)) = share {
                set_share(panel, percent, is_upright);
            }
        })
        .on("pointerup", move |_: Event| release(&dropped))
        .on("pointercancel", move |_: Event| release(&lost))
        .on("keydown", move |event: KeyboardEvent| step(panel, &event))
}

fn step(panel: Panel, event: &KeyboardEvent) {
    let change = match event.key().as_str() {
        "ArrowLeft" | "ArrowUp" => -STEP,
        "ArrowRight" | "ArrowDown" => STEP,
        _ => return,
    };
    let Some((current, is_upright)) = bar(event).and_then(|bar| share_now(&bar)) else { return };
    event.prevent_default();
    set_share(panel, current + change, is_upright);
    panel.keep_settings();
}

fn set_share(panel: Panel, percent: i32, is_upright: bool) {
    let share = Some(percent.clamp(SMALLEST, LARGEST));
    panel.settings.update(|settings| *(if is_upright { &mut settings.beside } else { &mut settings.above }) = share);
}

/// The bar that listens.
fn bar(event: &Event) -> Option<HtmlElement> {
    event.current_target()?.dyn_into().ok()
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
