//! Questions about what an authorization request does without: a guard of its answer, or a safe way for it
//! (RFC 9700 section 2.1).
//!
//! Google's popups answer the page that opened them and no address; what guards a redirect is not missing there.

use super::{Answer, Fact, lacks, yes_if};
use crate::{exchange::Exchange, report::Kind, timeline::View};

fn asks_for(request: &Exchange, wanted: &str) -> bool {
    request.text("response_type").is_some_and(|types| types.split(' ').any(|word| word == wanted))
}

/// The request of `view`, when it is an authorization request that is answered at an address.
fn redirected(view: View<'_>) -> Option<&Exchange> {
    let request = view.this();
    let is_popup = request.uri("redirect_uri").is_some_and(crate::exchange::Uri::is_popup);
    (request.kind == Kind::AuthorizationRequest && !is_popup).then_some(request)
}

/// True when `request` sends none of `names`.
fn lacks_all(request: &Exchange, names: &[&str]) -> Result<bool, Answer> {
    names.iter().try_fold(true, |all, name| Ok(all && lacks(request, name)?))
}

/// Does the access token come back in the address (`response_type=token`, the implicit flow)?
pub fn implicit_flow(view: View<'_>) -> Answer {
    yes_if(redirected(view).is_some_and(|request| asks_for(request, "token")), || {
        Fact::new("The authorization request asks for response_type=token.")
            .on("response_type", "the access token comes back in the address")
    })
}

/// Does an authorization request send neither `state` nor one of the two that may stand in for it, `nonce` and
/// `code_challenge`?
pub fn state_missing(view: View<'_>) -> Answer {
    let Some(request) = redirected(view) else { return Answer::No };
    match lacks_all(request, &["state", "nonce", "code_challenge"]) {
        Ok(all) => {
            yes_if(all, || Fact::new("The authorization request sends no state, no nonce and no code_challenge."))
        }
        Err(answer) => answer,
    }
}

/// Does an authorization request ask for a code and send no `code_challenge`, nor the `nonce` that may stand in for it?
pub fn challenge_missing(view: View<'_>) -> Answer {
    let Some(request) = redirected(view).filter(|request| asks_for(request, "code")) else { return Answer::No };
    match lacks_all(request, &["code_challenge", "nonce"]) {
        Ok(all) => yes_if(all, || {
            Fact::new("The authorization request asks for a code and sends no code_challenge.")
                .on("response_type", "no code_challenge comes with it")
        }),
        Err(answer) => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::ask;
    use super::*;

    fn request(query: &str) -> String {
        format!("GET https://accounts.google.com/o/oauth2/v2/auth?client_id=x-EXAMPLE&{query}\n\n302\n")
    }

    #[test]
    fn a_token_in_the_address() {
        assert!(ask(implicit_flow, &request("response_type=token&redirect_uri=https://app.example/cb")).is_yes());
        assert!(
            ask(implicit_flow, &request("response_type=id_token%20token&redirect_uri=https://app.example/cb")).is_yes()
        );
        for query in [
            "response_type=code",
            "response_type=id_token",
            "response_type=token&redirect_uri=storagerelay://https/app.example?id=1",
        ] {
            assert_eq!(ask(implicit_flow, &request(query)), Answer::No, "{query}");
        }
    }

    #[test]
    fn nothing_guards_the_answer() {
        assert!(ask(state_missing, &request("response_type=code")).is_yes());
        assert!(ask(state_missing, &request("response_type=code&state=")).is_yes());
        for guard in ["state=s-EXAMPLE", "nonce=n-EXAMPLE", "code_challenge=c-EXAMPLE"] {
            assert_eq!(ask(state_missing, &request(&format!("response_type=code&{guard}"))), Answer::No, "{guard}");
        }
        assert!(matches!(
            ask(state_missing, &request("response_type=code&request_uri=urn:EXAMPLE")),
            Answer::Unknown(_)
        ));
    }

    #[test]
    fn no_challenge() {
        assert!(ask(challenge_missing, &request("response_type=code&state=s-EXAMPLE")).is_yes());
        assert_eq!(ask(challenge_missing, &request("response_type=code&code_challenge=c-EXAMPLE")), Answer::No);
        assert_eq!(ask(challenge_missing, &request("response_type=token")), Answer::No);
    }
}
