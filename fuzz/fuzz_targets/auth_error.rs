//! Any bytes in Google's error page are read, and nothing of them leaks.
#![no_main]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use grantlens_fuzz::{explained, get};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = URL_SAFE_NO_PAD.encode(bytes);
    explained([get(format!("https://accounts.google.com/signin/oauth/error?authError={text}&client_id=x")).into()]);
});
