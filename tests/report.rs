//! The report's shape: its JSON Schema is the one that is checked in, and every example's report obeys it.
//!
//! `GRANTLENS_BLESS=1 cargo test --test report` writes the schema anew after a change that docs/report-format.md tells of.

mod support;

use grantlens::report::{FORMAT, Report};
use std::{fs, path::Path};
use support::EXAMPLES;

fn schema() -> serde_json::Value {
    let mut schema = serde_json::to_value(schemars::schema_for!(Report)).expect("a schema is JSON");
    schema["title"] = format!("Grantlens report, FORMAT {FORMAT}").into();
    schema["properties"]["format"] = serde_json::json!({ "const": FORMAT, "description": "The format's number." });
    schema
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
fn every_report_obeys_the_schema_and_reads_back() {
    let validator = jsonschema::validator_for(&schema()).expect("a valid schema");
    for example in EXAMPLES {
        let report = example.report();
        let json = serde_json::to_value(&report).expect("a report is JSON");
        if let Err(error) = validator.validate(&json) {
            panic!("{}: {error}", example.place());
        }
        let back: Report = serde_json::from_value(json).expect("a report reads back");
        assert_eq!(back, report, "{}", example.place());
    }
}
