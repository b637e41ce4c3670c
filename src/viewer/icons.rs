//! In: the name of an icon. Out: the icon, as elements of SVG.
//!
//! An icon never stands for a word on its own: where it is alone it is drawn with a name.

use std::borrow::Cow;

use super::dom::{Tag, svg, tag};

/// The icons; each is one path on a field of 16 by 16.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Recording,
    Paused,
    Clear,
    Reload,
    Export,
    More,
    Copy,
    Open,
    Paste,
    Filter,
    Close,
    Failed,
    Succeeded,
    Unknown,
    Warning,
    Information,
    Settings,
    Confirmed,
    Likely,
    Possible,
    RuledOut,
}

/// An icon beside words that say the same.
pub(crate) fn icon(icon: Icon) -> Tag {
    svg("svg")
        .class("icon")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .attr("data-icon", icon.name())
        .child(svg("path").attr("d", icon.path()).attr("fill-rule", "evenodd"))
}

/// An icon that says something by itself.
pub(crate) fn named_icon<'a>(shape: Icon, name: impl Into<Cow<'a, str>>) -> Tag {
    let name = name.into();
    tag("span")
        .class("named-icon")
        .attr("role", "img")
        .attr("aria-label", &*name)
        .attr("title", &*name)
        .child(icon(shape))
}

impl Icon {
    fn name(self) -> &'static str {
        match self {
            Self::Recording => "recording",
            Self::Paused => "paused",
            Self::Clear => "clear",
            Self::Reload => "reload",
            Self::Export => "export",
            Self::More => "more",
            Self::Copy => "copy",
            Self::Open => "open",
            Self::Paste => "paste",
            Self::Filter => "filter",
            Self::Close => "close",
            Self::Failed => "failed",
            Self::Succeeded => "succeeded",
            Self::Unknown => "unknown",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Settings => "settings",
            Self::Confirmed => "confirmed",
            Self::Likely => "likely",
            Self::Possible => "possible",
            Self::RuledOut => "ruled-out",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Recording => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM5.5 5.5h5v5h-5Z"
            }
            Self::Paused => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z"
            }
            Self::Clear => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM4.98 3.98a5 5 0 0 1 7.04 7.04ZM11.02 12.02a5 5 0 0 1-7.04-7.04Z"
            }
            Self::Reload => {
                "M8 2.5c1.5 0 2.9.6 3.9 1.6L13.5 2.5v4.6H8.9l1.95-1.95A4 4 0 1 0 11.9 9h1.53A5.5 5.5 0 1 1 8 2.5Z"
            }
            Self::Export => {
                "M7.25 2h1.5v6.2l2.2-2.2L12 7.05 8 11.05 4 7.05 5.05 6l2.2 2.2ZM2.5 10.5H4v2h8v-2h1.5V14h-11Z"
            }
            Self::More => "M3.5 6 4.55 4.95 8 8.4l3.45-3.45L12.5 6 8 10.5Z",
            Self::Copy => "M5.5 1.5H13V11h-1.5V3h-6ZM3 4.5h7.5v10H3ZM4.5 6v7H9V6Z",
            Self::Open => "M7.25 11V4.85l-2.2 2.2L4 6l4-4 4 4-1.05 1.05-2.2-2.2V11ZM2.5 10.5H4v2h8v-2h1.5V14h-11Z",
            Self::Paste => "M6 1.5h4V3h2.5v11.5h-9V3H6ZM7.25 2.75v1.5h1.5v-1.5ZM5 4.5V13h6V4.5h-1v1H6v-1Z",
            Self::Filter => "M2 3h12L9.3 8.6V13H6.7V8.6ZM4.6 4.3 8 8.35l3.4-4.05Z",
            Self::Close => {
                "M4.05 3 8 6.95 11.95 3 13 4.05 9.05 8 13 11.95 11.95 13 8 9.05 4.05 13 3 11.95 6.95 8 3 4.05Z"
            }
            Self::Failed => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5.75 4.7 4.7 5.75 6.95 8 4.7 10.25l1.05 1.05L8 9.05l2.25 2.25 1.05-1.05L9.05 8l2.25-2.25-1.05-1.05L8 6.95Z"
            }
            Self::Succeeded => "M6.4 12 2.6 8.2 3.65 7.15 6.4 9.9l5.95-5.95L13.4 5Z",
            Self::Unknown => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM5 7.25h6v1.5H5Z"
            }
            Self::Warning => "M8 1.6 15.2 14.2H.8ZM7.25 6v4.3h1.5V6ZM7.25 11.2v1.5h1.5v-1.5Z",
            Self::Information => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM7.25 7.2h1.5v4h-1.5ZM7.25 4.8h1.5v1.5h-1.5Z"
            }
            Self::Settings => {
                "M6.9 1.5h2.2l.35 1.75 1.15.67 1.7-.57 1.1 1.9-1.33 1.18v1.34l1.33 1.18-1.1 1.9-1.7-.57-1.15.67-.35 1.75H6.9l-.35-1.75-1.15-.67-1.7.57-1.1-1.9 1.33-1.18V6.43L2.6 5.25l1.1-1.9 1.7.57 1.15-.67ZM8 5.1a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z"
            }
            // How much of the disc is filled says how sure a cause is.
            Self::Confirmed => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM7.1 11.4l4.6-4.6-1.05-1.05L7.1 9.3 5.35 7.55 4.3 8.6Z"
            }
            Self::Likely => "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 3v5H3a5 5 0 0 1 5-5Z",
            Self::Possible => "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 3a5 5 0 1 1-4.33 7.5L8 8Z",
            Self::RuledOut => {
                "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM4.6 10.35 10.35 4.6l1.05 1.05-5.75 5.75Z"
            }
        }
    }
}
