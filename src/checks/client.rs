//! Questions about the client: its id and its secret (RFC 6749 section 2.3).

use super::{Answer, Fact, lacks, yes_if};
use crate::{exchange::harmless::PLAYGROUND, report::Kind, timeline::View};

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
