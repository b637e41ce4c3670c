//! Questions about the looks of a value in the field where it stands: another kind of value, no value at all, or one that was
//! damaged on its way. Codes and refresh tokens have questions of their own.
//!
//! Google's values are told by their public beginnings; a shape is evidence of what a value is not, never of what it is.

use super::{Answer, Fact, flawed, quoted_only, verb, yes_if};
use crate::{
    report::Place,
    secret::{Sealed, ValueKind},
    timeline::View,
};

/// RFC 7636 section 4.1.
const VERIFIER_LENGTHS: std::ops::RangeInclusive<usize> = 43..=128;

/// Can the client ID be none of Google's: another kind of value, no value, or something around it?
pub fn client_id_malformed(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(id) = view.this().sealed("client_id") else { return Answer::No };
    if id.shape.kind == ValueKind::Empty {
        return Answer::No;
    }
    match fault(id, "client_id", |kind| kind != ValueKind::ClientId) {
        Some(fact) if id.shape.kind == ValueKind::Opaque && id.shape.flaws.is_empty() => {
            let said =
                "The value of `client_id` does not end with .apps.googleusercontent.com, as Google's client ids do.";
            Answer::Yes(Fact { text: said.into(), ..fact }.on("client_id", "no client id of Google's ends so"))
        }
        Some(fact) => Answer::Yes(fact),
        None => Answer::No,
    }
}

/// Can the client secret be none of Google's: another kind of value, no value, or something around it?
pub fn client_secret_malformed(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(secret) = view.this().sealed("client_secret") else { return Answer::No };
    let is_other = |kind| !matches!(kind, ValueKind::ClientSecret | ValueKind::Opaque | ValueKind::Empty);
    fault(secret, "client_secret", is_other).map_or(Answer::No, Answer::Yes)
}

/// Can the verifier be none, by its length or by its characters?
pub fn verifier_malformed(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(verifier) = view.this().sealed("code_verifier") else { return Answer::No };
    let length = verifier.shape.length;
    if length == 0 {
        return Answer::No;
    }
    let is_other = |kind| matches!(kind, ValueKind::Nothing | ValueKind::Placeholder | ValueKind::SerializedObject);
    if let Some(fact) = fault(verifier, "code_verifier", is_other) {
        return Answer::Yes(fact);
    }
    yes_if(!VERIFIER_LENGTHS.contains(&length), || {
        let [least, most] = [VERIFIER_LENGTHS.start(), VERIFIER_LENGTHS.end()];
        Fact::new(format!(
            "The verifier has {} than a verifier may have, which are {least} to {most} (RFC 7636 section 4.1).",
            if length < *least { "fewer characters" } else { "more characters" }
        ))
        .on("code_verifier", format!("{least} to {most} characters belong here"))
    })
}

/// Is the redirect URI no address: a placeholder, the word for a missing value, still encoded, or with something around it?
pub fn redirect_uri_malformed(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(shape) = view.this().uri("redirect_uri").map(crate::exchange::Uri::shape) else { return Answer::No };
    let is_encoded = shape.percent_escape().is_some() && shape.sketch.starts_with("…%") && shape.kind == ValueKind::Url;
    let fact = match shape.kind {
        ValueKind::Nothing | ValueKind::Placeholder | ValueKind::SerializedObject => {
            let words = shape.kind.words();
            Fact::new(format!("The value of `redirect_uri` is {words}.")).on("redirect_uri", format!("this is {words}"))
        }
        _ if is_encoded => Fact::new("After one decoding the redirect_uri is still encoded: it was encoded twice.")
            .on("redirect_uri", "reached the server still encoded"),
        _ => {
            let stray = |kind| {
                use crate::secret::FlawKind::{Blank, ByteOrderMark, Invisible, LineBreak, Quote, ShellPrompt};
                matches!(kind, Blank | LineBreak | Quote | ByteOrderMark | Invisible | ShellPrompt)
            };
            let Some((flaw, _)) = flawed(shape, |flaw| stray(flaw.kind)) else { return Answer::No };
            let words = flaw.kind.words();
            Fact::new(format!("The value of `redirect_uri` holds {words}."))
                .on("redirect_uri", format!("{words} is part of the value"))
        }
    };
    Answer::Yes(fact)
}

/// Is the assertion no JWT that can be read?
pub fn assertion_unreadable(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let this = view.this();
    let Some(assertion) = this.sealed("assertion").filter(|assertion| assertion.shape.kind != ValueKind::Empty) else {
        return Answer::No;
    };
    yes_if(this.assertion().is_none(), || {
        let kind = assertion.shape.kind;
        let words =
            if matches!(kind, ValueKind::Opaque | ValueKind::Jwt) { "no JWT that can be read" } else { kind.words() };
        Fact::new(format!("The value of `assertion` {} {words}.", verb(kind)))
            .on("assertion", format!("this is {words}"))
            .in_place(Place::Body)
    })
}

/// What is wrong with `value`, which stands in `field`: a kind that `is_other` picks, or a flaw.
fn fault(value: &Sealed, field: &'static str, is_other: impl Fn(ValueKind) -> bool) -> Option<Fact> {
    let shape = &value.shape;
    if let Some((flaw, range)) = flawed(shape, |_| true)
        && !matches!(shape.kind, ValueKind::Placeholder | ValueKind::SerializedObject | ValueKind::CredentialFile)
    {
        let words = flaw.kind.words();
        return Some(
            Fact::new(format!("The value of `{field}` holds {words}."))
                .on(field, format!("{words} is part of the value"))
                .at(Some(range)),
        );
    }
    is_other(shape.kind).then(|| {
        let words = shape.kind.words();
        Fact::new(format!("The value of `{field}` {} {words}.", verb(shape.kind))).on(field, format!("this is {words}"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, token_request};
    use super::*;

    fn request(body: &str) -> String {
        token_request(&format!("grant_type=authorization_code&{body}"), "400\n\n{\"error\":\"invalid_client\"}")
    }

    #[test]
    fn a_client_id_that_is_none() {
        let whole = "123456789012-exampleexampleexampleexample1234.apps.googleusercontent.com";
        for (id, said) in [
            (format!("%20{whole}"), "holds a blank"),
            (format!("%22{whole}%22"), "holds a quotation mark"),
            (format!("{whole}%0A"), "holds a line break"),
            (format!("{whole}%E2%80%8B"), "holds an invisible character"),
            ("YOUR_CLIENT_ID".to_owned(), "is an unfilled placeholder"),
            ("undefined".to_owned(), "is the word for a missing value"),
            ("robot@example.iam.gserviceaccount.com".to_owned(), "is the address of a service account"),
            ("GOCSPX-EXAMPLE".to_owned(), "has the shape of a client secret"),
            (
                "com.googleusercontent.apps.123456789012-example".to_owned(),
                "does not end with .apps.googleusercontent.com",
            ),
        ] {
            let answer = ask(client_id_malformed, &request(&format!("client_id={id}")));
            assert!(fact(&answer).contains(said), "{id}: {answer:?}");
        }
        assert_eq!(ask(client_id_malformed, &request(&format!("client_id={whole}"))), Answer::No);
        assert_eq!(ask(client_id_malformed, &request("client_id=")), Answer::No);
    }

    #[test]
    fn a_client_secret_that_is_none() {
        for (secret, said) in [
            ("GOCSPX-EXAMPLE-secret-abcdefghijk%0A", "holds a line break"),
            ("%27GOCSPX-EXAMPLE-secret-abcdefghijk%27", "holds a quotation mark"),
            ("$CLIENT_SECRET", "is an unfilled placeholder"),
            ("123-x.apps.googleusercontent.com", "has the shape of a client ID"),
            ("./client_secret.json", "is the path of a file"),
            ("%7B%22web%22%3A%7B%22client_secret%22%3A%22GOCSPX-EXAMPLE%22%7D%7D", "is the contents of a JSON file"),
        ] {
            let answer = ask(client_secret_malformed, &request(&format!("client_secret={secret}")));
            assert!(fact(&answer).contains(said), "{secret}: {answer:?}");
        }
        for secret in ["GOCSPX-EXAMPLE-secret-abcdefghijk", "EXAMPLEsecretOf24letters"] {
            assert_eq!(ask(client_secret_malformed, &request(&format!("client_secret={secret}"))), Answer::No);
        }
    }

    #[test]
    fn a_verifier_that_is_none() {
        let verifier = |text: &str| ask(verifier_malformed, &request(&format!("code_verifier={text}")));
        assert!(fact(&verifier("EXAMPLE-short")).contains("fewer characters"));
        assert!(fact(&verifier(&"E".repeat(129))).contains("more characters"));
        assert!(fact(&verifier("undefined")).contains("missing value"));
        assert_eq!(verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), Answer::No);
    }

    #[test]
    fn a_redirect_uri_that_is_none() {
        for (uri, said) in [
            ("undefined", "is the word for a missing value"),
            ("%24%7BREDIRECT_URI%7D", "is an unfilled placeholder"),
            ("https%253A%252F%252Fapp.example%252Fcb", "still encoded"),
            ("https://app.example/cb%20", "holds a blank"),
            ("%22https://app.example/cb%22", "holds a quotation mark"),
        ] {
            let answer = ask(redirect_uri_malformed, &request(&format!("redirect_uri={uri}")));
            assert!(fact(&answer).contains(said), "{uri}: {answer:?}");
        }
        for uri in [
            "https://app.example/cb?next=%2Fhome",
            "https://app.example/cb?next=%252Fhome",
            "postmessage",
            "",
            "com.example.app:/oauth2redirect",
        ] {
            assert_eq!(ask(redirect_uri_malformed, &request(&format!("redirect_uri={uri}"))), Answer::No, "{uri}");
        }
    }

    #[test]
    fn an_assertion_that_is_none() {
        let assertion = |text: &str| ask(assertion_unreadable, &request(&format!("assertion={text}")));
        assert!(fact(&assertion("EXAMPLE")).contains("is no JWT that can be read"));
        assert!(fact(&assertion("undefined")).contains("missing value"));
        assert!(fact(&assertion("ya29.EXAMPLE")).contains("has the shape of an access token"));
        assert_eq!(assertion(""), Answer::No);
    }
}
