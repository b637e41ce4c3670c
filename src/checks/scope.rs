//! Questions about scopes: what was asked against what was granted (RFC 6749 sections 3.3 and 6), and what no scope looks like.

use super::{Answer, Fact, lacks, yes_if};
use crate::{
    exchange::{ClaimValue, Exchange, Grant, Scopes, Value},
    report::Place,
    timeline::View,
};

const NO_ISSUE: Answer = Answer::Unknown("The answer that issued this refresh token was not seen.");
const NO_ASSERTION: Answer = Answer::Unknown("The request sends no assertion that can be read.");

/// Does the refresh ask for a scope that was not granted with its token?
pub fn scope_beyond_grant(view: View<'_>) -> Answer {
    let Some(asked) = view.this().scopes().filter(|scopes| !scopes.each.is_empty()) else { return Answer::No };
    let Some((number, granted)) = grant(view) else { return NO_ISSUE };
    let beyond: Vec<_> = asked.beyond(granted).map(|scope| scope.known.clone()).collect();
    yes_if(!beyond.is_empty(), || {
        let named = names(&beyond);
        Fact::new(format!("The refresh asks for {named}, which #{number} did not grant."))
            .of([number])
            .on("scope", format!("#{number} granted less"))
    })
}

/// Does the refresh ask for nothing beyond what was granted with its token?
pub fn scope_within_grant(view: View<'_>) -> Answer {
    let Some((number, granted)) = grant(view) else { return NO_ISSUE };
    match view.this().scopes().filter(|scopes| !scopes.each.is_empty()) {
        Some(asked) => yes_if(asked.beyond(granted).next().is_none(), || {
            Fact::new(format!("#{number} granted every scope that this refresh asks for.")).of([number])
        }),
        None => match lacks(view.this(), "scope") {
            Err(answer) => answer,
            Ok(_) => Answer::Yes(Fact::new("The refresh names no scope, so it asks for what was granted.")),
        },
    }
}

/// Did a sign-in that was seen grant less than it asked for?
pub fn scopes_withheld(view: View<'_>) -> Answer {
    let this = view.this();
    if this.grant != Some(Grant::AuthorizationCode) || !this.succeeded() {
        return Answer::No;
    }
    let Some(granted) = this.answer.member("scope").and_then(Value::scopes) else { return Answer::No };
    let Some((number, request)) = view.authorization() else {
        return Answer::Unknown("The authorization request was not seen, so it is not known what it asked for.");
    };
    let Some(asked) = request.scopes() else { return Answer::No };
    let withheld: Vec<_> = asked.beyond(granted).map(|scope| scope.known.clone()).collect();
    yes_if(!withheld.is_empty(), || {
        let named = names(&withheld);
        Fact::new(format!("The sign-in #{number} asked for {named}, and the answer does not grant it."))
            .of([number])
            .quoted_as(named)
    })
}

/// Does the token cover no scope of Gmail's?
pub fn grant_without_mail(view: View<'_>) -> Answer {
    let Some((number, granted)) = grant(view) else { return NO_ISSUE };
    if granted.each.iter().any(|scope| scope.known.is_none()) {
        return Answer::Unknown("One of the granted scopes is not known by its name.");
    }
    yes_if(!granted.each.iter().filter_map(|scope| scope.known.as_deref()).any(is_mail), || {
        Fact::new(format!("#{number} granted no scope of Gmail's with this token.")).of([number])
    })
}

/// Does the token cover a scope of Gmail's?
pub fn grant_with_mail(view: View<'_>) -> Answer {
    let Some((number, granted)) = grant(view) else { return NO_ISSUE };
    yes_if(granted.each.iter().filter_map(|scope| scope.known.as_deref()).any(is_mail), || {
        Fact::new(format!("#{number} granted a scope of Gmail's with this token.")).of([number])
    })
}

/// Does the token cover the name, the address and the profile alone, which end for no app in Testing?
pub fn grant_of_profile_alone(view: View<'_>) -> Answer {
    let Some((number, granted)) = grant(view) else { return NO_ISSUE };
    let is_profile = |scope: &str| {
        let short = scope.strip_prefix("https://www.googleapis.com/auth/userinfo.").unwrap_or(scope);
        matches!(short, "openid" | "email" | "profile")
    };
    let all = granted.each.iter().all(|scope| scope.known.as_deref().is_some_and(is_profile));
    yes_if(all && !granted.each.is_empty(), || {
        Fact::new(format!("#{number} granted name, address and profile alone with this token.")).of([number])
    })
}

/// Is the assertion's scope missing, or something that no scope looks like?
pub fn assertion_scope_malformed(view: View<'_>) -> Answer {
    let Some(jwt) = view.this().assertion() else { return NO_ASSERTION };
    match jwt.claim("scope") {
        None if jwt.claim("target_audience").is_some() => Answer::No,
        None => Answer::Yes(
            Fact::new("The assertion holds neither scope nor target_audience.").on("assertion", "scope is missing"),
        ),
        Some(ClaimValue::Scopes(scopes)) => malformed(scopes, "The assertion's scope", Place::Claim),
        Some(ClaimValue::Sealed(_)) => Answer::Unknown("The assertion lists more scopes than are looked at."),
        Some(_) => Answer::Yes(
            Fact::new("The assertion's scope is no text; scopes stand in one text with blanks between them.")
                .on("scope", "one text belongs here")
                .in_place(Place::Claim),
        ),
    }
}

/// Does the request ask for something that no scope looks like?
pub fn scope_malformed(view: View<'_>) -> Answer {
    let Some(parameter) = view.this().parameter("scope") else { return Answer::No };
    match &parameter.value {
        Value::Scopes(scopes) if !scopes.each.is_empty() => malformed(scopes, "The value of `scope`", parameter.place),
        _ => Answer::No,
    }
}

fn malformed(scopes: &Scopes, whose: &str, place: Place) -> Answer {
    if scopes.each.is_empty() {
        return Answer::Yes(Fact::new(format!("{whose} is empty.")).on("scope", "nothing is here").in_place(place));
    }
    match scopes.flawed() {
        None => Answer::No,
        Some(flaw) => Answer::Yes(
            Fact::new(format!("{whose} cannot be right: one of them {}.", flaw.words()))
                .on("scope", format!("one of them {}", flaw.words()))
                .in_place(place),
        ),
    }
}

/// What was granted with the refresh token of `view`, by the answer that issued it.
fn grant(view: View<'_>) -> Option<(u32, &Scopes)> {
    let (number, issue) = view.issue_of(view.this().sealed("refresh_token")?)?;
    Some((number, granted(issue)?))
}

fn granted(issue: &Exchange) -> Option<&Scopes> {
    issue.answer.member("scope")?.scopes()
}

fn is_mail(scope: &str) -> bool {
    scope == "https://mail.google.com/" || scope.starts_with("https://www.googleapis.com/auth/gmail.")
}

/// The well-known ones by name, the others by number.
fn names(scopes: &[Option<String>]) -> String {
    let known: Vec<_> = scopes.iter().flatten().map(String::as_str).collect();
    match (known.as_slice(), scopes.len() - known.len()) {
        ([], 1) => "a scope".to_owned(),
        ([], others) => format!("{others} scopes"),
        (known, 0) => known.join(" and "),
        (known, others) => format!("{} and {others} more", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, token_request};
    use super::*;

    fn issue(scope: &str) -> String {
        token_request(
            "grant_type=authorization_code&code=4/0AEXAMPLE&client_id=x-EXAMPLE",
            &format!(
                "200\n\n{{\"access_token\":\"ya29.EXAMPLE\",\"refresh_token\":\"1//0gEXAMPLE\",\"scope\":\"{scope}\"}}"
            ),
        )
    }

    fn refreshed(granted: &str, more: &str) -> String {
        let body = format!("grant_type=refresh_token&refresh_token=1//0gEXAMPLE&client_id=x-EXAMPLE{more}");
        format!("{}\n### +1s\n{}", issue(granted), token_request(&body, "400\n\n{\"error\":\"invalid_scope\"}"))
    }

    #[test]
    fn more_than_was_granted() {
        let more = refreshed("openid", "&scope=openid%20https://mail.google.com/");
        assert_eq!(
            fact(&ask(scope_beyond_grant, &more)),
            "The refresh asks for https://mail.google.com/, which #1 did not grant."
        );
        assert_eq!(ask(scope_within_grant, &more), Answer::No);
        let same = refreshed("openid https://www.googleapis.com/auth/userinfo.email", "&scope=email");
        assert_eq!(ask(scope_beyond_grant, &same), Answer::No);
        assert!(ask(scope_within_grant, &same).is_yes());
        assert!(ask(scope_within_grant, &refreshed("openid", "")).is_yes());
        let alone = token_request("grant_type=refresh_token&refresh_token=1//0gEXAMPLE&scope=email", "400\n");
        assert_eq!(ask(scope_beyond_grant, &alone), NO_ISSUE);
    }

    #[test]
    fn less_than_was_asked() {
        let sign_in = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x-EXAMPLE\
            &scope=openid%20https://mail.google.com/\n\n302\n\n### +1s\n";
        let answer = ask(scopes_withheld, &format!("{sign_in}{}", issue("openid")));
        assert!(matches!(&answer, Answer::Yes(fact) if fact.term.as_deref() == Some("https://mail.google.com/")));
        assert_eq!(ask(scopes_withheld, &format!("{sign_in}{}", issue("openid https://mail.google.com/"))), Answer::No);
        let failed = issue("openid").replace("200\n", "400\n");
        assert_eq!(ask(scopes_withheld, &format!("{sign_in}{failed}")), Answer::No, "nothing was granted");
    }

    #[test]
    fn what_the_grant_covers() {
        assert!(ask(grant_without_mail, &refreshed("openid", "")).is_yes());
        assert_eq!(ask(grant_without_mail, &refreshed("https://www.googleapis.com/auth/gmail.send", "")), Answer::No);
        assert!(ask(grant_with_mail, &refreshed("https://www.googleapis.com/auth/gmail.send", "")).is_yes());
        assert!(
            ask(grant_of_profile_alone, &refreshed("openid https://www.googleapis.com/auth/userinfo.email", ""))
                .is_yes()
        );
        assert_eq!(ask(grant_of_profile_alone, &refreshed("openid https://mail.google.com/", "")), Answer::No);
    }

    #[test]
    fn what_no_scope_looks_like() {
        let scope = |text: &str| ask(scope_malformed, &refreshed("openid", &format!("&scope={text}")));
        assert!(fact(&scope("openid,email")).contains("holds a comma"));
        assert!(fact(&scope("undefined")).contains("placeholder or the word for a missing value"));
        assert_eq!(scope("openid%20email"), Answer::No);
        assert_eq!(scope(""), Answer::No);
    }

    #[test]
    fn the_scope_of_an_assertion() {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let asked = |claims: &str| {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let jwt = format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(claims), part("EXAMPLE"));
            let body = format!("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={jwt}");
            ask(assertion_scope_malformed, &token_request(&body, "400\n\n{\"error\":\"invalid_scope\"}"))
        };
        assert_eq!(asked(r#"{"scope":"openid https://mail.google.com/"}"#), Answer::No);
        assert_eq!(asked(r#"{"target_audience":"https://app.example/"}"#), Answer::No, "an ID token has no scope");
        assert!(fact(&asked("{}")).contains("neither scope nor target_audience"));
        assert!(fact(&asked(r#"{"scope":["openid"]}"#)).contains("is no text"));
        assert!(fact(&asked(r#"{"scope":"openid,email"}"#)).contains("holds a comma"));
    }
}
