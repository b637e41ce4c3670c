//! In: an exchange and what was before it. Out: every cause that has a standing, strongest first.
//!
//! A cause's table is read from the top; the first row whose conditions all hold decides. A row whose question cannot be
//! answered does not hold, and the reason is kept: what cannot be told is part of the diagnosis. A request whose answer was
//! not seen (a command, a key file) has rows of its own: those whose questions alone show that it cannot succeed.

mod case;
mod question;
mod warnings;

pub use question::{Stated, next_question};
pub use warnings::{Warning, warnings};

use crate::{
    causes::{self, Cause, Frequency, When},
    checks::{Answer, Check, Fact},
    exchange::{Grant, Provider},
    report::{Kind, Outcome, Standing, Wording},
    timeline::View,
};
use case::{Case, assumes_grant, fits, is_told, is_unanswered};
use std::cmp::Reverse;

/// A cause and its standing in one exchange.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The cause.
    pub cause: &'static Cause,
    /// How sure it is.
    pub standing: Standing,
    /// The most that a statement of the developer's can make of it.
    pub limit: Standing,
    /// The grant that it takes for granted, where a text does not tell which one it was.
    pub assumes: Option<Grant>,
    /// How often the cause is met with such an answer.
    pub frequency: Frequency,
    /// The evidence.
    pub facts: Vec<Fact>,
    /// What could not be told, and why.
    pub unknown: Vec<Wording>,
}

impl Diagnosis {
    /// How often it is met. A cause of a grant that is hardly ever met is rare where the grant is not told.
    fn met(&self) -> Frequency {
        match self.assumes {
            Some(grant) if place_of(grant) >= USUAL_GRANTS.len() => Frequency::Rare,
            _ => self.frequency,
        }
    }

    /// The strongest is the least. Among equals it is the one with more evidence of its own.
    fn rank(&self) -> (Standing, Frequency, Option<usize>, Reverse<usize>) {
        let evidence = if self.standing == Standing::RuledOut { 0 } else { self.facts.len() };
        (self.standing, self.met(), self.assumes.map(place_of), Reverse(evidence))
    }

    /// True when it is neither proven nor ruled out.
    pub fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Likely | Standing::Possible)
    }
}

/// Judges the exchange of `view`; `stated` is what the developer has answered about it.
pub fn diagnose(view: View<'_>, stated: &[Stated]) -> Vec<Diagnosis> {
    let exchange = view.this();
    if exchange.answer.outcome != Outcome::Failed && !is_unanswered(exchange) {
        return Vec::new();
    }
    // A refusal that is shown again is told once, where it came first.
    if view.repeats().is_some() {
        return Vec::new();
    }
    if exchange.kind == Kind::Credentials && exchange.grant.is_none() {
        return Vec::new();
    }
    let case = Case::of(view);
    let mut found = Vec::with_capacity(USUALLY);
    found.extend(causes::about(case.scope).filter_map(|cause| judge(cause, view, &case)));
    question::weigh_in(&mut found, stated);
    found.sort_by_cached_key(Diagnosis::rank);
    found
}

/// So many causes have a standing in most refusals, or fewer.
const USUALLY: usize = 16;

/// Grants by how many of 449 public reports are about them (counted 2026-11-23): 151, 117 and 79; all others 15.
const USUAL_GRANTS: [Grant; 3] = [Grant::RefreshToken, Grant::JwtBearer, Grant::AuthorizationCode];

fn place_of(grant: Grant) -> usize {
    USUAL_GRANTS.iter().position(|usual| *usual == grant).unwrap_or(USUAL_GRANTS.len())
}

/// Whose exchange it is. An app's callback belongs to the authorization server that its flow began at.
pub fn provider(view: View<'_>) -> Provider {
    let exchange = view.this();
    match exchange.provider {
        Provider::Unknown if exchange.kind == Kind::Redirect => {
            view.authorization().map_or(Provider::Unknown, |(_, request)| request.provider)
        }
        provider => provider,
    }
}

fn judge(cause: &'static Cause, view: View<'_>, case: &Case<'_>) -> Option<Diagnosis> {
    let mut unknown = Vec::new();
    let mut assumed: Option<Diagnosis> = None;
    for row in cause.when {
        if !fits(row, case) {
            continue;
        }
        let limit = if is_told(row, case) { Standing::Likely } else { Standing::Possible };
        let then = if limit == Standing::Likely { row.then } else { row.then.max(limit) };
        let Some(facts) = holds(row, view, case, &mut unknown) else { continue };
        // A reason for not knowing matters only where knowing would change something.
        if matches!(then, Standing::Confirmed | Standing::RuledOut) {
            unknown.clear();
        }
        let assumes = row.grants.first().copied().filter(|_| assumes_grant(row, view.this()));
        let found = |unknown| Diagnosis {
            cause,
            standing: then,
            limit,
            assumes,
            frequency: row.frequency.unwrap_or(cause.frequency),
            facts,
            unknown,
        };
        // Where the grant is not told, a row for some grants gives way to a later one that holds for all and says more.
        match &assumed {
            None if assumes.is_some() && then == Standing::Possible => assumed = Some(found(unknown.clone())),
            Some(first) if assumes.is_some() || then >= first.standing => {}
            _ => return Some(found(unknown)),
        }
    }
    assumed
}

/// The facts of the row's questions, when all are answered as the row wants.
fn holds(row: &When, view: View<'_>, case: &Case<'_>, unknown: &mut Vec<Wording>) -> Option<Vec<Fact>> {
    let mut facts = match all_yes(row.checks, view) {
        Ok(facts) => facts,
        Err(reason) => {
            unknown.extend(reason.map(Wording::from).filter(|reason| !unknown.contains(reason)));
            return None;
        }
    };
    if case.is_any_yes(row.unless, view) {
        return None;
    }
    if let Some(because) = row.because {
        facts.insert(0, Fact::new(because));
    }
    Some(facts)
}

/// The facts of `checks` when all are answered with yes; else why the first other one is not, where that is not a no.
fn all_yes(checks: &[Check], view: View<'_>) -> Result<Vec<Fact>, Option<&'static str>> {
    let mut facts = Vec::new();
    for check in checks {
        match check(view) {
            Answer::Yes(fact) => facts.push(fact),
            Answer::No => return Err(None),
            Answer::Unknown(reason) => return Err(Some(reason)),
        }
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{exchange::Exchange, secret::Key, sighting::Sighting, timeline::Timeline};

    /// The causes of what a text tells, with their standings.
    fn causes_of(error: &str, description: &str, grant: Option<Grant>) -> Vec<(&'static str, Standing)> {
        let mut sighting = Sighting::default();
        sighting.provider = Provider::Google;
        sighting.error = Some(error.to_owned());
        sighting.description = Some(description.to_owned()).filter(|text| !text.is_empty());
        sighting.grant = grant;
        let mut timeline = Timeline::default();
        timeline.insert(Exchange::sighted(&sighting, &Key::new([7; 32])));
        let found = diagnose(timeline.view(0), &[]);
        found.iter().map(|diagnosis| (diagnosis.cause.id, diagnosis.standing)).collect()
    }

    /// A common cause with so many facts.
    fn diagnosis(standing: Standing, assumes: Option<Grant>, facts: usize) -> Diagnosis {
        Diagnosis {
            cause: &causes::all()[0],
            standing,
            limit: standing,
            assumes,
            frequency: Frequency::Common,
            facts: vec![Fact::new("x"); facts],
            unknown: Vec::new(),
        }
    }

    #[test]
    fn a_row_for_some_grants_gives_way_where_the_grant_is_not_told() {
        let unknown = "The OAuth client was not found.";
        let of =
            |grant| causes_of("invalid_client", unknown, grant).into_iter().find(|(id, _)| *id == "client-unknown");
        assert_eq!(of(None), Some(("client-unknown", Standing::Likely)));
        assert_eq!(of(Some(Grant::RefreshToken)), Some(("client-unknown", Standing::Likely)));
        assert_eq!(of(Some(Grant::JwtBearer)), Some(("client-unknown", Standing::Possible)));
    }

    #[test]
    fn a_cause_of_a_rare_grant_is_rare_where_the_grant_is_not_told() {
        let met = |assumes| diagnosis(Standing::Possible, assumes, 0).met();
        let usual = [None, Some(Grant::RefreshToken), Some(Grant::JwtBearer), Some(Grant::AuthorizationCode)];
        assert_eq!(usual.map(met), [Frequency::Common; 4]);
        assert_eq!([Grant::DeviceCode, Grant::TokenExchange].map(|grant| met(Some(grant))), [Frequency::Rare; 2]);
        assert_eq!(USUAL_GRANTS.map(place_of), [0, 1, 2]);
    }

    #[test]
    fn what_a_row_concludes_from_stands_before_its_evidence() {
        let row = causes::all().iter().flat_map(|cause| cause.when).find(|row| row.because.is_some()).expect("a row");
        let row = When { checks: &[|_| Answer::Yes(Fact::new("It is so."))], unless: &[], ..*row };
        let mut timeline = Timeline::default();
        timeline.insert(Exchange::sighted(&Sighting::default(), &Key::new([7; 32])));
        let view = timeline.view(0);
        let facts = holds(&row, view, &Case::of(view), &mut Vec::new()).expect("it holds");
        assert_eq!([&*facts[0].text, &*facts[1].text], [row.because.expect("a reason"), "It is so."]);
    }

    #[test]
    fn among_equals_more_evidence_stands_first() {
        let rank = |standing, facts| diagnosis(standing, None, facts).rank();
        assert!(rank(Standing::Possible, 2) < rank(Standing::Possible, 1));
        assert!(rank(Standing::Likely, 0) < rank(Standing::Possible, 1));
        assert_eq!(
            rank(Standing::RuledOut, 2),
            rank(Standing::RuledOut, 1),
            "what speaks against it makes it no stronger"
        );
    }

    #[test]
    fn only_a_callback_belongs_to_the_server_of_its_flow() {
        let key = Key::new([7; 32]);
        let request =
            "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x&state=s-EXAMPLE\n\n302\n";
        let callback = "\n### +1s\nGET https://app.example/cb?error=access_denied&state=s-EXAMPLE\n\n200\n";
        let entries = crate::intake::http::read(&format!("{request}{callback}")).expect("exchanges");
        let mut timeline = Timeline::default();
        for entry in &entries {
            timeline.insert(Exchange::read(entry, &key).expect("an exchange"));
        }
        let mut sighting = Sighting::default();
        sighting.error = Some("access_denied".to_owned());
        sighting.grant = Some(Grant::AuthorizationCode);
        sighting.parameters = vec![("client_id".to_owned(), "x".to_owned())];
        timeline.insert(Exchange::sighted(&sighting, &key));
        assert_eq!([1, 2].map(|at| timeline.view(at).this().provider), [Provider::Unknown; 2]);
        assert!(timeline.view(2).authorization().is_some(), "by its client it belongs to the sign-in");
        assert_eq!([1, 2].map(|at| provider(timeline.view(at))), [Provider::Google, Provider::Unknown]);
    }

    #[test]
    fn an_assumed_grant_stays_where_no_later_row_says_more() {
        let mut sighting = Sighting::default();
        sighting.description = Some("Code was already redeemed.".to_owned());
        let mut timeline = Timeline::default();
        timeline.insert(Exchange::sighted(&sighting, &Key::new([7; 32])));
        let found = diagnose(timeline.view(0), &[]);
        let redeemed =
            found.iter().find(|diagnosis| diagnosis.cause.id == "code-redeemed-twice").expect("it is possible");
        assert_eq!((redeemed.standing, redeemed.assumes), (Standing::Possible, Some(Grant::AuthorizationCode)));
    }

    #[test]
    fn a_text_is_not_explained_by_a_grant_that_nobody_named() {
        let has = |error: &str, text: &str, grant, id: &str| {
            causes_of(error, text, grant).iter().any(|(cause, _)| *cause == id)
        };
        assert!(!has("invalid_grant", "The moon is full.", None, "device-code-dead"));
        assert!(has("invalid_grant", "The moon is full.", Some(Grant::DeviceCode), "device-code-dead"));
        assert!(has("invalid_grant", "Bad Request", None, "device-code-dead"), "that says no more than the status");
        assert!(
            has("expired_token", "The moon is full.", None, "device-code-dead"),
            "the code belongs to devices alone"
        );
    }
}
