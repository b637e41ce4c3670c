//! In: an exchange and what was before it. Out: every cause that has a standing, strongest first.
//!
//! A cause's table is read from the top; the first row whose conditions all hold decides. A row whose question cannot be
//! answered does not hold, and the reason is kept: what cannot be told is part of the diagnosis. A request whose answer was
//! not seen (a command, a key file) has rows of its own: those whose questions alone show that it cannot succeed.

mod question;
mod warnings;

pub use question::{Stated, next_question};
pub use warnings::{Warning, warnings};

use crate::{
    causes::{self, Cause, Frequency, Scope, When},
    checks::{Answer, Check, Fact},
    exchange::{Exchange, Grant, Provider, Seen, texts},
    report::{Kind, Outcome, Standing, Wording},
    timeline::View,
};
use std::{cell::RefCell, cmp::Reverse, ptr::fn_addr_eq};

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

/// What hundreds of rows are compared with, read once of an exchange.
struct Case<'a> {
    exchange: &'a Exchange,
    provider: Provider,
    /// What a row has to be about.
    scope: Scope,
    is_unanswered: bool,
    subtype: &'a str,
    /// True when rows about Google's servers alone are about this one, as far as that is told.
    may_be_googles: bool,
    /// True when the grant may be any, where none is told.
    may_be_any_grant: bool,
    /// What was asked to exclude rows, and the answers: a dozen rows ask the same.
    asked: RefCell<Vec<(Check, bool)>>,
}

impl<'a> Case<'a> {
    fn of(view: View<'a>) -> Self {
        let exchange = view.this();
        let answer = &exchange.answer;
        let provider = provider(view);
        let is_in_text = exchange.seen == Seen::InText;
        // What is kept will be sent: a file of credentials is judged as the request that it serves.
        let kind = if exchange.kind == Kind::Credentials { Kind::TokenRequest } else { exchange.kind };
        let may_be_any_grant = is_in_text || exchange.kind == Kind::TokenRequest && !exchange.is_whole;
        let mut scope = Scope::of(kind);
        if !leaves_error_open(exchange) {
            scope = scope.with_code(answer.error.as_deref().unwrap_or_default());
        }
        if exchange.grant.is_some() || !may_be_any_grant {
            scope = scope.with_grant(exchange.grant);
        }
        Self {
            exchange,
            provider,
            scope,
            is_unanswered: is_unanswered(exchange),
            subtype: answer.subtype.as_deref().unwrap_or_default(),
            may_be_googles: provider == Provider::Google || is_in_text && provider == Provider::Unknown,
            may_be_any_grant,
            asked: RefCell::default(),
        }
    }

    /// Whether any of the questions is answered with yes.
    fn is_any_yes(&self, checks: &[Check], view: View<'_>) -> bool {
        let mut asked = self.asked.borrow_mut();
        checks.iter().any(|check| {
            let known = asked.iter().find(|(other, _)| fn_addr_eq(*other, *check)).map(|(_, is_yes)| *is_yes);
            known.unwrap_or_else(|| {
                let is_yes = check(view).is_yes();
                asked.push((*check, is_yes));
                is_yes
            })
        })
    }

    /// Whether the exchange is at the server and of the grant that a row wants, as far as that is told.
    fn is_in_place(&self, any_provider: bool, grants: &[Grant]) -> bool {
        (any_provider || self.may_be_googles)
            && (grants.is_empty() || self.exchange.grant.map_or(self.may_be_any_grant, |grant| grants.contains(&grant)))
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

fn is_unanswered(exchange: &Exchange) -> bool {
    exchange.answer.outcome == Outcome::Unknown && exchange.answer.status.is_none()
}

fn fits(row: &When, case: &Case<'_>) -> bool {
    let exchange = case.exchange;
    let answer = &exchange.answer;
    row.scope.meets(case.scope)
        && row.unanswered == case.is_unanswered
        && (row.any_provider || case.may_be_googles)
        && (row.apis.is_empty() || exchange.api.map_or(exchange.seen == Seen::InText, |api| row.apis.contains(&api)))
        && (!leaves_error_open(exchange) || may_be_its_code(row, exchange))
        && (row.subtypes.is_empty() || row.subtypes.contains(&case.subtype))
        && (row.statuses.is_empty() || answer.status.is_some_and(|status| row.statuses.contains(&status)))
        && (row.descriptions.is_empty() || describes(row.descriptions, exchange))
        && !(assumes_grant(row, exchange) && is_about_grant_alone(row) && says_something(exchange))
}

/// Whether the row names a code that requests of every grant are answered with, and nothing else of the answer.
fn is_about_grant_alone(row: &When) -> bool {
    let is_everybodys = |code: &&str| EVERY_GRANTS.contains(code);
    row.descriptions.is_empty() && row.checks.is_empty() && row.errors.iter().any(is_everybodys)
}

/// The codes of RFC 6749 section 5.2 that tell nothing of the grant.
const EVERY_GRANTS: [&str; 4] = ["invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client"];

/// Whether the answer says more than a status does. Such a text is not explained by a grant that nobody named.
fn says_something(exchange: &Exchange) -> bool {
    exchange.answer.description.as_ref().is_some_and(|text| !PHRASES.contains(&text.shown.trim_end_matches('.')))
}

/// Phrases of HTTP statuses (RFC 9110 section 15.5), which Google also sends as descriptions.
const PHRASES: [&str; 3] = ["Bad Request", "Unauthorized", "Forbidden"];

/// Whether a text does not tell which code the answer had. Else the row's scope tells whether it is about that code.
fn leaves_error_open(exchange: &Exchange) -> bool {
    exchange.answer.is_second_hand && exchange.answer.error.is_none()
}

/// Whether the row is about any code, about none, or about a description such as the text may have quoted instead of the code.
fn may_be_its_code(row: &When, exchange: &Exchange) -> bool {
    let quotes = exchange.answer.description.is_some() && !row.descriptions.is_empty();
    row.errors.is_empty() || row.errors.contains(&"") || quotes
}

/// Whether all that `row` wants is told. Where a text leaves the server, the grant, the API or the code open, a row may hold and may
/// claim no more than that it is possible.
fn is_told(row: &When, case: &Case<'_>) -> bool {
    let exchange = case.exchange;
    let is_code_told = row.errors.is_empty() || exchange.answer.error.is_some() || exchange.seen == Seen::OnTheWire;
    (row.any_provider || case.provider == Provider::Google)
        && !assumes_grant(row, exchange)
        && (row.apis.is_empty() || exchange.api.is_some())
        && is_code_told
}

/// Whether the row holds for some grants alone and the text does not tell which grant it was.
fn assumes_grant(row: &When, exchange: &Exchange) -> bool {
    !row.grants.is_empty() && exchange.grant.is_none()
}

fn describes(descriptions: &[&str], exchange: &Exchange) -> bool {
    match &exchange.answer.description {
        None => descriptions.contains(&""),
        Some(text) => descriptions
            .iter()
            .any(|wanted| !wanted.is_empty() && (text.known == Some(*wanted) || texts::matches(wanted, &text.shown))),
    }
}

/// The facts of the row's questions, when all are answered as the row wants.
fn holds(row: &When, view: View<'_>, case: &Case<'_>, unknown: &mut Vec<Wording>) -> Option<Vec<Fact>> {
    let mut facts = match all_yes(row.checks, view) {
        Ok(facts) => facts,
        Err(reason) => {
            unknown.extend(reason.map(Wording::Borrowed).filter(|reason| !unknown.contains(reason)));
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
    use crate::{secret::Key, sighting::Sighting, timeline::Timeline};

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

    /// A row that holds always.
    const ROW: When = When {
        scope: Scope::ALL,
        any_provider: false,
        grants: &[],
        apis: &[],
        errors: &[],
        descriptions: &[],
        subtypes: &[],
        statuses: &[],
        checks: &[],
        unless: &[],
        unanswered: false,
        because: None,
        frequency: None,
        then: Standing::Likely,
    };
    const REFRESH: &[Grant] = &[Grant::RefreshToken];

    /// What a text tells of a failure of Google's, with a description that is none of Google's.
    fn told(change: impl FnOnce(&mut Sighting)) -> Exchange {
        let mut sighting = Sighting::default();
        sighting.provider = Provider::Google;
        sighting.description = Some("The moon is full.".to_owned());
        change(&mut sighting);
        Exchange::sighted(&sighting, &Key::new([7; 32]))
    }

    /// A refused token request that names no grant.
    fn sent() -> Exchange {
        let text = "POST https://oauth2.googleapis.com/token\n\nclient_id=x\n\n400\n\n{\"error_description\":\"The moon is full.\"}\n";
        let entry = crate::intake::http::read(text).expect("an exchange").remove(0);
        let mut exchange = Exchange::read(&entry, &Key::new([7; 32])).expect("an exchange of OAuth's");
        exchange.grant = None;
        exchange
    }

    /// What `ask` finds where `exchange` is at `provider`.
    fn of<T>(mut exchange: Exchange, provider: Provider, ask: impl FnOnce(&Case<'_>) -> T) -> T {
        exchange.provider = provider;
        let mut timeline = Timeline::default();
        timeline.insert(exchange);
        ask(&Case::of(timeline.view(0)))
    }

    #[test]
    fn a_row_may_hold_where_server_and_grant_are_left_open() {
        let seen = |kind, is_whole| Exchange { kind, is_whole, ..sent() };
        for (what, exchange, holds) in [
            ("a text", told(|_| {}), true),
            ("a text about a call", told(|sighting| sighting.kind = Kind::ApiCall), true),
            ("a whole request", seen(Kind::TokenRequest, true), false),
            ("a request whose body is not there", seen(Kind::TokenRequest, false), true),
            ("a call whose body is not there", seen(Kind::ApiCall, false), false),
        ] {
            let is_in_place = of(exchange, Provider::Google, |case| {
                let is_in_scope = Scope::ALL.with_grant(Some(Grant::RefreshToken)).meets(case.scope);
                assert_eq!(case.is_in_place(false, REFRESH), is_in_scope, "{what}: a warning and a row");
                is_in_scope
            });
            assert_eq!(is_in_place, holds, "{what}");
        }
        for (any_provider, exchange, provider, holds) in [
            (false, told(|_| {}), Provider::Unknown, true),
            (false, told(|_| {}), Provider::Other, false),
            (true, told(|_| {}), Provider::Other, true),
            (false, sent(), Provider::Unknown, false),
        ] {
            let is_in_place = of(exchange, provider, |case| case.is_in_place(any_provider, &[]));
            assert_eq!(is_in_place, holds, "{any_provider} {provider:?}");
        }
        let of_gmail = When { apis: &[crate::exchange::Api::Gmail], ..ROW };
        let fits = |row: &When, exchange| of(exchange, Provider::Google, |case| super::fits(row, case));
        assert!(fits(&of_gmail, told(|_| {})));
        assert!(!fits(&of_gmail, sent()), "a request shows where it goes");
        let scope = Scope::ALL.with_code("invalid_grant");
        let quoted = When { scope, errors: &["invalid_grant"], descriptions: &["The moon is full."], ..ROW };
        assert!(fits(&quoted, told(|_| {})), "the text leaves the code out");
        assert!(!fits(&quoted, sent()), "the answer has no code");
        assert!(!fits(&When { descriptions: &[], ..quoted }, told(|_| {})));
        let other = told(|sighting| sighting.error = Some("invalid_client".to_owned()));
        assert!(!fits(&quoted, other), "it is another code");
    }

    #[test]
    fn what_a_text_leaves_open_is_not_told() {
        for (what, row, provider, wanted) in [
            ("all is told", ROW, Provider::Google, true),
            ("the server", ROW, Provider::Unknown, false),
            ("any server", When { any_provider: true, ..ROW }, Provider::Unknown, true),
            ("the grant", When { grants: REFRESH, ..ROW }, Provider::Google, false),
            ("the API", When { apis: &[crate::exchange::Api::Gmail], ..ROW }, Provider::Google, false),
            ("the code", When { errors: &["invalid_grant"], ..ROW }, Provider::Google, false),
        ] {
            assert_eq!(of(told(|_| {}), provider, |case| is_told(&row, case)), wanted, "{what}");
        }
        assert!(
            of(sent(), Provider::Google, |case| is_told(&When { errors: &[""], ..ROW }, case)),
            "an answer without a code has none"
        );
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
