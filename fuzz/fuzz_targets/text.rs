//! Any text, as what it looks like and as a log, is read or refused, and nothing of it leaks.
#![no_main]

use grantlens::intake::{Evidence, detect, text::Reader};
use grantlens_fuzz::explained;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(pieces) = detect::read(text, None, Some("app.log")) {
        explained(pieces);
    }
    let mut found = Vec::new();
    let mut reader = Reader::new(None);
    let (first, second) = text.split_at(text.floor_char_boundary(text.len() / 2));
    reader.push(first, &mut |sighting| found.push(Evidence::from(sighting)));
    reader.push(second, &mut |sighting| found.push(Evidence::from(sighting)));
    reader.finish(&mut |sighting| found.push(Evidence::from(sighting)));
    explained(found);
});
