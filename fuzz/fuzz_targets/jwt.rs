//! Any JWT is read, well formed or not, and nothing of it leaks.
#![no_main]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use grantlens_fuzz::{explained, token_request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (header, claims) = text.split_once('\n').unwrap_or(("{\"alg\":\"RS256\"}", text));
    let written = format!("{}.{}.c2ln", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    let form = "application/x-www-form-urlencoded";
    let bodies =
        [format!("{grant}{written}"), format!("{grant}{text}"), format!("{grant}x&client_assertion={written}")];
    explained(bodies.map(|body| token_request(form, &body, 400, "{\"error\":\"invalid_grant\"}").into()));
});
