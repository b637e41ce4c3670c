//! Any query of an address that OAuth uses is read, and nothing of it leaks.
#![no_main]

use grantlens_fuzz::{explained, get};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    let places = [
        "https://accounts.google.com/o/oauth2/v2/auth?",
        "https://app.example.com/callback?state=x&code=4/x&",
        "https://app.example.com/callback#access_token=x&state=y&",
        "https://oauth2.googleapis.com/token?grant_type=refresh_token&",
    ];
    explained(places.map(|place| get(format!("{place}{query}")).into()));
});
