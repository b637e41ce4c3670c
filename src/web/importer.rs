//! In: files and pasted texts, in slices, inside a worker. Out: the findings in them, a few at a time.
//!
//! The same reading and judging as for what DevTools records. Nothing is fetched or decompressed here: `reader.js` brings
//! bytes.

use super::{News, Told, news, random_key, stack::leaving_nothing};
use crate::{
    intake::{Evidence, detect::Form, stream::Stream},
    recorder::Recorder,
    report::SessionSource,
    selfcheck,
};
use wasm_bindgen::prelude::*;

/// A session of imported inputs.
#[wasm_bindgen]
pub struct Importer {
    recorder: Recorder,
    source: Option<SessionSource>,
    inputs: u32,
    input: Option<Input>,
    /// How many exchanges were found.
    count: usize,
    told: Told,
}

struct Input {
    name: String,
    stream: Stream,
}

#[wasm_bindgen]
impl Importer {
    /// An empty session with a random key of its own.
    ///
    /// # Errors
    /// When the browser gives no random bytes.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        let recorder = Recorder::new(random_key()?, SessionSource::Mixed);
        Ok(Self { recorder, source: None, inputs: 0, input: None, count: 0, told: Told::default() })
    }

    /// Begins an input. Out: as what it is shown: `name`, unless the name itself may be a secret.
    pub fn begin(&mut self, name: String) -> String {
        self.inputs += 1;
        let name = if selfcheck::is_harmless_name(&name) { name } else { format!("input {}", self.inputs) };
        self.input = Some(Input { stream: Stream::new(Some(name.clone())), name: name.clone() });
        name
    }

    /// Takes the next bytes of the input.
    ///
    /// # Errors
    /// When the input stops being what it looks like; the message says where.
    pub fn push(&mut self, slice: &[u8]) -> Result<(), JsError> {
        let Some(mut input) = self.input.take() else { return Ok(()) };
        leaving_nothing(|| input.stream.push(slice, &mut |piece| self.take(&input.name, piece)))?;
        self.input = Some(input);
        Ok(())
    }

    /// Ends the input.
    ///
    /// # Errors
    /// When the input is not of its form; the message says why.
    pub fn end(&mut self) -> Result<(), JsError> {
        let Some(Input { name, stream }) = self.input.take() else { return Ok(()) };
        let form = leaving_nothing(|| stream.finish(&mut |piece| self.take(&name, piece)))?;
        self.came_from(form);
        Ok(())
    }

    /// Leaves the rest of the input unread. `read` says how much of it was read, in words.
    pub fn stop(&mut self, read: &str) {
        let Some(Input { name, stream }) = self.input.take() else { return };
        let form = stream.form().unwrap_or(Form::Text);
        self.came_from(form);
        if form == Form::Text {
            // A text is whole at every line.
            _ = leaving_nothing(|| stream.finish(&mut |piece| self.take(&name, piece)));
        }
        self.note(
            "input-stopped",
            &format!("{name}: reading was stopped after {read}. What was read before is shown."),
        );
    }

    /// Reads the built-in sample.
    ///
    /// # Errors
    /// Never in practice: the sample is an exchange.
    pub fn sample(&mut self) -> Result<(), JsError> {
        _ = self.begin(SAMPLE_NAME.to_owned());
        self.push(SAMPLE.as_bytes())?;
        self.end()
    }

    /// How many exchanges were found.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Judges what was read since the last news.
    pub fn judge(&mut self) {
        self.recorder.judge_held();
    }

    /// The next news after [`Importer::judge`], with at most `most` findings. Nothing when everything was told.
    ///
    /// # Errors
    /// Never in practice: an update can always be written.
    pub fn news(&mut self, most: usize) -> Result<Option<News>, JsError> {
        let Some(mut update) = self.told.next(&self.recorder, most) else { return Ok(None) };
        update.session.source = self.source.unwrap_or(SessionSource::Text);
        news::write(&update).map(Some)
    }

    /// What lets the page look for the values of the inputs in what is to leave it, without being told them: numbers for
    /// `Viewer.newReader`.
    #[wasm_bindgen(js_name = shareValues)]
    pub fn share_values(&self) -> Vec<u64> {
        self.recorder.share_values()
    }

    /// The values that were read since this was last asked, as hashes for `Viewer.sawValues`.
    #[wasm_bindgen(js_name = freshValues)]
    pub fn fresh_values(&self) -> Vec<u64> {
        self.recorder.fresh_values()
    }

    /// Says that the input `name` holds nothing to explain.
    pub fn nothing(&mut self, name: &str) {
        self.note("nothing-found", &format!("{name} holds no OAuth exchange, and no error of one."));
    }

    /// Takes in the developer's answer to the question of the page `cause`, about finding `finding`. The news tell what it
    /// changes.
    pub fn state(&mut self, finding: u32, cause: &str, yes: bool) {
        self.recorder.judge_held();
        if let Ok(keep) = self.recorder.state(finding, cause, yes) {
            self.told.changed(keep);
        }
    }

    fn take(&mut self, name: &str, piece: Evidence) {
        if let Evidence::Note(note) = piece {
            self.note(&note.id, &format!("{name}: {}", note.text));
            return;
        }
        // Entries may come in any order, and each one judges anew whatever started after it: that is done once for many.
        self.recorder.hold();
        if let Some(keep) = self.recorder.take(&piece) {
            self.count += 1;
            self.told.changed(keep);
        }
    }

    /// Says something about the input; what was said about others stays.
    fn note(&mut self, id: &str, text: &str) {
        self.recorder.note(&format!("{id}-{}", self.inputs), text);
        self.told.is_behind = true;
    }

    fn came_from(&mut self, form: Form) {
        let source = match form {
            Form::Har => SessionSource::Har,
            Form::Http | Form::Curl | Form::Json => SessionSource::Http,
            _ => SessionSource::Text,
        };
        let is_new = self.source.is_some_and(|known| known != source);
        self.source = Some(if is_new { SessionSource::Mixed } else { source });
    }
}

/// The name of the sample, by which the viewer knows it.
const SAMPLE_NAME: &str = "Sample";

const SAMPLE: &str = include_str!("sample.http");
