//! In: entries, one at a time and in any order. Out: the report, and what of it changed.
//!
//! All state of a session is in [`Recorder`]. No clock, no randomness, no browser: the key and every entry are handed in.

mod folded;
mod texts;

pub use folded::is_failure;

use crate::{
    causes,
    diagnose::{Stated, diagnose},
    exchange::Exchange,
    har::{AnswerBody, Entry},
    intake::Evidence,
    redact,
    report::{Finding, Folded, Note, Report, Session, SessionSource, Update},
    secret::{Fingerprint, Key},
    selfcheck::{self, Leak},
    sighting::Sighting,
    timeline::{Order, Timeline},
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};
use texts::Texts;

/// `report` as JSON text, after the self-check.
///
/// # Errors
/// When the text holds something that looks like a credential: then nothing may leave, and the leak says where.
pub fn export(report: &Report) -> Result<String, Leak> {
    let text = written(report);
    selfcheck::check(&text)?;
    Ok(text)
}

fn written(report: &impl Serialize) -> String {
    serde_json::to_string_pretty(report).expect("a report has text keys and finite numbers")
}

/// A session: everything seen so far, judged.
pub struct Recorder {
    key: Key,
    source: SessionSource,
    timeline: Timeline,
    findings: Vec<Finding>,
    /// How many findings before those that are held were forgotten; their numbers are not given again.
    forgotten: u32,
    /// What is counted of the findings that there was no room for.
    folded: Folded,
    /// So many exchanges that are judged at once are held.
    most: usize,
    /// How many findings at the beginning come from an earlier recorder and are not judged again.
    resumed: usize,
    seen: HashMap<Fingerprint, Seen>,
    /// What the developer stated, by the exchange it was asked about: numbers change when earlier exchanges arrive.
    stated: BTreeMap<Order, Vec<Stated>>,
    notes: Vec<Note>,
    /// While judgement waits: the first position that has to be judged.
    waiting: Option<usize>,
    texts: Texts,
}

/// Why a statement cannot be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateError {
    /// There is no such finding, or it comes from an earlier recorder and is not judged again.
    NoFinding,
    /// The finding does not leave this cause open, or the cause's page puts no question.
    NotAsked,
}

impl fmt::Display for StateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NoFinding => "there is no such finding",
            Self::NotAsked => "the finding leaves no question of this cause open",
        })
    }
}

impl std::error::Error for StateError {}

/// What is remembered of an entry, so that it is taken in once although listener and sweep both bring it.
struct Seen {
    order: Order,
    status: u16,
    /// True when the reader has cleared it away: a later sweep must not bring it back.
    is_cleared: bool,
}

impl Recorder {
    /// An empty session. `key` is 32 random bytes, new for every session.
    pub fn new(key: [u8; 32], source: SessionSource) -> Self {
        Self {
            key: Key::new(key),
            source,
            timeline: Timeline::default(),
            findings: Vec::new(),
            forgotten: 0,
            folded: Folded::default(),
            most: MOST,
            resumed: 0,
            seen: HashMap::new(),
            stated: BTreeMap::new(),
            notes: Vec::new(),
            waiting: None,
            texts: Texts::default(),
        }
    }

    /// The session, in which at most `most` exchanges are held of what is judged at once, in place of [`MOST`].
    #[must_use]
    pub fn holding(mut self, most: usize) -> Self {
        self.most = most.max(1);
        self
    }

    /// Says where the exchanges come from, once all inputs are known.
    pub fn set_source(&mut self, source: SessionSource) {
        self.source = source;
    }

    /// Lets `work` bring in any number of exchanges and judges them all at its end: each once, in whatever order they come.
    /// Until then the findings are those from before. When there are more than [`MOST`], the oldest are counted, and what is held
    /// is numbered from the beginning.
    pub fn judge_at_once<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        self.hold();
        let out = work(self);
        self.judge_held();
        out
    }

    /// Judges nothing from now on until [`Recorder::judge_held`]; until then the findings are those from before.
    pub fn hold(&mut self) {
        self.waiting.get_or_insert(usize::MAX);
    }

    /// Judges what came since [`Recorder::hold`], each once.
    pub fn judge_held(&mut self) {
        if self.waiting.is_some() && self.timeline.len() > self.most {
            self.fold_held();
        }
        if let Some(from) = self.waiting.take().filter(|from| *from < self.timeline.len()) {
            self.judge(from);
        }
    }

    /// Judges the oldest exchanges that wait and are too many, and counts them.
    fn fold_held(&mut self) {
        let Some(from) = self.waiting.filter(|_| self.resumed == 0) else { return };
        let count = self.timeline.len() - self.most;
        self.findings.truncate(from);
        for at in self.findings.len()..count {
            let finding = self.finding(at);
            self.findings.push(finding);
        }
        let before = self.forgotten;
        self.fold_first(count);
        // Nothing was told that what is held would have to keep a number for.
        self.forgotten = before;
        self.timeline.number_from(before);
        self.findings.clear();
        self.waiting = Some(0);
    }

    /// Goes on where an earlier recorder had to stop, which had counted `folded`. Its findings stay as they are; exchanges to come are
    /// numbered on, and are not compared with them.
    pub fn resume(&mut self, findings: Vec<Finding>, folded: Folded) {
        self.folded = folded;
        self.resumed = findings.len();
        self.forgotten = findings.first().map_or(0, |first| first.number.saturating_sub(1));
        self.timeline = Timeline::after(findings.last().map_or(0, |last| last.number));
        self.findings = findings;
    }

    /// Takes `entry` in and judges it, and again whatever started after it. Out: how many findings from the beginning are
    /// unchanged; `None` when the entry has nothing to do with OAuth.
    pub fn observe(&mut self, entry: &Entry) -> Option<u32> {
        let exchange = Exchange::read(entry, &self.key)?;
        let (_, at) = self.timeline.insert(exchange);
        Some(self.judge(at))
    }

    /// Takes in what a text tells of an exchange, and judges it. Out: as for [`Recorder::observe`].
    pub fn observe_sighting(&mut self, sighting: &Sighting) -> u32 {
        let (_, at) = self.timeline.insert(Exchange::sighted(sighting, &self.key));
        self.judge(at)
    }

    /// Takes in what an input holds, a piece at a time. Out: as for [`Recorder::observe`].
    pub fn take(&mut self, piece: &Evidence) -> Option<u32> {
        match piece {
            Evidence::Entry(entry) => self.observe(entry),
            Evidence::Sighting(sighting) => Some(self.observe_sighting(sighting)),
            Evidence::Credentials(credentials) => {
                let (_, at) = self.timeline.insert(Exchange::held(credentials, &self.key));
                Some(self.judge(at))
            }
            Evidence::Note(note) => {
                self.note(&note.id, &note.text);
                None
            }
        }
    }

    /// As [`Recorder::observe`], for an entry that may come more than once: `name` tells it from others. Out: `None` also when the entry
    /// brings nothing new. With a body, or with another status, it replaces what came before.
    pub fn observe_named(&mut self, entry: &Entry, name: &str) -> Option<u32> {
        let exchange = Exchange::read(entry, &self.key)?;
        let name = self.key.fingerprint(name);
        let has_body = matches!(entry.answer_body, AnswerBody::Text(_));
        let mut from = usize::MAX;
        if let Some(seen) = self.seen.get(&name) {
            if seen.is_cleared || (!has_body && seen.status == entry.status) {
                return None;
            }
            from = self.timeline.remove(seen.order)?;
        }
        let before = self.seen.get(&name).map(|seen| seen.order);
        let (order, at) = self.timeline.insert(exchange);
        if let Some(stated) = before.and_then(|before| self.stated.remove(&before)) {
            self.stated.insert(order, stated);
        }
        self.seen.insert(name, Seen { order, status: entry.status, is_cleared: false });
        Some(self.judge(from.min(at)))
    }

    /// Takes in the developer's answer to the question of `cause`, about finding `number`; a later answer replaces an earlier
    /// one. Out: as for [`Recorder::observe`].
    ///
    /// # Errors
    /// When the finding is not there, or leaves no such question open.
    pub fn state(&mut self, number: u32, cause: &str, yes: bool) -> Result<u32, StateError> {
        let held = number.checked_sub(self.forgotten).ok_or(StateError::NoFinding)?;
        let at = (held as usize).checked_sub(self.resumed + 1).filter(|at| *at < self.timeline.len());
        let at = at.ok_or(StateError::NoFinding)?;
        let order = self.timeline.order(at);
        let cause = causes::all().iter().find(|known| known.id == cause).ok_or(StateError::NotAsked)?;
        let ask = cause.ask.as_ref().ok_or(StateError::NotAsked)?;
        // Open as far as evidence goes: an answer can be taken back.
        let is_open = |found: &crate::diagnose::Diagnosis| found.cause.id == cause.id && found.is_open();
        if !diagnose(self.timeline.view(at), &[]).iter().any(is_open) {
            return Err(StateError::NotAsked);
        }
        let stated = self.stated.entry(order).or_default();
        stated.retain(|other| other.cause.id != cause.id);
        stated.push(Stated { cause, ask, yes });
        self.findings[self.resumed + at] = self.finding(at);
        Ok(held - 1)
    }

    /// As [`Recorder::state`], for every finding that leaves the question open. Out: how many those are.
    pub fn state_everywhere(&mut self, cause: &str, yes: bool) -> usize {
        let numbers = self.resumed..self.findings.len();
        let forgotten = self.forgotten;
        let number = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX).saturating_add(forgotten);
        numbers.filter(|at| self.state(number(*at), cause, yes).is_ok()).count()
    }

    /// Adds a sentence on what was, or was not, seen; once for each `id`.
    pub fn note(&mut self, id: &str, text: &str) {
        self.unnote(id);
        self.notes.push(Note { id: id.to_owned(), text: text.to_owned() });
    }

    /// Takes a sentence back.
    pub fn unnote(&mut self, id: &str) {
        self.notes.retain(|note| note.id != id);
    }

    /// Forgets every exchange. Entries from before are not taken in again: whoever clears a list does not want the next
    /// sweep to fill it.
    pub fn clear(&mut self) {
        self.timeline = Timeline::default();
        self.key.forget_values();
        self.findings.clear();
        self.folded = Folded::default();
        self.stated.clear();
        self.resumed = 0;
        self.forgotten = 0;
        for seen in self.seen.values_mut() {
            seen.is_cleared = true;
        }
        self.notes.retain(|note| note.id != "opened-late");
    }

    /// Forgets every exchange and goes on with the numbers that follow, for a session without an end. What comes is not
    /// compared with what was forgotten.
    pub fn forget(&mut self) {
        self.forgotten = self.forgotten.saturating_add(u32::try_from(self.findings.len()).unwrap_or(u32::MAX));
        self.timeline = Timeline::after(self.forgotten);
        self.key.forget_values();
        self.findings.clear();
        self.stated.clear();
        self.seen.clear();
        self.resumed = 0;
    }

    /// Forgets the first `count` findings that are held; the others keep their numbers. As after [`Recorder::clear`], a later
    /// sweep does not bring them back.
    pub fn forget_first(&mut self, count: usize) {
        let count = count.min(self.findings.len());
        self.findings.drain(..count);
        self.forgotten = self.forgotten.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        let resumed = count.min(self.resumed);
        self.resumed -= resumed;
        self.timeline.forget_first(count - resumed);
        if self.findings.is_empty() {
            self.key.forget_values();
        }
        let first = (!self.timeline.is_empty()).then(|| self.timeline.order(0));
        let is_held = |order: &Order| first.is_some_and(|first| *order >= first);
        self.stated.retain(|order, _| is_held(order));
        for seen in self.seen.values_mut().filter(|seen| !is_held(&seen.order)) {
            seen.is_cleared = true;
        }
    }

    /// Counts the oldest findings and forgets them when there are more than `most`; a tenth more goes, so that this is seldom
    /// done. The others keep their numbers. Out: whether any went.
    pub fn keep_latest(&mut self, most: usize) -> bool {
        let held = self.findings.len();
        if held <= most {
            return false;
        }
        self.fold_first(held - (most - most / 10));
        true
    }

    /// Counts the first `count` findings and forgets them.
    fn fold_first(&mut self, count: usize) {
        self.folded.add(&self.findings[..count.min(self.findings.len())]);
        self.forget_first(count);
    }

    /// What is counted of the findings that there was no room for.
    pub fn folded(&self) -> &Folded {
        &self.folded
    }

    /// Forgets what started before `moment`, in milliseconds since the epoch.
    pub fn forget_before(&mut self, moment: i64) {
        let is_before = |finding: &Finding| finding.started.is_some_and(|started| started < moment);
        self.forget_first(self.findings.iter().take_while(|finding| is_before(finding)).count());
    }

    /// The findings so far, in order; after [`Recorder::forget`], those since then.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The news for a viewer that holds `keep` findings which are still right: the next `most` of them at most.
    pub fn update(&self, keep: u32, most: usize) -> Update<&[Finding]> {
        let from = (keep as usize).min(self.findings.len());
        let to = from.saturating_add(most).min(self.findings.len());
        Update {
            forgotten: self.forgotten,
            keep: u32::try_from(from).unwrap_or(u32::MAX),
            findings: &self.findings[from..to],
            session: self.session(),
            folded: self.folded.clone(),
        }
    }

    /// The whole report.
    pub fn report(&self) -> Report {
        Report::new(self.session(), self.findings.clone())
    }

    /// The report as JSON text, after the self-check.
    ///
    /// # Errors
    /// As [`export`], and when a part of a value that this session saw stands in it.
    pub fn export(&self) -> Result<String, Leak> {
        let text = written(&self.report());
        self.vouch(&text)?;
        Ok(text)
    }

    /// Looks over a finished text that is to leave, in whatever form it tells of the report.
    ///
    /// # Errors
    /// When it holds something that looks like a credential, or a part of a value that this session saw.
    pub fn vouch(&self, text: &str) -> Result<(), Leak> {
        selfcheck::check_values(text, &self.key)
    }

    /// What lets another look for the values that this session sees: numbers for [`selfcheck::Values::new`].
    pub fn share_values(&self) -> Vec<u64> {
        self.key.share_values()
    }

    /// The values that were seen since this was last asked, as hashes for [`selfcheck::Values::extend`].
    pub fn fresh_values(&self) -> Vec<u64> {
        self.key.fresh_values()
    }

    fn session(&self) -> Session {
        Session {
            source: self.source,
            notes: self.folded.note().into_iter().chain(self.notes.iter().cloned()).collect(),
        }
    }

    /// Judges everything from position `from` of the timeline on.
    fn judge(&mut self, from: usize) -> u32 {
        let keep = self.resumed + from;
        if let Some(waiting) = &mut self.waiting {
            *waiting = from.min(*waiting);
            if self.timeline.len() > self.most + self.most.div_ceil(10) {
                self.fold_held();
                return 0;
            }
            return u32::try_from(keep).unwrap_or(u32::MAX);
        }
        self.findings.truncate(keep);
        for at in from..self.timeline.len() {
            let finding = self.finding(at);
            self.findings.push(finding);
        }
        u32::try_from(keep).unwrap_or(u32::MAX)
    }

    /// The finding at position `at` of the timeline; those before it are there.
    fn finding(&mut self, at: usize) -> Finding {
        let view = self.timeline.view(at);
        let flow = view.flow(|number| self.findings[(number - self.forgotten) as usize - 1].flow);
        let stated = self.stated.get(&self.timeline.order(at)).map_or(&[][..], Vec::as_slice);
        let finding = redact::finding(view, flow, diagnose(view, stated), stated);
        self.vouched(finding)
    }

    /// The finding, or what stands in its place when the self-check finds in it what must not leave.
    fn vouched(&mut self, finding: Finding) -> Finding {
        let Err(leak) = self.texts.check(&finding, &self.key) else { return finding };
        // As JSON it tells of the field, too.
        let leak = self.vouch(&written(&finding)).err().unwrap_or(leak);
        redact::withheld(&finding, &leak)
    }
}

/// So many exchanges of files and texts are held; the older ones are counted.
pub const MOST: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        intake::http,
        report::{BodyState, Outcome},
    };

    const CODE: &str = "4/0AfZk7Qw2tR9mB3nLxY5vKdPe8s";

    /// A session that saw [`CODE`].
    fn session() -> Recorder {
        let text = format!(
            "POST https://oauth2.googleapis.com/token\n\ngrant_type=authorization_code&code={CODE}\n\n400\n\n{{\"error\":\"invalid_grant\"}}\n"
        );
        let mut recorder = Recorder::new([7; 32], SessionSource::Http);
        for entry in http::read(&text).expect("readable") {
            recorder.observe(&entry);
        }
        recorder
    }

    #[test]
    fn a_finding_that_would_leak_is_held_back_and_says_so() {
        let mut recorder = session();
        let finding = recorder.findings()[0].clone();
        assert_eq!(recorder.vouched(finding.clone()), finding);
        for leak in ["Zk7Qw2tR9mB3", "ya29.EXAMPLEEXAMPLE"] {
            let mut leaking = finding.clone();
            leaking.answer.description = Some(format!("it was {leak}"));
            let held_back = recorder.vouched(leaking);
            assert_eq!(held_back.headline, "The self-check keeps this exchange back");
            assert!(held_back.request.remarks[0].starts_with("`answer.description` looks like "), "{held_back:?}");
            assert!(!format!("{held_back:?}").contains(leak) && held_back.causes.is_empty());
            let kept = (held_back.number, held_back.outcome, held_back.answer.status, held_back.answer.body);
            assert_eq!(kept, (1, Outcome::Failed, Some(400), BodyState::Read));
        }
    }

    #[test]
    fn an_export_that_would_leak_does_not_leave() {
        let mut recorder = session();
        assert!(recorder.export().is_ok());
        recorder.note("x", "a note that holds Zk7Qw2tR9mB3");
        let leak = recorder.export().expect_err("it leaks");
        assert_eq!(leak.field.as_deref(), Some("session.notes[0].text"));
        assert!(recorder.vouch("| Zk7Qw2\\tR9mB3 |").is_err(), "Markdown that escapes");
        recorder.clear();
        recorder.note("x", "a note that holds Zk7Qw2tR9mB3");
        assert!(recorder.export().is_ok(), "what was cleared is not compared with");
    }
}
