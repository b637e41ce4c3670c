//! In: a text that is to leave the page. Out: whether it may: it is looked over by everyone who saw values.
//!
//! What was recorded is known to the page that records, which is asked; what was imported is known to workers, which say it
//! as keyed hashes before they tell of a finding. No value comes here.

use super::page::{Host, told};
use crate::selfcheck::{self, Leak, Values};
use std::{cell::RefCell, rc::Rc};

thread_local! {
    /// A page has one viewer, and the viewer asks by a plain function.
    static GUARD: RefCell<Guard> = const { RefCell::new(Guard { host: None, imported: Vec::new() }) };
}

struct Guard {
    host: Option<Rc<Host>>,
    /// One for each worker whose findings may still be shown.
    imported: Vec<Values>,
}

/// The page that records is `host`.
pub fn attach(host: Rc<Host>) {
    GUARD.with_borrow_mut(|guard| guard.host = Some(host));
}

/// A worker begins to read; `letters` are the numbers of `Importer.shareValues`.
pub fn new_reader(letters: &[u64]) {
    GUARD.with_borrow_mut(|guard| guard.imported.push(Values::new(letters)));
}

/// The latest worker has read values with these hashes.
pub fn saw_values(hashes: &[u64]) {
    GUARD.with_borrow_mut(|guard| {
        if let Some(latest) = guard.imported.last_mut() {
            latest.extend(hashes);
        }
    });
}

/// Nothing that was imported is shown any more.
pub fn forget_imported() {
    GUARD.with_borrow_mut(|guard| guard.imported.clear());
}

/// Looks `text` over.
///
/// # Errors
/// When it must not leave; the message says where in it what stands.
pub fn vouch(text: &str) -> Result<(), String> {
    let said = |leak: Leak| leak.to_string();
    selfcheck::check(text).map_err(said)?;
    GUARD.with_borrow(|guard| {
        guard.imported.iter().try_for_each(|values| values.check(text)).map_err(said)?;
        guard.host.as_ref().map_or(Ok(()), |host| told(host.vouch(text)))
    })
}
