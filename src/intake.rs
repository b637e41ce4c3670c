//! In: what a developer has at hand instead of a browser's traffic. Out: the same [`crate::har::Entry`] values.
//!
//! One door a file. Nothing is judged here.

pub mod http;
