//! The exported HAR file: it is HAR 1.2, it holds no secret, and opened again it proves nothing that the traffic did not.

mod support;

use grantlens::{
    har,
    recorder::Recorder,
    render::har::file,
    report::{Finding, Place, Report, SessionSource, Standing},
    selfcheck,
};
use serde_json::Value;
use std::path::{Path, PathBuf};
use support::EXAMPLES;

/// The file of `report`, opened again.
fn opened(report: &Report) -> Report {
    let mut recorder = Recorder::new([9; 32], SessionSource::Har);
    har::read_file(file(report).as_bytes(), |entry| {
        if let Some(entry) = entry.expect("each entry can be understood") {
            recorder.observe(&entry);
        }
    })
    .expect("it is a HAR file");
    recorder.report()
}

/// The causes of each finding that are proven, by its number.
fn proven(report: &Report) -> Vec<(u32, &str)> {
    let causes = report.findings.iter().flat_map(|finding| finding.causes.iter().map(move |cause| (finding, cause)));
    let proven = causes.filter(|(_, cause)| cause.standing == Standing::Confirmed);
    proven.map(|(finding, cause)| (finding.number, &*cause.id)).collect()
}

fn recorded() -> impl Iterator<Item = (String, Report)> {
    let reports = EXAMPLES.iter().map(|example| (example.place(), example.report()));
    reports.filter(|(_, report)| report.findings.iter().all(|finding| finding.request.url.starts_with("http")))
}

#[test]
fn what_is_opened_again_proves_nothing_new() {
    let (mut same, mut kept, mut all, mut count) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for (place, report) in recorded() {
        let again = opened(&report);
        if report.findings.len() != again.findings.len() {
            wrong.push(format!("{place}: of {} exchanges {} are there", report.findings.len(), again.findings.len()));
            continue;
        }
        let (before, after) = (proven(&report), proven(&again));
        let new = after.iter().filter(|cause| !before.contains(cause));
        wrong.extend(new.map(|cause| format!("{place}: {cause:?} is proven by the file alone")));
        all += before.len();
        kept += after.len();
        count += report.findings.len();
        let headline =
            |(one, other): (&grantlens::report::Finding, &grantlens::report::Finding)| one.headline == other.headline;
        same += report.findings.iter().zip(&again.findings).filter(|pair| headline(*pair)).count();
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    eprintln!("of {all} proven causes {kept} are proven again; of {count} headlines {same} are the same");
    assert!(all > 100 && kept * 100 >= all * 58, "of {all} proven causes only {kept} are proven again");
    assert!(same * 100 >= count * 90, "of {count} headlines only {same} are the same");
}

#[test]
fn no_file_holds_what_looks_like_a_secret() {
    for (place, report) in recorded() {
        assert_eq!(selfcheck::check(&file(&report)), Ok(()), "{place}");
    }
}

#[test]
fn every_file_is_har_1_2() {
    let Some(folder) =
        std::env::var_os("GRANTLENS_SHARED").map(|shared| PathBuf::from(shared).join("suites/har-schema"))
    else {
        eprintln!("not run: GRANTLENS_SHARED names no folder with the schema of HAR");
        return;
    };
    for (place, report) in recorded() {
        let json: Value = serde_json::from_str(&file(&report)).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(fault(&folder, &schema(&folder, "har.json"), &json), None, "{place}");
    }
    let lacking = serde_json::json!({ "log": { "version": "1.2", "creator": { "name": "x" }, "entries": [] } });
    assert!(fault(&folder, &schema(&folder, "har.json"), &lacking).is_some(), "the check sees nothing");
}

fn schema(folder: &Path, name: &str) -> Value {
    let text = std::fs::read_to_string(folder.join(name)).expect("the schema is there");
    serde_json::from_str(&text).expect("it is JSON")
}

/// The first breach of the parts of JSON Schema that HAR's schema uses.
fn fault(folder: &Path, of: &Value, value: &Value) -> Option<String> {
    if let Some(other) = of["$ref"].as_str() {
        return fault(folder, &schema(folder, other.trim_end_matches('#')), value);
    }
    let is_type = match of["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        _ => true,
    };
    if !is_type {
        return Some(format!("{value} is no {}", of["type"]));
    }
    // The schema writes `required` for the items of a list into the list itself.
    let required = of["required"].as_array().filter(|_| value.is_object()).into_iter().flatten();
    let lacks = |name: &&Value| value.get(name.as_str().unwrap_or_default()).is_none();
    if let Some(name) = required.clone().find(lacks) {
        return Some(format!("{name} is missing in {value}"));
    }
    let members = of["properties"].as_object().into_iter().flatten();
    let in_members = members.filter_map(|(name, of)| fault(folder, of, value.get(name)?));
    let items = value.as_array().filter(|_| !of["items"].is_null()).into_iter().flatten();
    in_members.chain(items.filter_map(|item| fault(folder, &of["items"], item))).next()
}

/// The entries of a HAR file without their fingerprints, which are new in each file: each is named by its place among the others. Comments,
/// which tell of causes, are left out.
fn entries(file: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(file).expect("JSON");
    let mut seen: Vec<String> = Vec::new();
    let entry = |entry: &Value| {
        let mut entry = entry.clone();
        entry.as_object_mut().expect("an object").remove("comment");
        let (text, mut out) = (entry.to_string(), String::new());
        let mut rest = text.as_str();
        while let Some((at, mark)) =
            ["[REDACTED.", "redacted-"].iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min()
        {
            let start = at + mark.len();
            let before = if mark.starts_with('[') {
                let digit = |letter: char| letter.is_ascii_digit();
                start
                    + rest[start..]
                        .find(digit)
                        .and_then(|at| Some(at + rest[start + at..].find('.')? + 1))
                        .expect("a length")
            } else {
                start
            };
            let end = (before + 10).min(rest.len());
            let fingerprint = rest[before..end].to_ascii_uppercase();
            out.push_str(&rest[..before]);
            if fingerprint.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                let known = seen.iter().position(|other| *other == fingerprint);
                let number = known.unwrap_or(seen.len());
                seen.extend(known.is_none().then_some(fingerprint));
                out.extend(["<", &number.to_string(), ">"]);
                rest = &rest[end..];
            } else {
                rest = &rest[before..];
            }
        }
        out + rest
    };
    json["log"]["entries"].as_array().expect("entries").iter().map(entry).collect()
}

/// What no opening may lose: how each exchange ended, in the server's words, and which parameters it had.
fn told(report: &Report) -> Vec<impl PartialEq + std::fmt::Debug> {
    let tell = |finding: &Finding| {
        let names: Vec<_> = finding
            .request
            .parameters
            .iter()
            .filter(|parameter| parameter.place != Place::Claim)
            .map(|parameter| (parameter.name.clone(), parameter.place))
            .collect();
        (finding.answer.status, finding.answer.error.clone(), finding.answer.subtype.clone(), names)
    };
    report.findings.iter().map(tell).collect()
}

/// A file of redacted exchanges, opened and exported again, is the same file: nothing more is taken out, and nothing taken for a value that
/// stands for one.
#[test]
fn what_is_redacted_stays_as_it_is() {
    let mut wrong = Vec::new();
    for (place, report) in recorded() {
        let once = opened(&report);
        let twice = opened(&once);
        if told(&once) != told(&twice) {
            wrong.push(format!("{place}: {:?} became {:?}", told(&once), told(&twice)));
        }
        let pairs = entries(&file(&once)).into_iter().zip(entries(&file(&twice)));
        wrong.extend(
            pairs.filter(|(one, other)| one != other).map(|(one, other)| format!("{place}:\n  {one}\n  {other}")),
        );
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
