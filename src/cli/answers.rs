//! In: `--answer app-in-testing=yes`. Out: the developer's answers, taken in by every finding that leaves the question open.

use grantlens::{causes, recorder::Recorder};
use std::str::FromStr;

/// An answer to the question of a cause's page.
#[derive(Clone)]
pub struct Answer {
    cause: &'static str,
    yes: bool,
}

impl FromStr for Answer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (cause, answer) = text.split_once('=').ok_or("expected a cause, `=`, and `yes` or `no`")?;
        let yes = match answer {
            "yes" => true,
            "no" => false,
            _ => return Err("after `=`, the answer is `yes` or `no`".to_owned()),
        };
        let known = causes::all().iter().find(|known| known.id == cause);
        let known = known.ok_or_else(|| format!("there is no cause `{cause}`; `grantlens causes` lists them all"))?;
        if known.ask.is_none() {
            return Err(format!("the page of `{cause}` puts no question"));
        }
        Ok(Self { cause: known.id, yes })
    }
}

/// Takes `answers` in; one that no finding asks for is told on standard error.
pub fn apply(recorder: &mut Recorder, answers: &[Answer]) {
    for answer in answers {
        if recorder.state_everywhere(answer.cause, answer.yes) == 0 {
            eprintln!("grantlens: no finding leaves the question of `{}` open", answer.cause);
        }
    }
}
