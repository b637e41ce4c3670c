//! In: a finding that a text tells of. Out: what the text tells, as a document, and nothing of what it leaves out.

use super::answer::plain;
use super::dom::{Tag, tag};
use super::parameters::{Document, parameters};
use super::text::sentence;
use super::words;
use crate::report::Finding;

/// Whether nobody recorded the exchange: it stands in lines of a text, and the text does not hold the request.
pub(crate) fn is_sighting(finding: &Finding) -> bool {
    let in_lines = finding.origin.as_ref().is_some_and(|origin| origin.first_line.is_some());
    in_lines && finding.request.body == "absent" && finding.answer.members.is_empty()
}

pub(crate) fn sighting(finding: &Finding) -> Tag {
    let Finding { request, answer, .. } = finding;
    let told = [
        (words::SERVER, Some(request.url.clone()).filter(|host| !host.is_empty())),
        (words::STATUS, answer.status.map(words::http_status)),
        ("error", answer.error.clone()),
        ("error_description", answer.description.clone()),
        ("error_subtype", answer.subtype.clone()),
    ];
    let lines: Vec<_> = told.into_iter().filter_map(|(name, value)| value.map(|value| plain(name, value))).collect();
    let quoted = (!request.parameters.is_empty())
        .then(|| parameters(&request.parameters, Document::Request { body: &request.body }));
    let document = tag("div")
        .class("document")
        .child(parameters(&lines, Document::Answer { meaning: answer.meaning.as_deref() }))
        .child(tag("div").class("quoted").attr("data-part", "request").child(quoted));
    tag("section")
        .class("answer")
        .attr("data-part", "answer")
        .child(tag("h3").child(words::READ_IN_TEXT))
        .child(document)
        .child(
            request.remarks.iter().map(|remark| tag("p").class("remark").child(sentence(remark))).collect::<Vec<_>>(),
        )
}
