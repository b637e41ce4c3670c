//! In: a standing. Out: its word, with a disc that is the fuller the surer it is.

use leptos::prelude::*;

use super::icons::{Icon, icon};
use super::{ids, words};
use crate::report::Standing;

#[component]
pub(crate) fn Badge(standing: Standing) -> impl IntoView {
    view! {
        <span class="badge" data-standing=ids::standing(standing) title=words::standing(standing)>
            {icon(shape(standing))}
            <span class="word">{standing.word()}</span>
        </span>
    }
}

pub(crate) fn shape(standing: Standing) -> Icon {
    match standing {
        Standing::Confirmed => Icon::Confirmed,
        Standing::Likely => Icon::Likely,
        Standing::Possible => Icon::Possible,
        Standing::RuledOut => Icon::RuledOut,
    }
}
