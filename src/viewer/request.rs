//! In: what was sent. Out: the request as a document, with the notes where they belong.

use super::dom::{Tag, tag};
use super::parameters::{Document, parameters};
use super::text::sentence;
use super::words;
use crate::report::Request;

pub(crate) fn request(request: &Request) -> Tag {
    let line = tag("p")
        .class("line")
        .child(tag("span").class("method").child(request.method.as_str()))
        .child((" ", tag("bdi").class("address").child(request.url.as_str())));
    let document = Document::Request { body: &request.body };
    let remarks = request.client_authentication.iter().chain(&request.remarks);
    tag("section")
        .class("request")
        .attr("data-part", "request")
        .child(tag("h3").child(words::REQUEST))
        .child(tag("div").class("document").child(line).child(parameters(&request.parameters, document)))
        .child(remarks.map(|remark| tag("p").class("remark").child(sentence(remark))).collect::<Vec<_>>())
}
