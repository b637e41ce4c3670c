//! In: a [`Sighting`]. Out: the [`Exchange`] that it tells of.
//!
//! Nothing is concluded from what the text leaves out: the request's body counts as not recorded.

use super::{Answer, Api, Exchange, Grant, Provider, Seen, Sender, answer::ErrorPage, parameters::Raw, texts, uri};
use crate::{
    causes, providers,
    report::{Kind, Place},
    secret::Key,
    sighting::Sighting,
};

impl Exchange {
    /// Reads what `sighting` tells.
    pub fn sighted(sighting: &Sighting, key: &Key) -> Self {
        let is_page = sighting.kind == Kind::AuthorizationError;
        let place = if is_page { Place::Query } else { Place::Body };
        let raws: Vec<_> =
            sighting.parameters.iter().map(|(name, value)| Raw::new(name.clone(), place, value.clone())).collect();
        let mut answer = Answer::sighted(sighting, &raws);
        let mut parameters: Vec<_> = raws.into_iter().map(|raw| raw.seal(key)).collect();
        if is_page {
            // What Google's page lists is its own account of the request.
            answer.error_page = Some(ErrorPage::default());
            answer.members = std::mem::take(&mut parameters);
        }
        let stated = parameters.iter().any(|parameter| parameter.name == "grant_type");
        let (kind, api) = call(sighting);
        Self {
            kind,
            provider: provider(sighting, &answer),
            look_alike: false,
            started: sighting.at,
            duration: None,
            method: if is_page { "GET" } else { "POST" }.to_owned(),
            address: sighting.host.as_deref().map_or(String::new(), |host| uri::host(host, key)),
            target: None,
            body: "absent",
            declared: None,
            grant: if stated { Some(super::grant_of(&parameters)) } else { sighting.grant }
                .filter(|grant| *grant != Grant::Other),
            api,
            parameters,
            client: None,
            remarks: repeated(sighting.times).into_iter().collect(),
            answer,
            seen: Seen::InText,
            is_whole: false,
            sender: Sender::default(),
            page: None,
            library: sighting.library.clone(),
            origin: sighting.origin.clone(),
        }
    }
}

/// Whose server it is: where the text leaves it open, the host or the words may still name it.
fn provider(sighting: &Sighting, answer: &Answer) -> Provider {
    if matches!(sighting.provider, Provider::Google | Provider::Known(_)) {
        return sighting.provider;
    }
    let by_host = sighting.host.as_deref().and_then(|host| providers::at(host, "", true));
    by_host.or(answer.server).map_or(sighting.provider, Provider::Known)
}

/// A text that repeats a failure is one finding; how often is worth knowing.
fn repeated(times: u32) -> Option<String> {
    (times > 1).then(|| format!("The text shows this failure {times} times."))
}

/// What was asked. The text's reader may know; else an API's host does, or a status that only APIs answer with.
fn call(sighting: &Sighting) -> (Kind, Option<Api>) {
    let api = match sighting.host.as_deref().filter(|_| sighting.provider == Provider::Google) {
        // The last of these also serves APIs; a text that says no more leaves it open.
        None | Some("oauth2.googleapis.com" | "sts.googleapis.com" | "accounts.google.com" | "www.googleapis.com") => {
            None
        }
        Some(host) => Some(Api::at(host, "")),
    };
    let is_api = api.is_some()
        || sighting.error.as_deref().is_some_and(|error| RPC_CODES.contains(&error))
        || sighting.error.is_none() && sighting.description.as_deref().is_some_and(is_said_by_apis_alone);
    let kind = if is_api && sighting.kind == Kind::TokenRequest { Kind::ApiCall } else { sighting.kind };
    (kind, api.filter(|_| kind == Kind::ApiCall))
}

/// Whether every page that knows the text speaks of API calls.
fn is_said_by_apis_alone(text: &str) -> bool {
    let mut pages = causes::all().iter().filter(|cause| {
        cause.when.iter().flat_map(|row| row.descriptions).any(|known| !known.is_empty() && texts::matches(known, text))
    });
    let is_api = |cause: &causes::Cause| cause.kinds == [Kind::ApiCall];
    pages.next().is_some_and(is_api) && pages.all(is_api)
}

/// Statuses in error objects of Google's APIs that concern authorization
/// (<https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>).
pub const RPC_CODES: [&str; 6] = [
    "UNAUTHENTICATED",
    "PERMISSION_DENIED",
    "FAILED_PRECONDITION",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "RESOURCE_EXHAUSTED",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(error: &str, host: Option<&str>) -> (Kind, Option<Api>) {
        let mut sighting = Sighting::default();
        sighting.provider = Provider::Google;
        sighting.error = Some(error.to_owned());
        sighting.host = host.map(str::to_owned);
        let exchange = Exchange::sighted(&sighting, &Key::new([7; 32]));
        (exchange.kind, exchange.api)
    }

    #[test]
    fn an_api_refusal_is_no_token_request() {
        assert_eq!(kind_of("invalid_grant", None), (Kind::TokenRequest, None));
        assert_eq!(kind_of("invalid_grant", Some("oauth2.googleapis.com")), (Kind::TokenRequest, None));
        assert_eq!(kind_of("PERMISSION_DENIED", None), (Kind::ApiCall, None));
        assert_eq!(kind_of("forbidden", Some("gmail.googleapis.com")), (Kind::ApiCall, Some(Api::Gmail)));
        assert!(is_said_by_apis_alone("Precondition check failed."));
        assert!(!is_said_by_apis_alone("Bad Request"));
        assert!(!is_said_by_apis_alone("a text that no page knows"));
    }
}
