//! In: an app's answer to its callback. Out: the answer, with a note where a library or a framework hid what the authorization server
//! said: which one it looks like, and where it prints that.
//!
//! The forms are data, in [`crate::library`].

use super::{Answer, answer::is_oauth_code, redirect};
use crate::{
    har::Entry,
    library,
    report::{Kind, Outcome},
    secret::Key,
};

/// Completes `answer`.
pub(super) fn read(entry: &Entry, kind: Kind, answer: &mut Answer, key: &Key) {
    if kind != Kind::Redirect {
        return;
    }
    let has_error = answer.error.as_deref().is_some_and(is_oauth_code);
    let has_description = answer.description.is_some();
    let Some(says) = library::swallowed_in_answer(entry, has_error, has_description) else { return };
    answer.note = Some(says.to_owned());
    answer.is_second_hand = true;
    answer.outcome = Outcome::Failed;
    answer.leads_to = answer.leads_to.or_else(|| redirect::leads_to(entry, key));
}

#[cfg(test)]
mod tests {
    use crate::{exchange::Exchange, intake::http, report::Outcome, secret::Key};

    fn returned(answer: &str) -> Exchange {
        let text = format!("GET https://mail-app.example/callback?code=4/0AEXAMPLE-code&state=EXAMPLE\n\n{answer}\n");
        let entries = http::read(&text).expect("an exchange");
        Exchange::read(&entries[0], &Key::new([7; 32])).expect("an exchange of OAuth's")
    }

    #[test]
    fn the_library_that_hid_the_answer_is_named() {
        for (answer, looks_like, library) in [
            ("302\nLocation: /api/auth/error?error=OAuthCallback", "next-auth", Some("next-auth-node")),
            ("302\nLocation: https://mail-app.example/auth/error?error=Configuration", "Auth.js", Some("authjs-node")),
            ("302\nLocation: /api/auth/error?error=invalid_code", "better-auth", Some("better-auth-node")),
            (
                "302\nLocation: /auth/failure?message=invalid_credentials&strategy=google_oauth2",
                "OmniAuth",
                Some("omniauth-ruby"),
            ),
            ("500\nX-Powered-By: Express\n\n<pre>Internal Server Error</pre>", "Express", None),
            ("500\nContent-Type: text/html\n\n<h1>Server Error (500)</h1>", "Django", None),
            ("500\nServer: uvicorn\n\nInternal Server Error", "FastAPI", None),
            (
                "500\nX-Powered-By: Express\n\n<pre>InternalOAuthError: Failed to obtain access token<br>at x</pre>",
                "passport",
                Some("passport-node"),
            ),
            ("503\n\nOut of order", "The app answers", None),
            ("401\n\n<title>Third-Party Login Failure</title>", "django-allauth", Some("allauth-python")),
        ] {
            let exchange = returned(answer);
            let note = exchange.answer.note.unwrap_or_default();
            assert!(note.contains(looks_like), "{answer}: {note}");
            assert_eq!(exchange.answer.outcome, Outcome::Failed, "{answer}");
            assert_eq!(exchange.library.as_ref().map(|library| &*library.id), library, "{answer}");
        }
    }

    #[test]
    fn where_the_answer_is_there_nothing_is_said_to_be_hidden() {
        for answer in [
            "302\nLocation: /inbox",
            "302\nLocation: /inbox?message=Welcome",
            "302\nLocation: /login?error=invalid_grant&error_description=Bad+Request",
            "500\nX-Powered-By: Express\n\n{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}",
            "200\n\n<h1>Server Error (500)</h1>",
        ] {
            let note = returned(answer).answer.note.unwrap_or_default();
            assert!(!note.contains("looks like") && !note.contains("hides"), "{answer}: {note}");
        }
    }

    #[test]
    fn where_the_code_alone_is_there_the_description_is_said_to_be_hidden() {
        let exchange = returned(
            "500\nX-Powered-By: Express\n\n<pre>GaxiosError: invalid_grant<br> &nbsp; &nbsp;at Gaxios._request (x.js:1:1)</pre>",
        );
        assert_eq!(exchange.answer.error.as_deref(), Some("invalid_grant"));
        assert!(exchange.answer.note.is_some_and(|note| note.contains("error.response.data")));
    }
}
