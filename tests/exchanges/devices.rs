//! Device codes, and the exchange of another provider's token.

use super::build::*;
use serde_json::json;

const DEVICE: &str = "4/EXAMPLE-device-code-of-the-table-0123456789abcdef";

fn issue() -> String {
    let answer = json!({ "device_code": DEVICE, "user_code": "EXAM-PLE", "expires_in": 1800, "interval": 5 });
    let request = form(&[("client_id", CLIENT), ("scope", "openid")]);
    let answer = dated(&format!("200\nContent-Type: application/json\n\n{answer}"), 0);
    format!(
        "POST https://oauth2.googleapis.com/device/code\nContent-Type: application/x-www-form-urlencoded\n\n{request}\n\n{answer}\n"
    )
}

fn poll(code: &str, answer: &str) -> String {
    token(
        &[
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", code),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
        ],
        answer,
    )
}

pub fn cases() -> Vec<Case> {
    let dead = refused("Bad Request");
    let pending = error(428, "authorization_pending", "Precondition Required");
    let slow = error(403, "slow_down", "Forbidden");
    let polled = |first: &str, wait: &str, second: &str| {
        then(&then(&issue(), "10s", &poll(DEVICE, first)), wait, &poll(DEVICE, second))
    };
    let mut cases = vec![
        case(
            "a device code after forty minutes",
            "device-code-dead",
            CONFIRMED,
            then(&issue(), "40m", &poll(DEVICE, &dated(&dead, 2400))),
        ),
        case(
            "a device code after forty minutes, in the RFC's words",
            "device-code-dead",
            CONFIRMED,
            then(&issue(), "40m", &poll(DEVICE, &dated(&error(400, "expired_token", ""), 2400))),
        ),
        case(
            "a device code that brought tokens before",
            "device-code-dead",
            CONFIRMED,
            polled(&granted(&json!({})), "6s", &dead),
        ),
        case(
            "a device code within its life",
            "device-code-dead",
            POSSIBLE,
            then(&issue(), "2m", &poll(DEVICE, &dated(&dead, 120))),
        ),
        case(
            "another device code than the one that was issued",
            "device-code-dead",
            LIKELY,
            then(&issue(), "2m", &poll("4/EXAMPLE-another-device-code", &dead)),
        ),
        case("a poll one second after the last one", "polling-too-fast", CONFIRMED, polled(&pending, "1s", &slow)),
        case("a poll six seconds after a slow_down", "polling-too-fast", CONFIRMED, polled(&slow, "6s", &slow)),
        case("a poll eleven seconds after a slow_down", "polling-too-fast", POSSIBLE, polled(&slow, "11s", &slow)),
        case("a poll at the interval", "polling-too-fast", POSSIBLE, polled(&pending, "5s", &slow)),
    ];
    cases.extend([("https://mail.google.com/", CONFIRMED), ("openid email", RULED_OUT)].map(|(scope, standing)| {
        let refusal = error(400, "invalid_scope", "Invalid device flow scope: EXAMPLE");
        let request =
            at("https://oauth2.googleapis.com/device/code", &[("client_id", CLIENT), ("scope", scope)], &refusal);
        case(format!("a device that asks for {scope}"), "scope-not-for-devices", standing, request)
    }));
    cases.extend(subject_tokens());
    cases
}

fn subject_tokens() -> Vec<Case> {
    let stale = refused("ID Token issued at 1772434800 is stale to sign-in.");
    let provider =
        "//iam.googleapis.com/projects/998877665544/locations/global/workloadIdentityPools/example/providers/example";
    let target =
        error(400, "invalid_target", "The target service indicated by the \"audience\" parameters is invalid.");
    let exchange = |audience: &str, issued: i64, expires: i64, answer: &str| {
        let claims = json!({ "iss": "https://ci.table.example", "sub": "EXAMPLE", "iat": START + issued, "exp": START + expires });
        let subject = jwt(&json!({ "alg": "RS256" }), &claims, 256);
        let fields = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
            ("audience", audience),
            ("subject_token", &subject),
        ];
        at("https://sts.googleapis.com/v1/token", &fields, &dated(answer, 0))
    };
    vec![
        case(
            "a subject token that ended an hour ago",
            "subject-token-expired",
            CONFIRMED,
            exchange(provider, -7200, -3600, &stale),
        ),
        case(
            "a subject token from ten minutes ahead",
            "subject-token-expired",
            CONFIRMED,
            exchange(provider, 600, 1200, &stale),
        ),
        case(
            "a subject token that ended half a minute ago",
            "subject-token-expired",
            LIKELY,
            exchange(provider, -600, -30, &stale),
        ),
        case(
            "a subject token within its time, and another answer",
            "subject-token-expired",
            RULED_OUT,
            exchange(provider, -60, 600, &refused("Unable to verify the ID Token signature.")),
        ),
        case(
            "a template as the provider",
            "identity-provider-unknown",
            CONFIRMED,
            exchange("${{ secrets.PROVIDER }}", -60, 600, &target),
        ),
        case(
            "an address with a scheme as the provider",
            "identity-provider-unknown",
            CONFIRMED,
            exchange(&format!("https:{provider}"), -60, 600, &target),
        ),
        case(
            "a whole name that Google does not know",
            "identity-provider-unknown",
            LIKELY,
            exchange(provider, -60, 600, &target),
        ),
    ]
}
