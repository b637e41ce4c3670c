//! Questions about an authorization request that is refused: what Google's error page names, and what the request holds
//! (RFC 6749 sections 4.1.1 and 4.1.2.1).

use super::{Answer, Fact, yes_if};
use crate::{
    exchange::{Exchange, Uri, Value},
    report::{Kind, Range},
    timeline::View,
};

const NO_REQUEST: Answer = Answer::Unknown(
    "The authorization request was not seen, so what Google's page names cannot be compared with what was asked.",
);

/// Does Google refuse on a page of its own, instead of sending the browser back to the app?
pub fn refused_on_a_page(view: View<'_>) -> Answer {
    let this = view.this();
    let holds = match this.kind {
        Kind::AuthorizationError => true,
        Kind::AuthorizationRequest => {
            this.answer.error_page.is_some() || this.answer.status.is_some_and(|status| status >= 400)
        }
        _ => false,
    };
    yes_if(holds, || Fact::new("Google refuses on a page of its own; the browser does not come back to the app."))
}

/// Does the browser come back to the app with the error?
pub fn refused_to_the_app(view: View<'_>) -> Answer {
    let this = view.this();
    let holds = match this.kind {
        Kind::Redirect => this.parameter("error").is_some(),
        Kind::AuthorizationRequest => this.answer.error_page.is_none() && this.answer.member("error").is_some(),
        _ => false,
    };
    yes_if(holds, || {
        Fact::new("The browser comes back to the app with the error; Google shows no error page of its own.")
    })
}

/// Does Google's error page name the very `redirect_uri` of the authorization request?
pub fn authorization_page_names_redirect_uri(view: View<'_>) -> Answer {
    let Some(named) = named(view, "redirect_uri") else { return Answer::No };
    let Some((number, request)) = request(view) else { return NO_REQUEST };
    let Some(sent) = request.uri("redirect_uri") else { return Answer::No };
    yes_if(named.difference(sent).is_none(), || {
        Fact::new(format!(
            "Google's page names the redirect_uri of {}, to the letter, and refuses it.",
            whose(view, number)
        ))
        .of(others(view, number))
        .on("redirect_uri", "Google refuses this address for this client")
    })
}

/// Does Google's error page name the JavaScript origin from which the authorization request came?
pub fn authorization_page_names_origin(view: View<'_>) -> Answer {
    let Some(named) = named(view, "origin") else { return Answer::No };
    let Some((number, request)) = request(view) else { return NO_REQUEST };
    let by_origin = request.uri("origin").map(|sent| named.difference(sent).is_none());
    let by_address = request.uri("redirect_uri").map(|sent| named.is_origin_of(sent));
    yes_if(by_origin.or(by_address).unwrap_or(false), || {
        Fact::new(format!("Google's page names the origin of {}, and refuses it.", whose(view, number)))
            .of(others(view, number))
            .on(
                if by_origin.is_some() { "origin" } else { "redirect_uri" },
                "Google refuses the origin of this address for this client",
            )
    })
}

/// Does Google's error page speak of a JavaScript origin, not of a redirect URI?
pub fn authorization_page_speaks_of_origin(view: View<'_>) -> Answer {
    yes_if(named(view, "origin").is_some(), || Fact::new("Google's page names an origin as what it refuses."))
}

/// Does Google's error page call a scope invalid that the request asks for?
pub fn authorization_page_names_scope(view: View<'_>) -> Answer {
    let this = view.this();
    let places = this.answer.error_page.as_ref().map_or(&[][..], |page| &page.invalid_scopes);
    let asked = this.text("scope").or_else(|| this.answer.text("scope")).unwrap_or_default();
    let count = asked.split(' ').count();
    let Some(first) = places.first() else { return Answer::No };
    let list: Vec<_> = places.iter().map(ToString::to_string).collect();
    let word = if places.len() == 1 { "scope" } else { "scopes" };
    Answer::Yes(
        Fact::new(format!("Google's page calls {word} {} of {count} invalid.", list.join(", ")))
            .on("scope", "Google does not know this scope")
            .at(word_at(asked, *first)),
    )
}

/// Did the authorization request ask for a sign-in without any screen (`prompt=none`)?
pub fn silent_sign_in_asked(view: View<'_>) -> Answer {
    let Some((number, request)) = request(view) else {
        return Answer::Unknown(
            "The authorization request was not seen, so it is not known whether it asked for silence.",
        );
    };
    yes_if(request.text("prompt") == Some("none"), || {
        Fact::new(format!("{} asks for a sign-in without any screen.", capital(&whose(view, number))))
            .of(others(view, number))
            .on("prompt", "no screen may be shown")
    })
}

/// Does the request come from a web view inside an app?
pub fn web_view(view: View<'_>) -> Answer {
    let here = view.this().sender.web_view;
    let there = request(view).and_then(|(_, request)| request.sender.web_view);
    match here.or(there) {
        Some(name) => Answer::Yes(Fact::new(format!("By its User-Agent the request comes from {name}."))),
        None => Answer::No,
    }
}

/// Does the redirect URI break one of Google's rules that the address itself shows?
pub fn redirect_uri_breaks_rule(view: View<'_>) -> Answer {
    about_redirect_uri(view, |uri| {
        let rule = uri.broken_rule()?;
        Some((format!("The redirect_uri {rule}."), rule))
    })
}

/// Does the redirect URI name an address of a private network?
pub fn redirect_uri_is_private_ip(view: View<'_>) -> Answer {
    about_redirect_uri(view, |uri| {
        let sentence = "The host of the redirect_uri is an address of a private network.".to_owned();
        uri.is_private_ip().then_some((sentence, "an address of a private network"))
    })
}

/// Was the sign-in turned away by Google's page for browsers and apps that it does not trust?
pub fn sign_in_turned_away(view: View<'_>) -> Answer {
    let this = view.this();
    yes_if(this.kind == Kind::AuthorizationError && this.address.ends_with("/signin/rejected"), || {
        Fact::new("Google turns the sign-in away before it looks at the app's request.")
    })
}

/// The authorization request in question, which may be this exchange itself.
fn request(view: View<'_>) -> Option<(u32, &Exchange)> {
    match view.this().kind {
        Kind::AuthorizationRequest => Some((view.number(), view.this())),
        _ => view.authorization(),
    }
}

/// `this request`, or `the request #1`.
fn whose(view: View<'_>, number: u32) -> String {
    if number == view.number() { "this request".to_owned() } else { format!("the request #{number}") }
}

fn others(view: View<'_>, number: u32) -> Option<u32> {
    (number != view.number()).then_some(number)
}

/// The address that Google's error page names under `name`.
fn named<'a>(view: View<'a>, name: &str) -> Option<&'a Uri> {
    let answer = &view.this().answer;
    match answer.error_page.as_ref().and_then(|_| answer.member(name))? {
        Value::Uri(uri) => Some(uri),
        _ => None,
    }
}

/// Looks at the redirect URI that was asked for, or the one that Google's page quotes.
fn about_redirect_uri(view: View<'_>, judge: impl Fn(&Uri) -> Option<(String, &'static str)>) -> Answer {
    let sent = request(view).and_then(|(_, request)| request.uri("redirect_uri"));
    let Some(uri) = sent.or_else(|| named(view, "redirect_uri")) else {
        return Answer::Unknown("The redirect_uri of the authorization request was not seen.");
    };
    match judge(uri) {
        Some((sentence, note)) => Answer::Yes(Fact::new(sentence).on("redirect_uri", note)),
        None => Answer::No,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Where the word at `place`, from 1, stands in `text`.
fn word_at(text: &str, place: usize) -> Option<Range> {
    let mut start = 0;
    for (number, word) in text.split(' ').enumerate() {
        let length = u32::try_from(word.chars().count()).ok()?;
        if number + 1 == place {
            return Some(Range { start, end: start + length });
        }
        start += length + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;

    // redirect_uri_mismatch, 400, redirect_uri = http://localhost:3000/callback
    const REFUSED_URI: &str =
        "ChVyZWRpcmVjdF91cmlfbWlzbWF0Y2gSA0JhZCCQAyouCgxyZWRpcmVjdF91cmkSHmh0dHA6Ly9sb2NhbGhvc3Q6MzAwMC9jYWxsYmFjaw";
    // redirect_uri_mismatch, 400, origin = http://localhost:3000
    const REFUSED_ORIGIN: &str =
        "ChVyZWRpcmVjdF91cmlfbWlzbWF0Y2gSA0JhZCCQAyofCgZvcmlnaW4SFWh0dHA6Ly9sb2NhbGhvc3Q6MzAwMA";

    fn request(query: &str) -> String {
        format!("GET https://accounts.google.com/o/oauth2/v2/auth?client_id=EXAMPLE&{query}")
    }

    fn refused(query: &str, error: &str) -> String {
        format!(
            "{}\n\n302\nLocation: https://accounts.google.com/signin/oauth/error?authError={error}\n",
            request(query)
        )
    }

    fn page_after(query: &str, error: &str) -> String {
        let page = format!(
            "GET https://accounts.google.com/signin/oauth/error/v2?authError={error}&client_id=EXAMPLE\n\n200\n\nx\n"
        );
        format!(
            "{}\n\n302\nLocation: https://accounts.google.com/v3/signin/identifier\n\n### +9s\n{page}",
            request(query)
        )
    }

    #[test]
    fn the_address_that_google_refuses() {
        let sent = "response_type=code&redirect_uri=http://localhost:3000/callback";
        assert!(
            fact(&ask(authorization_page_names_redirect_uri, &refused(sent, REFUSED_URI))).contains("of this request")
        );
        let after = ask(authorization_page_names_redirect_uri, &page_after(sent, REFUSED_URI));
        assert!(matches!(&after, Answer::Yes(Fact { exchanges, .. }) if exchanges[..] == [1]), "{after:?}");
        assert!(fact(&after).contains("request #1"));
        let here = ask(authorization_page_names_redirect_uri, &refused(sent, REFUSED_URI));
        assert!(matches!(&here, Answer::Yes(Fact { exchanges, .. }) if exchanges.is_empty()), "{here:?}");
        let slash = format!("{sent}/");
        assert_eq!(ask(authorization_page_names_redirect_uri, &refused(&slash, REFUSED_URI)), Answer::No);
        assert_eq!(ask(authorization_page_names_redirect_uri, &refused(sent, REFUSED_ORIGIN)), Answer::No);
        let page = page_after(sent, REFUSED_URI);
        let alone = page.split("### +9s\n").nth(1).expect("the page");
        assert_eq!(ask(authorization_page_names_redirect_uri, alone), NO_REQUEST);
    }

    #[test]
    fn the_origin_that_google_refuses() {
        for sent in [
            "response_type=code&origin=http://localhost:3000",
            "response_type=code&redirect_uri=storagerelay://http/localhost:3000?id%3Dauth1",
            "response_type=token&redirect_uri=http://localhost:3000/callback",
        ] {
            let answer = ask(authorization_page_names_origin, &refused(sent, REFUSED_ORIGIN));
            assert!(fact(&answer).contains("names the origin of this request"), "{sent}");
        }
        let other = "response_type=code&origin=http://localhost:4000";
        assert_eq!(ask(authorization_page_names_origin, &refused(other, REFUSED_ORIGIN)), Answer::No);
        assert!(ask(authorization_page_speaks_of_origin, &refused(other, REFUSED_ORIGIN)).is_yes());
        assert_eq!(ask(authorization_page_speaks_of_origin, &refused(other, REFUSED_URI)), Answer::No);
    }

    #[test]
    fn where_the_refusal_comes() {
        let sent = "response_type=code";
        assert!(ask(refused_on_a_page, &refused(sent, REFUSED_URI)).is_yes());
        assert_eq!(ask(refused_to_the_app, &refused(sent, REFUSED_URI)), Answer::No);
        let back =
            format!("{}\n\n302\nLocation: http://localhost:3000/cb?error=access_denied&state=EXAMPLE\n", request(sent));
        assert!(ask(refused_to_the_app, &back).is_yes());
        assert_eq!(ask(refused_on_a_page, &back), Answer::No);
        let signed_in = back.replace("error=access_denied", "code=4/0AEXAMPLE-code");
        assert_eq!(ask(refused_to_the_app, &signed_in), Answer::No, "nothing is refused");
        assert!(
            ask(refused_to_the_app, "GET http://localhost:3000/cb?error=access_denied&state=EXAMPLE\n\n200\n").is_yes()
        );
        let failed = "GET http://localhost:3000/cb?code=4/0AEXAMPLE-code&state=EXAMPLE\n\n500\n\n{\"error\":\"access_denied\"}\n";
        assert_eq!(ask(refused_to_the_app, failed), Answer::No);
    }

    #[test]
    fn silence_was_asked_for() {
        let back = "302\nLocation: http://localhost:3000/cb?error=login_required&state=EXAMPLE\n";
        let silent = format!("{}\n\n{back}", request("response_type=code&prompt=none"));
        assert_eq!(fact(&ask(silent_sign_in_asked, &silent)), "This request asks for a sign-in without any screen.");
        let loud = format!("{}\n\n{back}", request("response_type=code&prompt=consent"));
        assert_eq!(ask(silent_sign_in_asked, &loud), Answer::No);
        let alone = "GET http://localhost:3000/cb?error=login_required&state=EXAMPLE\n\n200\n";
        assert!(matches!(ask(silent_sign_in_asked, alone), Answer::Unknown(_)));
    }

    #[test]
    fn a_rule_that_the_redirect_uri_breaks() {
        let text = refused("response_type=code&redirect_uri=urn:ietf:wg:oauth:2.0:oob", REFUSED_ORIGIN);
        assert!(fact(&ask(redirect_uri_breaks_rule, &text)).contains("out-of-band"));
        let private = refused("response_type=code&redirect_uri=http://192.168.0.7/cb", REFUSED_ORIGIN);
        assert!(ask(redirect_uri_is_private_ip, &private).is_yes());
        let good = refused("response_type=code&redirect_uri=https://mail-app.example/cb", REFUSED_ORIGIN);
        assert_eq!(ask(redirect_uri_breaks_rule, &good), Answer::No);
        assert_eq!(ask(redirect_uri_is_private_ip, &good), Answer::No);
    }

    #[test]
    fn a_web_view_is_named() {
        let page = "GET https://accounts.google.com/signin/rejected?client_id=EXAMPLE\nUser-Agent: x (Linux; Android 14; wv) y\n\n200\n\nx\n";
        assert_eq!(fact(&ask(web_view, page)), "By its User-Agent the request comes from an Android WebView.");
        assert!(ask(sign_in_turned_away, page).is_yes());
        let other = page_after("response_type=code", REFUSED_URI);
        assert_eq!(ask(sign_in_turned_away, &other), Answer::No);
        assert_eq!(ask(web_view, &refused("response_type=code", REFUSED_URI)), Answer::No);
    }

    #[test]
    fn the_scope_that_google_does_not_know() {
        // invalid_scope, "Some requested scopes were invalid. {invalid=[mail.read]}", 400
        let error =
            "Cg1pbnZhbGlkX3Njb3BlEjlTb21lIHJlcXVlc3RlZCBzY29wZXMgd2VyZSBpbnZhbGlkLiB7aW52YWxpZD1bbWFpbC5yZWFkXX0gkAM";
        let text = refused("response_type=code&scope=openid+mail.read+email", error);
        let Answer::Yes(fact) = ask(authorization_page_names_scope, &text) else { panic!("it is named") };
        assert_eq!(fact.text, "Google's page calls scope 2 of 3 invalid.");
        assert_eq!(fact.mark.and_then(|mark| mark.range), Some(Range { start: 7, end: 8 }));
        assert_eq!(ask(authorization_page_names_scope, &refused("response_type=code&scope=openid", error)), Answer::No);
    }
}
