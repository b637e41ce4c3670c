//! Calls of Google's APIs that fail for want of a token, of a scope or of a permission.

use super::build::*;
use serde_json::{Value, json};

const GMAIL: &str = "https://gmail.googleapis.com/gmail/v1/users/me/messages";
const ROBOT: &str =
    "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/robot@table-example.iam.gserviceaccount.com";

/// A call of an API with this token, and its answer.
fn call(address: &str, token: &str, answer: &str) -> String {
    let bearer = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\n") };
    format!("GET {address}\nHost: table\n{bearer}\n\n{answer}\n")
}

/// A call that asks for the token of a service account, with this body.
fn ask_for_token(body: &Value, answer: &str) -> String {
    format!(
        "POST {ROBOT}:generateAccessToken\nHost: table\nContent-Type: application/json\nAuthorization: Bearer {ACCESS}\n\n{body}\n\n{answer}\n"
    )
}

/// An API's refusal; a text that is empty is left out.
fn refusal(status: u16, code: &str, message: &str, reason: &str) -> String {
    let mut error = json!({ "code": status, "message": message, "status": code });
    if !reason.is_empty() {
        error["errors"] = json!([{ "message": message, "domain": "global", "reason": reason }]);
    }
    let body = json!({ "error": error });
    format!("{status}\nContent-Type: application/json; charset=UTF-8\n\n{body}")
}

fn signed_in(members: &Value) -> String {
    redeem(&[], &granted(members))
}

pub fn cases() -> Vec<Case> {
    let mut cases = access_tokens();
    cases.extend(permissions());
    cases
}

fn access_tokens() -> Vec<Case> {
    let missing = refusal(401, "UNAUTHENTICATED", "Request is missing required authentication credential.", "");
    let invalid = refusal(401, "UNAUTHENTICATED", "Invalid Credentials", "authError");
    let unscoped = refusal(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", "");
    let issued = |scope: &str| signed_in(&json!({ "scope": scope }));
    let revoke = format!(
        "POST https://oauth2.googleapis.com/revoke\nContent-Type: application/x-www-form-urlencoded\n\n{}\n\n200\n\n{{}}\n",
        form(&[("token", ACCESS)])
    );
    let about = format!("https://oauth2.googleapis.com/tokeninfo?access_token={ACCESS}");
    let unknown = error(400, "invalid_token", "Invalid Value");
    vec![
        case("a call without a token", "access-token-expired", CONFIRMED, call(GMAIL, "", &missing)),
        case("a call with the word undefined", "access-token-expired", CONFIRMED, call(GMAIL, "undefined", &invalid)),
        case("a call with a refresh token", "access-token-expired", CONFIRMED, call(GMAIL, TOKEN, &invalid)),
        case(
            "a call two hours after the sign-in",
            "access-token-expired",
            CONFIRMED,
            then(&issued("https://mail.google.com/"), "2h", &call(GMAIL, ACCESS, &invalid)),
        ),
        case(
            "a call a minute after the sign-in",
            "access-token-expired",
            POSSIBLE,
            then(&issued("https://mail.google.com/"), "1m", &call(GMAIL, ACCESS, &invalid)),
        ),
        case(
            "a call after the token was revoked",
            "access-token-expired",
            CONFIRMED,
            then(&revoke, "1m", &call(GMAIL, ACCESS, &invalid)),
        ),
        case(
            "a call for mail with a token for a profile, in few words",
            "access-token-scope-missing",
            CONFIRMED,
            then(&issued("openid email"), "1m", &call(GMAIL, ACCESS, &unscoped)),
        ),
        case(
            "a call for mail with a token for mail, in few words",
            "access-token-scope-missing",
            LIKELY,
            then(&issued("https://mail.google.com/"), "1m", &call(GMAIL, ACCESS, &unscoped)),
        ),
        case(
            "tokeninfo about a token that this session revoked",
            "tokeninfo-unknown",
            CONFIRMED,
            then(&revoke, "1m", &call(&about, "", &unknown)),
        ),
        case("tokeninfo about a token from elsewhere", "tokeninfo-unknown", LIKELY, call(&about, "", &unknown)),
    ]
}

fn permissions() -> Vec<Case> {
    let hint = |name: &str, cause, standing, http: String| case(name, cause, standing, http).hint();
    let hour = json!({ "scope": ["https://www.googleapis.com/auth/drive"], "lifetime": "3600s" });
    let two = json!({ "scope": ["https://www.googleapis.com/auth/drive"], "lifetime": "7200s" });
    let policy = "The request specified token lifetimes of more than 1 hour.";
    let denied = |message: &str, reason: &str| refusal(403, "PERMISSION_DENIED", message, reason);
    let mailbox = |user: &str| format!("https://gmail.googleapis.com/gmail/v1/users/{user}/messages");
    let robot = jwt(
        &json!({ "alg": "RS256" }),
        &json!({ "iss": "robot@table-example.iam.gserviceaccount.com", "sub": "user@table.example", "iat": START, "exp": START + 3600 }),
        256,
    );
    let delegated = assert(&robot, &granted(&json!({})));
    vec![
        hint(
            "a permission that a reason names",
            "token-creator-role-missing",
            LIKELY,
            ask_for_token(&hour, &denied("no", "IAM_PERMISSION_DENIED")),
        ),
        hint(
            "a permission that nobody names",
            "token-creator-role-missing",
            LIKELY,
            ask_for_token(&hour, &denied("The caller does not have permission", "")),
        ),
        case(
            "two hours, where one is the most",
            "token-lifetime-out-of-range",
            CONFIRMED,
            ask_for_token(&two, &refusal(400, "INVALID_ARGUMENT", policy, "")),
        ),
        case(
            "an hour, and another argument that is wrong",
            "token-lifetime-out-of-range",
            RULED_OUT,
            ask_for_token(&hour, &refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", "")),
        ),
        case(
            "another mailbox than the subject's",
            "user-id-mismatch",
            CONFIRMED,
            then(
                &delegated,
                "1m",
                &call(
                    &mailbox("boss@table.example"),
                    ACCESS,
                    &denied("Delegation denied for user@table.example", "forbidden"),
                ),
            ),
        ),
        case(
            "another mailbox than the subject's, in few words",
            "user-id-mismatch",
            LIKELY,
            then(&delegated, "1m", &call(&mailbox("boss@table.example"), ACCESS, &denied("Forbidden", "forbidden"))),
        ),
        case(
            "the mailbox of the token's own account",
            "user-id-mismatch",
            RULED_OUT,
            then(
                &delegated,
                "1m",
                &call(GMAIL, ACCESS, &denied("Delegation denied for user@table.example", "forbidden")),
            ),
        ),
    ]
}
