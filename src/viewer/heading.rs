//! In: the words of a heading and what it stands in. Out: the heading, at the level that makes the page an outline.

use leptos::prelude::*;

/// What a small heading stands in.
#[derive(Clone, Copy)]
pub(crate) enum Within {
    /// The finding itself.
    Finding,
    /// One of several causes, which has a heading above it.
    Cause,
}

pub(crate) fn heading(within: Within, words: &'static str) -> AnyView {
    match within {
        Within::Finding => view! { <h3 class="small">{words}</h3> }.into_any(),
        Within::Cause => view! { <h4 class="small">{words}</h4> }.into_any(),
    }
}
