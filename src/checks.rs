//! In: an exchange and what was before it. Out: the answers to named questions: yes with a [`Fact`], no, or cannot tell
//! with the reason.
//!
//! A page of `causes/` names the questions that decide it; a name that is not here is a compile error. Facts are made of
//! parameter names, numbers of exchanges, durations and shapes. No question is answered from wording: the pages match on
//! texts themselves.

mod access_token;
mod api_scope;
mod assertion;
mod authorization;
mod callback;
mod client;
mod clock;
mod code;
mod device;
mod device_scope;
mod dpop;
mod front_channel;
mod impersonation;
mod in_flight;
mod issue;
mod order;
mod page;
mod pkce;
mod redirect_uri;
mod refresh_token;
mod refresh_use;
mod request;
mod scope;
mod service;
mod subject;
mod subject_token;
mod value;

pub use access_token::*;
pub use api_scope::*;
pub use assertion::*;
pub use authorization::*;
pub use callback::*;
pub use client::*;
pub use code::*;
pub use device::*;
pub use device_scope::*;
pub use dpop::*;
pub use front_channel::*;
pub use impersonation::*;
pub use in_flight::*;
pub use issue::*;
pub use order::*;
pub use page::*;
pub use pkce::*;
pub use redirect_uri::*;
pub use refresh_token::*;
pub use refresh_use::*;
pub use request::*;
pub use scope::*;
pub use service::*;
pub use subject::*;
pub use subject_token::*;
pub use value::*;

use crate::{
    exchange::{Exchange, Seen},
    report::{Kind, Place, Range, Wording},
    secret::{Flaw, Shape, ValueKind},
    timeline::View,
};

/// A named question.
pub type Check = fn(View<'_>) -> Answer;

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The statement is proven by the traffic.
    Yes(Fact),
    /// The statement does not hold.
    No,
    /// It cannot be told; the reason is a sentence.
    Unknown(&'static str),
}

impl Answer {
    /// The answer, with exchange `number` among those that its fact mentions.
    fn mentioning(mut self, number: u32) -> Self {
        if let Self::Yes(fact) = &mut self {
            fact.exchanges.push(number);
        }
        self
    }

    /// True for yes.
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes(_))
    }
}

/// A sentence of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The sentence, with `#5` for the exchange with that number.
    pub text: Wording,
    /// The numbers of the exchanges that it mentions.
    pub exchanges: Vec<u32>,
    /// The parameter that it is about, and what is to be noted there.
    pub mark: Option<Box<Mark>>,
    /// The date or the number that a warning's sentence quotes.
    pub term: Option<String>,
}

/// A note on a parameter of the exchange that is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The parameter's name.
    pub parameter: &'static str,
    /// Where it stands, when the name alone does not tell.
    pub place: Option<Place>,
    /// The characters of what is shown that the note is about.
    pub range: Option<Range>,
    /// The note, without a final full stop.
    pub note: Wording,
}

impl Fact {
    /// A sentence that mentions no exchange and marks no parameter.
    pub fn new(text: impl Into<Wording>) -> Self {
        Self { text: text.into(), exchanges: Vec::new(), mark: None, term: None }
    }

    fn of(mut self, exchanges: impl IntoIterator<Item = u32>) -> Self {
        self.exchanges.extend(exchanges);
        self
    }

    fn on(mut self, parameter: &'static str, note: impl Into<Wording>) -> Self {
        self.mark = Some(Box::new(Mark { parameter, place: None, range: None, note: note.into() }));
        self
    }

    fn quoted_as(mut self, term: impl Into<String>) -> Self {
        self.term = Some(term.into());
        self
    }

    fn at(mut self, range: Option<Range>) -> Self {
        if let Some(mark) = &mut self.mark {
            mark.range = range;
        }
        self
    }

    fn in_place(mut self, place: Place) -> Self {
        if let Some(mark) = &mut self.mark {
            mark.place = Some(place);
        }
        self
    }
}

/// An app's server redeems the code; the browser sees the callback alone.
const OUT_OF_SIGHT: Answer = Answer::Unknown("The app's server sends the token request, out of the browser's sight.");

/// Whether `exchange` sends no value for `name`, or why that cannot be told. Absence proves nothing where the request was not
/// recorded whole: no check concludes from it in any other way.
fn lacks(exchange: &Exchange, name: &str) -> Result<bool, Answer> {
    let sent_apart =
        || exchange.kind == Kind::AuthorizationRequest && (exchange.holds("request") || exchange.holds("request_uri"));
    match exchange.kind {
        _ if exchange.holds(name) => Ok(false),
        Kind::Redirect => Err(OUT_OF_SIGHT),
        _ if exchange.seen == Seen::InText => {
            Err(Answer::Unknown("The text does not hold the whole request, so what it lacks is not known."))
        }
        _ if !exchange.is_whole => {
            Err(Answer::Unknown("The request was not recorded whole, so what it lacks is not known."))
        }
        _ if sent_apart() => Err(Answer::Unknown(
            "The authorization request keeps its parameters in a request object, which is not read.",
        )),
        _ => Ok(true),
    }
}

/// Why nothing is said of the form of a value, where a text quotes it: whoever writes a log shortens and hides what it quotes.
fn quoted_only(view: View<'_>) -> Option<Answer> {
    (view.this().seen == Seen::InText)
        .then_some(Answer::Unknown("A text may shorten or hide what it quotes, so the value's form is not known."))
}

/// Yes, when `holds`.
fn yes_if(holds: bool, fact: impl FnOnce() -> Fact) -> Answer {
    if holds { Answer::Yes(fact()) } else { Answer::No }
}

/// The first of the flaws that `wanted` picks, and where the sketch shows it.
fn flawed(shape: &Shape, wanted: impl Fn(&Flaw) -> bool) -> Option<(&Flaw, Range)> {
    let flaw = shape.flaws.iter().find(|flaw| wanted(flaw))?;
    Some((flaw, flaw.range))
}

/// How a value of this kind is told: a credential by its shape alone, anything else for what it is.
fn verb(kind: ValueKind) -> &'static str {
    if kind.is_machine_made() { "has the shape of" } else { "is" }
}

/// `, 4.1 s earlier`, or nothing when the times are not known.
fn earlier_by(view: View<'_>, other: &Exchange) -> String {
    view.since(other).map_or(String::new(), |millis| format!(", {} earlier", crate::time::words_for_duration(millis)))
}

#[cfg(test)]
mod tests {
    use super::testing::{exchanges, timeline, token_request};
    use super::*;
    use crate::{secret::Key, sighting::Sighting};

    /// What `lacks` says of `exchange` and a client secret: the beginning of the reason where it cannot tell.
    fn said(exchange: &Exchange, name: &str) -> Result<bool, &'static str> {
        lacks(exchange, name).map_err(|answer| match answer {
            Answer::Unknown(reason) => reason.split(' ').nth(1).unwrap_or_default(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn what_is_not_there_is_told_by_how_the_request_was_seen() {
        let token = exchanges(&token_request("grant_type=refresh_token&client_id=x", "400\n")).remove(0);
        assert_eq!(said(&token, "client_id"), Ok(false));
        assert_eq!(said(&token, "client_secret"), Ok(true));
        let callback = "GET http://localhost:3000/callback?code=4/0AEXAMPLE-code&state=s-EXAMPLE\n\n500\n";
        assert_eq!(said(&exchanges(callback)[0], "client_secret"), Err("app's"));
        let mut sighting = Sighting::default();
        sighting.error = Some("invalid_grant".to_owned());
        assert_eq!(said(&Exchange::sighted(&sighting, &Key::new([7; 32])), "client_secret"), Err("text"));
        let mut cut = token;
        cut.is_whole = false;
        assert_eq!(said(&cut, "client_secret"), Err("request"));
        let sign_in = |more: &str| {
            let address = "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=x";
            exchanges(&format!("{address}{more}\n\n302\n")).remove(0)
        };
        assert_eq!(said(&sign_in(""), "scope"), Ok(true));
        for apart in ["&request=EXAMPLE", "&request_uri=urn:EXAMPLE"] {
            assert_eq!(said(&sign_in(apart), "scope"), Err("authorization"), "{apart}");
        }
        let with_request = exchanges(&token_request("grant_type=refresh_token&request=EXAMPLE", "400\n")).remove(0);
        assert_eq!(said(&with_request, "scope"), Ok(true), "only a sign-in may keep its parameters elsewhere");
    }

    #[test]
    fn how_much_earlier_something_was() {
        let text = token_request("grant_type=refresh_token", "400\n");
        let timed = timeline(exchanges(&format!("### +0s\n{text}\n### +4.1s\n{text}")));
        let first = timeline(exchanges(&text));
        assert_eq!(earlier_by(timed.view(1), timed.view(0).this()), ", 4.1 s earlier");
        assert_eq!(earlier_by(first.view(0), timed.view(0).this()), "", "one of the two has no time");
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! Timelines written as raw HTTP, for the unit tests beside the checks.

    use super::{Answer, Check, Fact};
    use crate::{exchange::Exchange, intake::http, secret::Key, timeline::Timeline};

    /// The answer of `check` for the last exchange of `text`.
    pub(crate) fn ask(check: Check, text: &str) -> Answer {
        let timeline = timeline(exchanges(text));
        check(timeline.view(timeline.len() - 1))
    }

    /// A session of these exchanges.
    pub(crate) fn timeline(exchanges: Vec<Exchange>) -> Timeline {
        let mut timeline = Timeline::default();
        for exchange in exchanges {
            timeline.insert(exchange);
        }
        timeline
    }

    /// The exchanges of `text`.
    pub(crate) fn exchanges(text: &str) -> Vec<Exchange> {
        let key = Key::new([7; 32]);
        let entries = http::read(text).expect("readable exchanges");
        entries.iter().map(|entry| Exchange::read(entry, &key).expect("an exchange of OAuth's")).collect()
    }

    /// The sentence of a yes.
    pub(crate) fn fact(answer: &Answer) -> &str {
        let Answer::Yes(fact) = answer else { panic!("expected a yes, got {answer:?}") };
        &fact.text
    }

    /// The parameter that a yes marks, and the note there.
    pub(crate) fn mark(answer: &Answer) -> (&str, &str) {
        let Answer::Yes(Fact { mark: Some(mark), .. }) = answer else { panic!("expected a mark, got {answer:?}") };
        (mark.parameter, &mark.note)
    }

    /// A token request with this body, and Google's answer.
    pub(crate) fn token_request(body: &str, answer: &str) -> String {
        format!("POST https://oauth2.googleapis.com/token\n\n{body}\n\n{answer}\n")
    }

    /// `invalid_grant` with this description.
    pub(crate) fn refusal(description: &str) -> String {
        format!("400\n\n{{\"error\":\"invalid_grant\",\"error_description\":\"{description}\"}}")
    }
}
