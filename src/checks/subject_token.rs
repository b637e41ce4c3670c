//! Questions about a token exchange (RFC 8693): the subject token's times against the server's clock, and the name of the
//! provider that is to judge it.

use super::{Answer, Fact, quoted_only, verb, yes_if};
use crate::{
    exchange::{ClaimValue, Grant},
    secret::ValueKind,
    time::words_for_duration,
    timeline::View,
};

const NO_TOKEN: Answer = Answer::Unknown("The request sends no subject token that can be read.");
const NO_DATE: Answer = Answer::Unknown("The answer has no Date header, so the server's clock is not known.");

/// Google's tolerance in both directions, measured, in seconds.
const TOLERANCE: i64 = 60;

/// Is the subject token outside its time by the server's clock, or without one?
pub fn subject_token_out_of_time(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().jwt("subject_token") else { return NO_TOKEN };
    let number = |name| jwt.claim(name).and_then(ClaimValue::number);
    let (Some(issued), Some(expires)) = (number("iat"), number("exp")) else {
        let missing = if number("iat").is_none() { "iat" } else { "exp" };
        return Answer::Yes(
            Fact::new(format!("The subject token has no {missing} that is a whole number."))
                .on("subject_token", format!("{missing} is missing")),
        );
    };
    let Some(date) = view.this().answer.date else { return NO_DATE };
    let words = |seconds: i64| words_for_duration(seconds.saturating_mul(1000));
    if date > expires.saturating_add(TOLERANCE) {
        let late = words(date.saturating_sub(expires));
        return Answer::Yes(
            Fact::new(format!("The subject token's exp was {late} past when the server answered."))
                .on("subject_token", format!("ended {late} before the server's clock")),
        );
    }
    yes_if(issued > date.saturating_add(TOLERANCE), || {
        let ahead = words(issued.saturating_sub(date));
        Fact::new(format!("The subject token's iat lies {ahead} ahead of the server's clock."))
            .on("subject_token", format!("issued {ahead} ahead of the server's clock"))
    })
}

/// Does the server's clock stand within the subject token's time?
pub fn subject_token_in_time(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().jwt("subject_token") else { return NO_TOKEN };
    let number = |name| jwt.claim(name).and_then(ClaimValue::number);
    let (Some(issued), Some(expires)) = (number("iat"), number("exp")) else { return Answer::No };
    let Some(date) = view.this().answer.date else { return NO_DATE };
    yes_if(issued <= date && date < expires, || {
        Fact::new("The server's clock stands between the subject token's iat and exp.")
    })
}

/// Is the value of `audience` no resource name: a placeholder, an address with a scheme, or another kind of value?
pub fn provider_name_malformed(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let this = view.this();
    let Some(audience) = this.sealed("audience").filter(|_| this.grant == Some(Grant::TokenExchange)) else {
        return Answer::No;
    };
    let kind = audience.shape.kind;
    yes_if(!matches!(kind, ValueKind::Path | ValueKind::Empty), || {
        let words = if kind == ValueKind::Opaque { "a text without its beginning" } else { kind.words() };
        Fact::new(format!(
            "The value of `audience` {} {words}; a resource name begins with //iam.googleapis.com/.",
            verb(kind)
        ))
        .on("audience", format!("this is {words}"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    // Mon, 05 Jan 2026 10:00:00 GMT
    const NOW: i64 = 1_767_607_200;

    fn exchange(claims: &str, audience: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let jwt = format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(claims), part("EXAMPLE"));
        format!(
            "POST https://sts.googleapis.com/v1/token\n\ngrant_type=urn:ietf:params:oauth:grant-type:token-exchange\
             &subject_token={jwt}&audience={audience}\n\n400\nDate: Mon, 05 Jan 2026 10:00:00 GMT\n\n{{\"error\":\"invalid_grant\"}}\n"
        )
    }

    #[test]
    fn its_time() {
        let token = |issued: i64, expires: i64| exchange(&format!(r#"{{"iat":{issued},"exp":{expires}}}"#), "");
        assert!(fact(&ask(subject_token_out_of_time, &token(NOW - 4000, NOW - 400))).contains("6 min 40 s past"));
        assert!(fact(&ask(subject_token_out_of_time, &token(NOW + 300, NOW + 900))).contains("5 min ahead"));
        assert!(fact(&ask(subject_token_out_of_time, &exchange(r#"{"exp":1}"#, ""))).contains("no iat"));
        assert_eq!(ask(subject_token_out_of_time, &token(NOW - 600, NOW - 30)), Answer::No, "within the tolerance");
        for (issued, expires) in [(NOW - 600, NOW - 60), (NOW + 60, NOW + 600)] {
            assert_eq!(ask(subject_token_out_of_time, &token(issued, expires)), Answer::No, "at the tolerance's end");
        }
        assert!(ask(subject_token_in_time, &token(NOW - 600, NOW + 600)).is_yes());
        assert_eq!(ask(subject_token_in_time, &token(NOW - 600, NOW)), Answer::No);
    }

    #[test]
    fn the_name_of_the_provider() {
        let asked = |audience: &str| ask(provider_name_malformed, &exchange("{}", audience));
        for (audience, said) in [
            ("%24%7B%7B%20secrets.PROVIDER%20%7D%7D", "is an unfilled placeholder"),
            ("https://iam.googleapis.com/projects/1/x", "is a URL"),
            ("projects/123/locations/global/workloadIdentityPools/p/providers/r", "is a text without its beginning"),
        ] {
            assert!(fact(&asked(audience)).contains(said), "{audience}: {:?}", asked(audience));
        }
        assert_eq!(
            asked("//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/p/providers/r"),
            Answer::No
        );
    }
}
