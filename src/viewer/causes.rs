//! In: causes with a standing. Out: the named one in full, the other open ones folded, the ruled-out ones folded together.
//!
//! The named cause's title is the finding's headline and is not repeated here.

use super::dom::{Content, Tag, tag};
use super::facts::{facts, unknown};
use super::heading::{Within, heading};
use super::panel::Panel;
use super::prose::{drawn, folded, prose, quiet, sources, variants};
use super::standing::badge;
use super::text::sentence;
use super::{ids, words};
use crate::prose::{Page, first_check, page};
use crate::report::{CauseFinding, Standing};

/// So many open causes are listed before the others are folded: the evidence below must stay within reach.
const AT_ONCE: usize = 5;

/// How sure the headline is, and how many other causes remain.
pub(crate) fn verdict(standing: Standing, named: bool, others: usize) -> Tag {
    let because = if named { words::standing(standing) } else { words::standing_of_several(standing) };
    let more = (named && others > 0).then(|| tag("a").attr("href", "#open-causes").child(words::more_causes(others)));
    tag("p")
        .class("verdict")
        .child(tag("span").attr("data-part", "standing").child(badge(standing)))
        .child(tag("span").child(because))
        .child(more)
}

/// The cause that the headline names: what shows it, what to change.
pub(crate) fn named(panel: Panel, cause: &CauseFinding, client: Option<&str>) -> Tag {
    let page = page(&cause.id).map(|page| {
        let folds = tag("div")
            .class("folds")
            .child(folded("why", words::WHY, &page.why))
            .child(folded("check", words::CHECK, &page.check))
            .child(sources(&page.sources));
        (fix(page, cause.standing, client, Within::Finding), folds)
    });
    told_of("div", cause)
        .class("named")
        .child(tag("p").class("summary").child(sentence(&cause.summary)))
        .child(evidence(panel, cause, Within::Finding))
        .child(page)
}

/// Causes that remain, each behind its title and summary.
pub(crate) fn open(panel: Panel, causes: &[CauseFinding], title: &str, client: Option<&str>) -> Option<Tag> {
    let (first, rest) = causes.split_at(causes.len().min(AT_ONCE));
    let candidates =
        |causes: &[CauseFinding]| causes.iter().map(|cause| candidate(panel, cause, client)).collect::<Vec<_>>();
    let rest = (!rest.is_empty()).then(|| {
        tag("details").class("more").child(tag("summary").child(words::more(rest.len()))).child(candidates(rest))
    });
    (!first.is_empty()).then(|| {
        tag("section")
            .class("open-causes")
            .attr("id", "open-causes")
            .child(tag("h3").child(title))
            .child(candidates(first))
            .child(rest)
    })
}

/// The causes that the evidence excludes.
pub(crate) fn ruled_out(panel: Panel, causes: &[CauseFinding]) -> Option<Tag> {
    let excluded = |cause: &CauseFinding| {
        told_of("li", cause).child(tag("p").child(sentence(&cause.title))).child(facts(panel, &cause.facts))
    };
    (!causes.is_empty()).then(|| {
        tag("details")
            .class("ruled-out")
            .child(tag("summary").child(tag("h3").child(words::ruled_out(causes.len()))))
            .child(tag("ul").child(causes.iter().map(excluded).collect::<Vec<_>>()))
    })
}

fn candidate(panel: Panel, cause: &CauseFinding, client: Option<&str>) -> Tag {
    let standing = cause.standing;
    let page = page(&cause.id);
    let settles = page.and_then(first_check).map(|step| {
        let settles = tag("span").class("settles").child(tag("b").child(words::SETTLES)).child(" ");
        quiet(settles, step)
    });
    let summary = tag("summary")
        .child((badge(standing), " ", tag("span").class("title").child(sentence(&cause.title))))
        .child(tag("span").class("summary").child(sentence(&cause.summary)))
        .child(settles);
    let inside = tag("div").class("inside").child(evidence(panel, cause, Within::Cause));
    let inside = match page {
        Some(page) => inside
            .child((heading(Within::Cause, words::WHY), prose("prose", "why", &page.why)))
            .child((heading(Within::Cause, words::CHECK), prose("prose", "check", &page.check)))
            .child(fix(page, standing, client, Within::Cause))
            .child(sources(&page.sources)),
        None => inside,
    };
    told_of("details", cause).class("cause").child(summary).child(inside)
}

/// An element that says which cause it is about.
fn told_of(name: &str, cause: &CauseFinding) -> Tag {
    tag(name).attr("data-cause", &*cause.id).attr("data-standing", ids::standing(cause.standing))
}

fn evidence(panel: Panel, cause: &CauseFinding, within: Within) -> impl Content + use<> {
    let title = (!cause.facts.is_empty()).then(|| heading(within, words::FACTS));
    (title, facts(panel, &cause.facts), unknown(&cause.unknown, within))
}

fn fix(page: &'static Page, standing: Standing, client: Option<&str>, within: Within) -> Option<[Tag; 2]> {
    (!page.fix.is_empty() || !page.variants.is_empty()).then(|| {
        let fix = tag("div").class("fix prose").attr("data-part", "fix");
        [heading(within, words::fix(standing)), fix.child(drawn(&page.fix)).child(variants(&page.variants, client))]
    })
}
