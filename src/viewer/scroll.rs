//! In: the scrolling element of the list. Out: how far it is scrolled and how much of it is in sight, as signals.
//!
//! Which rows that makes is computed in [`super::rows`].

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

use super::moments::with_frame;
use super::panel::Panel;
use super::rows::ROW_HEIGHT;
use super::signal::Signal;

/// The height of the heading row, which stays in sight; `panel.css` says the same.
const HEADER_HEIGHT: usize = 27;

/// How far from the end still counts as being there: a zoomed page scrolls in fractions of a pixel.
const SLACK: usize = 3;

#[derive(Clone)]
pub(crate) struct Scroller {
    panel: Panel,
    pub(crate) top: Signal<usize>,
    pub(crate) height: Signal<usize>,
    at_end: Rc<Cell<bool>>,
    /// The browser lets go of the observer together with the element; the closure lives until then.
    _watch: Rc<Option<(ResizeObserver, Closure<dyn FnMut()>)>>,
}

impl Scroller {
    /// The scroller of the panel's list, which is just made.
    pub(crate) fn of(panel: Panel) -> Self {
        let height = Signal::new(0);
        let watch = panel.grid.get().and_then(|element| watch_size(panel, &element, &height));
        Self { panel, top: Signal::new(0), height, at_end: Rc::new(Cell::new(true)), _watch: Rc::new(watch) }
    }

    /// To be called when the element was scrolled.
    pub(crate) fn scrolled(&self) {
        let Some(element) = self.panel.grid.get() else { return };
        let (top, height) = (pixels(element.scroll_top()), body_height(&element));
        self.top.set(top);
        let whole = pixels(element.scroll_height()).saturating_sub(HEADER_HEIGHT);
        self.at_end.set(top + height + SLACK >= whole);
    }

    /// Scrolls to the end, after new rows, if the end was in sight before them.
    pub(crate) fn follow_end(&self) {
        if self.at_end.get() {
            self.after_layout(|element| element.set_scroll_top(element.scroll_height()));
        }
    }

    /// Scrolls as little as makes the row at `position` visible.
    pub(crate) fn reveal(&self, position: usize) {
        self.after_layout(move |element| {
            let (top, height) = (pixels(element.scroll_top()), body_height(element));
            let (start, end) = (position * ROW_HEIGHT, (position + 1) * ROW_HEIGHT);
            let target = if start < top { start } else { end.saturating_sub(height) };
            if start < top || end > top + height {
                element.set_scroll_top(i32::try_from(target).unwrap_or(i32::MAX));
            }
        });
    }

    pub(crate) fn rows_in_sight(&self) -> usize {
        (self.height.get_untracked() / ROW_HEIGHT).max(2) - 1
    }

    fn after_layout(&self, action: impl FnOnce(&HtmlElement) + 'static) {
        let panel = self.panel;
        with_frame(move || {
            if let Some(element) = panel.grid.get() {
                action(&element);
            }
        });
    }
}

/// An observer is told of the element's size at once, and of every change.
fn watch_size(
    panel: Panel,
    element: &HtmlElement,
    height: &Signal<usize>,
) -> Option<(ResizeObserver, Closure<dyn FnMut()>)> {
    let height = height.clone();
    let resized = Closure::<dyn FnMut()>::new(move || {
        if let Some(element) = panel.grid.get() {
            height.set(body_height(&element));
        }
    });
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some((observer, resized))
}

fn body_height(element: &HtmlElement) -> usize {
    pixels(element.client_height()).saturating_sub(HEADER_HEIGHT)
}

fn pixels(length: i32) -> usize {
    usize::try_from(length).unwrap_or(0)
}
