//! In: a report. Out: text for a terminal: each failure drawn as a compiler draws an error, with the request quoted, the
//! fault underlined, the evidence, what else is possible, and the fix.
//!
//! Every value comes from the report, so nothing secret can be printed. Text from servers is already made visible.

use super::{
    phrases::{self, MOST_PARAMETERS, Told},
    plain,
};
use crate::{
    prose,
    report::{Annotation, Finding, Place, Report, Standing},
};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::fmt::Write;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// True to use ANSI colours.
    pub color: bool,
    /// Lines are wrapped here, in characters.
    pub width: usize,
    /// True to list every cause that is possible, false to list the strongest.
    pub shows_all: bool,
    /// True where the same command takes an answer to a question, with `--answer`.
    pub takes_answers: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: WIDTH, shows_all: false, takes_answers: true }
    }
}

/// The widest that text is easily read, in characters.
pub const WIDTH: usize = 100;

/// Wider than any line.
const WIDEST: usize = 100_000;

/// So many causes are listed, unless all are asked for.
const MOST_CAUSES: usize = 5;

/// The report as text.
pub fn report(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        out.push_str(&self::finding(finding, style));
        out.push('\n');
    }
    for note in &report.session.notes {
        plain::wrap(&mut out, &note.text, 0, 6, "note: ", style.width);
    }
    out.push_str(&phrases::summary(report));
    out.push('\n');
    out
}

/// One finding as text: drawn where there is something to explain, else in one line.
pub fn finding(finding: &Finding, style: Style) -> String {
    if phrases::is_explained(finding) { failure(finding, style) } else { line(finding, style) }
}

/// One line for a finding that says the same as number `before`, which was told in full.
pub fn again(finding: &Finding, before: u32) -> String {
    let answer = phrases::answer(&finding.answer);
    format!("{}: {answer}; explained at #{before}\n", place(finding))
}

/// One page of the catalogue in full.
pub fn page(page: &prose::Page) -> String {
    let mut out = format!("{}\n{}\n\n", page.id, page.title);
    plain::wrap(&mut out, page.summary, 0, 0, "", WIDTH);
    for (name, blocks) in [("Why", &page.why), ("Check", &page.check), ("Fix", &page.fix)] {
        let _ = write!(out, "\n{name}\n{}", plain::blocks(blocks, 2, WIDTH));
    }
    for variant in &page.variants {
        let _ = write!(out, "\nFix with {}\n{}", variant.client, plain::blocks(&variant.blocks, 2, WIDTH));
    }
    out.push_str("\nSources\n");
    for source in &page.sources {
        plain::wrap(&mut out, &format!("{} {} ({})", source.says, source.url, source.seen), 2, 4, "- ", WIDTH);
    }
    out
}

fn line(finding: &Finding, style: Style) -> String {
    let mut text = format!("#{} {}\n", finding.number, phrases::line(finding));
    if let Some(note) = &finding.answer.body_note {
        plain::wrap(&mut text, note, 3, 3, "", style.width);
    }
    for warning in &finding.warnings {
        plain::wrap(&mut text, &format!("{} [{}]", warning.text, warning.cause), 3, 5, "warning: ", style.width);
    }
    text
}

fn failure(finding: &Finding, style: Style) -> String {
    let (source, spans) = quoted(finding);
    let told = Told::of(finding);
    let level = match finding.standing {
        Some(Standing::Confirmed) => Level::ERROR.with_name("confirmed"),
        Some(Standing::Likely) => Level::WARNING.with_name("likely"),
        Some(Standing::Possible) => Level::INFO.with_name("possible"),
        _ if phrases::is_kept(finding) => Level::INFO.with_name("credentials"),
        _ => Level::ERROR.with_name("failed"),
    };
    let mut title = level.primary_title(&*finding.headline);
    if let Some(cause) = told.strongest.filter(|_| !told.is_open) {
        title = title.id(&*cause.id);
    }
    let place = place(finding);
    let mut snippet = Snippet::source(source).path(&place).fold(false).line_numbering(false);
    for span in spans {
        let drawn = if span.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        snippet = snippet.annotation(drawn.span(span.range).label(span.label));
    }
    let first = if phrases::quotes_request(finding) { snippet.into() } else { Origin::path(&place).into() };
    let mut elements: Vec<Element<'_>> = vec![first];
    elements.extend(messages(finding, &told, style));
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    // Messages are wrapped already. A quoted request is not: the renderer would cut its lines at the beginning.
    let mut text = renderer.term_width(WIDEST).render(&[Group::with_title(title).elements(elements)]);
    without_column(&mut text, &place);
    text.push('\n');
    if let Some(page) = told.page() {
        let heading = if told.is_open { format!("Fix, if it is this: {}", page.title) } else { "Fix".to_owned() };
        text.push('\n');
        plain::wrap(&mut text, &heading, 0, 5, "", style.width);
        text.push_str(&plain::blocks(&page.fix, 2, style.width));
        if let Some(variant) = phrases::variant(page, finding) {
            let _ = write!(text, "\n  With {}\n{}", variant.client, plain::blocks(&variant.blocks, 2, style.width));
        }
        let _ = writeln!(text, "  More: grantlens causes {}", page.id);
    }
    text
}

/// Where it was read, and what it is: `app.log:12, #3 token request`.
fn place(finding: &Finding) -> String {
    let origin = finding.origin.as_ref().and_then(phrases::short_origin).map_or(String::new(), |origin| origin + ", ");
    format!("{origin}#{} {}", finding.number, phrases::kind(finding))
}

/// Takes away the line and column of the quoted request that the renderer writes after `place`: they are in no file.
fn without_column(text: &mut String, place: &str) {
    if let Some(start) = text.find(place).map(|at| at + place.len()) {
        let is_place = |letter: char| letter == ':' || letter.is_ascii_digit();
        let end = text[start..].find(|letter| !is_place(letter)).map_or(text.len(), |length| start + length);
        text.replace_range(start..end, "");
    }
}

fn messages<'a>(finding: &'a Finding, told: &Told<'a>, style: Style) -> Vec<Element<'a>> {
    let message = |name: &'static str, text: String| {
        let mut wrapped = String::new();
        for paragraph in text.split('\n') {
            plain::wrap(&mut wrapped, paragraph, 0, 0, "", style.width.saturating_sub(name.len() + 5));
        }
        Element::from(Level::NOTE.with_name(name).message(wrapped.trim_end().to_owned()))
    };
    let mut out = Vec::new();
    if !phrases::is_kept(finding) {
        out.push(message("answer", phrases::answer(&finding.answer)));
    }
    out.extend(phrases::provider(&finding.provider).map(|provider| message("provider", provider)));
    if let Some(library) = &finding.library {
        out.push(message("library", phrases::library(library)));
    }
    let notes = finding.answer.body_note.iter().chain(&finding.request.remarks);
    out.extend(notes.map(|note| message("note", note.clone())));
    if let Some(cause) = told.strongest {
        out.extend(cause.facts.iter().map(|fact| message("evidence", fact.text.clone().into_owned())));
        // Of one cause among many it would be read as said of all.
        let unknown = cause.unknown.iter().filter(|_| !told.is_open || told.others.len() == 1);
        out.extend(unknown.map(|reason| message("cannot tell", reason.clone().into_owned())));
    }
    let most = if style.shows_all { usize::MAX } else { MOST_CAUSES };
    for cause in told.others.iter().take(most) {
        let word = phrases::standing_of_other(cause.standing, told.is_open);
        let check =
            prose::page(&cause.id).and_then(prose::first_check).filter(|_| told.is_open && told.others.len() > 1);
        let check = check.map_or(String::new(), |step| format!("\ncheck: {}", plain::plain(step)));
        out.push(message(word, format!("{} [{}]{check}", cause.title, cause.id)));
    }
    if told.others.len() > most {
        let more = told.others.len() - most;
        let more = if more == 1 { "1 more cause is".to_owned() } else { format!("{more} more causes are") };
        out.push(message("note", format!("{more} possible; --all lists them")));
    }
    for excluded in told.excluded() {
        let colon = if excluded.reason.is_empty() { "" } else { ": " };
        out.push(message("ruled out", excluded.titles.join("; ") + colon + &excluded.reason.join(" ")));
    }
    out.extend(
        finding.warnings.iter().map(|warning| message("warning", format!("{} [{}]", warning.text, warning.cause))),
    );
    for statement in &finding.statements {
        let word = if statement.yes { "yes" } else { "no" };
        out.push(message("stated", format!("{} {word}. {}", statement.question, statement.says)));
    }
    if let Some(question) = &finding.next_question {
        out.push(message("question", format!("{} Yes: {} No: {}", question.text, question.yes, question.no)));
        if style.takes_answers {
            out.push(message("answer it", format!("--answer {0}=yes or --answer {0}=no", question.cause)));
        }
    }
    out
}

/// A note on the quoted request.
struct Span {
    range: std::ops::Range<usize>,
    label: String,
    primary: bool,
}

/// The request as lines, and the notes on them as byte ranges.
fn quoted(finding: &Finding) -> (String, Vec<Span>) {
    let request = &finding.request;
    let mut source = phrases::request_line(finding).map_or(String::new(), |line| line + "\n");
    let mut spans = Vec::new();
    let shown = request.parameters.iter().take(MOST_PARAMETERS);
    let widest = shown.clone().map(|parameter| parameter.name.chars().count()).max().unwrap_or(0).min(24);
    for parameter in shown {
        let indent = if parameter.place == Place::Claim { "    " } else { "  " };
        let width = widest.saturating_sub(indent.len() - 2);
        let _ = write!(source, "{indent}{:width$} = ", parameter.name);
        let start = source.len();
        source.push_str(&parameter.shown);
        for annotation in &parameter.annotations {
            spans.push(span(annotation, &parameter.shown, start, finding));
        }
        if let Some(about) = phrases::about(parameter) {
            let _ = write!(source, "{}({about})", if parameter.shown.is_empty() { "" } else { "  " });
        }
        source.push('\n');
    }
    if request.parameters.len() > MOST_PARAMETERS {
        let _ = writeln!(source, "  and {} more", request.parameters.len() - MOST_PARAMETERS);
    }
    (source, spans)
}

fn span(annotation: &Annotation, shown: &str, start: usize, finding: &Finding) -> Span {
    let byte = |letter: u32| shown.char_indices().nth(letter as usize).map_or(shown.len(), |(at, _)| at);
    let range = match annotation.range {
        Some(range) => start + byte(range.start)..start + byte(range.end),
        None => start..start + shown.len(),
    };
    let strongest = finding.causes.first().map(|cause| &*cause.id);
    Span { range, label: annotation.text.clone().into_owned(), primary: annotation.cause.as_deref() == strongest }
}
