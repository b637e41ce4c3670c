//! In: a call that reads values. Out: what it gives back, and of the values nothing that it left on the stack.
//!
//! Memory that is given back is overwritten by the allocator; what a function held in its own frame stays there until another frame covers
//! it, and values are read 64 bytes at a time.

use zeroize::zeroize_stack;

/// No call that reads values goes deeper, in bytes.
const DEPTH: usize = 1 << 16;

/// Calls `act`, and overwrites the stack that it used.
pub(super) fn leaving_nothing<T>(act: impl FnOnce() -> T) -> T {
    let out = apart(act);
    zeroize_stack::<DEPTH>();
    out
}

/// A frame of its own for what would else become a part of the caller's.
#[inline(never)]
fn apart<T>(act: impl FnOnce() -> T) -> T {
    act()
}
