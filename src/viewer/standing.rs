//! In: a standing. Out: its word, with a disc that is the fuller the surer it is.

use super::dom::{Tag, tag};
use super::icons::{Icon, icon};
use super::{ids, words};
use crate::report::Standing;

pub(crate) fn badge(standing: Standing) -> Tag {
    tag("span")
        .class("badge")
        .attr("data-standing", ids::standing(standing))
        .attr("title", words::standing(standing))
        .child(icon(shape(standing)))
        .child(tag("span").class("word").child(standing.word()))
}

pub(crate) fn shape(standing: Standing) -> Icon {
    match standing {
        Standing::Confirmed => Icon::Confirmed,
        Standing::Likely => Icon::Likely,
        Standing::Possible => Icon::Possible,
        Standing::RuledOut => Icon::RuledOut,
    }
}
