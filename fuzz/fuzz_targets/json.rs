//! Any JSON body and any answer is read, and nothing of it leaks.
#![no_main]

use grantlens_fuzz::{explained, token_request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let as_body = token_request("application/json", text, 400, "{\"error\":\"invalid_request\"}");
    let as_answer = token_request("application/x-www-form-urlencoded", "grant_type=refresh_token", 400, text);
    explained([as_body.into(), as_answer.into()]);
});
