//! In: an exchange and what was before it. Out: what will or may go wrong later, although this exchange need not have failed.
//!
//! The `[[warn]]` rows of a page are read from the top, and the first that holds speaks; a page warns once of an exchange.
//! A warning has no standing: it is not the reason of a failure.

use super::{Case, all_yes};
use crate::{
    causes::{self, Cause},
    checks::Fact,
    timeline::View,
};

/// What a page warns of.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The page.
    pub cause: &'static Cause,
    /// One sentence on what is the case.
    pub text: String,
    /// The evidence.
    pub facts: Vec<Fact>,
}

/// Every warning about the exchange of `view`, in the order of the catalogue.
pub fn warnings(view: View<'_>) -> Vec<Warning> {
    let case = Case::of(view);
    causes::all().iter().filter_map(|cause| warning(cause, view, &case)).collect()
}

fn warning(cause: &'static Cause, view: View<'_>, case: &Case<'_>) -> Option<Warning> {
    cause.warn.iter().find_map(|row| {
        let fits = row.kinds.contains(&case.exchange.kind)
            && case.is_in_place(row.any_provider, row.grants)
            && !row.unless.iter().any(|check| check(view).is_yes());
        let facts = if fits { all_yes(row.checks, view).ok()? } else { return None };
        let term = facts.iter().find_map(|fact| fact.term.as_deref());
        let text = match term {
            Some(term) => row.says.replacen('…', term, 1),
            None => row.says.to_owned(),
        };
        Some(Warning { cause, text, facts })
    })
}
