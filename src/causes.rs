//! In: nothing. Out: the catalogue: every page of `causes/` as a decision table, compiled in by `build.rs`.
//!
//! There is no list of causes to maintain: a page that exists is in the catalogue. The words of a page are apart, in
//! [`crate::prose`]; how a table is read is in [`crate::diagnose`].

use crate::{
    checks::{self, Check},
    exchange::{Api, Grant},
    report::{Kind, Standing},
};

/// A cause's decision table.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// The page's id.
    pub id: &'static str,
    /// The page's place among all pages, for [`crate::prose::at`].
    pub place: usize,
    /// The kinds of exchange that it can explain.
    pub kinds: &'static [Kind],
    /// How often it is met: the order among causes of equal standing.
    pub frequency: Frequency,
    /// The rows; the first that holds decides.
    pub when: &'static [When],
    /// What it warns of before anything fails; the first row that holds speaks.
    pub warn: &'static [Warn],
    /// The question to the developer.
    pub ask: Option<Ask>,
}

/// Which exchanges a row, or all rows of a cause, are about: one bit for each kind, error code and grant. Of an exchange: its own bits.
///
/// Hundreds of rows are compared with each exchange, and most fall by their scope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    kinds: u16,
    codes: u64,
    grants: u16,
}

impl Scope {
    /// Every exchange.
    pub(crate) const ALL: Self = Self { kinds: u16::MAX, codes: u64::MAX, grants: u16::MAX };

    /// Every exchange of this kind.
    pub(crate) fn of(kind: Kind) -> Self {
        Self { kinds: 1 << kind as u16, ..Self::ALL }
    }

    /// Those with this error code; an empty text stands for an answer without one.
    pub(crate) fn with_code(self, code: &str) -> Self {
        Self { codes: 1 << CODES.binary_search(&code).unwrap_or(OTHER_CODE), ..self }
    }

    /// Those of this grant; none stands for a request without one.
    pub(crate) fn with_grant(self, grant: Option<Grant>) -> Self {
        Self { grants: 1 << grant.map_or(NO_GRANT, |grant| grant as u16), ..self }
    }

    /// Whether an exchange of the one scope may be one of the other's.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.kinds & other.kinds != 0 && self.codes & other.codes != 0 && self.grants & other.grants != 0
    }
}

/// The bit of every code that no page names.
const OTHER_CODE: usize = 63;

/// The bit of a request without a grant.
const NO_GRANT: u16 = 15;

/// How often a cause is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    /// Met every week.
    Common,
    /// Met now and then.
    Occasional,
    /// Hardly ever met.
    Rare,
}

/// A row of a decision table. Every condition must hold; an empty list holds always.
#[derive(Clone, Copy, Debug)]
pub struct When {
    /// The page's kinds, and the error codes and grants below.
    pub(crate) scope: Scope,
    /// True when the row is about every authorization server, false when it is about Google's.
    pub any_provider: bool,
    /// The grants.
    pub grants: &'static [Grant],
    /// Which of Google's APIs was called.
    pub apis: &'static [Api],
    /// The error codes; an empty text stands for an answer without one.
    pub errors: &'static [&'static str],
    /// The descriptions, with `*` for any run of characters; an empty text stands for an answer without one.
    pub descriptions: &'static [&'static str],
    /// The subtypes.
    pub subtypes: &'static [&'static str],
    /// The statuses.
    pub statuses: &'static [u16],
    /// Questions that must be answered with yes.
    pub checks: &'static [Check],
    /// Questions that must not be answered with yes.
    pub unless: &'static [Check],
    /// True when the row speaks of a request whose answer was not seen, and of no other.
    pub unanswered: bool,
    /// What the row concludes from, where its checks alone do not say it.
    pub because: Option<&'static str>,
    /// How often the cause is met with this answer, where that differs from how often it is met.
    pub frequency: Option<Frequency>,
    /// The standing.
    pub then: Standing,
}

/// A row that warns. Every condition must hold, as in [`When`]; how the exchange ended does not matter.
#[derive(Clone, Copy, Debug)]
pub struct Warn {
    /// The kinds of exchange.
    pub kinds: &'static [Kind],
    /// True when the row is about every authorization server, false when it is about Google's.
    pub any_provider: bool,
    /// The grants.
    pub grants: &'static [Grant],
    /// Questions that must be answered with yes.
    pub checks: &'static [Check],
    /// Questions that must not be answered with yes.
    pub unless: &'static [Check],
    /// One sentence; `…` is the term of the first fact that has one.
    pub says: &'static str,
}

/// What it takes to answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// The developer knows, or sees it in the code.
    Know,
    /// A page of the console, a setting or a log is opened.
    Look,
    /// Something is tried, or somebody is asked.
    Try,
}

/// A question to the developer.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// The question, to be answered with yes or no.
    pub question: &'static str,
    /// What it takes to answer it.
    pub cost: Cost,
    /// The standing after a yes.
    pub yes: Standing,
    /// The standing after a no.
    pub no: Standing,
    /// What a yes means.
    pub yes_says: &'static str,
    /// What a no means.
    pub no_says: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// Every cause, sorted by id.
pub fn all() -> &'static [Cause] {
    CATALOGUE
}

/// The causes that may have a row about an exchange of this scope, sorted by id.
pub(crate) fn about(scope: Scope) -> impl Iterator<Item = &'static Cause> {
    SCOPES.iter().zip(CATALOGUE).filter(move |(of, _)| of.meets(scope)).map(|(_, cause)| cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scope leaves out what no row names, and nothing that one does.
    #[test]
    fn a_scope_is_what_the_rows_name() {
        const KINDS: [Kind; 8] = [
            Kind::AuthorizationRequest,
            Kind::Redirect,
            Kind::TokenRequest,
            Kind::Revocation,
            Kind::DeviceAuthorization,
            Kind::ApiCall,
            Kind::AuthorizationError,
            Kind::Credentials,
        ];
        const GRANTS: [Option<Grant>; 9] = [
            None,
            Some(Grant::AuthorizationCode),
            Some(Grant::RefreshToken),
            Some(Grant::JwtBearer),
            Some(Grant::DeviceCode),
            Some(Grant::TokenExchange),
            Some(Grant::ClientCredentials),
            Some(Grant::Password),
            Some(Grant::Other),
        ];
        for kind in KINDS {
            for code in CODES.iter().chain(&["EXAMPLE_no_page_names_it"]) {
                for grant in GRANTS {
                    let scope = Scope::of(kind).with_code(code).with_grant(grant);
                    let found: Vec<_> = about(scope).map(|cause| cause.id).collect();
                    let has_code = |row: &When| row.errors.is_empty() || row.errors.contains(code);
                    let is_of =
                        |row: &When| row.grants.is_empty() || grant.is_some_and(|grant| row.grants.contains(&grant));
                    for cause in all() {
                        for row in cause.when {
                            let is_about = cause.kinds.contains(&kind) && has_code(row) && is_of(row);
                            assert_eq!(row.scope.meets(scope), is_about, "{} {kind:?} {code} {grant:?}", cause.id);
                        }
                    }
                    let names = |cause: &&Cause| {
                        cause.kinds.contains(&kind) && cause.when.iter().any(has_code) && cause.when.iter().any(is_of)
                    };
                    let expected: Vec<_> = all().iter().filter(names).map(|cause| cause.id).collect();
                    assert_eq!(found, expected, "{kind:?} {code} {grant:?}");
                }
            }
            assert_eq!(
                about(Scope::of(kind)).map(|cause| cause.id).collect::<Vec<_>>(),
                all()
                    .iter()
                    .filter(|cause| cause.kinds.contains(&kind) && !cause.when.is_empty())
                    .map(|cause| cause.id)
                    .collect::<Vec<_>>(),
                "{kind:?}"
            );
        }
    }
}
