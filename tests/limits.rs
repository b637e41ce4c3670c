//! Whatever a page or a file sends, what is read is bounded, and what is left out is said.

use grantlens::{
    har,
    intake::detect,
    recorder::Recorder,
    report::{BodyState, Report, SessionSource},
};
use serde_json::json;
use std::time::{Duration, Instant};

const TOKEN: &str = "https://oauth2.googleapis.com/token";

/// The report on one token request.
fn read(url: &str, mime: &str, body: &str, answer: &str) -> Report {
    let har = json!({ "log": { "entries": [{
        "startedDateTime": "2026-01-05T10:00:00.000Z", "time": 12,
        "request": { "method": "POST", "url": url, "headers": [{ "name": "Content-Type", "value": mime }],
            "postData": { "mimeType": mime, "text": body } },
        "response": { "status": 400, "content": { "text": answer } },
    }] } });
    let mut recorder = Recorder::new([7; 32], SessionSource::Har);
    har::read_file(har.to_string().as_bytes(), |entry| {
        if let Some(entry) = entry.expect("an entry") {
            recorder.observe(&entry);
        }
    })
    .expect("a HAR file");
    assert!(recorder.export().is_ok());
    recorder.report()
}

const FORM: &str = "application/x-www-form-urlencoded";
const INVALID_GRANT: &str = "{\"error\":\"invalid_grant\"}";

fn remarks(report: &Report) -> String {
    report.findings[0].request.remarks.join(" ")
}

#[test]
fn what_is_too_large_is_counted_and_said() {
    let body = read(TOKEN, FORM, &format!("grant_type=refresh_token&x={}", "a".repeat(1 << 20)), INVALID_GRANT);
    assert!(remarks(&body).contains("more than 1048576 bytes"), "{}", remarks(&body));
    let value = read(TOKEN, FORM, &format!("grant_type=refresh_token&x={}", "a".repeat(70_000)), INVALID_GRANT);
    assert!(remarks(&value).contains("A value holds 70000 bytes"), "{}", remarks(&value));
    let url = read(&format!("{TOKEN}?x={}", "a".repeat(300_000)), FORM, "grant_type=refresh_token", INVALID_GRANT);
    assert!(remarks(&url).contains("up to 262144 are read"), "{}", remarks(&url));
    let answer = read(TOKEN, FORM, "grant_type=refresh_token", &"a".repeat((1 << 20) + 1));
    assert_eq!(answer.findings[0].answer.body, BodyState::TooLarge);
    assert!(answer.findings[0].answer.body_note.is_some());
    let members: serde_json::Map<_, _> = (0..2000).map(|number| (format!("m{number}"), json!("x"))).collect();
    let members = read(TOKEN, "application/json", &serde_json::Value::from(members).to_string(), INVALID_GRANT);
    assert!(remarks(&members).contains("The body holds 2000 parameters; the first 1000"), "{}", remarks(&members));
    assert_eq!(members.findings[0].request.parameters.len(), 1000);
}

#[test]
fn depth_is_bounded() {
    for depth in [10, 64, 127, 128, 1000, 100_000] {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        read(TOKEN, "application/json", &deep, &deep);
        let whole = format!("{{\"log\":{{\"entries\":[{}{}]}}}}", "[".repeat(depth), "]".repeat(depth));
        let _ = har::read_file(whole.as_bytes(), |_| ());
        let _ = detect::read(&deep, None, None);
    }
}

#[test]
fn names_of_prototypes_are_names() {
    let names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];
    let body = names.join("=EXAMPLE&") + "=EXAMPLE";
    let report =
        read(TOKEN, FORM, &body, "{\"__proto__\":{\"polluted\":1},\"constructor\":\"x\",\"error\":\"invalid_grant\"}");
    let json = serde_json::to_value(&report).expect("JSON");
    let found: Vec<_> = report.findings[0].request.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(found, names, "they are values of `name`, never names of members");
    assert!(json["findings"][0]["request"]["parameters"][0].get("__proto__").is_none());
    assert_eq!(report.findings[0].answer.error.as_deref(), Some("invalid_grant"));
}

/// The shortest of three runs.
fn time(work: impl Fn()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..3).map(once).min().expect("three runs")
}

#[test]
fn a_hostile_exchange_costs_no_multiple() {
    // Side by side in one run: a text without structure of the same size, and what looks for the worst case of each reader.
    let size = 500_000;
    let plain = "x".repeat(size);
    let normal =
        time(|| _ = read(TOKEN, FORM, &format!("grant_type=refresh_token&refresh_token={plain}"), INVALID_GRANT));
    let hostile = [
        ("parameters", "a=b&".repeat(size / 4)),
        ("escapes", "grant_type=".to_owned() + &"%25".repeat(size / 3)),
        ("scopes", "scope=".to_owned() + &"a+".repeat(size / 2)),
        ("slashes", "redirect_uri=https:".to_owned() + &"/".repeat(size)),
        ("dots", "assertion=".to_owned() + &".".repeat(size)),
        ("quotes", "code=".to_owned() + &"%22".repeat(size / 3)),
    ];
    for (what, body) in &hostile {
        let ratio = time(|| _ = read(TOKEN, FORM, body, INVALID_GRANT)).as_secs_f64() / normal.as_secs_f64();
        // A reader that is quadratic would take thousands of times as long.
        assert!(ratio < 100.0, "{what}: {ratio:.0} times as long as a plain text of its size");
    }
    for (what, answer) in
        [("words", "a ".repeat(size / 2)), ("references", "&amp;".repeat(size / 5)), ("braces", "{".repeat(size))]
    {
        let ratio = time(|| _ = read(TOKEN, FORM, "grant_type=x", &answer)).as_secs_f64() / normal.as_secs_f64();
        assert!(ratio < 100.0, "{what}: {ratio:.0} times as long as a plain text of its size");
    }
}
