//! Any form body of a token request is read, and nothing of it leaks.
#![no_main]

use grantlens_fuzz::{explained, token_request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| {
    let entry = token_request("application/x-www-form-urlencoded", body, 400, "{\"error\":\"invalid_grant\"}");
    let [json, ..] = explained([entry.into()]);
    assert!(json.contains("\"error\": \"invalid_grant\""), "the answer is lost");
});
