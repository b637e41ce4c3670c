//! Questions about whom an assertion speaks for: `sub` beside `iss` (RFC 7523 section 3).

use super::{Answer, Fact, yes_if};
use crate::{exchange::ClaimValue, report::Place, secret::ValueKind, timeline::View};

const NO_ASSERTION: Answer = Answer::Unknown("The request sends no assertion that can be read.");

/// Is `sub` the service account itself?
pub fn assertion_subject_is_issuer(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    let print = |name| jwt.claim(name).and_then(ClaimValue::sealed).map(|sealed| sealed.fingerprint);
    yes_if(print("sub").is_some() && print("sub") == print("iss"), || {
        Fact::new("The assertion's sub is the service account itself.")
            .on("sub", "the same as iss")
            .in_place(Place::Claim)
    })
}

/// Is there no `sub`?
pub fn assertion_without_subject(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    yes_if(jwt.claim("sub").is_none(), || Fact::new("The assertion names no user in sub."))
}

/// Is the value of `sub` nobody's address or number: empty, a placeholder, the word for a missing value, another kind of value?
pub fn assertion_subject_is_nobody(view: View<'_>) -> Answer {
    subject(view, |kind| {
        !matches!(kind, ValueKind::Email | ValueKind::ConsumerAddress | ValueKind::ServiceAccount | ValueKind::Opaque)
    })
}

/// Is the value of `sub` the address of a consumer's Gmail account, which belongs to no Workspace domain?
pub fn assertion_subject_is_consumer(view: View<'_>) -> Answer {
    subject(view, |kind| kind == ValueKind::ConsumerAddress)
}

fn subject(view: View<'_>, holds: impl Fn(ValueKind) -> bool) -> Answer {
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    let kind = match jwt.claim("sub") {
        None => return Answer::No,
        Some(ClaimValue::Sealed(sealed)) => sealed.shape.kind,
        Some(_) => ValueKind::SerializedObject,
    };
    yes_if(holds(kind), || {
        let words = if kind == ValueKind::SerializedObject { "no text" } else { kind.words() };
        Fact::new(format!("The assertion's sub is {words}; the address of a user of the domain belongs there."))
            .on("sub", format!("this is {words}"))
            .in_place(Place::Claim)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, token_request};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    #[test]
    fn whom_it_speaks_for() {
        let request = |claims: &str| {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let jwt = format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(claims), part("EXAMPLE"));
            token_request(
                &format!("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={jwt}"),
                "401\n\n{}",
            )
        };
        let itself = request(r#"{"iss":"robot@example.test","sub":"robot@example.test"}"#);
        assert!(ask(assertion_subject_is_issuer, &itself).is_yes());
        assert_eq!(ask(assertion_without_subject, &itself), Answer::No);
        let user = request(r#"{"iss":"robot@example.test","sub":"user@example.test"}"#);
        assert_eq!(ask(assertion_subject_is_issuer, &user), Answer::No);
        let nobody = request(r#"{"iss":"robot@example.test"}"#);
        assert_eq!(ask(assertion_subject_is_issuer, &nobody), Answer::No);
        assert!(ask(assertion_without_subject, &nobody).is_yes());
        assert_eq!(ask(assertion_without_subject, &token_request("grant_type=password", "400\n\n{}")), NO_ASSERTION);
    }

    #[test]
    fn nobody_and_a_consumer() {
        let request = |sub: &str| {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let claims = format!(r#"{{"iss":"robot@example.test","sub":{sub}}}"#);
            let jwt = format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(&claims), part("EXAMPLE"));
            token_request(
                &format!("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={jwt}"),
                "401\n\n{}",
            )
        };
        for nobody in ["\"\"", "\"undefined\"", "\"YOUR_USER\"", "null", "\"https://example.test/\""] {
            assert!(ask(assertion_subject_is_nobody, &request(nobody)).is_yes(), "{nobody}");
        }
        assert!(fact(&ask(assertion_subject_is_nobody, &request("null"))).contains("sub is no text;"));
        assert!(fact(&ask(assertion_subject_is_nobody, &request("\"\""))).contains("sub is empty;"));
        for somebody in ["\"user@example.test\"", "\"103456789012345678901\"", "\"someone@gmail.com\""] {
            assert_eq!(ask(assertion_subject_is_nobody, &request(somebody)), Answer::No, "{somebody}");
        }
        assert!(ask(assertion_subject_is_consumer, &request("\"someone@gmail.com\"")).is_yes());
        assert_eq!(ask(assertion_subject_is_consumer, &request("\"user@example.test\"")), Answer::No);
    }
}
