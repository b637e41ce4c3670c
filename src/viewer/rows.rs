//! In: updates, a filter, a sorting, a scroll position. Out: which findings the list holds, which of them it shows and where,
//! and counts.
//!
//! An update costs what it replaces, never what came before it. The browser is not here.

use std::ops::Range;
use std::sync::Arc;

use super::filter::Filter;
use super::order::Sorting;
use super::renumber::renumber;
use crate::report::{Finding, Outcome};

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

/// The findings, and which of them are shown where.
#[derive(Default)]
pub(crate) struct Rows {
    entries: Vec<Entry>,
    /// So many entries at the beginning are imported,
    imported: usize,
    /// and so many of those were read by a reader that is gone: they stay as they are.
    settled: usize,
    /// So many recorded findings before those that are held were forgotten.
    forgotten: u32,
    failed: usize,
    unread: usize,
    filter: Filter,
    sorting: Sorting,
    /// Indices into `entries`, as they are shown; unused while everything is shown in order.
    arranged: Vec<usize>,
    /// So many entries at the beginning were looked at, whether the filter shows them.
    looked_at: usize,
    editions: u64,
}

/// So far from the beginning of a flow, and from the selected finding, the others of the flow are looked for.
const FLOW_REACH: usize = 1000;

/// One finding, and what tells it from the finding that had its place before.
pub(crate) struct Entry {
    pub(crate) finding: Arc<Finding>,
    pub(crate) edition: u64,
    /// A recorded failure that the reader has not looked at.
    pub(crate) is_unread: bool,
}

impl Rows {
    /// Keeps the first `keep` findings of `source` and replaces its others. `findings` are numbered from 1 by their recorder.
    /// A finding that comes again unchanged stays as it is. Out: the numbers of the recorded ones that failed and had not.
    pub(crate) fn apply(&mut self, source: Source, keep: usize, findings: Vec<Finding>) -> Vec<u32> {
        self.look_on(usize::MAX);
        let before = self.entries.len();
        if source == Source::Recorded {
            let keep = self.imported.saturating_add(keep).min(before);
            let failures = self.replace(keep, findings, source);
            self.arrange_anew(keep..before, keep..self.entries.len());
            return failures;
        }
        let mut recorded = self.entries.split_off(self.imported);
        let before = self.imported;
        let keep = self.settled.saturating_add(keep).min(before);
        let failures = self.replace(keep, findings, source);
        self.imported = self.entries.len();

        let by = self.imported.cast_signed() - before.cast_signed();
        for entry in recorded.iter_mut().filter(|_| by != 0) {
            renumber(Arc::make_mut(&mut entry.finding), i64::try_from(by).unwrap_or(0));
            self.editions += 1;
            entry.edition = self.editions;
        }
        self.entries.append(&mut recorded);
        self.arrange_anew(keep..before, keep..self.imported);
        failures
    }

    /// Drops the recorded findings that their recorder has forgotten: `forgotten` of them since it began.
    pub(crate) fn forget(&mut self, forgotten: u32) {
        self.look_on(usize::MAX);
        let gone = forgotten.saturating_sub(self.forgotten) as usize;
        self.forgotten = forgotten;
        let gone = self.imported..self.imported.saturating_add(gone).min(self.entries.len());
        for entry in self.entries.drain(gone.clone()) {
            self.failed -= usize::from(entry.failed());
            self.unread -= usize::from(entry.is_unread);
        }
        self.arrange_anew(gone, self.imported..self.imported);
    }

    /// Keeps the first `keep` entries and puts `findings` in the place of the others. Out: as [`Rows::apply`].
    fn replace(&mut self, keep: usize, findings: Vec<Finding>, source: Source) -> Vec<u32> {
        let by = if source == Source::Recorded { self.imported } else { self.settled };
        let replaced = self.entries.split_off(keep);
        for entry in &replaced {
            self.failed -= usize::from(entry.failed());
            self.unread -= usize::from(entry.is_unread);
        }
        let mut replaced = replaced.into_iter().peekable();
        let mut failures = Vec::new();
        for mut finding in findings {
            renumber(&mut finding, i64::try_from(by).unwrap_or(0));
            // The same exchange may have moved, as an earlier one came late.
            let old = replaced.next_if(|old| same_exchange(&old.finding, &finding));
            let entry = match old {
                Some(old) if *old.finding == finding => old,
                old => {
                    let is_failure = source == Source::Recorded && finding.outcome == Outcome::Failed;
                    let is_new = is_failure && old.as_ref().is_none_or(|old| !old.failed());
                    failures.extend(is_new.then_some(finding.number));
                    let is_unread = is_new || is_failure && old.is_some_and(|old| old.is_unread);
                    self.editions += 1;
                    Entry { finding: Arc::new(finding), edition: self.editions, is_unread }
                }
            };
            self.failed += usize::from(entry.failed());
            self.unread += usize::from(entry.is_unread);
            self.entries.push(entry);
        }
        failures
    }

    /// Everything is shown, in its order.
    fn is_plain(&self) -> bool {
        self.filter.is_empty() && self.sorting == Sorting::default()
    }

    /// Puts the entries `added` in their places, where the entries `replaced` were.
    fn arrange_anew(&mut self, replaced: Range<usize>, added: Range<usize>) {
        self.looked_at = self.entries.len();
        if self.is_plain() {
            return;
        }
        if !replaced.is_empty() || added.end < self.entries.len() {
            self.arranged.retain_mut(|index| {
                if *index >= replaced.end {
                    *index = *index - replaced.end + added.end;
                    return true;
                }
                *index < replaced.start
            });
        }
        for index in added.filter(|index| self.filter.shows(&self.entries[*index].finding)).collect::<Vec<_>>() {
            self.arranged.insert(self.place(&self.entries[index].finding), index);
        }
    }

    /// Looks at the next `count` entries, whether the filter shows them. Out: whether there are more to look at.
    pub(crate) fn look_on(&mut self, count: usize) -> bool {
        if self.is_plain() {
            self.looked_at = self.entries.len();
            return false;
        }
        let next = self.looked_at..self.looked_at.saturating_add(count).min(self.entries.len());
        self.looked_at = next.end;
        let (entries, sorting) = (&self.entries, self.sorting);
        self.arranged.extend(next.filter(|index| self.filter.shows(&entries[*index].finding)));
        if sorting != Sorting::default() {
            self.arranged.sort_by(|one, other| sorting.compare(&entries[*one].finding, &entries[*other].finding));
        }
        self.looked_at < self.entries.len()
    }

    /// The first position at which `finding` may stand.
    fn place(&self, finding: &Finding) -> usize {
        let is_before = |index: &usize| self.sorting.compare(&self.entries[*index].finding, finding).is_lt();
        self.arranged.partition_point(is_before)
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

    /// The findings of the flow that begins with the finding `flow`, in order, as far as they stand near its beginning or near
    /// `around`: an update must not cost more the longer the list is.
    pub(crate) fn flow(&self, flow: u32, around: u32) -> Vec<Arc<Finding>> {
        let at = |number: u32| self.entries.partition_point(|entry| entry.finding.number < number);
        let (start, here) = (at(flow), at(around));
        let near = here.saturating_sub(FLOW_REACH).max(start)..(here + FLOW_REACH).min(self.entries.len());
        let first = start..(start + FLOW_REACH).min(near.start);
        let entries = self.entries[first].iter().chain(&self.entries[near]);
        entries.map(|entry| &entry.finding).filter(|finding| finding.flow == flow).cloned().collect()
    }

    /// All findings in order.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.entries.iter().map(|entry| &entry.finding)
    }

    /// Shows only what `filter` shows, as soon as [`Rows::look_on`] has come to it.
    pub(crate) fn filter(&mut self, filter: Filter) {
        self.filter = filter;
        self.arranged.clear();
        self.looked_at = 0;
    }

    pub(crate) fn sort(&mut self, sorting: Sorting) {
        self.sorting = sorting;
        self.arranged.clear();
        self.looked_at = 0;
    }

    /// Whether the filter was asked about every finding.
    pub(crate) fn is_settled(&self) -> bool {
        self.looked_at == self.entries.len()
    }

    /// How many findings there are, shown or not.
    pub(crate) fn total(&self) -> usize {
        self.entries.len()
    }

    /// How many of all findings failed.
    pub(crate) fn failed(&self) -> usize {
        self.failed
    }

    /// How many recorded failures the reader has not looked at.
    pub(crate) fn unread(&self) -> usize {
        self.unread
    }

    /// The first recorded failure that the reader has not looked at, shown or not.
    pub(crate) fn first_unread(&self) -> Option<u32> {
        if self.unread == 0 {
            return None;
        }
        self.entries[self.imported..].iter().find(|entry| entry.is_unread).map(|entry| entry.finding.number)
    }

    /// The reader has looked at the finding with this number. Out: whether that is new.
    pub(crate) fn mark_read(&mut self, number: u32) -> bool {
        let Some(entry) = self.index(number).map(|index| &mut self.entries[index]).filter(|entry| entry.is_unread)
        else {
            return false;
        };
        self.editions += 1;
        entry.edition = self.editions;
        entry.is_unread = false;
        self.unread -= 1;
        true
    }

    /// How many findings are shown.
    pub(crate) fn shown(&self) -> usize {
        if self.is_plain() { self.entries.len() } else { self.arranged.len() }
    }

    /// The finding shown at `position`.
    pub(crate) fn at(&self, position: usize) -> Option<&Entry> {
        let index = if self.is_plain() { position } else { *self.arranged.get(position)? };
        self.entries.get(index)
    }

    /// How long after the finding before it in time, and of its source, the finding with this number started, in
    /// milliseconds; and that finding's number.
    pub(crate) fn since_previous(&self, number: u32) -> Option<(i64, u32)> {
        let index = self.index(number).filter(|index| *index != self.imported)?;
        let (before, this) = (&self.entries[index.checked_sub(1)?].finding, &self.entries[index].finding);
        Some((this.started?.checked_sub(before.started?)?, before.number))
    }

    /// Where the finding with this number is shown.
    pub(crate) fn position(&self, number: u32) -> Option<usize> {
        let index = self.index(number)?;
        if self.is_plain() {
            return Some(index);
        }
        let place = self.place(&self.entries[index].finding);
        (self.arranged.get(place) == Some(&index)).then_some(place)
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
}

impl Entry {
    fn failed(&self) -> bool {
        self.finding.outcome == Outcome::Failed
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
