//! Public suites, read from the folder that GRANTLENS_SHARED names; they are no part of the project. Without the variable
//! nothing is run, and that is said.

#[path = "support/shared.rs"]
mod suites;

use grantlens::{
    exchange::{Provider, endpoint::Endpoint, url::Url},
    har,
    recorder::Recorder,
    report::SessionSource,
    selfcheck,
};
use std::{
    fs,
    io::BufReader,
    io::Read,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use suites::{files, shared};

#[test]
fn look_alike_hosts() {
    let Some(shared) = shared() else { return };
    let text = fs::read_to_string(shared.join("suites/own-recordings/lookalike-hosts.json")).expect("the suite");
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    let mut right = 0;
    for case in &cases {
        let url = case["url"].as_str().expect("an address");
        // A user name in the address is refused although the host is Google's: no client of Google's sends one.
        let wanted = case["is_google_token_host"] == true && case["username"].as_str().is_none_or(str::is_empty);
        let found = Url::split(url)
            .is_some_and(|url| url.host == "oauth2.googleapis.com" && Endpoint::of(&url).provider == Provider::Google);
        assert_eq!(found, wanted, "{url}");
        right += 1;
    }
    eprintln!("{right} of {} look-alike hosts are told apart", cases.len());
}

/// The command on `path`: its exit status and what it says on standard error. One that does not end is ended and fails.
fn explain(path: &Path) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_grantlens"))
        .args(["explain", "--format", "json"])
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let begun = Instant::now();
    let status = loop {
        match child.try_wait().expect("the command is waited for") {
            Some(status) => break status,
            None if begun.elapsed() > Duration::from_secs(60) => {
                child.kill().expect("the command is ended");
                panic!("{} is not read within a minute", path.display());
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    (status.code(), said)
}

#[test]
fn har_files_are_read_or_refused_with_the_defect() {
    let Some(shared) = shared() else { return };
    let (mut read, mut refused) = (0, Vec::new());
    for folder in ["suites/har", "samples/har", "suites/own-recordings"] {
        for path in files(&shared.join(folder), &["har", "json", "zhar"]) {
            let (status, said) = explain(&path);
            match status {
                Some(0 | 1) => read += 1,
                Some(2) => {
                    assert!(
                        said.contains("line ") || said.contains("; "),
                        "{} is refused with `{said}`",
                        path.display()
                    );
                    refused.push(format!("{}: {}", path.file_name().unwrap_or_default().display(), said.trim()));
                }
                _ => panic!("{} ends with {status:?}: {said}", path.display()),
            }
        }
    }
    eprintln!("{read} HAR files read, {} refused with the defect:\n{}", refused.len(), refused.join("\n"));
    assert!(read > 100);
}

#[test]
fn har_entries_pass_the_self_check() {
    let Some(shared) = shared() else { return };
    let mut entries = 0;
    for folder in ["suites/har", "samples/har", "suites/own-recordings"] {
        for path in files(&shared.join(folder), &["har", "json"]) {
            let mut recorder = Recorder::new([7; 32], SessionSource::Har);
            let _ = har::read_file(BufReader::new(fs::File::open(&path).expect("the file opens")), |entry| {
                entries += 1;
                if let Ok(Some(entry)) = entry {
                    recorder.observe(&entry);
                }
            });
            let json = serde_json::to_string_pretty(&recorder.report()).expect("JSON");
            assert_eq!(selfcheck::check(&json), Ok(()), "{}", path.display());
        }
    }
    eprintln!("{entries} entries pass the self-check");
    assert!(entries > 500);
}

#[test]
fn recorded_entries_of_browsers_are_read() {
    let Some(shared) = shared() else { return };
    let mut count = 0;
    for path in files(&shared.join("samples/har"), &["json"]) {
        let cases: Vec<serde_json::Value> =
            serde_json::from_str(&fs::read_to_string(&path).expect("UTF-8")).expect("JSON");
        for case in cases {
            let har = serde_json::json!({ "log": { "entries": [case["entry"]] } }).to_string();
            let mut recorder = Recorder::new([7; 32], SessionSource::Har);
            har::read_file(har.as_bytes(), |entry| {
                count += 1;
                if let Some(entry) = entry.expect("an entry of a browser") {
                    recorder.observe(&entry);
                }
            })
            .expect("a HAR file");
        }
    }
    eprintln!("{count} recorded entries read");
    assert!(count > 50);
}

#[test]
fn planted_secrets_do_not_survive() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("suites/own-recordings");
    let canaries: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("canaries.json")).expect("the canaries")).expect("JSON");
    let mut recorder = Recorder::new([7; 32], SessionSource::Har);
    let file = fs::File::open(folder.join("chromium156-canaries-full.har")).expect("the recording");
    har::read_file(BufReader::new(file), |entry| {
        if let Some(entry) = entry.expect("an entry") {
            recorder.observe(&entry);
        }
    })
    .expect("a HAR file");
    let json = recorder.export().expect("the self-check passes");
    let mut looked_for = 0;
    for (name, mark) in canaries["marks"].as_object().expect("marks") {
        looked_for += 1;
        assert!(!json.contains(mark.as_str().expect("text")), "{name} survives");
    }
    eprintln!("0 of {looked_for} planted secrets survive");
    assert!(!recorder.findings().is_empty());
}

#[test]
fn json_suite_never_stops_the_reader() {
    let Some(shared) = shared() else { return };
    let mut count = 0;
    for path in files(&shared.join("suites/JSONTestSuite"), &["json"]) {
        let bytes = fs::read(&path).expect("the file opens");
        let answer = String::from_utf8_lossy(&bytes).into_owned();
        let mut entry = har::Entry::default();
        entry.method = "POST".to_owned();
        entry.url = "https://oauth2.googleapis.com/token".to_owned();
        entry.status = 400;
        entry.answer_body = har::AnswerBody::Text(answer);
        let mut recorder = Recorder::new([7; 32], SessionSource::Har);
        recorder.observe(&entry);
        assert_eq!(recorder.findings().len(), 1, "{}", path.display());
        count += 1;
    }
    eprintln!("{count} answers of JSONTestSuite are findings");
    assert!(count > 300);
}

/// Every document of the JSON test suite as an answer: what is JSON is read, and no document is lost for one odd string.
#[test]
fn any_json_is_an_answer() {
    let Some(shared) = shared() else { return };
    let (mut count, mut lost) = (0, Vec::new());
    for path in files(&shared.join("suites/JSONTestSuite"), &["json"]) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let document = String::from_utf8_lossy(&fs::read(&path).expect("the file opens")).into_owned();
        let answer = format!("{{\"error\":\"invalid_grant\",\"x\":{document}}}");
        let entry = serde_json::json!({ "log": { "entries": [{
            "request": { "method": "POST", "url": "https://oauth2.googleapis.com/token", "postData": { "text": "grant_type=refresh_token" } },
            "response": { "status": 400, "content": { "text": answer } } }] } });
        let mut recorder = Recorder::new([7; 32], SessionSource::Har);
        har::read_file(entry.to_string().as_bytes(), |entry| {
            if let Some(entry) = entry.expect("an entry") {
                recorder.observe(&entry);
            }
        })
        .expect("a HAR file");
        assert!(recorder.export().is_ok(), "{name}");
        count += 1;
        let is_read = recorder.findings()[0].answer.error.as_deref() == Some("invalid_grant");
        // `y_` is JSON; `i_string_` may be, and one odd string is no reason to lose the rest.
        if !is_read && (name.starts_with("y_") || name.starts_with("i_string_")) {
            lost.push(name);
        }
    }
    eprintln!("{count} documents of the JSON test suite read as answers");
    assert!(count > 300 && lost.is_empty(), "{count} documents, lost: {lost:?}");
}
