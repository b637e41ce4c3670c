//! Assertions of service accounts: their times against the server's clock, their claims, the form of their signature.

use super::build::*;
use serde_json::{Value, json};

const LATE: &str = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your \
    iat and exp values in the JWT claim.";
const ROBOT: &str = "robot@table-example.iam.gserviceaccount.com";
const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

/// The usual claims, with others in their place; `null` takes one out.
fn claims(more: &Value) -> Value {
    let mut claims = json!({
        "iss": ROBOT, "aud": "https://oauth2.googleapis.com/token", "scope": "https://www.googleapis.com/auth/drive",
        "iat": START, "exp": START + HOUR,
    });
    let members = claims.as_object_mut().expect("an object");
    for (name, value) in more.as_object().expect("an object") {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    claims
}

fn asserted(more: &Value, answer: &str) -> String {
    assert(&jwt(&json!({ "alg": "RS256", "typ": "JWT" }), &claims(more), 256), &dated(answer, 0))
}

/// An assertion that was dated this far from the server's clock.
fn skewed(seconds: i64, answer: &str) -> String {
    asserted(&json!({ "iat": START + seconds, "exp": START + seconds + HOUR }), answer)
}

pub fn cases() -> Vec<Case> {
    let mut cases = times();
    cases.extend(parties());
    cases.extend(forms());
    cases
}

fn times() -> Vec<Case> {
    let late = refused(LATE);
    let wrong = |name: &str, more: &Value| {
        case(format!("an assertion {name}"), "assertion-times-wrong", CONFIRMED, asserted(more, &late))
    };
    vec![
        case("a clock that is six minutes ahead", "clock-skew", CONFIRMED, skewed(6 * MINUTE, &late)),
        case("a clock that is twenty-five minutes ahead", "clock-skew", CONFIRMED, skewed(25 * MINUTE, &late)),
        case(
            "a clock that is three days ahead and some minutes",
            "clock-skew",
            CONFIRMED,
            skewed(72 * HOUR + 17 * MINUTE, &late),
        ),
        case(
            "a clock that is right, and another answer",
            "clock-skew",
            RULED_OUT,
            skewed(-2, &refused("Invalid JWT Signature.")),
        ),
        case("a clock that is ninety seconds ahead", "clock-skew", LIKELY, skewed(90, &late)),
        case("a clock that is ninety minutes behind", "clock-skew", LIKELY, skewed(-95 * MINUTE, &late)),
        case("a clock that is two hours ahead, as a time zone is", "clock-skew", POSSIBLE, skewed(2 * HOUR, &late)),
        case("no Date header, so no clock to compare with", "clock-skew", LIKELY, {
            assert(&jwt(&json!({ "alg": "RS256" }), &claims(&json!({})), 256), &late)
        }),
        wrong("dated in milliseconds", &json!({ "iat": START * 1000, "exp": (START + HOUR) * 1000 })),
        wrong("whose times are texts", &json!({ "iat": START.to_string(), "exp": (START + HOUR).to_string() })),
        wrong("whose times have fractions", &json!({ "iat": 1_772_438_400.25, "exp": 1_772_442_000.25 })),
        wrong("that lives for a day", &json!({ "exp": START + 24 * HOUR })),
        wrong("that ends before it begins", &json!({ "exp": START - HOUR })),
        wrong("without an end", &json!({ "exp": null })),
        wrong("without a beginning", &json!({ "iat": null })),
        case("an assertion that lives for an hour", "assertion-times-wrong", POSSIBLE, asserted(&json!({}), &late)),
        case(
            "an assertion that is three hours ahead to the minute",
            "assertion-times-wrong",
            LIKELY,
            skewed(3 * HOUR, &late),
        ),
    ]
}

fn parties() -> Vec<Case> {
    let audience = refused("Invalid JWT: Failed audience check.");
    let issuer = refused("Invalid issuer: Not a service account.");
    let user = refused("Invalid email or User ID");
    let scope = error(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    let mut cases = Vec::new();
    for (what, value) in [
        ("an API's address", json!("https://gmail.googleapis.com/")),
        ("a list", json!(["https://oauth2.googleapis.com/token"])),
        ("nothing", Value::Null),
    ] {
        let http = asserted(&json!({ "aud": value }), &audience);
        cases.push(case(format!("{what} as the audience"), "assertion-audience-wrong", CONFIRMED, http));
    }
    for (what, value) in [
        ("a person's address", json!("someone@table.example")),
        ("a client ID", json!(CLIENT)),
        ("a number", json!("103456789012345678901")),
        ("the word undefined", json!("undefined")),
    ] {
        let http = asserted(&json!({ "iss": value }), &issuer);
        cases.push(case(format!("{what} as the issuer"), "assertion-issuer-wrong", CONFIRMED, http));
    }
    for (what, value) in [
        ("an empty text", json!("")),
        ("a placeholder", json!("${USER}")),
        ("the word null", json!("null")),
        ("an address of the web", json!("https://table.example/users/1")),
    ] {
        let http = asserted(&json!({ "sub": value }), &user);
        cases.push(case(format!("{what} as the user"), "impersonated-user-unknown", CONFIRMED, http));
    }
    for (what, value) in [
        ("no scope", Value::Null),
        ("an empty scope", json!("")),
        ("scopes with commas between them", json!("https://mail.google.com/,https://www.googleapis.com/auth/drive")),
        ("a list of scopes", json!(["https://mail.google.com/"])),
        ("a list that was printed", json!("['https://mail.google.com/']")),
        ("an API in the place of its scope", json!("https://gmail.googleapis.com/")),
        ("the short name of a scope", json!("gmail.readonly")),
    ] {
        cases.push(case(what, "assertion-scope-wrong", CONFIRMED, asserted(&json!({ "scope": value }), &scope)));
    }
    cases.extend([
        case(
            "the right audience, and Google says otherwise",
            "assertion-audience-wrong",
            LIKELY,
            asserted(&json!({}), &audience),
        ),
        case("a service account as the issuer", "assertion-issuer-wrong", LIKELY, asserted(&json!({}), &issuer)),
        case(
            "a user's address that Google does not know",
            "impersonated-user-unknown",
            LIKELY,
            asserted(&json!({ "sub": "someone@table.example" }), &user),
        ),
        case(
            "a scope that looks like one",
            "assertion-scope-wrong",
            LIKELY,
            asserted(&json!({ "scope": "https://www.googleapis.com/auth/EXAMPLE" }), &scope),
        ),
    ]);
    cases
}

fn forms() -> Vec<Case> {
    let signature = refused("Invalid JWT Signature.");
    let rs256 = json!({ "alg": "RS256" });
    let bad = error(400, "invalid_request", "Bad Request");
    vec![
        case(
            "a signature of thirty-two bytes",
            "signing-key-mismatch",
            CONFIRMED,
            assert(&jwt(&rs256, &claims(&json!({})), 32), &dated(&signature, 0)),
        ),
        case(
            "a signature made with a shared secret",
            "signing-key-mismatch",
            CONFIRMED,
            assert(&jwt(&json!({ "alg": "HS256" }), &claims(&json!({})), 32), &dated(&signature, 0)),
        ),
        case("a signature of the right length", "signing-key-mismatch", LIKELY, asserted(&json!({}), &signature)),
        case("an access token as the assertion", "assertion-unreadable", CONFIRMED, assert(ACCESS, &bad)),
        case("a placeholder as the assertion", "assertion-unreadable", CONFIRMED, assert("${ASSERTION}", &bad)),
        case(
            "an assertion that lost its signature",
            "assertion-unreadable",
            CONFIRMED,
            assert(jwt(&rs256, &claims(&json!({})), 256).rsplit_once('.').expect("three parts").0, &bad),
        ),
        case("an assertion that can be read", "assertion-unreadable", ABSENT, asserted(&json!({}), &bad)),
    ]
}
