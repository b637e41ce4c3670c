use super::super::testing::{ask, fact};
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
}

#[test]
fn a_revoked_token() {
    let revoke = |token: &str| format!("POST https://oauth2.googleapis.com/revoke\n\ntoken={token}\n\n200\n\n{{}}\n");
    let direct = later(&revoke(TOKEN), "1s");
    assert!(fact(&ask(access_token_revoked_here, &direct)).starts_with("#1 revoked this very token"));
    let refresh = "1//0gEXAMPLE-refresh-token-abcdefghijklmnopqrstuvwxyz";
    let granted = sign_in(&format!(",\"refresh_token\":\"{refresh}\""));
    let whole = later(&format!("{granted}\n### +1s\n{}", revoke(refresh)), "1s");
    assert!(fact(&ask(access_token_revoked_here, &whole)).contains("the refresh token of the same grant"));
    assert_eq!(ask(access_token_revoked_here, &later(&granted, "1s")), Answer::No);
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
