//! In: what came back. Out: the answer as a document, with what its error code means.
//!
//! The error's code, text and subtype are usually members of the answer and then drawn as such, once.

use leptos::prelude::*;

use super::parameters::{Document, Parameters};
use super::text::sentence;
use super::{clock, ids, words};
use crate::report::{Answer, BodyState, Outcome, Parameter, Place};

#[component]
pub(crate) fn AnswerView(answer: Answer, outcome: Outcome) -> impl IntoView {
    // A redirect, or a revocation that worked, has no body to speak of.
    let expected = answer.body == BodyState::Empty && outcome == Outcome::Succeeded;
    let state = words::body_state(answer.body).filter(|_| !expected);
    let body_note = answer.body_note.clone().or_else(|| state.map(str::to_owned));
    let date = answer.date.map(|seconds| {
        let moment = seconds.saturating_mul(1000);
        view! {
            <p class="remark">
                {words::SERVER_CLOCK} " "
                <time datetime=clock::rfc3339(moment)>{clock::moment(moment)}</time>
            </p>
        }
    });
    let document = Document::Answer { meaning: answer.meaning.clone() };
    let status = answer.status.map(|status| {
        view! {
            <p class="line" data-outcome=ids::outcome(outcome)>{words::http_status(status)}</p>
        }
    });
    let members = members(answer);

    view! {
        <section class="answer" data-part="answer">
            <h3>{words::ANSWER}</h3>
            <div class="document">
                {status}
                <Parameters parameters=members document/>
                {body_note.map(|note| view! { <p class="body-note" data-part="body-note">{sentence(&note)}</p> })}
            </div>
            {date}
        </section>
    }
}

/// The answer's members, with the error's parts in front where they are not among them.
fn members(answer: Answer) -> Vec<Parameter> {
    let parts = [("error", answer.error), ("error_description", answer.description), ("error_subtype", answer.subtype)];
    let missing = parts.into_iter().filter_map(|(name, value)| {
        let absent = answer.members.iter().all(|member| member.name != name);
        value.filter(|_| absent).map(|value| plain(name, value))
    });
    let mut members: Vec<Parameter> = missing.collect();
    members.extend(answer.members);
    members
}

fn plain(name: &str, shown: String) -> Parameter {
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
