//! In: prose blocks. Out: plain text, wrapped.

use crate::prose::{Block, Span};

/// The blocks as indented lines of at most `width` characters.
pub(super) fn blocks(blocks: &[Block], indent: usize, width: usize) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(spans) => wrap(&mut out, &plain(spans), indent, indent, "", width),
            Block::Steps(items) => {
                for (number, item) in items.iter().enumerate() {
                    wrap(&mut out, &plain(item), indent, indent + 3, &format!("{}. ", number + 1), width);
                }
            }
            Block::Points(items) => {
                for item in items {
                    wrap(&mut out, &plain(item), indent, indent + 2, "- ", width);
                }
            }
            Block::Code { text, .. } => {
                for line in text.lines() {
                    out.push_str(&" ".repeat(indent + 4));
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
    }
    out
}

/// Running text without marks; a link gives its text and, where that is not the address itself, the address.
pub(super) fn plain(spans: &[Span]) -> String {
    spans.iter().fold(String::new(), |mut out, span| {
        match span {
            Span::Text(text) | Span::Strong(text) => out.push_str(text),
            Span::Code(text) => {
                out.push('`');
                out.push_str(text);
                out.push('`');
            }
            Span::Link { text, url } if url.ends_with(text) => out.push_str(url),
            Span::Link { text, url } => {
                out.push_str(text);
                out.push_str(" <");
                out.push_str(url);
                out.push('>');
            }
        }
        out
    })
}

/// Appends `text` in lines of at most `width` characters: the first begins with `mark` at `first`, the others at `rest`.
pub(super) fn wrap(out: &mut String, text: &str, first: usize, rest: usize, mark: &str, width: usize) {
    out.push_str(&" ".repeat(first));
    out.push_str(mark);
    let mut column = first + mark.chars().count();
    let mut fresh = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !fresh && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(rest));
            column = rest;
            fresh = true;
        }
        if !fresh {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
        fresh = false;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_the_width() {
        let mut out = String::new();
        wrap(&mut out, "one two three four", 2, 5, "1. ", 12);
        assert_eq!(out, "  1. one two\n     three\n     four\n");
    }
}
