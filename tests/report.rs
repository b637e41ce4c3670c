//! The report's shape: its JSON Schema is the one that is checked in, and every example's report reads back. That reports
//! obey the schema is tested where they leave: `tests/wasm/` for every example, `tests/e2e/` for every export.
//!
//! `GRANTLENS_BLESS=1 cargo test --test report` writes the schema anew after a change that docs/report-format.md tells of.

mod support;

use grantlens::report::{FORMAT, Report};
use std::{fs, path::Path};
use support::EXAMPLES;

fn schema() -> serde_json::Value {
    let mut schema = serde_json::to_value(schemars::schema_for!(Report)).expect("a schema is JSON");
    schema["title"] = format!("Grantlens report, FORMAT {FORMAT}").into();
    close(&mut schema);
    schema["properties"]["format"] = serde_json::json!({ "const": FORMAT, "description": "The format's number." });
    schema
}

/// Lets every object have the members that it lists and no others.
fn close(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(members) => {
            if members.get("properties").is_some_and(serde_json::Value::is_object) && members.contains_key("type") {
                members.insert("additionalProperties".to_owned(), false.into());
            }
            members.values_mut().for_each(close);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn the_schema_is_the_one_that_is_checked_in() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.schema.json");
    let made = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
    if std::env::var_os("GRANTLENS_BLESS").is_some() {
        fs::write(&path, &made).expect("docs/report.schema.json can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept, made,
        "the report's shape changed: raise FORMAT, tell it in docs/report-format.md, and run GRANTLENS_BLESS=1 cargo test --test report"
    );
}

#[test]
fn every_report_reads_back() {
    for example in EXAMPLES {
        let report = example.report();
        let json = serde_json::to_value(&report).expect("a report is JSON");
        let back: Report = serde_json::from_value(json).expect("a report reads back");
        assert_eq!(back, report, "{}", example.place());
    }
}
