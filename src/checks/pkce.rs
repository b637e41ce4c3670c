//! Questions about PKCE (RFC 7636): the challenge of the authorization request against the verifier of the token request.

use super::{Answer, Fact, lacks, quoted_only, yes_if};
use crate::{exchange::Exchange, timeline::View};

const NO_REQUEST: Answer =
    Answer::Unknown("The authorization request was not seen, so it is not known whether it held a code_challenge.");

fn has_verifier(exchange: &Exchange) -> bool {
    exchange.holds("code_verifier")
}

/// Did the authorization request hold a `code_challenge`, while the token request sends no `code_verifier`?
pub fn verifier_missing_for_challenge(view: View<'_>) -> Answer {
    match lacks(view.this(), "code_verifier") {
        Ok(true) => {}
        Ok(false) => return Answer::No,
        Err(answer) => return answer,
    }
    let Some((number, request)) = view.authorization() else { return NO_REQUEST };
    yes_if(request.holds("code_challenge"), || {
        Fact::new(format!(
            "The authorization request #{number} holds a code_challenge; this request sends no code_verifier."
        ))
        .of([number])
        .on(
            if view.this().parameter("code_verifier").is_some() { "code_verifier" } else { "code" },
            format!("#{number} sent a code_challenge, so a code_verifier belongs here"),
        )
    })
}

/// Does the challenge computed from the verifier differ from the one in the authorization request?
pub fn verifier_differs_from_challenge(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    match compare(view) {
        Err(answer) => answer,
        Ok(comparison) => yes_if(!comparison.equal, || {
            let Comparison { number, method, .. } = comparison;
            let computed = if method == "plain" { "The verifier" } else { "S256 of the verifier" };
            Fact::new(format!("{computed} is not the code_challenge of #{number}.")).of([number]).on(
                "code_verifier",
                format!(
                    "{} is not the challenge of #{number}",
                    if method == "plain" { "this" } else { "S256 of this" }
                ),
            )
        }),
    }
}

/// Does the challenge computed from the verifier equal the one in the authorization request?
pub fn verifier_matches_challenge(view: View<'_>) -> Answer {
    match compare(view) {
        Err(answer) => answer,
        Ok(comparison) => yes_if(comparison.equal, || {
            let Comparison { number, method, .. } = comparison;
            Fact::new(format!("The verifier fits the code_challenge of #{number} ({method}).")).of([number])
        }),
    }
}

/// Is a `code_verifier` sent although the authorization request held no `code_challenge`?
pub fn verifier_without_challenge(view: View<'_>) -> Answer {
    if !has_verifier(view.this()) {
        return Answer::No;
    }
    let Some((number, request)) = view.authorization() else { return NO_REQUEST };
    match lacks(request, "code_challenge") {
        Ok(true) => {}
        Ok(false) => return Answer::No,
        Err(answer) => return answer,
    }
    Answer::Yes(
        Fact::new(format!(
            "The authorization request #{number} holds no code_challenge; this request sends a code_verifier."
        ))
        .of([number])
        .on("code_verifier", format!("#{number} sent no code_challenge")),
    )
}

/// Is a `code_verifier` sent?
pub fn verifier_sent(view: View<'_>) -> Answer {
    yes_if(has_verifier(view.this()), || Fact::new("The request sends a code_verifier."))
}

/// Is no `code_verifier` sent?
pub fn verifier_absent(view: View<'_>) -> Answer {
    match lacks(view.this(), "code_verifier") {
        Ok(is_absent) => yes_if(is_absent, || Fact::new("The request sends no code_verifier.")),
        Err(answer) => answer,
    }
}

/// The authorization request whose `code_challenge` the verifier of this exchange fits. `None` also where that is not known.
pub(crate) fn challenged_by(view: View<'_>) -> Option<u32> {
    compare(view).ok().filter(|comparison| comparison.equal).map(|comparison| comparison.number)
}

struct Comparison {
    number: u32,
    method: &'static str,
    equal: bool,
}

fn compare(view: View<'_>) -> Result<Comparison, Answer> {
    let Some(verifier) = view.this().sealed("code_verifier").filter(|_| has_verifier(view.this())) else {
        return Err(Answer::No);
    };
    let Some((number, request)) = view.authorization() else { return Err(NO_REQUEST) };
    let Some(challenge) = request.sealed("code_challenge") else { return Err(Answer::No) };
    match request.text("code_challenge_method") {
        Some("S256") => match verifier.s256 {
            Some(computed) => Ok(Comparison { number, method: "S256", equal: computed == challenge.fingerprint }),
            None => Err(Answer::Unknown("The code_verifier is far too long for one (RFC 7636 section 4.1).")),
        },
        // RFC 7636 section 4.3: the method is plain when none is named.
        Some("plain") => {
            Ok(Comparison { number, method: "plain", equal: verifier.fingerprint == challenge.fingerprint })
        }
        None if request.parameter("code_challenge_method").is_none() => {
            Ok(Comparison { number, method: "plain", equal: verifier.fingerprint == challenge.fingerprint })
        }
        _ => {
            Err(Answer::Unknown("The authorization request names a code_challenge_method that RFC 7636 does not know."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, refusal, token_request};
    use super::*;

    // The pair of RFC 7636 appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn flow(challenge: &str, verifier: &str) -> String {
        let request = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x&state=s-EXAMPLE";
        let callback = "GET http://localhost/cb?code=4/0AEXAMPLE-code-abcdefghijkl&state=s-EXAMPLE";
        let body = format!("grant_type=authorization_code&code=4/0AEXAMPLE-code-abcdefghijkl{verifier}");
        format!(
            "{request}{challenge}\n\n302\n\n### +1s\n{callback}\n\n200\n\n### +1s\n{}",
            token_request(&body, &refusal("x"))
        )
    }

    #[test]
    fn recomputes_the_challenge() {
        let challenge = format!("&code_challenge={CHALLENGE}&code_challenge_method=S256");
        let right = flow(&challenge, &format!("&code_verifier={VERIFIER}"));
        assert_eq!(
            fact(&ask(verifier_matches_challenge, &right)),
            "The verifier fits the code_challenge of #1 (S256)."
        );
        assert_eq!(ask(verifier_differs_from_challenge, &right), Answer::No);
        let wrong = flow(&challenge, &format!("&code_verifier={VERIFIER}x"));
        assert_eq!(
            fact(&ask(verifier_differs_from_challenge, &wrong)),
            "S256 of the verifier is not the code_challenge of #1."
        );
        assert!(ask(verifier_missing_for_challenge, &flow(&challenge, "")).is_yes());
        let plain = flow(&format!("&code_challenge={VERIFIER}"), &format!("&code_verifier={VERIFIER}"));
        assert!(ask(verifier_matches_challenge, &plain).is_yes());
        let odd = format!("&code_challenge={VERIFIER}&code_challenge_method=MD5-EXAMPLE");
        let answer = ask(verifier_matches_challenge, &flow(&odd, &format!("&code_verifier={VERIFIER}")));
        assert!(matches!(answer, Answer::Unknown(_)), "{answer:?}");
    }

    #[test]
    fn a_verifier_without_a_challenge() {
        let text = flow("", &format!("&code_verifier={VERIFIER}"));
        assert!(ask(verifier_without_challenge, &text).is_yes());
        assert_eq!(ask(verifier_without_challenge, &flow("", "")), Answer::No);
    }

    #[test]
    fn without_the_authorization_request_it_cannot_tell() {
        let text = token_request(
            &format!("grant_type=authorization_code&code=4/0AEXAMPLE&code_verifier={VERIFIER}"),
            &refusal("x"),
        );
        assert_eq!(ask(verifier_differs_from_challenge, &text), NO_REQUEST);
    }

    #[test]
    fn whether_a_verifier_is_sent() {
        let sent = flow("", &format!("&code_verifier={VERIFIER}"));
        assert!(ask(verifier_sent, &sent).is_yes());
        assert_eq!(ask(verifier_absent, &sent), Answer::No);
        for none in [flow("", ""), flow("", "&code_verifier=")] {
            assert_eq!(ask(verifier_sent, &none), Answer::No);
            assert!(ask(verifier_absent, &none).is_yes());
        }
    }
}
