//! In: whose server was asked. Out: of a server that is not Google's, what is peculiar about it and where its documentation is.

use super::dom::{Tag, tag};
use super::text::sentence;
use super::words;
use crate::report::Provider;

pub(crate) fn provider_note(provider: &Provider) -> Option<Tag> {
    // A report may come from elsewhere, and a link leads over https or nowhere.
    let url = provider.documentation.as_deref().filter(|url| url.starts_with("https://"))?;
    let note = provider.note.as_deref().map(|note| (sentence(note), " "));
    let link = tag("a").attr("href", url).attr("target", "_blank").attr("rel", "noreferrer").attr("title", url);
    Some(
        tag("p")
            .class("provider-note")
            .attr("data-part", "provider-note")
            .child(note)
            .child(link.child(words::documentation_of(&provider.name))),
    )
}
