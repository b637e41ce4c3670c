//! In: what DevTools' search bar asks for. Out: matches marked wherever they are in sight, and a step to the next one.
//!
//! A step goes through the matches of the shown explanation, and from its last one to the next exchange that holds the text.
//! The marks themselves are the page's.

use super::filter::contains;
use super::moments::with_frame;
use super::panel::Panel;
use super::signal::effect;

/// Where a step leads among the matches of the shown explanation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nowhere: the marks are drawn again, as the page has changed.
    Again,
    First,
    Last,
    Next,
    Previous,
}

impl Step {
    /// Its name for the page.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::First => "first",
            Self::Last => "last",
            Self::Next => "next",
            Self::Previous => "previous",
        }
    }
}

impl Panel {
    /// Does what DevTools' search bar asks for, in the words of its interface.
    pub(crate) fn search(self, action: &str, text: &str) {
        match action {
            "performSearch" => {
                self.sought.set(text.to_ascii_lowercase());
                self.step_to_row(Step::First);
            }
            "nextSearchResult" => self.step(Step::Next),
            "previousSearchResult" => self.step(Step::Previous),
            "cancelSearch" => {
                self.sought.set(String::new());
                self.mark(Step::Again);
            }
            _ => {}
        }
    }

    /// Draws the marks again whenever what is in sight changes.
    pub(crate) fn keep_marked(self) {
        effect(move || {
            self.rows.track();
            self.selected.track();
            self.scrolled.track();
            if !self.sought.with(String::is_empty) {
                with_frame(move || _ = self.mark(Step::Again));
            }
        });
    }

    fn step(self, step: Step) {
        if !self.mark(step) {
            self.step_to_row(step);
        }
    }

    /// Goes to the next exchange in the list that holds the text, around its end if need be; at first also to the selected one.
    fn step_to_row(self, step: Step) {
        let found = self.rows.with_untracked(|rows| {
            let count = rows.shown();
            let selected = self.selected.get_untracked().and_then(|number| rows.position(number));
            let holds = |position: &usize| {
                rows.at(*position)
                    .is_some_and(|entry| self.sought.with_untracked(|text| contains(&entry.finding, text)))
            };
            let from = selected.unwrap_or(0);
            let position = match step {
                Step::Previous => (1..=count).map(|by| (from + count - by) % count).find(holds),
                Step::First => (0..count).map(|by| (from + by) % count).find(holds),
                _ => (1..=count).map(|by| (from + by) % count).find(holds),
            };
            rows.at(position?).map(|entry| entry.finding.number)
        });
        if let Some(number) = found.filter(|number| Some(*number) != self.selected.get_untracked()) {
            self.select(number);
        }
        let place = if step == Step::Previous { Step::Last } else { Step::First };
        // The explanation is drawn first.
        with_frame(move || _ = self.mark(place));
    }

    fn mark(self, step: Step) -> bool {
        self.sought.with_untracked(|text| self.page.mark(text, step.name()))
    }
}
