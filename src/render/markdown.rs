//! In: a report, a finding, or a page of the catalogue. Out: Markdown for a ticket: the headline, how sure it is, the evidence,
//! the request with its notes, what else is possible, and the fix.
//!
//! It is CommonMark without HTML, tables and folds, so that GitHub, GitLab and Jira show the same. Text that came from the
//! input can neither open markup nor mention a person or an issue: that is [`inline`]'s work. Nothing is judged here.

mod inline;
mod request;

use super::phrases::{self, Excluded, Told};
use crate::{
    prose::{Block, Page, Source, SourceKind, Span},
    report::{CauseFinding, Finding, Report},
    time,
};
use inline::{code, sentence, text};
use std::fmt::Write;

/// The report as Markdown.
pub fn report(report: &Report) -> String {
    let (failed, others): (Vec<_>, Vec<_>) = report.findings.iter().partition(|finding| phrases::is_explained(finding));
    let mut out = String::new();
    for finding in failed {
        out.push_str(&self::finding(finding));
        out.push('\n');
    }
    if !others.is_empty() {
        out.push_str("## Other exchanges\n\n");
        for finding in others.iter().take(MOST_OTHERS) {
            let _ = writeln!(out, "- `#{}` {}", finding.number, sentence(&phrases::line(finding)));
            out.extend(finding.warnings.iter().map(|warning| format!("  - Warning: {}\n", sentence(&warning.text))));
        }
        if others.len() > MOST_OTHERS {
            let _ = writeln!(out, "- and {} more", others.len() - MOST_OTHERS);
        }
        out.push('\n');
    }
    out.push_str("---\n\n");
    for note in &report.session.notes {
        let _ = writeln!(out, "{}\n", sentence(&note.text));
    }
    let (name, version) = (&report.generator.name, &report.generator.version);
    let _ = writeln!(out, "{}. Explained by {} {}. {SAFE}", phrases::summary(report), text(name), text(version));
    out
}

/// One finding as Markdown: a section with a heading of the second level.
pub fn finding(finding: &Finding) -> String {
    let told = Told::of(finding);
    let mut out = format!("## {}\n\n", sentence(&finding.headline));
    if let (Some(standing), Some(cause)) = (finding.standing, told.strongest.filter(|_| !told.is_open)) {
        let _ = writeln!(out, "**{}** ({}): {}\n", standing.word(), code(&cause.id), sentence(&cause.summary));
    }
    list(&mut out, &about(finding));
    let evidence = told.strongest.map(evidence).unwrap_or_default();
    section(&mut out, "Evidence", &evidence);
    request::quoted(&mut out, finding);
    section(&mut out, if told.is_open { "Possible causes" } else { "Other causes" }, &others(&told));
    section(&mut out, "Ruled out", &told.excluded().iter().map(ruled_out).collect::<Vec<_>>());
    section(&mut out, "Warnings", &each(&finding.warnings, |warning| sentence(&warning.text)));
    let stated = each(&finding.statements, |statement| {
        let word = if statement.yes { "Yes" } else { "No" };
        format!("{} {word}: {}", sentence(&statement.question), sentence(&statement.says))
    });
    section(&mut out, "Stated by the developer", &stated);
    if let Some(question) = &finding.next_question {
        let _ = writeln!(out, "### What would settle it\n\n{}\n", sentence(&question.text));
        list(&mut out, &[format!("Yes: {}", sentence(&question.yes)), format!("No: {}", sentence(&question.no))]);
    }
    if let Some(page) = told.page() {
        let of = if told.is_open { format!(", if it is this: {}", text(page.title)) } else { String::new() };
        let _ = write!(out, "### Fix{of}\n\n{}", blocks(&page.fix));
        if let Some(variant) = phrases::variant(page, finding) {
            let _ = write!(out, "#### {}\n\n{}", text(variant.client), blocks(&variant.blocks));
        }
        section(&mut out, "Sources", &each(&page.sources, source));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A page of the catalogue as Markdown.
pub fn page(page: &Page) -> String {
    let mut out = format!("# {}\n\n{}\n\n{}\n\n", text(page.title), code(page.id), text(page.summary));
    for (name, part) in [("Why", &page.why), ("Check", &page.check), ("Fix", &page.fix)] {
        let _ = write!(out, "## {name}\n\n{}", blocks(part));
    }
    for variant in &page.variants {
        let _ = write!(out, "### {}\n\n{}", text(variant.client), blocks(&variant.blocks));
    }
    out.push_str("## Sources\n\n");
    for item in &page.sources {
        let _ = writeln!(out, "- {}", source(item));
    }
    out
}

/// The catalogue as a list: each page with its title and summary. `folder`, where it is given, is the folder of the pages, and
/// each id links there.
pub fn index(pages: impl Iterator<Item = &'static Page>, folder: Option<&str>) -> String {
    pages.fold(String::new(), |mut out, page| {
        let id = folder.map_or(code(page.id), |folder| format!("[{}]({folder}/{}.md)", code(page.id), page.id));
        let _ = writeln!(out, "- {id}: **{}.** {}", text(page.title), text(page.summary));
        out
    })
}

/// So many exchanges that did not fail are listed.
const MOST_OTHERS: usize = 30;

const SAFE: &str = "Credentials are shown as kind, length and fingerprint; equal fingerprints mean equal values within \
                    this report.";

/// What is known of the exchange as a whole.
fn about(finding: &Finding) -> Vec<String> {
    let mut exchange = format!("Exchange: `#{}`, {}", finding.number, sentence(&phrases::kind(finding)));
    if let Some(started) = finding.started {
        let _ = write!(exchange, ", {}", time::words_for_moment(started.div_euclid(1000)));
    }
    let mut out = vec![exchange];
    if !phrases::is_kept(finding) {
        out.push(format!("Answer: {}", code(&phrases::answer(&finding.answer))));
    }
    out.extend(finding.answer.meaning.iter().map(|meaning| format!("Meaning: {}", sentence(meaning))));
    out.extend(phrases::provider(&finding.provider).map(|provider| format!("Provider: {}", text(&provider))));
    out.extend(finding.library.iter().map(|library| format!("Client library: {}", text(&phrases::library(library)))));
    let origin = finding.origin.as_ref().and_then(phrases::origin);
    out.extend(origin.map(|origin| format!("Read from: {}", code(&origin))));
    let notes = finding.answer.body_note.iter().chain(&finding.request.remarks);
    out.extend(notes.map(|note| format!("Note: {}", sentence(note))));
    out
}

fn evidence(cause: &CauseFinding) -> Vec<String> {
    let facts = cause.facts.iter().map(|fact| sentence(&fact.text));
    facts.chain(cause.unknown.iter().map(|reason| format!("Cannot tell: {}", sentence(reason)))).collect()
}

fn others(told: &Told<'_>) -> Vec<String> {
    let item = |cause: &&CauseFinding| {
        let word = phrases::standing_of_other(cause.standing, told.is_open);
        format!("{word}: {} ({})", sentence(&cause.title), code(&cause.id))
    };
    told.others.iter().map(item).collect()
}

fn ruled_out(excluded: &Excluded<'_>) -> String {
    let titles: Vec<_> = excluded.titles.iter().map(|title| format!("**{}.**", sentence(title))).collect();
    let reason: Vec<_> = excluded.reason.iter().map(|text| sentence(text)).collect();
    let space = if reason.is_empty() { "" } else { " " };
    titles.join(" ") + space + &reason.join(" ")
}

fn source(source: &Source) -> String {
    let kind = match source.kind {
        SourceKind::Google => "Google",
        SourceKind::Rfc => "RFC",
        SourceKind::Measured => "measured",
        SourceKind::Reported => "reported",
    };
    format!("{} <{}> ({kind}, {})", text(source.says), source.url, source.seen)
}

/// A heading of the third level and a list; nothing where the list is empty.
fn section(out: &mut String, title: &str, items: &[String]) {
    if !items.is_empty() {
        let _ = writeln!(out, "### {title}\n");
        list(out, items);
    }
}

fn list(out: &mut String, items: &[String]) {
    out.extend(items.iter().map(|item| format!("- {item}\n")));
    out.push('\n');
}

fn each<T>(items: &[T], item: impl Fn(&T) -> String) -> Vec<String> {
    items.iter().map(item).collect()
}

/// The blocks of a page as Markdown.
pub fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(spans) => out.push_str(&line(spans)),
            Block::Steps(items) => {
                for (number, item) in items.iter().enumerate() {
                    let _ = writeln!(out, "{}. {}", number + 1, line(item).trim_end());
                }
            }
            Block::Points(items) => out.extend(items.iter().map(|item| format!("- {}\n", line(item).trim_end()))),
            Block::Code { language, text } => inline::fenced(&mut out, language, text),
        }
        out.push('\n');
    }
    out
}

fn line(spans: &[Span]) -> String {
    let mut out = spans.iter().fold(String::new(), |out, span| match span {
        Span::Text(words) => out + &text(words),
        Span::Code(words) => out + &code(words),
        Span::Strong(words) => out + "**" + &text(words) + "**",
        Span::Link { text: words, url } if url.ends_with(words) => out + "<" + url + ">",
        Span::Link { text: words, url } => out + "[" + &text(words) + "](" + url + ")",
    });
    out.push('\n');
    out
}
