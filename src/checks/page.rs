//! Questions about what passes through a browser that should not: a client secret, an assertion, a code in a `Referer`.
//!
//! A page is told by header fields that browsers alone set; a recording of a server's requests has none of them.

use super::{Answer, Fact, yes_if};
use crate::{
    exchange::{ClaimValue, Exchange, Grant},
    report::Kind,
    secret::ValueKind,
    timeline::View,
};

const NO_PAGE: &str = "The headers do not tell that a page sent this request.";

/// Does a page send a client secret?
pub fn client_secret_from_page(view: View<'_>) -> Answer {
    let this = view.this();
    let is_secret = this.sealed("client_secret").is_some_and(|secret| {
        !matches!(secret.shape.kind, ValueKind::Empty | ValueKind::Nothing | ValueKind::Placeholder)
    });
    match (is_secret, this.sender.is_page) {
        (false, _) => Answer::No,
        (true, false) => Answer::Unknown(NO_PAGE),
        (true, true) => Answer::Yes(
            Fact::new("The browser's own headers tell that a page sent this request, and it holds a client secret.")
                .on("client_secret", "readable in the browser"),
        ),
    }
}

/// Does a page send the assertion of a service account?
pub fn assertion_from_page(view: View<'_>) -> Answer {
    let this = view.this();
    let is_account = |jwt: &crate::exchange::Jwt| {
        jwt.claim("iss").and_then(ClaimValue::sealed).is_some_and(|iss| iss.shape.kind == ValueKind::ServiceAccount)
    };
    if this.grant != Some(Grant::JwtBearer) || !this.assertion().is_some_and(is_account) {
        return Answer::No;
    }
    if !this.sender.is_page {
        return Answer::Unknown(NO_PAGE);
    }
    Answer::Yes(
        Fact::new(
            "The browser's own headers tell that a page sent this request, and it holds a service account's assertion.",
        )
        .on("assertion", "readable in the browser"),
    )
}

/// Does the `Referer` of this request carry a code that a redirect of this session brought, to another host?
pub fn code_in_referer(view: View<'_>) -> Answer {
    let Some(code) = &view.this().sender.referred_code else { return Answer::No };
    let brings = |other: &Exchange| other.sealed("code").is_some_and(|came| came.fingerprint == code.fingerprint);
    let brought = view.earlier(code.fingerprint).rfind(|(_, other)| other.kind == Kind::Redirect && brings(other));
    let brought = brought.map(|(number, _)| number);
    yes_if(code.shape.kind == ValueKind::AuthorizationCode || brought.is_some(), || {
        match brought {
        Some(number) => Fact::new(format!(
            "The Referer of this request holds the address of the callback #{number}, with its code, and goes to another host."
        ))
        .of([number]),
        None => Fact::new("The Referer of this request holds an address with a code, and goes to another host."),
    }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;

    fn request(headers: &str, body: &str) -> String {
        format!(
            "POST https://oauth2.googleapis.com/token\n{headers}\n\n{body}\n\n200\n\n{{\"access_token\":\"ya29.EXAMPLE\"}}\n"
        )
    }

    #[test]
    fn a_secret_in_a_page() {
        let body = "grant_type=refresh_token&client_secret=GOCSPX-EXAMPLE";
        assert!(ask(client_secret_from_page, &request("Origin: https://app.example", body)).is_yes());
        assert_eq!(ask(client_secret_from_page, &request("User-Agent: node", body)), Answer::Unknown(NO_PAGE));
        let empty = request("Origin: https://app.example", "grant_type=refresh_token&client_secret=");
        assert_eq!(ask(client_secret_from_page, &empty), Answer::No);
    }

    #[test]
    fn a_code_in_a_referer() {
        let callback =
            "GET https://app.example/cb?code=4/0AEXAMPLE-code-abcdefghijkl&state=s-EXAMPLE\n\n200\n\n### +1s\n";
        let referer = "Referer: https://app.example/cb?code=4%2F0AEXAMPLE-code-abcdefghijkl&state=s-EXAMPLE";
        let leaked = format!(
            "{callback}{}",
            request(referer, "grant_type=authorization_code&code=4/0AEXAMPLE-code-abcdefghijkl")
        );
        assert!(fact(&ask(code_in_referer, &leaked)).contains("the callback #1"));
        let unseen = request(referer, "grant_type=refresh_token");
        assert!(fact(&ask(code_in_referer, &unseen)).contains("holds an address with a code"));
        let redeemed = request("Accept: */*", "grant_type=authorization_code&code=4/0AEXAMPLE-code-abcdefghijkl");
        let after = ask(code_in_referer, &format!("{redeemed}\n### +1s\n{unseen}"));
        assert!(fact(&after).contains("holds an address with a code"), "a token request brings no code: {after:?}");
        let plain = format!("{callback}{}", request("Referer: https://app.example/", "grant_type=refresh_token"));
        assert_eq!(ask(code_in_referer, &plain), Answer::No);
        let coupon = request("Referer: https://shop.example/?code=SUMMER-EXAMPLE", "grant_type=refresh_token");
        assert_eq!(ask(code_in_referer, &coupon), Answer::No);
    }

    #[test]
    fn an_assertion_in_a_page() {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let body = |iss: &str| {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let claims = format!(r#"{{"iss":"{iss}"}}"#);
            let jwt = format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(&claims), part("EXAMPLE"));
            format!("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={jwt}")
        };
        let robot = body("robot@example.iam.gserviceaccount.com");
        assert!(ask(assertion_from_page, &request("Origin: https://app.example", &robot)).is_yes());
        assert_eq!(ask(assertion_from_page, &request("User-Agent: node", &robot)), Answer::Unknown(NO_PAGE));
        let other = request("Origin: https://app.example", &body("https://ci.example"));
        assert_eq!(ask(assertion_from_page, &other), Answer::No);
    }
}
