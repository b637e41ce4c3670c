//! In: the Markdown of a section. Out: its blocks; raw HTML, images, tables and unknown links are refused.

use crate::{page::Fault, shape};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

pub type Span = shape::Span<String>;
pub type Block = shape::Block<String>;

/// Hosts that a link may lead to.
const HOSTS: [&str; 16] = [
    "admin.google.com",
    "cloud.google.com",
    "console.cloud.google.com",
    "datatracker.ietf.org",
    "developer.mozilla.org",
    "developers.google.com",
    "docs.cloud.google.com",
    "github.com",
    "googleapis.dev",
    "myaccount.google.com",
    "openid.net",
    "status.cloud.google.com",
    "support.google.com",
    "www.google.com",
    "www.googleapis.com",
    "www.rfc-editor.org",
];

/// Reads `text`, which begins on line `line` of its page.
pub fn blocks(text: &str, line: usize) -> Result<Vec<Block>, Fault> {
    let mut reader =
        Reader { blocks: Vec::new(), spans: Vec::new(), items: None, code: None, link: None, strong: false };
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let at = line + text[..range.start].matches('\n').count();
        reader.take(event).map_err(|text| Fault::new(at, text))?;
    }
    Ok(reader.blocks)
}

struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    items: Option<(bool, Vec<Vec<Span>>)>,
    code: Option<(String, String)>,
    link: Option<(String, String)>,
    strong: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => {
                self.end(tag);
                Ok(())
            }
            Event::Text(text) => {
                self.text(&text);
                Ok(())
            }
            Event::SoftBreak => {
                self.text(" ");
                Ok(())
            }
            Event::Code(text) => {
                match &mut self.link {
                    Some((_, shown)) => shown.push_str(&text),
                    None => self.spans.push(Span::Code(text.into_string())),
                }
                Ok(())
            }
            Event::Html(_) | Event::InlineHtml(_) => Err("raw HTML is not allowed".to_owned()),
            other => Err(format!("a page does not use this: {other:?}")),
        }
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), String> {
        match tag {
            Tag::Paragraph | Tag::Item | Tag::Emphasis => {}
            Tag::List(first) if self.items.is_none() => self.items = Some((first.is_some(), Vec::new())),
            Tag::List(_) => return Err("a list inside a list is not allowed".to_owned()),
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) => {
                self.code = Some((language.into_string(), String::new()));
            }
            Tag::Strong => self.strong = true,
            Tag::Link { dest_url, .. } => {
                let host = dest_url.strip_prefix("https://").and_then(|rest| rest.split('/').next());
                if !host.is_some_and(|host| HOSTS.contains(&host)) {
                    return Err(format!("a link leads over https to one of {HOSTS:?}; this one: {dest_url}"));
                }
                self.link = Some((dest_url.into_string(), String::new()));
            }
            other => return Err(format!("a page does not use this: {other:?}")),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => match &self.items {
                Some(_) => {}
                None => {
                    let spans = std::mem::take(&mut self.spans);
                    self.blocks.push(Block::Paragraph(spans));
                }
            },
            TagEnd::Item => {
                let spans = std::mem::take(&mut self.spans);
                if let Some((_, items)) = &mut self.items {
                    items.push(spans);
                }
            }
            TagEnd::List(_) => {
                if let Some((numbered, items)) = self.items.take() {
                    self.blocks.push(if numbered { Block::Steps(items) } else { Block::Points(items) });
                }
            }
            TagEnd::CodeBlock => {
                if let Some((language, text)) = self.code.take() {
                    self.blocks.push(Block::Code { language, text: text.trim_end().to_owned() });
                }
            }
            TagEnd::Strong => self.strong = false,
            TagEnd::Link => {
                if let Some((url, text)) = self.link.take() {
                    self.spans.push(Span::Link { text, url });
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
        } else if let Some((_, shown)) = &mut self.link {
            shown.push_str(text);
        } else if self.strong {
            self.spans.push(Span::Strong(text.to_owned()));
        } else if let Some(Span::Text(last)) = self.spans.last_mut() {
            last.push_str(text);
        } else {
            self.spans.push(Span::Text(text.to_owned()));
        }
    }
}
