//! Absence proves nothing where the request was not recorded: no question of any page is answered yes from it.

use grantlens::{
    causes, checks,
    exchange::{Exchange, Grant, Provider},
    har::{AnswerBody, Entry, RequestBody},
    intake::http,
    secret::Key,
    sighting::Sighting,
    timeline::Timeline,
};

/// A sign-in with a challenge, offline access and an answer that issues no refresh token: what a whole request would be
/// compared with.
const BEFORE: &str = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=c-EXAMPLE\
    &redirect_uri=https://app.example/cb&access_type=offline&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
    &code_challenge_method=S256\n\n302\nLocation: https://app.example/cb?code=4/0AEXAMPLE-code-abcdefghijklmnop\n\n### +1s\n\
    POST https://oauth2.googleapis.com/token\n\ngrant_type=authorization_code&code=4/0AEXAMPLE-other-abcdefghijklm\
    &client_id=c-EXAMPLE\n\n200\n\n{\"access_token\":\"ya29.EXAMPLE\"}\n";

fn before(key: &Key) -> Timeline {
    let mut timeline = Timeline::default();
    for entry in http::read(BEFORE).expect("exchanges") {
        timeline.insert(Exchange::read(&entry, key).expect("an exchange"));
    }
    timeline
}

/// Every check of every page that answers yes about `exchange`, by the page and the sentence.
fn yeses(exchange: Exchange, key: &Key) -> Vec<String> {
    let mut timeline = before(key);
    timeline.insert(exchange);
    let view = timeline.view(timeline.len() - 1);
    let rows = causes::all().iter().flat_map(|cause| {
        let when = cause.when.iter().flat_map(|row| row.checks.iter().chain(row.unless));
        let warn = cause.warn.iter().flat_map(|row| row.checks.iter().chain(row.unless));
        when.chain(warn).map(move |check| (cause.id, check))
    });
    rows.filter_map(|(id, check)| match check(view) {
        checks::Answer::Yes(fact) => Some(format!("{id}: {}", fact.text)),
        _ => None,
    })
    .collect()
}

const DESCRIPTIONS: [&str; 5] = [
    "Bad Request",
    "Missing required parameter: refresh_token",
    "client_secret is missing.",
    "Missing code verifier.",
    "Could not determine client ID from request.",
];

#[test]
fn a_body_that_was_not_recorded_lacks_nothing() {
    let key = Key::new([7; 32]);
    for error in ["invalid_request", "unsupported_grant_type"] {
        for description in DESCRIPTIONS {
            let mut entry = Entry::default();
            entry.method = "POST".to_owned();
            entry.url = "https://oauth2.googleapis.com/token".to_owned();
            entry.body = RequestBody::NotRecorded;
            entry.status = 400;
            entry.answer_body =
                AnswerBody::Text(format!("{{\"error\":\"{error}\",\"error_description\":\"{description}\"}}"));
            let found = yeses(Exchange::read(&entry, &key).expect("a token request"), &key);
            assert!(found.is_empty(), "{error} {description}: {found:?}");
        }
    }
}

#[test]
fn what_a_text_leaves_out_is_not_absent() {
    let key = Key::new([7; 32]);
    for grant in [Grant::AuthorizationCode, Grant::RefreshToken, Grant::JwtBearer, Grant::DeviceCode] {
        for description in DESCRIPTIONS {
            let mut sighting = Sighting::default();
            sighting.error = Some("invalid_request".to_owned());
            sighting.description = Some(description.to_owned());
            sighting.grant = Some(grant);
            sighting.provider = Provider::Google;
            let found = yeses(Exchange::sighted(&sighting, &key), &key);
            assert!(found.is_empty(), "{grant:?} {description}: {found:?}");
        }
    }
}

#[test]
fn what_a_text_hides_is_not_damaged() {
    let key = Key::new([7; 32]);
    for hidden in ["1//0g...", "***", "<hidden>", "4/0A…", "GOCSPX-xxxx", "\"1//0gEXAMPLE", "eyJEXAMPLE.eyJ.x"] {
        for name in [
            "refresh_token",
            "code",
            "client_id",
            "client_secret",
            "code_verifier",
            "redirect_uri",
            "assertion",
            "device_code",
        ] {
            let mut sighting = Sighting::default();
            sighting.error = Some("invalid_grant".to_owned());
            sighting.grant = Some(match name {
                "refresh_token" | "client_id" | "client_secret" => Grant::RefreshToken,
                "assertion" => Grant::JwtBearer,
                "device_code" => Grant::DeviceCode,
                _ => Grant::AuthorizationCode,
            });
            sighting.provider = Provider::Google;
            sighting.parameters = vec![(name.to_owned(), hidden.to_owned())];
            let found = yeses(Exchange::sighted(&sighting, &key), &key);
            let found: Vec<_> = found
                .iter()
                .filter(|text| {
                    !["checks the client", "has the shape of", "The request sends"]
                        .iter()
                        .any(|told| text.contains(told))
                })
                .collect();
            assert!(found.is_empty(), "{name}={hidden}: {found:?}");
        }
    }
}
