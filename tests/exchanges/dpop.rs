//! DPoP: the proof's form, the request that it is made for, its time, its nonce and its key.

use super::build::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const ENDPOINT: &str = "https://oauth2.googleapis.com/token";
const KEY: &str = "EXAMPLE-of-the-table-a";
const OTHER_KEY: &str = "EXAMPLE-of-the-table-b";

/// The claims of a proof that fits a token request at the table's start, with `more` in the place of its own.
fn claims(jti: &str, more: &Value) -> Value {
    let mut claims = json!({ "jti": jti, "htm": "POST", "htu": ENDPOINT, "iat": START });
    let members = claims.as_object_mut().expect("an object");
    members.extend(more.as_object().cloned().unwrap_or_default());
    members.retain(|_, value| !value.is_null());
    claims
}

fn header(key: &str) -> Value {
    json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": { "kty": "EC", "crv": "P-256", "x": key, "y": "EXAMPLE" } })
}

/// A proof with this key and these claims, signed in the form that ES256 wants.
fn proof(key: &str, claims: &Value) -> String {
    jwt(&header(key), claims, 64)
}

/// The `jti` that Google wants where [`CODE`] is exchanged.
fn jti_of_the_code() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(CODE))
}

fn with(proof: &str, request: &str) -> String {
    request.replacen("Host: table\n", &format!("Host: table\nDPoP: {proof}\n"), 1)
}

/// The answer, with a nonce for the next request.
fn nonce(value: &str, answer: &str) -> String {
    answer.replacen('\n', &format!("\nDPoP-Nonce: {value}\n"), 1)
}

fn refreshed(proof: &str, answer: &str) -> String {
    with(proof, &refresh(&[], answer))
}

/// The exchange that issues [`TOKEN`] to the holder of [`KEY`].
fn bound() -> String {
    let proof = proof(KEY, &claims(&jti_of_the_code(), &json!({})));
    with(&proof, &redeem(&[], &nonce("EXAMPLE-nonce-of-codes", &granted(&json!({ "refresh_token": TOKEN })))))
}

pub fn cases() -> Vec<Case> {
    let mut cases = malformed();
    cases.extend(misplaced());
    cases.extend(nonces());
    cases.extend(keys());
    cases
}

/// Proofs that could be none, whatever was asked.
fn malformed() -> Vec<Case> {
    let refusal = error(400, "invalid_dpop_proof", "");
    let whole = claims("EXAMPLE-1", &json!({}));
    let headed = |change: &dyn Fn(&mut Value)| {
        let mut header = header(KEY);
        change(&mut header);
        jwt(&header, &whole, 64)
    };
    let proofs = [
        ("a proof with another typ", headed(&|header| header["typ"] = json!("JWT"))),
        ("a proof that a shared secret signs", headed(&|header| header["alg"] = json!("HS256"))),
        ("a proof that nothing signs", headed(&|header| header["alg"] = json!("none"))),
        ("a proof without a key", headed(&|header| header["jwk"] = Value::Null)),
        ("a proof with half a key", headed(&|header| header["jwk"]["y"] = Value::Null)),
        ("a proof with the private key in it", headed(&|header| header["jwk"]["d"] = json!("EXAMPLE-private"))),
        ("a proof with a signature in DER", jwt(&header(KEY), &whole, 71)),
        ("a proof without jti", proof(KEY, &claims("", &json!({ "jti": null })))),
        ("a proof without htm", proof(KEY, &claims("EXAMPLE-1", &json!({ "htm": null })))),
        ("a proof without htu", proof(KEY, &claims("EXAMPLE-1", &json!({ "htu": null })))),
        ("a proof with a time in words", proof(KEY, &claims("EXAMPLE-1", &json!({ "iat": "2026-03-02T08:00:00Z" })))),
        ("a proof that is no JWT", "EXAMPLE".to_owned()),
    ];
    let mut cases: Vec<_> = proofs
        .iter()
        .map(|(name, proof)| case(*name, "dpop-proof-wrong", CONFIRMED, refreshed(proof, &refusal)))
        .collect();
    let whole = proof(KEY, &whole);
    let doubled = format!("{whole}\nDPoP: {whole}");
    cases.push(case("two proofs in one request", "dpop-proof-wrong", CONFIRMED, refreshed(&doubled, &refusal)));
    cases.push(case("a whole proof that is refused", "dpop-proof-wrong", LIKELY, refreshed(&whole, &refusal)));
    cases.push(case("a whole proof and a dead token", "dpop-proof-wrong", ABSENT, refreshed(&whole, &refused(""))));
    let der = jwt(&header(KEY), &claims("EXAMPLE-1", &json!({})), 71);
    cases.push(case(
        "a signature in DER, and a text that does not tell",
        "dpop-proof-wrong",
        POSSIBLE,
        refreshed(&der, &refused("Bad Request")),
    ));
    cases
}

/// Proofs that are whole, and made for another request or another time.
fn misplaced() -> Vec<Case> {
    let refusal = error(400, "invalid_dpop_proof", "");
    let on_time = dated(&refusal, 1);
    let changed = |more: Value| proof(KEY, &claims("EXAMPLE-1", &more));
    let random = proof(KEY, &claims("EXAMPLE-random", &json!({})));
    let derived = proof(KEY, &claims(&jti_of_the_code(), &json!({})));
    let first = refreshed(&changed(json!({})), &nonce("EXAMPLE-nonce-1", &error(400, "use_dpop_nonce", "")));
    vec![
        case("a proof for GET", "dpop-proof-wrong", CONFIRMED, refreshed(&changed(json!({ "htm": "GET" })), &refusal)),
        case(
            "a proof for an older address of Google's",
            "dpop-proof-wrong",
            CONFIRMED,
            refreshed(&changed(json!({ "htu": "https://www.googleapis.com/oauth2/v4/token" })), &refusal),
        ),
        case(
            "a proof for the address with a query",
            "dpop-proof-wrong",
            LIKELY,
            refreshed(&changed(json!({ "htu": format!("{ENDPOINT}?alt=json") })), &on_time),
        ),
        case(
            "a proof that is half an hour old",
            "dpop-proof-wrong",
            LIKELY,
            refreshed(&changed(json!({ "iat": START - 1800 })), &on_time),
        ),
        case(
            "a proof that is sent twice",
            "dpop-proof-wrong",
            LIKELY,
            then(&first, "1s", &refreshed(&changed(json!({})), &refusal)),
        ),
        case(
            "a random jti where a code is exchanged",
            "dpop-proof-wrong",
            CONFIRMED,
            with(&random, &redeem(&[], &refusal)),
        ),
        case("the jti that belongs to the code", "dpop-proof-wrong", LIKELY, with(&derived, &redeem(&[], &refusal))),
        case(
            "a proof for GET, and Google wants a nonce",
            "dpop-proof-wrong",
            ABSENT,
            refreshed(&changed(json!({ "htm": "GET" })), &error(400, "use_dpop_nonce", "")),
        )
        .but("dpop-nonce-wrong"),
    ]
}

fn nonces() -> Vec<Case> {
    let wanted = |value: &str| nonce(value, &error(400, "use_dpop_nonce", ""));
    let holding = |jti: &str, nonce: &str| proof(KEY, &claims(jti, &json!({ "nonce": nonce })));
    let bare = proof(KEY, &claims("EXAMPLE-1", &json!({})));
    let first = refreshed(&bare, &wanted("EXAMPLE-nonce-1"));
    let again = |nonce: &str, answer: &str| then(&first, "300ms", &refreshed(&holding("EXAMPLE-2", nonce), answer));
    let code = proof(KEY, &claims(&jti_of_the_code(), &json!({})));
    vec![
        case("a refresh without a nonce", "dpop-nonce-wrong", CONFIRMED, first.clone()),
        case(
            "a code without a nonce",
            "dpop-nonce-wrong",
            CONFIRMED,
            with(&code, &redeem(&[], &wanted("EXAMPLE-nonce-1"))),
        ),
        case(
            "a nonce of an earlier answer",
            "dpop-nonce-wrong",
            CONFIRMED,
            again("EXAMPLE-nonce-0", &wanted("EXAMPLE-nonce-2")),
        ),
        case(
            "the nonce that was given last",
            "dpop-nonce-wrong",
            LIKELY,
            again("EXAMPLE-nonce-1", &wanted("EXAMPLE-nonce-2")),
        ),
        case(
            "the nonce of a code's exchange in a refresh",
            "dpop-nonce-wrong",
            LIKELY,
            then(
                &bound(),
                "1s",
                &refreshed(&holding("EXAMPLE-2", "EXAMPLE-nonce-of-codes"), &wanted("EXAMPLE-nonce-1")),
            ),
        ),
        case("the right nonce, and a dead token", "dpop-nonce-wrong", ABSENT, again("EXAMPLE-nonce-1", &refused(""))),
        case(
            "no nonce, and the proof is what is refused",
            "dpop-nonce-wrong",
            ABSENT,
            refreshed(&bare, &error(400, "invalid_dpop_proof", "")),
        ),
    ]
}

fn keys() -> Vec<Case> {
    let with_key = |key: &str| proof(key, &claims("EXAMPLE-2", &json!({ "nonce": "EXAMPLE-nonce-1" })));
    let later = |request: String| then(&bound(), "1h", &request);
    let unclear = refused("Bad Request");
    let dead = refused("Token has been expired or revoked.");
    let unbound = redeem(&[], &granted(&json!({ "refresh_token": TOKEN })));
    vec![
        case("a new key", "dpop-key-mismatch", CONFIRMED, later(refreshed(&with_key(OTHER_KEY), &unclear))),
        case(
            "a new key, and the proof is what is refused",
            "dpop-key-mismatch",
            CONFIRMED,
            later(refreshed(&with_key(OTHER_KEY), &error(400, "invalid_dpop_proof", ""))),
        ),
        case("a bound token without a proof", "dpop-key-mismatch", CONFIRMED, later(refresh(&[], &unclear))),
        case("the same key", "dpop-key-mismatch", RULED_OUT, later(refreshed(&with_key(KEY), &unclear))),
        case(
            "a new key, and a token that Google calls dead",
            "dpop-key-mismatch",
            POSSIBLE,
            later(refreshed(&with_key(OTHER_KEY), &dead)),
        ),
        case(
            "a bound token without a proof that Google calls dead",
            "dpop-key-mismatch",
            POSSIBLE,
            later(refresh(&[], &dead)),
        ),
        case(
            "a key, and a token that was issued without one",
            "dpop-key-mismatch",
            ABSENT,
            then(&unbound, "1h", &refreshed(&with_key(KEY), &unclear)),
        ),
        case(
            "a key, and a token whose issue was not seen",
            "dpop-key-mismatch",
            ABSENT,
            refreshed(&with_key(KEY), &unclear),
        ),
    ]
}
