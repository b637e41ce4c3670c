//! In: lines that are one value each: an address from the browser, a JWT, a token, a code. Out: [`Evidence`].
//!
//! An address is an exchange whose answer was not seen; what it is, its parameters tell. A token stands for itself.

use super::{Evidence, Unreadable};
use crate::{
    credentials::{Credentials, Form},
    har::{AnswerBody, Entry},
    report::{BodyState, Origin},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// True when `line` is a value that is read here, and nothing else.
pub(super) fn begins(line: &str) -> bool {
    let value = core(line);
    !value.contains(char::is_whitespace) && (is_address(value) || is_jwt(value) || named(value).is_some())
}

/// Reads `text`, a value a line.
///
/// # Errors
/// When a line is none.
pub(super) fn read(text: &str) -> Result<Vec<Evidence>, Unreadable> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value = core(line);
        let origin = Some(Origin::lines(at + 1, at + 1));
        let mut piece = if is_address(value) {
            address(value)
        } else if is_jwt(value) {
            jwt(value).into()
        } else if let Some(name) = named(value) {
            single(Form::Value, name, value).into()
        } else {
            return Err(Unreadable::new(at + 1, "an address, a token or a code, alone in its line"));
        };
        match &mut piece {
            Evidence::Entry(entry) => entry.origin = origin,
            Evidence::Credentials(credentials) => credentials.origin = origin,
            Evidence::Sighting(_) | Evidence::Note(_) => {}
        }
        found.push(piece);
    }
    if found.is_empty() {
        return Err(Unreadable::new(1, "an address, a token or a code"));
    }
    Ok(found)
}

/// The value without what people and tools put around it.
fn core(line: &str) -> &str {
    let line = line.trim();
    let line = ["Location: ", "location: ", "Request URL: ", "GET "]
        .iter()
        .find_map(|start| line.strip_prefix(start))
        .unwrap_or(line);
    line.trim_matches(|letter: char| letter.is_whitespace() || "\"'`<>,;".contains(letter))
}

fn is_address(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme && (rest.starts_with("//") || rest.contains("?code=") || rest.contains("?error=")) && rest.len() > 4
}

fn is_jwt(value: &str) -> bool {
    value.starts_with("eyJ")
        && value.matches('.').count() == 2
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=+/".contains(&byte))
}

/// The parameter that a value belongs into, by its public beginning.
fn named(value: &str) -> Option<&'static str> {
    let starts = |start: &str| value.starts_with(start) && value.len() >= start.len() + 8;
    let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./%=+~".contains(&byte));
    let name = if starts("ya29.") {
        "access_token"
    } else if starts("1//0") || starts("1%2F%2F0") {
        "refresh_token"
    } else if starts("4/0") || starts("4%2F0") || starts("4/1") {
        "code"
    } else if starts("GOCSPX-") {
        "client_secret"
    } else {
        return None;
    };
    plain.then_some(name)
}

fn address(value: &str) -> Evidence {
    let query = value.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
    // Google's tool for looking at a token: the token is in the address.
    if value.contains("googleapis.com/") && value.contains("tokeninfo") {
        let token =
            form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "id_token" || name == "access_token");
        if let Some((name, token)) = token {
            return match name.as_ref() {
                "id_token" if is_jwt(&token) => jwt(&token).into(),
                "id_token" => single(Form::Value, "id_token", &token).into(),
                _ => single(Form::Value, "access_token", &token).into(),
            };
        }
    }
    let mut entry = Entry::default();
    entry.method = "GET".to_owned();
    entry.url = value.to_owned();
    entry.answer_body = AnswerBody::Missing(BodyState::NotRecorded);
    entry.into()
}

/// A JWT is an assertion when it is addressed to a token endpoint or comes from a service account; else it is an ID token.
fn jwt(value: &str) -> Credentials {
    let payload = value.split('.').nth(1).unwrap_or_default().trim_end_matches('=');
    let bytes = URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
    let claims: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let claim = |name: &str| claims.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let is_assertion = claim("iss").ends_with(".gserviceaccount.com")
        || claim("aud").ends_with("/token")
        || !claim("scope").is_empty();
    if is_assertion { single(Form::Assertion, "assertion", value) } else { single(Form::IdToken, "id_token", value) }
}

fn single(form: Form, name: &str, value: &str) -> Credentials {
    Credentials { form, members: vec![(name.to_owned(), value.to_owned())], origin: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(text: &str) -> String {
        match &read(text).expect("a value")[0] {
            Evidence::Entry(entry) => entry.url.clone(),
            Evidence::Credentials(credentials) => format!("{:?} {}", credentials.form, credentials.members[0].0),
            _ => String::new(),
        }
    }

    fn token(claims: &str) -> String {
        format!("{}.{}.EXAMPLE", URL_SAFE_NO_PAD.encode("{\"alg\":\"RS256\"}"), URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn values_are_told_apart() {
        assert_eq!(
            what("Location: https://a.test/cb?code=4/0AEXAMPLE&state=x"),
            "https://a.test/cb?code=4/0AEXAMPLE&state=x"
        );
        assert_eq!(what("com.example.app:/oauth2redirect?code=x"), "com.example.app:/oauth2redirect?code=x");
        assert_eq!(what("\"1//0gEXAMPLEEXAMPLE\","), "Value refresh_token");
        assert_eq!(what(&token("{\"iss\":\"a@b.iam.gserviceaccount.com\"}")), "Assertion assertion");
        assert_eq!(what(&token("{\"iss\":\"https://accounts.google.com\"}")), "IdToken id_token");
        assert_eq!(what("https://oauth2.googleapis.com/tokeninfo?access_token=ya29.EXAMPLE"), "Value access_token");
    }

    #[test]
    fn sentences_are_no_values() {
        for line in ["see https://a.test/", "note: x", "12:00", "ya29.", "hello", ""] {
            assert!(!begins(line), "{line}");
        }
        assert!(read("https://a.test/?code=x\nhello").is_err_and(|error| error.line == 2));
    }
}
