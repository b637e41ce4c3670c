//! In: what a fuzz target made of its bytes. Out: nothing; a panic when something does not hold that must hold of any input.

use grantlens::{
    har::{AnswerBody, Entry, RequestBody},
    intake::Evidence,
    recorder::Recorder,
    render::{
        curl, har, markdown,
        terminal::{self, Style},
    },
    report::SessionSource,
};
use std::hash::{BuildHasher, RandomState};

/// A token request with this body and this answer.
pub fn token_request(content_type: &str, body: &str, status: u16, answer: &str) -> Entry {
    let mut entry = Entry::default();
    entry.method = "POST".to_owned();
    entry.url = "https://oauth2.googleapis.com/token".to_owned();
    entry.headers.push("Content-Type", content_type);
    entry.body = RequestBody::Text(body.to_owned());
    entry.status = status;
    entry.answer_body = AnswerBody::Text(answer.to_owned());
    entry
}

/// A request for this address.
pub fn get(url: String) -> Entry {
    let mut entry = Entry::default();
    entry.method = "GET".to_owned();
    entry.url = url;
    entry.status = 302;
    entry
}

/// The texts that tell of `pieces`: JSON, terminal, Markdown, HAR, commands.
///
/// # Panics
/// When the self-check finds anything: the types should have kept it out.
pub fn explained(pieces: impl IntoIterator<Item = Evidence>) -> [String; 5] {
    let mut recorder = Recorder::new(key(), SessionSource::Mixed);
    recorder.judge_at_once(|recorder| {
        for piece in pieces {
            recorder.take(&piece);
        }
    });
    let report = recorder.report();
    for finding in &report.findings {
        assert!(
            finding.headline != "The self-check keeps this exchange back",
            "held back: {:?}",
            finding.request.remarks
        );
    }
    let json = match recorder.export() {
        Ok(json) => json,
        Err(leak) => panic!("{leak}"),
    };
    let style = Style { shows_all: true, ..Style::default() };
    let commands: Vec<_> = report.findings.iter().filter_map(curl::command).collect();
    let texts =
        [json, terminal::report(&report, style), markdown::report(&report), har::file(&report), commands.concat()];
    for text in &texts {
        if let Err(leak) = recorder.vouch(text) {
            panic!("{leak}");
        }
    }
    texts
}

/// A new key, as every session has: under one that stays, the fuzzer learns the fingerprints and sends them as values.
fn key() -> [u8; 32] {
    let state = RandomState::new();
    std::array::from_fn(|place| state.hash_one(place).to_le_bytes()[0])
}
