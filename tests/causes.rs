//! Every example of every page, as a test of its own: the page must give the last exchange the standing that the example
//! names, and a near miss must not get more.

mod support;

use grantlens::report::Standing;
use support::{EXAMPLES, Example, TEXTS};

fn check(example: &Example) {
    let finding = example.finding();
    if let "warned" | "unwarned" = example.expectation {
        let warnings: Vec<_> = finding.warnings.iter().filter(|warning| warning.cause == example.cause).collect();
        assert_eq!(
            warnings.len(),
            usize::from(example.expectation == "warned"),
            "{}: this example expects `{}`; all warnings are {:?}",
            example.place(),
            example.expectation,
            finding.warnings,
        );
        for warning in warnings {
            assert!(!warning.text.contains('…'), "{}: no fact fills the `…` of {:?}", example.place(), warning.text);
            assert!(!warning.facts.is_empty(), "{}", example.place());
        }
        return;
    }
    let found = finding.causes.iter().find(|cause| cause.id == example.cause);
    let standing = found.map_or("absent", |cause| match cause.standing {
        Standing::Confirmed => "confirmed",
        Standing::Likely => "likely",
        Standing::Possible => "possible",
        Standing::RuledOut => "ruled-out",
    });
    assert!(
        standing == example.expectation,
        "{}: this example says `{}`, and the rows of the page give `{standing}`. The answer was read as {:?} {:?}; {}",
        example.place(),
        example.expectation,
        finding.answer.error,
        finding.answer.description,
        match found {
            Some(cause) =>
                format!("the facts are {:?}, and what could not be told is {:?}", cause.facts, cause.unknown),
            None => "no row holds".to_owned(),
        },
    );
}

include!(concat!(env!("OUT_DIR"), "/example_tests.rs"));
