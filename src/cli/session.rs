//! In: the paths on the command line. Out: one [`Recorder`] that has seen what is in them, so that a code in one file and the
//! same code in another are known to be one.
//!
//! What cannot be read is said on standard error and noted in the report; the others are explained all the same.

use super::{
    input::{self, Form},
    open::{self, Input},
    print::complain,
    progress::Progress,
};
use grantlens::{
    intake::Evidence,
    recorder::Recorder,
    report::{Note, SessionSource},
};
use std::path::{Path, PathBuf};

/// What is known of the inputs of a session.
#[derive(Default)]
struct Inputs {
    source: Option<SessionSource>,
    notes: Vec<Note>,
    left_out: Vec<String>,
}

/// Reads every path into one session; `key` is random. Out: its recorder, or nothing when no input could be read.
pub fn read(paths: &[PathBuf], form: Form, key: [u8; 32], progress: &Progress) -> Option<Recorder> {
    let mut recorder = Recorder::new(key, SessionSource::Text);
    let mut inputs = Inputs::default();
    // Files overlap in time: judged one by one, each exchange would have all later ones judged again.
    recorder.judge_at_once(|recorder| {
        for (path, number) in paths.iter().zip(1..) {
            let read = open::open(path, number, open::START, progress, &mut |input| inputs.take(recorder, input, form));
            progress.wipe();
            if let Err(message) = read {
                complain(&message);
                inputs.left_out.push(name(path, number));
            }
        }
    });
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
    fn take(&mut self, recorder: &mut Recorder, input: Input<'_>, form: Form) -> Result<(), String> {
        let (name, shown) = (input.name.clone(), input.shown.clone());
        let mut take = |mut piece: Evidence| {
            if let Some(shown) = &shown {
                piece.name(shown);
            }
            match piece {
                Evidence::Note(note) => add(&mut self.notes, note, shown.as_deref()),
                piece => {
                    recorder.take(&piece);
                }
            }
        };
        let done = input::read(input, form, &mut take).map_err(|error| format!("{name}: {error}"))?;
        if let Some(damage) = done.damage {
            complain(&format!("{name}: {damage}"));
        }
        self.source = Some(match self.source {
            None => done.source,
            Some(source) if source == done.source => source,
            Some(_) => SessionSource::Mixed,
        });
        Ok(())
    }
}

/// Adds a note on one of several inputs; those of the same kind become one.
fn add(notes: &mut Vec<Note>, mut note: Note, input: Option<&str>) {
    if let Some(input) = input {
        note.text = format!("{input}: {}", note.text);
    }
    match notes.iter_mut().find(|other| other.id == note.id) {
        Some(other) => {
            other.text.push(' ');
            other.text.push_str(&note.text);
        }
        None => notes.push(note),
    }
}

fn name(path: &Path, number: usize) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { open::shown(path, number) }
}
