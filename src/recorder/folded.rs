//! In: findings for which there is no room. Out: [`Folded`], what stays of them: how many they were, how they ended, what explained
//! them most often; and the sentence that says so.

use crate::report::{Finding, Folded, Note, Outcome, Standing};
use std::{cmp::Reverse, fmt::Write};

impl Folded {
    /// Counts `findings`.
    pub fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            self.exchanges += 1;
            if !is_failure(finding) {
                continue;
            }
            self.failures += 1;
            let strongest = finding.causes.first().filter(|cause| cause.standing != Standing::RuledOut);
            let count = match strongest {
                Some(cause) => self.causes.entry(cause.id.clone().into_owned()).or_default(),
                None => &mut self.unexplained,
            };
            *count += 1;
        }
    }

    /// What is to be said of them; nothing when there are none.
    pub fn note(&self) -> Option<Note> {
        let (count, failures) = (self.exchanges, self.failures);
        let older = match count {
            0 => return None,
            1 => "1 older exchange is counted and not listed".to_owned(),
            _ => format!("{count} older exchanges are counted and not listed"),
        };
        let mut text = match failures {
            0 => format!("{older}. None of them failed"),
            _ => format!("{older}. {failures} of them failed"),
        };
        let mut causes: Vec<_> = self.causes.iter().map(|(id, count)| (*count, id.as_str())).collect();
        causes.sort_by_key(|(count, _)| Reverse(*count));
        let others: u64 = causes.iter().skip(MOST_CAUSES).map(|(count, _)| count).sum();
        let told = causes.iter().take(MOST_CAUSES).map(|(count, id)| (*count, *id));
        let rest = [(others, "another cause"), (self.unexplained, "none")].into_iter().filter(|(count, _)| *count > 0);
        for (position, (count, what)) in told.chain(rest).enumerate() {
            let before = if position == 0 { "; the strongest cause is" } else { "," };
            let _ = write!(text, "{before} {what} in {count}");
        }
        text.push('.');
        Some(Note { id: "older-counted".to_owned(), text })
    }
}

/// True for what the tool is there to explain: a failure, and an exchange that has a cause although its answer was not seen.
pub fn is_failure(finding: &Finding) -> bool {
    finding.outcome == Outcome::Failed || finding.standing.is_some()
}

/// So many causes are named, the most frequent ones.
const MOST_CAUSES: usize = 5;
