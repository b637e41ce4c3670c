//! Refresh tokens: when they were issued and for how long, what revoked them, who holds them, what they cover.

use super::build::*;
use serde_json::json;

const DAY: i64 = 86_400;
const DEAD: &str = "Token has been expired or revoked.";

/// The answer that issues [`TOKEN`], at the table's start, with these members.
fn issue(members: &serde_json::Value) -> String {
    let mut all = json!({ "refresh_token": TOKEN, "scope": "https://mail.google.com/" });
    all.as_object_mut().expect("an object").extend(members.as_object().cloned().unwrap_or_default());
    redeem(&[], &dated(&granted(&all), 0))
}

/// The token, issued with these members, is refused this many days later.
fn aged(members: &serde_json::Value, days: i64, description: &str) -> String {
    then(&issue(members), &format!("{days}d"), &refresh(&[], &dated(&refused(description), days * DAY)))
}

fn revoke(value: &str) -> String {
    format!(
        "POST https://oauth2.googleapis.com/revoke\nContent-Type: application/x-www-form-urlencoded\n\n{}\n\n200\n\n{{}}\n",
        form(&[("token", value)])
    )
}

pub fn cases() -> Vec<Case> {
    let mut cases = lives();
    cases.extend(damage_by_history());
    cases.extend(revocations());
    cases.extend(holders());
    cases.extend(scopes());
    cases
}

fn lives() -> Vec<Case> {
    let week = json!({ "refresh_token_expires_in": 604_799 });
    let works = refresh(&[], &granted(&json!({})));
    let fortnight = json!({ "refresh_token_expires_in": 1_209_600 });
    vec![
        case("seven days and an hour after a token for seven days", "app-in-testing", CONFIRMED, aged(&week, 8, DEAD)),
        case("eight days, and a text that does not tell", "app-in-testing", CONFIRMED, aged(&week, 8, "Bad Request")),
        case("five days after a token for seven days", "app-in-testing", RULED_OUT, aged(&week, 5, DEAD)),
        case("nine days after a token without an end", "app-in-testing", POSSIBLE, aged(&json!({}), 9, DEAD)),
        case(
            "nine days after a token for name and address alone",
            "app-in-testing",
            RULED_OUT,
            aged(&json!({ "scope": "openid email" }), 9, DEAD),
        ),
        case(
            "a token that worked for twelve days, whose issue was not seen",
            "app-in-testing",
            RULED_OUT,
            then(&then(&works, "12d", &works), "1h", &refresh(&[], &refused(DEAD))),
        ),
        case(
            "a token that worked for four days, whose issue was not seen",
            "app-in-testing",
            POSSIBLE,
            then(&then(&works, "4d", &works), "20d", &refresh(&[], &refused(DEAD))),
        ),
        case("a dead token whose issue was not seen", "app-in-testing", POSSIBLE, refresh(&[], &refused(DEAD))),
        case(
            "an answer about scopes comes from a living token",
            "app-in-testing",
            RULED_OUT,
            refresh(&[("scope", "openid")], &error(400, "invalid_scope", "Bad Request")),
        ),
        case("fifteen days after a token for fourteen", "time-limited-access", CONFIRMED, aged(&fortnight, 15, DEAD)),
        case("ten days after a token for fourteen", "time-limited-access", ABSENT, aged(&fortnight, 10, DEAD)),
        case("fifteen days after a token without an end", "time-limited-access", RULED_OUT, aged(&json!({}), 15, DEAD)),
        case("a token for seven days is no limited access", "time-limited-access", ABSENT, aged(&week, 8, DEAD))
            .but("app-in-testing"),
        case(
            "a token that worked seven months before",
            "refresh-token-unused",
            LIKELY,
            then(&refresh(&[], &granted(&json!({}))), "215d", &refresh(&[], &refused(DEAD))),
        )
        .hint(),
        case(
            "a token that worked a month before",
            "refresh-token-unused",
            RULED_OUT,
            then(&refresh(&[], &granted(&json!({}))), "31d", &refresh(&[], &refused(DEAD))),
        )
        .hint(),
    ]
}

fn damage_by_history() -> Vec<Case> {
    let bad = refused("Bad Request");
    let after = |value: &str| then(&issue(&json!({})), "1h", &refresh(&[("refresh_token", value)], &bad));
    vec![
        case("a refresh token that lost its end", "refresh-token-damaged", CONFIRMED, after(&TOKEN[..TOKEN.len() - 9])),
        case("a refresh token that gained an end", "refresh-token-damaged", CONFIRMED, after(&format!("{TOKEN}abc"))),
        case(
            "a refresh token that was encoded twice",
            "refresh-token-damaged",
            CONFIRMED,
            after(&TOKEN.replace('/', "%2F")),
        ),
        case(
            "a refresh token of twelve characters",
            "refresh-token-damaged",
            CONFIRMED,
            refresh(&[("refresh_token", "1//03EXAMPLE")], &bad),
        ),
        case("the refresh token that was issued", "refresh-token-damaged", RULED_OUT, after(TOKEN)),
        case(
            "a refresh token that worked before",
            "refresh-token-damaged",
            RULED_OUT,
            then(&refresh(&[], &granted(&json!({}))), "1h", &refresh(&[], &bad)),
        ),
        case(
            "no refresh token came, and none is sent",
            "refresh-token-never-issued",
            CONFIRMED,
            then(
                &redeem(&[], &granted(&json!({}))),
                "1h",
                &refresh(
                    &[("refresh_token", "-")],
                    &error(400, "invalid_request", "Missing required parameter: refresh_token"),
                ),
            ),
        ),
        case(
            "a refresh token came, and none is sent",
            "refresh-token-never-issued",
            LIKELY,
            then(
                &issue(&json!({})),
                "1h",
                &refresh(
                    &[("refresh_token", "-")],
                    &error(400, "invalid_request", "Missing required parameter: refresh_token"),
                ),
            ),
        )
        .but("parameter-missing"),
    ]
}

fn revocations() -> Vec<Case> {
    let dead = refused(DEAD);
    vec![
        case(
            "this session revoked the very token",
            "grant-revoked",
            CONFIRMED,
            then(&revoke(TOKEN), "10m", &refresh(&[], &dead)),
        ),
        case(
            "this session revoked an access token of the grant",
            "grant-revoked",
            CONFIRMED,
            then(&then(&issue(&json!({})), "1h", &revoke(ACCESS)), "10m", &refresh(&[], &dead)),
        ),
        case(
            "this session revoked the token, and Google's text does not tell",
            "grant-revoked",
            CONFIRMED,
            then(&revoke(TOKEN), "10m", &refresh(&[], &refused("Bad Request"))),
        ),
        case(
            "this session revoked a token of somebody else",
            "grant-revoked",
            POSSIBLE,
            then(&revoke("1//03EXAMPLE-somebody-else-0123456789-0123456789"), "10m", &refresh(&[], &dead)),
        ),
        case(
            "this session revoked the token, and Google names a policy",
            "grant-revoked",
            POSSIBLE,
            then(&revoke(TOKEN), "10m", &refresh(&[], &refused("reauth related error (invalid_rapt)"))),
        ),
        case(
            "a revocation that failed",
            "grant-revoked",
            POSSIBLE,
            then(
                &revoke(TOKEN).replace("200\n\n{}", "400\n\n{\"error\":\"invalid_token\"}"),
                "10m",
                &refresh(&[], &dead),
            ),
        ),
        case(
            "an opaque token that was revoked",
            "grant-revoked",
            CONFIRMED,
            then(
                &revoke("EXAMPLE-of-another-server"),
                "1m",
                &refresh(&[("refresh_token", "EXAMPLE-of-another-server")], &dead),
            ),
        ),
    ]
}

fn holders() -> Vec<Case> {
    let dead = refused(DEAD);
    let unauthorized = error(401, "unauthorized_client", "Unauthorized");
    let with = |client: &str, answer: &str| then(&issue(&json!({})), "2h", &refresh(&[("client_id", client)], answer));
    vec![
        case(
            "a refresh token that another client obtained",
            "grant-of-another-client",
            CONFIRMED,
            with(OTHER_CLIENT, &unauthorized),
        ),
        case(
            "the client that obtained the refresh token",
            "grant-of-another-client",
            RULED_OUT,
            with(CLIENT, &unauthorized),
        ),
        case("a dead token that another client obtained", "client-replaced", LIKELY, with(OTHER_CLIENT, &dead)).hint(),
        case("a dead token with the client that obtained it", "client-replaced", RULED_OUT, with(CLIENT, &dead)).hint(),
        case(
            "the Playground's own client",
            "playground-token",
            LIKELY,
            refresh(&[("client_id", "407408718192.apps.googleusercontent.com")], &dead),
        )
        .hint(),
    ]
}

fn scopes() -> Vec<Case> {
    let invalid = error(400, "invalid_scope", "Bad Request");
    let asks = |granted: &str, asked: &str| {
        then(&issue(&json!({ "scope": granted })), "2h", &refresh(&[("scope", asked)], &invalid))
    };
    vec![
        case(
            "a refresh that asks for mail, of a grant without it",
            "scope-not-granted",
            CONFIRMED,
            asks("openid", "openid https://mail.google.com/"),
        ),
        case(
            "a refresh that asks for one more of Google's scopes",
            "scope-not-granted",
            CONFIRMED,
            asks("https://www.googleapis.com/auth/gmail.readonly", "https://www.googleapis.com/auth/gmail.modify"),
        ),
        case(
            "a refresh that asks for the long name of what was granted",
            "scope-not-granted",
            POSSIBLE,
            asks("openid email", "https://www.googleapis.com/auth/userinfo.email"),
        ),
        case("a refresh without its issue", "scope-not-granted", LIKELY, refresh(&[("scope", "openid")], &invalid)),
    ]
}
