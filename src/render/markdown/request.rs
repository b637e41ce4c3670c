//! In: a finding. Out: its request as a fenced block, each note under the characters that it is about.
//!
//! Values are those of the report: a sketch where something is hidden.

use super::inline::{self, one_line};
use crate::{
    render::phrases::{self, MOST_PARAMETERS},
    report::{Annotation, Finding, Parameter, Place},
};
use std::fmt::Write;

/// Appends the section.
pub(super) fn quoted(out: &mut String, finding: &Finding) {
    if !phrases::quotes_request(finding) {
        return;
    }
    let request = &finding.request;
    let mut text = phrases::request_line(finding).map_or(String::new(), |line| one_line(&line));
    let shown = request.parameters.iter().take(MOST_PARAMETERS);
    let width = shown.clone().map(|parameter| name(parameter).chars().count()).max().unwrap_or(0).min(WIDEST_NAME);
    for parameter in shown {
        if !text.is_empty() {
            text.push('\n');
        }
        line(&mut text, parameter, width);
    }
    if request.parameters.len() > MOST_PARAMETERS {
        let _ = write!(text, "\n  and {} more", request.parameters.len() - MOST_PARAMETERS);
    }
    out.push_str("### Request\n\n");
    inline::fenced(out, "text", &text);
    out.push('\n');
    if let Some(client) = &request.client_authentication {
        let _ = writeln!(out, "{}\n", inline::sentence(client));
    }
}

/// Longer names push their values to the right.
const WIDEST_NAME: usize = 26;

fn line(text: &mut String, parameter: &Parameter, width: usize) {
    let _ = write!(text, "{:width$} = {}", name(parameter), one_line(&parameter.shown));
    if let Some(about) = phrases::about(parameter) {
        let _ = write!(text, "{}({about})", if parameter.shown.is_empty() { "" } else { "  " });
    }
    let column = width.max(name(parameter).chars().count()) + " = ".len();
    for annotation in &parameter.annotations {
        let (start, end) = range(annotation, &parameter.shown);
        let _ = write!(text, "\n{:indent$}{} ", "", "^".repeat((end - start).max(1)), indent = column + start);
        text.push_str(&one_line(&annotation.text));
    }
}

fn name(parameter: &Parameter) -> String {
    let indent = if parameter.place == Place::Claim { "    " } else { "  " };
    indent.to_owned() + &one_line(&parameter.name)
}

/// The characters that a note is about, within what is shown.
fn range(annotation: &Annotation, shown: &str) -> (usize, usize) {
    let length = shown.chars().count();
    let within = |place: u32| (place as usize).min(length);
    annotation.range.map_or((0, length), |range| (within(range.start), within(range.end.max(range.start))))
}
