//! A Node program that prints its `GaxiosError` prints the whole request: client secret, refresh token, assertion. Nothing of
//! them is in any output, in whatever layout the dump comes and wherever it breaks off.

use grantlens::{
    intake::detect,
    recorder::Recorder,
    render::{
        markdown,
        terminal::{self, Style},
    },
    report::SessionSource,
};
use serde_json::json;

const CLIENT_SECRET: &str = "GOCSPX-q7Rz2KxV9mTb4LwNc8YpEXAMPLE1";
const REFRESH_TOKEN: &str = "1//0gZk83hQvTnR5xWcM2bJdS7yPfLqEXAMPLE-Ua6Ne1Gt4Kv9";
const ACCESS_TOKEN: &str = "ya29.a0Bq5Lr8XwTz2Nc7VkMf3JhEXAMPLEs9Pd6Gy1Ue4";
/// Header, claims and signature; the header alone is everybody's.
const ASSERTION: [&str; 3] = [
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9",
    "eyJpc3MiOiJzYUBleGFtcGxlLXByb2plY3QuaWFtLmdzZXJ2aWNlYWNjb3VudC5jb20iLCJzY29wZSI6IngifQ",
    "Rk2Vd8Xw5Tq1Zn7Lb4Mh9Ys3Pc6Jg0EXAMPLEUf2Ae8Ko5Wi1",
];
const SECRETS: [&str; 5] = [CLIENT_SECRET, REFRESH_TOKEN, ACCESS_TOKEN, ASSERTION[1], ASSERTION[2]];

fn form() -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "refresh_token")
        .append_pair("client_secret", CLIENT_SECRET)
        .append_pair("refresh_token", REFRESH_TOKEN)
        .append_pair("assertion", &ASSERTION.join("."))
        .finish()
}

fn config() -> serde_json::Value {
    json!({
        "method": "POST",
        "url": "https://oauth2.googleapis.com/token",
        "data": form(),
        "headers": { "Authorization": format!("Bearer {ACCESS_TOKEN}"), "User-Agent": "google-api-nodejs-client/9.15.0" },
        "params": { "client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN, "assertion": ASSERTION.join(".") },
        "body": form(),
    })
}

fn error() -> serde_json::Value {
    json!({
        "message": "invalid_grant",
        "code": "400",
        "config": config(),
        "response": {
            "config": config(),
            "data": { "error": "invalid_grant", "error_description": format!("Token {REFRESH_TOKEN} has been revoked") },
            "status": 400,
            "request": { "responseURL": format!("https://oauth2.googleapis.com/token?client_secret={CLIENT_SECRET}") },
        },
    })
}

/// As `util.inspect` lays a value out.
fn inspected(value: &serde_json::Value, indent: usize) -> String {
    let pad = " ".repeat(indent + 2);
    match value {
        serde_json::Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let name = if name.contains('-') { format!("'{name}'") } else { name.clone() };
                format!("{pad}{name}: {}", inspected(value, indent + 2))
            });
            format!("{{\n{}\n{}}}", members.collect::<Vec<_>>().join(",\n"), " ".repeat(indent))
        }
        serde_json::Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    }
}

/// As `util.inspect` breaks long strings.
fn in_pieces(text: &str) -> String {
    text.as_bytes()
        .chunks(40)
        .map(|piece| format!("'{}'", String::from_utf8_lossy(piece)))
        .collect::<Vec<_>>()
        .join(" +\n    ")
}

fn layouts() -> Vec<(&'static str, String)> {
    let stack = "GaxiosError: invalid_grant\n    at Gaxios._request (/srv/node_modules/gaxios/build/src/gaxios.js:142:23)\n    at async OAuth2Client.refreshTokenNoCache (/srv/node_modules/google-auth-library/build/src/auth/oauth2client.js:212:19)";
    let error = error();
    let line = error.to_string();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let inspect = format!("{stack} {}", inspected(&error, 0));
    let map = format!(
        "{stack} {{\n  config: {{ data: URLSearchParams {{\n    'grant_type' => 'refresh_token',\n    'client_secret' => '{CLIENT_SECRET}',\n    'refresh_token' => '{REFRESH_TOKEN}',\n    'assertion' => '{}' }} }},\n  response: {{ data: {{ error: 'invalid_grant' }} }} }}",
        ASSERTION.join(".")
    );
    let wrapped =
        inspect.as_bytes().chunks(80).map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>().join("\n");
    vec![
        ("util.inspect", inspect.clone()),
        ("util.inspect of URLSearchParams", map),
        (
            "util.inspect of long strings",
            format!("{stack} {{\n  config: {{\n    data: {}\n  }},\n  error: 'invalid_grant' }}", in_pieces(&form())),
        ),
        ("a terminal's lines", wrapped),
        ("JSON", line.clone()),
        ("JSON in many lines", serde_json::to_string_pretty(&error).expect("JSON")),
        ("JSON in a log line", format!("2026-01-05T10:00:00Z ERROR refresh failed {line}")),
        ("JSON in a string", format!("{{\"level\":50,\"msg\":{}}}", quoted(&line))),
        ("JSON in strings", format!("{{\"log\":{}}}", quoted(&format!("{{\"msg\":{}}}", quoted(&line))))),
        ("util.inspect in a string", format!("{{\"level\":\"error\",\"stack\":{}}}", quoted(&inspect))),
        ("a page", format!("<pre>{}</pre>", inspect.replace('&', "&amp;").replace('\'', "&#39;").replace('<', "&lt;"))),
    ]
}

/// Everything that is printed of `text`, or the message that refuses it.
fn output(text: &str) -> String {
    let mut recorder = Recorder::new([7; 32], SessionSource::Text);
    match detect::read(text, None, Some("app.log")) {
        Ok(pieces) => pieces.iter().for_each(|piece| {
            recorder.take(piece);
        }),
        Err(refused) => return refused.to_string(),
    }
    let report = recorder.report();
    let style = Style { shows_all: true, ..Style::default() };
    serde_json::to_string(&report).expect("JSON") + &terminal::report(&report, style) + &markdown::report(&report)
}

fn leak<'a>(secret: &'a str, text: &str) -> Option<&'a str> {
    let beginning =
        ["GOCSPX-", "1//0", "ya29.a0"].iter().find(|start| secret.starts_with(**start)).map_or(0, |start| start.len());
    (beginning..secret.len() - 7).map(|at| &secret[at..at + 8]).find(|window| text.contains(window))
}

#[test]
fn nothing_of_a_dumped_request_survives() {
    for (name, dump) in layouts() {
        let text = output(&dump);
        assert!(text.contains("invalid_grant"), "{name} is read");
        for secret in SECRETS {
            assert_eq!(leak(secret, &text), None, "{name}");
        }
    }
}

#[test]
fn nothing_survives_where_a_dump_breaks_off() {
    for (name, dump) in layouts() {
        for cut in (1..dump.len()).step_by(101) {
            for text in [output(&dump[..cut]), output(&dump[cut..])] {
                for secret in SECRETS {
                    assert_eq!(leak(secret, &text), None, "{name}, cut at {cut}");
                }
            }
        }
    }
}
