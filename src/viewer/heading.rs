//! In: the words of a heading and what it stands in. Out: the heading, at the level that makes the page an outline.

use super::dom::{Tag, tag};

/// What a small heading stands in.
#[derive(Clone, Copy)]
pub(crate) enum Within {
    /// The finding itself.
    Finding,
    /// One of several causes, which has a heading above it.
    Cause,
}

pub(crate) fn heading(within: Within, words: &str) -> Tag {
    let level = match within {
        Within::Finding => "h3",
        Within::Cause => "h4",
    };
    tag(level).class("small").child(words)
}
