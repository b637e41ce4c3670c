//! Across pages: ids are for ever, no two pages prove the same example, every page can be reached, and the index lists them all.
//!
//! `GRANTLENS_BLESS=1 cargo test --test causes --test catalogue` adds a new page to `tests/golden/cause-ids.txt` and writes
//! `docs/causes.md` anew.

mod support;

use grantlens::{causes, prose, render::markdown, report::Standing, selfcheck};
use std::{collections::BTreeSet, env, fs, io::Write as _, path::Path};
use support::{EXAMPLES, TEXTS};

/// What writes down what follows from the pages.
const COMMAND: &str = "GRANTLENS_BLESS=1 cargo test --test causes --test catalogue";

fn blesses() -> bool {
    env::var_os("GRANTLENS_BLESS").is_some()
}

/// What the pages add to the module, compressed as gzip does: their words as they lie there, and their tables, of which the source
/// weighs what the compiled form does (measured by leaving them out: 22 KB each).
#[test]
fn the_pages_stay_light() {
    let words: Vec<u8> =
        prose::pages().flat_map(|page| postcard::to_allocvec(page).expect("a page can be written")).collect();
    let tables = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
    let (words, tables) = (gzip(&words), gzip(tables));
    eprintln!("{} pages: words {words} bytes, tables {tables} bytes (gzip)", prose::pages().count());
    assert!(words + tables < 96 * 1024, "the pages weigh {} bytes", words + tables);
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("a Vec takes everything");
    encoder.finish().expect("a Vec takes everything").len()
}

#[test]
fn released_ids_stay() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/cause-ids.txt");
    let mut released = fs::read_to_string(&path).expect("tests/golden/cause-ids.txt");
    let ids: BTreeSet<_> = causes::all().iter().map(|cause| cause.id).collect();
    if blesses() {
        let all: BTreeSet<_> = ids.iter().copied().chain(released.lines()).collect();
        released = all.into_iter().collect::<Vec<_>>().join("\n") + "\n";
        fs::write(&path, &released).expect("tests/golden/cause-ids.txt can be written");
    }
    for id in released.lines() {
        assert!(
            ids.contains(id),
            "causes/{id}.md is gone; an id means the same for ever, so its page stays. An id that was never released is taken out of \
             tests/golden/cause-ids.txt"
        );
    }
    let listed: BTreeSet<_> = released.lines().collect();
    for id in &ids {
        assert!(listed.contains(id), "`{id}` is new and not in tests/golden/cause-ids.txt. Run {COMMAND}");
    }
    assert_eq!(released.lines().count(), listed.len(), "tests/golden/cause-ids.txt lists an id twice");
}

#[test]
fn the_index_lists_every_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/causes.md");
    let made = format!("{INDEX}{}", markdown::index(prose::pages(), Some("../causes")));
    if blesses() {
        fs::write(&path, &made).expect("docs/causes.md can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/causes.md is not what the pages say. Run {COMMAND}");
}

/// What stands above the list.
const INDEX: &str = "\
# Causes

Every cause that Grantlens knows, with what was refused. A page says why it happens, how to check it and what to change; `grantlens
causes ID` and the panel show the same pages.

<!-- Written by GRANTLENS_BLESS=1 cargo test --test causes --test catalogue. -->

";

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
            .filter(|cause| cause.standing == Standing::Confirmed && cause.id != example.cause)
            .map(|cause| &*cause.id)
            .collect();
        assert!(confirmed.is_empty(), "{}: this example also confirms {confirmed:?}", example.place());
    }
}

#[test]
fn what_a_page_proves_stands_first() {
    for example in EXAMPLES.iter().filter(|example| example.expectation == "confirmed") {
        let finding = example.finding();
        let place = finding.causes.iter().position(|cause| cause.id == example.cause);
        assert!(place.is_none_or(|place| place == 0), "{}: {} stands first", example.place(), finding.causes[0].id);
    }
}

#[test]
fn every_page_explains_something() {
    let reached: BTreeSet<_> = EXAMPLES
        .iter()
        .chain(TEXTS)
        .filter(|example| !matches!(example.expectation, "absent" | "unwarned"))
        .map(|example| example.cause)
        .collect();
    for cause in causes::all() {
        assert!(reached.contains(cause.id), "no example reaches causes/{}.md", cause.id);
    }
}

#[test]
fn every_page_shows_its_strongest_standing() {
    let words = |standing: Standing| match standing {
        Standing::Confirmed => "confirmed",
        Standing::Likely => "likely",
        Standing::Possible => "possible",
        Standing::RuledOut => "ruled-out",
    };
    for cause in causes::all() {
        let Some(strongest) = cause.when.iter().map(|row| row.then).min() else { continue };
        let wanted = words(strongest);
        let shown = EXAMPLES.iter().chain(TEXTS).any(|it| it.cause == cause.id && it.expectation == wanted);
        assert!(shown, "causes/{}.md has a row that says `{wanted}`, and no example that gets there", cause.id);
    }
}

#[test]
fn no_words_of_a_page_stop_an_export() {
    for cause in causes::all() {
        let page = prose::page(cause.id).expect("every cause has its page");
        let asks = cause.ask.iter().flat_map(|ask| [ask.question, ask.yes_says, ask.no_says]);
        let reasons = cause.when.iter().filter_map(|row| row.because);
        for text in [page.title, page.summary].into_iter().chain(asks).chain(reasons) {
            assert_eq!(selfcheck::check(text), Ok(()), "{}: this sentence can stand in a report: {text}", cause.id);
        }
    }
}
