//! In: what a developer has at hand instead of a browser's traffic. Out: the same [`crate::har::Entry`] values,
//! or [`crate::sighting::Sighting`] values where a text merely tells of an exchange.
//!
//! One door a file. Nothing is judged here.

pub mod http;
pub mod text;
