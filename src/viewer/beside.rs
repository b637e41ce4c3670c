//! In: an arrow key on a button that stands in a row of buttons. Out: the focus on the one beside it.
//!
//! Toolbars and headings of grids are walked like that.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Moves the focus to the next or the previous button of `row` (a selector) that can be pressed and is in sight. Out: whether the
/// key was one of those that walk.
pub(crate) fn go_beside(event: &KeyboardEvent, row: &str) -> bool {
    let is_forward = match event.key().as_str() {
        "ArrowLeft" => false,
        "ArrowRight" => true,
        _ => return false,
    };
    let Some(button) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let Ok(Some(row)) = button.closest(row) else { return false };
    if !matches!(button.tag_name().as_str(), "BUTTON") {
        // Arrows move in the text of a field.
        return false;
    }
    event.prevent_default();
    event.stop_propagation();
    let buttons = row.get_elements_by_tag_name("button");
    let buttons = (0..buttons.length()).filter_map(|at| buttons.item(at)?.dyn_into::<HtmlElement>().ok());
    let buttons: Vec<_> = buttons.filter(can_be_pressed).collect();
    let Some(at) = buttons.iter().position(|other| **other == button) else { return true };
    let next = if is_forward { buttons.get(at + 1) } else { at.checked_sub(1).and_then(|at| buttons.get(at)) };
    if let Some(next) = next {
        // An element that is in the document can take the focus.
        _ = next.focus();
    }
    true
}

fn can_be_pressed(button: &HtmlElement) -> bool {
    button.offset_width() > 0 && !button.has_attribute("disabled")
}
