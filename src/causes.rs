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
