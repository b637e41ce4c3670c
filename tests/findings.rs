//! What a finding says beside its causes: the headline, the notes at parameters, kinds, lengths and names.

mod support;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use grantlens::{
    har::{AnswerBody, Entry},
    intake::{http, text},
    recorder::Recorder,
    report::{BodyState, Finding, Outcome, Parameter, Place, SessionSource, Standing},
};
use std::collections::HashSet;
use support::{EXAMPLES, TEXTS};

fn session(entries: &[Entry]) -> Vec<Finding> {
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    for entry in entries {
        recorder.observe(entry);
    }
    recorder.report().findings
}

fn findings(text: &str) -> Vec<Finding> {
    session(&http::read(text).expect("it is readable"))
}

/// The finding on the last of these exchanges.
fn last(text: &str) -> Finding {
    findings(text).pop().unwrap_or_else(|| panic!("no exchange: {text}"))
}

/// The finding on what a text tells.
fn told(words: &str) -> Finding {
    let mut recorder = Recorder::new([7; 32], SessionSource::Text);
    for sighting in text::read(words) {
        recorder.observe_sighting(&sighting);
    }
    recorder.report().findings.pop().expect("something that is told")
}

/// A token request to Google with these fields, and its answer.
fn token(fields: &str, answer: &str) -> String {
    format!("POST https://oauth2.googleapis.com/token\n\n{fields}\n\n{answer}\n")
}

/// A refresh of a client whose token says nothing, and its answer.
fn refresh(answer: &str) -> String {
    let token_of_google =
        "1%2F%2F0gEXAMPLE-refresh-token-of-this-table-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefgh";
    token(&format!("grant_type=refresh_token&refresh_token={token_of_google}&{CLIENT}"), answer)
}

/// A JWT with these claims, signed in the form that Google wants.
fn jwt(claims: &str) -> String {
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!("{}.{}.{}", part(br#"{"alg":"RS256"}"#), part(claims.as_bytes()), part(&[7; 256]))
}

const CLIENT: &str = "client_id=123456789012-exampleexampleexampleexample1234.apps.googleusercontent.com&client_secret=GOCSPX-EXAMPLE-secret-of-this-table-";

fn parameter<'a>(finding: &'a Finding, name: &str) -> &'a Parameter {
    let found = finding.request.parameters.iter().find(|parameter| parameter.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {:?}", finding.request.parameters))
}

#[test]
fn the_headline_says_why_an_answer_is_not_there() {
    for (state, status, headline) in [
        (BodyState::NeverRead, 200, "The page never read the answer"),
        (BodyState::RefusedByCors, 200, "The server does not let the page read the answer"),
        (BodyState::CutOff, 400, "The page moved on before the answer could be read"),
        (BodyState::CutOff, 200, "Tokens were issued"),
        (BodyState::TooLarge, 200, "The answer is too large to be read"),
        (BodyState::NoAnswer, 0, "No answer came"),
        (BodyState::NotRecorded, 400, "The server refuses, and the input does not hold its reason"),
        (BodyState::NotRecorded, 200, "Tokens were issued"),
        (BodyState::NotRecorded, 0, "How this ended is not known"),
        (BodyState::Empty, 400, "The server refuses and gives no reason"),
        (BodyState::Empty, 200, "Tokens were issued"),
    ] {
        let mut entries = http::read(&refresh("400\n\n{}")).expect("it is readable");
        entries[0].status = status;
        entries[0].answer_body = AnswerBody::Missing(state);
        assert_eq!(session(&entries)[0].headline, headline, "{state:?} {status}");
    }
}

#[test]
fn the_headline_says_how_an_exchange_without_causes_ended() {
    let sign_in = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=EXAMPLE.apps.googleusercontent.com&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=EXAMPLE\n\n";
    let callback = "GET https://app.example/cb?code=4%2F0AEXAMPLE&state=EXAMPLE\n\n";
    let revocation = "POST https://oauth2.googleapis.com/revoke\n\ntoken=ya29.EXAMPLE\n\n";
    let device = "POST https://oauth2.googleapis.com/device/code\n\nclient_id=EXAMPLE.apps.googleusercontent.com&scope=openid\n\n";
    let other = "POST https://login.example/token\n\ngrant_type=refresh_token&refresh_token=EXAMPLE\n\n";
    let look_alike =
        "POST https://oauth2.googleapis.com.evil.example/token\n\ngrant_type=refresh_token&refresh_token=EXAMPLE\n\n";
    let error_page = format!("GET https://accounts.google.com/signin/oauth/error?authError={UNKNOWN_ERROR}\n\n");
    let unknown = "400\n\n{\"error\":\"of_our_own\"}";
    for (exchange, headline) in [
        (
            format!("{sign_in}302\nLocation: https://accounts.google.com/signin\n"),
            "The browser goes to the authorization server",
        ),
        (sign_in.to_owned(), "The browser goes to the authorization server"),
        (format!("{callback}200\n\nhello"), "The browser comes back with a code"),
        (callback.to_owned(), "The browser comes back to the app"),
        (refresh("200\n\n{\"access_token\":\"ya29.EXAMPLE\"}"), "Tokens were issued"),
        (format!("{revocation}200\n\n{{}}"), "The token is revoked"),
        (format!("{device}200\n\n{{\"device_code\":\"EXAMPLE\"}}"), "A device code was issued"),
        (format!("{other}{unknown}"), "No known cause fits this answer"),
        (format!("{other}400\n\n{{}}"), "No known cause fits this answer"),
        (format!("{other}400\n\n<title>Oops</title>"), "The answer is not one of OAuth's"),
        (format!("{error_page}200\n\nhello"), "Google refuses the authorization request"),
        (format!("{look_alike}{unknown}"), "This host resembles Google's and is not Google's"),
    ] {
        let finding = last(&exchange);
        assert_eq!(finding.headline, headline, "{exchange}\n{:?}", finding.causes);
    }
}

/// `of_our_own` with the status 400, as Google's error page carries it.
const UNKNOWN_ERROR: &str = "CgpvZl9vdXJfb3duIJAD";

#[test]
fn the_headline_says_that_a_library_hid_the_answer() {
    let hidden = "What the server answered is hidden";
    let line =
        "Google.GoogleApiException: Error:\"Server response does not contain a JSON object. Status code is: 502\"";
    assert_eq!(told(line).headline, hidden);
    let callback = "GET https://app.example/cb?code=4%2F0AEXAMPLE&state=EXAMPLE\n\n";
    for answer in [
        "302\nLocation: /api/auth/error?error=OAuthCallback\n",
        "500\nServer: uvicorn\n\nInternal Server Error\n",
        "503\n\n",
    ] {
        let finding = last(&format!("{callback}{answer}"));
        assert_eq!(finding.headline, hidden, "{answer} {:?}", finding.answer);
    }
}

#[test]
fn a_refusal_that_is_shown_again_is_told_once() {
    let request = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=EXAMPLE.apps.googleusercontent.com&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=EXAMPLE";
    for (address, headline) in [
        (
            format!("https://accounts.google.com/signin/oauth/error?authError={UNKNOWN_ERROR}"),
            "Google's page shows the refusal of #1",
        ),
        ("https://app.example/cb?error=access_denied&state=EXAMPLE".to_owned(), "The app is told of the refusal of #1"),
    ] {
        let findings = findings(&format!(
            "### +0s\n{request}\n\n302\nLocation: {address}\n\n### +1s\nGET {address}\n\n200\n\nhello\n"
        ));
        let first = (findings[0].outcome, findings[0].answer.body);
        assert_eq!(first, (Outcome::Failed, BodyState::NotRecorded), "{address}");
        assert_ne!(findings[0].headline, "The server refuses, and the input does not hold its reason", "{address}");
        assert_eq!((findings[1].outcome, &*findings[1].headline), (Outcome::Unknown, headline));
        assert_eq!(findings[1].causes, [], "{address}");
        assert_eq!(
            findings[1].answer.body_note.as_deref(),
            Some("This is the refusal that #1 received; its causes stand there.")
        );
    }
}

/// `what` of the finding on each example of each page.
fn each_example(mut what: impl FnMut(&str, &Finding)) {
    for example in EXAMPLES.iter().chain(TEXTS) {
        for finding in &example.report().findings {
            what(&example.place(), finding);
        }
    }
}

#[test]
fn the_headline_counts_what_is_possible_and_names_what_is_more() {
    let mut counts = [0; 3];
    each_example(|place, finding| {
        let open: Vec<_> = finding.causes.iter().filter(|cause| cause.standing != Standing::RuledOut).collect();
        assert_eq!(finding.standing, open.first().map(|cause| cause.standing), "{place}");
        let (kind, headline) = match open.as_slice() {
            [] => return,
            [one] if one.standing == Standing::Possible => (0, "One cause is possible, and not proven".to_owned()),
            [first, ..] if first.standing == Standing::Possible => {
                (1, format!("{} causes are possible, none is proven", open.len()))
            }
            [first, ..] => (2, first.title.clone().into_owned()),
        };
        counts[kind] += 1;
        assert_eq!(*finding.headline, headline, "{place}");
    });
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
}

#[test]
fn a_note_stands_at_its_parameter_once_and_belongs_to_what_is_not_ruled_out() {
    let mut count = 0;
    each_example(|place, finding| {
        for parameter in &finding.request.parameters {
            let notes: Vec<_> = parameter.annotations.iter().map(|annotation| &annotation.text).collect();
            assert_eq!(notes.iter().collect::<HashSet<_>>().len(), notes.len(), "{place}: {notes:?}");
            let standings = parameter.annotations.iter().map(|annotation| annotation.standing);
            assert!(!standings.into_iter().any(|standing| standing == Some(Standing::RuledOut)), "{place}: {notes:?}");
            count += notes.len();
        }
    });
    assert!(count > 200, "{count} notes");
}

#[test]
fn a_note_stands_where_the_fault_is() {
    let noted = |text: &str| {
        let finding = last(text);
        let parameters = finding.request.parameters.iter().filter(|parameter| !parameter.annotations.is_empty());
        parameters.map(|parameter| (parameter.name.clone(), parameter.place)).collect::<Vec<_>>()
    };
    let answer = "400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}";
    let other_kind = token("grant_type=refresh_token&refresh_token=ya29.EXAMPLE&client_id=x", answer);
    assert_eq!(noted(&other_kind), [("refresh_token".to_owned(), Place::Body)]);
    // `scope` stands in the body, too; the fault is in the assertion's own.
    let assertion = jwt(
        r#"{"iss":"robot@example.iam.gserviceaccount.com","aud":"https://oauth2.googleapis.com/token","iat":1767607200,"exp":1767610800,"scope":["x"]}"#,
    );
    let fields =
        format!("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&scope=openid&assertion={assertion}");
    let refused = token(
        &fields,
        "400\n\n{\"error\":\"invalid_scope\",\"error_description\":\"Invalid OAuth scope or ID token audience provided.\"}",
    );
    assert_eq!(noted(&refused), [("scope".to_owned(), Place::Claim)]);
}

#[test]
fn a_fact_mentions_the_exchanges_that_its_sentence_names() {
    each_example(|place, finding| {
        let causes = finding.causes.iter().flat_map(|cause| &cause.facts);
        for fact in causes.chain(finding.warnings.iter().flat_map(|warning| &warning.facts)) {
            let numbers = fact.text.split('#').skip(1).filter_map(|rest| {
                rest.split(|letter: char| !letter.is_ascii_digit()).next().and_then(|digits| digits.parse::<u32>().ok())
            });
            let (named, mentioned): (HashSet<_>, HashSet<_>) =
                (numbers.collect(), fact.exchanges.iter().copied().collect());
            assert!(named.is_subset(&mentioned), "{place}: {fact:?}");
        }
    });
}

#[test]
fn what_could_not_be_told_is_said_once_and_only_where_it_counts() {
    let mut count = 0;
    each_example(|place, finding| {
        for cause in &finding.causes {
            assert_eq!(cause.unknown.iter().collect::<HashSet<_>>().len(), cause.unknown.len(), "{place}: {cause:?}");
            let is_settled = matches!(cause.standing, Standing::Confirmed | Standing::RuledOut);
            assert!(cause.unknown.is_empty() || !is_settled, "{place}: {cause:?}");
            count += cause.unknown.len();
        }
    });
    assert!(count > 100, "{count} reasons");
}

#[test]
fn what_is_ruled_out_comes_last_in_the_order_of_the_catalogue() {
    let catalogue = grantlens::causes::all();
    each_example(|place, finding| {
        let ruled_out = finding.causes.iter().skip_while(|cause| cause.standing != Standing::RuledOut);
        let order: Vec<_> = ruled_out
            .map(|cause| {
                assert_eq!(cause.standing, Standing::RuledOut, "{place}");
                let at = catalogue.iter().position(|listed| cause.id == listed.id).expect("a page");
                (catalogue[at].frequency, at)
            })
            .collect();
        assert!(order.is_sorted(), "{place}: {:?}", finding.causes);
    });
}

#[test]
fn what_is_sent_twice_is_marked_where_it_comes_again() {
    let again = |finding: &Finding| {
        let parameters = finding.request.parameters.iter();
        let marked = parameters.filter(|parameter| {
            parameter.annotations.iter().any(|annotation| annotation.text.starts_with("sent more than once"))
        });
        marked.map(|parameter| (parameter.name.clone(), parameter.shown.clone(), parameter.place)).collect::<Vec<_>>()
    };
    let answer = "400\n\n{\"error\":\"invalid_request\"}";
    let twice = last(&token("grant_type=refresh_token&refresh_token=EXAMPLE&scope=openid&scope=email", answer));
    assert_eq!(again(&twice), [("scope".to_owned(), "email".to_owned(), Place::Body)]);
    // The same name in another place, and the members of a JWT beside the parameters, are not the same parameter again.
    let apart = token("grant_type=refresh_token&scope=openid", answer).replace("/token", "/token?scope=email");
    assert_eq!(again(&last(&apart)), []);
}

#[test]
fn a_value_is_told_by_kind_and_length_as_far_as_that_may_be_said() {
    let answer = "400\n\n{\"error\":\"invalid_grant\"}";
    for (value, kind, length) in [
        ("1%2F%2F0gEXAMPLErefresh", Some("refresh token"), Some("19")),
        ("ya29.EXAMPLEaccess", Some("access token"), Some("18")),
        ("undefined", Some("the word for a missing value"), Some("9–32")),
        ("qwertz", None, Some("1–8")),
        ("qwertzui", None, Some("1–8")),
        ("qwertzuio", None, Some("9–32")),
        ("", None, None),
    ] {
        let finding = last(&token(&format!("grant_type=refresh_token&refresh_token={value}"), answer));
        let told = parameter(&finding, "refresh_token");
        assert_eq!((told.kind.as_deref(), told.length.as_deref()), (kind, length), "{value}");
        assert_eq!(told.fingerprint.is_some(), length.is_some(), "{value}");
    }
    for (count, length) in
        [(32, "9–32"), (33, "33–128"), (128, "33–128"), (129, "129–512"), (512, "129–512"), (513, "over 512")]
    {
        let finding = last(&token(&format!("grant_type=refresh_token&refresh_token={}", "q".repeat(count)), answer));
        assert_eq!(parameter(&finding, "refresh_token").length.as_deref(), Some(length), "{count}");
    }
}

#[test]
fn a_name_is_shown_where_it_can_be_no_value() {
    let answer = "400\n\n{\"error\":\"invalid_grant\"}";
    let shown = |name: &str| {
        let finding = last(&token(&format!("grant_type=refresh_token&{name}=x"), answer));
        finding.request.parameters.last().expect("a parameter").name.clone()
    };
    for name in [
        "user_id",
        "x-name",
        "a.b",
        "_name_",
        "name1",
        "name12",
        "userId",
        "oneTwoThreeFour",
        "abcdefghijklmnopqrstuvwxyzabcdef",
        "auth_provider_x509_cert_url",
        "client_x509_cert_url",
    ] {
        assert_eq!(shown(name), name);
    }
    for name in [
        "Name",
        "name123",
        "n4me",
        "user_idX",
        "userIdX_y",
        "oneTwoThreeFourFive",
        "a._b",
        "abcdefghijklmnopqrstuvwxyzabcdefg",
    ] {
        assert_eq!(shown(name), format!("‹a name of {} characters›", name.len()));
    }
}

#[test]
fn a_member_of_a_jwt_is_told_by_what_it_holds() {
    let claims = r#"{"iss":"robot@EXAMPLE.iam.gserviceaccount.com","iat":1767607200,"exp":253402300800,"nbf":-1,"number":1767607200,"verified":true}"#;
    let fields = format!("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={}", jwt(claims));
    let finding = last(&token(&fields, "400\n\n{\"error\":\"invalid_grant\"}"));
    for (name, shown, kind) in [
        ("iat", "1767607200", Some("2026-01-05 10:00:00 UTC")),
        ("exp", "253402300800", None),
        ("nbf", "-1", None),
        ("number", "a number", None),
        ("verified", "true", None),
    ] {
        let told = parameter(&finding, name);
        assert_eq!((told.place, told.shown.as_str(), told.kind.as_deref()), (Place::Claim, shown, kind), "{name}");
    }
}
