//! In: updates, a filter text, a scroll position. Out: which findings the list holds, which of them it shows, and counts.
//!
//! An update costs what it replaces, never what came before it. The browser is not here.

use std::ops::Range;
use std::sync::Arc;

use memchr::memchr2_iter;

use super::renumber::renumber;
use super::words;
use crate::report::{Finding, Outcome, Standing};

/// The height of a row in CSS pixels, as DevTools has it; `panel.css` says the same.
pub(crate) const ROW_HEIGHT: usize = 21;

/// Rows drawn above and below the visible ones, so that a turn of the wheel meets no blank.
const MARGIN: usize = 5;

/// Where a finding comes from. Imported findings stand before recorded ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Imported,
    Recorded,
}

/// The findings, and which of them match the filter.
#[derive(Default)]
pub(crate) struct Rows {
    entries: Vec<Entry>,
    /// So many entries at the beginning are imported,
    imported: usize,
    /// and so many of those were read by a reader that is gone: they stay as they are.
    settled: usize,
    failed: usize,
    needle: String,
    /// Indices into `entries`, ascending; unused while there is no filter.
    matching: Vec<usize>,
    editions: u64,
}

/// One finding, and what tells it from the finding that had its place before.
pub(crate) struct Entry {
    pub(crate) finding: Arc<Finding>,
    pub(crate) edition: u64,
}

impl Rows {
    /// Keeps the first `keep` findings of `source` and replaces its others. `findings` are numbered from 1 by their recorder.
    /// A finding that comes again unchanged stays as it is.
    pub(crate) fn apply(&mut self, source: Source, keep: usize, findings: Vec<Finding>) {
        if source == Source::Recorded {
            let imported = self.imported;
            self.replace(imported.saturating_add(keep), findings, imported);
            return;
        }
        let mut recorded = self.entries.split_off(self.imported);
        let before = self.imported;
        let kept = self.matching.partition_point(|&index| index < before);
        let matching = self.matching.split_off(kept);
        self.replace(self.settled.saturating_add(keep), findings, self.settled);
        self.imported = self.entries.len();

        let by = self.imported.cast_signed() - before.cast_signed();
        for entry in recorded.iter_mut().filter(|_| by != 0) {
            renumber(Arc::make_mut(&mut entry.finding), i64::try_from(by).unwrap_or(0));
            self.editions += 1;
            entry.edition = self.editions;
        }
        self.entries.append(&mut recorded);
        self.matching.extend(matching.into_iter().filter_map(|index| index.checked_add_signed(by)));
    }

    /// Keeps the first `keep` entries and puts `findings`, moved by `by`, in the place of the others.
    fn replace(&mut self, keep: usize, findings: Vec<Finding>, by: usize) {
        let keep = keep.min(self.entries.len());
        let mut replaced = self.entries.split_off(keep).into_iter();
        let kept = self.matching.partition_point(|&index| index < keep);
        self.matching.truncate(kept);

        for mut finding in findings {
            renumber(&mut finding, i64::try_from(by).unwrap_or(0));
            let entry = match replaced.next() {
                Some(old) => {
                    self.failed -= usize::from(old.failed());
                    if *old.finding == finding { old } else { self.entry(finding) }
                }
                None => self.entry(finding),
            };
            self.failed += usize::from(entry.failed());
            if !self.needle.is_empty() && entry.contains(&self.needle) {
                self.matching.push(self.entries.len());
            }
            self.entries.push(entry);
        }
        self.failed -= replaced.filter(Entry::failed).count();
    }

    /// What is imported stays as it is: another recorder goes on, and numbers from 1.
    pub(crate) fn settle(&mut self) {
        self.settled = self.imported;
    }

    /// Takes all imported findings out.
    pub(crate) fn clear_imported(&mut self) {
        self.settled = 0;
        self.apply(Source::Imported, 0, Vec::new());
    }

    /// The number by which the recorder of a finding knows it; `None` when that recorder is gone.
    pub(crate) fn number_at_source(&self, number: u32) -> Option<u32> {
        let before = match self.source(number) {
            Source::Imported => self.settled,
            Source::Recorded => self.imported,
        };
        number.checked_sub(u32::try_from(before).ok()?).filter(|number| *number > 0)
    }

    /// How many findings are imported.
    pub(crate) fn imported(&self) -> usize {
        self.imported
    }

    /// Where the finding with this number comes from.
    pub(crate) fn source(&self, number: u32) -> Source {
        if (number as usize) <= self.imported { Source::Imported } else { Source::Recorded }
    }

    /// How many imported findings failed.
    pub(crate) fn imported_failed(&self) -> usize {
        self.entries[..self.imported].iter().filter(|entry| entry.failed()).count()
    }

    /// The number of the imported finding at position `at` of those that the present reader gave.
    pub(crate) fn nth_imported(&self, at: usize) -> Option<u32> {
        let at = self.settled.saturating_add(at);
        (at < self.imported).then(|| self.entries[at].finding.number)
    }

    /// All findings in order.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.entries.iter().map(|entry| &entry.finding)
    }

    /// Shows only the findings that contain `text`, whatever the case of its ASCII letters; all of them when it is blank.
    pub(crate) fn filter(&mut self, text: &str) {
        self.needle = text.trim().to_ascii_lowercase();
        self.matching.clear();
        if self.needle.is_empty() {
            return;
        }
        let entries = self.entries.iter().enumerate();
        self.matching.extend(entries.filter(|(_, entry)| entry.contains(&self.needle)).map(|(index, _)| index));
    }

    /// How many findings there are, shown or not.
    pub(crate) fn total(&self) -> usize {
        self.entries.len()
    }

    /// How many of all findings failed.
    pub(crate) fn failed(&self) -> usize {
        self.failed
    }

    /// How many findings are shown.
    pub(crate) fn shown(&self) -> usize {
        if self.needle.is_empty() { self.entries.len() } else { self.matching.len() }
    }

    /// The finding shown at `position`.
    pub(crate) fn at(&self, position: usize) -> Option<&Entry> {
        let index = if self.needle.is_empty() { position } else { *self.matching.get(position)? };
        self.entries.get(index)
    }

    /// Where the finding with this number is shown.
    pub(crate) fn position(&self, number: u32) -> Option<usize> {
        let index = self.index(number)?;
        if self.needle.is_empty() { Some(index) } else { self.matching.binary_search(&index).ok() }
    }

    /// The finding with this number, shown or not.
    pub(crate) fn finding(&self, number: u32) -> Option<&Arc<Finding>> {
        self.index(number).map(|index| &self.entries[index].finding)
    }

    /// The first finding that failed, shown or not.
    pub(crate) fn first_failure(&self) -> Option<&Arc<Finding>> {
        if self.failed == 0 {
            return None;
        }
        self.entries.iter().find(|entry| entry.failed()).map(|entry| &entry.finding)
    }

    /// The number that the exchange of `before`, a finding of `source`, has now, if it is still here. Numbers move when an
    /// earlier request is reported late; only findings of its source from `keep` on can have moved.
    pub(crate) fn renumbered(&self, before: &Finding, source: Source, keep: usize) -> Option<u32> {
        if let Some(now) = self.finding(before.number).filter(|now| same_exchange(before, now)) {
            return Some(now.number);
        }
        let of_source = match source {
            Source::Imported => keep..self.imported,
            Source::Recorded => self.imported.saturating_add(keep)..self.entries.len(),
        };
        let moved = self.entries.get(of_source)?.iter().find(|entry| same_exchange(before, &entry.finding))?;
        Some(moved.finding.number)
    }

    fn index(&self, number: u32) -> Option<usize> {
        self.entries.binary_search_by_key(&number, |entry| entry.finding.number).ok()
    }

    fn entry(&mut self, finding: Finding) -> Entry {
        self.editions += 1;
        Entry { finding: Arc::new(finding), edition: self.editions }
    }
}

impl Entry {
    fn failed(&self) -> bool {
        self.finding.outcome == Outcome::Failed
    }

    fn contains(&self, needle: &str) -> bool {
        let finding = &self.finding;
        let causes = finding.causes.iter().filter(|cause| cause.standing != Standing::RuledOut);
        let texts = [Some(words::kind(finding.kind)), finding.grant.as_deref(), finding.answer.error.as_deref()];
        let mut texts = texts.into_iter().flatten().chain([finding.headline.as_str()]);
        texts.any(|text| holds(text, needle)) || causes.into_iter().any(|cause| holds(&cause.id, needle))
    }
}

/// The rows to draw: those in sight, with a margin.
pub(crate) fn window(scrolled: usize, height: usize, count: usize) -> Range<usize> {
    let first = (scrolled / ROW_HEIGHT).saturating_sub(MARGIN);
    let last = (scrolled + height).div_ceil(ROW_HEIGHT) + MARGIN;
    first.min(count)..last.min(count)
}

fn same_exchange(one: &Finding, other: &Finding) -> bool {
    one.started == other.started
        && one.kind == other.kind
        && one.request.method == other.request.method
        && one.request.url == other.request.url
        && one.origin == other.origin
}

/// Whether `text` contains `needle`, which is in lower case. Nothing is copied: ten thousand findings are searched at a
/// keystroke.
fn holds(text: &str, needle: &str) -> bool {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let Some(first) = needle.first() else { return true };
    memchr2_iter(*first, first.to_ascii_uppercase(), text)
        .filter_map(|start| text.get(start..start + needle.len()))
        .any(|candidate| candidate.eq_ignore_ascii_case(needle))
}
