//! A sign-in against its token request: redirect URI, verifier, client, age of the code.

use super::build::*;
use serde_json::json;

// The pair of RFC 7636 appendix B, and another verifier.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const OTHER: &str = "EXAMPLE-verifier-of-another-sign-in-0123456789-abc";

fn flow(sign_in_more: &[(&str, &str)], wait: &str, more: &[(&str, &str)], answer: &str) -> String {
    then(&sign_in(sign_in_more), wait, &redeem(more, answer))
}

pub fn cases() -> Vec<Case> {
    let mut cases = redirect_uris();
    cases.extend(verifiers());
    cases.extend(clients_and_age());
    cases.extend(other_servers());
    cases
}

fn redirect_uris() -> Vec<Case> {
    let mismatch = error(400, "redirect_uri_mismatch", "Bad Request");
    let mut cases: Vec<_> = [
        ("a slash at the end", "https://table.example/oauth2/callback/"),
        ("http instead of https", "http://table.example/oauth2/callback"),
        ("a port", "https://table.example:8443/oauth2/callback"),
        ("another host", "https://www.table.example/oauth2/callback"),
        ("another path", "https://table.example/oauth2/cb"),
        ("a capital letter", "https://table.example/OAuth2/callback"),
        ("a query", "https://table.example/oauth2/callback?next=home"),
        ("a cut end", "https://table.example/oauth2/callbac"),
    ]
    .into_iter()
    .map(|(what, uri)| {
        let http = flow(&[], "1s", &[("redirect_uri", uri)], &mismatch);
        case(format!("a redirect URI with {what}"), "redirect-uri-mismatch", CONFIRMED, http)
    })
    .collect();
    cases.extend([
        case(
            "no redirect URI where the sign-in had one",
            "redirect-uri-mismatch",
            CONFIRMED,
            flow(&[], "1s", &[("redirect_uri", "-")], &mismatch),
        ),
        case(
            "a redirect URI that was encoded twice, without its sign-in",
            "redirect-uri-mismatch",
            CONFIRMED,
            redeem(&[("redirect_uri", "https%3A%2F%2Ftable.example%2Fcallback")], &mismatch),
        ),
        case(
            "the redirect URI of the sign-in, to the letter",
            "redirect-uri-mismatch",
            POSSIBLE,
            flow(&[], "1s", &[], &mismatch),
        ),
        case("a redirect URI without its sign-in", "redirect-uri-mismatch", LIKELY, redeem(&[], &mismatch)),
        case(
            "another redirect URI, and an answer that is not about it",
            "redirect-uri-mismatch",
            POSSIBLE,
            flow(&[], "1s", &[("redirect_uri", "https://table.example/other")], &refused("Bad Request")),
        ),
        case(
            "postmessage for a code that came by a redirect",
            "redirect-uri-mismatch",
            LIKELY,
            flow(&[], "1s", &[("redirect_uri", "postmessage")], &mismatch),
        ),
    ]);
    cases
}

fn verifiers() -> Vec<Case> {
    let s256 = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let plain = [("code_challenge", VERIFIER), ("code_challenge_method", "plain")];
    let invalid = refused("Invalid code verifier.");
    let missing = refused("Missing code verifier.");
    let unneeded = refused("code_verifier or verifier is not needed.");
    vec![
        case(
            "another verifier",
            "code-verifier-mismatch",
            CONFIRMED,
            flow(&s256, "1s", &[("code_verifier", OTHER)], &invalid),
        ),
        case(
            "the challenge in the place of the verifier",
            "code-verifier-mismatch",
            CONFIRMED,
            flow(&s256, "1s", &[("code_verifier", CHALLENGE)], &invalid),
        ),
        case(
            "another plain verifier",
            "code-verifier-mismatch",
            CONFIRMED,
            flow(&plain, "1s", &[("code_verifier", OTHER)], &invalid),
        ),
        case(
            "a challenge made with S256 that is declared as plain",
            "code-verifier-mismatch",
            CONFIRMED,
            flow(&[("code_challenge", CHALLENGE)], "1s", &[("code_verifier", VERIFIER)], &invalid),
        ),
        case(
            "a verifier that is far too short, without its sign-in",
            "code-verifier-mismatch",
            CONFIRMED,
            redeem(&[("code_verifier", "EXAMPLE")], &invalid),
        ),
        case(
            "the right verifier, and Google says otherwise",
            "code-verifier-mismatch",
            POSSIBLE,
            flow(&s256, "1s", &[("code_verifier", VERIFIER)], &invalid),
        ),
        case(
            "the right verifier, and another answer",
            "code-verifier-mismatch",
            RULED_OUT,
            flow(&s256, "1s", &[("code_verifier", VERIFIER)], &refused("Bad Request")),
        ),
        case(
            "a verifier without its sign-in",
            "code-verifier-mismatch",
            LIKELY,
            redeem(&[("code_verifier", OTHER)], &invalid),
        ),
        case("a challenge, and no verifier", "code-verifier-missing", CONFIRMED, flow(&s256, "1s", &[], &missing)),
        case(
            "a challenge, and an empty verifier",
            "code-verifier-missing",
            CONFIRMED,
            flow(&s256, "1s", &[("code_verifier", "")], &missing),
        ),
        case("no verifier, without its sign-in", "code-verifier-missing", LIKELY, redeem(&[], &missing)),
        case(
            "a verifier is there, and Google misses it",
            "code-verifier-missing",
            POSSIBLE,
            flow(&s256, "1s", &[("code_verifier", VERIFIER)], &missing),
        ),
        case(
            "a verifier, and a sign-in without a challenge",
            "code-verifier-unexpected",
            CONFIRMED,
            flow(&[], "1s", &[("code_verifier", VERIFIER)], &unneeded),
        ),
        case(
            "a verifier without its sign-in, and Google does not want it",
            "code-verifier-unexpected",
            LIKELY,
            redeem(&[("code_verifier", VERIFIER)], &unneeded),
        ),
        case(
            "a verifier that fits, and Google does not want it",
            "code-verifier-unexpected",
            POSSIBLE,
            flow(&s256, "1s", &[("code_verifier", VERIFIER)], &unneeded),
        ),
    ]
}

fn clients_and_age() -> Vec<Case> {
    let unauthorized = error(401, "unauthorized_client", "Unauthorized");
    vec![
        case(
            "a code that another client obtained",
            "grant-of-another-client",
            CONFIRMED,
            flow(&[("client_id", OTHER_CLIENT)], "1s", &[], &unauthorized),
        ),
        case("the client of the sign-in", "grant-of-another-client", RULED_OUT, flow(&[], "1s", &[], &unauthorized)),
        case("a client without its sign-in", "grant-of-another-client", LIKELY, redeem(&[], &unauthorized)),
        case(
            "a code of another client, and an answer that Google does not give to that",
            "grant-of-another-client",
            POSSIBLE,
            flow(&[("client_id", OTHER_CLIENT)], "1s", &[], &refused("Bad Request")),
        ),
    ]
}

/// Another authorization server, which answers as RFC 6749 says.
fn other_servers() -> Vec<Case> {
    let address = "https://login.table.example/oauth/token";
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", "EXAMPLE-code-of-another-server-0123456789"),
        ("client_id", "EXAMPLE-client"),
        ("redirect_uri", CALLBACK),
    ];
    let redeem = |more: &[(&str, &str)], answer: &str| at(address, &merged(&usual, more), answer);
    let sign_in = |more: &[(&str, &str)]| {
        let query = form(&merged(
            &[
                ("response_type", "code"),
                ("client_id", "EXAMPLE-client"),
                ("redirect_uri", CALLBACK),
                ("state", "EXAMPLE-x"),
            ],
            more,
        ));
        let back = form(&[("state", "EXAMPLE-x"), ("code", "EXAMPLE-code-of-another-server-0123456789")]);
        format!(
            "### +0s\nGET https://login.table.example/authorize?{query}\n\n302\n\n### +5s\nGET {CALLBACK}?{back}\n\n302\n\n"
        )
    };
    let bare = refused("");
    let ok = "200\n\n{\"access_token\":\"EXAMPLE\"}";
    vec![
        case(
            "a code used twice at another server",
            "code-redeemed-twice",
            CONFIRMED,
            then(&redeem(&[], ok), "3s", &redeem(&[], &bare)),
        ),
        case(
            "another redirect URI at another server",
            "redirect-uri-mismatch",
            CONFIRMED,
            then(&sign_in(&[]), "1s", &redeem(&[("redirect_uri", "https://table.example/other")], &bare)),
        ),
        case(
            "the same redirect URI at another server",
            "redirect-uri-mismatch",
            RULED_OUT,
            then(&sign_in(&[]), "1s", &redeem(&[], &bare)),
        ),
        case(
            "no verifier at another server",
            "code-verifier-missing",
            CONFIRMED,
            then(
                &sign_in(&[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]),
                "1s",
                &redeem(&[], &bare),
            ),
        ),
        case(
            "another client at another server",
            "grant-of-another-client",
            CONFIRMED,
            then(&sign_in(&[]), "1s", &redeem(&[("client_id", "EXAMPLE-other-client")], &bare)),
        ),
        case(
            "a refresh that another server refuses says nothing of apps in Testing",
            "app-in-testing",
            ABSENT,
            at(address, &[("grant_type", "refresh_token"), ("refresh_token", "EXAMPLE-of-another-server")], &bare),
        ),
    ]
    .into_iter()
    .chain([case(
        "a look-alike of Google's host gets no cause of Google's",
        "client-secret-wrong",
        ABSENT,
        at(
            "https://oauth2.googleapis.com.table.example/token",
            &[("grant_type", "refresh_token"), ("refresh_token", TOKEN), ("client_secret", SECRET)],
            &error(401, "invalid_client", "The provided client secret is invalid."),
        ),
    )])
    .chain([case(
        "a success is no failure",
        "code-redeemed-twice",
        ABSENT,
        then(&redeem(&[], ok), "3s", &redeem(&[("code", "EXAMPLE-second-code")], &granted(&json!({})))),
    )])
    .collect()
}
