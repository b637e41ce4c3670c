//! In: nothing. Out: [`Sighting`], what a text (a log line, a stack trace, an error page) tells of a request that
//! nobody recorded.
//!
//! It stands beside [`crate::har::Entry`]: readers of text in [`crate::intake`] make it, [`crate::exchange`] reads it. A text
//! may quote credentials, so a sighting is overwritten when it is dropped and has no `Debug`.

use crate::{
    exchange::{Grant, Provider},
    report::{Kind, Library, Origin},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What a text tells of one failed request.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Sighting {
    /// What kind of exchange it was; a token request, unless the text tells another.
    #[zeroize(skip)]
    pub kind: Kind,
    /// The `error` code.
    pub error: Option<String>,
    /// The `error_description` to the letter, with escapes and character references undone.
    pub description: Option<String>,
    /// The `error_subtype`.
    pub subtype: Option<String>,
    /// The answer's HTTP status.
    pub status: Option<u16>,
    /// The grant, where the text tells it.
    #[zeroize(skip)]
    pub grant: Option<Grant>,
    /// Whose server answered: by its address or by its wording; [`Provider::Unknown`] where neither tells.
    #[zeroize(skip)]
    pub provider: Provider,
    /// The host of the token endpoint, where the text names it.
    pub host: Option<String>,
    /// The client library that wrote the text.
    #[zeroize(skip)]
    pub library: Option<Library>,
    /// Where the server's answer is, when the library that wrote the text has swallowed it: one sentence.
    #[zeroize(skip)]
    pub swallowed: Option<&'static str>,
    /// Parameters of the request that the text quotes, by name and value.
    pub parameters: Vec<(String, String)>,
    /// When it happened, in milliseconds since the epoch.
    pub at: Option<i64>,
    /// The answer's `Date` header, in seconds since the epoch.
    pub date: Option<i64>,
    /// How many times the text shows the same failure: 1 for once.
    pub times: u32,
    /// Where it was read.
    #[zeroize(skip)]
    pub origin: Option<Origin>,
}

impl Default for Sighting {
    fn default() -> Self {
        Self {
            kind: Kind::TokenRequest,
            error: None,
            description: None,
            subtype: None,
            status: None,
            grant: None,
            provider: Provider::Unknown,
            host: None,
            library: None,
            swallowed: None,
            parameters: Vec::new(),
            at: None,
            date: None,
            times: 1,
            origin: None,
        }
    }
}
