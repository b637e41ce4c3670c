//! In: the blocks of a cause page. Out: paragraphs, lists, code and links, as elements and text nodes.
//!
//! A page is data by the time it gets here: no Markdown is parsed.

use super::dom::{Content, Tag, tag};
use super::words;
use crate::prose::{Block, Source, Span, Variant};

/// A part of a page, in an element of that class.
pub(crate) fn prose(class: &str, part: &str, blocks: &'static [Block]) -> Tag {
    tag("div").class(class).attr("data-part", part).child(drawn(blocks))
}

/// A part of a page behind its title.
pub(crate) fn folded(part: &str, title: &str, blocks: &'static [Block]) -> Option<Tag> {
    (!blocks.is_empty())
        .then(|| tag("details").child(tag("summary").child(title)).child(prose("inside prose", part, blocks)))
}

/// The fix for one client library each, behind the library's name. The one for `client` comes first and is open.
pub(crate) fn variants(variants: &'static [Variant], client: Option<&str>) -> impl Content {
    let is_own = |variant: &&Variant| Some(variant.client) == client;
    let (own, others): (Vec<&Variant>, Vec<&Variant>) = variants.iter().partition(is_own);
    let variant = |variant: &'static Variant, is_open: bool| {
        tag("details")
            .class("variant")
            .attr("open", is_open)
            .attr("data-client", variant.client)
            .child(tag("summary").child(variant.client))
            .child(tag("div").class("inside prose").child(drawn(&variant.blocks)))
    };
    let own = own.into_iter().map(|own| variant(own, true));
    own.chain(others.into_iter().map(|other| variant(other, false))).collect::<Vec<_>>()
}

/// What the page relies on.
pub(crate) fn sources(sources: &'static [Source]) -> Option<Tag> {
    let item = |source: &'static Source| tag("li").child(source.says).child((" ", link(host(source.url), source.url)));
    (!sources.is_empty()).then(|| {
        tag("details")
            .child(tag("summary").child(words::sources(sources.len())))
            .child(tag("ul").class("inside sources").child(sources.iter().map(item).collect::<Vec<_>>()))
    })
}

/// The blocks, one below the other.
pub(crate) fn drawn(blocks: &'static [Block]) -> Vec<Tag> {
    blocks.iter().map(block).collect()
}

fn block(block: &'static Block) -> Tag {
    match block {
        Block::Paragraph(spans) => spans.iter().fold(tag("p"), span),
        Block::Steps(items) => list("ol", items),
        Block::Points(items) => list("ul", items),
        Block::Code { language, text } => {
            tag("pre").class("code").attr("data-language", *language).child(tag("code").child(*text))
        }
    }
}

fn list(name: &str, items: &'static [Vec<Span>]) -> Tag {
    tag(name).child(items.iter().map(|spans| spans.iter().fold(tag("li"), span)).collect::<Vec<_>>())
}

fn span(within: Tag, span: &'static Span) -> Tag {
    match span {
        Span::Text(text) => within.child(*text),
        Span::Code(text) => within.child(tag("code").child(*text)),
        Span::Strong(text) => within.child(tag("strong").child(*text)),
        Span::Link { text, url } => within.child(link(text, url)),
    }
}

/// Running text in which nothing can be pressed: it stands where a press already means something.
pub(crate) fn quiet(within: Tag, spans: &'static [Span]) -> Tag {
    spans.iter().fold(within, |within, span| match span {
        Span::Code(text) => within.child(tag("code").child(*text)),
        Span::Text(text) | Span::Strong(text) | Span::Link { text, .. } => within.child(*text),
    })
}

fn link(text: &str, url: &str) -> Tag {
    tag("a").attr("href", url).attr("target", "_blank").attr("rel", "noreferrer").attr("title", url).child(text)
}

fn host(url: &str) -> &str {
    let rest = url.strip_prefix("https://").unwrap_or(url);
    rest.split('/').next().unwrap_or(rest)
}
