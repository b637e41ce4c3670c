//! Questions about the scopes of an access token: what was granted with it, beside what an API call needs.

use super::{
    Answer, Fact,
    access_token::{assertion, issue},
    yes_if,
};
use crate::{
    exchange::{Api, ClaimValue, Exchange},
    timeline::View,
};

const NO_SCOPES: Answer = Answer::Unknown("The scopes that the access token was granted are not known.");
const NO_NEED: Answer = Answer::Unknown("Which scopes this call needs is not known.");

/// Do the scopes that the token was granted hold none of those that the call needs?
pub fn api_scope_missing(view: View<'_>) -> Answer {
    compare_scopes(view, false)
}

/// Do the scopes that the token was granted hold one of those that the call needs?
pub fn api_scope_granted(view: View<'_>) -> Answer {
    compare_scopes(view, true)
}

fn compare_scopes(view: View<'_>, wanted: bool) -> Answer {
    let (number, issue) = match issue(view) {
        Ok(issue) => issue,
        Err(answer) => return answer,
    };
    let Some(granted) = granted(issue) else { return NO_SCOPES };
    let Some(needed) = needed(view.this(), wanted) else { return NO_NEED };
    let found = granted.split(' ').find(|scope| needed.contains(scope));
    // A scope that is not well known is shown, and kept, as `…`; it may be one that the call can do with.
    if found.is_none() && granted.split(' ').any(|scope| scope == "…") {
        return Answer::Unknown("One of the scopes that were granted is not known by its name.");
    }
    yes_if(found.is_some() == wanted, || match found {
        Some(scope) => Fact::new(format!("#{number} issued this token for {}, which covers this call.", short(scope))),
        None => Fact::new(format!(
            "#{number} issued this token for {}; this call needs {}.",
            all(granted.split(' ')),
            all_of(&needed)
        ))
        .on("access_token", format!("#{number} issued it without a scope for this call")),
    })
    .mentioning(number)
}

/// The scopes of the answer, or those that a service account's assertion asked for: they are granted as a whole.
fn granted(issue: &Exchange) -> Option<&str> {
    issue.answer.text("scope").or_else(|| match assertion(issue)?.claim("scope")? {
        ClaimValue::Scopes(scopes) => Some(&scopes.shown),
        _ => None,
    })
}

/// The scopes of which the call needs one: as the answer's challenge lists them, else from Google's reference. A list of
/// ours names too many where methods differ (`enough` is false), or only those that always suffice.
fn needed(call: &Exchange, enough: bool) -> Option<Vec<&str>> {
    let listed = call.answer.text("scope").filter(|scope| !scope.contains('…') && !scope.is_empty());
    if let Some(listed) = listed {
        return Some(listed.split(' ').collect());
    }
    if call.api != Some(Api::Gmail) {
        return None;
    }
    let named: &[&str] = match (call.method.as_str(), enough) {
        ("GET", true) => &READING_ALL,
        ("GET", false) => &READING_SOME,
        ("POST", _) if call.address.ends_with("/messages/send") => &SENDING,
        (_, true) => return None,
        (_, false) => &WRITING_SOME,
    };
    Some(named.to_vec())
}

// The lists of https://developers.google.com/workspace/gmail/api/reference/rest, method by method, read 2026-11-23.

/// Each of these covers every call that reads mail.
const READING_ALL: [&str; 3] = [
    "https://mail.google.com/",
    "https://www.googleapis.com/auth/gmail.readonly",
    "https://www.googleapis.com/auth/gmail.modify",
];

/// Each of these covers some call that reads.
const READING_SOME: [&str; 9] = [
    "https://www.googleapis.com/auth/gmail.readonly",
    "https://www.googleapis.com/auth/gmail.modify",
    "https://mail.google.com/",
    "https://www.googleapis.com/auth/gmail.metadata",
    "https://www.googleapis.com/auth/gmail.labels",
    "https://www.googleapis.com/auth/gmail.compose",
    "https://www.googleapis.com/auth/gmail.settings.basic",
    "https://www.googleapis.com/auth/gmail.settings.sharing",
    "https://www.googleapis.com/auth/gmail.addons.current.message.readonly",
];

/// Each of these covers sending.
const SENDING: [&str; 4] = [
    "https://www.googleapis.com/auth/gmail.send",
    "https://www.googleapis.com/auth/gmail.compose",
    "https://www.googleapis.com/auth/gmail.modify",
    "https://mail.google.com/",
];

/// Each of these covers some call that changes something.
const WRITING_SOME: [&str; 8] = [
    "https://www.googleapis.com/auth/gmail.modify",
    "https://mail.google.com/",
    "https://www.googleapis.com/auth/gmail.compose",
    "https://www.googleapis.com/auth/gmail.send",
    "https://www.googleapis.com/auth/gmail.insert",
    "https://www.googleapis.com/auth/gmail.labels",
    "https://www.googleapis.com/auth/gmail.settings.basic",
    "https://www.googleapis.com/auth/gmail.settings.sharing",
];

/// The part of a scope that tells it from others.
fn short(scope: &str) -> &str {
    scope.strip_prefix("https://www.googleapis.com/auth/").unwrap_or(scope)
}

fn all<'a>(scopes: impl Iterator<Item = &'a str>) -> String {
    scopes.take(6).map(short).collect::<Vec<_>>().join(", ")
}

fn all_of(scopes: &[&str]) -> String {
    let more = if scopes.len() > 4 { " or another that Google lists" } else { "" };
    format!("{}{more}", scopes.iter().take(4).map(|scope| short(scope)).collect::<Vec<_>>().join(" or "))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    const TOKEN: &str = "ya29.a0EXAMPLE-access-token-abcdefghijklmnopqrstuvwxyz";

    fn call_after(more: &str) -> String {
        format!(
            "POST https://oauth2.googleapis.com/token\n\ngrant_type=authorization_code&code=4/0AEXAMPLE\n\n\
             200\n\n{{\"access_token\":\"{TOKEN}\"{more}}}\n### +1s\n\
             GET https://gmail.googleapis.com/gmail/v1/users/me/messages\nAuthorization: Bearer {TOKEN}\n\n\n401\n\n{{}}\n"
        )
    }

    #[test]
    fn scopes() {
        let with = |scope: &str| call_after(&format!(",\"scope\":\"{scope}\""));
        let profile = with("openid https://www.googleapis.com/auth/userinfo.email");
        assert!(fact(&ask(api_scope_missing, &profile)).contains("for openid, userinfo.email; this call needs"));
        let readonly = with("https://www.googleapis.com/auth/gmail.readonly");
        assert!(ask(api_scope_granted, &readonly).is_yes());
        assert_eq!(ask(api_scope_missing, &readonly), Answer::No);
        assert!(matches!(ask(api_scope_missing, &with("https://www.googleapis.com/auth/EXAMPLE")), Answer::Unknown(_)));
        assert_eq!(ask(api_scope_missing, &call_after("")), NO_SCOPES);
        assert!(fact(&ask(api_scope_missing, &profile)).ends_with("or another that Google lists."));
        let sending = profile.replace("GET https", "POST https").replace("/messages\n", "/messages/send\n");
        let answer = ask(api_scope_missing, &sending);
        assert!(
            fact(&answer).ends_with("needs gmail.send or gmail.compose or gmail.modify or https://mail.google.com/.")
        );
        let labels = with("https://www.googleapis.com/auth/gmail.labels");
        let changing = labels.replace("GET https", "POST https");
        assert_eq!(ask(api_scope_missing, &changing), Answer::No, "some calls that change something need no more");
        assert!(matches!(ask(api_scope_granted, &changing), Answer::Unknown(_)));
        let challenge = "401\nWWW-Authenticate: Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"https://mail.google.com/\"";
        let listed = readonly.replace("401", challenge);
        assert!(fact(&ask(api_scope_missing, &listed)).ends_with("this call needs https://mail.google.com/."));
        let unknown =
            readonly.replace("401", &challenge.replace("https://mail.google.com/", "https://scopes.example/own"));
        assert_eq!(ask(api_scope_missing, &unknown), Answer::No, "a scope that is not known by its name is not listed");
    }

    #[test]
    fn the_scopes_that_an_assertion_asked_for() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let claims =
            r#"{"iss":"robot@example.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/gmail.send"}"#;
        let body = format!(
            "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={}.{}.{}",
            part(r#"{"alg":"RS256"}"#),
            part(claims),
            part("EXAMPLE")
        );
        let robot = call_after("").replace("grant_type=authorization_code&code=4/0AEXAMPLE", &body);
        assert!(fact(&ask(api_scope_missing, &robot)).contains("for gmail.send; this call needs"));
    }
}
