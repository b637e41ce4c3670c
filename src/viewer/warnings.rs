//! In: what may go wrong later. Out: each warning with its evidence, calm, below the answer.

use super::dom::{Tag, tag};
use super::facts::facts;
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::prose::{prose, sources};
use super::text::sentence;
use super::words;
use crate::prose::{Page, page};
use crate::report::Warning;

pub(crate) fn warnings(panel: Panel, warnings: &[Warning]) -> Option<Tag> {
    (!warnings.is_empty()).then(|| {
        tag("section")
            .class("warnings")
            .attr("data-part", "warnings")
            .child(tag("h3").child(words::WARNINGS))
            .child(warnings.iter().map(|warning| item(panel, warning)).collect::<Vec<_>>())
    })
}

fn item(panel: Panel, warning: &Warning) -> Tag {
    let told = tag("div")
        .child(tag("p").attr("data-part", "warning").child(sentence(&warning.text)))
        .child(facts(panel, &warning.facts))
        .child(page(&warning.cause).map(advice));
    tag("div").class("warning").attr("data-warning", &*warning.cause).child(icon(Icon::Warning)).child(told)
}

fn advice(page: &'static Page) -> Tag {
    let inside = tag("div")
        .class("inside")
        .child(prose("prose", "why", &page.why))
        .child(tag("h4").class("small").child(words::WARNING_FIX))
        .child(prose("fix prose", "fix", &page.fix))
        .child(sources(&page.sources));
    tag("details").child(tag("summary").child(words::WARNING_MORE)).child(inside)
}
