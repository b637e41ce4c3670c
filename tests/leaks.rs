//! The leak benchmark: 23 kinds of secret, each in 8 encodings, planted where traffic carries them. For every sink it prints how
//! many of the 184 placements survive. `docs/security.md` says how others fare.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

mod support {
    pub mod command;
    pub mod oracle;
    pub mod plant;
}

use grantlens::{
    har as har_file,
    recorder::Recorder,
    render::{
        curl, har, markdown,
        terminal::{self, Style},
    },
    report::{CauseFinding, Report, SessionSource, Standing},
};
use serde_json::Value;
use std::collections::BTreeSet;
use support::{
    command,
    oracle::Oracle,
    plant::{self, Planted},
};

/// The cause that every recording holds beside its planted secret, and that its export must still tell.
const DIAGNOSIS: &str = "code-redeemed-twice";

fn recorder(har: &str) -> Recorder {
    let mut recorder = Recorder::new([7; 32], SessionSource::Har);
    har_file::read_file(har.as_bytes(), |entry| {
        if let Some(entry) = entry.expect("an entry") {
            recorder.observe(&entry);
        }
    })
    .expect("a HAR file");
    recorder
}

/// True when the report holds the diagnosis of the flow that is in every recording.
fn tells(report: &Report) -> bool {
    let is_it = |cause: &CauseFinding| cause.id == DIAGNOSIS && cause.standing == Standing::Confirmed;
    report.findings.iter().any(|finding| finding.causes.iter().any(is_it))
}

/// Prints the line of `sink` and fails when anything survives in one of its texts.
fn judge(sink: &str, planted: &[Planted], texts: impl IntoIterator<Item = impl AsRef<[u8]>>) {
    let oracle = Oracle::new(planted.iter().map(|planted| planted.secret.as_str()));
    let survivors: BTreeSet<_> = texts.into_iter().flat_map(|text| oracle.found(text.as_ref())).collect();
    println!("{sink} {}/{}", survivors.len(), planted.len());
    let names: Vec<_> = survivors.into_iter().map(|at| planted[at].name()).collect();
    assert!(names.is_empty(), "{sink}: {names:?}");
}

#[test]
fn every_placement_is_one() {
    let planted = plant::all();
    let oracle = Oracle::new(planted.iter().map(|planted| planted.secret.as_str()));
    for (at, planted) in planted.iter().enumerate() {
        let found: Vec<_> = oracle.found(planted.har().as_bytes()).into_iter().collect();
        assert_eq!(found, [at], "{}: the recording holds this secret and no other", planted.name());
    }
    println!("input {0}/{0}", planted.len());
    assert_eq!(planted.len(), 184);
    hand_on(&planted);
}

/// Writes the recordings where `GRANTLENS_PLANTED` says, for the browser's half of the benchmark.
fn hand_on(planted: &[Planted]) {
    let Some(path) = std::env::var_os("GRANTLENS_PLANTED") else { return };
    let line = |planted: &Planted| {
        let Planted { secret, .. } = planted;
        serde_json::json!({ "name": planted.name(), "secret": secret, "encoded": planted.encoded(), "har": planted.har() })
    };
    let text = planted.iter().map(line).collect::<Value>().to_string();
    std::fs::write(path, text).expect("the file can be written");
}

type Sink = fn(&Report) -> String;

#[test]
fn nothing_survives_in_what_is_rendered() {
    let planted = plant::all();
    let export = |planted: &Planted| {
        let json = recorder(&planted.har()).export().unwrap_or_else(|leak| panic!("{}: {leak}", planted.name()));
        let report: Report = serde_json::from_str(&json).expect("the export is a report");
        let held_back = report.findings.iter().any(|finding| finding.headline.contains("self-check"));
        assert!(!held_back, "{}: the first lock failed, and the second one held", planted.name());
        assert!(tells(&report), "{}: the diagnosis is lost", planted.name());
        (json, report)
    };
    let (exports, reports): (Vec<_>, Vec<_>) = planted.iter().map(export).unzip();
    judge("json", &planted, exports);
    let sinks: [(&str, Sink); 4] = [
        ("markdown", markdown::report),
        ("text", |report| terminal::report(report, Style { shows_all: true, ..Style::default() })),
        ("har", har::file),
        ("curl", |report| report.findings.iter().filter_map(curl::command).collect()),
    ];
    for (sink, render) in sinks {
        judge(sink, &planted, reports.iter().map(render));
    }
    let told = reports.iter().filter(|report| tells(&recorder(&har::file(report)).report())).count();
    println!("diagnosis from json {0}/{0}\ndiagnosis from har {told}/{0}", reports.len());
    assert_eq!(told, reports.len(), "the exported HAR file tells less");
}

#[test]
fn nothing_survives_in_what_the_command_prints() {
    let planted = plant::all();
    let line =
        |(at, planted): (usize, &Planted)| serde_json::json!({ "id": at, "text": planted.har() }).to_string() + "\n";
    let input: String = planted.iter().enumerate().map(line).collect();
    let path = command::folder("leaks-ndjson").join("lines.ndjson");
    std::fs::write(&path, input).expect("the target folder can be written");
    let (status, out, err) = command::said(&["explain", "--ndjson", &path.display().to_string()], b"");
    assert_eq!((status, err.as_str()), (Some(1), ""));
    assert_eq!(out.lines().count(), planted.len());
    for line in out.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let report: Report = serde_json::from_value(line["report"].clone()).expect("a report");
        assert!(tells(&report), "{}: the diagnosis is lost", line["id"]);
    }
    judge("ndjson", &planted, [out]);
}

#[test]
fn nothing_survives_in_names_of_files_and_in_messages() {
    let planted = plant::all();
    let folder = command::folder("leaks");
    let mut arguments = vec!["explain".to_owned()];
    for (at, planted) in planted.iter().enumerate() {
        let name: String = planted
            .encoded()
            .chars()
            .map(|letter| if "/\\\n".contains(letter) { '_' } else { letter })
            .take(200)
            .collect();
        // Half of the files can be read; what is said of the others names them, too.
        let (ending, text) =
            if at % 2 == 0 { ("log", "Error: invalid_grant\n") } else { ("har", "{\"log\":{\"entries\":[{") };
        let path = folder.join(format!("{name}.{ending}"));
        std::fs::write(&path, text).expect("the target folder can be written");
        arguments.push(path.display().to_string());
    }
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let (status, out, err) = command::said(&arguments, b"");
    assert_eq!(status, Some(1), "{err}");
    assert!(err.lines().count() >= planted.len() / 2, "{err}");
    judge("file-names", &planted, [out]);
    judge("messages", &planted, [err]);
}
