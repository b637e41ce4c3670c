//! A table of wire exchanges: each cause that traffic can prove, with proofs and near misses, and damage of every kind in every
//! field. Each case is named in words and says which standing its cause gets; whatever else is mentioned, nothing else is
//! confirmed, but for what a row names. The exchanges are invented for this table and stand on no page.

#[path = "exchanges/assertions.rs"]
mod assertions;
#[path = "exchanges/build.rs"]
mod build;
#[path = "exchanges/calls.rs"]
mod calls;
#[path = "exchanges/clients.rs"]
mod clients;
#[path = "exchanges/codes.rs"]
mod codes;
#[path = "exchanges/devices.rs"]
mod devices;
#[path = "exchanges/dpop.rs"]
mod dpop;
#[path = "exchanges/flows.rs"]
mod flows;
#[path = "exchanges/refreshes.rs"]
mod refreshes;
#[path = "exchanges/requests.rs"]
mod requests;
#[path = "exchanges/rows.rs"]
mod rows;
#[path = "exchanges/values.rs"]
mod values;

use build::Case;
use grantlens::{
    intake::http,
    recorder::Recorder,
    report::{Finding, SessionSource, Standing},
};
use std::collections::{BTreeMap, BTreeSet};

fn all() -> Vec<Case> {
    [
        values::cases(),
        codes::cases(),
        flows::cases(),
        refreshes::cases(),
        assertions::cases(),
        clients::cases(),
        requests::cases(),
        devices::cases(),
        dpop::cases(),
        rows::cases(),
        calls::cases(),
    ]
    .concat()
}

fn finding(case: &Case) -> Finding {
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    let entries = http::read(&case.http).unwrap_or_else(|error| panic!("{}: {error}\n{}", case.name, case.http));
    for entry in entries {
        recorder.observe(&entry);
    }
    let findings = recorder.report().findings;
    let before = case.judged.map_or(findings.len(), |number| number as usize).checked_sub(1);
    before
        .and_then(|before| findings.into_iter().nth(before))
        .unwrap_or_else(|| panic!("{}: no exchange of OAuth's", case.name))
}

/// What is wrong with how the core judges `case`, if anything is.
fn fault(case: &Case) -> Option<String> {
    let finding = finding(case);
    let standing = finding.causes.iter().find(|cause| cause.id == case.cause).map(|cause| cause.standing);
    let confirmed: Vec<_> =
        finding.causes.iter().filter(|cause| cause.standing == Standing::Confirmed).map(|cause| &*cause.id).collect();
    let proven = (case.standing == Some(Standing::Confirmed)).then_some(case.cause);
    let wanted: Vec<_> = proven.or(case.confirmed).into_iter().collect();
    let is_right = standing == case.standing && confirmed == wanted;
    (!is_right).then(|| {
        format!(
            "{}: wanted {} {:?}; got {standing:?}, confirmed {confirmed:?}, answer {:?} {:?}",
            case.name, case.cause, case.standing, finding.answer.error, finding.answer.description
        )
    })
}

#[test]
fn every_exchange_gets_its_standing_and_nothing_else_is_confirmed() {
    let faults: Vec<_> = all().iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), all().len(), faults.join("\n"));
}

#[test]
fn the_table_holds_what_it_promises() {
    let cases = all();
    let names: BTreeSet<_> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    let exchanges: BTreeSet<_> = cases.iter().map(|case| (case.http.as_str(), case.judged, case.cause)).collect();
    assert_eq!(exchanges.len(), cases.len(), "two cases are the same exchange");
    assert!(cases.len() >= 400, "{} cases", cases.len());
}

#[test]
fn each_cause_that_the_table_proves_has_a_near_miss() {
    let mut proofs: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let cases = all();
    for case in cases.iter().filter(|case| !case.is_hint) {
        let (proven, missed) = proofs.entry(case.cause).or_default();
        if case.standing == Some(Standing::Confirmed) { *proven += 1 } else { *missed += 1 }
    }
    for (cause, (proven, missed)) in &proofs {
        assert!(*proven > 0, "{cause} has no proof");
        assert!(*missed > 0, "{cause} has no near miss");
    }
    let unproven: Vec<_> = grantlens::causes::all()
        .iter()
        .filter(|cause| cause.kinds.contains(&grantlens::report::Kind::TokenRequest))
        .filter(|cause| cause.when.iter().any(|row| row.then == Standing::Confirmed && !row.unanswered))
        .map(|cause| cause.id)
        .filter(|id| !proofs.contains_key(id))
        .collect();
    assert!(unproven.is_empty(), "these causes can be proven and are not in the table: {unproven:?}");
}
