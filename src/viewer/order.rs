//! In: two findings and the column by which the list is sorted. Out: which of them stands first.
//!
//! Equal ones stay in the order in which their requests started, whichever way the list is turned.

use std::cmp::Ordering;

use super::words;
use crate::report::Finding;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Time,
    Kind,
    Grant,
    Status,
    Error,
    Headline,
}

/// How the list is sorted. By time, upwards, is the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sorting {
    pub(crate) column: Column,
    pub(crate) is_descending: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { column: Column::Time, is_descending: false }
    }
}

impl Sorting {
    /// After a press on the heading of `column`.
    pub(crate) fn pressed(self, column: Column) -> Self {
        Self { column, is_descending: self.column == column && !self.is_descending }
    }

    pub(crate) fn compare(self, one: &Finding, other: &Finding) -> Ordering {
        let by_column = self.column.compare(one, other);
        let by_column = if self.is_descending { by_column.reverse() } else { by_column };
        by_column.then_with(|| one.number.cmp(&other.number))
    }
}

impl Column {
    /// All columns: each with its name for the style sheet, for tests and for the settings, and its heading.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Time, "time", words::COLUMN_TIME),
        (Self::Kind, "kind", words::COLUMN_KIND),
        (Self::Grant, "grant", words::COLUMN_GRANT),
        (Self::Status, "status", words::COLUMN_STATUS),
        (Self::Error, "error", words::COLUMN_ERROR),
        (Self::Headline, "headline", words::COLUMN_HEADLINE),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == name).map(|(column, ..)| column)
    }

    fn compare(self, one: &Finding, other: &Finding) -> Ordering {
        match self {
            Self::Time => one.number.cmp(&other.number),
            Self::Kind => words::kind(one.kind).cmp(words::kind(other.kind)),
            Self::Grant => one.grant.cmp(&other.grant),
            Self::Status => one.answer.status.cmp(&other.answer.status),
            Self::Error => one.answer.error.cmp(&other.answer.error),
            // The surest first: that is what the badge before the words shows.
            Self::Headline => sureness(one).cmp(&sureness(other)).then_with(|| one.headline.cmp(&other.headline)),
        }
    }
}

/// Findings without a cause come last.
fn sureness(finding: &Finding) -> u8 {
    finding.standing.map_or(u8::MAX, |standing| standing as u8)
}
