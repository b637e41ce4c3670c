//! Questions about what a token answer issues: a refresh token or none, and for how long.

use super::{
    Answer, Fact,
    clock::moment,
    refresh_token::{WEEK, issued, lifetime},
    yes_if,
};
use crate::{
    exchange::{Exchange, Grant},
    report::{BodyState, Kind},
    time::words_for_moment,
    timeline::{Milestone, View},
};

/// How many exchanges of a code are searched, the latest first.
const SEARCHED: usize = 1000;

const NO_REQUEST: Answer =
    Answer::Unknown("The authorization request was not seen, so it is not known whether it asked for offline access.");

/// Does the answer to a code issue a refresh token that ends after seven days, as those of an app in Testing do?
pub fn refresh_token_for_a_week(view: View<'_>) -> Answer {
    ends(view, |grant, life| grant == Some(Grant::AuthorizationCode) && WEEK.contains(&life))
}

/// Does the answer to a code issue a refresh token that ends, after another time than seven days?
pub fn refresh_token_for_a_time(view: View<'_>) -> Answer {
    ends(view, |grant, life| grant == Some(Grant::AuthorizationCode) && !WEEK.contains(&life))
}

/// Does the answer to a refresh tell when the refresh token ends?
pub fn refresh_token_still_for_a_time(view: View<'_>) -> Answer {
    ends(view, |grant, _| grant == Some(Grant::RefreshToken))
}

fn ends(view: View<'_>, holds: impl Fn(Option<Grant>, i64) -> bool) -> Answer {
    let this = view.this();
    let Some(life) = lifetime(this).filter(|life| this.succeeded() && holds(this.grant, *life)) else {
        return Answer::No;
    };
    let Some(now) = moment(this) else {
        return Answer::Unknown("The input gives no times, so the day on which the refresh token ends is not known.");
    };
    let until = words_for_moment(now.saturating_add(life));
    let day = until.split(' ').next().unwrap_or_default().to_owned();
    Answer::Yes(Fact::new(format!("The answer says refresh_token_expires_in={life}: until {until}.")).quoted_as(day))
}

/// Did the sign-in ask for offline access, and does the answer to its code hold no refresh token?
pub fn refresh_token_withheld(view: View<'_>) -> Answer {
    let this = view.this();
    if this.grant != Some(Grant::AuthorizationCode) || !issues_none(this) {
        return Answer::No;
    }
    let Some((number, request)) = view.authorization() else { return NO_REQUEST };
    if request.text("access_type") != Some("offline") {
        return Answer::No;
    }
    let asks_again = request.text("prompt").is_some_and(|prompt| prompt.split(' ').any(|word| word == "consent"))
        || request.text("approval_prompt") == Some("force");
    let prompt = if asks_again { "" } else { ", without prompt=consent" };
    Answer::Yes(
        Fact::new(format!(
            "The sign-in #{number} asked for access_type=offline{prompt}; the answer holds an access token and no refresh token."
        ))
        .of([number]),
    )
}

/// Did the latest exchange of a code by this client issue no refresh token?
pub fn no_refresh_token_issued(view: View<'_>) -> Answer {
    let client = |exchange: &Exchange| exchange.sealed("client_id").map(|client| client.fingerprint);
    let this = view.this();
    let exchange = view.latest(Milestone::Redeemed).take(SEARCHED).find(|(_, other)| client(other) == client(this));
    let Some((number, exchange)) = exchange else {
        return Answer::Unknown(
            "The exchange of the code was not seen, so it is not known whether it issued a refresh token.",
        );
    };
    yes_if(issues_none(exchange), || {
        Fact::new(format!("The exchange of the code, #{number}, issued no refresh token.")).of([number])
    })
}

/// True when `exchange` issued an access token and no refresh token.
pub(super) fn issues_none(exchange: &Exchange) -> bool {
    exchange.kind == Kind::TokenRequest
        && exchange.succeeded()
        && exchange.answer.body == BodyState::Read
        && exchange.answer.member("access_token").is_some()
        && issued(exchange).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, token_request};
    use super::*;

    const CODE: &str = "grant_type=authorization_code&code=4/0AEXAMPLE-code-abcdefghijkl&client_id=x-EXAMPLE";

    fn issue(more: &str) -> String {
        token_request(CODE, &format!("200\n\n{{\"access_token\":\"ya29.EXAMPLE\"{more}}}"))
    }

    #[test]
    fn a_token_that_ends() {
        let week = issue(",\"refresh_token\":\"1//0gEXAMPLE\",\"refresh_token_expires_in\":604799");
        let answer = ask(refresh_token_for_a_week, &format!("### +0s\n{week}"));
        assert!(fact(&answer).ends_with("until 2026-01-12 09:59:59 UTC."), "{answer:?}");
        assert!(matches!(&answer, Answer::Yes(fact) if fact.term.as_deref() == Some("2026-01-12")));
        assert_eq!(ask(refresh_token_for_a_time, &format!("### +0s\n{week}")), Answer::No);
        let month = week.replace("604799", "2592000");
        assert!(ask(refresh_token_for_a_time, &format!("### +0s\n{month}")).is_yes());
        assert_eq!(ask(refresh_token_for_a_week, &issue("")), Answer::No);
        let refreshed = week.replace(CODE, "grant_type=refresh_token&refresh_token=1//0gEXAMPLE-other");
        assert_eq!(ask(refresh_token_for_a_week, &refreshed), Answer::No, "no code was exchanged");
    }

    #[test]
    fn a_token_that_did_not_come() {
        let sign_in = |query: &str| {
            format!(
                "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x-EXAMPLE{query}\n\n302\n\n### +1s\n"
            )
        };
        let offline = format!("{}{}", sign_in("&access_type=offline"), issue(""));
        assert!(
            fact(&ask(refresh_token_withheld, &offline))
                .contains("#1 asked for access_type=offline, without prompt=consent")
        );
        assert_eq!(ask(refresh_token_withheld, &format!("{}{}", sign_in(""), issue(""))), Answer::No);
        for again in ["&prompt=consent", "&prompt=select_account%20consent", "&approval_prompt=force"] {
            let text = offline.replace("&access_type=offline", &format!("&access_type=offline{again}"));
            assert!(fact(&ask(refresh_token_withheld, &text)).contains("=offline; the answer"), "{again}");
        }
        for other in [offline.replace("\"access_token\"", "\"id_token\""), offline.replace("\n200\n", "\n400\n")] {
            assert_eq!(ask(refresh_token_withheld, &other), Answer::No, "that issues nothing: {other}");
        }
        let came = issue(",\"refresh_token\":\"1//0gEXAMPLE\"");
        assert_eq!(ask(refresh_token_withheld, &format!("{}{came}", sign_in("&access_type=offline"))), Answer::No);
        assert_eq!(ask(refresh_token_withheld, &issue("")), NO_REQUEST);
    }

    #[test]
    fn a_refresh_that_tells_the_end() {
        let refresh = |more: &str| {
            let body = "grant_type=refresh_token&refresh_token=1//0gEXAMPLE&client_id=x-EXAMPLE";
            let text = token_request(body, &format!("200\n\n{{\"access_token\":\"ya29.EXAMPLE\"{more}}}"));
            ask(refresh_token_still_for_a_time, &format!("### +0s\n{text}"))
        };
        assert!(fact(&refresh(",\"refresh_token_expires_in\":86400")).ends_with("until 2026-01-06 10:00:00 UTC."));
        assert_eq!(refresh(""), Answer::No);
        let code = issue(",\"refresh_token_expires_in\":86400");
        assert_eq!(ask(refresh_token_still_for_a_time, &code), Answer::No);
    }

    #[test]
    fn an_exchange_without_a_refresh_token() {
        let later = |client: &str| token_request(&format!("grant_type=refresh_token&client_id={client}"), "400\n\n{}");
        let after =
            |issue: &str, client: &str| ask(no_refresh_token_issued, &format!("{issue}\n### +1s\n{}", later(client)));
        assert!(fact(&after(&issue(""), "x-EXAMPLE")).contains("#1, issued no refresh token"));
        assert_eq!(after(&issue(",\"refresh_token\":\"1//0gEXAMPLE\""), "x-EXAMPLE"), Answer::No);
        assert!(matches!(after(&issue(""), "y-EXAMPLE"), Answer::Unknown(_)), "another client's exchange");
    }
}
