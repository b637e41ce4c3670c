//! Questions about the app's own addresses that take a code: the callback to which the browser comes back, and the endpoint to
//! which a page posts the code that it was given. The app's server redeems it, out of the browser's sight.

use super::{
    Answer, Fact,
    code::{NO_CODE, code},
    earlier_by, yes_if,
};
use crate::{
    exchange::{Exchange, Value},
    report::{Kind, Outcome},
    timeline::View,
};

/// Was the app's callback, or the app's own endpoint that takes the code, asked before with this code, without failing then?
///
/// A request that failed at once has the same cause as its repetition. A page that hands its code to another address of
/// the app repeats nothing, and an answer that passes the code on has not redeemed it.
pub fn callback_seen_before(view: View<'_>) -> Answer {
    let Some(code) = code(view) else { return NO_CODE };
    let passes_on = |other: &Exchange| {
        other.answer.member("code").and_then(Value::sealed).is_some_and(|there| there.fingerprint == code.fingerprint)
    };
    let mut callbacks = view.earlier(code.fingerprint).filter(|(_, other)| {
        other.kind == Kind::Redirect && other.answer.outcome != Outcome::Failed && !passes_on(other)
    });
    // A token request follows its own callback; only a second one is a repetition.
    let is_callback = view.this().kind == Kind::Redirect;
    let repeated = if is_callback {
        callbacks.find(|(_, other)| is_same_request(view.this(), other))
    } else {
        callbacks.next().filter(|(_, first)| callbacks.any(|(_, other)| is_same_request(first, other)))
    };
    let Some((number, other)) = repeated else { return Answer::No };
    let since = earlier_by(view, other);
    let times = if is_callback { "already" } else { "more than once, first" };
    let fact = if other.sender.is_prefetch {
        format!("The browser fetched the app's callback ahead of time in #{number}{since}, with the same code.")
    } else if other.method == "POST" {
        format!("The same code was posted to this address of the app {times} in #{number}{since}.")
    } else {
        format!("The app's callback address was loaded {times} in #{number}{since}, with the same code.")
    };
    Answer::Yes(Fact::new(fact).of([number]).on("code", format!("#{number} carried the same code")))
}

/// Two requests for the same address by the same method.
pub(super) fn is_same_request(one: &Exchange, other: &Exchange) -> bool {
    one.method == other.method && one.address == other.address
}

/// Does a page post the code to the app's server, without any redirect having brought it? So it is with Google's popup, which
/// hands the code over inside the browser.
pub fn code_handed_over(view: View<'_>) -> Answer {
    let this = view.this();
    if this.kind != Kind::Redirect || this.method != "POST" || this.body != "json" {
        return Answer::No;
    }
    let Some(code) = code(view) else { return NO_CODE };
    let arrived = view.earlier(code.fingerprint).any(|(_, other)| match other.kind {
        Kind::Redirect => !is_same_request(this, other),
        kind => kind == Kind::AuthorizationRequest,
    });
    yes_if(!arrived, || {
        Fact::new("A page posts the code to the app's server, and no redirect was seen that brought it.")
            .on("code", "no redirect brought this code")
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;

    const CODE: &str = "4%2F0AEXAMPLE-code-abcdefghijklmnopqrstuvwxyz";
    const CALLBACK: &str = "GET http://localhost:3000/callback?code=4%2F0AEXAMPLE-code-abcdefghijklmnopqrstuvwxyz&state=s-EXAMPLE\n\n200\n\n### +2s\n";

    #[test]
    fn a_callback_that_was_loaded_twice() {
        let again = CALLBACK.split("\n\n###").next().expect("the exchange").to_owned();
        let answer = ask(callback_seen_before, &format!("{CALLBACK}{again}\n"));
        assert!(fact(&answer).contains("was loaded already in #1, 2 s earlier"), "{answer:?}");
        assert_eq!(ask(callback_seen_before, &again), Answer::No);
        let elsewhere = again.replace("/callback", "/signed-in");
        assert_eq!(ask(callback_seen_before, &format!("{CALLBACK}{elsewhere}\n")), Answer::No, "it is handed on");
        let ahead = CALLBACK.replacen("\n\n200", "\nSec-Purpose: prefetch\n\n200", 1);
        let answer = ask(callback_seen_before, &format!("{ahead}{again}\n"));
        assert!(fact(&answer).contains("fetched the app's callback ahead of time in #1"), "{answer:?}");
    }

    #[test]
    fn a_code_that_was_posted_twice() {
        let form = format!("POST http://localhost:3000/callback\n\ncode={CODE}&state=s-EXAMPLE");
        let json = r#"POST http://localhost:3000/api/auth

{"code":"4/0AEXAMPLE-code-abcdefghijklmnopqrstuvwxyz"}"#;
        for post in [form.as_str(), json] {
            let answer = ask(callback_seen_before, &format!("{post}\n\n200\n\n### +40ms\n{post}\n\n400\n"));
            assert_eq!(
                fact(&answer),
                "The same code was posted to this address of the app already in #1, 40 ms earlier."
            );
            let refused = format!("{post}\n\n400\n\n### +40ms\n{post}\n\n400\n");
            assert_eq!(ask(callback_seen_before, &refused), Answer::No, "both fail for one reason");
        }
        let handed_over = format!("{CALLBACK}{json}\n\n400\n");
        assert_eq!(ask(callback_seen_before, &handed_over), Answer::No, "the page hands its code over once");
    }

    #[test]
    fn a_code_that_is_passed_on_is_not_redeemed() {
        let callback = CALLBACK.split("\n\n").next().expect("the request");
        let bounce = format!("{callback}\n\n302\nLocation: /callback?code={CODE}\n\n### +1s\n{callback}\n\n400\n");
        assert_eq!(ask(callback_seen_before, &bounce), Answer::No);
    }

    #[test]
    fn a_code_that_a_popup_handed_over() {
        let post = r#"POST http://localhost:3000/api/auth

{"code":"4/0AEXAMPLE-code-abcdefghijklmnopqrstuvwxyz"}

500
"#;
        assert!(ask(code_handed_over, post).is_yes());
        assert!(ask(code_handed_over, &format!("{post}\n### +1s\n{post}")).is_yes());
        assert_eq!(ask(code_handed_over, &format!("{CALLBACK}{post}")), Answer::No);
        let sign_in = format!(
            "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x\n\n\
             302\nLocation: http://localhost:3000/callback?code={CODE}&state=s-EXAMPLE\n\n### +1s\n"
        );
        assert_eq!(ask(code_handed_over, &format!("{sign_in}{post}")), Answer::No, "the answer brought it");
        let redeemed = format!(
            "POST https://oauth2.googleapis.com/token\n\ngrant_type=authorization_code&code={CODE}\n\n400\n\n### +1s\n"
        );
        assert!(ask(code_handed_over, &format!("{redeemed}{post}")).is_yes(), "that brings no code");
        let as_json = r#"POST https://oauth2.googleapis.com/token

{"grant_type":"authorization_code","code":"4/0AEXAMPLE-code-abcdefghijklmnopqrstuvwxyz"}

400
"#;
        assert_eq!(ask(code_handed_over, as_json), Answer::No, "this is no address of the app");
        assert_eq!(
            ask(
                code_handed_over,
                &format!("POST http://localhost:3000/callback\n\ncode={CODE}&state=s-EXAMPLE\n\n500\n")
            ),
            Answer::No
        );
    }
}
