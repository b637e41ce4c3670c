//! A value that stands anywhere in any input stands in no output. The byte 1 stands for the value.
#![no_main]

use grantlens::intake::detect;
use grantlens_fuzz::explained;
use libfuzzer_sys::fuzz_target;

/// Invented, and of no word of any page.
const CANARY: &str = "Zk7Qw2tR9mB3nLxY5vKdPe8sU1gH";

/// So many characters of it in a row are a leak.
const WINDOW: usize = 8;

fuzz_target!(|text: &str| {
    let text = text.replace('\u{1}', CANARY);
    let Ok(pieces) = detect::read(&text, None, Some("input.har")) else { return };
    for output in explained(pieces) {
        let letters: String = output.chars().filter(char::is_ascii_alphanumeric).collect();
        for at in 0..=CANARY.len() - WINDOW {
            let window = &CANARY[at..at + WINDOW];
            assert!(!letters.contains(window), "{window} of the value leaks");
        }
    }
});
