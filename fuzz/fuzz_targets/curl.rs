//! Any command and any terminal text is read or refused, and nothing of it leaks.
#![no_main]

use grantlens::intake::detect::{self, Form};
use grantlens_fuzz::explained;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let whole = format!("curl https://oauth2.googleapis.com/token {text}");
    for text in [text, &whole] {
        if let Ok(pieces) = detect::read(text, Some(Form::Curl), None) {
            explained(pieces);
        }
    }
});
