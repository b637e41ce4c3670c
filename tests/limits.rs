//! Whatever a page or a file sends, what is read is bounded, and what is left out is said.

use grantlens::{
    har,
    intake::{detect, http},
    recorder::Recorder,
    report::{BodyState, Outcome, Report, SessionSource},
};
use serde_json::json;

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
    let scopes = read(TOKEN, FORM, &format!("grant_type=refresh_token&scope={}", "a+".repeat(600)), INVALID_GRANT);
    assert!(
        remarks(&scopes).contains("`scope` lists 600 scopes; more than 500 are not compared"),
        "{}",
        remarks(&scopes)
    );
    let url = read(&format!("{TOKEN}?x={}", "a".repeat(300_000)), FORM, "grant_type=refresh_token", INVALID_GRANT);
    assert!(remarks(&url).contains("of its query up to 262144 are read"), "{}", remarks(&url));
    let long = format!("https://app.test/callback?code=4/0AEXAMPLE&state=EXAMPLE&x={}", "a".repeat(300_000));
    let callback = read(&long, FORM, "", INVALID_GRANT);
    assert_eq!(callback.findings.len(), 1, "what stands before the limit is read: {}", remarks(&callback));
    let answer = read(TOKEN, FORM, "grant_type=refresh_token", &"a".repeat((1 << 20) + 1));
    assert_eq!(answer.findings[0].answer.body, BodyState::TooLarge);
    assert!(answer.findings[0].answer.body_note.is_some());
    let members: serde_json::Map<_, _> = (0..2000).map(|number| (format!("m{number}"), json!("x"))).collect();
    let members = read(TOKEN, "application/json", &serde_json::Value::from(members).to_string(), INVALID_GRANT);
    assert!(remarks(&members).contains("The body holds 2000 parameters; the first 1000"), "{}", remarks(&members));
    assert_eq!(members.findings[0].request.parameters.len(), 1000);
    let part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n";
    let parts = read(TOKEN, "multipart/form-data; boundary=x", &part.repeat(1500), INVALID_GRANT);
    assert!(remarks(&parts).contains("The body holds 1500 parameters; the first 1000"), "{}", remarks(&parts));
    assert_eq!(parts.findings[0].request.parameters.len(), 1000);
}

#[test]
fn what_an_answer_holds_too_much_of_is_said() {
    let note = |answer: &str| {
        let report = read(TOKEN, FORM, "grant_type=refresh_token", answer);
        assert_eq!(report.findings[0].answer.error.as_deref(), Some("invalid_grant"), "the rest is read");
        report.findings[0].answer.body_note.clone().unwrap_or_default()
    };
    let mut members: serde_json::Map<_, _> = (0..2000).map(|number| (format!("m{number}"), json!("x"))).collect();
    members.insert("error".to_owned(), json!("invalid_grant"));
    assert!(note(&serde_json::Value::from(members).to_string()).contains("2001 parameters; the first 1000"));
    let long = json!({ "error": "invalid_grant", "x": "a".repeat(70_000) }).to_string();
    assert!(note(&long).contains("A value holds 70000 bytes"));
    let deep = format!("{{\"error\":\"invalid_grant\",\"x\":{}{}}}", "[".repeat(65), "]".repeat(65));
    assert!(note(&deep).contains("nested deeper than 64 levels"));
    assert_eq!(note(INVALID_GRANT), "");
}

#[test]
fn depth_is_bounded() {
    for depth in [10, 63, 64, 127, 128, 1000, 100_000] {
        let deep = format!("{{\"a\":{}{},\"grant_type\":\"x\"}}", "[".repeat(depth), "]".repeat(depth));
        let report = read(TOKEN, "application/json", &deep, &deep);
        assert_eq!(remarks(&report).contains("nested deeper than 64 levels"), depth >= 64, "{depth}");
        assert_eq!(report.findings[0].request.parameters[1].name, "grant_type", "what follows is read, {depth}");
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

/// So many token requests, one a second; every tenth succeeds.
fn requests(count: usize) -> Vec<har::Entry> {
    let one = |number: usize| {
        let (start, status, answer) = match number % 10 {
            0 => ("1//0g", 200, "{\"access_token\":\"ya29.EXAMPLE\",\"token_type\":\"Bearer\",\"expires_in\":3599}"),
            1..4 => ("1//0g", 400, "{\"error\":\"an_error_of_ours\"}"),
            _ => ("ya29.", 400, INVALID_GRANT),
        };
        format!(
            "### +1s\n\nPOST {TOKEN}\n\ngrant_type=refresh_token&refresh_token={start}EXAMPLE-{number}\n\n{status}\n\n{answer}\n\n"
        )
    };
    http::read(&(0..count).map(one).collect::<String>()).expect("HTTP")
}

/// A session that holds at most 50 of these.
fn at_most_50(entries: impl IntoIterator<Item = har::Entry>) -> Recorder {
    let mut recorder = Recorder::new([7; 32], SessionSource::Http).holding(50);
    recorder.judge_at_once(|recorder| {
        for (entry, count) in entries.into_iter().zip(1..) {
            recorder.observe(&entry);
            // While they come, a tenth more waits to be judged.
            assert!(count - recorder.folded().exchanges <= 56, "memory grows with what is read");
        }
    });
    recorder
}

#[test]
fn what_there_is_no_room_for_is_counted() {
    let recorder = at_most_50(requests(400));
    let report = recorder.report();
    let numbers: Vec<_> = report.findings.iter().map(|finding| finding.number).collect();
    assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
    assert_eq!(report.findings[49].started, Some(1_767_607_200_000 + 400_000), "the latest are listed");
    let folded = recorder.folded();
    assert_eq!((folded.exchanges, folded.failures, folded.unexplained), (350, 315, 105));
    assert_eq!(
        report.session.notes[0].text,
        "350 older exchanges are counted and not listed. 315 of them failed; the strongest cause is \
         refresh-token-wrong-kind in 210, none in 105."
    );
    assert!(recorder.export().is_ok_and(|json| json.contains("350 older exchanges are counted")));
    assert!(at_most_50(requests(50)).report().session.notes.is_empty());
    let one = at_most_50(requests(51)).report().session.notes.remove(0);
    assert_eq!((one.id.as_str(), &one.text[..46]), ("older-counted", "1 older exchange is counted and not listed. No"));
}

#[test]
fn what_is_held_does_not_depend_on_the_order_of_arrival() {
    let forward = at_most_50(requests(200));
    let backward = at_most_50(requests(200).into_iter().rev());
    let places = |recorder: &Recorder| -> Vec<_> {
        recorder.findings().iter().map(|finding| (finding.number, finding.started, finding.outcome)).collect()
    };
    assert_eq!(places(&forward), places(&backward));
    assert_eq!(forward.folded(), backward.folded());
}

#[test]
fn a_session_that_goes_on_counts_what_it_forgets() {
    let mut live = Recorder::new([7; 32], SessionSource::Devtools);
    for (position, entry) in requests(30).iter().enumerate() {
        live.observe_named(entry, &position.to_string());
        live.keep_latest(20);
    }
    // A tenth more went each time.
    assert_eq!(live.findings().first().map(|finding| finding.number), Some(13), "what was told keeps its number");
    assert_eq!((live.folded().exchanges, live.folded().failures), (12, 10));
    assert!(live.report().session.notes[0].text.starts_with("12 older exchanges are counted"));

    // Another recorder takes over where this one had to stop.
    let update = live.update(0, usize::MAX);
    let mut resumed = Recorder::new([7; 32], SessionSource::Devtools);
    resumed.resume(update.findings.to_vec(), update.folded);
    assert!(resumed.keep_latest(10));
    assert_eq!(resumed.folded().exchanges + resumed.findings().len() as u64, 30);
    let failed = resumed.findings().iter().filter(|finding| finding.outcome == Outcome::Failed).count() as u64;
    assert_eq!(resumed.folded().failures + failed, 27);

    resumed.clear();
    assert!(resumed.report().session.notes.is_empty(), "the reader cleared it");
}
