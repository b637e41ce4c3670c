//! In: where an answer redirects to, and what stands in the address of a page that brings a refusal. Out: the answer,
//! completed: the error, and what the address carries.
//!
//! An authorization server refuses in three ways: it sends the browser back to the app with an `error` (RFC 6749 section
//! 4.1.2.1), it sends it to a page of its own (Google's `/signin/oauth/error`), or it answers with that page at once. An app
//! whose server redeems the code often tells of a failure in the address of its next page. Pages themselves are read in
//! [`super::answer`].

use super::{
    Answer,
    answer::{ErrorPage, LARGEST, is_oauth_code, named_code},
    auth_error::AuthError,
    endpoint::Endpoint,
    harmless,
    parameters::{self, Raw},
    texts::{self, Text},
    url::Url,
};
use crate::{
    har::{AnswerBody, Entry},
    report::{Kind, Outcome, Place},
    secret::{Fingerprint, Key},
};
use std::{borrow::Cow, collections::HashSet};

/// The longest query or fragment that is read, in bytes.
pub(super) const LONGEST: usize = 262_144;

/// As much of a query or fragment as is read: all of it, or the parameters that are whole up to [`LONGEST`].
pub(super) fn beginning(part: &str) -> &str {
    if part.len() <= LONGEST {
        return part;
    }
    let end = memchr::memrchr(b'&', &part.as_bytes()[..LONGEST]).unwrap_or(0);
    &part[..end]
}

/// Completes `answer` with what the addresses of `entry` tell. `sent` are the parameters of the request.
pub(super) fn read(entry: &Entry, kind: Kind, sent: &[Raw], answer: &mut Answer, key: &Key, remarks: &mut Vec<String>) {
    match kind {
        Kind::AuthorizationError => own_page(sent, answer, key),
        Kind::Redirect => {
            own_error(sent, answer);
            own_words(entry, sent, answer);
            if answer.error.is_none() {
                onward(entry, sent, answer, key, remarks);
            }
        }
        Kind::AuthorizationRequest => away(entry, sent, answer, key, remarks),
        _ => {}
    }
}

/// The fingerprint of the address of `entry` without its fragment, by which it is known that an answer led here.
pub(super) fn page(entry: &Entry, kind: Kind, key: &Key) -> Option<Fingerprint> {
    (kind == Kind::Redirect).then(|| address_of(&entry.url, key))
}

fn address_of(url: &str, key: &Key) -> Fingerprint {
    key.fingerprint(url.split('#').next().unwrap_or_default().trim())
}

/// The page of Google's that says why an authorization request is refused: its own address holds the reason.
fn own_page(sent: &[Raw], answer: &mut Answer, key: &Key) {
    answer.outcome = Outcome::Failed;
    answer.error_page = Some(ErrorPage::default());
    let value = |name: &str| sent.iter().find(|raw| raw.name == name).map(|raw| raw.value.expose());
    match value("authError").map(AuthError::read) {
        Some(Some(error)) => refused(error, sent, answer, key),
        Some(None) => answer.note = Some("The address holds an `authError` that cannot be decoded.".to_owned()),
        None => own_error(sent, answer),
    }
}

/// Takes over what Google's page says. The message is in the user's language, so it may well be none of the known texts.
fn refused(error: AuthError, sent: &[Raw], answer: &mut Answer, key: &Key) {
    let AuthError { code, message, help, status, parameters, is_cut } = error;
    answer.outcome = Outcome::Failed;
    answer.error = Some(code);
    answer.note =
        is_cut.then(|| "The `authError` breaks off before its end; what stands before the break is shown.".to_owned());
    let mut members: Vec<_> =
        parameters.into_iter().map(|(name, value)| Raw::new(name, Place::Query, value.to_string())).collect();
    if let Some(message) = message {
        let secrets: Vec<_> = sent.iter().chain(&members).map(|raw| raw.value.expose()).collect();
        let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
        answer.description = Some(Text::read(&line, &secrets));
        let asked = sent.iter().chain(&members).find(|raw| raw.name == "scope").map(|raw| raw.value.expose());
        answer.error_page = Some(ErrorPage { invalid_scopes: invalid_scopes(&line, asked.unwrap_or_default()) });
    }
    answer.error_page.get_or_insert_default();
    if let Some(status) = status {
        members.push(Raw::new("status".to_owned(), Place::Query, status.to_string()));
    }
    if let Some(help) = help {
        members.push(Raw::new("error_uri".to_owned(), Place::Query, help.to_string()));
    }
    answer.members.extend(members.into_iter().map(|raw| raw.seal(key)));
}

/// The places, from 1, of the scopes in `asked` that `message` lists as `invalid=[…]`.
fn invalid_scopes(message: &str, asked: &str) -> Vec<usize> {
    let Some((_, list)) = message.split_once("invalid=[").or_else(|| message.split_once("invalid=")) else {
        return Vec::new();
    };
    let named: HashSet<_> = list.split(']').next().unwrap_or_default().split([',', ' ']).collect();
    let is_named = |scope: &str| !scope.is_empty() && named.contains(scope);
    asked.split(' ').enumerate().filter(|(_, scope)| is_named(scope)).map(|(at, _)| at + 1).take(MOST_SCOPES).collect()
}

/// The most scopes of a request that are told apart.
const MOST_SCOPES: usize = 100;

/// The error that stands in the address of the page itself.
fn own_error(sent: &[Raw], answer: &mut Answer) {
    let value = |name: &str| sent.iter().find(|raw| raw.name == name).map(|raw| raw.value.expose());
    let Some(code) = value("error").filter(|code| harmless::is_error_code(code)) else { return };
    let secrets: Vec<_> = sent.iter().filter(|raw| raw.name == "state").map(|raw| raw.value.expose()).collect();
    answer.error = Some(code.to_owned());
    answer.description = value("error_description").map(|text| Text::read(text, &secrets));
    answer.subtype = value("error_subtype").filter(|text| harmless::is_error_code(text)).map(str::to_owned);
    answer.outcome = Outcome::Failed;
}

/// An app's own JSON may hold the server's error inside a sentence.
fn own_words(entry: &Entry, sent: &[Raw], answer: &mut Answer) {
    let AnswerBody::Text(body) = &entry.answer_body else { return };
    let is_told = answer.error.as_deref().is_some_and(is_oauth_code);
    if answer.outcome == Outcome::Failed && !is_told && body.len() <= LARGEST {
        answer.read_words(body, sent);
        answer.note = answer.is_second_hand.then(|| SECOND_HAND.to_owned());
    }
}

/// What is said of an error that an app passes on.
pub(super) const SECOND_HAND: &str = "The error was read from the app's own answer.";

/// Where an authorization request is sent on to: back to the app, to a page that says why not, or to the sign-in.
fn away(entry: &Entry, sent: &[Raw], answer: &mut Answer, key: &Key, remarks: &mut Vec<String>) {
    let Some(address) = destination(entry) else { return };
    let Some(target) = Url::split(&address) else { return };
    let members = carried(&target, remarks);
    let value = |name: &str| members.iter().find(|raw| raw.name == name).map(|raw| raw.value.expose());
    if Endpoint::of(&target).kind == Some(Kind::AuthorizationError) {
        if let Some(error) = value("authError").and_then(AuthError::read) {
            refused(error, sent, answer, key);
        }
        answer.members.extend(members.into_iter().filter(|raw| raw.name == "authError").map(|raw| raw.seal(key)));
        return;
    }
    let carries_answer = ["code", "error", "access_token", "id_token"].iter().any(|name| value(name).is_some());
    if !carries_answer {
        return;
    }
    own_error(&members, answer);
    answer.leads_to = (answer.outcome == Outcome::Failed).then(|| address_of(&address, key));
    answer.members = members.into_iter().map(|raw| raw.seal(key)).collect();
}

/// Where an app sends the browser after it has come back: a page whose address may tell of a failure.
fn onward(entry: &Entry, sent: &[Raw], answer: &mut Answer, key: &Key, remarks: &mut Vec<String>) {
    let Some(address) = destination(entry) else { return };
    let Some(target) = Url::split(&address) else { return };
    let members = carried(&target, remarks);
    let telling = || members.iter().filter(|raw| is_telling(&raw.name)).map(|raw| raw.value.expose());
    let own_word = members.iter().find(|raw| raw.name == "error").map(|raw| raw.value.expose());
    let code = telling().find_map(named_code);
    if code.is_none() && own_word.is_none_or(|word| NOTHING.contains(&word)) {
        if members.iter().any(|raw| raw.name == "code") {
            answer.members = members.into_iter().map(|raw| raw.seal(key)).collect();
        }
        return;
    }
    answer.outcome = Outcome::Failed;
    answer.leads_to = Some(address_of(&address, key));
    answer.error = code.map(str::to_owned);
    answer.is_second_hand = true;
    let secrets: Vec<_> = sent.iter().map(|raw| raw.value.expose()).collect();
    answer.description = if code.is_some() { told(&members, &secrets) } else { None };
    answer.note = Some(match code {
        Some(_) => "The error was read from the address to which the app sends the browser.".to_owned(),
        None => "The app sends the browser on with an error word of its own, which does not tell what the server said."
            .to_owned(),
    });
    answer.members = members.into_iter().map(|raw| raw.seal(key)).collect();
}

/// The fingerprint of the address to which the answer to `entry` redirects.
pub(super) fn leads_to(entry: &Entry, key: &Key) -> Option<Fingerprint> {
    destination(entry).map(|address| address_of(&address, key))
}

/// What the app's address tells beside the code: the server's description, or a known text of Google's somewhere in it.
fn told(members: &[Raw], secrets: &[&str]) -> Option<Text> {
    let description = members.iter().find(|raw| raw.name == "error_description").map(|raw| raw.value.expose());
    if let Some(text) = description {
        return Some(Text::read(text, secrets));
    }
    let mentioned = |raw: &Raw| texts::mentioned(raw.value.expose());
    let known = members.iter().filter(|raw| is_telling(&raw.name)).find_map(mentioned)?;
    Some(Text { shown: known.to_owned(), known: Some(known) })
}

/// Parameters in which apps tell of a failure.
fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["error", "message", "reason", "description"].iter().any(|word| name.contains(word))
}

/// What a parameter holds that tells of no error.
const NOTHING: [&str; 6] = ["", "0", "false", "null", "none", "undefined"];

/// The address that an answer redirects to; a path alone is one on the request's own host.
fn destination(entry: &Entry) -> Option<Cow<'_, str>> {
    let location = entry.redirect_url.trim();
    if location.is_empty() || location.len() > LONGEST {
        return None;
    }
    if !location.starts_with('/') || location.starts_with("//") {
        return Some(Cow::Borrowed(location));
    }
    let host = entry.url.find("://").map(|at| at + 3)?;
    let end = entry.url[host..].find(['/', '?', '#']).map_or(entry.url.len(), |at| host + at);
    Some(Cow::Owned(format!("{}{location}", &entry.url[..end])))
}

fn carried(target: &Url<'_>, remarks: &mut Vec<String>) -> Vec<Raw> {
    let mut members = Vec::new();
    for (part, place) in [(target.query, Place::Query), (target.fragment, Place::Fragment)] {
        let Some(part) = part else { continue };
        let read = beginning(part);
        if read.len() < part.len() {
            let what = parameters::word(place);
            remarks.push(format!(
                "The {what} of the address that follows holds {} bytes; up to {LONGEST} are read.",
                part.len()
            ));
        }
        members.extend(parameters::form(read, place, remarks));
    }
    members
}

#[cfg(test)]
mod tests {
    use crate::{
        exchange::{Exchange, Value},
        intake::http,
        report::{Kind, Outcome},
        secret::Key,
    };
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    /// `authError` with this code, message and parameters, each shorter than 128 bytes.
    fn auth_error(code: &str, message: &str, parameters: &[(&str, &str)]) -> String {
        let field = |number: u8, value: &[u8]| {
            [&[number << 3 | 2, u8::try_from(value.len()).expect("a short value")], value].concat()
        };
        let mut bytes = [field(1, code.as_bytes()), field(2, message.as_bytes()), vec![4 << 3, 0x90, 0x03]].concat();
        for (name, value) in parameters {
            bytes.extend(field(5, &[field(1, name.as_bytes()), field(2, value.as_bytes())].concat()));
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn read(text: &str) -> Exchange {
        let entries = http::read(text).expect("an exchange");
        Exchange::read(&entries[0], &Key::new([7; 32])).expect("an exchange of OAuth's")
    }

    fn refused_by(error: &str) -> Exchange {
        read(&format!(
            "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=EXAMPLE&scope=openid+mail.read\n\n\
             302\nLocation: https://accounts.google.com/signin/oauth/error?authError={error}&client_id=EXAMPLE\n"
        ))
    }

    #[test]
    fn the_request_that_is_led_to_the_error_page_is_refused() {
        let error =
            auth_error("redirect_uri_mismatch", "Bad", &[("redirect_uri", "https://mail-app.example/callback")]);
        let exchange = refused_by(&error);
        assert_eq!((exchange.kind, exchange.answer.outcome), (Kind::AuthorizationRequest, Outcome::Failed));
        assert_eq!(exchange.answer.error.as_deref(), Some("redirect_uri_mismatch"));
        assert_eq!((exchange.answer.status, exchange.answer.text("status")), (Some(302), Some("400")));
        assert!(
            matches!(exchange.answer.member("redirect_uri"), Some(Value::Uri(uri)) if uri.sketch.ends_with("/callback"))
        );
        assert!(exchange.answer.error_page.is_some());
    }

    #[test]
    fn the_error_page_itself_tells_the_same() {
        let error = auth_error("invalid_request", "Missing required\n\nparameter: redirect_uri", &[]);
        let exchange = read(&format!(
            "GET https://accounts.google.com/signin/oauth/error/v2?authError={error}&flowName=GeneralOAuthFlow\n\n200\n\n<p>Access blocked</p>"
        ));
        assert_eq!((exchange.kind, exchange.answer.outcome), (Kind::AuthorizationError, Outcome::Failed));
        assert_eq!(
            exchange.answer.description.map(|text| text.shown).as_deref(),
            Some("Missing required parameter: redirect_uri")
        );
        assert!(exchange.answer.note.is_none());
        let broken = read("GET https://accounts.google.com/signin/oauth/error?authError=abc\n\n200\n\nx");
        assert_eq!((broken.answer.error, broken.answer.outcome), (None, Outcome::Failed));
        assert!(broken.answer.note.is_some_and(|note| note.contains("cannot be decoded")));
    }

    #[test]
    fn an_error_in_the_address_of_the_authorization_endpoint_is_its_answer() {
        let exchange = read(
            "GET https://accounts.google.com/o/oauth2/auth?error=disallowed_useragent&client_id=EXAMPLE\n\n403\n\nx",
        );
        assert_eq!(
            (exchange.kind, exchange.answer.error.as_deref()),
            (Kind::AuthorizationError, Some("disallowed_useragent"))
        );
    }

    #[test]
    fn scopes_that_are_called_invalid_are_found_by_their_place() {
        for (message, places) in [
            ("Some requested scopes were invalid. {invalid=[mail.read]}", vec![2]),
            ("Some requested scopes were invalid. {valid=[openid], invalid=[mail.read, other]}", vec![2]),
            ("Some requested scopes were invalid. {invalid=[mail]}", vec![]),
            ("Some requested scopes were invalid.", vec![]),
        ] {
            let page = refused_by(&auth_error("invalid_scope", message, &[])).answer.error_page.expect("a page");
            assert_eq!(page.invalid_scopes, places, "{message}");
        }
    }

    #[test]
    fn what_the_page_quotes_is_hidden_in_its_message() {
        let error = auth_error("access_denied", "Ask EXAMPLE-word for access", &[("hint", "EXAMPLE-word")]);
        assert_eq!(refused_by(&error).answer.description.map(|text| text.shown).as_deref(), Some("Ask … for access"));
    }

    #[test]
    fn an_app_s_own_json_may_hold_the_error_in_a_sentence() {
        let answer = |status: u16, body: &str| {
            let request = r#"{"code":"4/0AEXAMPLE-code","redirect_uri":"https://mail-app.example"}"#;
            read(&format!("POST https://mail-app.example/api/auth\n\n{request}\n\n{status}\n\n{body}\n")).answer
        };
        for (status, body) in [
            (500, r#"{"error":"Token exchange failed: invalid_grant (Code was already redeemed.)"}"#),
            (200, r#"{"ok":false,"error":"invalid_grant: Code was already redeemed."}"#),
            (502, r#"{"detail":"('invalid_grant: Code was already redeemed.', {\"error\": \"invalid_grant\"})"}"#),
        ] {
            let answer = answer(status, body);
            assert_eq!((answer.error.as_deref(), answer.is_second_hand), (Some("invalid_grant"), true), "{body}");
            assert_eq!(
                answer.description.map(|text| text.shown).as_deref(),
                Some("Code was already redeemed."),
                "{body}"
            );
        }
        assert_eq!(answer(200, r#"{"ok":true,"hint":"no invalid_grant here"}"#).outcome, Outcome::Succeeded);
        assert_eq!(answer(500, r#"{"error":"Out of memory"}"#).error.as_deref(), Some("an unusual error code"));
    }

    #[test]
    fn an_app_tells_of_a_failure_in_the_address_of_its_next_page() {
        let returned = |location: &str| {
            read(&format!(
                "GET https://mail-app.example/callback?code=4/0AEXAMPLE-code&state=EXAMPLE\n\n302\nLocation: {location}\n"
            ))
        };
        for (location, error, description) in [
            ("/login?error=invalid_grant&error_description=Bad+Request", Some("invalid_grant"), Some("Bad Request")),
            (
                "/login?message=Error:+invalid_grant,+Code+was+already+redeemed.",
                Some("invalid_grant"),
                Some("Code was already redeemed."),
            ),
            ("https://app.example/#auth_error=redirect_uri_mismatch", Some("redirect_uri_mismatch"), None),
            ("/login?error=OAuthCallback", None, None),
        ] {
            let answer = returned(location).answer;
            assert_eq!((answer.outcome, answer.error.as_deref()), (Outcome::Failed, error), "{location}");
            assert_eq!(answer.description.as_ref().map(|text| text.shown.as_str()), description, "{location}");
            assert!(answer.is_second_hand && answer.note.is_some(), "{location}");
        }
        for location in ["/inbox", "/inbox?error=", "/inbox?errors=0", "/inbox?error=false"] {
            assert_eq!(returned(location).answer.outcome, Outcome::Succeeded, "{location}");
        }
        assert!(returned("https://app.example/in?code=4/0AEXAMPLE-code").answer.member("code").is_some());
    }
}
