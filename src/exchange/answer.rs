//! In: the status, headers and body of an answer. Out: [`Answer`]: what the server said, in OAuth's words
//! (RFC 6749 sections 5.1 and 5.2), or why that cannot be read.
//!
//! An app's own page counts too: when the app's server exchanges the code, its error page is all that the browser sees.

use super::{
    harmless, hearsay,
    json::Json,
    parameters::{self, Parameter, Raw, Value},
    texts::{self, Text},
};
use crate::{
    har::{AnswerBody, Entry},
    providers::{self, Server},
    report::{BodyState, Outcome, Place},
    secret::{Fingerprint, Key, Secret},
    sighting::Sighting,
    time,
};

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// Whether the body could be read.
    pub body: BodyState,
    /// What is to be said about a body that was not read as an OAuth answer, or not read whole.
    pub note: Option<String>,
    /// The `error` code.
    pub error: Option<String>,
    /// The `error_description`.
    pub description: Option<Text>,
    /// The `error_subtype`; of a Google API's error object the `reason`, which tells as much.
    pub subtype: Option<String>,
    /// The `Date` header in seconds since the epoch: the server's clock.
    pub date: Option<i64>,
    /// The members of the body, or the parameters of the address that the answer redirects to.
    pub members: Vec<Parameter>,
    /// How the exchange ended.
    pub outcome: Outcome,
    /// True when the error was read from a page that an app made, not from an OAuth answer.
    pub is_second_hand: bool,
    /// The authorization server's own error page, when it refuses there instead of sending the browser back.
    pub error_page: Option<ErrorPage>,
    /// The fingerprint of the address to which a refusal sends the browser, without its fragment.
    pub leads_to: Option<Fingerprint>,
    /// The server, not Google's, that alone describes an error in these words.
    pub server: Option<&'static Server>,
}

/// What the authorization server's own error page tells beside the error.
#[derive(Clone, Debug, Default)]
pub struct ErrorPage {
    /// The places, from 1, of the scopes that it calls invalid among those that were asked for.
    pub invalid_scopes: Vec<usize>,
}

/// The largest body that is read, in bytes.
pub const LARGEST: usize = 1 << 20;

impl Answer {
    /// Reads the answer of `entry`. `sent` are the secrets of its own request: where the server echoes one, the echo is
    /// hidden.
    pub(super) fn read(entry: &Entry, sent: &[Raw], key: &Key) -> Self {
        let mut answer = Self {
            status: (entry.status != 0).then_some(entry.status),
            body: BodyState::Read,
            note: None,
            error: None,
            description: None,
            subtype: None,
            date: entry.answer_header("date").and_then(time::from_http_date),
            members: Vec::new(),
            outcome: Outcome::Unknown,
            is_second_hand: false,
            error_page: None,
            leads_to: None,
            server: None,
        };
        match &entry.answer_body {
            AnswerBody::Missing(state) => {
                answer.body = *state;
                answer.note = missing_note(*state, entry.status);
            }
            AnswerBody::Text(text) if text.len() > LARGEST => {
                answer.body = BodyState::TooLarge;
                answer.note = Some(format!("The answer holds more than {LARGEST} bytes, the most that is read."));
            }
            AnswerBody::Text(text) => answer.read_body(text, sent, key),
        }
        answer.outcome = match (entry.status, &answer.error) {
            (_, Some(_)) | (400.., _) => Outcome::Failed,
            (0, None) => Outcome::Unknown,
            (_, None) => Outcome::Succeeded,
        };
        answer
    }

    /// What a text tells of an answer. `sent` are the request's secrets, as for [`Answer::read`].
    pub(super) fn sighted(sighting: &Sighting, sent: &[Raw]) -> Self {
        let secrets: Vec<_> = sent.iter().map(|raw| raw.value.expose()).collect();
        let is_failure = sighting.error.is_some() || sighting.status.is_none_or(|status| status >= 400);
        Self {
            status: sighting.status,
            body: BodyState::NotRecorded,
            note: sighting.swallowed.map(str::to_owned),
            error: sighting.error.as_deref().map(error_code),
            description: sighting.description.as_deref().map(|text| Text::read(text, &secrets)),
            subtype: sighting.subtype.clone().filter(|text| harmless::is_reason(text)),
            date: sighting.date,
            members: Vec::new(),
            outcome: if is_failure { Outcome::Failed } else { Outcome::Unknown },
            is_second_hand: true,
            error_page: None,
            leads_to: None,
            server: sighting.description.as_deref().and_then(providers::by_description),
        }
    }

    /// The first member with this name.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.members.iter().find(|member| member.name == name).map(|member| &member.value)
    }

    /// The first member with this name, when it is a harmless text or number.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.member(name)?.text()
    }

    fn read_body(&mut self, text: &str, sent: &[Raw], key: &Key) {
        match Json::read(text) {
            Some(json @ Json::Object(_)) => {
                self.read_members(json, sent, key);
                if self.error.is_none() && self.status.is_some_and(|status| status >= 400) {
                    self.read_words(text, sent);
                }
            }
            Some(_) => self.note = Some("The answer is JSON, and not an object.".to_owned()),
            None if text.trim().is_empty() => {
                self.body = BodyState::Empty;
                self.note = missing_note(BodyState::Empty, self.status.unwrap_or(0));
            }
            None => self.read_page(text, sent),
        }
    }

    fn read_members(&mut self, json: Json, sent: &[Raw], key: &Key) {
        let secrets: Vec<_> = sent.iter().map(|raw| raw.value.expose()).collect();
        let plain = |value: Option<&Json>| value.and_then(Json::text).map(|text| text.expose().to_owned());
        let api = json.member("error").filter(|error| matches!(error, Json::Object(_)));
        let code = match api {
            Some(api) => plain(api.member("status"))
                .or_else(|| plain(api.member("message")).filter(|text| harmless::is_error_code(text))),
            None => plain(json.member("error")).or_else(|| plain(json.member("error_code"))),
        };
        self.error = code.map(|code| error_code(&code));
        let description = match api {
            Some(api) => plain(api.member("message")),
            None => plain(json.member("error_description")),
        };
        self.server = description.as_deref().and_then(providers::by_description);
        self.description = description.map(|text| Text::read(&text, &secrets));
        self.subtype = match api {
            Some(api) => reason(api),
            None => plain(json.member("error_subtype")).filter(|text| harmless::is_error_code(text)),
        };
        let mut remarks = Vec::new();
        let members = parameters::json(json, Place::Body, &mut remarks);
        remarks.extend(parameters::too_large(&members));
        self.note = (!remarks.is_empty()).then(|| remarks.join(" "));
        self.members = members
            .into_iter()
            .filter(|raw| !matches!(raw.name.as_str(), "error" | "error_description" | "error_subtype" | "error_code"))
            .map(|raw| raw.seal(key))
            .collect();
    }

    /// Looks for an OAuth error in a page that is no JSON.
    fn read_page(&mut self, page: &str, sent: &[Raw]) {
        let is_html = page.trim_start().starts_with('<');
        self.note = Some(if is_html {
            "The answer is an HTML page, not JSON.".to_owned()
        } else {
            "The answer is not JSON.".to_owned()
        });
        if self.status.is_some_and(|status| status < 400) {
            return;
        }
        self.read_words(page, sent);
    }

    /// Looks for the words of an OAuth error in a text that an app made: a page, or JSON of its own kind.
    pub(super) fn read_words(&mut self, text: &str, sent: &[Raw]) {
        let plain = texts::unescaped(&texts::unescaped(text));
        let Some(told) = hearsay::of_page(&plain).filter(|told| !told.is_bare) else { return };
        // Words without a code add nothing to what the answer itself says.
        if told.error.is_none() && self.description.is_some() {
            return;
        }
        let secrets: Vec<_> = sent.iter().map(|raw| raw.value.expose()).collect();
        self.error = told.error;
        self.description = told.description.map(|description| Text::read(&description.text, &secrets));
        self.subtype = told.subtype;
        self.is_second_hand = true;
    }
}

/// The machine-readable reason in a Google API's error object: that of `details` (google.rpc.ErrorInfo), else that of
/// `errors`, its older form.
fn reason(api: &Json) -> Option<String> {
    let of = |name: &str| {
        let Json::Array(items) = api.member(name)? else { return None };
        let reasons = items.iter().take(MOST_REASONS).filter_map(|item| item.member("reason").and_then(Json::text));
        reasons.map(Secret::expose).find(|text| harmless::is_reason(text)).map(str::to_owned)
    };
    of("details").or_else(|| of("errors"))
}

/// How many entries of an error object are looked at.
const MOST_REASONS: usize = 16;

fn error_code(text: &str) -> String {
    if harmless::is_error_code(text) { text.to_owned() } else { "an unusual error code".to_owned() }
}

fn missing_note(state: BodyState, status: u16) -> Option<String> {
    let note = match state {
        BodyState::Read => return None,
        BodyState::Empty if status < 400 => return None,
        BodyState::Empty => "The answer has no body, so the server's reason is not there.",
        BodyState::NeverRead => {
            "The page never read the answer, so the browser did not keep it. The reason is in the body: add `await response.text()`."
        }
        BodyState::RefusedByCors => {
            "The server does not let this page read the answer (CORS), and the browser hides it from DevTools too. \
             The status and the headers are all that can be seen."
        }
        BodyState::CutOff => "The page moved on before the answer could be read.",
        BodyState::TooLarge => "The answer is too large to be kept by the browser.",
        BodyState::NoAnswer => "No answer came: the connection failed or was cancelled.",
        BodyState::NotRecorded if (300..400).contains(&status) => return None,
        BodyState::NotRecorded if status == 0 => "The input holds the request and not its answer.",
        BodyState::NotRecorded => "The input does not hold the answer's body.",
    };
    Some(note.to_owned())
}

/// True for one of OAuth's error codes, in contrast to a word that an app made up.
pub(super) fn is_oauth_code(code: &str) -> bool {
    ERROR_CODES.contains(&code)
}

/// The most telling of OAuth's error codes that `text` names.
pub(super) fn named_code(text: &str) -> Option<&'static str> {
    ERROR_CODES.iter().copied().find(|code| has_word(text, code))
}

/// True when `word` stands in `text` with no letter, digit or underscore beside it.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, word).any(|at| {
        !is_part(at.checked_sub(1).and_then(|before| bytes.get(before))) && !is_part(bytes.get(at + word.len()))
    })
}

/// Error codes that are looked for in pages, the most telling first (RFC 6749 sections 4.1.2.1 and 5.2, and Google's own).
const ERROR_CODES: [&str; 21] = [
    "invalid_grant",
    "redirect_uri_mismatch",
    "invalid_client",
    "unauthorized_client",
    "deleted_client",
    "disabled_client",
    "unsupported_grant_type",
    "invalid_scope",
    "admin_policy_enforced",
    "policy_enforced",
    "org_internal",
    "disallowed_useragent",
    "restricted_client",
    "access_not_configured",
    "access_denied",
    "rate_limit_exceeded",
    "internal_failure",
    "temporarily_unavailable",
    "server_error",
    "invalid_request",
    "invalid_token",
];

/// True when the body of the answer is a refusal in OAuth's form.
pub(super) fn is_refusal(entry: &Entry) -> bool {
    let AnswerBody::Text(text) = &entry.answer_body else { return false };
    let code = |json: &Json| Some(ERROR_CODES.contains(&json.member("error")?.text()?.expose()));
    entry.status >= 400 && text.len() <= LARGEST && Json::read(text).as_ref().and_then(code).unwrap_or(false)
}

/// What an error code means, whoever sends it, in one sentence with its source.
pub fn meaning(error: &str) -> Option<&'static str> {
    Some(match error {
        "invalid_request" => "A parameter is missing, repeated or malformed (RFC 6749 section 5.2).",
        "invalid_client" => "The client is unknown, or it did not authenticate as it must (RFC 6749 section 5.2).",
        "invalid_grant" => {
            "The code, the refresh token or the assertion is invalid, expired or revoked, or does not fit this request \
             (RFC 6749 section 5.2)."
        }
        "unauthorized_client" => "This client may not use this grant (RFC 6749 section 5.2).",
        "unsupported_grant_type" => "The server does not know this grant_type (RFC 6749 section 5.2).",
        "invalid_scope" => "A scope is unknown, malformed or wider than what was granted (RFC 6749 section 5.2).",
        "access_denied" => "The person or the server refused the request (RFC 6749 section 4.1.2.1).",
        "unsupported_response_type" => "The server does not know this response_type (RFC 6749 section 4.1.2.1).",
        "server_error" | "internal_failure" => "The server failed (RFC 6749 section 4.1.2.1).",
        "temporarily_unavailable" => "The server is overloaded or under maintenance (RFC 6749 section 4.1.2.1).",
        "authorization_pending" => "The person has not yet answered on the other device (RFC 8628 section 3.5).",
        "slow_down" => "The device asks too often; it waits five seconds longer from now on (RFC 8628 section 3.5).",
        "expired_token" => "The device code is too old (RFC 8628 section 3.5).",
        "invalid_request_uri" | "invalid_request_object" => {
            "The request object is missing or malformed (RFC 9101 section 7)."
        }
        "invalid_redirect_uri" => "A redirect URI is malformed or not allowed (RFC 7591 section 3.2.2).",
        "insufficient_user_authentication" => "The person must authenticate more strongly (RFC 9470 section 3).",
        "invalid_token" => "The token is expired, revoked or malformed (RFC 6750 section 3.1).",
        "insufficient_scope" => "The token does not cover what the call needs (RFC 6750 section 3.1).",
        "invalid_target" => "The audience or resource is unknown or not allowed (RFC 8693 section 2.2.2).",
        "use_dpop_nonce" => "The server wants a nonce in the DPoP proof (RFC 9449 section 8).",
        "invalid_dpop_proof" => "The DPoP proof does not fit the request (RFC 9449 section 5).",
        "unsupported_token_type" => "The server cannot revoke this type of token (RFC 7009 section 2.2.1).",
        "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
            "The request asked for no interaction, and some is needed (OpenID Connect Core section 3.1.2.6)."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Answer {
        let mut entry = Entry::default();
        entry.status = status;
        entry.answer_body = AnswerBody::Text(body.to_owned());
        Answer::read(&entry, &[], &Key::new([7; 32]))
    }

    #[test]
    fn reads_an_error() {
        let answer = read(400, r#"{"error":"invalid_grant","error_description":"Bad Request"}"#);
        assert_eq!(answer.error.as_deref(), Some("invalid_grant"));
        assert_eq!(answer.description.map(|text| text.shown).as_deref(), Some("Bad Request"));
        assert_eq!(answer.outcome, Outcome::Failed);
    }

    #[test]
    fn reads_an_error_of_google_apis() {
        let answer = read(401, r#"{"error":{"code":401,"message":"Invalid Credentials","status":"UNAUTHENTICATED"}}"#);
        assert_eq!(answer.error.as_deref(), Some("UNAUTHENTICATED"));
        let older = read(
            403,
            r#"{"error":{"errors":[{"reason":"insufficientPermissions"}],"code":403,"message":"Insufficient Permission"}}"#,
        );
        assert_eq!((older.error.as_deref(), older.subtype.as_deref()), (None, Some("insufficientPermissions")));
        let newer = read(
            403,
            r#"{"error":{"status":"PERMISSION_DENIED","errors":[{"reason":"insufficientPermissions"}],"details":[{"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#,
        );
        assert_eq!(newer.subtype.as_deref(), Some("ACCESS_TOKEN_SCOPE_INSUFFICIENT"));
    }

    #[test]
    fn reads_an_error_out_of_a_page() {
        let answer = read(500, "<h1>Oops</h1><pre>Error: invalid_grant: &quot;Malformed auth code.&quot;</pre>");
        assert_eq!(answer.error.as_deref(), Some("invalid_grant"));
        assert!(answer.is_second_hand);
        let nested =
            read(500, r#"{"message":"x","cause":{"error":"invalid_grant","error_description":"Bad Request"}}"#);
        assert_eq!((nested.error.as_deref(), nested.is_second_hand), (Some("invalid_grant"), true));
        assert!(read(200, "<p>what invalid_grant means</p>").error.is_none());
        assert!(read(500, "<p>not_invalid_grant_at_all</p>").error.is_none());
    }

    #[test]
    fn says_why_a_body_is_not_read() {
        for (body, state) in [("", BodyState::Empty), ("<html>", BodyState::Read), ("[]", BodyState::Read)] {
            let answer = read(400, body);
            assert_eq!(answer.body, state, "{body}");
            assert!(answer.note.is_some(), "{body}");
        }
        assert_eq!(read(400, &"x".repeat(LARGEST + 1)).body, BodyState::TooLarge);
    }
}
