//! Questions about what an answer already proves: Google looks at a token request in a fixed order, and an answer that comes
//! from a later step has passed the earlier ones.
//!
//! Who the client is and whether its secret fits comes first, then whether the grant can be read and is alive, then what the
//! grant is compared with. The order was measured with made-up codes
//! (<https://github.com/GAM-team/GAM/blob/main/src/gam/__init__.py>, <https://github.com/openpubkey/opkssh/issues/617>). It is
//! Google's: nothing is concluded of other servers.

use super::{Answer, Fact, yes_if};
use crate::{
    exchange::{Exchange, Grant, Provider},
    report::Kind,
    timeline::View,
};

/// Did Google accept the client, since the answer comes from a later step?
pub fn client_accepted(view: View<'_>) -> Answer {
    let this = view.this();
    let Some(error) = google_error(this) else { return Answer::No };
    let is_later = match this.grant {
        Some(Grant::AuthorizationCode) => matches!(error, "invalid_grant" | "redirect_uri_mismatch"),
        Some(Grant::RefreshToken) => matches!(error, "invalid_grant" | "invalid_scope"),
        Some(Grant::DeviceCode) => {
            matches!(error, "authorization_pending" | "slow_down" | "access_denied" | "invalid_grant")
        }
        _ => false,
    };
    yes_if(is_later, || {
        Fact::new(if this.holds("client_secret") {
            "Google checks the client and its secret first, and this answer comes after that."
        } else {
            "Google checks the client first, and this answer comes after that."
        })
    })
}

/// Did Google accept the client secret that was sent, since the answer comes from a later step?
pub fn client_secret_accepted(view: View<'_>) -> Answer {
    if view.this().holds("client_secret") { client_accepted(view) } else { Answer::No }
}

/// Did Google read the code and find it alive, since the answer is about what it is compared with?
pub fn code_alive(view: View<'_>) -> Answer {
    let this = view.this();
    let Some(error) = google_error(this).filter(|_| this.grant == Some(Grant::AuthorizationCode)) else {
        return Answer::No;
    };
    let description = this.answer.description.as_ref().map_or("", |text| text.shown.trim_end_matches('.'));
    let is_about_verifier = error == "invalid_grant"
        && ["Missing code verifier", "Invalid code verifier", "code_verifier or verifier is not needed"]
            .iter()
            .any(|text| text.eq_ignore_ascii_case(description));
    yes_if(is_about_verifier || error == "redirect_uri_mismatch", || {
        Fact::new(
            "Google reads the code before it compares anything with it, and this answer is about such a comparison.",
        )
    })
}

/// Is the refresh token alive, since the answer is about the scopes that were asked of it?
pub fn refresh_token_alive(view: View<'_>) -> Answer {
    let this = view.this();
    let is_about_scopes =
        this.grant == Some(Grant::RefreshToken) && google_error(this).is_some_and(|error| error == "invalid_scope");
    yes_if(is_about_scopes, || {
        Fact::new("Google reports a dead refresh token before it looks at scopes, and this answer is about scopes.")
    })
}

/// The error that Google's own token endpoint gave.
fn google_error(exchange: &Exchange) -> Option<&str> {
    let is_google = exchange.kind == Kind::TokenRequest && exchange.provider == Provider::Google;
    exchange.answer.error.as_deref().filter(|_| is_google)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, token_request};
    use super::*;

    fn refused(grant: &str, error: &str, description: &str) -> String {
        token_request(
            &format!("grant_type={grant}&client_id=x&client_secret=GOCSPX-EXAMPLE"),
            &format!("400\n\n{{\"error\":\"{error}\",\"error_description\":\"{description}\"}}"),
        )
    }

    #[test]
    fn a_later_step_has_passed_the_client() {
        for (grant, error) in [
            ("authorization_code", "invalid_grant"),
            ("authorization_code", "redirect_uri_mismatch"),
            ("refresh_token", "invalid_grant"),
            ("refresh_token", "invalid_scope"),
            ("urn:ietf:params:oauth:grant-type:device_code", "authorization_pending"),
        ] {
            let answer = ask(client_accepted, &refused(grant, error, "Bad Request"));
            assert!(fact(&answer).contains("the client and its secret first"), "{grant} {error}");
            assert!(ask(client_secret_accepted, &refused(grant, error, "Bad Request")).is_yes());
        }
        for (grant, error) in [
            ("authorization_code", "invalid_client"),
            ("refresh_token", "unauthorized_client"),
            ("refresh_token", "invalid_request"),
            ("urn:ietf:params:oauth:grant-type:jwt-bearer", "invalid_grant"),
        ] {
            assert_eq!(ask(client_accepted, &refused(grant, error, "Bad Request")), Answer::No, "{grant} {error}");
        }
        let no_secret = refused("refresh_token", "invalid_grant", "x").replace("&client_secret=GOCSPX-EXAMPLE", "");
        assert!(ask(client_accepted, &no_secret).is_yes());
        assert_eq!(ask(client_secret_accepted, &no_secret), Answer::No);
        let other = refused("refresh_token", "invalid_grant", "x").replace("oauth2.googleapis.com", "login.example");
        assert_eq!(ask(client_accepted, &other), Answer::No);
    }

    #[test]
    fn a_comparison_has_read_the_code() {
        for text in ["Missing code verifier.", "Invalid code verifier", "code_verifier or verifier is not needed."] {
            assert!(ask(code_alive, &refused("authorization_code", "invalid_grant", text)).is_yes(), "{text}");
        }
        assert!(ask(code_alive, &refused("authorization_code", "redirect_uri_mismatch", "Bad Request")).is_yes());
        assert_eq!(ask(code_alive, &refused("authorization_code", "invalid_grant", "Bad Request")), Answer::No);
    }

    #[test]
    fn scopes_come_after_life() {
        assert!(ask(refresh_token_alive, &refused("refresh_token", "invalid_scope", "Bad Request")).is_yes());
        assert_eq!(ask(refresh_token_alive, &refused("refresh_token", "invalid_grant", "Bad Request")), Answer::No);
    }
}
