//! In: whose server was asked. Out: of a server that is not Google's, what is peculiar about it and where its documentation is.

use leptos::prelude::*;

use super::text::sentence;
use super::words;
use crate::report::Provider;

#[component]
pub(crate) fn ProviderNote(provider: Provider) -> impl IntoView {
    // A report may come from elsewhere, and a link leads over https or nowhere.
    provider.documentation.filter(|url| url.starts_with("https://")).map(|url| {
        let note = provider.note.map(|note| view! { {sentence(&note)} " " });
        view! {
            <p class="provider-note" data-part="provider-note">
                {note}
                <a href=url.clone() target="_blank" rel="noreferrer" title=url>{words::documentation_of(&provider.name)}</a>
            </p>
        }
    })
}
