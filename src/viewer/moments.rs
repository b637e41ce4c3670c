//! In: an action. Out: it runs in a moment: before the browser paints, with its next frame, after it, or after some time.

use std::time::Duration;

use gloo::timers::callback::Timeout;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Runs `act` when what runs now is done, before the browser paints.
pub(crate) fn soon(act: impl FnOnce() + 'static) {
    window().queue_microtask(Closure::once_into_js(act).unchecked_ref());
}

/// Runs `act` with the next frame: what was drawn is in the document by then.
pub(crate) fn with_frame(act: impl FnOnce() + 'static) {
    // A window always has frames to come.
    _ = window().request_animation_frame(Closure::once_into_js(act).unchecked_ref());
}

/// Runs `act` when what was drawn is painted.
pub(crate) fn after_paint(act: impl FnOnce() + 'static) {
    with_frame(move || after(Duration::ZERO, act));
}

/// Runs `act` after so long.
pub(crate) fn after(duration: Duration, act: impl FnOnce() + 'static) {
    Timeout::new(u32::try_from(duration.as_millis()).unwrap_or(u32::MAX), act).forget();
}
