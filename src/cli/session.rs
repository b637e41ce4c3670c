//! In: the paths on the command line. Out: one [`Recorder`] that has seen what is in them, so that a code in one file and the
//! same code in another are known to be one.
//!
//! What cannot be read is said on standard error and noted in the report; the others are explained all the same.

use super::{
    input::{Done, Form},
    open,
    progress::Progress,
    side_by_side::{self, News},
};
use grantlens::{
    har::{Entry, RequestBody},
    intake::Evidence,
    recorder::Recorder,
    report::{Note, SessionSource},
};
use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, Hasher, RandomState},
    path::{Path, PathBuf},
};

/// What is known of the inputs of a session.
#[derive(Default)]
struct Inputs {
    source: Option<SessionSource>,
    notes: Vec<Note>,
    left_out: Vec<String>,
    twins: Twins,
}

/// Reads every path into one session; `key` is random. Out: its recorder, or nothing when no input could be read.
pub fn read(paths: &[PathBuf], form: Form, key: [u8; 32], progress: &Progress) -> Option<Recorder> {
    let mut recorder = Recorder::new(key, SessionSource::Text);
    let mut inputs = Inputs::default();
    // Files overlap in time: judged one by one, each exchange would have all later ones judged again.
    recorder.judge_at_once(|recorder| {
        side_by_side::read(paths, form, progress, &mut |number, news| match news {
            News::Begins => inputs.twins.begin(),
            News::Piece(piece) => inputs.take(recorder, piece),
            News::Ends(done) => inputs.end(done, progress),
            News::Fails(message) => {
                progress.complain(&message);
                inputs.left_out.push(name(&paths[number - 1], number));
            }
        });
    });
    progress.wipe();
    recorder.set_source(inputs.source?);
    if !inputs.left_out.is_empty() {
        let text = format!("Not read: {}.", inputs.left_out.join(", "));
        inputs.notes.push(Note { id: "inputs-left-out".to_owned(), text });
    }
    for note in inputs.notes {
        recorder.note(&note.id, &note.text);
    }
    Some(recorder)
}

impl Inputs {
    fn take(&mut self, recorder: &mut Recorder, piece: Evidence) {
        match piece {
            Evidence::Note(note) => self.add(note),
            Evidence::Entry(entry) => self.twins.observe(recorder, &entry),
            piece => _ = recorder.take(&piece),
        }
    }

    fn end(&mut self, done: Done, progress: &Progress) {
        if let Some(damage) = done.damage {
            progress.complain(&damage);
        }
        self.source = Some(match self.source {
            None => done.source,
            Some(source) if source == done.source => source,
            Some(_) => SessionSource::Mixed,
        });
    }

    /// Adds a note on one of several inputs; those of the same kind become one.
    fn add(&mut self, note: Note) {
        match self.notes.iter_mut().find(|other| other.id == note.id) {
            Some(other) => {
                other.text.push(' ');
                other.text.push_str(&note.text);
            }
            None => self.notes.push(note),
        }
    }
}

fn name(path: &Path, number: usize) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { open::shown(path, number) }
}

/// Names entries, so that one that stands in two inputs is taken once: taken twice, it would look as if it had been sent twice.
///
/// Two recordings of one exchange, by a browser and by a proxy, differ in their clocks. They are the same when request and
/// status are equal and so is the answer's `Date` or, where there is none, the start. Within one input everything counts.
#[derive(Default)]
struct Twins {
    state: RandomState,
    counts: HashMap<u64, u32>,
}

impl Twins {
    /// Begins with another input.
    fn begin(&mut self) {
        self.counts.clear();
    }

    fn observe(&mut self, recorder: &mut Recorder, entry: &Entry) {
        let name = self.name(entry);
        let place = self.counts.get(&name).map_or(1, |count| count + 1);
        // What is no exchange of OAuth's, or was taken before, is not counted: most of a recording is of that kind.
        if recorder.observe_named(entry, &format!("{name:016x} {place}")).is_some() {
            self.counts.insert(name, place);
        }
    }

    fn name(&self, entry: &Entry) -> u64 {
        let mut hasher = self.state.build_hasher();
        (&entry.method, &entry.url, entry.status).hash(&mut hasher);
        if let RequestBody::Text(body) = &entry.body {
            body.hash(&mut hasher);
        }
        match entry.answer_header("date") {
            Some(date) => date.hash(&mut hasher),
            None => entry.started.hash(&mut hasher),
        }
        hasher.finish()
    }
}
