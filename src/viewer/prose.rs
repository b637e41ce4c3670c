//! In: the blocks of a cause page. Out: paragraphs, lists, code and links, as elements and text nodes.
//!
//! A page is data by the time it gets here: no Markdown is parsed.

use leptos::prelude::*;

use super::words;
use crate::prose::{Block, Source, Span, Variant};

#[component]
pub(crate) fn Blocks(blocks: &'static [Block]) -> impl IntoView {
    blocks.iter().map(block).collect_view()
}

/// A part of a page behind its title.
#[component]
pub(crate) fn Folded(part: &'static str, title: &'static str, blocks: &'static [Block]) -> impl IntoView {
    (!blocks.is_empty()).then(|| {
        view! {
            <details>
                <summary>{title}</summary>
                <div class="inside prose" data-part=part><Blocks blocks/></div>
            </details>
        }
    })
}

/// The fix for one client library each, behind the library's name. The one for `client` comes first and is open.
#[component]
pub(crate) fn Variants(variants: &'static [Variant], client: Option<String>) -> impl IntoView {
    let is_own = |variant: &&Variant| Some(variant.client) == client.as_deref();
    let (own, others): (Vec<&Variant>, Vec<&Variant>) = variants.iter().partition(is_own);
    own.into_iter()
        .map(|variant| (variant, true))
        .chain(others.into_iter().map(|variant| (variant, false)))
        .map(|(variant, own)| {
            view! {
                <details class="variant" open=own data-client=variant.client>
                    <summary>{variant.client}</summary>
                    <div class="inside prose"><Blocks blocks=&variant.blocks/></div>
                </details>
            }
        })
        .collect_view()
}

/// What the page relies on.
#[component]
pub(crate) fn Sources(sources: &'static [Source]) -> impl IntoView {
    (!sources.is_empty()).then(|| {
        let items = sources.iter().map(|source| {
            view! {
                <li>
                    {source.says} " "
                    {link(host(source.url), source.url)}
                </li>
            }
        });
        view! {
            <details>
                <summary>{words::sources(sources.len())}</summary>
                <ul class="inside sources">{items.collect_view()}</ul>
            </details>
        }
    })
}

fn block(block: &'static Block) -> AnyView {
    match block {
        Block::Paragraph(spans) => view! { <p>{text(spans)}</p> }.into_any(),
        Block::Steps(items) => view! { <ol>{list(items)}</ol> }.into_any(),
        Block::Points(items) => view! { <ul>{list(items)}</ul> }.into_any(),
        Block::Code { language, text } => view! {
            <pre class="code" data-language=*language><code>{*text}</code></pre>
        }
        .into_any(),
    }
}

fn list(items: &'static [Vec<Span>]) -> impl IntoView {
    items.iter().map(|spans| view! { <li>{text(spans)}</li> }).collect_view()
}

fn text(spans: &'static [Span]) -> impl IntoView {
    spans.iter().map(span).collect_view()
}

fn span(span: &'static Span) -> AnyView {
    match span {
        Span::Text(text) => text.into_any(),
        Span::Code(text) => view! { <code>{*text}</code> }.into_any(),
        Span::Strong(text) => view! { <strong>{*text}</strong> }.into_any(),
        Span::Link { text, url } => link(text, url).into_any(),
    }
}

/// Running text in which nothing can be pressed: it stands where a press already means something.
pub(crate) fn words_of(spans: &'static [Span]) -> impl IntoView {
    let quiet = |span: &'static Span| match span {
        Span::Code(text) => view! { <code>{*text}</code> }.into_any(),
        Span::Text(text) | Span::Strong(text) | Span::Link { text, .. } => text.into_any(),
    };
    spans.iter().map(quiet).collect_view()
}

fn link(text: &'static str, url: &'static str) -> impl IntoView {
    view! { <a href=url target="_blank" rel="noreferrer" title=url>{text}</a> }
}

fn host(url: &'static str) -> &'static str {
    let rest = url.strip_prefix("https://").unwrap_or(url);
    rest.split('/').next().unwrap_or(rest)
}
