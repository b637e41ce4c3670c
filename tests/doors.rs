//! The same exchange through every door gives the same report: as HTTP text, as a HAR file, and (by way of the file that
//! this test leaves for `tests/wasm/`) through the WebAssembly module. And the same causes and standings as a command with its
//! output, as what clients print of their traffic, and as a HAR file of mitmproxy's.

#[path = "support/dress.rs"]
mod dress;
mod support;

use grantlens::{
    har::{self, AnswerBody, Entry, Headers, RequestBody},
    intake::{detect, http},
    recorder::Recorder,
    report::{Report, SessionSource, Standing},
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use support::EXAMPLES;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

fn har_entry(entry: &Entry) -> Value {
    let headers = |headers: &Headers| -> Vec<Value> {
        headers.iter().map(|header| json!({ "name": header.name, "value": header.value })).collect()
    };
    let started = entry.started.map(|millis| {
        let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).expect("a moment");
        moment.format(&Rfc3339).expect("a date")
    });
    let mut har = json!({
        "startedDateTime": started,
        "time": entry.duration,
        "request": { "method": entry.method, "url": entry.url, "headers": headers(&entry.headers) },
        "response": {
            "status": entry.status,
            "headers": headers(&entry.answer_headers),
            "redirectURL": entry.redirect_url,
            "content": {},
        },
    });
    if entry.status == 0 {
        har["response"] = Value::Null;
    }
    if let RequestBody::Text(text) = &entry.body {
        har["request"]["postData"] = json!({ "mimeType": "", "text": text });
    } else if entry.method == "POST" {
        har["request"]["headers"] = json!([{ "name": "Content-Length", "value": "0" }]);
    }
    match &entry.answer_body {
        AnswerBody::Text(text) => har["response"]["content"] = json!({ "text": text }),
        AnswerBody::Missing(_) if entry.status >= 400 || entry.status == 200 => {
            har["response"]["content"] = json!({ "text": "" });
        }
        AnswerBody::Missing(_) => {}
    }
    har
}

fn through_har(entries: &[Value]) -> Report {
    let file = json!({ "log": { "version": "1.2", "entries": entries } }).to_string();
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    har::read_file(file.as_bytes(), |entry| {
        if let Some(entry) = entry.expect("an entry") {
            recorder.observe(&entry);
        }
    })
    .expect("a HAR file");
    placeless(recorder.report())
}

/// The report without the places in the input, which differ from door to door.
fn placeless(mut report: Report) -> Report {
    for finding in &mut report.findings {
        finding.origin = None;
    }
    report
}

#[test]
fn http_text_and_har_give_the_same_report() {
    let mut cases = Vec::new();
    for example in EXAMPLES {
        let entries: Vec<_> = http::read(&example.http()).expect("readable").iter().map(har_entry).collect();
        let report = placeless(example.report());
        assert_eq!(through_har(&entries), report, "{}", example.place());
        cases.push(json!({ "place": example.place(), "entries": entries, "findings": report.findings }));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::write(folder.join("examples.json"), Value::from(cases).to_string()).expect("the target folder can be written");
}

/// The error of an exchange, and every cause with its standing.
type Conclusion = (Option<String>, Vec<(String, Standing)>);

/// What is concluded from `text`: how each exchange ended, and every cause with its standing.
fn conclusions(text: &str) -> Vec<Conclusion> {
    let mut recorder = Recorder::new([7; 32], SessionSource::Text);
    for piece in detect::read(text, None, None).unwrap_or_else(|error| panic!("{error}\n{text}")) {
        recorder.take(&piece);
    }
    let causes = |finding: &grantlens::report::Finding| {
        finding.causes.iter().map(|cause| (cause.id.to_string(), cause.standing)).collect()
    };
    recorder.findings().iter().map(|finding| (finding.answer.error.clone(), causes(finding))).collect()
}

/// A door's name, and the exchange as it comes through it.
type Door = (&'static str, fn(&Entry) -> String);

const DOORS: [Door; 6] = [
    ("a command and its output", dress::command_and_output),
    ("curl -v", dress::curl_verbose),
    ("curl --trace-ascii", dress::curl_trace),
    ("HTTPie", dress::httpie),
    ("Python's http.client", dress::python),
    ("mitmproxy", dress::mitmproxy),
];

#[test]
fn every_door_leads_to_the_same_causes() {
    let mut looked_at = 0;
    for example in EXAMPLES {
        let entries = http::read(&example.http()).expect("readable");
        let [entry] = entries.as_slice() else { continue };
        let is_form =
            matches!(&entry.body, RequestBody::Text(text) if !text.starts_with(['{', '-']) && !text.contains('\n'));
        let is_json = matches!(&entry.answer_body, AnswerBody::Text(text) if text.starts_with('{'));
        let kind = entry.header("content-type").unwrap_or("application/x-www-form-urlencoded");
        if entry.method != "POST" || !is_form || !is_json || !kind.starts_with("application/x-www-form-urlencoded") {
            continue;
        }
        let mut entry = http::read(&example.http()).expect("readable").remove(0);
        if entry.header("content-type").is_none() {
            entry.headers.push("Content-Type", kind);
        }
        let har = json!({ "log": { "version": "1.2", "entries": [har_entry(&entry)] } }).to_string();
        let wanted = conclusions(&har);
        for (door, dress) in DOORS {
            let text = dress(&entry);
            assert_eq!(conclusions(&text), wanted, "{} through {door}:\n{text}", example.place());
        }
        looked_at += 1;
    }
    assert!(looked_at > 50, "only {looked_at} exchanges went through the doors");
}
