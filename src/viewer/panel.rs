//! In: updates from those who record and import, and gestures of the reader. Out: the signals that the components draw.
//!
//! This is all the state there is: the findings, the selection, the messages. Nothing is drawn here.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use web_sys::{DataTransfer, FileList, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::dom::Slot;
use super::filter_bar::Filtering;
use super::order::Column;
use super::rows::{Rows, Source};
use super::settings::Settings;
use super::signal::{Bell, Signal};
use super::{Export, Form, Importing, Page, Recording, words};
use crate::report::{self, Finding, Note, Outcome, Report, Session, SessionSource};

/// The id of the session note that says that recording is paused.
const PAUSED: &str = "paused";

/// The one panel of a page, which lives as long as the page does.
#[derive(Clone, Copy)]
pub(crate) struct Panel(&'static State);

/// Its state.
pub(crate) struct State {
    pub(crate) rows: Signal<Rows>,
    pub(crate) selected: Signal<Option<u32>>,
    /// Rings when the selected row is to be scrolled into sight.
    pub(crate) reveal: Bell,
    /// Whether there is a page that records, now or soon.
    pub(crate) live: bool,
    pub(crate) notes: Signal<Vec<Note>>,
    pub(crate) import_notes: Signal<Vec<Note>>,
    pub(crate) faults: Signal<Vec<String>>,
    pub(crate) recording: Signal<bool>,
    pub(crate) reading: Signal<Option<Reading>>,
    /// The names of what was opened, dropped or pasted.
    pub(crate) inputs: Signal<Vec<String>>,
    pub(crate) announcement: Signal<String>,
    pub(crate) attached: Signal<bool>,
    pub(crate) file_input: Slot<HtmlInputElement>,
    pub(crate) paste_box: Slot<HtmlDialogElement>,
    /// The field of the paste box.
    pub(crate) pasted: Slot<HtmlTextAreaElement>,
    pub(crate) grid: Slot<HtmlElement>,
    pub(crate) detail: Slot<HtmlElement>,
    pub(crate) filtering: Filtering,
    pub(crate) settings: Signal<Settings>,
    pub(crate) settings_box: Slot<HtmlDialogElement>,
    pub(crate) clear_box: Slot<HtmlDialogElement>,
    /// The text that is searched for, in lower case.
    pub(crate) sought: Signal<String>,
    /// Rings when other rows came into sight.
    pub(crate) scrolled: Bell,
    pub(crate) page: Rc<dyn Page>,
    /// Questions that the reader has skipped, by finding and cause.
    pub(crate) skipped: Signal<Vec<(u32, String)>>,
    /// Where what is imported comes from.
    imported_from: Cell<SessionSource>,
    /// True from the moment something is opened until its first failure is shown.
    expecting: Cell<bool>,
    /// Whether the reader can see the page.
    is_shown: Cell<bool>,
    recorder: RefCell<Option<Rc<dyn Recording>>>,
    importer: Rc<dyn Importing>,
    export: Export,
}

/// How far the reading of an input is.
#[derive(Clone, PartialEq)]
pub(crate) struct Reading {
    pub(crate) name: String,
    /// In bytes.
    pub(crate) done: f64,
    pub(crate) size: f64,
    /// How many inputs come after it.
    pub(crate) waiting: u32,
}

impl Deref for Panel {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

impl Panel {
    pub(crate) fn new(importing: Rc<dyn Importing>, page: Rc<dyn Page>, export: Export, live: bool) -> Self {
        let settings = Settings::read(&page.settings());
        let mut rows = Rows::default();
        rows.sort(settings.sorting);
        Self(Box::leak(Box::new(State {
            rows: Signal::new(rows),
            selected: Signal::new(None),
            reveal: Bell::new(()),
            live,
            notes: Signal::new(Vec::new()),
            import_notes: Signal::new(Vec::new()),
            faults: Signal::new(Vec::new()),
            recording: Signal::new(true),
            reading: Signal::new(None),
            inputs: Signal::new(Vec::new()),
            announcement: Signal::new(String::new()),
            attached: Signal::new(false),
            file_input: Slot::default(),
            paste_box: Slot::default(),
            pasted: Slot::default(),
            grid: Slot::default(),
            detail: Slot::default(),
            filtering: Filtering::new(),
            settings: Signal::new(settings),
            settings_box: Slot::default(),
            clear_box: Slot::default(),
            sought: Signal::new(String::new()),
            scrolled: Bell::new(()),
            page: page,
            is_shown: Cell::new(!live),
            skipped: Signal::new(Vec::new()),
            imported_from: Cell::new(SessionSource::Mixed),
            expecting: Cell::new(false),
            recorder: RefCell::new(None),
            importer: importing,
            export,
        })))
    }

    pub(crate) fn attach(self, recording: Rc<dyn Recording>) {
        self.recorder.replace(Some(recording));
        self.prefer();
        self.attached.set(true);
    }

    pub(crate) fn receive(self, update: report::Update) {
        let keep = usize::try_from(update.keep).unwrap_or(usize::MAX);
        let before = self.selected_untracked();
        let failures = self.rows.update(|rows| {
            rows.forget(update.forgotten);
            rows.apply(Source::Recorded, keep, update.findings)
        });
        self.announce(&failures);
        self.hold_selection(before.as_deref(), Source::Recorded, keep);

        self.recording.set(update.session.notes.iter().all(|note| note.id != PAUSED));
        self.notes.set(update.session.notes);
    }

    pub(crate) fn receive_imported(self, update: report::Update) {
        let keep = usize::try_from(update.keep).unwrap_or(usize::MAX);
        let before = self.selected_untracked();
        let failed = update.findings.iter().position(|finding| finding.outcome == Outcome::Failed);
        let count = self.rows.with_untracked(Rows::imported);
        self.rows.update(|rows| rows.apply(Source::Imported, keep, update.findings));
        self.hold_selection_beside(before.as_deref(), count, keep);

        if let Some(failed) = failed.filter(|_| self.expecting.get()) {
            self.expecting.set(false);
            let first = self.rows.with_untracked(|rows| rows.nth_imported(keep.saturating_add(failed)));
            if let Some(number) = first {
                self.select(number);
            }
        }
        self.imported_from.set(update.session.source);
        self.import_notes.set(update.session.notes);
    }

    pub(crate) fn read_on(self, reading: Reading) {
        self.inputs.update(|inputs| {
            if !inputs.contains(&reading.name) {
                inputs.push(reading.name.clone());
            }
        });
        self.reading.set(Some(reading));
    }

    pub(crate) fn rested(self) {
        if let Some(Reading { name, .. }) = self.reading.get_untracked() {
            let (count, failed) = self.rows.with_untracked(|rows| (rows.imported(), rows.imported_failed()));
            self.announcement.set(words::was_read(&name, count, failed));
        }
        self.expecting.set(false);
        self.reading.set(None);
    }

    pub(crate) fn settle(self) {
        self.rows.update(Rows::settle);
        self.rested();
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
        self.reveal.ring();
    }

    /// Selects a finding by its row, which is in sight. Its explanation begins at the top.
    pub(crate) fn choose(self, number: u32) {
        self.selected.set(Some(number));
        self.mark_read();
        if let Some(detail) = self.detail.get() {
            detail.set_scroll_top(0);
        }
    }

    /// The page is shown to the reader, or hidden behind another one.
    pub(crate) fn show(self, is_shown: bool) {
        self.is_shown.set(is_shown);
        self.mark_read();
    }

    pub(crate) fn select_unread(self) {
        if let Some(number) = self.rows.with_untracked(Rows::first_unread) {
            self.select(number);
        }
    }

    /// Sorts the list by `column`, or turns it if it is sorted so.
    pub(crate) fn sort(self, column: Column) {
        self.set(|settings| settings.sorting = settings.sorting.pressed(column));
        self.rows.update(|rows| rows.sort(self.settings.get_untracked().sorting));
        self.look_on();
    }

    pub(crate) fn go_to_list(self) {
        if let Some(grid) = self.grid.get() {
            // An element that is in the document can take the focus.
            _ = grid.focus();
        }
    }

    /// Clears everything, recorded or imported.
    pub(crate) fn clear(self) {
        self.clear_imported();
        self.with_recorder(|recorder| recorder.clear());
    }

    pub(crate) fn clear_imported(self) {
        let before = self.selected_untracked();
        let count = self.rows.with_untracked(Rows::imported);
        self.rows.update(Rows::clear_imported);
        self.hold_selection_beside(before.as_deref(), count, 0);
        self.import_notes.set(Vec::new());
        self.inputs.set(Vec::new());
        self.reading.set(None);
        self.with_importer(|importer| importer.clear());
    }

    /// Tells the recorder what the reader wants of it.
    pub(crate) fn prefer(self) {
        let Settings { preserve, most, .. } = self.settings.get_untracked();
        self.with_recorder(|recorder| recorder.prefer(preserve, most));
    }

    pub(crate) fn reload(self) {
        self.with_recorder(|recorder| recorder.reload());
    }

    pub(crate) fn toggle_recording(self) {
        let on = !self.recording.get_untracked();
        self.recording.set(on);
        self.with_recorder(|recorder| recorder.record(on));
    }

    pub(crate) fn open(self, files: &FileList) {
        self.expecting.set(true);
        self.with_importer(|importer| importer.open(files));
    }

    /// Reads what was dropped or pasted: files, or a text of at least so many characters. Out: whether there is such.
    pub(crate) fn take(self, transfer: &DataTransfer, least: u32) -> bool {
        let is_taken = self.with_importer(|importer| importer.take(transfer, least)).unwrap_or(false);
        if is_taken {
            self.expecting.set(true);
        }
        is_taken
    }

    pub(crate) fn paste(self, text: String) {
        self.expecting.set(true);
        self.with_importer(|importer| importer.paste(text));
    }

    pub(crate) fn sample(self) {
        self.expecting.set(true);
        self.with_importer(|importer| importer.sample());
    }

    pub(crate) fn stop(self) {
        self.with_importer(|importer| importer.stop());
    }

    /// Gives the reader's answer to the question of `cause` to whoever judged the finding.
    pub(crate) fn state(self, finding: u32, cause: &str, yes: bool) {
        let known = self.rows.with_untracked(|rows| Some((rows.source(finding), rows.number_at_source(finding)?)));
        match known {
            Some((Source::Imported, number)) => {
                self.with_importer(|importer| importer.state(number, cause, yes));
            }
            Some((Source::Recorded, number)) => {
                self.with_recorder(|recorder| recorder.state(number, cause, yes));
            }
            None => self.fault(words::NOT_JUDGED_AGAIN.to_owned()),
        }
    }

    /// Whether a recorded finding can be shown in the Network panel.
    pub(crate) fn can_reveal(self, finding: u32) -> bool {
        let is_recorded = self.rows.with_untracked(|rows| rows.source(finding)) == Source::Recorded;
        is_recorded && self.recorder.borrow().as_ref().is_some_and(|recorder| recorder.can_reveal())
    }

    pub(crate) fn reveal_in_network(self, filter: &str) {
        self.with_recorder(|recorder| recorder.reveal(filter));
    }

    /// Lets the reader choose files.
    pub(crate) fn choose_files(self) {
        if let Some(input) = self.file_input.get() {
            input.click();
        }
    }

    pub(crate) fn show_paste_box(self) {
        self.open_box(&self.paste_box);
    }

    /// The report to save, made of what is drawn; what speaks against saving it is shown as a fault.
    pub(crate) fn export(self, form: Form) -> Option<String> {
        let findings =
            self.rows.with_untracked(|rows| rows.findings().map(|finding| Finding::clone(finding)).collect());
        self.written(findings, form)
    }

    /// One finding, in that form.
    pub(crate) fn told(self, finding: &Finding, form: Form) -> Option<String> {
        self.written(vec![finding.clone()], form)
    }

    fn written(self, findings: Vec<Finding>, form: Form) -> Option<String> {
        let report = self.rows.with_untracked(|rows| {
            let source = match (rows.imported(), rows.total()) {
                (0, _) => SessionSource::Devtools,
                (imported, total) if imported == total => self.imported_from.get(),
                _ => SessionSource::Mixed,
            };
            let notes = [self.import_notes.get_untracked(), self.notes.get_untracked()].concat();
            Report::new(Session { source, notes }, findings)
        });
        (self.export)(&report, form).map_err(|message| self.fault(message)).ok()
    }

    fn with_recorder<T>(self, act: impl FnOnce(&dyn Recording) -> Result<T, String>) -> Option<T> {
        let recorder = self.recorder.borrow().clone()?;
        act(&*recorder).map_err(|message| self.fault(message)).ok()
    }

    fn with_importer<T>(self, act: impl FnOnce(&dyn Importing) -> Result<T, String>) -> Option<T> {
        act(&*self.importer).map_err(|message| self.fault(message)).ok()
    }

    /// What is selected and in sight has been looked at.
    fn mark_read(self) {
        if let Some(number) = self.selected.get_untracked().filter(|_| self.is_shown.get()) {
            self.rows.update_if(|rows| rows.mark_read(number));
        }
    }

    fn selected_untracked(self) -> Option<Arc<Finding>> {
        let number = self.selected.get_untracked()?;
        self.rows.with_untracked(|rows| rows.finding(number).cloned())
    }

    /// What was selected stays selected, whatever its number is now. Where nothing is, the first failure is.
    fn hold_selection(self, before: Option<&Finding>, source: Source, keep: usize) {
        let held = before.and_then(|before| self.rows.with_untracked(|rows| rows.renumbered(before, source, keep)));
        if held.is_some() {
            if held != self.selected.get_untracked() {
                self.selected.set(held);
            }
            self.mark_read();
            return;
        }
        match self.rows.with_untracked(|rows| rows.first_failure().map(|finding| finding.number)) {
            Some(number) => self.select(number),
            None => self.selected.set(None),
        }
    }

    /// As [`Panel::hold_selection`], after a change of the imported findings, of which there were `count`.
    fn hold_selection_beside(self, before: Option<&Finding>, count: usize, keep: usize) {
        let Some(recorded) = before.and_then(|before| (before.number as usize).checked_sub(count + 1)) else {
            self.hold_selection(before, Source::Imported, keep);
            return;
        };
        let now = self.rows.with_untracked(|rows| u32::try_from(rows.imported() + recorded + 1).ok());
        if now != self.selected.get_untracked() {
            self.selected.set(now);
        }
    }

    /// Tells a screen reader of new failures, by their numbers.
    fn announce(self, failures: &[u32]) {
        let latest = failures.last().and_then(|latest| self.rows.with_untracked(|rows| rows.finding(*latest).cloned()));
        if let Some(latest) = latest {
            let Finding { number, kind, ref headline, .. } = *latest;
            self.announcement.set(words::announcement(failures.len(), number, kind, headline));
        }
    }
}
