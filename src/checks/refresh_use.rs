//! Questions about how a refresh token was used within the session, beside others of its client.

use super::{
    Answer, Fact,
    clock::seconds_between,
    earlier_by,
    refresh_token::{account, issued},
    yes_if,
};
use crate::{
    exchange::Exchange,
    report::Kind,
    secret::Sealed,
    time::words_for_duration,
    timeline::{Milestone, View},
};

const NO_TOKEN: Answer = Answer::Unknown("The request sends no refresh token that can be read.");
const NOT_SEEN: Answer = Answer::Unknown("No earlier use of this refresh token was seen.");
const NO_CLOCK: Answer = Answer::Unknown("The input gives no times, so it is not known when the token was last used.");

/// Six months, a little less and a little more, in seconds: Google names no number of days.
const SURELY_LESS: i64 = 180 * 86_400;
const SURELY_MORE: i64 = 186 * 86_400;

/// Seven days and a little more, in seconds.
const SURELY_A_WEEK: i64 = 8 * 86_400;

/// How many earlier exchanges are searched.
const SEARCHED: usize = 1000;

/// Other tokens count that were accepted this long before, in milliseconds.
const LATELY: i64 = 600_000;

/// Was this very token issued or accepted less than six months ago?
pub fn refresh_token_used_within_six_months(view: View<'_>) -> Answer {
    last_used(view, |age| (0..SURELY_LESS).contains(&age))
}

/// Was this very token last issued or accepted more than six months ago, as far as the session tells?
pub fn refresh_token_unused_for_six_months(view: View<'_>) -> Answer {
    last_used(view, |age| age > SURELY_MORE)
}

/// Did this very token still work more than a week after it was first issued or accepted, as none of an app in Testing does?
pub fn refresh_token_outlived_a_week(view: View<'_>) -> Answer {
    let Some(token) = view.this().sealed("refresh_token") else { return NO_TOKEN };
    let mut worked = uses(view, token);
    let Some((first, earliest)) = worked.next() else { return NOT_SEEN };
    let Some((last, latest)) = worked.next_back() else { return Answer::No };
    let Some(life) = seconds_between(earliest, latest) else { return NO_CLOCK };
    yes_if(life > SURELY_A_WEEK, || {
        let words = words_for_duration(life.saturating_mul(1000));
        Fact::new(format!("This very token worked in #{first} and still in #{last}, {words} later.")).of([first, last])
    })
}

/// The earlier exchanges that issued or accepted this very token, the earliest first.
fn uses<'a>(view: View<'a>, token: &Sealed) -> impl DoubleEndedIterator<Item = (u32, &'a Exchange)> {
    let fingerprint = token.fingerprint;
    let here = move |sealed: Option<&Sealed>| sealed.is_some_and(|sealed| sealed.fingerprint == fingerprint);
    view.earlier(fingerprint).filter(move |(_, other)| {
        other.kind == Kind::TokenRequest
            && other.succeeded()
            && (here(other.sealed("refresh_token")) || here(issued(other)))
    })
}

fn last_used(view: View<'_>, holds: impl Fn(i64) -> bool) -> Answer {
    let Some(token) = view.this().sealed("refresh_token") else { return NO_TOKEN };
    let Some((number, other)) = uses(view, token).next_back() else { return NOT_SEEN };
    let Some(age) = seconds_between(other, view.this()) else { return NO_CLOCK };
    yes_if(holds(age), || {
        let before = words_for_duration(age.saturating_mul(1000));
        Fact::new(format!("This very token worked in #{number}, {before} before.")).of([number])
    })
}

/// Does the token belong to another account than the one that signed in last with this client?
pub fn refresh_token_of_another_account(view: View<'_>) -> Answer {
    let this = view.this();
    let Some(token) = this.sealed("refresh_token") else { return NO_TOKEN };
    let Some((number, issue)) = view.issue_of(token) else { return NOT_SEEN };
    let last = view.latest(Milestone::Redeemed).take(SEARCHED).find(|(_, other)| is_same_client(this, other));
    let (Some(holder), Some((last, sign_in))) = (account(issue), last) else {
        return Answer::Unknown("The answers hold no ID token, so it is not known whose tokens they are.");
    };
    let Some(signed_in) = account(sign_in) else {
        return Answer::Unknown("The answers hold no ID token, so it is not known whose tokens they are.");
    };
    yes_if(holder != signed_in, || {
        Fact::new(format!(
            "#{number} issued this token to another account than the one that signed in last, in #{last}."
        ))
        .of([number, last])
        .on("refresh_token", format!("not of the account of #{last}"))
    })
}

/// Did Google accept another refresh token of this client within the ten minutes before?
pub fn other_token_accepted_lately(view: View<'_>) -> Answer {
    let this = view.this();
    let Some(token) = this.sealed("refresh_token") else { return NO_TOKEN };
    let accepted = view.latest(Milestone::Refreshed).take(SEARCHED).find(|(_, other)| {
        other.provider == this.provider
            && is_same_client(this, other)
            && other.sealed("refresh_token").is_some_and(|sent| sent.fingerprint != token.fingerprint)
            && view.since(other).is_some_and(|millis| (0..LATELY).contains(&millis))
    });
    match accepted {
        Some((number, other)) => Answer::Yes(
            Fact::new(format!(
                "#{number} refreshed another token of this client with success{}.",
                earlier_by(view, other)
            ))
            .of([number]),
        ),
        None => Answer::No,
    }
}

fn is_same_client(one: &Exchange, other: &Exchange) -> bool {
    let client = |exchange: &Exchange| exchange.sealed("client_id").map(|client| client.fingerprint);
    client(one).is_some() && client(one) == client(other)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, refusal, token_request};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    fn refresh(token: &str, answer: &str) -> String {
        token_request(&format!("grant_type=refresh_token&refresh_token={token}&client_id=x-EXAMPLE"), answer)
    }

    const WORKED: &str = "200\n\n{\"access_token\":\"ya29.EXAMPLE\"}";

    #[test]
    fn when_it_was_used_last() {
        let after = |wait: &str| {
            format!(
                "### +0s\n{}\n### +{wait}\n{}",
                refresh("1//0gEXAMPLE", WORKED),
                refresh("1//0gEXAMPLE", &refusal("x"))
            )
        };
        assert!(fact(&ask(refresh_token_used_within_six_months, &after("90d"))).contains("in #1, 90 days before"));
        assert!(ask(refresh_token_unused_for_six_months, &after("200d")).is_yes());
        for wait in ["90d", "183d", "186d"] {
            assert_eq!(ask(refresh_token_unused_for_six_months, &after(wait)), Answer::No, "{wait}");
        }
        assert_eq!(ask(refresh_token_used_within_six_months, &after("183d")), Answer::No);
        assert_eq!(ask(refresh_token_used_within_six_months, &refresh("1//0gEXAMPLE", &refusal("x"))), NOT_SEEN);
        let refused = after("90d").replacen(WORKED, &refusal("x"), 1);
        assert_eq!(ask(refresh_token_used_within_six_months, &refused), NOT_SEEN, "it did not work then");
    }

    #[test]
    fn how_long_it_lived() {
        let used = |wait: &str| {
            let (worked, failed) = (refresh("1//0gEXAMPLE", WORKED), refresh("1//0gEXAMPLE", &refusal("x")));
            format!("### +0s\n{worked}\n### +{wait}\n{worked}\n### +1h\n{failed}")
        };
        assert_eq!(
            fact(&ask(refresh_token_outlived_a_week, &used("12d"))),
            "This very token worked in #1 and still in #2, 12 days later."
        );
        for wait in ["6d", "8d"] {
            assert_eq!(ask(refresh_token_outlived_a_week, &used(wait)), Answer::No, "{wait}");
        }
        let once = format!("{}\n### +20d\n{}", refresh("1//0gEXAMPLE", WORKED), refresh("1//0gEXAMPLE", &refusal("x")));
        assert_eq!(ask(refresh_token_outlived_a_week, &once), Answer::No, "it may have died after a week");
        assert_eq!(ask(refresh_token_outlived_a_week, &refresh("1//0gEXAMPLE", &refusal("x"))), NOT_SEEN);
    }

    #[test]
    fn whose_it_is() {
        let sign_in = |code: &str, token: &str, account: &str| {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let claims = format!("{{\"sub\":\"{account}\"}}");
            let id = format!("{}.{}.{}", part("{\"alg\":\"RS256\"}"), part(&claims), part("EXAMPLE"));
            token_request(
                &format!("grant_type=authorization_code&code={code}&client_id=x-EXAMPLE"),
                &format!(
                    "200\n\n{{\"access_token\":\"ya29.EXAMPLE\",\"refresh_token\":\"{token}\",\"id_token\":\"{id}\"}}"
                ),
            )
        };
        let flow = |second: &str| {
            format!(
                "{}\n### +1s\n{}\n### +1s\n{}",
                sign_in("4/0AEXAMPLE-1", "1//0gEXAMPLE-1", "EXAMPLE-one"),
                sign_in("4/0AEXAMPLE-2", "1//0gEXAMPLE-2", second),
                refresh("1//0gEXAMPLE-1", &refusal("x"))
            )
        };
        assert!(fact(&ask(refresh_token_of_another_account, &flow("EXAMPLE-two"))).contains("in last, in #2"));
        assert_eq!(ask(refresh_token_of_another_account, &flow("EXAMPLE-one")), Answer::No);
    }

    #[test]
    fn others_of_the_client() {
        let after = |other: &str, wait: &str| {
            format!("### +0s\n{}\n### +{wait}\n{}", refresh(other, WORKED), refresh("1//0gEXAMPLE", &refusal("x")))
        };
        assert!(ask(other_token_accepted_lately, &after("1//0gEXAMPLE-other", "1m")).is_yes());
        assert_eq!(ask(other_token_accepted_lately, &after("1//0gEXAMPLE", "1m")), Answer::No);
        assert_eq!(ask(other_token_accepted_lately, &after("1//0gEXAMPLE-other", "11m")), Answer::No);
        let other = after("1//0gEXAMPLE-other", "1m");
        for (what, text) in [
            ("another client", other.replacen("x-EXAMPLE", "y-EXAMPLE", 1)),
            ("no client", other.replace("&client_id=x-EXAMPLE", "")),
            ("another server", other.replacen("oauth2.googleapis.com", "login.example", 1)),
        ] {
            assert_eq!(ask(other_token_accepted_lately, &text), Answer::No, "{what}");
        }
    }
}
