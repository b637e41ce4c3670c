//! Answers that tell little, requests whose answer nobody saw, and other servers: rows of the pages that the other tables pass by.

use super::build::*;
use serde_json::{Value, json};

const ROBOT: &str = "robot@table-example.iam.gserviceaccount.com";
const MINUTE: i64 = 60;

pub fn cases() -> Vec<Case> {
    let mut cases = vague_answers_to_assertions();
    cases.extend(vague_answers());
    cases.extend(unanswered());
    cases.extend(pages());
    cases.extend(bursts_and_faults());
    cases.extend(at_once());
    cases.extend(other_servers());
    cases
}

/// The request of a service account whose assertion has these claims in the place of the usual ones, and this signature.
fn robot(more: &Value, signature: usize, answer: &str) -> String {
    let mut claims = json!({
        "iss": ROBOT, "aud": "https://oauth2.googleapis.com/token", "scope": "https://www.googleapis.com/auth/drive",
        "iat": START, "exp": START + 60 * MINUTE,
    });
    let members = claims.as_object_mut().expect("an object");
    members.extend(more.as_object().cloned().unwrap_or_default());
    let answer = if answer.is_empty() { String::new() } else { dated(answer, 1) };
    assert(&jwt(&json!({ "alg": "RS256" }), &claims, signature), &answer)
}

/// `invalid_grant`, and a text that names no cause.
fn vague_answers_to_assertions() -> Vec<Case> {
    let vague = refused("Invalid JWT");
    let as_person = json!({ "iss": "someone@table.example" });
    let elsewhere = json!({ "aud": "https://table.example/" });
    let millis = json!({ "iat": START * 1000, "exp": START * 1000 + 3_600_000 });
    let ahead = json!({ "iat": START + 20 * MINUTE, "exp": START + 80 * MINUTE });
    let late = json!({ "iat": START - 2 * 1440 * MINUTE - 700, "exp": START - 2 * 1440 * MINUTE - 100 });
    let unknown = error(401, "invalid_client", "The OAuth client was not found.");
    let hint = |name: &str, cause, standing, http: String| case(name, cause, standing, http).hint();
    let mut cases = vec![
        hint(
            "an audience of one's own, and a vague text",
            "assertion-audience-wrong",
            LIKELY,
            robot(&elsewhere, 256, &vague),
        ),
        hint("a person as issuer, and a vague text", "assertion-issuer-wrong", LIKELY, robot(&as_person, 256, &vague)),
        hint(
            "a person as issuer, and no such client",
            "assertion-issuer-wrong",
            LIKELY,
            robot(&as_person, 256, &unknown),
        ),
        hint("a service account, and no such client", "client-unknown", POSSIBLE, robot(&json!({}), 256, &unknown)),
        hint("milliseconds, and a vague text", "assertion-times-wrong", LIKELY, robot(&millis, 256, &vague)),
        hint("a clock that is ahead, and a vague text", "clock-skew", LIKELY, robot(&ahead, 256, &vague)),
        hint(
            "a signature of half a key, and a vague text",
            "signing-key-mismatch",
            LIKELY,
            robot(&json!({}), 128, &vague),
        ),
        hint(
            "nothing wrong to be seen, and a vague text",
            "signing-key-deleted",
            POSSIBLE,
            robot(&json!({}), 256, &vague),
        ),
        hint("a vague text may hide a lost account", "service-account-gone", POSSIBLE, robot(&json!({}), 256, &vague)),
        hint(
            "a scope that nobody explains",
            "assertion-scope-wrong",
            LIKELY,
            robot(&json!({}), 256, &error(400, "invalid_scope", "")),
        ),
        hint(
            "a delegation that is refused in few words",
            "delegation-missing",
            LIKELY,
            robot(&json!({ "sub": "user@table.example" }), 256, &error(401, "unauthorized_client", "")),
        ),
    ];
    let undated = assert(
        &jwt(&json!({ "alg": "RS256" }), &json!({ "iss": ROBOT, "iat": START, "exp": START + 3600 }), 256),
        &refused(""),
    );
    cases.push(hint("a vague text without a Date", "clock-skew", POSSIBLE, undated));
    let abroad = |more: &Value, answer: &str| {
        robot(more, 256, answer).replace("https://oauth2.googleapis.com/token\n", "https://login.table.example/token\n")
    };
    cases.extend([
        hint("a clock that is ahead, at another server", "clock-skew", LIKELY, abroad(&ahead, &refused(""))),
        hint("an assertion that came too late, at another server", "clock-skew", LIKELY, abroad(&late, &refused(""))),
        hint(
            "no JWT, at another server",
            "assertion-unreadable",
            LIKELY,
            at(
                "https://login.table.example/token",
                &[("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", ACCESS)],
                &refused("no"),
            ),
        ),
    ]);
    cases
}

/// Answers to codes, tokens and clients that fit several causes.
fn vague_answers() -> Vec<Case> {
    let bad = refused("Bad Request");
    let hint = |name: &str, cause, standing, http: String| case(name, cause, standing, http).hint();
    let flow = |more: &[(&str, &str)], fields: &[(&str, &str)], answer: &str| {
        then(&sign_in(more), "1s", &redeem(fields, answer))
    };
    let s256 = [("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256")];
    let other = [("code_verifier", "EXAMPLE-another-verifier-0123456789-abcdefghijklmn")];
    let issue = redeem(&[], &granted(&json!({ "refresh_token": TOKEN })));
    let invalid = |text: &str| error(400, "invalid_request", text);
    let both = [("client_assertion", "EXAMPLE"), ("client_assertion_type", "EXAMPLE")];
    let json = |answer: &str| redeem(&[], answer).replace("application/x-www-form-urlencoded", "application/json");
    vec![
        hint("the callback's very code, of a form that nobody knows", "code-encoded-twice", RULED_OUT, {
            let opaque = "EXAMPLE-code-of-an-odd-form-0123456789";
            then(
                &sign_in(&[]).replace(&form(&[("code", CODE)]), &form(&[("code", opaque)])),
                "1s",
                &redeem(&[("code", opaque)], &bad),
            )
        }),
        case(
            "a form that is declared as nothing",
            "body-misencoded",
            CONFIRMED,
            redeem(&[], &error(400, "unsupported_grant_type", "Invalid grant_type:")).replace(
                "Content-Type: application/x-www-form-urlencoded
",
                "",
            ),
        ),
        case("everything in the address but the code that Google misses", "body-misencoded", CONFIRMED, {
            let fields = form(&[("grant_type", "authorization_code"), ("code", CODE), ("client_id", CLIENT)]);
            format!(
                "POST https://oauth2.googleapis.com/token?{fields}\nHost: table\n\n\n\n{}\n",
                invalid("Missing required parameter: code")
            )
        }),
        hint("the callback's very code", "code-encoded-twice", RULED_OUT, flow(&[], &[], &bad)),
        hint(
            "a verifier that differs, and a text about the code",
            "code-verifier-mismatch",
            POSSIBLE,
            flow(&s256, &other, &bad),
        ),
        hint(
            "a verifier that nobody asked for, and a text about the code",
            "code-verifier-unexpected",
            POSSIBLE,
            flow(&[], &other, &bad),
        ),
        hint(
            "a code that was sent a minute before, with an answer that nobody saw",
            "code-redeemed-twice",
            LIKELY,
            then(&redeem(&[], ""), "1m", &redeem(&[], &bad)),
        ),
        hint("the newest token", "refresh-token-damaged", RULED_OUT, then(&issue, "1h", &refresh(&[], &bad))),
        hint(
            "another client's request before this one",
            "grant-of-another-client",
            LIKELY,
            then(
                &refresh(
                    &[("client_id", OTHER_CLIENT), ("refresh_token", "1//03EXAMPLE-of-another-0123456789-0123456789")],
                    &bad,
                ),
                "1m",
                &refresh(&[], &error(401, "unauthorized_client", "Unauthorized")),
            ),
        ),
        hint(
            "no words about a client",
            "client-secret-wrong",
            POSSIBLE,
            redeem(&[], &error(401, "invalid_client", "")),
        ),
        hint(
            "two ways of authentication that Google names",
            "client-credentials-doubled",
            LIKELY,
            redeem(&[], &invalid("Client must specify either client_id or client_assertion, not both")),
        ),
        case(
            "two ways of authentication, and no words",
            "client-credentials-doubled",
            CONFIRMED,
            redeem(&both, &invalid("")),
        ),
        hint("a form that is declared as JSON, and no words", "body-misencoded", LIKELY, json(&invalid("Bad Request"))),
    ]
}

/// Requests whose answer was not seen, as in a command.
fn unanswered() -> Vec<Case> {
    let hint = |name: &str, cause, standing, http: String| case(name, cause, standing, http).hint();
    let flow = |more: &[(&str, &str)], fields: &[(&str, &str)]| then(&sign_in(more), "1s", &redeem(fields, ""));
    let s256 = [("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256")];
    vec![
        case(
            "a code in quotes, before any answer",
            "code-damaged",
            CONFIRMED,
            redeem(&[("code", &format!("\"{CODE}\""))], ""),
        ),
        case("a token as a code, before any answer", "code-wrong-kind", CONFIRMED, redeem(&[("code", ACCESS)], "")),
        case(
            "a refresh token with a line break, before any answer",
            "refresh-token-damaged",
            CONFIRMED,
            refresh(&[("refresh_token", &format!("{TOKEN}\n"))], ""),
        ),
        case(
            "an access token as a refresh token, before any answer",
            "refresh-token-wrong-kind",
            CONFIRMED,
            refresh(&[("refresh_token", ACCESS)], ""),
        ),
        case(
            "a code that was accepted, before any answer",
            "code-redeemed-twice",
            CONFIRMED,
            then(&redeem(&[], &granted(&json!({}))), "1s", &redeem(&[], "")),
        ),
        case(
            "another verifier, before any answer",
            "code-verifier-mismatch",
            CONFIRMED,
            flow(&s256, &[("code_verifier", "EXAMPLE-another-verifier-0123456789-abcdefghijklmn")]),
        ),
        case("no verifier, before any answer", "code-verifier-missing", CONFIRMED, flow(&s256, &[])),
        case(
            "another redirect URI, before any answer",
            "redirect-uri-mismatch",
            CONFIRMED,
            flow(&[], &[("redirect_uri", "https://table.example/other")]),
        ),
        case(
            "milliseconds, before any answer",
            "assertion-times-wrong",
            CONFIRMED,
            robot(&json!({ "iat": START * 1000, "exp": START * 1000 + 3_600_000 }), 256, ""),
        ),
        hint(
            "a person as issuer, before any answer",
            "assertion-issuer-wrong",
            LIKELY,
            robot(&json!({ "iss": "someone@table.example" }), 256, ""),
        ),
        hint(
            "another audience, before any answer",
            "assertion-audience-wrong",
            LIKELY,
            robot(&json!({ "aud": "https://table.example/" }), 256, ""),
        ),
        hint("half a signature, before any answer", "signing-key-mismatch", LIKELY, robot(&json!({}), 128, "")),
    ]
}

/// Google's page, in fewer words than usual.
fn pages() -> Vec<Case> {
    let hint = |name: &str, cause, standing, http: String| case(name, cause, standing, http).hint();
    let page = |query: &str| format!("GET https://accounts.google.com/signin/oauth/error?{query}\n\n200\n\nx\n");
    let back = |code: &str| format!("GET {CALLBACK}?error={code}&state=EXAMPLE-state-of-the-table\n\n200\n\nx\n");
    vec![
        hint("an origin, by Google's own name for it", "origin-unregistered", LIKELY, page("error=origin_mismatch")),
        hint(
            "a scope that is sent back to the app",
            "scope-unknown",
            LIKELY,
            then(&sign_in(&[]), "1s", &back("invalid_scope")),
        ),
    ]
}

/// Several tokens, and loads of the callback, at once.
fn at_once() -> Vec<Case> {
    let bad = refused("Bad Request");
    let tokens = ["1", "2", "3"].map(|number| format!("1//03EXAMPLE-{number}-of-several-0123456789-abcdefghijklmnopq"));
    let failing = tokens.map(|token| refresh(&[("refresh_token", &token)], &bad));
    let query = form(&[("state", "EXAMPLE-state-of-the-table"), ("code", CODE)]);
    let load = |answer: &str| format!("GET {CALLBACK}?{query}\n\n{answer}\n");
    let failed = load("500\nContent-Type: text/html\n\n<pre>invalid_grant: Bad Request</pre>");
    let worked = load("302\nLocation: https://table.example/inbox\n");
    let twice = |took: &str| format!("### +0s took {took}\n{failed}\n### +30ms took 90ms\n{worked}");
    let first = |name: &str, standing, took: &str| Case {
        judged: Some(1),
        ..case(name, "code-redeemed-twice", standing, twice(took))
    };
    vec![
        case("three tokens that fail at once", "google-incident", POSSIBLE, failing.join("\n### +10s\n")).hint(),
        first("a callback that is loaded again while it is under way", CONFIRMED, "400ms"),
        first("a callback that is loaded again after its failure", POSSIBLE, "20ms"),
    ]
}

/// Too many requests at once, and faults of the server.
fn bursts_and_faults() -> Vec<Case> {
    let hint = |name: &str, cause, standing, http: String| case(name, cause, standing, http).hint();
    let plain = |status: u16| format!("{status}\nContent-Type: text/html\n\n<p>no</p>");
    let burst = |status: u16| {
        let many: Vec<_> = (0..30).map(|_| refresh(&[], &granted(&json!({})))).collect();
        format!("### +0s\n{}\n### +200ms\n{}", many.join("\n### +200ms\n"), refresh(&[], &plain(status)))
    };
    vec![
        hint("a burst of codes for devices", "device-quota", ABSENT, burst(403)),
        hint("a burst that ends in a page", "sign-in-quota", LIKELY, burst(403)),
        hint("too many requests", "sign-in-quota", LIKELY, refresh(&[], &plain(429))),
        hint("a page in the place of an answer", "google-server-fault", LIKELY, refresh(&[], &plain(503))),
        hint("a page in the place of a refusal", "google-server-fault", ABSENT, refresh(&[], &plain(403))),
    ]
}

/// What the RFCs alone explain.
fn other_servers() -> Vec<Case> {
    const ENDPOINT: &str = "https://login.table.example/oauth/token";
    let hint = |name: &str, cause, standing, http: String| case(name, cause, standing, http).hint();
    let abroad = |http: String| {
        http.replace("https://oauth2.googleapis.com/token", ENDPOINT)
            .replace("https://accounts.google.com/o/oauth2/v2/auth", "https://login.table.example/authorize")
    };
    let flow = |more: &[(&str, &str)], wait: &str, fields: &[(&str, &str)], answer: &str| {
        abroad(then(&sign_in(more), wait, &redeem(fields, answer)))
    };
    let s256 = [("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256")];
    let right = [("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")];
    let wrong = [("code_verifier", "EXAMPLE-another-verifier-0123456789-abcdefghijklmn")];
    let bare = refused("");
    let both = [("client_assertion", "EXAMPLE"), ("client_assertion_type", "EXAMPLE")];
    let nobody = error(401, "invalid_client", "");
    let repeated = abroad(refresh(&[], &error(400, "invalid_request", "")))
        .replace("grant_type=refresh_token", "grant_type=refresh_token&grant_type=refresh_token");
    let account = |name: &str| {
        jwt(&json!({ "alg": "RS256" }), &json!({ "iss": "https://login.table.example", "sub": name }), 256)
    };
    let issue = |token: &str, code: &str| {
        redeem(&[("code", code)], &granted(&json!({ "refresh_token": token, "id_token": account("EXAMPLE-one") })))
    };
    let newer = then(
        &issue(TOKEN, CODE),
        "1h",
        &issue("1//03EXAMPLE-newer-0123456789-0123456789-0123456789", "4/0AVEXAMPLE-newer-0123456789-0123456789"),
    );
    vec![
        case("another verifier at another server", "code-verifier-mismatch", CONFIRMED, flow(&s256, "1s", &wrong, &bare)),
        hint("the right verifier at another server", "code-verifier-mismatch", RULED_OUT, flow(&s256, "1s", &right, &bare)),
        hint("a verifier without a challenge at another server", "code-verifier-unexpected", LIKELY, flow(&[], "1s", &right, &bare)),
        hint("an old code at another server", "code-expired", LIKELY, flow(&[], "15m", &[], &bare)),
        case("two ways of authentication at another server", "client-credentials-doubled", LIKELY, abroad(redeem(&both, &nobody))),
        hint("no secret at another server", "client-secret-missing", POSSIBLE, abroad(refresh(&[("client_secret", "-")], &nobody))),
        hint("a secret at another server", "client-secret-wrong", POSSIBLE, abroad(refresh(&[], &nobody))),
        hint("a parameter twice at another server", "parameter-repeated", LIKELY, repeated),
        hint("a redirect URI that another server refuses by a name of its own", "redirect-uri-mismatch", LIKELY, abroad(redeem(&[], &error(400, "redirect_uri_mismatch", "")))),
        hint(
            "another redirect URI, and a code that another server took before",
            "redirect-uri-mismatch",
            POSSIBLE,
            then(
                &then(&abroad(sign_in(&[])), "1s", &abroad(redeem(&[], &granted(&json!({}))))),
                "1s",
                &abroad(redeem(&[("redirect_uri", "https://table.example/other")], &bare)),
            ),
        ),
        hint("an older token at another server", "refresh-token-superseded", LIKELY, abroad(then(&newer, "1h", &refresh(&[], &bare)))),
        hint(
            "another verifier, and a code that another server took before",
            "code-verifier-mismatch",
            POSSIBLE,
            abroad(then(
                &then(&sign_in(&s256), "1s", &redeem(&right, &granted(&json!({})))),
                "1s",
                &redeem(&wrong, &bare),
            )),
        ),
        hint(
            "no verifier, and a code that another server took before",
            "code-verifier-missing",
            POSSIBLE,
            abroad(then(
                &then(&sign_in(&s256), "1s", &redeem(&right, &granted(&json!({})))),
                "1s",
                &redeem(&[], &bare),
            )),
        ),
        hint(
            "a device code that another server lets run out",
            "device-code-dead",
            LIKELY,
            at(ENDPOINT, &[("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", "EXAMPLE"), ("client_id", "EXAMPLE")], &error(400, "expired_token", "")),
        ),
        hint("a token request by GET that is refused with 400", "token-request-not-post", LIKELY, "GET https://oauth2.googleapis.com/token?grant_type=refresh_token&refresh_token=EXAMPLE&client_id=EXAMPLE\n\n400\n\n{\"error\":\"invalid_request\"}\n".to_owned()),
    ]
}
