//! Markdown for tickets: whatever stands in a report, it can open no markup of its own, and nothing of it is lost.

mod support;

use grantlens::{
    prose,
    render::markdown,
    report::{Annotation, Fact, Note, Range, Report, Warning},
};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use support::EXAMPLES;

/// What a piece of Markdown is made of.
#[derive(Default)]
struct Anatomy {
    /// Starts of blocks and spans, by name, but for code spans.
    structure: Vec<String>,
    /// Running text outside of code and links.
    running: String,
    /// All text, code included, without the blanks.
    text: String,
    links: Vec<String>,
}

fn anatomy(markdown: &str) -> Anatomy {
    let mut found = Anatomy::default();
    let mut apart = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                apart = true;
                found.links.push(dest_url.into_string());
            }
            Event::Start(Tag::CodeBlock(_)) => {
                apart = true;
                found.structure.push("code".to_owned());
            }
            Event::Start(Tag::Image { .. }) | Event::Html(_) | Event::InlineHtml(_) => {
                panic!("{event:?} in\n{markdown}")
            }
            Event::Start(tag) => found.structure.push(format!("{tag:?}")),
            Event::End(TagEnd::CodeBlock | TagEnd::Link) => apart = false,
            Event::Text(text) => {
                if !apart {
                    found.running.push_str(&text);
                }
                found.text.push_str(&text);
            }
            Event::Code(text) => found.text.push_str(&text),
            Event::SoftBreak => found.running.push(' '),
            _ => {}
        }
    }
    found.text.retain(|letter| !letter.is_whitespace());
    found
}

/// An example's report with `text` in every place that can hold words of the input.
fn hostile(text: &str) -> Report {
    let example = EXAMPLES.iter().find(|example| example.cause == "code-encoded-twice").expect("an example");
    let mut report = example.report();
    report.session.notes.push(Note { id: "x".to_owned(), text: text.to_owned() });
    for finding in &mut report.findings {
        finding.headline = text.to_owned().into();
        finding.request.method = text.to_owned();
        finding.request.url = text.to_owned();
        finding.request.remarks = vec![text.to_owned()];
        finding.request.client_authentication = Some(text.to_owned());
        finding.answer.error = Some(text.to_owned());
        finding.answer.description = Some(text.to_owned());
        finding.answer.subtype = Some(text.to_owned());
        finding.answer.body_note = Some(text.to_owned());
        finding.warnings = vec![Warning { cause: "x".into(), text: text.to_owned().into(), facts: Vec::new() }];
        for parameter in &mut finding.request.parameters {
            parameter.name = text.to_owned();
            parameter.shown = text.to_owned();
            let range = Some(Range { start: 1, end: u32::MAX });
            parameter.annotations =
                vec![Annotation { cause: None, standing: None, text: text.to_owned().into(), range }];
        }
        for cause in &mut finding.causes {
            cause.title = text.to_owned().into();
            cause.summary = text.to_owned().into();
            cause.facts = vec![Fact { text: text.to_owned().into(), exchanges: Vec::new() }];
            cause.unknown = vec![text.to_owned().into()];
        }
    }
    report
}

const HOSTILE: [&str; 26] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- a comment",
    "</details><b>bold</b>",
    "[a link](https://evil.test)",
    "[a link]: https://evil.test",
    "![a picture](https://evil.test/x.png)",
    "<https://evil.test>",
    "see https://evil.test now",
    "www.evil.test",
    "@octocat please",
    "fixes #1 and owner/name#2",
    "```\n# out of the fence",
    "~~~\nout",
    "`` ` `` ```",
    "`unpaired",
    "`two` `three` `",
    "# a heading",
    "- an item",
    "1. an item",
    "> a quotation",
    "===",
    "a\n\n# b\r\n---\n| a | b |\n|---|---|",
    "**bold** __bold__ *x* _x_ ~~x~~ \\*",
    "&lt;b&gt; &#60; &amp;",
    "\u{202e}\u{200b}\u{1b}[31m$x$ :smile:",
];

#[test]
fn no_text_opens_markup() {
    let plain = anatomy(&markdown::report(&hostile("plain")));
    for text in HOSTILE {
        let markdown = markdown::report(&hostile(text));
        let found = anatomy(&markdown);
        assert_eq!(found.structure, plain.structure, "{text}\n{markdown}");
        assert_eq!(found.links, plain.links, "{text}\n{markdown}");
        for active in ["://", "www.", "@", "#1", "#2", "$", "\u{202e}", "\u{200b}", "\u{1b}"] {
            assert!(!found.running.contains(active), "{active} of {text} stands outside of code in\n{markdown}");
        }
        let visible: String = text.split_whitespace().collect();
        assert!(!markdown.contains('\u{1b}'));
        assert!(visible.contains(['`', '\u{1b}']) || found.text.contains(&visible), "{text} is not in\n{markdown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_made_up_text_opens_markup(text in "[a1 `*_#<>\\[\\]()!&~|:/@$.\\\\\n-]{1,24}") {
        prop_assume!(!text.trim().is_empty());
        let plain = anatomy(&markdown::report(&hostile("plain")));
        let found = anatomy(&markdown::report(&hostile(&text)));
        prop_assert_eq!(found.structure, plain.structure);
        prop_assert_eq!(found.links, plain.links);
    }
}

#[test]
fn a_failure_is_told_in_the_order_of_need() {
    let example = EXAMPLES
        .iter()
        .find(|example| example.cause == "code-encoded-twice" && example.expectation == "confirmed")
        .expect("an example");
    let report = example.report();
    let markdown = markdown::report(&report);
    let mut at = 0;
    for part in [
        "## The authorization code arrives still percent-encoded\n",
        "\n**confirmed** (`code-encoded-twice`): ",
        "\n- Answer: `400 invalid_grant: Malformed auth code.`\n",
        "\n### Evidence\n",
        "\n### Request\n\n```text\nPOST https://oauth2.googleapis.com/token\n",
        "^^^ `%2F` reaches the server as text",
        "\n### Ruled out\n",
        "\n### Fix\n",
        "\n### Sources\n",
        "exchange",
    ] {
        let found = markdown[at..].find(part);
        assert!(found.is_some(), "{part:?} does not follow in\n{markdown}");
        at += found.unwrap_or(0);
    }
}

#[test]
fn the_fix_for_the_recognised_library_is_told() {
    let page = prose::pages().find(|page| !page.variants.is_empty()).expect("a page with variants");
    let variant = &page.variants[0];
    let example = EXAMPLES.iter().find(|example| example.cause == page.id && example.expectation != "absent");
    let mut finding = example.expect("each page has an example").finding();
    finding.causes.retain(|cause| cause.id == page.id);
    let heading = format!("\n#### {}\n", variant.client);
    assert!(!markdown::finding(&finding).contains(&heading));
    finding.library = Some(grantlens::report::Library {
        id: "x".into(),
        name: "x".into(),
        client: Some(variant.client.into()),
        version: None,
    });
    assert!(markdown::finding(&finding).contains(&heading), "{}", markdown::finding(&finding));
}

#[test]
fn every_page_reads_as_markdown() {
    for page in prose::pages() {
        let markdown = markdown::page(page);
        let found = anatomy(&markdown);
        let headings = found.structure.iter().filter(|tag| tag.starts_with("Heading")).count();
        assert_eq!(headings, 5 + page.variants.len(), "{markdown}");
        assert_eq!(
            found.links.len(),
            markdown.matches("](https").count() + markdown.matches("<https").count(),
            "{markdown}"
        );
    }
}
