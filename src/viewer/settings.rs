//! In: the settings as a text, or nothing. Out: the settings; and the text to keep.
//!
//! They say how the reader wants the panel, never what was seen in it: every value is a number, a switch or a word of a
//! closed list. Where they are kept is for the page to say.

use std::fmt::Write as _;

use super::order::{Column, Sorting};

/// How the reader wants the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) theme: Theme,
    /// So many recorded exchanges are kept at most.
    pub(crate) most: usize,
    /// Whether the list outlives a navigation of the inspected page.
    pub(crate) preserve: bool,
    /// Whether the reader is asked before the list is cleared.
    pub(crate) ask: bool,
    /// The list's share of the room in percent: beside the explanation, and above it.
    pub(crate) beside: Option<i32>,
    pub(crate) above: Option<i32>,
    pub(crate) sorting: Sorting,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As DevTools, or the browser, has it.
    #[default]
    System,
    Light,
    Dark,
}

/// What [`Settings::most`] can be.
pub(crate) const MOST: [usize; 4] = [1_000, 5_000, 10_000, 20_000];

/// The smallest and the largest share of the list, in percent.
pub(crate) const SMALLEST: i32 = 15;
pub(crate) const LARGEST: i32 = 85;

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            most: MOST[2],
            preserve: true,
            ask: false,
            beside: None,
            above: None,
            sorting: Sorting::default(),
        }
    }
}

impl Settings {
    /// Reads what was kept. What is unknown, or no longer allowed, is as if it were not there.
    pub(crate) fn read(text: &str) -> Self {
        let mut settings = Self::default();
        for (name, value) in text.split_whitespace().filter_map(|word| word.split_once('=')) {
            match name {
                "theme" => settings.theme = Theme::named(value).unwrap_or_default(),
                "most" => {
                    settings.most = MOST.into_iter().find(|most| most.to_string() == value).unwrap_or(settings.most);
                }
                "preserve" => settings.preserve = value != "no",
                "ask" => settings.ask = value == "yes",
                "beside" => settings.beside = share(value),
                "above" => settings.above = share(value),
                "sort" => settings.sorting = sorting(value).unwrap_or_default(),
                _ => {}
            }
        }
        settings
    }

    /// The text to keep.
    pub(crate) fn text(self) -> String {
        let word = |on: bool| if on { "yes" } else { "no" };
        let turn = if self.sorting.is_descending { "-" } else { "" };
        let mut text = format!(
            "theme={} most={} preserve={} ask={} sort={turn}{}",
            self.theme.name(),
            self.most,
            word(self.preserve),
            word(self.ask),
            self.sorting.column.name()
        );
        for (name, share) in [("beside", self.beside), ("above", self.above)] {
            if let Some(share) = share {
                let _ = write!(text, " {name}={share}");
            }
        }
        text
    }
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name for the style sheet and for the text to keep.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

fn share(value: &str) -> Option<i32> {
    value.parse().ok().filter(|share| (SMALLEST..=LARGEST).contains(share))
}

fn sorting(value: &str) -> Option<Sorting> {
    let (is_descending, name) = value.strip_prefix('-').map_or((false, value), |name| (true, name));
    Some(Sorting { column: Column::named(name)?, is_descending })
}
