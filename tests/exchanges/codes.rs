//! Codes: encoded twice, cut, used twice, too old.

use super::build::*;
use serde_json::json;

#[allow(clippy::too_many_lines, reason = "a table is as long as its rows")]
pub fn cases() -> Vec<Case> {
    let malformed = refused("Malformed auth code.");
    let bad = refused("Bad Request");
    let ok = granted(&json!({}));
    let encoded = CODE.replace('/', "%2F");
    let thrice = CODE.replace('/', "%252F");
    let cut = &CODE[..40];
    let longer = format!("{CODE}tail");
    let carried = sign_in(&[]);
    let mut cases = vec![
        case(
            "a code that was encoded twice",
            "code-encoded-twice",
            CONFIRMED,
            redeem(&[("code", &encoded)], &malformed),
        ),
        case(
            "a code that was encoded three times",
            "code-encoded-twice",
            CONFIRMED,
            redeem(&[("code", &thrice)], &malformed),
        ),
        case(
            "a code that was encoded twice, and the callback that brought it",
            "code-encoded-twice",
            CONFIRMED,
            then(&carried, "1s", &redeem(&[("code", &encoded)], &malformed)),
        ),
        case(
            "a code that was encoded twice, and an answer that does not say so",
            "code-encoded-twice",
            LIKELY,
            redeem(&[("code", &encoded)], &bad),
        ),
        case("a code that was encoded once, as it must be", "code-encoded-twice", RULED_OUT, redeem(&[], &malformed)),
        case(
            "a code that lost its end",
            "code-damaged",
            CONFIRMED,
            then(&carried, "1s", &redeem(&[("code", cut)], &malformed)),
        ),
        case(
            "a code that gained an end",
            "code-damaged",
            CONFIRMED,
            then(&carried, "1s", &redeem(&[("code", &longer)], &malformed)),
        ),
        case("a code of one character", "code-damaged", CONFIRMED, redeem(&[("code", "4")], &malformed)),
        case(
            "a code and the parameter after it",
            "code-damaged",
            CONFIRMED,
            redeem(&[("code", &format!("{CODE}&scope=openid"))], &malformed),
        ),
        case(
            "the code of the callback, to the letter",
            "code-damaged",
            RULED_OUT,
            then(&carried, "1s", &redeem(&[], &malformed)),
        ),
        case(
            "another whole code than the callback's",
            "code-damaged",
            LIKELY,
            then(&carried, "1s", &redeem(&[("code", "4/0AVEXAMPLE-another-code-of-the-table-0123456789")], &malformed)),
        ),
        case(
            "a code that was accepted four seconds before",
            "code-redeemed-twice",
            CONFIRMED,
            then(&redeem(&[], &ok), "4s", &redeem(&[], &bad)),
        ),
        case(
            "a code that was accepted a day before",
            "code-redeemed-twice",
            CONFIRMED,
            then(&redeem(&[], &ok), "1d", &redeem(&[], &refused("Malformed auth code."))),
        ),
        case(
            "a code that was accepted under another redirect URI",
            "code-redeemed-twice",
            CONFIRMED,
            then(
                &redeem(&[], &ok),
                "1s",
                &redeem(&[("redirect_uri", "postmessage")], &refused("Code was already redeemed.")),
            ),
        ),
        case(
            "a code whose first request got no answer",
            "code-redeemed-twice",
            CONFIRMED,
            then(&redeem(&[], "").replace("\n\n\n", "\n"), "1s", &redeem(&[], &refused("Code was already redeemed."))),
        ),
        case(
            "a code that was refused before, and never accepted",
            "code-redeemed-twice",
            POSSIBLE,
            then(&redeem(&[], &bad), "4s", &redeem(&[], &bad)),
        ),
        case(
            "another code than the one that was accepted",
            "code-redeemed-twice",
            POSSIBLE,
            then(
                &redeem(&[], &ok),
                "4s",
                &redeem(&[("code", "4/0AVEXAMPLE-another-code-of-the-table-0123456789")], &bad),
            ),
        ),
        case(
            "an access token that was issued is no code that was sent",
            "code-redeemed-twice",
            LIKELY,
            then(&refresh(&[], &ok), "4s", &redeem(&[("code", ACCESS)], &refused("Code was already redeemed."))),
        ),
        case(
            "Google's words alone",
            "code-redeemed-twice",
            LIKELY,
            redeem(&[], &refused("Code was already redeemed.")),
        ),
        case(
            "a code that was accepted before, and Google speaks of the verifier",
            "code-redeemed-twice",
            POSSIBLE,
            then(&redeem(&[], &ok), "4s", &redeem(&[], &refused("Missing code verifier."))),
        ),
        case(
            "a fresh code, and Google speaks of the verifier",
            "code-redeemed-twice",
            RULED_OUT,
            redeem(&[], &refused("Missing code verifier.")),
        ),
    ];
    cases.extend(at_once());
    cases.extend(callbacks());
    cases
}

/// Two requests with the same code that are under way at the same time.
fn at_once() -> Vec<Case> {
    let ok = granted(&json!({}));
    let bad = refused("Bad Request");
    let both = |first: &str, took: &str, second: &str| {
        format!("### +0s took {took}\n{}\n### +30ms took 150ms\n{}", redeem(&[], first), redeem(&[], second))
    };
    let first = |name: &str, standing, http: String| Case {
        judged: Some(1),
        ..case(name, "code-redeemed-twice", standing, http)
    };
    vec![
        first("two requests at once, and the later one wins", CONFIRMED, both(&bad, "400ms", &ok)),
        case(
            "two requests at once, and the earlier one wins",
            "code-redeemed-twice",
            CONFIRMED,
            both(&ok, "400ms", &bad),
        ),
        first("the later request starts after the refusal", POSSIBLE, both(&bad, "20ms", &ok)),
        first("two requests at once that are both refused", POSSIBLE, both(&bad, "400ms", &bad)),
    ]
}

/// The app's server redeems the code; the browser sees its callback alone.
fn callbacks() -> Vec<Case> {
    let query = form(&[("state", "EXAMPLE-state-of-the-table"), ("code", CODE), ("scope", "https://mail.google.com/")]);
    let callback = |answer: &str| format!("GET {CALLBACK}?{query}\n\n{answer}\n");
    let page = "500\nContent-Type: text/html\n\n<pre>invalid_grant: Bad Request</pre>";
    vec![
        case(
            "a callback that is loaded again",
            "code-redeemed-twice",
            CONFIRMED,
            then(&callback("200\n\n<p>Welcome</p>"), "2s", &callback(page)),
        ),
        case("a callback that fails the first time", "code-redeemed-twice", POSSIBLE, callback(page)),
        case(
            "a callback that fails twice",
            "code-redeemed-twice",
            POSSIBLE,
            then(&callback(page), "2s", &callback(page)),
        ),
    ]
}
