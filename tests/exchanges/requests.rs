//! The request as a whole: the form of its body, what it lacks, what stands in it twice, which grant it names.

use super::build::*;

fn invalid(description: &str) -> String {
    error(400, "invalid_request", description)
}

/// A request whose body is declared as something else than it is.
fn declared(content_type: &str, body: &str, answer: &str) -> String {
    format!("POST https://oauth2.googleapis.com/token\nHost: table\n{content_type}\n\n{body}\n\n{answer}\n")
}

fn json_body() -> String {
    serde_json::json!({ "grant_type": "refresh_token", "refresh_token": TOKEN, "client_id": CLIENT, "client_secret": SECRET })
        .to_string()
}

fn form_body() -> String {
    form(&[("grant_type", "refresh_token"), ("refresh_token", TOKEN), ("client_id", CLIENT), ("client_secret", SECRET)])
}

pub fn cases() -> Vec<Case> {
    let mut cases = bodies();
    cases.extend(parameters());
    cases.extend(grants());
    cases
}

fn bodies() -> Vec<Case> {
    let nothing = error(400, "unsupported_grant_type", "Invalid grant_type: ");
    let nobody = invalid("Could not determine client ID from request.");
    let query = format!(
        "POST https://oauth2.googleapis.com/token?{}\nHost: table\nContent-Length: 0\n\n\n{nothing}\n",
        form_body()
    );
    let get = format!(
        "GET https://oauth2.googleapis.com/token?{}\nHost: table\n\n404\nContent-Type: text/html\n\n<title>404</title>\n",
        form_body()
    );
    vec![
        case(
            "JSON that is declared as a form",
            "body-misencoded",
            CONFIRMED,
            declared("Content-Type: application/x-www-form-urlencoded", &json_body(), &nothing),
        ),
        case(
            "JSON that is declared as text",
            "body-misencoded",
            CONFIRMED,
            declared("Content-Type: text/plain;charset=UTF-8", &json_body(), &nothing),
        ),
        case(
            "JSON that is declared as nothing",
            "body-misencoded",
            CONFIRMED,
            declared("Accept: */*", &json_body(), &nothing),
        ),
        case(
            "a form that is declared as JSON",
            "body-misencoded",
            CONFIRMED,
            declared("Content-Type: application/json", &form_body(), &nobody),
        ),
        case(
            "a form that is declared as text",
            "body-misencoded",
            CONFIRMED,
            declared("Content-Type: text/plain", &form_body(), &nobody),
        ),
        case("parameters in the address of a POST", "body-misencoded", CONFIRMED, query),
        case(
            "JSON that is declared as JSON",
            "body-misencoded",
            RULED_OUT,
            declared("Content-Type: application/json", &json_body(), &invalid("Bad Request")),
        ),
        case("a form that is declared as a form", "body-misencoded", RULED_OUT, refresh(&[], &nobody)),
        case("a token request by GET", "token-request-not-post", CONFIRMED, get),
        case(
            "a POST to an address that is none",
            "token-request-not-post",
            ABSENT,
            at(
                "https://oauth2.googleapis.com/token/",
                &[("grant_type", "refresh_token")],
                "404\nContent-Type: text/html\n\n<title>404</title>",
            ),
        ),
    ]
}

fn parameters() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, http) in [
        ("code", redeem(&[("code", "-")], &invalid("Missing required parameter: code"))),
        ("redirect_uri", redeem(&[("redirect_uri", "-")], &invalid("Missing parameter: redirect_uri"))),
        ("grant_type", redeem(&[("grant_type", "-")], &invalid("Required parameter is missing: grant_type"))),
        ("refresh_token", refresh(&[("refresh_token", "-")], &invalid("Missing required parameter: refresh_token"))),
        (
            "assertion",
            token(
                &[("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")],
                &invalid("Missing required parameter: assertion"),
            ),
        ),
    ] {
        cases.push(case(format!("no {name}, and Google asks for it"), "parameter-missing", CONFIRMED, http));
    }
    cases.extend([
        case("an empty code, and Google asks for one", "parameter-missing", CONFIRMED, {
            redeem(&[("code", "")], &invalid("Missing required parameter: code"))
        }),
        case("a code is there, and Google asks for one", "parameter-missing", RULED_OUT, {
            redeem(&[], &invalid("Missing required parameter: code"))
        }),
        case("a redirect URI in a refresh", "parameter-not-allowed", CONFIRMED, {
            let answer = invalid("Parameter not allowed for this message type: redirect_uri");
            refresh(&[("redirect_uri", CALLBACK)], &answer)
        }),
        case("no redirect URI in a refresh, and Google forbids one", "parameter-not-allowed", LIKELY, {
            refresh(&[], &invalid("Parameter not allowed for this message type: redirect_uri"))
        }),
        case("a grant that is named twice", "parameter-repeated", CONFIRMED, {
            let body = format!("{}&grant_type=refresh_token", form_body());
            let answer = invalid("OAuth 2 parameters can only have a single value: grant_type");
            declared("Content-Type: application/x-www-form-urlencoded", &body, &answer)
        }),
        case("a grant that is named once, and Google says twice", "parameter-repeated", LIKELY, {
            refresh(&[], &invalid("OAuth 2 parameters can only have a single value: grant_type"))
        }),
    ]);
    cases
}

fn grants() -> Vec<Case> {
    let unsupported = |said: &str| error(400, "unsupported_grant_type", &format!("Invalid grant_type: {said}"));
    let with = |grant: &str, answer: &str| refresh(&[("grant_type", grant)], answer);
    vec![
        case(
            "client credentials at Google",
            "grant-type-wrong",
            CONFIRMED,
            with("client_credentials", &unsupported("client_credentials")),
        ),
        case("a password at Google", "grant-type-wrong", CONFIRMED, with("password", &unsupported("password"))),
        case("a misspelt grant", "grant-type-wrong", CONFIRMED, with("refreshToken", &unsupported("refreshToken"))),
        case("no grant at all", "grant-type-wrong", CONFIRMED, with("-", &unsupported(""))),
        case(
            "a grant that Google offers, and does not find",
            "grant-type-wrong",
            POSSIBLE,
            with("refresh_token", &unsupported("")),
        ),
        case(
            "a grant that another server does not offer",
            "grant-type-wrong",
            LIKELY,
            at("https://login.table.example/token", &[("grant_type", "password")], &unsupported("password")),
        ),
    ]
}
