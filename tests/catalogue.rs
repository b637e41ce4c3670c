//! Across pages: ids are for ever, no two pages prove the same example, and every page can be reached.

mod support;

use grantlens::{causes, prose, report::Standing};
use std::{collections::BTreeSet, fs, path::Path};
use support::EXAMPLES;

#[test]
fn released_ids_stay() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/cause-ids.txt");
    let released = fs::read_to_string(&path).expect("tests/golden/cause-ids.txt");
    let ids: BTreeSet<_> = causes::all().iter().map(|cause| cause.id).collect();
    for id in released.lines() {
        assert!(ids.contains(id), "causes/{id}.md is gone; an id means the same for ever, so its page stays");
    }
    let listed: BTreeSet<_> = released.lines().collect();
    for id in &ids {
        assert!(listed.contains(id), "add `{id}` to tests/golden/cause-ids.txt");
    }
    assert_eq!(released.lines().count(), listed.len(), "tests/golden/cause-ids.txt lists an id twice");
}

#[test]
fn the_first_fifteen_are_there() {
    for id in [
        "app-in-testing",
        "client-secret-wrong",
        "clock-skew",
        "code-damaged",
        "code-encoded-twice",
        "code-redeemed-twice",
        "code-verifier-mismatch",
        "code-verifier-missing",
        "code-verifier-unexpected",
        "code-wrong-kind",
        "grant-revoked",
        "redirect-uri-mismatch",
        "refresh-token-damaged",
        "refresh-token-wrong-kind",
        "signing-key-mismatch",
    ] {
        assert!(prose::page(id).is_some(), "causes/{id}.md is missing");
    }
}

#[test]
fn no_two_pages_prove_the_same_example() {
    for example in EXAMPLES.iter().filter(|example| example.expectation == "confirmed") {
        let finding = example.finding();
        let confirmed: Vec<_> = finding
            .causes
            .iter()
            .filter(|cause| cause.standing == Standing::Confirmed)
            .map(|cause| cause.id.as_str())
            .collect();
        assert_eq!(confirmed, [example.cause], "{}", example.place());
    }
}

#[test]
fn what_a_page_proves_stands_first() {
    for example in EXAMPLES.iter().filter(|example| example.expectation == "confirmed") {
        assert_eq!(example.finding().causes[0].id, example.cause, "{}", example.place());
    }
}

#[test]
fn every_page_explains_something() {
    let reached: BTreeSet<_> = EXAMPLES
        .iter()
        .filter(|example| !matches!(example.expectation, "absent" | "unwarned"))
        .map(|example| example.cause)
        .collect();
    for cause in causes::all() {
        assert!(reached.contains(cause.id), "no example reaches causes/{}.md", cause.id);
    }
}
