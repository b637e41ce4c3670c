//! Questions about the authorization code.

use super::{Answer, Fact, earlier_by, flawed, quoted_only, yes_if};
use crate::{
    exchange::Exchange,
    report::{Kind, Outcome},
    secret::{FlawKind, Sealed, ValueKind},
    time::words_for_duration,
    timeline::{Milestone, View},
};

pub(super) const NO_CODE: Answer = Answer::Unknown("The request sends no code that can be read.");
/// Google's codes have more characters than this: about seventy (<https://developers.google.com/identity/protocols/oauth2#size>
/// gives the most, not the least).
const SHORTEST: usize = 20;

const NO_CALLBACK: Answer = Answer::Unknown(
    "The redirect that brought the code was not seen, so the code that was sent cannot be compared with the one that was issued.",
);

pub(super) fn code(view: View<'_>) -> Option<&Sealed> {
    view.this().sealed("code")
}

/// Was this very code accepted by an earlier token request?
pub fn code_accepted_before(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let accepted = sent_before(view, code).find(|(_, other)| other.succeeded() && !is_damaged(code));
    match accepted {
        Some((number, other)) => Answer::Yes(
            Fact::new(format!("The same code was sent in #{number}{}, and accepted.", earlier_by(view, other)))
                .of([number])
                .on("code", format!("this code was already accepted in #{number}")),
        ),
        None => Answer::No,
    }
}

/// Was this very code sent in an earlier token request whose answer does not show another reason for a failure?
pub fn code_sent_before(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let sent = sent_before(view, code).find(|(_, other)| other.answer.outcome != Outcome::Failed);
    match sent {
        Some((number, other)) => Answer::Yes(
            Fact::new(format!("The same code was sent in #{number}{}.", earlier_by(view, other)))
                .of([number])
                .on("code", format!("this code was already sent in #{number}")),
        ),
        None => Answer::No,
    }
}

/// Does the code still hold percent escapes after its one decoding?
pub fn code_encoded_twice(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let Some(escape) = code.shape.percent_escape().filter(|_| code.shape.kind == ValueKind::AuthorizationCode) else {
        return Answer::No;
    };
    let issued = code.decoded.and_then(|decoded| {
        view.earlier(decoded).find(|(_, other)| matches!(other.kind, Kind::Redirect | Kind::AuthorizationRequest))
    });
    let fact = match issued {
        Some((number, _)) => Fact::new(format!(
            "After one decoding the code still holds percent escapes; decoded once more, it is the code that #{number} brought."
        ))
        .of([number]),
        None => Fact::new("After one decoding the code still holds percent escapes, which no code of Google's does."),
    };
    let drawn: String = code
        .shape
        .sketch
        .chars()
        .skip(escape.range.start as usize)
        .take((escape.range.end - escape.range.start) as usize)
        .collect();
    Answer::Yes(
        fact.on("code", format!("`{drawn}` reaches the server as text: the code is encoded twice"))
            .at(Some(escape.range)),
    )
}

/// Is the value in `code` a credential of another kind?
pub fn code_of_another_kind(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let kind = code.shape.kind;
    let is_other = matches!(
        kind,
        ValueKind::AccessToken
            | ValueKind::RefreshToken
            | ValueKind::Jwt
            | ValueKind::ClientSecret
            | ValueKind::ApiKey
            | ValueKind::PrivateKey
            | ValueKind::ClientId
    );
    yes_if(is_other, || {
        let words = kind.words();
        Fact::new(format!("The value of `code` has the shape of {words}.")).on("code", format!("this is {words}"))
    })
}

/// Is the code damaged: surrounded by blanks or quotes, cut off, with text appended, or no code at all?
pub fn code_damaged(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(code) = code(view) else { return NO_CODE };
    let shape = &code.shape;
    match shape.kind {
        ValueKind::Empty => {
            return Answer::Yes(Fact::new("The value of `code` is empty.").on("code", "nothing is here"));
        }
        ValueKind::Nothing
        | ValueKind::Placeholder
        | ValueKind::Url
        | ValueKind::Path
        | ValueKind::FilePath
        | ValueKind::CredentialFile
        | ValueKind::SerializedObject
        | ValueKind::ServiceAccount
        | ValueKind::ConsumerAddress
        | ValueKind::Email => {
            let words = shape.kind.words();
            return Answer::Yes(
                Fact::new(format!("The value of `code` is {words}, not a code."))
                    .on("code", format!("this is {words}")),
            );
        }
        _ => {}
    }
    if let Some((flaw, range)) = flawed(shape, |flaw| flaw.kind != FlawKind::PercentEscape) {
        let words = flaw.kind.words();
        return Answer::Yes(
            Fact::new(format!("The value of `code` holds {words}."))
                .on("code", format!("{words} is part of the value"))
                .at(Some(range)),
        );
    }
    let issued = issued_codes(view);
    if let Some((number, whole)) = issued.iter().find(|(_, whole)| code.is_cut_from(whole)) {
        return Answer::Yes(
            Fact::new(format!(
                "The code is the beginning of the one that #{number} brought: {} of {} characters.",
                shape.length, whole.shape.length
            ))
            .of([*number])
            .on("code", format!("cut off after {} of {} characters", shape.length, whole.shape.length)),
        );
    }
    if let Some((number, whole)) = issued.iter().find(|(_, whole)| code.extends(whole)) {
        return Answer::Yes(
            Fact::new(format!(
                "The code begins with the one that #{number} brought, and {} characters follow.",
                shape.length - whole.shape.length
            ))
            .of([*number])
            .on("code", "text was appended to the code"),
        );
    }
    let is_google = view.this().provider == crate::exchange::Provider::Google;
    let is_code = matches!(shape.kind, ValueKind::Opaque | ValueKind::AuthorizationCode);
    yes_if(is_google && is_code && shape.length < SHORTEST, || {
        let characters = if shape.length == 1 { "character" } else { "characters" };
        Fact::new(format!(
            "The value of `code` has {} {characters}; a code of Google's begins with `4/` and is longer.",
            shape.length
        ))
        .on("code", "too short for a code")
    })
}

/// Is the code that was sent the one that the callback received, to the letter?
pub fn code_equals_callback(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let issued = issued_codes(view);
    if issued.is_empty() {
        return NO_CALLBACK;
    }
    match issued.iter().find(|(_, whole)| whole.fingerprint == code.fingerprint) {
        Some((number, _)) if !is_damaged(code) => Answer::Yes(
            Fact::new(format!("The code that was sent is the one that #{number} brought, to the letter."))
                .of([*number]),
        ),
        _ => Answer::No,
    }
}

/// Was another code sent than the one that the latest callback received?
pub fn code_differs_from_callback(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(code) = code(view) else { return NO_CODE };
    let issued = issued_codes(view);
    let Some((number, _)) = issued.last() else { return NO_CALLBACK };
    yes_if(issued.iter().all(|(_, whole)| whole.fingerprint != code.fingerprint), || {
        Fact::new(format!("The code that was sent is not the one that #{number} brought."))
            .of([*number])
            .on("code", format!("not the code of #{number}"))
    })
}

/// Does the code look whole: the prefix of Google's codes, and nothing that does not belong?
pub fn code_well_formed(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    yes_if(
        code.shape.kind == ValueKind::AuthorizationCode && code.shape.flaws.is_empty() && code.shape.length >= SHORTEST,
        || Fact::new("The code has the shape of a whole authorization code."),
    )
}

/// Was the code more than ten minutes old (the longest life that RFC 6749 section 4.1.2 recommends)?
pub fn code_older_than_ten_minutes(view: View<'_>) -> Answer {
    aged(view, |age| age > 600_000)
}

/// Was the code redeemed within a minute of its arrival?
pub fn code_fresh(view: View<'_>) -> Answer {
    aged(view, |age| (0..60_000).contains(&age))
}

fn aged(view: View<'_>, holds: impl Fn(i64) -> bool) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let carrier =
        view.earlier_code(code).find(|(_, other)| matches!(other.kind, Kind::Redirect | Kind::AuthorizationRequest));
    let Some((number, carrier)) = carrier else {
        return Answer::Unknown("The redirect that brought the code was not seen, so the code's age is not known.");
    };
    let Some(age) = view.since(carrier) else {
        return Answer::Unknown("The input gives no times, so the code's age is not known.");
    };
    yes_if(holds(age), || {
        Fact::new(format!("The code came with #{number} and was {} old when it was sent.", words_for_duration(age)))
            .of([number])
    })
}

/// The codes that redirects of this session brought, the earliest first, with the number of the redirect: those of the
/// flow of this client where a client can be told, else all.
fn issued_codes(view: View<'_>) -> Vec<(u32, &Sealed)> {
    let mut codes: Vec<_> = view
        .latest(Milestone::Code)
        .filter_map(|(number, other)| match other.kind {
            Kind::Redirect => Some((number, other.sealed("code")?)),
            Kind::AuthorizationRequest => Some((number, other.answer.member("code")?.sealed()?)),
            _ => None,
        })
        .take(20)
        .collect();
    codes.reverse();
    codes
}

/// The earlier token requests that sent this very value as their code. The same value elsewhere, such as an access token
/// that an answer issued, is no sending of a code.
fn sent_before<'a>(view: View<'a>, code: &Sealed) -> impl Iterator<Item = (u32, &'a Exchange)> {
    let fingerprint = code.fingerprint;
    view.earlier(fingerprint).filter(move |(_, other)| {
        other.kind == Kind::TokenRequest && other.sealed("code").is_some_and(|sent| sent.fingerprint == fingerprint)
    })
}

fn is_damaged(code: &Sealed) -> bool {
    !code.shape.flaws.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, mark, refusal, token_request};
    use super::*;

    const CODE: &str = "4%2F0AEXAMPLE-code-abcdefghijklmnopqrstuvwxyz";
    const CALLBACK: &str = "GET http://localhost:3000/callback?code=4%2F0AEXAMPLE-code-abcdefghijklmnopqrstuvwxyz&state=s-EXAMPLE\n\n200\n\n### +2s\n";

    fn redeem(code: &str) -> String {
        token_request(&format!("grant_type=authorization_code&code={code}"), &refusal("Bad Request"))
    }

    #[test]
    fn a_code_that_was_accepted_before() {
        let accepted = token_request(
            &format!("grant_type=authorization_code&code={CODE}"),
            "200\n\n{\"access_token\":\"ya29.EXAMPLE\"}",
        );
        let answer = ask(code_accepted_before, &format!("{accepted}\n### +4.1s\n{}", redeem(CODE)));
        assert_eq!(fact(&answer), "The same code was sent in #1, 4.1 s earlier, and accepted.");
        assert_eq!(ask(code_accepted_before, &redeem(CODE)), Answer::No);
        let issued = format!("{accepted}\n### +1s\n{}", redeem("ya29.EXAMPLE"));
        assert_eq!(
            ask(code_accepted_before, &issued),
            Answer::No,
            "an access token that was issued is no code that was sent"
        );
        let refused = format!("{}\n### +1s\n{}", redeem(CODE), redeem(CODE));
        assert_eq!(ask(code_accepted_before, &refused), Answer::No);
        assert_eq!(ask(code_sent_before, &refused), Answer::No);
    }

    #[test]
    fn a_code_that_was_encoded_twice() {
        let twice = CODE.replace('%', "%25");
        let answer = ask(code_encoded_twice, &redeem(&twice));
        assert!(fact(&answer).contains("still holds percent escapes"));
        assert_eq!(mark(&answer), ("code", "`%2F` reaches the server as text: the code is encoded twice"));
        assert!(fact(&ask(code_encoded_twice, &format!("{CALLBACK}{}", redeem(&twice)))).contains("that #1 brought"));
        assert_eq!(ask(code_encoded_twice, &redeem(CODE)), Answer::No);
        assert_eq!(ask(code_encoded_twice, &redeem("ya29.a0EXAMPLE")), Answer::No);
    }

    #[test]
    fn a_damaged_code() {
        for (code, said) in [
            (format!("{CODE}%0A"), "a line break"),
            (format!("%22{CODE}%22"), "a quotation mark"),
            ("undefined".to_owned(), "the word for a missing value"),
            ("https%3A%2F%2Fapp.example.test%2Fcb".to_owned(), "a URL"),
            ("4".to_owned(), "has 1 character;"),
            (String::new(), "is empty"),
            ("4/0AEXAMPLE-code-ab".to_owned(), "has 19 characters"),
        ] {
            let answer = ask(code_damaged, &redeem(&code));
            assert!(fact(&answer).contains(said), "{code}: {answer:?}");
        }
        assert_eq!(ask(code_damaged, &redeem(CODE)), Answer::No);
        assert_eq!(ask(code_damaged, &redeem("4/0AEXAMPLE-code-abc")), Answer::No, "twenty characters may be all");
        let elsewhere = redeem("EXAMPLE").replace("oauth2.googleapis.com", "login.example");
        assert_eq!(ask(code_damaged, &elsewhere), Answer::No, "other servers have shorter codes");
        let cut = ask(code_damaged, &format!("{CALLBACK}{}", redeem(&CODE[..CODE.len() - 5])));
        assert!(fact(&cut).contains("is the beginning of the one that #1 brought"), "{cut:?}");
    }

    #[test]
    fn the_code_of_the_callback() {
        assert!(ask(code_equals_callback, &format!("{CALLBACK}{}", redeem(CODE))).is_yes());
        assert_eq!(ask(code_equals_callback, &format!("{CALLBACK}{}", redeem(&format!("{CODE}%20")))), Answer::No);
        assert_eq!(ask(code_equals_callback, &redeem(CODE)), NO_CALLBACK);
        let request = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x\n\n";
        let brought =
            format!("{request}302\nLocation: http://localhost:3000/callback?code={CODE}&state=s-EXAMPLE\n\n### +1s\n");
        assert!(ask(code_equals_callback, &format!("{brought}{}", redeem(CODE))).is_yes());
        assert!(
            ask(code_differs_from_callback, &format!("{CALLBACK}{}", redeem("4/0AEXAMPLE-another-code-abcdefghij")))
                .is_yes()
        );
    }

    #[test]
    fn the_age_of_the_code() {
        assert!(ask(code_fresh, &format!("{CALLBACK}{}", redeem(CODE))).is_yes());
        let ten = CALLBACK.replace("+2s", "+10m");
        assert_eq!(ask(code_older_than_ten_minutes, &format!("{ten}{}", redeem(CODE))), Answer::No);
        let old = CALLBACK.replace("+2s", "+11m");
        assert!(fact(&ask(code_older_than_ten_minutes, &format!("{old}{}", redeem(CODE)))).contains("11 min old"));
    }

    #[test]
    fn a_token_where_the_code_belongs() {
        assert!(fact(&ask(code_of_another_kind, &redeem("ya29.a0EXAMPLE"))).contains("an access token"));
        assert_eq!(ask(code_of_another_kind, &redeem(CODE)), Answer::No);
    }

    #[test]
    fn a_whole_code() {
        assert!(ask(code_well_formed, &redeem(CODE)).is_yes());
        for other in ["4", "undefined", "ya29.a0EXAMPLE", &format!("{CODE}%0A")] {
            assert_eq!(ask(code_well_formed, &redeem(other)), Answer::No, "{other}");
        }
    }
}
