//! In: a finding. Out: buttons that show the exchanges which share a credential with it and are not in its flow, and what
//! ties them together.

use super::dom::{Tag, tag};
use super::facts::exchange_button;
use super::panel::Panel;
use super::text::sentence;
use super::words;
use crate::report::{Finding, Related};

pub(crate) fn related(panel: Panel, finding: &Finding) -> Option<Tag> {
    let is_elsewhere = |related: &&Related| {
        panel.rows.with_untracked(|rows| rows.finding(related.number).is_none_or(|other| other.flow != finding.flow))
    };
    let items: Vec<_> = finding.related.iter().filter(is_elsewhere).map(|related| item(panel, related)).collect();
    (!items.is_empty()).then(|| {
        tag("section")
            .class("related")
            .attr("data-part", "related")
            .child(tag("h3").child(words::RELATED))
            .child(tag("ul").child(items))
    })
}

fn item(panel: Panel, related: &Related) -> Tag {
    let number = related.number;
    let kind = move || panel.rows.with(|rows| rows.finding(number).map(|finding| words::kind(finding.kind)));
    tag("li")
        .child(exchange_button(panel, number))
        .child(tag("span").class("kind").live(kind))
        .child(tag("span").class("by").child(sentence(&related.by)))
}
