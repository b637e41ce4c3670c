//! In: the scrolling element of the list. Out: how far it is scrolled and how much of it is in sight, as signals.
//!
//! Which rows that makes is computed in [`super::rows`].

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

use super::rows::ROW_HEIGHT;

/// The height of the heading row, which stays in sight; `panel.css` says the same.
const HEADER_HEIGHT: usize = 27;

/// How far from the end still counts as being there: a zoomed page scrolls in fractions of a pixel.
const SLACK: usize = 3;

#[derive(Clone, Copy)]
pub(crate) struct Scroller {
    element: NodeRef<html::Div>,
    pub(crate) top: RwSignal<usize>,
    pub(crate) height: RwSignal<usize>,
    at_end: StoredValue<bool>,
}

impl Scroller {
    pub(crate) fn of(element: NodeRef<html::Div>) -> Self {
        let scroller =
            Self { element, top: RwSignal::new(0), height: RwSignal::new(0), at_end: StoredValue::new(true) };
        element.on_load(move |element| scroller.watch_size(&element));
        scroller
    }

    /// To be called when the element was scrolled.
    pub(crate) fn scrolled(self) {
        let Some(element) = self.element.get_untracked() else { return };
        let (top, height) = (pixels(element.scroll_top()), body_height(&element));
        self.top.set(top);
        let whole = pixels(element.scroll_height()).saturating_sub(HEADER_HEIGHT);
        self.at_end.set_value(top + height + SLACK >= whole);
    }

    /// Scrolls to the end, after new rows, if the end was in sight before them.
    pub(crate) fn follow_end(self) {
        if !self.at_end.get_value() {
            return;
        }
        self.after_layout(|element| element.set_scroll_top(element.scroll_height()));
    }

    /// Scrolls as little as makes the row at `position` visible.
    pub(crate) fn reveal(self, position: usize) {
        self.after_layout(move |element| {
            let (top, height) = (pixels(element.scroll_top()), body_height(element));
            let (start, end) = (position * ROW_HEIGHT, (position + 1) * ROW_HEIGHT);
            let target = if start < top { start } else { end.saturating_sub(height) };
            if start < top || end > top + height {
                element.set_scroll_top(i32::try_from(target).unwrap_or(i32::MAX));
            }
        });
    }

    pub(crate) fn rows_in_sight(self) -> usize {
        (self.height.get_untracked() / ROW_HEIGHT).max(2) - 1
    }

    fn after_layout(self, action: impl FnOnce(&web_sys::HtmlDivElement) + 'static) {
        request_animation_frame(move || {
            if let Some(element) = self.element.try_get_untracked().flatten() {
                action(&element);
            }
        });
    }

    fn watch_size(self, element: &web_sys::HtmlDivElement) {
        self.height.set(body_height(element));
        let resized = Closure::<dyn FnMut()>::new(move || {
            if let Some(element) = self.element.try_get_untracked().flatten() {
                self.height.set(body_height(&element));
            }
        });
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
        observer.observe(element);
        // The browser lets go of the observer together with the element; the closure must live until then.
        let kept = StoredValue::new_local((observer, resized));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    }
}

fn body_height(element: &web_sys::HtmlDivElement) -> usize {
    pixels(element.client_height()).saturating_sub(HEADER_HEIGHT)
}

fn pixels(length: i32) -> usize {
    usize::try_from(length).unwrap_or(0)
}
