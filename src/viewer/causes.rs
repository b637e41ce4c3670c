//! In: causes with a standing. Out: the named one in full, the other open ones folded, the ruled-out ones folded together.
//!
//! The named cause's title is the finding's headline and is not repeated here.

use leptos::prelude::*;

use super::facts::{Facts, Unknown};
use super::heading::{Within, heading};
use super::panel::Panel;
use super::prose::{Blocks, Folded, Sources, Variants, words_of};
use super::standing::Badge;
use super::text::sentence;
use super::{ids, words};
use crate::prose::{Page, first_check, page};
use crate::report::{CauseFinding, Fact, Standing};

/// So many open causes are listed before the others are folded: the evidence below must stay within reach.
const AT_ONCE: usize = 5;

/// How sure the headline is, and how many other causes remain.
#[component]
pub(crate) fn Verdict(standing: Standing, named: bool, others: usize) -> impl IntoView {
    let because = if named { words::standing(standing) } else { words::standing_of_several(standing) };
    let more = (named && others > 0).then(|| view! { <a href="#open-causes">{words::more_causes(others)}</a> });
    view! {
        <p class="verdict">
            <span data-part="standing"><Badge standing/></span>
            <span>{because}</span>
            {more}
        </p>
    }
}

/// The cause that the headline names: what shows it, what to change.
#[component]
pub(crate) fn Named(panel: Panel, cause: CauseFinding, client: Option<String>) -> impl IntoView {
    let standing = cause.standing;
    view! {
        <div class="named" data-cause=cause.id.clone() data-standing=ids::standing(standing)>
            <p class="summary">{sentence(&cause.summary)}</p>
            <Evidence panel facts=cause.facts unknown=cause.unknown within=Within::Finding/>
            {page(&cause.id).map(|page| view! {
                <Fix page standing client=client.clone() within=Within::Finding/>
                <div class="folds">
                    <Folded part="why" title=words::WHY blocks=&page.why/>
                    <Folded part="check" title=words::CHECK blocks=&page.check/>
                    <Sources sources=&page.sources/>
                </div>
            })}
        </div>
    }
}

/// Causes that remain, each behind its title and summary.
#[component]
pub(crate) fn Open(
    panel: Panel,
    causes: Vec<CauseFinding>,
    title: &'static str,
    client: Option<String>,
) -> impl IntoView {
    (!causes.is_empty()).then(|| {
        let mut first = causes;
        let rest = first.split_off(first.len().min(AT_ONCE));
        let count = rest.len();
        let candidates = move |causes: Vec<CauseFinding>| {
            causes.into_iter().map(|cause| view! { <Candidate panel cause client=client.clone()/> }).collect_view()
        };
        let rest = (count > 0).then(|| {
            view! {
                <details class="more">
                    <summary>{words::more(count)}</summary>
                    {candidates(rest)}
                </details>
            }
        });
        view! {
            <section class="open-causes" id="open-causes">
                <h3>{title}</h3>
                {candidates(first)}
                {rest}
            </section>
        }
    })
}

/// The causes that the evidence excludes.
#[component]
pub(crate) fn RuledOut(panel: Panel, causes: Vec<CauseFinding>) -> impl IntoView {
    (!causes.is_empty()).then(|| {
        let title = words::ruled_out(causes.len());
        let causes = causes.into_iter().map(|cause| view! { <Excluded panel cause/> }).collect_view();
        view! {
            <details class="ruled-out">
                <summary><h3>{title}</h3></summary>
                <ul>{causes}</ul>
            </details>
        }
    })
}

#[component]
fn Candidate(panel: Panel, cause: CauseFinding, client: Option<String>) -> impl IntoView {
    let standing = cause.standing;
    view! {
        <details class="cause" data-cause=cause.id.clone() data-standing=ids::standing(standing)>
            <summary>
                <Badge standing/> " " <span class="title">{sentence(&cause.title)}</span>
                <span class="summary">{sentence(&cause.summary)}</span>
                {page(&cause.id).and_then(first_check).map(|step| view! {
                    <span class="settles"><b>{words::SETTLES}</b> " " {words_of(step)}</span>
                })}
            </summary>
            <div class="inside">
                <Evidence panel facts=cause.facts unknown=cause.unknown within=Within::Cause/>
                {page(&cause.id).map(|page| view! {
                    {heading(Within::Cause, words::WHY)}
                    <div class="prose" data-part="why"><Blocks blocks=&page.why/></div>
                    {heading(Within::Cause, words::CHECK)}
                    <div class="prose" data-part="check"><Blocks blocks=&page.check/></div>
                    <Fix page standing client=client.clone() within=Within::Cause/>
                    <Sources sources=&page.sources/>
                })}
            </div>
        </details>
    }
}

#[component]
fn Excluded(panel: Panel, cause: CauseFinding) -> impl IntoView {
    view! {
        <li data-cause=cause.id data-standing=ids::standing(cause.standing)>
            <p>{sentence(&cause.title)}</p>
            <Facts panel facts=cause.facts/>
        </li>
    }
}

#[component]
fn Evidence(panel: Panel, facts: Vec<Fact>, unknown: Vec<String>, within: Within) -> impl IntoView {
    let title = (!facts.is_empty()).then(|| heading(within, words::FACTS));
    view! {
        {title}
        <Facts panel facts/>
        <Unknown sentences=unknown within/>
    }
}

#[component]
fn Fix(page: &'static Page, standing: Standing, client: Option<String>, within: Within) -> impl IntoView {
    (!page.fix.is_empty() || !page.variants.is_empty()).then(|| {
        view! {
            {heading(within, words::fix(standing))}
            <div class="fix prose" data-part="fix">
                <Blocks blocks=&page.fix/>
                <Variants variants=&page.variants client/>
            </div>
        }
    })
}
