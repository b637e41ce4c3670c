//! In: an error code. Out: the rows that may be about an answer with it, by cause.
//!
//! Of some three hundred rows that are about token requests a code leaves few, and each exchange asks for them.

use crate::causes::{self, Cause, When};
use std::{collections::BTreeMap, sync::OnceLock};

/// A cause, and those of its rows that may hold, in their order.
pub(super) struct Rows {
    pub cause: &'static Cause,
    pub when: Vec<&'static When>,
}

/// The rows about answers with `error`, or about any answer.
pub(super) fn about(error: &str) -> &'static [Rows] {
    static BY_ERROR: OnceLock<BTreeMap<&'static str, Vec<Rows>>> = OnceLock::new();
    static ABOUT_ANY: OnceLock<Vec<Rows>> = OnceLock::new();
    let by_error = BY_ERROR.get_or_init(|| {
        let named = causes::all().iter().flat_map(|cause| cause.when).flat_map(|row| row.errors);
        named.map(|error| (*error, selected(|row| row.errors.is_empty() || row.errors.contains(error)))).collect()
    });
    by_error.get(error).unwrap_or_else(|| ABOUT_ANY.get_or_init(|| selected(|row| row.errors.is_empty())))
}

/// All rows.
pub(super) fn all() -> &'static [Rows] {
    static ALL: OnceLock<Vec<Rows>> = OnceLock::new();
    ALL.get_or_init(|| selected(|_| true))
}

fn selected(is_wanted: impl Fn(&When) -> bool) -> Vec<Rows> {
    let rows = |cause: &'static Cause| Rows { cause, when: cause.when.iter().filter(|row| is_wanted(row)).collect() };
    causes::all().iter().map(rows).filter(|rows| !rows.when.is_empty()).collect()
}
