//! Questions about the client: its id and its secret (RFC 6749 section 2.3).

use super::{Answer, Fact, lacks, yes_if};
use crate::{
    exchange::{Parameter, harmless::PLAYGROUND},
    report::{Kind, Place},
    timeline::View,
};

const NO_REQUEST: Answer = Answer::Unknown(
    "The authorization request was not seen, so its client_id cannot be compared with the one sent here.",
);

/// Does the app's server send the token request, so that the browser sees the callback alone?
pub fn exchange_out_of_sight(view: View<'_>) -> Answer {
    yes_if(view.this().kind == Kind::Redirect, || {
        Fact::new("The app's server sends the token request; the browser sees the callback and the app's page alone.")
    })
}

/// Is a client secret sent, in the body or in a Basic header?
pub fn client_secret_sent(view: View<'_>) -> Answer {
    yes_if(has_secret(view), || {
        Fact::new("The request sends a client secret.").on("client_secret", "this secret was sent")
    })
}

/// Is no client secret sent?
pub fn client_secret_absent(view: View<'_>) -> Answer {
    match lacks(view.this(), "client_secret") {
        Ok(is_absent) => yes_if(is_absent, || Fact::new("The request sends no client secret.")),
        Err(answer) => answer,
    }
}

/// Does the client ID differ from the one of the authorization request?
pub fn client_id_differs(view: View<'_>) -> Answer {
    compare(view, false)
}

/// Is the client ID the one of the authorization request?
pub fn client_id_same(view: View<'_>) -> Answer {
    compare(view, true)
}

/// Is the client the OAuth Playground's own (<https://developers.google.com/oauthplayground/>)?
pub fn playground_client(view: View<'_>) -> Answer {
    yes_if(view.this().text("client_id") == Some(PLAYGROUND), || {
        Fact::new("The client is the OAuth Playground's own.").on("client_id", "the Playground's own client")
    })
}

/// Does the client authenticate in two ways: a secret in the header and in the body, or a secret beside an assertion?
pub fn client_authenticates_twice(view: View<'_>) -> Answer {
    let secrets = |place: Place| {
        let is_secret = |parameter: &&Parameter| parameter.name == "client_secret" && parameter.place == place;
        view.this().parameters.iter().filter(is_secret).count()
    };
    let (header, body) = (secrets(Place::Header), secrets(Place::Body));
    let has_assertion = view.this().parameter("client_assertion").is_some();
    if header > 0 && body > 0 {
        return Answer::Yes(
            Fact::new("A client secret stands in the Authorization header, and one in the body.")
                .on("client_secret", "one of two")
                .in_place(Place::Body),
        );
    }
    yes_if(has_assertion && header + body > 0, || {
        Fact::new("The request carries a client secret and a client assertion.")
            .on("client_assertion", "beside a client secret")
    })
}

/// Does a `client_id` stand beside a client assertion, which names the client itself?
pub fn client_id_beside_assertion(view: View<'_>) -> Answer {
    let this = view.this();
    yes_if(this.parameter("client_id").is_some() && this.parameter("client_assertion").is_some(), || {
        Fact::new("The request carries a client_id and a client assertion.")
            .on("client_id", "the client assertion names the client")
    })
}

fn has_secret(view: View<'_>) -> bool {
    view.this().holds("client_secret")
}

fn compare(view: View<'_>, wanted: bool) -> Answer {
    let Some(here) = view.this().sealed("client_id") else {
        return Answer::Unknown("The request names no client that can be read.");
    };
    let Some((number, request)) = view.authorization() else { return NO_REQUEST };
    let Some(there) = request.sealed("client_id") else { return Answer::No };
    let equal = here.fingerprint == there.fingerprint;
    yes_if(equal == wanted, || {
        let word = if equal { "the one" } else { "not the one" };
        let fact = Fact::new(format!("The client_id is {word} of the authorization request #{number}.")).of([number]);
        if equal { fact } else { fact.on("client_id", format!("not the client of #{number}")) }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, token_request};
    use super::*;

    #[test]
    fn one_way_to_authenticate() {
        let request = |header: &str, body: &str| {
            let text = token_request(&format!("grant_type=refresh_token&refresh_token=x{body}"), "400\n\n{}");
            text.replacen('\n', &format!("\n{header}"), 1)
        };
        let basic = "Authorization: Basic aWQ6R09DU1BYLUVYQU1QTEUlMkI=\n";
        let both = request(basic, "&client_id=id&client_secret=GOCSPX-EXAMPLE");
        assert!(fact(&ask(client_authenticates_twice, &both)).contains("header, and one in the body"));
        assert_eq!(ask(client_authenticates_twice, &request(basic, "&client_id=id")), Answer::No);
        assert_eq!(ask(client_authenticates_twice, &request("", "&client_secret=GOCSPX-EXAMPLE")), Answer::No);
        let assertion = request("", "&client_assertion=EXAMPLE&client_id=id");
        assert_eq!(ask(client_authenticates_twice, &assertion), Answer::No);
        assert!(ask(client_id_beside_assertion, &assertion).is_yes());
        let secret = request("", "&client_assertion=EXAMPLE&client_secret=GOCSPX-EXAMPLE");
        assert!(ask(client_authenticates_twice, &secret).is_yes());
    }
}
