//! In: updates from the recorder and gestures of the reader. Out: the signals that the components draw.
//!
//! This is all the state there is: the findings, the selection, the messages. Nothing is drawn here.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::rows::Rows;
use super::{Actions, words};
use crate::report::{self, Finding, Note, Outcome, SessionSource};

/// The id of the session note that says that recording is paused.
const PAUSED: &str = "paused";

/// The state of one panel; a bundle of handles, cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Panel {
    pub(crate) rows: RwSignal<Rows, LocalStorage>,
    pub(crate) selected: RwSignal<Option<u32>>,
    /// Rings when the selected row is to be scrolled into sight.
    pub(crate) reveal: Trigger,
    pub(crate) source: RwSignal<SessionSource>,
    pub(crate) notes: RwSignal<Vec<Note>>,
    pub(crate) faults: RwSignal<Vec<String>>,
    pub(crate) recording: RwSignal<bool>,
    pub(crate) announcement: RwSignal<String>,
    pub(crate) attached: RwSignal<bool>,
    pub(crate) detail: NodeRef<html::Section>,
    /// The number of the last failure that a screen reader was told of.
    announced: StoredValue<u32>,
    actions: StoredValue<Option<Actions>, LocalStorage>,
}

impl Panel {
    pub(crate) fn new() -> Self {
        Self {
            rows: RwSignal::new_local(Rows::default()),
            selected: RwSignal::new(None),
            reveal: Trigger::new(),
            source: RwSignal::new(SessionSource::Devtools),
            notes: RwSignal::new(Vec::new()),
            faults: RwSignal::new(Vec::new()),
            recording: RwSignal::new(true),
            announcement: RwSignal::new(String::new()),
            attached: RwSignal::new(false),
            detail: NodeRef::new(),
            announced: StoredValue::new(0),
            actions: StoredValue::new_local(None),
        }
    }

    pub(crate) fn attach(self, actions: Actions) {
        self.actions.set_value(Some(actions));
        self.attached.set(true);
    }

    pub(crate) fn receive(self, update: report::Update) {
        let keep = usize::try_from(update.keep).unwrap_or(usize::MAX);
        let before = self.selected_untracked();
        if keep == 0 && update.findings.is_empty() {
            self.announced.set_value(0);
        }
        self.announce(&update.findings);
        self.rows.update(|rows| rows.apply(keep, update.findings));
        self.hold_selection(before.as_deref(), keep);

        self.recording.set(update.session.notes.iter().all(|note| note.id != PAUSED));
        self.source.set(update.session.source);
        self.notes.set(update.session.notes);
    }

    pub(crate) fn fault(self, message: String) {
        self.faults.update(|faults| {
            if !faults.contains(&message) {
                faults.push(message);
            }
        });
    }

    pub(crate) fn dismiss(self, message: &str) {
        self.faults.update(|faults| faults.retain(|fault| fault != message));
    }

    /// Selects a finding wherever it is asked for, and brings its row into sight.
    pub(crate) fn select(self, number: u32) {
        self.choose(number);
        self.reveal.notify();
    }

    /// Selects a finding by its row, which is in sight. Its explanation begins at the top.
    pub(crate) fn choose(self, number: u32) {
        self.selected.set(Some(number));
        if let Some(detail) = self.detail.get_untracked() {
            detail.set_scroll_top(0);
        }
    }

    pub(crate) fn clear(self) {
        self.act(|actions| (actions.clear)());
    }

    pub(crate) fn reload(self) {
        self.act(|actions| (actions.reload)());
    }

    pub(crate) fn toggle_recording(self) {
        let on = !self.recording.get_untracked();
        self.recording.set(on);
        self.act(|actions| (actions.record)(on));
    }

    /// The report to save; what speaks against saving it is shown as a fault.
    pub(crate) fn export(self) -> Option<String> {
        let exported = self.actions.with_value(|actions| actions.as_ref().map(|actions| (actions.export)()))?;
        exported.map_err(|message| self.fault(message)).ok()
    }

    fn act(self, action: impl FnOnce(&Actions)) {
        self.actions.with_value(|actions| {
            if let Some(actions) = actions {
                action(actions);
            }
        });
    }

    fn selected_untracked(self) -> Option<Arc<Finding>> {
        let number = self.selected.get_untracked()?;
        self.rows.with_untracked(|rows| rows.finding(number).cloned())
    }

    /// What was selected stays selected, whatever its number is now. Where nothing is, the first failure is.
    fn hold_selection(self, before: Option<&Finding>, keep: usize) {
        let held = before.and_then(|before| self.rows.with_untracked(|rows| rows.renumbered(before, keep)));
        if held.is_some() {
            if held != self.selected.get_untracked() {
                self.selected.set(held);
            }
            return;
        }
        match self.rows.with_untracked(|rows| rows.first_failure().map(|finding| finding.number)) {
            Some(number) => self.select(number),
            None => self.selected.set(None),
        }
    }

    /// Tells a screen reader of failures once, however often their findings are sent again.
    fn announce(self, findings: &[Finding]) {
        let Some(latest) = findings.last().map(|finding| finding.number) else { return };
        let announced = self.announced.get_value();
        let new = findings.iter().filter(|finding| finding.number > announced && finding.outcome == Outcome::Failed);
        let (count, last) = new.fold((0, None), |(count, _), finding| (count + 1, Some(finding)));
        if let Some(finding) = last {
            self.announcement.set(words::announcement(count, finding.number, finding.kind, &finding.headline));
        }
        self.announced.set_value(announced.max(latest));
    }
}
