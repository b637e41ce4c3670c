//! Questions about the request as a whole: its method, the form of its body, what it lacks and what it holds twice.

use super::{Answer, Fact, OUT_OF_SIGHT, lacks, yes_if};
use crate::{
    exchange::{Exchange, Grant, Provider},
    report::{Kind, Place},
    timeline::View,
};

const UNDECLARED: Answer =
    Answer::Unknown("The input holds no header fields, so the body's declared form is not known.");

/// Is the body no form, or declared as none? Google also reads JSON that is declared as JSON.
pub fn body_not_a_form(view: View<'_>) -> Answer {
    let this = view.this();
    if this.kind != Kind::TokenRequest {
        return OUT_OF_SIGHT;
    }
    let text = match this.body {
        "form" => "a form",
        "json" => "JSON",
        "multipart" => "multipart",
        "other" => return Answer::Yes(Fact::new("The body is neither a form nor JSON, so it holds no parameters.")),
        _ => return Answer::No,
    };
    let Some(declared) = this.declared else { return UNDECLARED };
    let named = match declared {
        "form" => "a form",
        "json" => "JSON",
        "multipart" => "multipart",
        "none" => "nothing",
        _ => "something else",
    };
    let fits = match text {
        "multipart" => false,
        _ => text == named,
    };
    yes_if(!fits, || Fact::new(format!("The body is {text}; the Content-Type declares {named}.")))
}

/// Is the body a form that is declared as one, or JSON that is declared as JSON?
pub fn body_as_declared(view: View<'_>) -> Answer {
    let this = view.this();
    let Some(declared) = this.declared else { return UNDECLARED };
    yes_if(this.kind == Kind::TokenRequest && matches!(this.body, "form" | "json") && this.body == declared, || {
        Fact::new("The Content-Type declares the form that the body has.")
    })
}

/// Do the parameters of a token request stand in the query, and not in the body?
pub fn parameters_in_query(view: View<'_>) -> Answer {
    let this = view.this();
    let places = |place| this.parameters.iter().filter(move |parameter| parameter.place == place).count();
    let in_query =
        |name: &str| this.parameters.iter().any(|parameter| parameter.name == name && parameter.place == Place::Query);
    let holds = this.kind == Kind::TokenRequest && in_query("grant_type") && places(Place::Body) == 0;
    match lacks_body(this) {
        Err(answer) if holds => answer,
        _ => yes_if(holds, || {
            Fact::new("The parameters stand in the address; a token request carries them in its body.")
                .on("grant_type", "this belongs into the body")
        }),
    }
}

fn lacks_body(exchange: &Exchange) -> Result<(), Answer> {
    if exchange.is_whole {
        return Ok(());
    }
    Err(Answer::Unknown("The request was not recorded whole, so what it lacks is not known."))
}

/// Is the token request another method than POST?
pub fn token_request_not_post(view: View<'_>) -> Answer {
    let this = view.this();
    yes_if(this.kind == Kind::TokenRequest && this.method != "POST", || {
        Fact::new(format!("The token request is a {}; it has to be a POST (RFC 6749 section 3.2).", this.method))
    })
}

/// Is the parameter that the answer names really not there, or empty? The text tells which one to look for; the request
/// answers.
pub fn named_parameter_absent(view: View<'_>) -> Answer {
    let Some(name) = named(view.this()) else { return Answer::No };
    let Some(asked) = asked(view) else { return NOT_SEEN };
    match lacks(asked, name) {
        Err(answer) => answer,
        Ok(is_absent) => yes_if(is_absent, || match asked.parameter(name) {
            Some(parameter) => Fact::new(format!("The request sends `{}` without a value.", parameter.name)),
            None => Fact::new(format!("The request sends no `{name}`.")),
        }),
    }
}

/// Is the parameter that the answer names there, with a value?
pub fn named_parameter_sent(view: View<'_>) -> Answer {
    let Some(name) = named(view.this()) else { return Answer::No };
    let Some(asked) = asked(view) else { return NOT_SEEN };
    yes_if(asked.holds(name), || Fact::new(format!("The request sends `{name}`, with a value.")))
}

/// The request of which the answer speaks: before Google's error page, that is the authorization request.
fn asked(view: View<'_>) -> Option<&Exchange> {
    match view.this().kind {
        Kind::AuthorizationError => view.authorization().map(|(_, request)| request),
        _ => Some(view.this()),
    }
}

const NOT_SEEN: Answer = Answer::Unknown("The authorization request was not seen, so what it lacks is not known.");

/// Is a parameter sent more than once (RFC 6749 section 3.2)?
pub fn parameter_repeated(view: View<'_>) -> Answer {
    let this = view.this();
    let mut seen = std::collections::HashSet::new();
    let repeated = this.parameters.iter().find_map(|parameter| {
        let known = PARAMETERS.iter().find(|known| **known == parameter.name)?;
        (!seen.insert((*known, parameter.place))).then_some(*known)
    });
    match repeated {
        Some(name) => Answer::Yes(
            Fact::new(format!("The request sends `{name}` more than once."))
                .on(name, "a parameter stands once in a request"),
        ),
        None => Answer::No,
    }
}

/// Does the client authenticate in more than one way (RFC 6749 section 2.3)?
pub fn client_credentials_doubled(view: View<'_>) -> Answer {
    let this = view.this();
    let secret_in = |place| {
        this.parameters.iter().any(|parameter| {
            parameter.name == "client_secret" && parameter.place == place && !parameter.value.is_empty()
        })
    };
    if this.holds("client_assertion") && (this.holds("client_id") || this.holds("client_secret")) {
        let other = if this.holds("client_secret") { "client_secret" } else { "client_id" };
        return Answer::Yes(
            Fact::new(format!("The request sends `client_assertion` and `{other}`."))
                .on("client_assertion", format!("{other} is there, too")),
        );
    }
    yes_if(secret_in(Place::Header) && secret_in(Place::Body), || {
        Fact::new("The client secret stands in the Authorization header and in the body.")
            .on("client_secret", "sent in the header, too")
            .in_place(Place::Body)
    })
}

/// Is the grant one that Google's token endpoint does not offer, or none that is known?
pub fn grant_not_offered(view: View<'_>) -> Answer {
    let this = view.this();
    if this.provider != Provider::Google || !this.holds("grant_type") {
        return Answer::No;
    }
    let fact = match this.grant {
        Some(grant @ (Grant::ClientCredentials | Grant::Password)) => {
            let name = grant.name();
            Fact::new(format!("The request says grant_type={name}, a grant that Google does not offer."))
                .on("grant_type", "Google does not offer this grant")
        }
        Some(Grant::Other) => Fact::new("The value of `grant_type` is no grant that Google offers.")
            .on("grant_type", "no grant that Google offers"),
        _ => return Answer::No,
    };
    Answer::Yes(fact)
}

/// Does the request say no grant at all?
pub fn grant_type_absent(view: View<'_>) -> Answer {
    match lacks(view.this(), "grant_type") {
        Err(answer) => answer,
        Ok(is_absent) => yes_if(is_absent, || Fact::new("The request sends no `grant_type`.")),
    }
}

/// Does the request say a grant, wherever and in whatever form?
pub fn grant_type_written(view: View<'_>) -> Answer {
    yes_if(view.this().holds("grant_type"), || Fact::new("The body does hold a `grant_type`."))
}

/// The parameter that the answer says is missing, or not allowed.
fn named(exchange: &Exchange) -> Option<&'static str> {
    let text = exchange.answer.description.as_ref()?.shown.trim_end_matches('.');
    if text.starts_with("Could not determine client ID") {
        return Some("client_id");
    }
    let starts = ["Missing required parameter: ", "Missing parameter: ", "Required parameter is missing: "];
    let name = starts
        .iter()
        .chain(&["Parameter not allowed for this message type: ", "OAuth 2 parameters can only have a single value: "])
        .find_map(|start| text.strip_prefix(start))
        .or_else(|| text.strip_suffix(" is missing"))?;
    PARAMETERS.iter().find(|known| **known == name).copied()
}

/// The parameters that answers name.
const PARAMETERS: [&str; 24] = [
    "access_type",
    "assertion",
    "audience",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "device_code",
    "grant_type",
    "nonce",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "response_type",
    "scope",
    "state",
    "subject_token",
    "subject_token_type",
    "token",
    "username",
];

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, exchanges, fact, timeline};
    use super::*;

    fn request(head: &str, body: &str, description: &str) -> String {
        format!(
            "{head}\n\n{body}\n\n400\n\n{{\"error\":\"invalid_request\",\"error_description\":\"{description}\"}}\n"
        )
    }

    const POST: &str = "POST https://oauth2.googleapis.com/token";

    #[test]
    fn the_form_of_the_body() {
        let asked = |content_type: &str, body: &str| {
            ask(body_not_a_form, &request(&format!("{POST}\nContent-Type: {content_type}"), body, "Bad Request"))
        };
        assert_eq!(
            fact(&asked("text/plain", "a=b&c=d")),
            "The body is a form; the Content-Type declares something else."
        );
        assert!(asked("application/x-www-form-urlencoded", "{\"a\":\"b\"}").is_yes());
        assert!(asked("application/json", "a=b&c=d").is_yes());
        assert!(asked("application/json", "\"a=b\"").is_yes(), "serialised twice");
        let parts = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--";
        let multipart = asked("multipart/form-data; boundary=x", parts);
        assert_eq!(fact(&multipart), "The body is multipart; the Content-Type declares multipart.");
        let undeclared = ask(body_not_a_form, &request(&format!("{POST}\nAccept: */*"), "a=b", ""));
        assert_eq!(fact(&undeclared), "The body is a form; the Content-Type declares nothing.");
        for (content_type, body) in
            [("application/x-www-form-urlencoded", "a=b"), ("application/json", "{\"a\":\"b\"}")]
        {
            assert_eq!(asked(content_type, body), Answer::No, "{body}");
        }
        assert_eq!(ask(body_not_a_form, &request(POST, "a=b", "Bad Request")), UNDECLARED);
    }

    #[test]
    fn parameters_in_the_wrong_place() {
        let asked = |head: &str, body: &str| ask(parameters_in_query, &request(head, body, "Bad Request"));
        assert!(asked(&format!("{POST}?grant_type=refresh_token&refresh_token=1//0gEXAMPLE"), "").is_yes());
        assert_eq!(asked(&format!("{POST}?alt=json"), "grant_type=refresh_token"), Answer::No);
        assert_eq!(asked(&format!("{POST}?grant_type=refresh_token"), "refresh_token=1//0gEXAMPLE"), Answer::No);
        assert_eq!(asked(&format!("{POST}?alt=json"), ""), Answer::No);
        let elsewhere = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x&grant_type=x";
        assert_eq!(asked(elsewhere, ""), Answer::No, "a sign-in has its parameters there");
        let mut cut = exchanges(&request(&format!("{POST}?grant_type=refresh_token"), "", "Bad Request"));
        cut[0].is_whole = false;
        let answer = parameters_in_query(timeline(cut).view(0));
        assert!(matches!(answer, Answer::Unknown(_)), "what was in the body is not known: {answer:?}");
        let mut cut = exchanges(&request(POST, "grant_type=refresh_token", "Bad Request"));
        cut[0].is_whole = false;
        assert_eq!(parameters_in_query(timeline(cut).view(0)), Answer::No);
        let get = request("GET https://oauth2.googleapis.com/token?grant_type=refresh_token", "", "Bad Request");
        assert!(ask(token_request_not_post, &get).is_yes());
        assert_eq!(ask(token_request_not_post, &request(POST, "a=b", "")), Answer::No);
    }

    #[test]
    fn the_parameter_that_the_answer_names() {
        for (description, body) in [
            ("Missing required parameter: code", "grant_type=authorization_code"),
            ("Missing required parameter: code", "grant_type=authorization_code&code="),
            ("client_secret is missing.", "grant_type=authorization_code"),
            ("Could not determine client ID from request.", "grant_type=authorization_code"),
        ] {
            assert!(ask(named_parameter_absent, &request(POST, body, description)).is_yes(), "{description}");
        }
        let sent = request(POST, "grant_type=authorization_code&code=EXAMPLE", "Missing required parameter: code");
        assert_eq!(ask(named_parameter_absent, &sent), Answer::No);
        assert!(ask(named_parameter_sent, &sent).is_yes());
        let silent = request(POST, "grant_type=authorization_code", "Bad Request");
        assert_eq!(ask(named_parameter_absent, &silent), Answer::No);
    }

    #[test]
    fn google_s_error_page_speaks_of_the_request_before_it() {
        // invalid_request, "Missing required parameter: redirect_uri"
        let page = "GET https://accounts.google.com/signin/oauth/error?authError=Cg9pbnZhbGlkX3JlcXVlc3QSKE1pc3NpbmcgcmVxdWlyZWQgcGFyYW1ldGVyOiByZWRpcmVjdF91cmk&client_id=EXAMPLE\n\n200\n\nx\n";
        let after = |query: &str| {
            format!(
                "GET https://accounts.google.com/o/oauth2/v2/auth?client_id=EXAMPLE{query}\n\n302\nLocation: /signin\n\n### +1s\n{page}"
            )
        };
        assert!(ask(named_parameter_absent, &after("&response_type=code")).is_yes());
        assert_eq!(ask(named_parameter_absent, &after("&redirect_uri=http://localhost/")), Answer::No);
        assert_eq!(ask(named_parameter_absent, page), NOT_SEEN);
    }

    #[test]
    fn what_is_there_twice() {
        let twice = request(POST, "grant_type=refresh_token&grant_type=refresh_token", "Bad Request");
        assert_eq!(fact(&ask(parameter_repeated, &twice)), "The request sends `grant_type` more than once.");
        assert_eq!(ask(parameter_repeated, &request(POST, "grant_type=a&code=b&x=1&x=2", "")), Answer::No);
        let basic = format!("{POST}\nAuthorization: Basic aWQ6R09DU1BYLUVYQU1QTEU=");
        assert!(ask(client_credentials_doubled, &request(&basic, "client_secret=GOCSPX-EXAMPLE", "")).is_yes());
        assert_eq!(ask(client_credentials_doubled, &request(&basic, "client_id=id", "")), Answer::No);
        let in_the_body = request(POST, "client_id=id&client_secret=GOCSPX-EXAMPLE", "");
        assert_eq!(ask(client_credentials_doubled, &in_the_body), Answer::No);
        let in_the_query = request(&format!("{POST}?client_secret=GOCSPX-EXAMPLE"), "client_id=id", "");
        assert_eq!(ask(client_credentials_doubled, &in_the_query), Answer::No);
        assert!(
            ask(client_credentials_doubled, &request(POST, "client_id=a&client_assertion=eyJEXAMPLE", "")).is_yes()
        );
    }

    #[test]
    fn a_grant_that_is_not_offered() {
        let asked = |grant: &str| ask(grant_not_offered, &request(POST, &format!("grant_type={grant}"), ""));
        assert!(fact(&asked("client_credentials")).contains("Google does not offer"));
        assert!(asked("refreshtoken").is_yes());
        assert_eq!(asked("refresh_token"), Answer::No);
        assert_eq!(asked(""), Answer::No);
    }

    #[test]
    fn what_the_body_says_of_itself() {
        let asked = |content_type: &str, body: &str| {
            ask(body_as_declared, &request(&format!("{POST}\nContent-Type: {content_type}"), body, "Bad Request"))
        };
        assert!(asked("application/x-www-form-urlencoded", "a=b&c=d").is_yes());
        assert!(asked("application/json", "{\"a\":\"b\"}").is_yes());
        assert_eq!(asked("application/x-www-form-urlencoded", "{\"a\":\"b\"}"), Answer::No);
        assert_eq!(asked("application/json", "a=b"), Answer::No);
        assert_eq!(ask(body_as_declared, &request(POST, "a=b", "")), UNDECLARED);
    }

    #[test]
    fn whether_a_grant_is_named() {
        let none = request(POST, "refresh_token=1//0gEXAMPLE", "Bad Request");
        assert!(ask(grant_type_absent, &none).is_yes());
        assert_eq!(ask(grant_type_written, &none), Answer::No);
        let odd = request(POST, "grant_type=refresh&refresh_token=1//0gEXAMPLE", "Bad Request");
        assert_eq!(ask(grant_type_absent, &odd), Answer::No);
        assert!(ask(grant_type_written, &odd).is_yes());
    }
}
