//! In: a finding and a distance. Out: the same finding with its number, and every number that it mentions, moved by that much.
//!
//! Imported findings come first in the list, and recorded ones are numbered on. Each of the two was judged without the other.

use crate::report::{Fact, Finding};

/// Moves the numbers of `finding` by `by`.
pub(crate) fn renumber(finding: &mut Finding, by: i64) {
    if by == 0 {
        return;
    }
    let mut mentioned: Vec<u32> = finding.related.iter().map(|related| related.number).collect();
    mentioned.extend(facts(finding).flat_map(|fact| fact.exchanges.iter().copied()));

    finding.number = moved(finding.number, by);
    finding.flow = moved(finding.flow, by);
    for related in &mut finding.related {
        related.number = moved(related.number, by);
    }
    for link in &mut finding.links {
        link.from = moved(link.from, by);
    }
    for fact in facts(finding) {
        fact.text = retold(&fact.text, &mentioned, by).into();
        for number in &mut fact.exchanges {
            *number = moved(*number, by);
        }
    }
    for parameter in finding.request.parameters.iter_mut().chain(&mut finding.answer.members) {
        for annotation in &mut parameter.annotations {
            annotation.text = retold(&annotation.text, &mentioned, by).into();
        }
    }
    for warning in &mut finding.warnings {
        warning.text = retold(&warning.text, &mentioned, by).into();
    }
}

fn facts(finding: &mut Finding) -> impl Iterator<Item = &mut Fact> {
    let causes = finding.causes.iter_mut().flat_map(|cause| &mut cause.facts);
    causes.chain(finding.warnings.iter_mut().flat_map(|warning| &mut warning.facts))
}

/// `text` with each `#N` moved whose number is among those that are mentioned.
fn retold(text: &str, mentioned: &[u32], by: i64) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        let (before, after) = rest.split_at(at + 1);
        told.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        match after[..digits].parse().ok().filter(|number| mentioned.contains(number)) {
            Some(number) => told.push_str(&moved(number, by).to_string()),
            None => told.push_str(&after[..digits]),
        }
        rest = &after[digits..];
    }
    told.push_str(rest);
    told
}

fn moved(number: u32, by: i64) -> u32 {
    u32::try_from(i64::from(number).saturating_add(by)).unwrap_or(0)
}
