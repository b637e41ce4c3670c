//! Questions about the assertion of a JWT bearer grant (RFC 7523 section 3): its times against the server's clock, its
//! issuer, its audience, the form of its signature. Nothing is verified: the key is not here.

use super::{Answer, Fact, quoted_only, yes_if};
use crate::{
    exchange::{ClaimValue, Jwt},
    report::Place,
    secret::ValueKind,
    time::words_for_duration,
    timeline::View,
};

const NO_ASSERTION: Answer = Answer::Unknown("The request sends no assertion that can be read.");
const NO_DATE: Answer = Answer::Unknown("The answer has no Date header, so the server's clock is not known.");

/// Differences up to here come from networks and rounding, in seconds.
const TOLERANCE: i64 = 300;

/// The longest life of an assertion: an hour (<https://developers.google.com/identity/protocols/oauth2/service-account>),
/// and the minute more that a library dates back and Google takes.
const LONGEST_LIFE: i64 = 3660;

struct Times {
    issued: i64,
    expires: i64,
}

fn times(jwt: &Jwt) -> Option<Times> {
    let number = |name| jwt.claim(name).and_then(ClaimValue::number);
    let times = Times { issued: number("iat")?, expires: number("exp")? };
    let life = times.expires.checked_sub(times.issued)?;
    ((0..MILLISECONDS).contains(&times.issued) && (1..=LONGEST_LIFE).contains(&life)).then_some(times)
}

/// The times of the assertion and the server's clock, in seconds since the epoch.
fn clocks(view: View<'_>) -> Result<(Times, i64), Answer> {
    let jwt = view.this().assertion().ok_or(NO_ASSERTION)?;
    let times = times(jwt).ok_or(Answer::No)?;
    Ok((times, view.this().answer.date.ok_or(NO_DATE)?))
}

/// Is `iat` ahead of the server's clock by more than five minutes, and not by whole hours?
pub fn assertion_clock_off(view: View<'_>) -> Answer {
    let (times, date) = match clocks(view) {
        Ok(clocks) => clocks,
        Err(answer) => return answer,
    };
    let ahead = times.issued - date;
    yes_if(ahead > TOLERANCE && !is_whole_hours(ahead), || off_fact(ahead))
}

/// Is `iat` off the server's clock by a whole number of hours, as when local time is taken for UTC?
pub fn assertion_clock_off_by_hours(view: View<'_>) -> Answer {
    let (times, date) = match clocks(view) {
        Ok(clocks) => clocks,
        Err(answer) => return answer,
    };
    let ahead = times.issued - date;
    let fails = ahead.is_positive() || times.expires <= date;
    yes_if(fails && is_whole_hours(ahead), || off_fact(ahead))
}

/// Is `exp` behind the server's clock: a clock that is late, or an assertion that was kept too long?
pub fn assertion_expired(view: View<'_>) -> Answer {
    let (times, date) = match clocks(view) {
        Ok(clocks) => clocks,
        Err(answer) => return answer,
    };
    yes_if(times.expires <= date, || {
        let late = words_for_duration((date - times.expires) * 1000);
        Fact::new(format!("The assertion's exp was {late} past when the server answered."))
            .on("exp", format!("{late} before the server's clock"))
            .in_place(Place::Claim)
    })
}

/// Do `iat` and `exp` stand around the server's clock, as they must?
pub fn assertion_clock_right(view: View<'_>) -> Answer {
    let (times, date) = match clocks(view) {
        Ok(clocks) => clocks,
        Err(answer) => return answer,
    };
    yes_if(times.issued <= date + 30 && times.expires > date, || {
        Fact::new(format!(
            "The server's clock stands between iat and exp: {} after iat.",
            words_for_duration((date - times.issued).max(0) * 1000)
        ))
    })
}

/// Are `iat` and `exp` wrong in themselves: missing, no whole numbers, milliseconds, or more than an hour apart?
pub fn assertion_times_malformed(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    for name in ["iat", "exp"] {
        let problem = match jwt.claim(name) {
            None => "is missing",
            Some(ClaimValue::Number(number)) if *number >= MILLISECONDS => "is in milliseconds",
            Some(ClaimValue::Number(_)) => continue,
            Some(ClaimValue::Float) => "is no whole number",
            Some(_) => "is no number",
        };
        let fact = Fact::new(format!("The assertion's {name} {problem}; whole seconds since 1970 belong there."));
        return Answer::Yes(match problem {
            "is missing" => fact.on("assertion", format!("{name} is missing")),
            _ => fact.on(name, problem.to_owned()).in_place(Place::Claim),
        });
    }
    let number = |name| jwt.claim(name).and_then(ClaimValue::number).unwrap_or_default();
    let life = number("exp").saturating_sub(number("iat"));
    yes_if(!(1..=LONGEST_LIFE).contains(&life), || {
        let words = words_for_duration(life.saturating_mul(1000));
        let said = if life.is_positive() {
            format!("lies {words} after iat; an hour is the most")
        } else {
            "does not lie after iat".to_owned()
        };
        Fact::new(format!("The assertion's exp {said}.")).on("exp", said).in_place(Place::Claim)
    })
}

/// Can the signature not be one of RS256 with a key of 2048 or 4096 bits, whatever the key?
pub fn assertion_signature_malformed(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    let algorithm = match jwt.header("alg") {
        Some(ClaimValue::Text(algorithm)) => algorithm.as_str(),
        _ => "",
    };
    if algorithm != "RS256" {
        let fact = Fact::new("The assertion's alg is not RS256, the one that Google takes for service accounts.");
        return Answer::Yes(if algorithm.is_empty() {
            fact.on("assertion", "alg is missing or unknown")
        } else {
            fact.on("alg", "RS256 belongs here").in_place(Place::Claim)
        });
    }
    match jwt.signature {
        _ if jwt.has_stray_characters => Answer::Yes(
            Fact::new("The assertion holds characters that base64url does not: plus signs, slashes or blanks.")
                .on("assertion", "not plain base64url"),
        ),
        Some(256 | 384 | 512) => Answer::No,
        Some(bytes) => Answer::Yes(
            Fact::new(format!("The signature has {bytes} bytes; one of a 2048-bit key has 256."))
                .on("assertion", format!("a signature of {bytes} bytes")),
        ),
        None => {
            Answer::Yes(Fact::new("The signature is no base64url.").on("assertion", "a signature that is no base64url"))
        }
    }
}

/// Is `aud` something else than the address of the token endpoint?
pub fn assertion_audience_differs(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    match jwt.claim("aud") {
        Some(ClaimValue::Text(_)) => Answer::No,
        None => Answer::Yes(Fact::new("The assertion has no aud.").on("assertion", "aud is missing")),
        Some(_) => Answer::Yes(
            Fact::new("The assertion's aud is not the address of Google's token endpoint.")
                .on("aud", "https://oauth2.googleapis.com/token belongs here")
                .in_place(Place::Claim),
        ),
    }
}

/// Is `iss` something else than the address of a service account?
pub fn assertion_issuer_not_service_account(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    match jwt.claim("iss") {
        None => Answer::Yes(Fact::new("The assertion has no iss.").on("assertion", "iss is missing")),
        Some(iss) if iss.is_kind(ValueKind::ServiceAccount) => Answer::No,
        Some(iss) => {
            let words = iss.sealed().map_or("no text", |sealed| sealed.shape.kind.words());
            Answer::Yes(
                Fact::new(format!("The assertion's iss is {words}, not the address of a service account."))
                    .on("iss", format!("this is {words}"))
                    .in_place(Place::Claim),
            )
        }
    }
}

/// True for one hour or more, give or take two minutes.
fn is_whole_hours(seconds: i64) -> bool {
    let seconds = seconds.abs();
    let off = seconds % 3600;
    seconds >= 3480 && (off <= 120 || off >= 3480)
}

fn off_fact(ahead: i64) -> Fact {
    let words = words_for_duration(ahead * 1000);
    let side = if ahead.is_positive() { "ahead of" } else { "behind" };
    Fact::new(format!("The assertion's iat lies {words} {side} the server's clock."))
        .on("iat", format!("{words} {side} the server's clock"))
        .in_place(Place::Claim)
}

/// From here on a date counts milliseconds: as seconds it lies in the year 5138.
const MILLISECONDS: i64 = 100_000_000_000;

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, mark, token_request};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    // Mon, 05 Jan 2026 10:00:00 GMT
    const NOW: i64 = 1_767_607_200;

    fn request(claims: &str, signature: usize) -> String {
        let part = |text: &[u8]| URL_SAFE_NO_PAD.encode(text);
        let jwt = format!("{}.{}.{}", part(br#"{"alg":"RS256"}"#), part(claims.as_bytes()), part(&vec![7; signature]));
        let body = format!("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={jwt}");
        token_request(&body, "400\nDate: Mon, 05 Jan 2026 10:00:00 GMT\n\n{\"error\":\"invalid_grant\"}")
    }

    fn claims(issued: i64, expires: i64) -> String {
        format!(r#"{{"iss":"robot@example.iam.gserviceaccount.com","iat":{issued},"exp":{expires}}}"#)
    }

    #[test]
    fn a_clock_that_is_ahead() {
        let ahead = request(&claims(NOW + 1200, NOW + 4800), 256);
        assert_eq!(
            fact(&ask(assertion_clock_off, &ahead)),
            "The assertion's iat lies 20 min ahead of the server's clock."
        );
        assert_eq!(ask(assertion_clock_off_by_hours, &ahead), Answer::No);
        let right = request(&claims(NOW - 2, NOW + 3598), 256);
        assert_eq!(ask(assertion_clock_off, &right), Answer::No);
        assert!(ask(assertion_clock_right, &right).is_yes());
        let five_minutes = |more: i64| ask(assertion_clock_off, &request(&claims(NOW + 300 + more, NOW + 3900), 256));
        assert_eq!((five_minutes(0), five_minutes(1).is_yes()), (Answer::No, true));
    }

    #[test]
    fn whole_hours_are_a_time_zone() {
        let zone = request(&claims(NOW + 7205, NOW + 10_805), 256);
        assert_eq!(ask(assertion_clock_off, &zone), Answer::No);
        assert!(fact(&ask(assertion_clock_off_by_hours, &zone)).contains("lies 2 h ahead of"));
        let west = request(&claims(NOW - 18_000, NOW - 14_400), 256);
        assert!(fact(&ask(assertion_clock_off_by_hours, &west)).contains("5 h behind"));
    }

    #[test]
    fn times_that_are_wrong_in_themselves() {
        for (claims, said) in [
            (claims(NOW * 1000, NOW * 1000 + 3600), "milliseconds"),
            (claims(NOW, NOW + 7200), "2 h after iat"),
            (r#"{"exp":1}"#.to_owned(), "iat is missing"),
            (r#"{"iat":"1767607200","exp":1767610800}"#.to_owned(), "iat is no number"),
        ] {
            let answer = ask(assertion_times_malformed, &request(&claims, 256));
            assert!(fact(&answer).contains(said), "{answer:?}");
            let place = if said.ends_with("missing") { "assertion" } else { mark(&answer).0 };
            assert_eq!(mark(&answer).0, place, "what is missing is marked at the whole");
        }
        let answer = ask(assertion_times_malformed, &request(&claims(NOW, NOW), 256));
        assert_eq!(mark(&answer), ("exp", "does not lie after iat"));
        assert_eq!(ask(assertion_times_malformed, &request(&claims(NOW, NOW + 3600), 256)), Answer::No);
    }

    #[test]
    fn times_at_the_ends_of_the_world() {
        for (issued, expires) in [(i64::MIN, i64::MIN), (i64::MAX, i64::MAX), (i64::MIN, i64::MAX), (-1, 3599)] {
            let text = request(&claims(issued, expires), 256);
            for check in [assertion_clock_off, assertion_clock_off_by_hours, assertion_expired, assertion_clock_right] {
                assert_eq!(ask(check, &text), Answer::No, "{issued} {expires}");
            }
        }
    }

    #[test]
    fn the_form_of_the_signature() {
        assert_eq!(ask(assertion_signature_malformed, &request(&claims(NOW, NOW + 60), 256)), Answer::No);
        assert!(ask(assertion_signature_malformed, &request(&claims(NOW, NOW + 60), 64)).is_yes());
        let padded = request(&claims(NOW, NOW + 60), 256).replace("\n\n400", "%2B\n\n400");
        assert!(fact(&ask(assertion_signature_malformed, &padded)).contains("characters that base64url does not"));
    }

    #[test]
    fn the_issuer() {
        assert_eq!(ask(assertion_issuer_not_service_account, &request(&claims(NOW, NOW + 60), 256)), Answer::No);
        let person = request(r#"{"iss":"someone@example.com"}"#, 256);
        assert!(fact(&ask(assertion_issuer_not_service_account, &person)).contains("an e-mail address"));
    }

    #[test]
    fn an_assertion_that_came_too_late() {
        let late = request(&claims(NOW - 4200, NOW - 600), 256);
        assert_eq!(
            fact(&ask(assertion_expired, &late)),
            "The assertion's exp was 10 min past when the server answered."
        );
        assert_eq!(ask(assertion_expired, &request(&claims(NOW - 60, NOW + 60), 256)), Answer::No);
        let just_now = request(&claims(NOW - 60, NOW), 256);
        assert_eq!(
            (ask(assertion_expired, &just_now).is_yes(), ask(assertion_clock_right, &just_now)),
            (true, Answer::No)
        );
        let undated = late.replace("\nDate: Mon, 05 Jan 2026 10:00:00 GMT", "");
        assert_eq!(ask(assertion_expired, &undated), NO_DATE);
    }

    #[test]
    fn the_audience() {
        let aud = |aud: &str| ask(assertion_audience_differs, &request(&format!(r#"{{"iss":"x"{aud}}}"#), 256));
        for right in ["https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token"] {
            assert_eq!(aud(&format!(r#","aud":"{right}""#)), Answer::No, "{right}");
        }
        for wrong in ["https://gmail.googleapis.com/", "https://oauth2.googleapis.com/token/"] {
            assert!(fact(&aud(&format!(r#","aud":"{wrong}""#))).contains("is not the address"), "{wrong}");
        }
        assert_eq!(fact(&aud("")), "The assertion has no aud.");
    }
}
