//! In: the selected finding. Out: its explanation, the answer first.
//!
//! From top to bottom: what is the case, how sure that is, what shows it, what to change; then the evidence itself. Where
//! several causes are possible and none is named, the question that separates them comes first, and then all of them.

use std::sync::Arc;

use leptos::prelude::*;

use super::actions::Actions;
use super::answer::AnswerView;
use super::causes::{Named, Open, RuledOut, Verdict};
use super::flow::FlowView;
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::provider::ProviderNote;
use super::question::{QuestionView, Statements};
use super::related::RelatedView;
use super::request::RequestView;
use super::row::outcome_icon;
use super::sighting::{SightingView, is_sighting};
use super::text::sentence;
use super::warnings::Warnings;
use super::{clock, ids, words};
use crate::report::{CauseFinding, Finding, Library, Standing};

/// The explanation of `finding` or, without one, what to do to see one.
#[component]
pub(crate) fn Detail(panel: Panel, finding: Option<Arc<Finding>>) -> impl IntoView {
    match finding {
        Some(finding) => view! { <FindingView panel finding/> }.into_any(),
        None => view! { <NothingSelected panel/> }.into_any(),
    }
}

#[component]
fn FindingView(panel: Panel, finding: Arc<Finding>) -> impl IntoView {
    let (ruled_out, mut open): (Vec<_>, Vec<_>) =
        finding.causes.iter().cloned().partition(|cause| cause.standing == Standing::RuledOut);
    let named = open.first().is_some_and(|cause| cause.title == finding.headline).then(|| open.remove(0));
    let is_named = named.is_some();
    let number = finding.number;
    let question = finding.next_question.clone().map(|question| view! { <QuestionView panel number question/> });
    let statements = view! { <Statements panel number statements=finding.statements.clone()/> };
    let warnings = view! { <Warnings panel warnings=finding.warnings.clone()/> };
    let verdict = finding.standing.map(|standing| view! { <Verdict standing named=is_named others=open.len()/> });

    view! {
        <article class="finding" data-finding=finding.number.to_string() data-outcome=ids::outcome(finding.outcome)>
            <Header finding=Arc::clone(&finding)/>
            <div class="lead">
                {verdict}
                <Actions panel finding=Arc::clone(&finding)/>
            </div>
            {answer_first(panel, named, open, (question, statements), &finding)}
            {warnings}
            <RuledOut panel causes=ruled_out/>
            <RelatedView panel finding=Arc::clone(&finding)/>
        </article>
    }
}

/// What settles the matter stands above the evidence: the named cause or, without one, all open causes and their question.
fn answer_first(
    panel: Panel,
    named: Option<CauseFinding>,
    open: Vec<CauseFinding>,
    question: impl IntoView + 'static,
    finding: &Arc<Finding>,
) -> AnyView {
    let evidence = if is_sighting(finding) {
        view! { <SightingView finding=Finding::clone(finding)/> }.into_any()
    } else {
        view! {
            <RequestView request=finding.request.clone()/>
            <AnswerView answer=finding.answer.clone() outcome=finding.outcome/>
        }
        .into_any()
    };
    let client = finding.library.as_ref().and_then(|library| library.client.clone());
    let flow = view! { <FlowView panel finding=Arc::clone(finding)/> };
    match named {
        Some(cause) => view! {
            <Named panel cause client=client.clone()/>
            {flow}
            {evidence}
            <Open panel causes=open title=words::OTHERS client/>
            {question}
        }
        .into_any(),
        None => view! {
            {question}
            <Open panel causes=open title=words::CANDIDATES client/>
            {flow}
            {evidence}
        }
        .into_any(),
    }
}

/// Which exchange this is, in one quiet line, and what is the case.
#[component]
fn Header(finding: Arc<Finding>) -> impl IntoView {
    let started = finding.started.map(|started| {
        view! { <span><time datetime=clock::rfc3339(started)>{clock::moment(started)}</time></span> }
    });
    let warn = finding.provider.look_alike && finding.headline != words::LOOK_ALIKE;
    let look_alike = warn.then(|| {
        view! { <p class="look-alike">{icon(Icon::Warning)} {words::LOOK_ALIKE}</p> }
    });
    view! {
        <header>
            <p class="identity">
                <span>{words::number_of(finding.number)}</span>
                <span>{words::kind(finding.kind)}</span>
                {finding.grant.clone().map(|grant| view! { <span><bdi>{grant}</bdi></span> })}
                <span title=words::PROVIDER><bdi>{finding.provider.name.clone()}</bdi></span>
                {finding.library.clone().map(|library| view! { <LibraryName library/> })}
                {started}
                {finding.duration.map(|duration| view! { <span>{words::milliseconds(duration)}</span> })}
            </p>
            {finding.origin.as_ref().map(|origin| view! {
                <p class="origin" data-part="origin">{icon(Icon::Open)} <bdi>{words::origin(origin)}</bdi></p>
            })}
            {look_alike}
            <ProviderNote provider=finding.provider.clone()/>
            <h2>
                {outcome_icon(finding.outcome, finding.standing)}
                <span data-part="headline">{sentence(&finding.headline)}</span>
            </h2>
        </header>
    }
}

#[component]
fn LibraryName(library: Library) -> impl IntoView {
    let version = library.version.map(|version| format!(" {version}"));
    view! { <span title=words::LIBRARY data-library=library.id><bdi>{library.name}{version}</bdi></span> }
}

#[component]
fn NothingSelected(panel: Panel) -> impl IntoView {
    let counts = Memo::new(move |_| panel.rows.with(|rows| (rows.total(), rows.failed())));
    let none_failed = move || {
        let (total, failed) = counts.get();
        (failed == 0).then(|| view! { <p>{words::none_failed(total)}</p> })
    };
    view! {
        <div class="hint">
            {none_failed}
            <p>{words::NOTHING_SELECTED}</p>
        </div>
    }
}
