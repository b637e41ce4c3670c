//! Guards the part of the viewer that needs no browser: which rows the list holds and shows, and how a value is marked.
//! The viewer itself is compiled for WebAssembly alone, so its pure modules are compiled here once more.

#![allow(dead_code, reason = "the modules are the viewer's; a test uses a part of them")]

use grantlens::report;

#[path = "../src/viewer/marks.rs"]
mod marks;
#[path = "../src/viewer/renumber.rs"]
mod renumber;
#[path = "../src/viewer/rows.rs"]
mod rows;
#[path = "../src/viewer/words.rs"]
mod words;

use std::sync::Arc;

use marks::Mark;
use proptest::prelude::*;
use report::{Annotation, Fact, Finding, Link, LinkStart, Range, Related, Standing};
use rows::{ROW_HEIGHT, Rows, Source, window};
use serde_json::json;

#[test]
fn an_update_replaces_the_end_and_leaves_the_rest_alone() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true), finding(2, 200, false)]);
    let first = Arc::clone(rows.finding(1).expect("it was given"));
    rows.apply(Source::Recorded, 1, vec![finding(2, 150, true), finding(3, 200, false)]);
    assert_eq!((rows.total(), rows.failed()), (3, 2));
    assert!(Arc::ptr_eq(&first, rows.finding(1).expect("it was kept")));
    rows.apply(Source::Recorded, 0, vec![]);
    assert_eq!((rows.total(), rows.failed(), rows.shown()), (0, 0, 0));
}

#[test]
fn a_finding_that_comes_again_unchanged_is_not_drawn_again() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true), finding(2, 200, true)]);
    let editions = |rows: &Rows| [0, 1].map(|at| rows.at(at).expect("two rows").edition);
    let before = editions(&rows);
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true), finding(2, 200, false)]);
    assert_eq!(editions(&rows)[0], before[0]);
    assert_ne!(editions(&rows)[1], before[1]);
}

#[test]
fn the_number_of_an_exchange_is_found_again_after_an_earlier_one_came_late() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, false), finding(2, 300, true)]);
    let selected = Arc::clone(rows.finding(2).expect("it was given"));
    rows.apply(Source::Recorded, 1, vec![finding(2, 200, false), finding(3, 300, true)]);
    assert_eq!(rows.renumbered(&selected, Source::Recorded, 1), Some(3));
    rows.apply(Source::Recorded, 0, vec![]);
    assert_eq!(rows.renumbered(&selected, Source::Recorded, 0), None);
}

#[test]
fn imported_findings_stand_first_and_recorded_ones_are_numbered_on() {
    let mut rows = Rows::default();
    let mut second = finding(2, 200, true);
    second.causes[0].facts =
        vec![Fact { text: "The same code was sent in #1, not in #12 or as #x.".to_owned(), exchanges: vec![1] }];
    second.related = vec![Related { number: 1, by: "same code".to_owned() }];
    second.links = vec![Link {
        from: 1,
        start: LinkStart::Sent,
        credential: "authorization code".to_owned(),
        fingerprint: "EXAMPLE".to_owned(),
        is_altered: false,
    }];
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, false), second]);
    rows.filter("invalid_grant");
    rows.apply(Source::Imported, 0, vec![finding(1, 900, true), finding(2, 950, false), finding(3, 960, true)]);
    assert_eq!((rows.total(), rows.imported(), rows.failed(), rows.shown()), (5, 3, 3, 3));
    assert_eq!([1, 2, 3].map(|at| rows.at(at - 1).expect("shown").finding.number), [1, 3, 5]);
    let moved = rows.finding(5).expect("it is there");
    assert_eq!(moved.causes[0].facts[0].text, "The same code was sent in #4, not in #12 or as #x.");
    assert_eq!((moved.causes[0].facts[0].exchanges[0], moved.related[0].number, moved.links[0].from), (4, 4, 4));
    assert_eq!([3, 4].map(|number| rows.source(number)), [Source::Imported, Source::Recorded]);
    assert_eq!([3, 4, 5].map(|number| rows.number_at_source(number)), [Some(3), Some(1), Some(2)]);

    rows.apply(Source::Recorded, 1, vec![finding(2, 200, false), finding(3, 300, true)]);
    assert_eq!((rows.total(), rows.failed()), (6, 3));
    assert_eq!(rows.finding(6).expect("it is there").started, Some(300));

    rows.settle();
    rows.apply(Source::Imported, 0, vec![finding(1, 990, true)]);
    assert_eq!((rows.imported(), rows.finding(4).expect("it is there").started), (4, Some(990)));
    assert_eq!([3, 4, 5].map(|number| rows.number_at_source(number)), [None, Some(1), Some(1)]);

    rows.clear_imported();
    assert_eq!((rows.total(), rows.imported(), rows.failed(), rows.shown()), (3, 0, 1, 1));
    assert_eq!([1, 2, 3].map(|number| rows.finding(number).expect("it is there").started), [100, 200, 300].map(Some));
}

#[test]
fn more_is_kept_than_there_is() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true)]);
    rows.apply(Source::Recorded, usize::MAX, vec![]);
    assert_eq!(rows.total(), 1);
}

#[test]
fn the_filter_reads_kind_grant_error_headline_and_open_causes() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true), finding(2, 200, false)]);
    for (text, shown) in [
        ("", 2),
        ("  ", 2),
        ("TOKEN request", 2),
        ("refresh_token", 2),
        ("Invalid_Grant", 1),
        ("a cause of", 1),
        ("open-cause", 1),
        ("excluded-cause", 0),
        ("invalid_granted", 0),
    ] {
        rows.filter(text);
        assert_eq!(rows.shown(), shown, "{text:?}");
    }
}

#[test]
fn only_rows_in_sight_are_drawn() {
    assert_eq!(window(0, 0, 0), 0..0);
    assert!(window(0, 400, 10_000).len() < 40);
    let drawn = window(5_000 * ROW_HEIGHT, 400, 10_000);
    assert!(drawn.start < 5_000 && drawn.end >= 5_000 + 400 / ROW_HEIGHT);
    assert_eq!(window(9_999 * ROW_HEIGHT, 400, 10), 10..10);
}

proptest! {
    /// However the findings came, the list is what it would be if they had come at once.
    #[test]
    fn updates_add_up(updates in prop::collection::vec((0usize..12, prop::collection::vec(any::<bool>(), 0..6)), 1..8), filtered: bool) {
        let mut rows = Rows::default();
        if filtered {
            rows.filter("invalid_grant");
        }
        let mut all: Vec<Finding> = Vec::new();
        for (keep, failed) in updates {
            all.truncate(keep);
            let first = all.len() + 1;
            let new: Vec<_> = failed.iter().zip(first..).map(|(failed, number)| finding(number, number, *failed)).collect();
            rows.apply(Source::Recorded, keep, new.clone());
            all.extend(new);
        }
        let mut at_once = Rows::default();
        at_once.apply(Source::Recorded, 0, all);
        at_once.filter(if filtered { "invalid_grant" } else { "" });

        prop_assert_eq!((rows.total(), rows.failed(), rows.shown()), (at_once.total(), at_once.failed(), at_once.shown()));
        for position in 0..rows.shown() {
            let number = rows.at(position).expect("it is shown").finding.number;
            prop_assert_eq!(number, at_once.at(position).expect("it is shown").finding.number);
            prop_assert_eq!(rows.position(number), Some(position));
        }
    }

    /// Nothing is lost or added, and exactly the characters of the ranges are marked, wherever the ranges lie.
    #[test]
    fn marks_cover_their_ranges(shown in "\\PC{0,30}", ranges in prop::collection::vec((0u32..40, 0u32..40), 0..4)) {
        let annotations: Vec<_> = ranges.iter().map(|&(start, end)| annotation(Some(Range { start, end }), None)).collect();
        let pieces = marks::pieces(&shown, &annotations);
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        prop_assert_eq!(&text, &shown);
        let marked: String = pieces.iter().filter(|piece| piece.mark.is_some()).map(|piece| piece.text.as_str()).collect();
        let wanted: String = shown.chars().zip(0u32..).filter(|(_, at)| ranges.iter().any(|(start, end)| (*start..*end).contains(at))).map(|(it, _)| it).collect();
        prop_assert_eq!(marked, wanted);
    }
}

#[test]
fn the_strongest_standing_marks_where_notes_overlap() {
    let notes = [
        annotation(Some(Range { start: 0, end: 3 }), Some(Standing::Possible)),
        annotation(Some(Range { start: 2, end: 4 }), Some(Standing::Confirmed)),
        annotation(None, None),
    ];
    let pieces = marks::pieces("abcdef", &notes);
    let marks: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.mark)).collect();
    assert_eq!(
        marks,
        [
            ("ab", Some(Mark::Cause(Standing::Possible))),
            ("cd", Some(Mark::Cause(Standing::Confirmed))),
            ("ef", Some(Mark::Remark)),
        ]
    );
}

#[test]
fn numbers_carry_separators_and_units() {
    assert_eq!(words::exchanges(1), "1 exchange");
    assert_eq!(words::exchanges(1_234_567), "1,234,567 exchanges");
    assert_eq!(words::milliseconds(9_999), "9999 ms");
    assert_eq!(words::milliseconds(10_250), "10.2 s");
    assert_eq!(words::characters("1"), "1 character");
    assert_eq!(words::characters("9–32"), "9–32 characters");
}

fn annotation(range: Option<Range>, standing: Option<Standing>) -> Annotation {
    Annotation { cause: None, standing, text: String::new(), range }
}

fn finding(number: usize, started: usize, failed: bool) -> Finding {
    let cause = |id: &str, standing: &str| json!({ "id": id, "title": "", "summary": "", "standing": standing, "facts": [], "unknown": [] });
    let value = json!({
        "number": number, "flow": 1, "started": started, "duration": 5, "kind": "token-request",
        "provider": { "id": "google", "name": "Google", "look_alike": false, "note": null, "documentation": null },
        "grant": "refresh_token",
        "outcome": if failed { "failed" } else { "succeeded" },
        "headline": if failed { "A cause of failure" } else { "Tokens were issued" },
        "standing": failed.then_some("likely"),
        "request": { "method": "POST", "url": "https://oauth2.googleapis.com/token", "body": "form",
            "client_authentication": null, "parameters": [], "remarks": [] },
        "answer": { "status": 200, "body": "read", "body_note": null, "error": failed.then_some("invalid_grant"),
            "description": null, "subtype": null, "meaning": null, "date": null, "members": [] },
        "causes": if failed { vec![cause("open-cause", "likely"), cause("excluded-cause", "ruled-out")] } else { vec![] },
        "next_question": null, "statements": [], "warnings": [], "related": [], "links": [],
    });
    serde_json::from_value(value).expect("it has the report's shape")
}
