//! In: a call of one of Google's APIs. Out: [`Api`], which one it is, and what of the call matters to OAuth: whether its
//! refusal is about authorization, and who is named in its path.
//!
//! Most failed calls have nothing to do with OAuth and stay out; what an answer means is decided in [`crate::causes`].

use super::{parameters::Raw, url::Url};
use crate::{
    har::{AnswerBody, Entry},
    report::Place,
    secret::percent_decoded,
};

/// An API of Google's that pages speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// The Gmail API (<https://developers.google.com/workspace/gmail/api/reference/rest>).
    Gmail,
    /// The endpoints that tell about a token: `tokeninfo`.
    TokenInfo,
    /// The Service Account Credentials API (<https://cloud.google.com/iam/docs/reference/credentials/rest>).
    IamCredentials,
    /// Any other API.
    Other,
}

impl Api {
    /// The API at this host and path of Google's.
    pub fn at(host: &str, path: &str) -> Self {
        let is_tokeninfo = path.trim_end_matches('/').ends_with("/tokeninfo");
        match host {
            "gmail.googleapis.com" => Self::Gmail,
            "iamcredentials.googleapis.com" => Self::IamCredentials,
            "oauth2.googleapis.com" | "www.googleapis.com" if is_tokeninfo => Self::TokenInfo,
            "www.googleapis.com" | "content.googleapis.com"
                if path.starts_with("/gmail/") || path.starts_with("/upload/gmail/") =>
            {
                Self::Gmail
            }
            _ => Self::Other,
        }
    }

    /// Whether the answer of `entry` may be a refusal for its authorization. `is_authorized`: the call brings a token.
    pub(super) fn refuses(self, entry: &Entry, is_authorized: bool) -> bool {
        match (self, entry.status) {
            (Self::TokenInfo, 400..500) | (Self::Gmail | Self::IamCredentials, 401 | 403) => true,
            (Self::IamCredentials, 400 | 404) | (Self::Other, 401 | 403) => is_authorized,
            (Self::Gmail, 400) => is_authorized && names_failed_precondition(entry),
            _ => false,
        }
    }
}

/// A 400 of the Gmail API is mostly a malformed call; this status is about the mailbox.
fn names_failed_precondition(entry: &Entry) -> bool {
    let AnswerBody::Text(text) = &entry.answer_body else { return false };
    let start = text.as_bytes().get(..text.len().min(LOOKED_AT)).unwrap_or_default();
    ["FAILED_PRECONDITION", "failedPrecondition"]
        .iter()
        .any(|word| memchr::memmem::find(start, word.as_bytes()).is_some())
}

/// How much of an answer is searched for a word, in bytes.
const LOOKED_AT: usize = 65_536;

/// What the path of a call names: Gmail's `userId`, or the `serviceAccount` and the method that a token is asked of.
pub(super) fn named_in_path(api: Api, url: &Url<'_>) -> Vec<Raw> {
    let after = |name: &str| {
        let mut segments = url.path.split('/').skip_while(|segment| *segment != name);
        segments.nth(1).filter(|segment| !segment.is_empty())
    };
    let raw = |name: &str, value: &str| Raw::new(name.to_owned(), Place::Path, percent_decoded(value).into_owned());
    match api {
        Api::Gmail => after("users").map(|user| raw("userId", user)).into_iter().collect(),
        Api::IamCredentials => {
            let Some(resource) = after("serviceAccounts") else { return Vec::new() };
            let (account, method) = resource.rsplit_once(':').unwrap_or((resource, ""));
            let method = (!method.is_empty()).then(|| raw("method", method));
            std::iter::once(raw("serviceAccount", account)).chain(method).collect()
        }
        Api::TokenInfo | Api::Other => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(status: u16, body: &str) -> Entry {
        let mut entry = Entry::default();
        entry.status = status;
        entry.answer_body = AnswerBody::Text(body.to_owned());
        entry
    }

    #[test]
    fn knows_the_apis() {
        assert_eq!(Api::at("gmail.googleapis.com", "/gmail/v1/users/me/messages"), Api::Gmail);
        assert_eq!(Api::at("www.googleapis.com", "/gmail/v1/users/me/messages"), Api::Gmail);
        assert_eq!(Api::at("www.googleapis.com", "/oauth2/v3/tokeninfo"), Api::TokenInfo);
        assert_eq!(Api::at("oauth2.googleapis.com", "/tokeninfo"), Api::TokenInfo);
        assert_eq!(Api::at("people.googleapis.com", "/v1/people/me"), Api::Other);
    }

    #[test]
    fn few_failures_are_refusals() {
        assert!(Api::Gmail.refuses(&entry(400, r#"{"error":{"status":"FAILED_PRECONDITION"}}"#), true));
        assert!(!Api::Gmail.refuses(&entry(400, r#"{"error":{"status":"INVALID_ARGUMENT"}}"#), true));
        assert!(!Api::Gmail.refuses(&entry(404, ""), true));
        assert!(Api::IamCredentials.refuses(&entry(404, ""), true));
        assert!(!Api::Other.refuses(&entry(404, ""), true));
        assert!(!Api::Other.refuses(&entry(403, ""), false));
        assert!(Api::TokenInfo.refuses(&entry(400, ""), false));
    }

    #[test]
    fn reads_the_path() {
        let named = |api, text: &str| {
            let url = Url::split(text).expect("an address");
            named_in_path(api, &url)
                .iter()
                .map(|raw| format!("{}={}", raw.name, raw.value.expose()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            named(Api::Gmail, "https://gmail.googleapis.com/gmail/v1/users/a%40mail-app.example/messages"),
            ["userId=a@mail-app.example"]
        );
        assert_eq!(
            named(
                Api::IamCredentials,
                "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/robot@p.iam.gserviceaccount.com:generateAccessToken"
            ),
            ["serviceAccount=robot@p.iam.gserviceaccount.com", "method=generateAccessToken"]
        );
        assert!(named(Api::Gmail, "https://gmail.googleapis.com/gmail/v1/users").is_empty());
    }
}
