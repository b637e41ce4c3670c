//! Questions about the client: its id and its secret (RFC 6749 section 2.3).

use super::{Answer, Fact, lacks, quoted_only, yes_if};
use crate::{
    exchange::{Exchange, Grant, harmless::PLAYGROUND},
    report::Kind,
    timeline::{Milestone, View},
};

const NO_REQUEST: Answer = Answer::Unknown(
    "The authorization request was not seen, so its client_id cannot be compared with the one sent here.",
);

const NO_ISSUE: Answer = Answer::Unknown(
    "Neither the answer that issued this refresh token nor an accepted use of it was seen, so its client is not known.",
);

/// How many earlier exchanges are searched.
const SEARCHED: usize = 1000;

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

/// Does the client ID differ from the one of the authorization request or, in a refresh, from the one that obtained the token?
pub fn client_id_differs(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    compare(view, false)
}

/// Is the client ID the one of the authorization request or, in a refresh, the one that obtained the token?
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
    let is_refresh = view.this().grant == Some(Grant::RefreshToken);
    let Some((number, origin)) = (if is_refresh { holder(view) } else { view.authorization() }) else {
        return if is_refresh { NO_ISSUE } else { NO_REQUEST };
    };
    let Some(there) = origin.sealed("client_id") else { return Answer::No };
    let equal = here.fingerprint == there.fingerprint;
    if wanted && !here.shape.flaws.is_empty() {
        return Answer::No;
    }
    yes_if(equal == wanted, || {
        let word = if equal { "the one" } else { "not the one" };
        let fact = Fact::new(if is_refresh {
            format!("The client_id is {word} that #{number} obtained this token with.")
        } else {
            format!("The client_id is {word} of the authorization request #{number}.")
        })
        .of([number]);
        if equal { fact } else { fact.on("client_id", format!("not the client of #{number}")) }
    })
}

/// The exchange that issued the refresh token of `view`, or the latest one that Google accepted it in.
fn holder(view: View<'_>) -> Option<(u32, &Exchange)> {
    let token = view.this().sealed("refresh_token")?;
    view.issue_of(token).or_else(|| {
        view.earlier(token.fingerprint).rfind(|(_, other)| {
            let sent = other.sealed("refresh_token").is_some_and(|sent| sent.fingerprint == token.fingerprint);
            sent && other.kind == Kind::TokenRequest && other.succeeded()
        })
    })
}

/// Did an earlier token request of this session name another client?
pub fn another_client_before(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let this = view.this();
    let Some(here) = this.sealed("client_id") else {
        return Answer::Unknown("The request names no client that can be read.");
    };
    match view.of_another_client(here.fingerprint) {
        Some((number, _)) => Answer::Yes(
            Fact::new(format!("Two clients are in use in this session: #{number} names another one."))
                .of([number])
                .on("client_id", format!("#{number} names another client")),
        ),
        None => Answer::No,
    }
}

/// Did Google accept another secret from this client earlier in the session?
pub fn client_secret_changed(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    accepted_secret(view, false)
}

/// Did Google accept this very secret from this client earlier in the session?
pub fn client_secret_accepted_before(view: View<'_>) -> Answer {
    accepted_secret(view, true)
}

fn accepted_secret(view: View<'_>, wanted: bool) -> Answer {
    let print = |exchange: &Exchange, name: &str| exchange.sealed(name).map(|sealed| sealed.fingerprint);
    let this = view.this();
    let (Some(client), Some(secret)) = (print(this, "client_id"), print(this, "client_secret")) else {
        return Answer::No;
    };
    let accepted = view
        .latest(Milestone::Granted)
        .take(SEARCHED)
        .find(|(_, other)| print(other, "client_id") == Some(client) && other.holds("client_secret"));
    let Some((number, other)) = accepted else {
        return Answer::Unknown("No request of this client with a secret was seen to succeed.");
    };
    let equal = print(other, "client_secret") == Some(secret);
    yes_if(equal == wanted, || {
        let fact = Fact::new(if equal {
            format!("#{number} sent this very secret, and was accepted.")
        } else {
            format!("#{number} sent another secret of this client, and was accepted.")
        })
        .of([number]);
        if equal { fact } else { fact.on("client_secret", format!("not the secret of #{number}")) }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, token_request};
    use super::*;

    fn refresh(token: &str, client: &str, secret: &str, answer: &str) -> String {
        token_request(
            &format!("grant_type=refresh_token&refresh_token={token}&client_id={client}&client_secret={secret}"),
            answer,
        )
    }

    const WORKED: &str = "200\n\n{\"access_token\":\"ya29.EXAMPLE\"}";
    const FAILED: &str = "401\n\n{\"error\":\"unauthorized_client\"}";

    #[test]
    fn the_client_that_obtained_the_token() {
        let issue = token_request(
            "grant_type=authorization_code&code=4/0AEXAMPLE&client_id=one-EXAMPLE",
            "200\n\n{\"access_token\":\"ya29.EXAMPLE\",\"refresh_token\":\"1//0gEXAMPLE\"}",
        );
        let sent = |client: &str| format!("{issue}\n### +1s\n{}", refresh("1//0gEXAMPLE", client, "", FAILED));
        assert_eq!(
            fact(&ask(client_id_differs, &sent("two-EXAMPLE"))),
            "The client_id is not the one that #1 obtained this token with."
        );
        assert!(ask(client_id_same, &sent("one-EXAMPLE")).is_yes());
        let used = refresh("1//0gEXAMPLE", "one-EXAMPLE", "", WORKED);
        let after = format!("{used}\n### +1s\n{}", refresh("1//0gEXAMPLE", "two-EXAMPLE", "", FAILED));
        assert!(ask(client_id_differs, &after).is_yes());
        assert_eq!(ask(client_id_differs, &refresh("1//0gEXAMPLE", "x", "", FAILED)), NO_ISSUE);
        let refused = after.replace(WORKED, FAILED);
        assert_eq!(ask(client_id_differs, &refused), NO_ISSUE, "no client has used it with success");
        let as_code = after.replacen("grant_type=refresh_token&refresh_token", "grant_type=authorization_code&code", 1);
        assert_eq!(ask(client_id_differs, &as_code), NO_ISSUE, "it was sent as something else");
        assert!(ask(another_client_before, &after).is_yes());
        assert_eq!(ask(another_client_before, &sent("one-EXAMPLE")), Answer::No);
    }

    #[test]
    fn the_secret_that_worked() {
        let after = |secret: &str| {
            let worked = refresh("1//0gEXAMPLE", "one", "GOCSPX-EXAMPLE-1", WORKED);
            format!("{worked}\n### +1s\n{}", refresh("1//0gEXAMPLE", "one", secret, FAILED))
        };
        assert!(fact(&ask(client_secret_changed, &after("GOCSPX-EXAMPLE-2"))).contains("#1 sent another secret"));
        assert!(ask(client_secret_accepted_before, &after("GOCSPX-EXAMPLE-1")).is_yes());
        assert_eq!(ask(client_secret_changed, &after("GOCSPX-EXAMPLE-1")), Answer::No);
        for (told, other) in [("client_id=one", "client_id=two"), ("client_secret=GOCSPX-EXAMPLE-1", "x=y")] {
            let answer = ask(client_secret_changed, &after("GOCSPX-EXAMPLE-2").replacen(told, other, 1));
            assert!(matches!(answer, Answer::Unknown(_)), "{other}: {answer:?}");
        }
    }

    #[test]
    fn whether_a_secret_is_sent() {
        let with = refresh("1//0gEXAMPLE", "one", "GOCSPX-EXAMPLE-1", FAILED);
        assert!(ask(client_secret_sent, &with).is_yes());
        assert_eq!(ask(client_secret_absent, &with), Answer::No);
        let without = refresh("1//0gEXAMPLE", "one", "", FAILED);
        assert_eq!(ask(client_secret_sent, &without), Answer::No);
        assert!(ask(client_secret_absent, &without).is_yes());
        let basic = token_request("grant_type=refresh_token&refresh_token=1//0gEXAMPLE", FAILED).replacen(
            '\n',
            "\nAuthorization: Basic b25lOkdPQ1NQWC1FWEFNUExF\n",
            1,
        );
        assert!(ask(client_secret_sent, &basic).is_yes());
    }

    #[test]
    fn whose_client_it_is() {
        let playground = refresh("1//0gEXAMPLE", "407408718192.apps.googleusercontent.com", "", FAILED);
        assert!(ask(playground_client, &playground).is_yes());
        let own = refresh("1//0gEXAMPLE", "123456789012-EXAMPLE.apps.googleusercontent.com", "", FAILED);
        assert_eq!(ask(playground_client, &own), Answer::No);
    }

    #[test]
    fn a_server_that_redeems_the_code() {
        let callback =
            "GET http://localhost:3000/callback?code=4%2F0AEXAMPLE-code-abcdefghijkl&state=s-EXAMPLE\n\n500\n";
        assert!(ask(exchange_out_of_sight, callback).is_yes());
        assert_eq!(ask(exchange_out_of_sight, &refresh("1//0gEXAMPLE", "one", "", FAILED)), Answer::No);
    }
}
