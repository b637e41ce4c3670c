//! In: the report's closed kinds. Out: their names as the JSON report writes them, for attributes.
//!
//! No words for readers are here: those are in [`super::words`].

use crate::report::{Kind, Outcome, Place, Standing};

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::AuthorizationRequest => "authorization-request",
        Kind::Redirect => "redirect",
        Kind::TokenRequest => "token-request",
        Kind::Revocation => "revocation",
        Kind::DeviceAuthorization => "device-authorization",
        Kind::ApiCall => "api-call",
        Kind::Credentials => "credentials",
        Kind::AuthorizationError => "authorization-error",
    }
}

pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => "succeeded",
        Outcome::Failed => "failed",
        Outcome::Unknown => "unknown",
    }
}

pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "confirmed",
        Standing::Likely => "likely",
        Standing::Possible => "possible",
        Standing::RuledOut => "ruled-out",
    }
}

pub(crate) fn place(place: Place) -> &'static str {
    match place {
        Place::Query => "query",
        Place::Fragment => "fragment",
        Place::Body => "body",
        Place::Header => "header",
        Place::Path => "path",
        Place::Claim => "claim",
    }
}
