//! In: an exchange and what was before it. Out: what will or may go wrong later, although this exchange need not have failed.
//!
//! The `[[warn]]` rows of a page are read from the top, and the first that holds speaks; a page warns once of an exchange.
//! A warning has no standing: it is not the reason of a failure.

use super::{Case, all_yes};
use crate::{
    causes::{self, Cause},
    checks::Fact,
    report::Wording,
    timeline::View,
};

/// What a page warns of.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The page.
    pub cause: &'static Cause,
    /// One sentence on what is the case.
    pub text: Wording,
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
            && !case.is_any_yes(row.unless, view);
        let facts = if fits { all_yes(row.checks, view).ok()? } else { return None };
        let term = facts.iter().find_map(|fact| fact.term.as_deref());
        let text = match term {
            Some(term) => row.says.replacen('…', term, 1).into(),
            None => row.says.into(),
        };
        Some(Warning { cause, text, facts })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        causes::{Frequency, Warn},
        checks::{Answer, Check},
        exchange::{Exchange, Provider},
        intake::http,
        report::Kind,
        secret::Key,
        timeline::Timeline,
    };

    fn yes(_: View<'_>) -> Answer {
        Answer::Yes(Fact { term: Some("2026-01-12".to_owned()), ..Fact::new("It is so.") })
    }

    fn no(_: View<'_>) -> Answer {
        Answer::No
    }

    /// A page with this one row.
    const fn page(warn: &'static [Warn]) -> Cause {
        Cause { id: "example", place: 0, kinds: &[], frequency: Frequency::Rare, when: &[], warn, ask: None }
    }

    const ROW: Warn = Warn {
        kinds: &[Kind::TokenRequest],
        any_provider: false,
        grants: &[],
        checks: &[yes as Check],
        unless: &[no as Check],
        says: "It ends on ….",
    };
    static FITS: Cause = page(&[ROW]);
    static OF_CALLS: Cause = page(&[Warn { kinds: &[Kind::ApiCall], ..ROW }]);
    static UNLESS: Cause = page(&[Warn { unless: &[yes as Check], ..ROW }]);
    static UNANSWERED: Cause = page(&[Warn { checks: &[no as Check], ..ROW }]);

    #[test]
    fn a_row_warns_where_every_condition_holds() {
        let text = "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token\n\n200\n\n{}\n";
        let entry = http::read(text).expect("an exchange").remove(0);
        let said = |cause: &'static Cause, provider| {
            let exchange = Exchange::read(&entry, &Key::new([7; 32])).expect("an exchange of OAuth's");
            let mut timeline = Timeline::default();
            timeline.insert(Exchange { provider, ..exchange });
            let view = timeline.view(0);
            warning(cause, view, &Case::of(view)).map(|warning| warning.text)
        };
        assert_eq!(said(&FITS, Provider::Google).as_deref(), Some("It ends on 2026-01-12."));
        assert_eq!(said(&FITS, Provider::Other), None);
        for other in [&OF_CALLS, &UNLESS, &UNANSWERED] {
            assert_eq!(said(other, Provider::Google), None);
        }
    }
}
