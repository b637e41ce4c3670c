//! The developer's answers: they move what evidence leaves open and nothing else, they stay with their exchange when
//! earlier ones arrive late, and they are told apart from proof.

use grantlens::{
    intake::http,
    recorder::{Recorder, StateError},
    report::{Finding, SessionSource, Standing},
};

const REFUSED: &str = "### +10s\nPOST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token\
    &refresh_token=1%2F%2F0gEXAMPLE-token-abcdefghijklmnopqrstuvwxyz-0123456789&client_id=c-EXAMPLE\n\n400\n\n\
    {\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}\n";

fn recorder(text: &str) -> Recorder {
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    for entry in http::read(text).expect("exchanges") {
        recorder.observe(&entry);
    }
    recorder
}

fn standing(finding: &Finding, id: &str) -> Option<Standing> {
    finding.causes.iter().find(|cause| cause.id == id).map(|cause| cause.standing)
}

#[test]
fn an_answer_moves_its_cause_and_is_kept_apart_from_the_evidence() {
    let mut recorder = recorder(REFUSED);
    let asked = recorder.findings()[0].next_question.clone().expect("a question");
    assert_eq!(asked.cause, "app-in-testing", "the one common cause among many splits best");
    assert_eq!(recorder.state(1, "app-in-testing", true), Ok(0));
    let finding = &recorder.findings()[0];
    assert_eq!(standing(finding, "app-in-testing"), Some(Standing::Likely));
    assert_eq!(finding.causes[0].id, "app-in-testing");
    assert_eq!(finding.headline, finding.causes[0].title);
    let stated = &finding.statements[0];
    assert_eq!((&*stated.cause, stated.yes), ("app-in-testing", true));
    assert_ne!(finding.next_question.as_ref().map(|question| &*question.cause), Some("app-in-testing"));
}

#[test]
fn a_later_answer_replaces_an_earlier_one() {
    let mut recorder = recorder(REFUSED);
    recorder.state(1, "app-in-testing", true).expect("open");
    recorder.state(1, "app-in-testing", false).expect("open as far as evidence goes");
    let finding = &recorder.findings()[0];
    assert_eq!(standing(finding, "app-in-testing"), Some(Standing::RuledOut));
    assert_eq!(finding.statements.len(), 1);
    let reason = &finding.causes.iter().find(|cause| cause.id == "app-in-testing").expect("listed").facts[0].text;
    assert!(reason.starts_with("As stated: "), "{reason}");
}

#[test]
fn an_answer_stays_with_its_exchange_when_an_earlier_one_arrives_late() {
    let mut recorder = recorder(REFUSED);
    recorder.state(1, "app-in-testing", true).expect("open");
    let earlier = REFUSED.replace("### +10s", "### +1s").replace("0gEXAMPLE-token", "0gEXAMPLE-other");
    for entry in http::read(&earlier).expect("an exchange") {
        recorder.observe(&entry);
    }
    let findings = recorder.findings();
    assert!(findings[0].statements.is_empty());
    assert_eq!(standing(&findings[0], "app-in-testing"), Some(Standing::Possible));
    assert_eq!(standing(&findings[1], "app-in-testing"), Some(Standing::Likely));
}

#[test]
fn evidence_wins_over_an_answer() {
    let mut recorder = recorder(REFUSED);
    recorder.state(1, "app-in-testing", false).expect("open");
    // The answer that issued the token arrives late: seven days, and they are over.
    let issue = "POST https://oauth2.googleapis.com/token\n\ngrant_type=authorization_code\
        &code=4/0AEXAMPLE-code-abcdefghijklmnop&client_id=c-EXAMPLE\n\n200\nDate: Mon, 29 Dec 2025 09:00:00 GMT\n\n\
        {\"access_token\":\"ya29.EXAMPLE\",\"refresh_token_expires_in\":604799,\
        \"refresh_token\":\"1//0gEXAMPLE-token-abcdefghijklmnopqrstuvwxyz-0123456789\"}\n";
    for entry in http::read(issue).expect("an exchange") {
        recorder.observe(&entry);
    }
    let finding = &recorder.findings()[1];
    assert_eq!(standing(finding, "app-in-testing"), Some(Standing::Confirmed));
    assert_eq!(finding.statements.len(), 1, "what was stated stays on record");
    assert!(finding.next_question.is_none());
}

#[test]
fn only_an_open_question_is_answered() {
    let mut recorder = recorder(REFUSED);
    assert_eq!(recorder.state(2, "app-in-testing", true), Err(StateError::NoFinding));
    assert_eq!(recorder.state(0, "app-in-testing", true), Err(StateError::NoFinding));
    for cause in ["clock-skew", "approval-pending", "no-such-cause"] {
        assert_eq!(recorder.state(1, cause, true), Err(StateError::NotAsked), "{cause}");
    }
    assert!(recorder.findings()[0].statements.is_empty());
}

#[test]
fn no_answer_makes_more_than_likely() {
    for yes in [true, false] {
        let mut recorder = recorder(REFUSED);
        let ids: Vec<_> = recorder.findings()[0].causes.iter().map(|cause| cause.id.clone()).collect();
        for id in ids {
            let _ = recorder.state(1, &id, yes);
        }
        assert!(recorder.findings()[0].causes.iter().all(|cause| cause.standing >= Standing::Likely));
    }
}

#[test]
fn clearing_forgets_what_was_stated() {
    let mut recorder = recorder(REFUSED);
    recorder.state(1, "app-in-testing", true).expect("open");
    recorder.clear();
    for entry in http::read(REFUSED).expect("exchanges") {
        recorder.observe(&entry);
    }
    assert!(recorder.findings()[0].statements.is_empty());
}
