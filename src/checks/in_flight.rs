//! Questions about requests that were under way at the same time with the same code: the one that the server takes first uses
//! the code up, and the other one fails, whichever started first.
//!
//! How long a request took is known from DevTools and HAR files; without it nothing is concluded.

use super::{Answer, Fact, callback::is_same_request};
use crate::{
    exchange::Exchange,
    report::{Kind, Outcome},
    time::words_for_duration,
    timeline::View,
};

/// Was this very code sent again, and accepted, while this request was in flight?
pub fn code_accepted_meanwhile(view: View<'_>) -> Answer {
    meanwhile(view, Kind::TokenRequest, Exchange::succeeded, "and accepted")
}

/// Was this very code sent again while this request was in flight, in a request whose answer shows no other reason for a
/// failure?
pub fn code_sent_meanwhile(view: View<'_>) -> Answer {
    meanwhile(view, Kind::TokenRequest, |other| other.answer.outcome == Outcome::Unknown, "and its answer was not seen")
}

/// Was the app's callback loaded again with this code, without failing, while this load was in flight?
pub fn callback_loaded_meanwhile(view: View<'_>) -> Answer {
    let holds = |other: &Exchange| is_same_request(view.this(), other) && other.answer.outcome != Outcome::Failed;
    meanwhile(view, Kind::Redirect, holds, "and it did not fail")
}

fn meanwhile(view: View<'_>, kind: Kind, holds: impl Fn(&Exchange) -> bool, ending: &str) -> Answer {
    let this = view.this();
    let Some(code) = this.sealed("code") else {
        return Answer::Unknown("The request sends no code that can be read.");
    };
    if this.started.is_none() || this.duration.is_none() {
        return Answer::Unknown(
            "The input does not tell how long this request took, so what was in flight with it is not known.",
        );
    }
    let same = |other: &Exchange| {
        this.kind == kind
            && other.kind == kind
            && other.sealed("code").is_some_and(|there| there.fingerprint == code.fingerprint)
    };
    match view.meanwhile(code.fingerprint).find(|(_, other)| same(other) && holds(other)) {
        Some((number, other)) => {
            let later = words_for_duration(view.since(other).unwrap_or_default());
            Answer::Yes(
                Fact::new(format!(
                    "The same code was sent in #{number}, {later} later, while this request was in flight, {ending}."
                ))
                .of([number])
                .on("code", format!("#{number} sent the same code at the same time")),
            )
        }
        None => Answer::No,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{exchanges, fact, refusal, timeline, token_request};
    use super::*;
    use crate::{intake::http, secret::Key, timeline::Timeline};

    const BODY: &str = "grant_type=authorization_code&code=4/0AEXAMPLE-code-abcdefghijklmnop";

    /// The answer about the first of two exchanges, each of which took this long.
    fn first(check: super::super::Check, second: &str, duration: Option<u32>) -> Answer {
        let text = format!("### +0s\n{}\n### +40ms\n{second}", token_request(BODY, &refusal("Bad Request")));
        let mut timeline = Timeline::default();
        for mut entry in http::read(&text).expect("exchanges") {
            entry.duration = duration;
            timeline.insert(Exchange::read(&entry, &Key::new([7; 32])).expect("an exchange"));
        }
        check(timeline.view(0))
    }

    #[test]
    fn a_code_that_was_sent_at_the_same_time() {
        let accepted = token_request(BODY, "200\n\n{\"access_token\":\"ya29.EXAMPLE\"}");
        assert_eq!(
            fact(&first(code_accepted_meanwhile, &accepted, Some(120))),
            "The same code was sent in #2, 40 ms later, while this request was in flight, and accepted."
        );
        assert_eq!(
            first(code_accepted_meanwhile, &accepted, Some(39)),
            Answer::No,
            "answered before the other started"
        );
        assert!(matches!(first(code_accepted_meanwhile, &accepted, None), Answer::Unknown(_)));
        assert_eq!(first(code_sent_meanwhile, &accepted, Some(120)), Answer::No);
        let unanswered = format!("POST https://oauth2.googleapis.com/token\n\n{BODY}\n");
        assert!(
            fact(&first(code_sent_meanwhile, &unanswered, Some(120)))
                .ends_with("in flight, and its answer was not seen.")
        );
        let refused = token_request(BODY, &refusal("Bad Request"));
        assert_eq!(first(code_accepted_meanwhile, &refused, Some(120)), Answer::No);
        let other = accepted.replace("0AEXAMPLE-code", "0AEXAMPLE-other");
        assert_eq!(first(code_accepted_meanwhile, &other, Some(120)), Answer::No);
        let callback =
            "GET http://localhost:3000/callback?code=4%2F0AEXAMPLE-code-abcdefghijklmnop&state=s-EXAMPLE\n\n200\n";
        assert_eq!(
            first(code_accepted_meanwhile, callback, Some(120)),
            Answer::No,
            "the app was asked, not the server"
        );
    }

    #[test]
    fn a_callback_that_was_loaded_at_the_same_time() {
        let callback = "GET http://localhost:3000/callback?code=4%2F0AEXAMPLE-code-abcdefghijkl&state=s-EXAMPLE";
        let of = |second: &str, took: u32| {
            let mut pair = exchanges(&format!("### +0s\n{callback}\n\n500\n\n### +40ms\n{second}"));
            for exchange in &mut pair {
                exchange.duration = Some(took);
            }
            callback_loaded_meanwhile(timeline(pair).view(0))
        };
        let worked = format!("{callback}\n\n302\nLocation: /inbox\n");
        assert!(
            fact(&of(&worked, 120)).contains("#2, 40 ms later, while this request was in flight, and it did not fail")
        );
        assert_eq!(of(&worked, 30), Answer::No, "answered before the other started");
        assert_eq!(of(&format!("{callback}\n\n500\n"), 120), Answer::No, "both fail");
    }
}
