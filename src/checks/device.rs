//! Questions about a device code: its age, whether it is the one that was issued, and how fast it is asked for (RFC 8628).

use super::{Answer, Fact, clock::seconds_between, earlier_by, quoted_only, yes_if};
use crate::{
    exchange::{Exchange, Value},
    report::Kind,
    secret::Sealed,
    time::words_for_duration,
    timeline::{Milestone, View},
};

const NO_CODE: Answer = Answer::Unknown("The request sends no device code that can be read.");
const NO_ISSUE: Answer = Answer::Unknown("The answer that issued this device code was not seen.");
const NO_CLOCK: Answer = Answer::Unknown("The input gives no times, so the device code's age is not known.");

/// The interval where the answer names none, in seconds (RFC 8628 section 3.5).
const INTERVAL: i64 = 5;

/// Polls may come this much early: requests take different times to arrive, in milliseconds.
const TOLERANCE: i64 = 200;

fn code(view: View<'_>) -> Option<&Sealed> {
    view.this().sealed("device_code")
}

fn issued(exchange: &Exchange) -> Option<&Sealed> {
    let is_issue = exchange.kind == Kind::DeviceAuthorization && exchange.succeeded();
    exchange.answer.member("device_code").filter(|_| is_issue).and_then(Value::sealed)
}

/// The answer that issued the device code of `view`.
fn issue<'a>(view: View<'a>, code: &Sealed) -> Option<(u32, &'a Exchange)> {
    view.earlier(code.fingerprint)
        .rfind(|(_, other)| issued(other).is_some_and(|issued| issued.fingerprint == code.fingerprint))
}

/// The earlier token requests with this device code.
fn polls<'a>(view: View<'a>, code: &Sealed) -> impl DoubleEndedIterator<Item = (u32, &'a Exchange)> {
    let fingerprint = code.fingerprint;
    view.earlier(fingerprint).filter(move |(_, other)| {
        other.kind == Kind::TokenRequest
            && other.sealed("device_code").is_some_and(|sent| sent.fingerprint == fingerprint)
    })
}

/// Is the device code older than the life that its answer named?
pub fn device_code_life_over(view: View<'_>) -> Answer {
    age(view, |age, life| age >= life)
}

/// Is the device code whole, within its life, and not used up?
pub fn device_code_in_life(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    if !code.shape.flaws.is_empty() || device_code_redeemed_before(view).is_yes() {
        return Answer::No;
    }
    age(view, |age, life| (0..life).contains(&age))
}

fn age(view: View<'_>, holds: impl Fn(i64, i64) -> bool) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let Some((number, issue)) = issue(view, code) else { return NO_ISSUE };
    let Some(life) = number_of(issue, "expires_in") else {
        return Answer::Unknown("The answer that issued this device code names no expires_in.");
    };
    let Some(age) = seconds_between(issue, view.this()) else { return NO_CLOCK };
    yes_if(holds(age, life), || {
        Fact::new(format!(
            "#{number} issued this device code for {}, {} before this request.",
            words_for_duration(life.saturating_mul(1000)),
            words_for_duration(age.saturating_mul(1000)),
        ))
        .of([number])
        .on("device_code", format!("issued in #{number} for {}", words_for_duration(life.saturating_mul(1000))))
    })
}

/// Was the device code already exchanged for tokens?
pub fn device_code_redeemed_before(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    match polls(view, code).find(|(_, other)| other.succeeded()) {
        Some((number, other)) => Answer::Yes(
            Fact::new(format!("#{number} exchanged this device code for tokens{}.", earlier_by(view, other)))
                .of([number])
                .on("device_code", format!("used up in #{number}")),
        ),
        None => Answer::No,
    }
}

/// Is another value sent than the device code that the latest answer issued?
pub fn device_code_not_the_issued(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(code) = code(view) else { return NO_CODE };
    if issue(view, code).is_some() {
        return Answer::No;
    }
    let Some((number, whole)) =
        view.latest(Milestone::DeviceCode).find_map(|(number, other)| Some((number, issued(other)?)))
    else {
        return NO_ISSUE;
    };
    let said = if code.is_cut_from(whole) {
        format!("The device code is the beginning of the one that #{number} issued.")
    } else if code.decoded == Some(whole.fingerprint) {
        format!("The device code is the one that #{number} issued, encoded twice.")
    } else {
        format!("The device code is not the one that #{number} issued.")
    };
    Answer::Yes(Fact::new(said).of([number]).on("device_code", format!("not the device code of #{number}")))
}

/// Did the last poll with this device code come less than the interval ago?
pub fn polled_too_fast(view: View<'_>) -> Answer {
    polled(view, |since, interval| since < interval.saturating_mul(1000) - TOLERANCE)
}

/// Did the last poll with this device code come an interval ago, or more?
pub fn polled_in_time(view: View<'_>) -> Answer {
    polled(view, |since, interval| since >= interval.saturating_mul(1000))
}

fn polled(view: View<'_>, holds: impl Fn(i64, i64) -> bool) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let Some((last, other)) = polls(view, code).next_back() else {
        return Answer::Unknown("No earlier poll with this device code was seen.");
    };
    let Some(since) = view.since(other) else { return NO_CLOCK };
    let slowed = polls(view, code).filter(|(_, other)| other.answer.error.as_deref() == Some("slow_down")).count();
    let named = issue(view, code).and_then(|(_, issue)| number_of(issue, "interval")).unwrap_or(INTERVAL);
    // Each slow_down adds five seconds (RFC 8628 section 3.5).
    let interval = named.saturating_add(i64::try_from(slowed).unwrap_or(0).saturating_mul(5));
    yes_if(holds(since, interval), || {
        Fact::new(format!(
            "#{last} polled with this device code {} before; the interval is {interval} s.",
            words_for_duration(since)
        ))
        .of([last])
    })
}

fn number_of(exchange: &Exchange, name: &str) -> Option<i64> {
    exchange.answer.text(name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;

    const ISSUE: &str = "POST https://oauth2.googleapis.com/device/code\n\nclient_id=x-EXAMPLE&scope=openid\n\n200\n\n\
        {\"device_code\":\"4/EXAMPLE-device-code-abcdefghij\",\"expires_in\":1800,\"interval\":5}\n";

    fn poll(code: &str, answer: &str) -> String {
        format!(
            "POST https://oauth2.googleapis.com/token\n\ngrant_type=urn:ietf:params:oauth:grant-type:device_code\
             &device_code={code}&client_id=x-EXAMPLE\n\n{answer}\n"
        )
    }

    const CODE: &str = "4/EXAMPLE-device-code-abcdefghij";
    const PENDING: &str = "428\n\n{\"error\":\"authorization_pending\"}";

    #[test]
    fn its_age() {
        let after =
            |wait: &str| format!("{ISSUE}\n### +{wait}\n{}", poll(CODE, "400\n\n{\"error\":\"invalid_grant\"}"));
        assert!(fact(&ask(device_code_life_over, &after("31m"))).contains("for 30 min, 31 min before"));
        assert_eq!(ask(device_code_life_over, &after("29m")), Answer::No);
        assert!(ask(device_code_in_life, &after("29m")).is_yes());
        assert_eq!(ask(device_code_life_over, &poll(CODE, PENDING)), NO_ISSUE);
        let elsewhere =
            after("31m").replace("/device/code", "/token").replacen("client_id", "grant_type=x&client_id", 1);
        assert_eq!(ask(device_code_life_over, &elsewhere), NO_ISSUE, "another address issues no device code");
    }

    #[test]
    fn another_one_or_a_used_one() {
        let other = format!("{ISSUE}\n### +9s\n{}", poll("4/EXAMPLE-another-code", PENDING));
        assert!(fact(&ask(device_code_not_the_issued, &other)).contains("not the one that #1 issued"));
        let cut = format!("{ISSUE}\n### +9s\n{}", poll(&CODE[..20], PENDING));
        assert!(fact(&ask(device_code_not_the_issued, &cut)).contains("is the beginning of"));
        let used = format!(
            "{ISSUE}\n### +9s\n{}\n### +9s\n{}",
            poll(CODE, "200\n\n{\"access_token\":\"ya29.EXAMPLE\"}"),
            poll(CODE, PENDING)
        );
        assert!(ask(device_code_redeemed_before, &used).is_yes());
        let as_code = used.replacen("device_code=4", "code=4", 1);
        assert_eq!(ask(device_code_redeemed_before, &as_code), Answer::No, "it was sent as something else");
        assert_eq!(ask(device_code_in_life, &used), Answer::No);
    }

    #[test]
    fn how_fast_it_is_asked_for() {
        let twice = |wait: &str, first: &str| {
            format!("{ISSUE}\n### +5s\n{}\n### +{wait}\n{}", poll(CODE, first), poll(CODE, PENDING))
        };
        assert!(
            fact(&ask(polled_too_fast, &twice("2s", PENDING))).contains("#2 polled with this device code 2 s before")
        );
        assert_eq!(ask(polled_too_fast, &twice("5s", PENDING)), Answer::No);
        assert_eq!(ask(polled_too_fast, &twice("4800ms", PENDING)), Answer::No, "requests take different times");
        assert!(ask(polled_in_time, &twice("5s", PENDING)).is_yes());
        let slow = "403\n\n{\"error\":\"slow_down\"}";
        assert!(fact(&ask(polled_too_fast, &twice("6s", slow))).contains("the interval is 10 s"));
    }
}
