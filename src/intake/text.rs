//! In: a log, a stack trace or another text, in slices of any size. Out: [`Sighting`] values, what the text tells of
//! failed token requests.
//!
//! Memory stays bounded whatever the text. Nothing is judged here, and no value that a text quotes is kept for longer
//! than its sighting.

use super::xoauth2;
use crate::{report::Origin, sighting::Sighting};

/// Reads a text that comes in slices.
pub struct Reader {
    input: Option<String>,
    line: u32,
    rest: String,
    open: Option<Sighting>,
}

impl Reader {
    /// A reader for one text; `input` is the name to show for it.
    pub fn new(input: Option<String>) -> Self {
        Self { input, line: 0, rest: String::new(), open: None }
    }

    /// Takes the next slice; `found` gets each sighting that is complete.
    pub fn push(&mut self, chunk: &str, found: &mut dyn FnMut(Sighting)) {
        let mut chunk = chunk;
        while let Some(end) = memchr::memchr(b'\n', chunk.as_bytes()) {
            self.rest.push_str(&chunk[..end]);
            chunk = &chunk[end + 1..];
            let line = std::mem::take(&mut self.rest);
            self.read_line(&line, found);
        }
        self.rest.push_str(chunk);
    }

    /// Ends the text; `found` gets what was still open.
    pub fn finish(mut self, found: &mut dyn FnMut(Sighting)) {
        let line = std::mem::take(&mut self.rest);
        if !line.is_empty() {
            self.read_line(&line, found);
        }
        if let Some(open) = self.open.take() {
            found(open);
        }
    }

    fn read_line(&mut self, line: &str, found: &mut dyn FnMut(Sighting)) {
        self.line = self.line.saturating_add(1);
        if let Some(mut sighting) = xoauth2::refusal(line) {
            let line = Some(self.line);
            sighting.origin =
                Some(Origin { input: self.input.clone(), entry: None, first_line: line, last_line: line });
            return found(sighting);
        }
        let Some(code) = CODES.into_iter().find(|code| line.contains(code)) else { return };
        if let Some(open) = self.open.as_mut().filter(|open| open.error.as_deref() == Some(code)) {
            if let Some(origin) = &mut open.origin {
                origin.last_line = Some(self.line);
            }
            return;
        }
        let origin =
            Origin { input: self.input.clone(), entry: None, first_line: Some(self.line), last_line: Some(self.line) };
        let mut sighting = Sighting::default();
        sighting.error = Some(code.to_owned());
        sighting.origin = Some(origin);
        if let Some(done) = self.open.replace(sighting) {
            found(done);
        }
    }
}

/// Reads a whole text.
pub fn read(text: &str) -> Vec<Sighting> {
    let mut sightings = Vec::new();
    let mut reader = Reader::new(None);
    reader.push(text, &mut |sighting| sightings.push(sighting));
    reader.finish(&mut |sighting| sightings.push(sighting));
    sightings
}

const CODES: [&str; 4] = ["invalid_grant", "invalid_client", "unauthorized_client", "redirect_uri_mismatch"];
