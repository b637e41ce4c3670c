//! The same exchange through every door gives the same report: as HTTP text, as a HAR file, and (by way of the file that
//! this test leaves for `tests/wasm/`) through the WebAssembly module.

mod support;

use grantlens::{
    har::{self, AnswerBody, Entry, Header, RequestBody},
    intake::http,
    recorder::Recorder,
    report::{Report, SessionSource},
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use support::EXAMPLES;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

fn har_entry(entry: &Entry) -> Value {
    let headers = |headers: &[Header]| -> Vec<Value> {
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
        recorder.observe(&entry.expect("an entry"));
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
