//! In: nothing. Out: [`Update`], what a recorder tells a viewer as a session goes on. It is no part of the report's format.

use super::{Finding, Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// News for a viewer: everything from one finding on, replacing what the viewer held from there. Whoever writes them lends the findings.
#[derive(Clone, Debug, PartialEq)]
pub struct Update<Findings = Vec<Finding>> {
    /// How many findings at the beginning are no longer held; the viewer drops those of them that it has.
    pub forgotten: u32,
    /// How many of the findings that are held the viewer keeps from the beginning; the rest is replaced by `findings`.
    pub keep: u32,
    /// The findings that follow.
    pub findings: Findings,
    /// The session as it is now.
    pub session: Session,
    /// What is counted of the findings that are no longer held, for a recorder that goes on where this one has to stop.
    pub folded: Folded,
}

/// Exchanges that are counted and no longer listed. No value and no address of theirs is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folded {
    /// How many there are.
    pub exchanges: u64,
    /// How many of them failed, or have a cause all the same.
    pub failures: u64,
    /// How many of the failures have no cause.
    pub unexplained: u64,
    /// How often each cause, by its page's id, was the strongest.
    pub causes: BTreeMap<String, u64>,
}
