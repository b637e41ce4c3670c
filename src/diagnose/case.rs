//! In: an exchange. Out: [`Case`], what a row of a page is compared with, and whether the row is about it.
//!
//! Whether the questions of the row are answered as it wants is not asked here.

use super::provider;
use crate::{
    causes::{Scope, When},
    checks::Check,
    exchange::{Exchange, Grant, Provider, Seen, texts},
    report::{Kind, Outcome},
    timeline::View,
};
use std::{cell::RefCell, ptr::fn_addr_eq};

/// What hundreds of rows are compared with, read once of an exchange.
pub(super) struct Case<'a> {
    pub(super) exchange: &'a Exchange,
    provider: Provider,
    /// What a row has to be about.
    pub(super) scope: Scope,
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
    pub(super) fn of(view: View<'a>) -> Self {
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
    pub(super) fn is_any_yes(&self, checks: &[Check], view: View<'_>) -> bool {
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
    pub(super) fn is_in_place(&self, any_provider: bool, grants: &[Grant]) -> bool {
        (any_provider || self.may_be_googles)
            && (grants.is_empty() || self.exchange.grant.map_or(self.may_be_any_grant, |grant| grants.contains(&grant)))
    }
}

pub(super) fn is_unanswered(exchange: &Exchange) -> bool {
    exchange.answer.outcome == Outcome::Unknown && exchange.answer.status.is_none()
}

pub(super) fn fits(row: &When, case: &Case<'_>) -> bool {
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
pub(super) fn is_told(row: &When, case: &Case<'_>) -> bool {
    let exchange = case.exchange;
    let is_code_told = row.errors.is_empty() || exchange.answer.error.is_some() || exchange.seen == Seen::OnTheWire;
    (row.any_provider || case.provider == Provider::Google)
        && !assumes_grant(row, exchange)
        && (row.apis.is_empty() || exchange.api.is_some())
        && is_code_told
}

/// Whether the row holds for some grants alone and the text does not tell which grant it was.
pub(super) fn assumes_grant(row: &When, exchange: &Exchange) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{report::Standing, secret::Key, sighting::Sighting, timeline::Timeline};

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
    fn what_is_kept_is_judged_as_the_request_that_it_serves() {
        let kept = || Exchange { kind: Kind::Credentials, ..sent() };
        let meets = |kind| of(kept(), Provider::Google, |case| Scope::of(kind).meets(case.scope));
        assert!(meets(Kind::TokenRequest));
        assert!(!meets(Kind::Credentials) && !meets(Kind::ApiCall));
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
}
