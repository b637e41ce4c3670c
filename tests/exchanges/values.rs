//! Damage of every kind in every field, and values of another kind where a code, a token, a client ID or a secret belongs.

use super::build::*;

/// What clings to, or is lost from, a value on its way; the name says it in words.
fn damages(value: &str) -> Vec<(&'static str, String)> {
    vec![
        ("a blank before it", format!(" {value}")),
        ("a blank after it", format!("{value} ")),
        ("a tab after it", format!("{value}\t")),
        ("a line break after it", format!("{value}\n")),
        ("a carriage return and a line break after it", format!("{value}\r\n")),
        ("a line break inside it", format!("{}\n{}", &value[..24], &value[24..])),
        ("quotation marks around it", format!("\"{value}\"")),
        ("apostrophes around it", format!("'{value}'")),
        ("backticks around it", format!("`{value}`")),
        ("a byte order mark before it", format!("\u{feff}{value}")),
        ("a zero-width space after it", format!("{value}\u{200b}")),
        ("a shell prompt before it", format!("$ {value}")),
        ("a comma after it", format!("{value},")),
    ]
}

/// What stands where a value was never filled in, or where another one was taken.
fn strangers() -> Vec<(&'static str, &'static str)> {
    vec![
        ("a shell variable", "$SOME_VALUE"),
        ("a template in braces", "${SOME_VALUE}"),
        ("a template in double braces", "{{ some_value }}"),
        ("a placeholder in angle brackets", "<some-value>"),
        ("a placeholder of a tutorial", "YOUR_VALUE_HERE"),
        ("the word undefined", "undefined"),
        ("the word null", "null"),
        ("the word None", "None"),
        ("an object that was printed", "[object Object]"),
        ("the path of a file", "./secrets/EXAMPLE.json"),
        ("a Windows path", "C:\\secrets\\EXAMPLE.pem"),
        ("a JSON file of credentials", "{\"installed\":{\"client_secret\":\"GOCSPX-EXAMPLE\"}}"),
        ("an address", "https://table.example/oauth2/callback?code=EXAMPLE"),
    ]
}

/// Credentials of Google's, by kind.
fn credentials() -> Vec<(&'static str, &'static str)> {
    vec![
        ("an access token", ACCESS),
        ("a refresh token", TOKEN),
        ("an authorization code", CODE),
        ("an ID token", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJFWEFNUExFIn0.EXAMPLE-signature"),
        ("a client secret", SECRET),
        ("an API key", "AIzaEXAMPLE-of-the-table-0123456789abcd"),
        ("a client ID", CLIENT),
    ]
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (what, value) in damages(TOKEN) {
        let http = refresh(&[("refresh_token", &value)], &refused("Bad Request"));
        cases.push(case(format!("a refresh token with {what}"), "refresh-token-damaged", CONFIRMED, http));
    }
    for (what, value) in damages(CODE) {
        let http = redeem(&[("code", &value)], &refused("Malformed auth code."));
        cases.push(case(format!("a code with {what}"), "code-damaged", CONFIRMED, http));
    }
    for (what, value) in damages(CLIENT) {
        let http = refresh(&[("client_id", &value)], &error(401, "invalid_client", "The OAuth client was not found."));
        cases.push(case(format!("a client ID with {what}"), "client-unknown", CONFIRMED, http));
    }
    for (what, value) in damages(SECRET) {
        let http = redeem(&[("client_secret", &value)], &error(401, "invalid_client", "Unauthorized"));
        cases.push(case(format!("a client secret with {what}"), "client-secret-wrong", CONFIRMED, http));
    }
    for (what, value) in strangers() {
        let token = refresh(&[("refresh_token", value)], &refused("Bad Request"));
        cases.push(case(format!("{what} as the refresh token"), "refresh-token-wrong-kind", CONFIRMED, token));
        let code = redeem(&[("code", value)], &refused("Malformed auth code."));
        cases.push(case(format!("{what} as the code"), "code-damaged", CONFIRMED, code));
        let client = redeem(&[("client_id", value)], &error(401, "invalid_client", "The OAuth client was not found."));
        cases.push(case(format!("{what} as the client ID"), "client-unknown", CONFIRMED, client));
        let secret = refresh(&[("client_secret", value)], &error(401, "invalid_client", ""));
        cases.push(case(format!("{what} as the client secret"), "client-secret-wrong", CONFIRMED, secret));
    }
    for (what, value) in credentials() {
        if value != TOKEN {
            let http = refresh(&[("refresh_token", value)], &refused("Bad Request"));
            cases.push(case(format!("{what} as the refresh token"), "refresh-token-wrong-kind", CONFIRMED, http));
        }
        if value != CODE {
            let http = redeem(&[("code", value)], &refused("Malformed auth code."));
            cases.push(case(format!("{what} as the code"), "code-wrong-kind", CONFIRMED, http));
        }
    }
    cases.extend(near_misses());
    cases
}

fn near_misses() -> Vec<Case> {
    let unknown = error(401, "invalid_client", "The OAuth client was not found.");
    let unauthorized = error(401, "invalid_client", "Unauthorized");
    let quoted = format!("\"{TOKEN}\"");
    let older_token = "1/EXAMPLE_of_the_table_with_the_older_form_0123456789-abc";
    let older_secret = "EXAMPLEsecret24letters00";
    vec![
        case(
            "a whole refresh token, and no word on why",
            "refresh-token-damaged",
            POSSIBLE,
            refresh(&[], &refused("Bad Request")),
        ),
        case(
            "a refresh token of the older form",
            "refresh-token-wrong-kind",
            RULED_OUT,
            refresh(&[("refresh_token", older_token)], &refused("Bad Request")),
        ),
        case(
            "a quoted token, and Google says that it knows the token",
            "refresh-token-damaged",
            POSSIBLE,
            refresh(&[("refresh_token", &quoted)], &refused("Token has been expired or revoked.")),
        ),
        case(
            "an access token as the refresh token, and Google says that it knows the token",
            "refresh-token-wrong-kind",
            LIKELY,
            refresh(&[("refresh_token", ACCESS)], &refused("Token has been expired or revoked.")),
        ),
        case(
            "a whole code that is malformed to Google",
            "code-damaged",
            POSSIBLE,
            redeem(&[], &refused("Malformed auth code.")),
        ),
        case(
            "a whole code is no other credential",
            "code-wrong-kind",
            RULED_OUT,
            redeem(&[], &refused("Malformed auth code.")),
        ),
        case("a whole client ID that Google does not know", "client-unknown", LIKELY, refresh(&[], &unknown)),
        case(
            "a client ID of the oldest form",
            "client-unknown",
            LIKELY,
            refresh(&[("client_id", "998877665544.apps.googleusercontent.com")], &unknown),
        ),
        case(
            "a whole secret that is refused in the old words",
            "client-secret-wrong",
            LIKELY,
            redeem(&[], &unauthorized),
        ),
        case(
            "a secret of the older form, which has no prefix",
            "client-secret-wrong",
            LIKELY,
            redeem(&[("client_secret", older_secret)], &unauthorized),
        ),
        case(
            "a secret with a line break, behind which Google looked at the code",
            "client-secret-wrong",
            RULED_OUT,
            redeem(&[("client_secret", &format!("{SECRET}\n"))], &refused("Bad Request")),
        ),
    ]
}
