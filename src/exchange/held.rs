//! In: [`Credentials`] that are kept, not sent. Out: an [`Exchange`] of kind `credentials` whose parameters are their members, with
//! what is odd about their shape as remarks.
//!
//! A file that holds a refresh token or an assertion is also what a library will send, so it has the grant that it serves, and
//! pages that need no answer may speak about it. Nothing is verified: whether Google still knows a key is not in the file.

mod key;

use super::{
    ClaimValue, Exchange, Grant,
    endpoint::Provider,
    harmless,
    parameters::{Parameter, Raw, Value},
};
use crate::{
    credentials::{Credentials, Form},
    report::{BodyState, Kind, Outcome, Place},
    secret::{Key, ValueKind},
    sighting::Sighting,
    time::words_for_duration,
};

impl Exchange {
    /// Reads what `credentials` hold.
    pub fn held(credentials: &Credentials, seal: &Key) -> Self {
        let form = credentials.form;
        let raws: Vec<_> = credentials
            .members
            .iter()
            .map(|(name, value)| Raw::new(name.clone(), Place::Body, value.clone()))
            .collect();
        let mut remarks = Vec::new();
        if form == Form::ServiceAccountKey {
            key::judge(&raws, &mut remarks);
        }
        let is_googles = raws.iter().any(is_googles);
        let members: Vec<_> = raws.into_iter().map(|raw| raw.seal(seal)).collect();
        let provider =
            if is_googles || members.iter().any(names_google) { Provider::Google } else { Provider::Unknown };
        let is_answer = form == Form::TokenAnswer;
        let grant = match form {
            Form::AuthorizedUser | Form::StoredTokens if has(&members, "refresh_token") => Some(Grant::RefreshToken),
            Form::Assertion => Some(Grant::JwtBearer),
            _ => None,
        };
        judge(form, &members, &mut remarks);
        // What a text tells of nothing at all: the frame that is filled here.
        let mut exchange = Self::sighted(&Sighting::default(), seal);
        exchange.provider = provider;
        exchange.method = String::new();
        form.words().clone_into(&mut exchange.address);
        exchange.grant = grant;
        exchange.origin.clone_from(&credentials.origin);
        if is_answer {
            exchange.answer.note = short_life(&members);
            exchange.answer.body = BodyState::Read;
            exchange.answer.members = members;
            exchange.answer.outcome = Outcome::Succeeded;
        } else {
            exchange.kind = Kind::Credentials;
            exchange.answer.outcome = Outcome::Unknown;
            exchange.parameters = members;
            remarks.push("Values are described by kind, length and fingerprint; none of them is shown.".to_owned());
        }
        exchange.remarks = remarks;
        exchange
    }
}

fn has(members: &[Parameter], name: &str) -> bool {
    members.iter().any(|member| member.name == name && !member.value.is_empty())
}

/// True for what Google alone issues, or names as its own.
fn is_googles(raw: &Raw) -> bool {
    let value = raw.value.expose();
    match raw.name.as_str() {
        "token_uri" | "auth_uri" => harmless::is_google_address(value),
        "client_id" => value.ends_with(".apps.googleusercontent.com"),
        "client_email" => value.ends_with(".gserviceaccount.com"),
        _ => ["ya29.", "1//", "GOCSPX-"].iter().any(|start| value.starts_with(start)),
    }
}

/// True for a JWT that Google issued, or that is made for Google.
fn names_google(member: &Parameter) -> bool {
    let Value::Jwt(_, jwt) = &member.value else { return false };
    let is_address = |claim: Option<&ClaimValue>| matches!(claim, Some(ClaimValue::Text(_)));
    is_address(jwt.claim("aud"))
        || is_address(jwt.claim("iss"))
        || jwt.claim("iss").is_some_and(|iss| iss.is_kind(ValueKind::ServiceAccount))
}

/// What is to be known of a refresh token whose end is announced.
fn short_life(members: &[Parameter]) -> Option<String> {
    let life = members.iter().find(|member| member.name == "refresh_token_expires_in")?.value.text()?;
    let seconds = life.parse::<i64>().ok()?;
    let days = words_for_duration(seconds.checked_mul(1000)?);
    Some(match seconds {
        604_000..=604_800 => {
            "The refresh token lives seven days from its issue, as those of apps in Testing do.".to_owned()
        }
        _ => format!("The refresh token lives {days} from its issue: access was granted for a limited time."),
    })
}

fn judge(form: Form, members: &[Parameter], remarks: &mut Vec<String>) {
    for name in needed(form) {
        if !has(members, name) {
            remarks.push(format!("`{name}` is missing."));
        }
    }
    for member in members {
        let Some(sealed) = member.value.sealed() else { continue };
        let (name, shape) = (member.name.as_str(), &sealed.shape);
        let wanted = match name {
            "client_id" if matches!(form, Form::WebClient | Form::InstalledClient | Form::AuthorizedUser) => {
                ValueKind::ClientId
            }
            "client_email" => ValueKind::ServiceAccount,
            _ => continue,
        };
        if shape.kind != wanted && shape.length > 0 {
            remarks.push(format!("`{name}` is {}, where {} belongs.", shape.kind.words(), wanted.words()));
        }
    }
    if form == Form::StoredTokens && !has(members, "refresh_token") {
        let said = "There is no refresh token: when the access token ends, only a new sign-in helps.";
        remarks.push(said.to_owned());
    }
    let is_oob = |member: &Parameter| matches!(&member.value, Value::Uri(uri) if uri.sketch.starts_with("urn:ietf:wg:oauth:2.0:oob"));
    if members.iter().any(is_oob) {
        remarks.push(
            "`redirect_uris` names the out-of-band address, which Google closed in October 2022 (oauth-policy-violation)."
                .to_owned(),
        );
    }
    if form == Form::WebClient && !members.iter().any(|member| member.name == "redirect_uris") {
        remarks.push(
            "There are no redirect_uris: this client takes part in no redirect, only in popups and on servers."
                .to_owned(),
        );
    }
}

/// What a file of this form must hold.
fn needed(form: Form) -> &'static [&'static str] {
    match form {
        Form::ServiceAccountKey => &["client_email", "private_key"],
        Form::WebClient | Form::InstalledClient => &["client_id"],
        Form::AuthorizedUser => &["client_id", "client_secret", "refresh_token"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(form: Form, members: &[(&str, &str)]) -> Exchange {
        let members = members.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Exchange::held(&Credentials { form, members, origin: None }, &Key::new([7; 32]))
    }

    #[test]
    fn a_stored_authorization_is_what_will_be_sent() {
        let user = held(Form::AuthorizedUser, &[("refresh_token", "1//0gEXAMPLE"), ("client_id", "EXAMPLE")]);
        assert_eq!(
            (user.kind, user.grant, user.provider),
            (Kind::Credentials, Some(Grant::RefreshToken), Provider::Google)
        );
        assert_eq!(user.answer.outcome, Outcome::Unknown);
        assert_eq!(
            user.remarks[..2],
            ["`client_secret` is missing.", "`client_id` is an opaque value, where a client ID belongs."]
        );
        assert_eq!(held(Form::StoredTokens, &[("access_token", "x")]).grant, None);
    }

    #[test]
    fn an_answer_issued_tokens() {
        let answer =
            held(Form::TokenAnswer, &[("access_token", "ya29.EXAMPLE"), ("refresh_token_expires_in", "604799")]);
        assert_eq!((answer.kind, answer.answer.outcome), (Kind::TokenRequest, Outcome::Succeeded));
        assert!(answer.answer.note.is_some_and(|note| note.contains("seven days")));
        assert!(answer.parameters.is_empty());
    }

    #[test]
    fn a_client_file_is_looked_over() {
        let client = held(
            Form::InstalledClient,
            &[("client_id", "1-EXAMPLE.apps.googleusercontent.com"), ("redirect_uris", "urn:ietf:wg:oauth:2.0:oob")],
        );
        assert!(client.remarks[0].contains("out-of-band"), "{:?}", client.remarks);
        assert_eq!(
            held(
                Form::WebClient,
                &[("client_id", "1-EXAMPLE.apps.googleusercontent.com"), ("redirect_uris", "https://a.test/")]
            )
            .remarks
            .len(),
            1
        );
    }
}
