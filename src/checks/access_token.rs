//! Questions about the access token of an API call, or the token that `tokeninfo` is asked about: its kind, its age,
//! and who it speaks for; its scopes are asked about in [`super::api_scope`]. The answers come from the exchange that issued it, where that was seen.

use super::{Answer, Fact, clock::seconds_between, earlier_by, flawed, lacks, yes_if};
use crate::{
    exchange::{ClaimValue, Exchange, Grant, Jwt, Parameter, Seen, Value},
    report::{Kind, Place},
    secret::{Fingerprint, Sealed, ValueKind},
    time::words_for_duration,
    timeline::View,
};

const NO_TOKEN: Answer = Answer::Unknown("The call brings no token that can be read.");
const NOT_TOLD: Answer = Answer::Unknown("The text does not tell which token the call brings.");
const NO_ISSUE: Answer = Answer::Unknown("The answer that issued this access token was not seen.");
const NO_CLOCK: Answer = Answer::Unknown("The input gives no times, so the access token's age is not known.");
const NO_PERSON: Answer = Answer::Unknown("For whom the access token was issued is not known.");

/// Access tokens are not used to the last second: `expires_in` counts from the answer, and clocks differ.
const TOLERANCE: i64 = 5;

/// The token, under whatever name it was sent.
fn token(view: View<'_>) -> Option<&Parameter> {
    let named = |name: &str| view.this().parameter(name);
    named("access_token")
        .or_else(|| named("id_token"))
        .or_else(|| named("oauth_token"))
        .or_else(|| named("token_handle"))
}

fn no_token(view: View<'_>) -> Answer {
    if view.this().seen == Seen::InText { NOT_TOLD } else { NO_TOKEN }
}

fn sealed(view: View<'_>) -> Option<&Sealed> {
    token(view)?.value.sealed()
}

/// The token answer that issued this access token, the latest one.
pub(super) fn issue(view: View<'_>) -> Result<(u32, &Exchange), Answer> {
    let token = sealed(view).ok_or_else(|| no_token(view))?;
    view.earlier(token.fingerprint).rfind(|(_, other)| issued(other) == Some(token.fingerprint)).ok_or(NO_ISSUE)
}

/// The assertion that a token was issued for, where it was a service account's.
pub(super) fn assertion(issue: &Exchange) -> Option<&Jwt> {
    issue.assertion().filter(|_| issue.grant == Some(Grant::JwtBearer))
}

fn issued(exchange: &Exchange) -> Option<Fingerprint> {
    let member = exchange.answer.member("access_token").and_then(Value::sealed);
    member.filter(|_| exchange.succeeded()).map(|token| token.fingerprint)
}

/// Does the call bring no token at all, as far as its recording shows? Browsers take `Authorization` out of the files that
/// they export, so this proves something only where the answer says it too.
pub fn access_token_absent(view: View<'_>) -> Answer {
    match lacks(view.this(), "access_token") {
        Ok(true) => yes_if(token(view).is_none() && view.this().parameter("authorization").is_none(), || {
            Fact::new("The call has no Authorization header.")
        }),
        Ok(false) => Answer::No,
        Err(answer) => answer,
    }
}

/// Does the call bring a token?
pub fn access_token_sent(view: View<'_>) -> Answer {
    match token(view) {
        Some(parameter) => {
            Answer::Yes(Fact::new("The call brings a token.").on(sent_as(parameter), "this token was sent"))
        }
        None => no_token(view),
    }
}

/// Is the value that was sent as an access token a credential of another kind, damaged, or no value at all?
pub fn access_token_of_another_kind(view: View<'_>) -> Answer {
    let Some(parameter) = token(view) else { return no_token(view) };
    let Some(token) = parameter.value.sealed() else { return no_token(view) };
    let name = sent_as(parameter);
    let kind = token.shape.kind;
    let is_other = match kind {
        ValueKind::RefreshToken
        | ValueKind::AuthorizationCode
        | ValueKind::ClientSecret
        | ValueKind::ClientId
        | ValueKind::ApiKey
        | ValueKind::PrivateKey
        | ValueKind::Placeholder
        | ValueKind::Nothing
        | ValueKind::Empty
        | ValueKind::Url
        | ValueKind::Email
        | ValueKind::SerializedObject => true,
        ValueKind::Jwt => is_id_token(&parameter.value) && parameter.name != "id_token",
        _ => false,
    };
    if is_other {
        let words = if kind == ValueKind::Jwt { "an ID token" } else { kind.words() };
        return Answer::Yes(
            Fact::new(format!("The value that is sent as the token is {words}.")).on(name, format!("this is {words}")),
        );
    }
    match flawed(&token.shape, |_| kind == ValueKind::AccessToken) {
        Some((flaw, range)) => {
            let words = flaw.kind.words();
            Answer::Yes(
                Fact::new(format!("The value that is sent as the token holds {words}."))
                    .on(name, format!("{words} is part of the value"))
                    .at(Some(range)),
            )
        }
        None => Answer::No,
    }
}

/// A service account may call an API with a JWT that it signed itself; Google's ID tokens are made for other eyes.
fn is_id_token(value: &Value) -> bool {
    let Value::Jwt(_, jwt) = value else { return false };
    matches!(jwt.claim("iss"), Some(ClaimValue::Text(iss)) if iss.ends_with("accounts.google.com"))
}

fn sent_as(parameter: &Parameter) -> &'static str {
    match parameter.name.as_str() {
        "id_token" => "id_token",
        "oauth_token" => "oauth_token",
        "token_handle" => "token_handle",
        _ => "access_token",
    }
}

/// Was the access token issued in this session, and is its life over by the server's clock?
pub fn access_token_issued_here_and_expired(view: View<'_>) -> Answer {
    let (number, life, age) = match age(view) {
        Ok(age) => age,
        Err(answer) => return answer,
    };
    yes_if(age >= life - TOLERANCE, || {
        Fact::new(format!(
            "#{number} issued this access token with expires_in={life}, {} before this call.",
            words_for_duration(age.saturating_mul(1000))
        ))
        .of([number])
        .on("access_token", format!("issued in #{number} for {life} seconds, which are over"))
    })
}

/// Was the access token issued in this session, and is it younger than its life?
pub fn access_token_issued_here_and_young(view: View<'_>) -> Answer {
    let (number, life, age) = match age(view) {
        Ok(age) => age,
        Err(answer) => return answer,
    };
    yes_if((0..life - TOLERANCE).contains(&age), || {
        Fact::new(format!(
            "#{number} issued this access token with expires_in={life}, {} before this call: its life is not over.",
            words_for_duration(age.saturating_mul(1000))
        ))
        .of([number])
    })
}

/// The issuing exchange, the token's life and its age, in seconds.
fn age(view: View<'_>) -> Result<(u32, i64, i64), Answer> {
    let (number, issue) = issue(view)?;
    let life = issue.answer.text("expires_in").and_then(|text| text.parse::<i64>().ok());
    let life = life.ok_or(Answer::Unknown("The answer that issued the access token names no expires_in."))?;
    let age = seconds_between(issue, view.this()).ok_or(NO_CLOCK)?;
    Ok((number, life, age))
}

/// Did this session revoke the access token, or the grant that it was made from?
pub fn access_token_revoked_here(view: View<'_>) -> Answer {
    let Some(token) = sealed(view) else { return no_token(view) };
    let issue = issue(view).ok();
    let grant = issue.and_then(|(_, issue)| {
        issue.answer.member("refresh_token").and_then(Value::sealed).or_else(|| issue.sealed("refresh_token"))
    });
    let revokes = |other: &Exchange| {
        let is_success = other.kind == Kind::Revocation && other.succeeded();
        other.sealed("token").filter(|_| is_success).map(|revoked| revoked.fingerprint)
    };
    let of = |wanted: Fingerprint| view.earlier(wanted).rfind(|(_, other)| revokes(other) == Some(wanted));
    let found = of(token.fingerprint).map(|found| (found, "this very token"));
    let found = found.or_else(|| Some((of(grant?.fingerprint)?, "the refresh token of the same grant")));
    match found {
        Some(((number, revocation), what)) => Answer::Yes(
            Fact::new(format!("#{number} revoked {what}{}.", earlier_by(view, revocation)))
                .of([number])
                .on("access_token", format!("revoked in #{number}")),
        ),
        None => Answer::No,
    }
}

/// Was the token issued to a service account that speaks for itself, without `sub`?
pub fn token_of_service_account_alone(view: View<'_>) -> Answer {
    subject(view, false)
}

/// Whether the token was issued to a service account whose assertion names a user in `sub` (`wanted`), or none.
fn subject(view: View<'_>, wanted: bool) -> Answer {
    let (number, issue) = match issue(view) {
        Ok(issue) => issue,
        Err(answer) => return answer,
    };
    let Some(assertion) = assertion(issue) else { return Answer::No };
    let subject = assertion.claim("sub").and_then(ClaimValue::sealed);
    let is_another = subject.is_some_and(|sub| {
        assertion.claim("iss").and_then(ClaimValue::sealed).is_none_or(|iss| iss.fingerprint != sub.fingerprint)
    });
    yes_if(is_another == wanted, || {
        Fact::new(if is_another {
            format!("The assertion of #{number}, which this token was issued for, names a user in sub.")
        } else {
            format!("The assertion of #{number}, which this token was issued for, names no user in sub.")
        })
    })
    .mentioning(number)
}

/// Was the token issued for a person, or in a person's name?
pub fn token_of_a_person(view: View<'_>) -> Answer {
    let (number, issue) = match issue(view) {
        Ok(issue) => issue,
        Err(answer) => return answer,
    };
    let is_person = matches!(issue.grant, Some(Grant::AuthorizationCode | Grant::RefreshToken | Grant::DeviceCode));
    if is_person {
        return Answer::Yes(Fact::new(format!("#{number} issued this token to a user who signed in.")))
            .mentioning(number);
    }
    subject(view, true)
}

/// Does the path name another account than the one that the token was issued for?
pub fn user_id_of_another_account(view: View<'_>) -> Answer {
    let Some(user) = view.this().sealed("userId").filter(|user| user.shape.kind == ValueKind::Email) else {
        return Answer::No;
    };
    let (number, issue) = match issue(view) {
        Ok(issue) => issue,
        Err(answer) => return answer,
    };
    let named = |jwt: &Jwt, claim: &str| {
        let sealed = jwt.claim(claim).and_then(ClaimValue::sealed);
        sealed.filter(|sealed| sealed.shape.kind == ValueKind::Email).map(|sealed| sealed.fingerprint)
    };
    let id_token = match issue.answer.member("id_token") {
        Some(Value::Jwt(_, jwt)) => named(jwt, "email"),
        _ => None,
    };
    let Some(person) = id_token.or_else(|| named(assertion(issue)?, "sub")) else { return NO_PERSON };
    yes_if(person != user.fingerprint, || {
        Fact::new(format!("The path names another account than the one that #{number} issued the token for."))
            .on("userId", format!("not the account of #{number}"))
            .in_place(Place::Path)
    })
    .mentioning(number)
}

/// Is the path's `userId` the word `me`, which stands for whoever the token was issued for?
pub fn user_id_is_me(view: View<'_>) -> Answer {
    match view.this().parameter("userId") {
        Some(_) => yes_if(view.this().text("userId") == Some("me"), || {
            Fact::new("The path's userId is `me`, which stands for the token's own account.")
        }),
        None => Answer::Unknown("The call's path is not known."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, mark};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    const TOKEN: &str = "ya29.a0EXAMPLE-access-token-abcdefghijklmnopqrstuvwxyz";

    fn jwt(claims: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(claims), part("EXAMPLE"))
    }

    fn issue(body: &str, more: &str) -> String {
        format!(
            "POST https://oauth2.googleapis.com/token\n\n{body}\n\n200\n\n{{\"access_token\":\"{TOKEN}\",\"expires_in\":3599{more}}}\n"
        )
    }

    fn sign_in(more: &str) -> String {
        issue("grant_type=authorization_code&code=4/0AEXAMPLE", more)
    }

    fn robot(claims: &str) -> String {
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        issue(&format!("grant_type={grant}&assertion={}", jwt(claims)), "")
    }

    fn call_of(user: &str, header: &str) -> String {
        format!("GET https://gmail.googleapis.com/gmail/v1/users/{user}/messages\n{header}\n\n\n401\n\n{{}}\n")
    }

    fn call(token: &str) -> String {
        call_of("me", &format!("Authorization: Bearer {token}"))
    }

    fn later(first: &str, by: &str) -> String {
        format!("{first}\n### +{by}\n{}", call(TOKEN))
    }

    #[test]
    fn an_expired_token() {
        let over = ask(access_token_issued_here_and_expired, &later(&sign_in(""), "61m"));
        assert!(fact(&over).contains("expires_in=3599, 1 h 1 min before"));
        let young = later(&sign_in(""), "10m");
        assert_eq!(ask(access_token_issued_here_and_expired, &young), Answer::No);
        assert!(ask(access_token_issued_here_and_young, &young).is_yes());
        assert_eq!(ask(access_token_issued_here_and_expired, &call(TOKEN)), NO_ISSUE);
        for (age, is_over) in [("20m", false), ("3593s", false), ("3594s", true)] {
            let text = later(&sign_in(""), age);
            assert_eq!(ask(access_token_issued_here_and_expired, &text).is_yes(), is_over, "{age}");
            assert_eq!(ask(access_token_issued_here_and_young, &text).is_yes(), !is_over, "{age}");
        }
    }

    #[test]
    fn a_value_of_another_kind() {
        let id_token = jwt(r#"{"iss":"https://accounts.google.com","sub":"EXAMPLE"}"#);
        for (value, words) in [
            ("1//0gEXAMPLE-refresh-token-abcdefghijklmnopqrstuvwxyz", "a refresh token"),
            ("undefined", "the word for a missing value"),
            (id_token.as_str(), "an ID token"),
            ("AIzaEXAMPLE", "an API key"),
        ] {
            assert!(fact(&ask(access_token_of_another_kind, &call(value))).contains(words), "{value}");
        }
        assert!(fact(&ask(access_token_of_another_kind, &call(&format!("\"{TOKEN}\"")))).contains("a quotation mark"));
        assert_eq!(ask(access_token_of_another_kind, &call(TOKEN)), Answer::No);
        let own = jwt(r#"{"iss":"robot@example.iam.gserviceaccount.com"}"#);
        assert_eq!(ask(access_token_of_another_kind, &call(&own)), Answer::No);
    }

    #[test]
    fn no_token() {
        assert!(ask(access_token_absent, &call_of("me", "Accept: */*")).is_yes());
        assert_eq!(ask(access_token_absent, &call(TOKEN)), Answer::No);
        assert!(ask(access_token_sent, &call(TOKEN)).is_yes());
        assert_eq!(ask(access_token_sent, &call_of("me", "Accept: */*")), NO_TOKEN);
        assert_eq!(ask(access_token_absent, &call_of("me", "Authorization: Digest EXAMPLE")), Answer::No);
    }

    #[test]
    fn the_token_is_marked_under_the_name_that_it_was_sent_by() {
        assert_eq!(mark(&ask(access_token_sent, &call(TOKEN))).0, "access_token");
        for name in ["access_token", "id_token", "oauth_token", "token_handle"] {
            let lookup = format!("GET https://oauth2.googleapis.com/tokeninfo?{name}={TOKEN}\n\n400\n\n{{}}\n");
            assert_eq!(mark(&ask(access_token_sent, &lookup)).0, name);
        }
    }

    #[test]
    fn a_revoked_token() {
        let revoke =
            |token: &str| format!("POST https://oauth2.googleapis.com/revoke\n\ntoken={token}\n\n200\n\n{{}}\n");
        let direct = later(&revoke(TOKEN), "1s");
        assert!(fact(&ask(access_token_revoked_here, &direct)).starts_with("#1 revoked this very token"));
        let refresh = "1//0gEXAMPLE-refresh-token-abcdefghijklmnopqrstuvwxyz";
        let granted = sign_in(&format!(",\"refresh_token\":\"{refresh}\""));
        let whole = later(&format!("{granted}\n### +1s\n{}", revoke(refresh)), "1s");
        assert!(fact(&ask(access_token_revoked_here, &whole)).contains("the refresh token of the same grant"));
        assert_eq!(ask(access_token_revoked_here, &later(&granted, "1s")), Answer::No);
        let refused = direct.replacen("200", "400", 1);
        assert_eq!(ask(access_token_revoked_here, &refused), Answer::No, "the revocation failed");
    }

    #[test]
    fn who_a_token_speaks_for() {
        let alone = later(&robot(r#"{"iss":"robot@example.iam.gserviceaccount.com"}"#), "1s");
        assert!(fact(&ask(token_of_service_account_alone, &alone)).contains("names no user in sub"));
        let delegated = robot(r#"{"iss":"robot@example.iam.gserviceaccount.com","sub":"user@mail-app.example"}"#);
        assert_eq!(ask(token_of_service_account_alone, &later(&delegated, "1s")), Answer::No);
        assert!(ask(token_of_a_person, &later(&delegated, "1s")).is_yes());
        assert!(ask(token_of_a_person, &later(&sign_in(""), "1s")).is_yes());
        assert_eq!(ask(token_of_a_person, &alone), Answer::No);
        assert_eq!(ask(token_of_service_account_alone, &call(TOKEN)), NO_ISSUE);
    }

    #[test]
    fn the_account_in_the_path() {
        let delegated = robot(r#"{"iss":"robot@example.iam.gserviceaccount.com","sub":"user@mail-app.example"}"#);
        let of = |user: &str| {
            let call = call_of(user, &format!("Authorization: Bearer {TOKEN}"));
            ask(user_id_of_another_account, &format!("{delegated}\n### +1s\n{call}"))
        };
        assert!(fact(&of("boss%40mail-app.example")).contains("another account than the one that #1"));
        assert_eq!(of("user@mail-app.example"), Answer::No);
        assert_eq!(of("me"), Answer::No);
        assert!(ask(user_id_is_me, &call(TOKEN)).is_yes());
        let id_token = jwt(r#"{"iss":"https://accounts.google.com","email":"user@mail-app.example"}"#);
        let signed_in = sign_in(&format!(",\"id_token\":\"{id_token}\""));
        let other = call_of("boss@mail-app.example", &format!("Authorization: Bearer {TOKEN}"));
        assert!(ask(user_id_of_another_account, &format!("{signed_in}\n### +1s\n{other}")).is_yes());
    }
}
