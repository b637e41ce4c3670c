//! In: the selected finding. Out: its explanation, the answer first.
//!
//! From top to bottom: what is the case, how sure that is, what shows it, what to change; then the evidence itself. Where
//! several causes are possible and none is named, the question that separates them comes first, and then all of them.

use std::sync::Arc;

use super::actions::actions;
use super::answer::answer;
use super::causes::{named, open, ruled_out, verdict};
use super::dom::{Tag, tag};
use super::flow::flow;
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::provider::provider_note;
use super::question::{question, statements};
use super::related::related;
use super::request::request;
use super::row::outcome_icon;
use super::sighting::{is_sighting, sighting};
use super::signal::memo;
use super::text::sentence;
use super::warnings::warnings;
use super::{clock, ids, words};
use crate::report::{CauseFinding, Finding, Library, Standing};

/// The explanation of `finding` or, without one, what to do to see one.
pub(crate) fn detail(panel: Panel, finding: Option<&Arc<Finding>>) -> Tag {
    match finding {
        Some(finding) => explanation(panel, finding),
        None => nothing_selected(panel),
    }
}

fn explanation(panel: Panel, finding: &Arc<Finding>) -> Tag {
    let (excluded, mut open): (Vec<_>, Vec<_>) =
        finding.causes.iter().cloned().partition(|cause| cause.standing == Standing::RuledOut);
    let named = open.first().is_some_and(|cause| cause.title == finding.headline).then(|| open.remove(0));
    let verdict = finding.standing.map(|standing| verdict(standing, named.is_some(), open.len()));

    let article = tag("article")
        .class("finding")
        .attr("data-finding", finding.number.to_string())
        .attr("data-outcome", ids::outcome(finding.outcome))
        .child(header(finding))
        .child(tag("div").class("lead").child(verdict).child(actions(panel, finding)));
    answer_first(article, panel, named.as_ref(), &open, finding)
        .child(warnings(panel, &finding.warnings))
        .child(ruled_out(panel, &excluded))
        .child(related(panel, finding))
}

/// What settles the matter stands above the evidence: the named cause or, without one, all open causes and their question.
fn answer_first(
    article: Tag,
    panel: Panel,
    cause: Option<&CauseFinding>,
    others: &[CauseFinding],
    finding: &Arc<Finding>,
) -> Tag {
    let asked = finding.next_question.as_ref().map(|asked| question(panel, finding.number, asked));
    let asked = (asked, statements(panel, finding.number, &finding.statements));
    let client = finding.library.as_ref().and_then(|library| library.client.as_deref());
    let flow = flow(panel, finding);
    let evidence = if is_sighting(finding) {
        vec![sighting(finding)]
    } else {
        vec![request(&finding.request), answer(&finding.answer, finding.outcome)]
    };
    match cause {
        Some(cause) => article
            .child(named(panel, cause, client))
            .child(flow)
            .child(evidence)
            .child(open(panel, others, words::OTHERS, client))
            .child(asked),
        None => article.child(asked).child(open(panel, others, words::CANDIDATES, client)).child(flow).child(evidence),
    }
}

/// Which exchange this is, in one quiet line, and what is the case.
fn header(finding: &Finding) -> Tag {
    let warn = finding.provider.look_alike && finding.headline != words::LOOK_ALIKE;
    let look_alike = warn.then(|| tag("p").class("look-alike").child((icon(Icon::Warning), " ", words::LOOK_ALIKE)));
    let origin = finding.origin.as_ref().map(|origin| {
        let place = tag("bdi").child(words::origin(origin));
        tag("p").class("origin").attr("data-part", "origin").child((icon(Icon::Open), " ", place))
    });
    let headline = tag("h2")
        .child(outcome_icon(finding.outcome, finding.standing))
        .child(tag("span").attr("data-part", "headline").child(sentence(&finding.headline)));
    tag("header")
        .child(identity(finding))
        .child(origin)
        .child(look_alike)
        .child(provider_note(&finding.provider))
        .child(headline)
}

fn identity(finding: &Finding) -> Tag {
    let span = || tag("span");
    let outside = |text: &str| tag("bdi").child(text);
    tag("p")
        .class("identity")
        .child(span().child(words::number_of(finding.number)))
        .child(span().child(words::kind(finding.kind)))
        .child(finding.grant.as_deref().map(|grant| span().child(outside(grant))))
        .child(span().attr("title", words::PROVIDER).child(outside(&finding.provider.name)))
        .child(finding.library.as_ref().map(library_name))
        .child(finding.started.map(|started| span().child(clock::element_with_age(started))))
        .child(finding.duration.map(|duration| span().child(words::milliseconds(duration))))
}

fn library_name(library: &Library) -> Tag {
    let version = library.version.as_ref().map(|version| format!(" {version}"));
    tag("span")
        .attr("title", words::LIBRARY)
        .attr("data-library", &*library.id)
        .child(tag("bdi").child(&*library.name).child(version))
}

fn nothing_selected(panel: Panel) -> Tag {
    let counts = memo(move || panel.rows.with(|rows| (rows.total(), rows.failed())));
    let none_failed = move || {
        let (total, failed) = counts.get();
        (failed == 0).then(|| tag("p").child(words::none_failed(total)))
    };
    tag("div").class("hint").live(none_failed).child(tag("p").child(words::NOTHING_SELECTED))
}
