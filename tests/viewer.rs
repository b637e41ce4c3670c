//! Guards the part of the viewer that needs no browser: which rows the list holds and shows, what the filter box
//! understands, how a value is marked, and when something is drawn again.
//! The viewer itself is compiled for WebAssembly alone, so its pure modules are compiled here once more.

#![allow(dead_code, reason = "the modules are the viewer's; a test uses a part of them")]

use grantlens::report;

#[path = "../src/viewer/age.rs"]
mod age;
#[path = "../src/viewer/filter.rs"]
mod filter;
#[path = "../src/viewer/ids.rs"]
mod ids;
#[path = "../src/viewer/lanes.rs"]
mod lanes;
#[path = "../src/viewer/marks.rs"]
mod marks;
#[path = "../src/viewer/order.rs"]
mod order;
#[path = "../src/viewer/reasons.rs"]
mod reasons;
#[path = "../src/viewer/renumber.rs"]
mod renumber;
#[path = "../src/viewer/rows.rs"]
mod rows;
#[path = "../src/viewer/settings.rs"]
mod settings;
#[path = "../src/viewer/signal.rs"]
mod signal;
#[path = "../src/viewer/words.rs"]
mod words;

#[path = "viewer/flow.rs"]
mod flow;
/// In the browser these are the browser's; the tests of signals have a queue of their own.
#[path = "viewer/signal.rs"]
mod moments;
#[path = "viewer/told.rs"]
mod told;

use std::sync::Arc;

use filter::{Chip, Chips, Filter, Pattern};
use marks::Mark;
use order::{Column, Sorting};
use proptest::prelude::*;
use report::{Annotation, Fact, Finding, Link, LinkStart, Range, Related, Standing};
use rows::{ROW_HEIGHT, Rows, Source, window};
use serde_json::json;
use settings::{Settings, Theme};

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
fn a_failure_is_news_once() {
    let mut rows = Rows::default();
    let mut news = |keep, findings| rows.apply(Source::Recorded, keep, findings);
    assert_eq!(news(0, vec![finding(1, 100, false), finding(2, 300, true)]), [2]);
    assert_eq!(news(0, vec![finding(1, 100, false), finding(2, 300, true)]), [0; 0]);
    // An earlier exchange comes late, and moves the failure.
    assert_eq!(news(1, vec![finding(2, 200, false), finding(3, 300, true)]), [0; 0]);
    assert_eq!(news(1, vec![finding(2, 150, true), finding(3, 200, false), finding(4, 300, true)]), [2]);
    // What had not failed when it was first seen does so now.
    assert_eq!(news(2, vec![finding(3, 200, true), finding(4, 300, true)]), [3]);
    assert_eq!(news(0, vec![]), [0; 0]);
    assert_eq!(news(0, vec![finding(1, 100, true)]), [1]);
    assert_eq!(
        rows.apply(Source::Imported, 0, vec![finding(1, 100, true)]),
        [0; 0],
        "what is imported is not announced"
    );
    assert_eq!(rows.apply(Source::Recorded, 1, vec![finding(2, 500, true)]), [3], "by their numbers in the list");
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
        vec![Fact { text: "The same code was sent in #1, not in #12 or as #x.".into(), exchanges: vec![1] }];
    second.related = vec![Related { number: 1, by: "same code".to_owned() }];
    second.links = vec![Link {
        from: 1,
        start: LinkStart::Sent,
        credential: "authorization code".to_owned(),
        fingerprint: "EXAMPLE".to_owned(),
        is_altered: false,
    }];
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, false), second]);
    rows.filter(read("invalid_grant"));
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
fn the_filter_box_understands_terms() {
    let mut failed = finding(1, 100, true);
    failed.provider.name = "Example Identity".into();
    let mut warned = finding(2, 200, false);
    warned.warnings = vec![report::Warning { cause: "ends-soon".into(), text: "".into(), facts: vec![] }];
    let mut imported = finding(3, 300, true);
    imported.origin = Some(report::Origin::lines(1, 2));
    imported.grant = Some("authorization_code".into());
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, vec![failed, warned, imported]);
    for (text, shown) in [
        ("", "123"),
        ("  ", "123"),
        ("TOKEN request", "123"),
        ("refresh_token", "12"),
        ("Invalid_Grant", "13"),
        ("\"a cause of\"", "13"),
        ("\"a cause o", "13"),
        ("open-cause", "13"),
        ("excluded-cause", ""),
        ("invalid_granted", ""),
        ("-invalid_grant", "2"),
        ("invalid_grant -authorization_code", "1"),
        ("-", "123"),
        ("- invalid_grant", "13"),
        ("\"-\"", "123"),
        ("is:failed", "13"),
        ("-is:failed", "2"),
        ("IS:F", "13"),
        ("is:", "123"),
        ("is:warned", "2"),
        ("is:imported", "3"),
        ("is:failed -is:imported", "1"),
        ("grant:refresh", "12"),
        ("grant:", "123"),
        ("provider:google", "123"),
        ("provider:\"example identity\"", "1"),
        ("cause:open", "13"),
        ("cause:ends-soon", "2"),
        ("cause:excluded", ""),
        ("error:invalid_grant kind:token", "13"),
        ("kind:revocation", ""),
        ("status:2", "123"),
        ("status:4", ""),
        ("/token/", "123"),
        ("/a cause/", "13"),
        ("-/a cause/", "2"),
        ("/token", "123"),
        ("/no/such/path", ""),
        ("https://oauth2", "123"),
        ("\"is:nonsense\"", ""),
    ] {
        filter_by(&mut rows, read(text));
        let numbers: String =
            (0..rows.shown()).map(|at| rows.at(at).expect("shown").finding.number.to_string()).collect();
        assert_eq!(numbers, shown, "{text:?}");
    }
}

#[test]
fn what_the_filter_box_does_not_understand_is_said() {
    for (text, said) in [
        ("/(/", "/(/ is no regular expression: it is bad"),
        ("is:broken", "is: knows failed, warned, imported and succeeded, not “broken”"),
        ("token colour:red", "There is no filter “colour:”. There are is:, cause:,"),
    ] {
        let wrong = Filter::read(text, Chips::default(), compile).err().expect("it cannot be read");
        assert!(wrong.starts_with(said), "{wrong}");
    }
}

#[test]
fn chips_take_each_others_place_or_stand_together() {
    let mut rows = Rows::default();
    let mut redirect = finding(3, 300, false);
    redirect.kind = report::Kind::Redirect;
    let mut revocation = finding(4, 400, true);
    revocation.kind = report::Kind::Revocation;
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true), finding(2, 200, false), redirect, revocation]);
    let mut shown = |chips: Chips| {
        filter_by(&mut rows, Filter::read("", chips, compile).expect("nothing to read"));
        (0..rows.shown()).map(|at| rows.at(at).expect("shown").finding.number).collect::<Vec<_>>()
    };
    let none = Chips::default();
    let token = none.pressed(Chip::Token, false);
    assert_eq!(shown(token), [1, 2]);
    assert_eq!(shown(token.pressed(Chip::Authorization, true)), [1, 2, 3]);
    assert_eq!(shown(token.pressed(Chip::Failed, true)), [1]);
    assert_eq!(shown(token.pressed(Chip::Other, false)), [4]);
    assert_eq!(shown(token.pressed(Chip::Token, false)), [1, 2, 3, 4]);
    assert!(shown(none.pressed(Chip::Warned, false)).is_empty());
}

#[test]
fn a_sorted_list_keeps_equals_in_order_whichever_way_it_is_turned() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, (1..=4).map(|number| finding(number, number, number % 2 == 0)).collect());
    let numbers =
        |rows: &Rows| (0..rows.shown()).map(|at| rows.at(at).expect("shown").finding.number).collect::<Vec<_>>();
    let by_error = Sorting::default().pressed(Column::Error);
    rows.sort(by_error);
    rows.look_on(usize::MAX);
    assert_eq!(numbers(&rows), [1, 3, 2, 4]);
    rows.sort(by_error.pressed(Column::Error));
    rows.look_on(usize::MAX);
    assert_eq!(numbers(&rows), [2, 4, 1, 3]);
    rows.sort(Sorting::default().pressed(Column::Time));
    rows.look_on(usize::MAX);
    assert_eq!(numbers(&rows), [4, 3, 2, 1]);
    for (column, name, _) in Column::ALL {
        assert_eq!((column.name(), Column::named(name)), (name, Some(column)));
    }
}

#[test]
fn a_failure_is_unread_until_it_is_looked_at() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true), finding(2, 200, false), finding(3, 300, true)]);
    assert_eq!((rows.unread(), rows.first_unread()), (2, Some(1)));
    assert!(rows.mark_read(1) && !rows.mark_read(1) && !rows.mark_read(2));
    // An earlier request is reported late: what was read stays read under its new number.
    rows.apply(
        Source::Recorded,
        0,
        (1..=4).map(|number| finding(number, [50, 100, 200, 300][number - 1], number != 3)).collect(),
    );
    assert_eq!((rows.unread(), rows.first_unread()), (2, Some(1)));
    assert!(rows.mark_read(1) && rows.mark_read(4));
    rows.apply(Source::Imported, 0, vec![finding(1, 900, true)]);
    assert_eq!((rows.unread(), rows.first_unread()), (0, None));
    rows.apply(Source::Recorded, 4, vec![finding(5, 400, true)]);
    assert_eq!((rows.unread(), rows.first_unread()), (1, Some(6)));
    rows.apply(Source::Recorded, 0, vec![]);
    assert_eq!(rows.unread(), 0);
}

#[test]
fn only_rows_in_sight_are_drawn() {
    assert_eq!(window(0, 0, 0), 0..0);
    assert!(window(0, 400, 10_000).len() < 40);
    let drawn = window(5_000 * ROW_HEIGHT, 400, 10_000);
    assert!(drawn.start < 5_000 && drawn.end >= 5_000 + 400 / ROW_HEIGHT);
    assert_eq!(window(9_999 * ROW_HEIGHT, 400, 10), 10..10);
}

#[test]
fn what_the_recorder_forgot_goes_and_the_rest_keeps_its_numbers() {
    let mut rows = Rows::default();
    rows.apply(Source::Imported, 0, vec![finding(1, 900, true)]);
    rows.apply(Source::Recorded, 0, (1..=4).map(|number| finding(number, number * 100, number != 2)).collect());
    rows.sort(Sorting { column: Column::Time, is_descending: true });
    rows.forget(3);
    rows.apply(Source::Recorded, 1, vec![finding(5, 500, true)]);
    assert_eq!((rows.total(), rows.failed(), rows.unread()), (3, 3, 2));
    let numbers =
        |rows: &Rows| (0..rows.shown()).map(|at| rows.at(at).expect("shown").finding.number).collect::<Vec<_>>();
    assert_eq!(numbers(&rows), [6, 5, 1]);
    assert_eq!((rows.number_at_source(6), rows.source(6)), (Some(5), Source::Recorded));
    // After a clear the recorder counts anew.
    rows.forget(0);
    rows.apply(Source::Recorded, 0, vec![finding(1, 600, true)]);
    assert_eq!(numbers(&rows), [2, 1]);
}

#[test]
fn a_row_knows_how_long_after_the_one_before_it_began() {
    let mut rows = Rows::default();
    rows.apply(Source::Imported, 0, vec![finding(1, 900, true), finding(2, 950, false)]);
    rows.apply(Source::Recorded, 0, vec![finding(1, 100, true), finding(2, 350, false)]);
    assert_eq!(
        [1, 2, 3, 4, 5].map(|number| rows.since_previous(number)),
        [None, Some((50, 1)), None, Some((250, 3)), None]
    );
}

proptest! {
    /// However the findings came, filtered or sorted meanwhile, the list is what it would be if they had come at once.
    #[test]
    fn updates_add_up(
        updates in prop::collection::vec((any::<bool>(), 0usize..12, prop::collection::vec(any::<bool>(), 0..6)), 1..8),
        filtered: bool,
        column in prop::sample::select(Column::ALL.map(|(column, ..)| column).to_vec()),
        is_descending: bool,
    ) {
        let text = if filtered { "invalid_grant" } else { "" };
        let sorting = Sorting { column, is_descending };
        let mut rows = Rows::default();
        rows.filter(read(text));
        rows.sort(sorting);
        let (mut imported, mut recorded): (Vec<Finding>, Vec<Finding>) = Default::default();
        for (is_imported, keep, failed) in updates {
            let (source, all) = if is_imported { (Source::Imported, &mut imported) } else { (Source::Recorded, &mut recorded) };
            all.truncate(keep);
            let first = all.len() + 1;
            let new: Vec<_> = failed.iter().zip(first..).map(|(failed, number)| finding(number, number, *failed)).collect();
            rows.apply(source, keep, new.clone());
            all.extend(new);
        }
        let mut at_once = Rows::default();
        at_once.apply(Source::Imported, 0, imported);
        at_once.apply(Source::Recorded, 0, recorded);
        at_once.filter(read(text));
        at_once.sort(sorting);
        while at_once.look_on(2) {}

        prop_assert_eq!((rows.total(), rows.failed(), rows.shown()), (at_once.total(), at_once.failed(), at_once.shown()));
        let unread = rows.findings().filter(|finding| rows.source(finding.number) == Source::Recorded && finding.outcome == report::Outcome::Failed).count();
        prop_assert_eq!(rows.unread(), unread);
        for position in 0..rows.shown() {
            let number = rows.at(position).expect("it is shown").finding.number;
            prop_assert_eq!(number, at_once.at(position).expect("it is shown").finding.number);
            prop_assert_eq!(rows.position(number), Some(position));
        }
    }

    /// What is kept is what was set, in words of a closed list and numbers: nothing that was seen can be among it.
    #[test]
    fn settings_come_back_and_hold_nothing_else(
        theme in prop::sample::select(Theme::ALL.to_vec()),
        most in prop::sample::select(settings::MOST.to_vec()),
        (preserve, ask, is_descending) in any::<(bool, bool, bool)>(),
        beside in prop::option::of(settings::SMALLEST..=settings::LARGEST),
        column in prop::sample::select(Column::ALL.map(|(column, ..)| column).to_vec()),
    ) {
        let kept = Settings { theme, most, preserve, ask, beside, above: None, sorting: Sorting { column, is_descending } };
        prop_assert_eq!(Settings::read(&kept.text()), kept);
        let words = ["theme", "system", "light", "dark", "most", "preserve", "ask", "yes", "no", "sort", "beside", "above"];
        for word in kept.text().split([' ', '=', '-']).filter(|word| !word.is_empty()) {
            let is_known = words.contains(&word) || Column::named(word).is_some() || word.parse::<u32>().is_ok();
            prop_assert!(is_known, "{word}");
        }
    }

    /// Whatever stands where the settings are kept, something sensible comes of it.
    #[test]
    fn settings_that_were_tampered_with_do_no_harm(text in "((theme|most|sort|beside|above)=[-a-z0-9é]{0,8} ?){0,4}") {
        let read = Settings::read(&text);
        prop_assert!(settings::MOST.contains(&read.most));
        prop_assert!(read.beside.is_none_or(|share| (settings::SMALLEST..=settings::LARGEST).contains(&share)));
        prop_assert_eq!(Settings::read(&read.text()), read);
    }

    /// Whatever is written into the filter box is read or refused, and nothing panics.
    #[test]
    fn any_filter_is_read_or_refused(text in "[-/a-z:\" \\\\é]{0,20}") {
        if let Ok(filter) = Filter::read(&text, Chips::default(), compile) {
            filter.shows(&finding(1, 1, true));
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

/// Slice by slice, as the panel does it.
fn filter_by(rows: &mut Rows, filter: Filter) {
    rows.filter(filter);
    while rows.look_on(2) {
        assert!(!rows.is_settled());
    }
    assert!(rows.is_settled());
}

fn read(text: &str) -> Filter {
    Filter::read(text, Chips::default(), compile).expect("it is a filter")
}

/// In place of the browser's regular expressions: a text that must be contained.
fn compile(pattern: &str) -> Result<Box<dyn Pattern>, String> {
    struct Contained(String);
    impl Pattern for Contained {
        fn matches(&self, text: &str) -> bool {
            text.to_lowercase().contains(&self.0)
        }
    }
    if pattern.contains('(') {
        return Err("it is bad".to_owned());
    }
    Ok(Box::new(Contained(pattern.to_lowercase())))
}

fn annotation(range: Option<Range>, standing: Option<Standing>) -> Annotation {
    Annotation { cause: None, standing, text: "".into(), range }
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
