//! In: a report. Out: text for a terminal: each failure drawn as a compiler draws an error, with the request quoted, the
//! fault underlined, the evidence, what else is possible, and the fix.
//!
//! Every value comes from the report, so nothing secret can be printed. Text from servers is already made visible.

use super::words;
use crate::{
    prose,
    report::{Annotation, Answer, CauseFinding, Finding, Kind, Outcome, Parameter, Place, Report, Standing},
};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use std::fmt::Write;

/// Lines are wrapped here, in characters.
const WIDTH: usize = 100;

/// The report as text. `color` asks for ANSI colours.
pub fn report(report: &Report, color: bool) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        let text = if finding.outcome == Outcome::Failed { failure(finding, color) } else { line(finding) };
        out.push_str(&text);
        out.push('\n');
    }
    for note in &report.session.notes {
        words::wrap(&mut out, &note.text, 0, 6, "note: ", WIDTH);
    }
    out.push_str(&summary(report));
    out
}

/// The pages of the catalogue, one a line, or one page in full.
pub fn page(page: &prose::Page) -> String {
    let mut out = format!("{}\n{}\n\n", page.id, page.title);
    words::wrap(&mut out, page.summary, 0, 0, "", WIDTH);
    for (name, blocks) in [("Why", page.why), ("Check", page.check), ("Fix", page.fix)] {
        let _ = write!(out, "\n{name}\n{}", words::blocks(blocks, 2, WIDTH));
    }
    for variant in page.variants {
        let _ = write!(out, "\nFix with {}\n{}", variant.client, words::blocks(variant.blocks, 2, WIDTH));
    }
    out.push_str("\nSources\n");
    for source in page.sources {
        words::wrap(&mut out, &format!("{} {} ({})", source.says, source.url, source.seen), 2, 4, "- ", WIDTH);
    }
    out
}

fn line(finding: &Finding) -> String {
    let status = finding.answer.status.map_or("no answer".to_owned(), |status| status.to_string());
    let mut text = format!("#{} {}, {status}: {}\n", finding.number, kind(finding), finding.headline);
    if let Some(note) = &finding.answer.body_note {
        words::wrap(&mut text, note, 3, 3, "", WIDTH);
    }
    text
}

fn failure(finding: &Finding, color: bool) -> String {
    let (source, spans) = quoted(finding);
    let strongest = finding.causes.first().filter(|cause| cause.standing != Standing::RuledOut);
    let level = match finding.standing {
        Some(Standing::Confirmed) => Level::ERROR.with_name("confirmed"),
        Some(Standing::Likely) => Level::WARNING.with_name("likely"),
        Some(Standing::Possible) => Level::INFO.with_name("possible"),
        _ => Level::ERROR.with_name("failed"),
    };
    let mut title = level.primary_title(finding.headline.as_str());
    let is_open = finding.standing == Some(Standing::Possible);
    if let Some(cause) = strongest.filter(|_| !is_open) {
        title = title.id(cause.id.as_str());
    }
    let path = format!("#{} {}", finding.number, kind(finding));
    let mut snippet = Snippet::source(source).path(path).fold(false).line_numbering(false);
    for span in spans {
        let drawn = if span.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        snippet = snippet.annotation(drawn.span(span.range).label(span.label));
    }
    let mut elements: Vec<Element<'_>> = vec![snippet.into()];
    elements.extend(messages(finding, strongest));
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.term_width(WIDTH).render(&[Group::with_title(title).elements(elements)]);
    text.push('\n');
    if let Some(page) = strongest.and_then(|cause| prose::page(&cause.id)) {
        let _ = if is_open { writeln!(text, "\nFix, if it is this: {}", page.title) } else { writeln!(text, "\nFix") };
        text.push_str(&words::blocks(page.fix, 2, WIDTH));
        let _ = writeln!(text, "  More: grantlens causes {}", page.id);
    }
    text
}

fn messages<'a>(finding: &'a Finding, strongest: Option<&'a CauseFinding>) -> Vec<Element<'a>> {
    let message = |name: &'static str, text: String| {
        let mut wrapped = String::new();
        words::wrap(&mut wrapped, &text, 0, 0, "", WIDTH - name.len() - 5);
        Element::from(Level::NOTE.with_name(name).message(wrapped.trim_end().to_owned()))
    };
    let mut out = vec![message("answer", answer(&finding.answer))];
    if let Some(note) = &finding.answer.body_note {
        out.push(message("note", note.clone()));
    }
    for remark in &finding.request.remarks {
        out.push(message("note", remark.clone()));
    }
    if let Some(cause) = strongest {
        out.extend(cause.facts.iter().map(|fact| message("evidence", fact.text.clone())));
        out.extend(cause.unknown.iter().map(|reason| message("cannot tell", reason.clone())));
    }
    let is_open = finding.standing == Some(Standing::Possible);
    let others =
        finding.causes.iter().filter(|cause| is_open || strongest.is_none_or(|strongest| strongest.id != cause.id));
    for cause in others.clone().filter(|cause| cause.standing != Standing::RuledOut) {
        let word = match cause.standing {
            Standing::Confirmed => "also confirmed",
            Standing::Likely => "also likely",
            _ if is_open => "possible",
            _ => "also possible",
        };
        out.push(message(word, format!("{} [{}]", cause.title, cause.id)));
    }
    for cause in others.filter(|cause| cause.standing == Standing::RuledOut) {
        let reason = cause.facts.first().map_or(String::new(), |fact| format!(": {}", fact.text));
        out.push(message("ruled out", format!("{}{reason}", cause.title)));
    }
    if let Some(question) = &finding.next_question {
        out.push(message("question", format!("{} Yes: {} No: {}", question.text, question.yes, question.no)));
    }
    out
}

fn answer(answer: &Answer) -> String {
    let status = answer.status.map_or("none".to_owned(), |status| status.to_string());
    let words = [answer.error.as_deref(), answer.subtype.as_deref()].into_iter().flatten();
    let mut text = words.fold(status, |text, word| text + " " + word);
    if let Some(description) = &answer.description {
        let _ = write!(text, ": {description}");
    }
    text
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
    let mut source = format!("{} {}\n", request.method, request.url);
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
        if let Some(about) = about(parameter) {
            let _ = write!(source, "{}({about})", if parameter.shown.is_empty() { "" } else { "  " });
        }
        source.push('\n');
    }
    if request.parameters.len() > MOST_PARAMETERS {
        let _ = writeln!(source, "  and {} more", request.parameters.len() - MOST_PARAMETERS);
    }
    (source, spans)
}

/// A request is quoted up to here; a hostile one has thousands.
const MOST_PARAMETERS: usize = 40;

fn span(annotation: &Annotation, shown: &str, start: usize, finding: &Finding) -> Span {
    let byte = |letter: u32| shown.char_indices().nth(letter as usize).map_or(shown.len(), |(at, _)| at);
    let range = match annotation.range {
        Some(range) => start + byte(range.start)..start + byte(range.end),
        None => start..start + shown.len(),
    };
    let strongest = finding.causes.first().map(|cause| cause.id.as_str());
    Span { range, label: annotation.text.clone(), primary: annotation.cause.as_deref() == strongest }
}

fn about(parameter: &Parameter) -> Option<String> {
    let length = parameter.length.as_deref().map(|length| format!("{length} characters"));
    let fingerprint = parameter.fingerprint.as_deref().map(|print| format!("fingerprint {print}"));
    let parts: Vec<_> = parameter.kind.clone().into_iter().chain(length).chain(fingerprint).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn kind(finding: &Finding) -> String {
    let kind = match finding.kind {
        Kind::AuthorizationRequest => "authorization request",
        Kind::Redirect => "redirect back to the app",
        Kind::TokenRequest => "token request",
        Kind::Revocation => "revocation",
        Kind::DeviceAuthorization => "device authorization",
        Kind::ApiCall => "API call",
        Kind::AuthorizationError => "authorization error",
    };
    finding.grant.as_ref().map_or(kind.to_owned(), |grant| format!("{kind} ({grant})"))
}

fn summary(report: &Report) -> String {
    let count = |outcome| report.findings.iter().filter(|finding| finding.outcome == outcome).count();
    let confirmed = report.findings.iter().filter(|finding| finding.standing == Some(Standing::Confirmed)).count();
    let exchanges = report.findings.len();
    let plural = if exchanges == 1 { "" } else { "s" };
    format!("{exchanges} exchange{plural}, {} failed, {confirmed} with a confirmed cause\n", count(Outcome::Failed))
}
