//! Any address is classified; Google's is only what is Google's to the letter.
#![no_main]

use grantlens::exchange::{Endpoint, Provider, url::Url};
use grantlens_fuzz::{explained, get};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(url) = Url::split(text) {
        let endpoint = Endpoint::of(&url);
        if endpoint.provider == Provider::Google {
            assert!(url.is_plain_https() && url.host.is_ascii());
            let is_googles = ["google.com", "googleapis.com", "googleusercontent.com"].iter().any(|domain| {
                url.host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
            });
            assert!(is_googles, "{}", url.host);
        }
    }
    explained([get(text.to_owned()).into(), get(format!("{text}?code=4/x&state=y")).into()]);
});
