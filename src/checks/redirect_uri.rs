//! Questions about the redirect URI: the token request must repeat the one of the authorization request, to the letter
//! (RFC 6749 section 4.1.3).

use super::{Answer, Fact, OUT_OF_SIGHT, lacks, quoted_only, yes_if};
use crate::{exchange::Difference, report::Kind, timeline::View};

const NO_REQUEST: Answer = Answer::Unknown(
    "The authorization request was not seen, so its redirect_uri cannot be compared with the one sent here.",
);

/// Does the `redirect_uri` differ from the one of the authorization request?
pub fn redirect_uri_differs(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    if view.this().kind != Kind::TokenRequest {
        return OUT_OF_SIGHT;
    }
    let Some((number, request)) = view.authorization() else { return NO_REQUEST };
    let Some(there) = request.uri("redirect_uri") else { return Answer::No };
    let Some(here) = view.this().uri("redirect_uri") else {
        return match lacks(view.this(), "redirect_uri") {
            Err(answer) => answer,
            Ok(is_absent) => yes_if(is_absent, || {
                Fact::new(format!("The authorization request #{number} names a redirect_uri; this request names none."))
                    .of([number])
                    .on("code", format!("#{number} named a redirect_uri, which belongs here too"))
            }),
        };
    };
    // A popup's code came over `postMessage`; Google wants that word, whatever address the popup used.
    if here.is_postmessage() {
        return Answer::No;
    }
    let Some(difference) = here.difference(there) else { return Answer::No };
    let words = parting(&difference, number);
    Answer::Yes(
        Fact::new(format!(
            "The redirect_uri differs from the one of #{number} at character {}: {words}.",
            difference.position
        ))
        .of([number])
        .on("redirect_uri", format!("differs from #{number} here: {words}"))
        .at(difference.range),
    )
}

/// Is the `redirect_uri` the one of the authorization request, to the letter?
pub fn redirect_uri_same(view: View<'_>) -> Answer {
    let Some((number, request)) = view.authorization() else { return NO_REQUEST };
    let (Some(here), Some(there)) = (view.this().uri("redirect_uri"), request.uri("redirect_uri")) else {
        return Answer::No;
    };
    yes_if(here.difference(there).is_none(), || {
        Fact::new(format!("The redirect_uri is the one of #{number}, to the letter.")).of([number])
    })
}

/// What stands where two addresses part. Only punctuation is named: a letter may belong to somebody's host.
fn parting(difference: &Difference, number: u32) -> String {
    let word = |letter: Option<char>| match letter {
        None => "the end".to_owned(),
        Some(letter) if letter.is_ascii_punctuation() => format!("`{letter}`"),
        Some(letter) if letter.is_ascii_digit() => "a digit".to_owned(),
        Some(letter) if letter.is_whitespace() => "a blank".to_owned(),
        Some(letter) if letter.is_uppercase() => "a capital letter".to_owned(),
        Some(_) => "a letter".to_owned(),
    };
    let (here, there) = (word(difference.here), word(difference.there));
    if here == there {
        format!("another {} than in #{number}", here.trim_start_matches("a "))
    } else {
        format!("{here} here, {there} in #{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, refusal, token_request};
    use super::*;

    fn flow(there: &str, here: &str) -> String {
        let request = format!(
            "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x&state=s-EXAMPLE&redirect_uri={there}"
        );
        let callback = "GET http://localhost/cb?code=4/0AEXAMPLE-code-abcdefghijkl&state=s-EXAMPLE";
        let body = format!("grant_type=authorization_code&code=4/0AEXAMPLE-code-abcdefghijkl{here}");
        format!("{request}\n\n302\n\n### +1s\n{callback}\n\n200\n\n### +1s\n{}", token_request(&body, &refusal("x")))
    }

    #[test]
    fn names_the_first_difference() {
        let answer = ask(
            redirect_uri_differs,
            &flow("http://localhost:3000/callback", "&redirect_uri=http://localhost:3000/callback/"),
        );
        assert_eq!(
            fact(&answer),
            "The redirect_uri differs from the one of #1 at character 31: `/` here, the end in #1."
        );
        let port = ask(
            redirect_uri_differs,
            &flow("http://localhost:3000/callback", "&redirect_uri=http://localhost:4000/callback"),
        );
        assert!(fact(&port).ends_with("another digit than in #1."), "{port:?}");
        for (here, said) in [
            ("http://localhost:3000/callbacK", "a capital letter here, a letter in #1."),
            ("http://localhost:3000/callbacq", "another letter than in #1."),
            ("http://localhost:3000/callbac4", "a digit here, a letter in #1."),
            ("http://localhost:3000/callback%20", "a blank here, the end in #1."),
        ] {
            let answer =
                ask(redirect_uri_differs, &flow("http://localhost:3000/callback", &format!("&redirect_uri={here}")));
            assert!(fact(&answer).ends_with(said), "{here}: {answer:?}");
        }
        assert!(ask(redirect_uri_differs, &flow("http://localhost:3000/callback", "")).is_yes());
    }

    #[test]
    fn the_same_address() {
        let same = flow("http://localhost:3000/callback", "&redirect_uri=http://localhost:3000/callback");
        assert_eq!(ask(redirect_uri_differs, &same), Answer::No);
        assert!(ask(redirect_uri_same, &same).is_yes());
        assert_eq!(
            ask(redirect_uri_same, &token_request("grant_type=authorization_code&code=4/0AEXAMPLE", "400\n")),
            NO_REQUEST
        );
    }
}
