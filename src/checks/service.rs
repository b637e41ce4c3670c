//! Questions about the server's state, as far as a session shows it: how many requests came at once, and whether others
//! failed with them.

use super::{Answer, Fact, earlier_by, yes_if};
use crate::{
    exchange::{Exchange, Grant},
    report::Kind,
    secret::Fingerprint,
    timeline::View,
};

const NO_CLOCK: Answer =
    Answer::Unknown("The input gives no times, so it is not known how many requests came at once.");

/// How many earlier exchanges are counted at most.
const SEARCHED: usize = 200;

/// This many token requests within a minute are more than one application's normal course. Google gives no figure.
const MANY: usize = 10;
const MINUTE: i64 = 60_000;

/// Did many token requests of the same client come within a minute before this one?
pub fn many_token_requests_at_once(view: View<'_>) -> Answer {
    if view.this().started.is_none() {
        return NO_CLOCK;
    }
    let own = client(view.this());
    let is_like_this = |other: &Exchange| {
        other.kind == view.this().kind
            && client(other) == own
            && view.since(other).is_some_and(|millis| (0..MINUTE).contains(&millis))
    };
    let numbers: Vec<_> =
        view.backwards().take(SEARCHED).filter(|(_, other)| is_like_this(other)).map(|(number, _)| number).collect();
    yes_if(numbers.len() >= MANY, || {
        Fact::new(format!("{} requests of this client came within the minute before.", numbers.len()))
            .of(numbers.into_iter().take(3))
    })
}

/// How long ago a refresh token may have worked, in milliseconds, for its sudden death to be odd.
const HOUR: i64 = 3_600_000;

/// Was this very refresh token accepted, or issued, within the last hour, and not revoked since?
pub fn refresh_token_worked_within_an_hour(view: View<'_>) -> Answer {
    let Some(token) = view.this().sealed("refresh_token") else {
        return Answer::Unknown("The request sends no refresh token that can be read.");
    };
    let is_recent =
        |other: &Exchange| view.since(other).is_some_and(|millis| (0..HOUR).contains(&millis)) && other.succeeded();
    match view.earlier(token.fingerprint).rfind(|(_, other)| other.kind == Kind::TokenRequest && is_recent(other)) {
        Some((number, other)) => Answer::Yes(
            Fact::new(format!("This very token worked in #{number}{}.", earlier_by(view, other))).of([number]),
        ),
        None => Answer::No,
    }
}

/// Several tokens are this many, and at once is within this many milliseconds.
const SEVERAL: usize = 3;
const AT_ONCE: i64 = 600_000;

/// Do several refresh tokens of this client fail within ten minutes, with the same answer?
pub fn several_refresh_tokens_fail_at_once(view: View<'_>) -> Answer {
    let this = view.this();
    let Some(token) = this.sealed("refresh_token") else {
        return Answer::Unknown("The request sends no refresh token that can be read.");
    };
    if this.started.is_none() {
        return NO_CLOCK;
    }
    let own = client(this);
    let fails_alike = |other: &Exchange| {
        other.grant == Some(Grant::RefreshToken)
            && other.started.is_some()
            && other.answer.error == this.answer.error
            && other.answer.description == this.answer.description
            && client(other) == own
    };
    let mut tokens = vec![token.fingerprint];
    let mut numbers = Vec::new();
    let is_recent = |other: &Exchange| view.since(other).is_none_or(|millis| millis < AT_ONCE);
    let recent = view.backwards().take(SEARCHED).take_while(|(_, other)| is_recent(other));
    for (number, other) in recent.filter(|(_, other)| fails_alike(other)) {
        let Some(other) = other.sealed("refresh_token").map(|token| token.fingerprint) else { continue };
        if !tokens.contains(&other) {
            tokens.push(other);
            numbers.push(number);
        }
    }
    yes_if(tokens.len() >= SEVERAL, || {
        Fact::new(format!(
            "{} refresh tokens of this client fail within ten minutes, with the same answer.",
            tokens.len()
        ))
        .of(numbers.into_iter().take(3))
    })
}

fn client(exchange: &Exchange) -> Option<Fingerprint> {
    exchange.sealed("client_id").map(|client| client.fingerprint)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, refusal, token_request};
    use super::*;

    fn refresh(token: &str, answer: &str) -> String {
        token_request(&format!("grant_type=refresh_token&refresh_token=1//0gEXAMPLE-{token}&client_id=x"), answer)
    }

    fn one_after_another(requests: &[String], by: &str) -> String {
        requests.join(&format!("\n### +{by}\n"))
    }

    #[test]
    fn many_at_once() {
        let twelve = vec![refresh("a", &refusal("x")); 12];
        assert!(fact(&ask(many_token_requests_at_once, &one_after_another(&twelve, "1s"))).starts_with("11 requests"));
        assert_eq!(ask(many_token_requests_at_once, &one_after_another(&twelve, "30s")), Answer::No);
        let mut others = twelve.clone();
        others[11] = refresh("a", &refusal("x")).replace("client_id=x", "client_id=y");
        assert_eq!(ask(many_token_requests_at_once, &one_after_another(&others, "1s")), Answer::No);
        assert_eq!(ask(many_token_requests_at_once, &refresh("a", &refusal("x"))), NO_CLOCK);
    }

    #[test]
    fn a_token_that_worked_lately() {
        let worked =
            [refresh("a", "200\n\n{\"access_token\":\"ya29.a0EXAMPLE\"}"), refresh("a", &refusal("Bad Request"))];
        assert!(ask(refresh_token_worked_within_an_hour, &one_after_another(&worked, "5m")).is_yes());
        assert_eq!(ask(refresh_token_worked_within_an_hour, &one_after_another(&worked, "2h")), Answer::No);
    }

    #[test]
    fn several_tokens() {
        let three: Vec<_> = ["a", "b", "c"].map(|token| refresh(token, &refusal("Bad Request"))).into();
        let text = one_after_another(&three, "10s");
        assert!(fact(&ask(several_refresh_tokens_fail_at_once, &text)).starts_with("3 refresh tokens"));
        for by in ["5m", "9m"] {
            assert_eq!(ask(several_refresh_tokens_fail_at_once, &one_after_another(&three, by)), Answer::No, "{by}");
        }
        for (alike, other) in
            [("client_id=x", "client_id=y"), ("invalid_grant", "invalid_client"), ("Bad Request", "Token expired")]
        {
            let [first, rest @ ..] = three.as_slice() else { unreachable!("there are three") };
            let text = one_after_another(&[&[first.replace(alike, other)], rest].concat(), "10s");
            assert_eq!(ask(several_refresh_tokens_fail_at_once, &text), Answer::No, "{other}");
        }
        let same = vec![refresh("a", &refusal("Bad Request")); 3];
        assert_eq!(ask(several_refresh_tokens_fail_at_once, &one_after_another(&same, "1s")), Answer::No);
    }
}
