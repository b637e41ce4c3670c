//! In: a finding that a text tells of. Out: what the text tells, as a document, and nothing of what it leaves out.

use leptos::prelude::*;

use super::parameters::{Document, Parameters};
use super::text::sentence;
use super::words;
use crate::report::{Finding, Parameter, Place};

/// Whether nobody recorded the exchange: it stands in lines of a text, and the text does not hold the request.
pub(crate) fn is_sighting(finding: &Finding) -> bool {
    let in_lines = finding.origin.as_ref().is_some_and(|origin| origin.first_line.is_some());
    in_lines && finding.request.body == "absent" && finding.answer.members.is_empty()
}

#[component]
pub(crate) fn SightingView(finding: Finding) -> impl IntoView {
    let Finding { request, answer, .. } = finding;
    let told = [
        (words::SERVER, Some(request.url).filter(|host| !host.is_empty())),
        (words::STATUS, answer.status.map(words::http_status)),
        ("error", answer.error),
        ("error_description", answer.description),
        ("error_subtype", answer.subtype),
    ];
    let lines: Vec<_> = told.into_iter().filter_map(|(name, value)| value.map(|value| plain(name, value))).collect();
    let remarks =
        request.remarks.iter().map(|remark| view! { <p class="remark">{sentence(remark)}</p> }).collect_view();
    let quoted = (!request.parameters.is_empty()).then(|| {
        view! { <Parameters parameters=request.parameters document=Document::Request { body: request.body }/> }
    });
    view! {
        <section class="answer" data-part="answer">
            <h3>{words::READ_IN_TEXT}</h3>
            <div class="document">
                <Parameters parameters=lines document=Document::Answer { meaning: answer.meaning }/>
                <div class="quoted" data-part="request">{quoted}</div>
            </div>
            {remarks}
        </section>
    }
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
