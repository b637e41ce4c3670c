//! In: nothing. Out: [`Credentials`], what a key file, a token file or a pasted value holds, apart from any exchange.
//!
//! It stands beside [`crate::har::Entry`] and [`crate::sighting::Sighting`]: readers in [`crate::intake`] make it,
//! [`crate::exchange`] seals it and judges its shape. It is overwritten when it is dropped and has no `Debug`.

use crate::report::Origin;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Credentials that are kept, not sent.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Credentials {
    /// What they are.
    #[zeroize(skip)]
    pub form: Form,
    /// Names and values in order. The items of a list come one by one under the list's name.
    pub members: Vec<(String, String)>,
    /// Where they were read.
    #[zeroize(skip)]
    pub origin: Option<Origin>,
}

/// What credentials are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A service account's key file.
    ServiceAccountKey,
    /// `client_secret.json` of a web application.
    WebClient,
    /// `client_secret.json` of an installed application.
    InstalledClient,
    /// A refresh token with its client, as libraries and gcloud store it.
    AuthorizedUser,
    /// A configuration for workload or workforce identity federation.
    ExternalAccount,
    /// A configuration for impersonating a service account.
    ImpersonatedAccount,
    /// Tokens as an app keeps them.
    StoredTokens,
    /// The answer of a token endpoint.
    TokenAnswer,
    /// The assertion of a JWT bearer grant.
    Assertion,
    /// An ID token.
    IdToken,
    /// A single value: a token, a code, a secret.
    Value,
}

impl Form {
    /// The form in words, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Self::ServiceAccountKey => "a service account's key file",
            Self::WebClient => "the client file of a web application",
            Self::InstalledClient => "the client file of an installed application",
            Self::AuthorizedUser => "a stored authorization of a user",
            Self::ExternalAccount => "a configuration for identity federation",
            Self::ImpersonatedAccount => "a configuration for impersonating a service account",
            Self::StoredTokens => "a file of stored tokens",
            Self::TokenAnswer => "the answer of a token endpoint",
            Self::Assertion => "an assertion",
            Self::IdToken => "an ID token",
            Self::Value => "a credential",
        }
    }
}
