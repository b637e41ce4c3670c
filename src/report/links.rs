//! In: nothing. Out: the part of the report's shape that ties exchanges together: what they share, and the way that a
//! credential goes from one to another.

use serde::{Deserialize, Serialize};

/// Another exchange that shares a credential with this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Related {
    /// The other exchange's number.
    pub number: u32,
    /// What ties them together: `same authorization code`, `same state`, `issued this refresh token`.
    pub by: String,
}

/// The way of one credential, or of a `state`, from an earlier exchange to this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Link {
    /// The number of the earlier exchange.
    pub from: u32,
    /// How the earlier exchange had it.
    pub start: LinkStart,
    /// What it is, in words: `authorization code`, `refresh token`, `state`, `PKCE verifier`.
    pub credential: String,
    /// The fingerprint that the value has in the earlier exchange; of a `code_verifier`, the one that it has here.
    pub fingerprint: String,
    /// True when this request does not carry the very value, but one that becomes it by one more percent-decoding.
    pub is_altered: bool,
}

/// How an exchange had a credential that a later one carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum LinkStart {
    /// Its answer issued the value, or the redirect brought it to the app.
    Issued,
    /// It sent the value; where that was issued was not seen.
    Sent,
    /// It sent the `code_challenge` that is computed from the value, a `code_verifier` (RFC 7636 section 4.2).
    Challenged,
}
