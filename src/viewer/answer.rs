//! In: what came back. Out: the answer as a document, with what its error code means.
//!
//! The error's code, text and subtype are usually members of the answer and then drawn as such, once.

use super::dom::{Tag, tag};
use super::parameters::{Document, parameters};
use super::text::sentence;
use super::{clock, ids, words};
use crate::report::{Answer, BodyState, Outcome, Parameter, Place};

pub(crate) fn answer(answer: &Answer, outcome: Outcome) -> Tag {
    // A redirect, or a revocation that worked, has no body to speak of.
    let expected = answer.body == BodyState::Empty && outcome == Outcome::Succeeded;
    let state = words::body_state(answer.body).filter(|_| !expected);
    let body_note = answer.body_note.as_deref().or(state);
    let date = answer.date.map(|seconds| {
        let moment = seconds.saturating_mul(1000);
        tag("p").class("remark").child(words::SERVER_CLOCK).child((" ", clock::element(moment)))
    });
    let status = answer.status.map(|status| {
        tag("p").class("line").attr("data-outcome", ids::outcome(outcome)).child(words::http_status(status))
    });
    let members = parameters(&members(answer), Document::Answer { meaning: answer.meaning.as_deref() });
    let note = body_note.map(|note| tag("p").class("body-note").attr("data-part", "body-note").child(sentence(note)));

    tag("section")
        .class("answer")
        .attr("data-part", "answer")
        .child(tag("h3").child(words::ANSWER))
        .child(tag("div").class("document").child((status, members, note)))
        .child(date)
}

/// The answer's members, with the error's parts in front where they are not among them.
fn members(answer: &Answer) -> Vec<Parameter> {
    let parts =
        [("error", &answer.error), ("error_description", &answer.description), ("error_subtype", &answer.subtype)];
    let missing = parts.into_iter().filter_map(|(name, value)| {
        let absent = answer.members.iter().all(|member| member.name != name);
        value.clone().filter(|_| absent).map(|value| plain(name, value))
    });
    missing.chain(answer.members.iter().cloned()).collect()
}

/// A parameter of which only the text is known.
pub(crate) fn plain(name: &str, shown: String) -> Parameter {
    Parameter {
        name: name.to_owned(),
        place: Place::Body,
        shown,
        kind: None,
        length: None,
        fingerprint: None,
        annotations: Vec::new(),
    }
}
