//! In: an exchange and its diagnosis. Out: a [`Finding`], which may be shown, stored and shared.
//!
//! Exchanges hold sealed values only, so this file cannot leak one; what it decides is how a value is described: its kind
//! in words, its length, its fingerprint, and which notes stand on it.

mod links;

use crate::{
    causes::{Ask, Cause},
    checks::{self, Mark},
    diagnose::{self, Diagnosis, Stated, Warning},
    exchange::{Claim, ClaimValue, Exchange, Parameter, Provider, Value, answer, jwt},
    prose,
    report::{
        self, Annotation, BodyState, CauseFinding, Fact, Finding, Kind, Outcome, Place, Question, Standing, Statement,
        Wording,
    },
    secret::{Sealed, ValueKind, is_invisible},
    selfcheck::{self, Leak},
    time::words_for_moment,
    timeline::View,
};

/// The finding for the exchange of `view`, which belongs to flow `flow`; `stated` is what the developer answered about it.
pub fn finding(view: View<'_>, flow: u32, diagnoses: Vec<Diagnosis>, stated: &[Stated]) -> Finding {
    let exchange = view.this();
    let repeated = view.repeats().map(|(number, _)| number);
    let strongest = diagnoses.first().filter(|diagnosis| diagnosis.standing != Standing::RuledOut);
    let warnings = diagnose::warnings(view);
    Finding {
        number: view.number(),
        flow,
        started: exchange.started,
        duration: exchange.duration,
        kind: exchange.kind,
        provider: provider(view),
        grant: exchange.grant.map(|grant| grant.name().into()),
        outcome: if repeated.is_some() { Outcome::Unknown } else { exchange.answer.outcome },
        headline: repeated
            .map_or_else(|| headline(exchange, &diagnoses), |number| headline_again(exchange.kind, number)),
        standing: strongest.map(|diagnosis| diagnosis.standing),
        request: request(exchange, &diagnoses, &warnings),
        answer: answer(exchange, repeated),
        next_question: diagnose::next_question(&diagnoses, stated).map(question),
        causes: diagnoses.into_iter().map(cause).collect(),
        statements: stated.iter().map(statement).collect(),
        warnings: warnings.into_iter().map(warning).collect(),
        library: exchange.library.clone(),
        origin: exchange.origin.clone(),
        related: links::related(view),
        links: links::links(view),
    }
}

/// What stands in the place of `finding`, which must not be shown because of `leak`: that it is there, and how it ended.
pub fn withheld(finding: &Finding, leak: &Leak) -> Finding {
    let Finding { number, flow, started, duration, kind, outcome, .. } = *finding;
    let note = format!("{} looks like {}. Please report this: no report may hold one.", leak.place(), leak.pattern);
    Finding {
        number,
        flow,
        started,
        duration,
        kind,
        provider: report::Provider {
            id: "unknown".into(),
            name: "Unknown".into(),
            look_alike: false,
            note: None,
            documentation: None,
        },
        grant: None,
        outcome,
        headline: "The self-check keeps this exchange back".into(),
        standing: None,
        request: report::Request {
            method: String::new(),
            url: String::new(),
            body: "absent".into(),
            client_authentication: None,
            parameters: Vec::new(),
            remarks: vec![note],
        },
        answer: report::Answer {
            status: finding.answer.status,
            body: finding.answer.body,
            body_note: None,
            error: None,
            description: None,
            subtype: None,
            meaning: None,
            date: None,
            members: Vec::new(),
        },
        causes: Vec::new(),
        next_question: None,
        statements: Vec::new(),
        warnings: Vec::new(),
        library: None,
        origin: None,
        related: Vec::new(),
        links: Vec::new(),
    }
}

fn provider(view: View<'_>) -> report::Provider {
    let (id, name, server) = match diagnose::provider(view) {
        Provider::Google => ("google", "Google", None),
        Provider::Known(server) => (server.id, server.name, Some(server)),
        Provider::Other => ("other", "Not Google", None),
        Provider::Unknown => ("unknown", "Unknown", None),
    };
    report::Provider {
        id: id.into(),
        name: name.into(),
        look_alike: view.this().look_alike,
        note: server.and_then(|server| server.note).map(Wording::from),
        documentation: server.map(|server| server.documentation.into()),
    }
}

/// The title of the strongest cause. Where it is merely possible, naming it would claim too much.
fn headline(exchange: &Exchange, diagnoses: &[Diagnosis]) -> Wording {
    let open = || diagnoses.iter().filter(|diagnosis| diagnosis.standing != Standing::RuledOut);
    match (open().next(), open().count()) {
        (Some(first), 1) if first.standing == Standing::Possible => {
            return "One cause is possible, and not proven".into();
        }
        (Some(first), count) if first.standing == Standing::Possible => {
            return format!("{count} causes are possible, none is proven").into();
        }
        (Some(first), _) => return prose::at(first.cause.place).title.into(),
        (None, _) => {}
    }
    if exchange.kind == Kind::Credentials {
        return format!("This is {}", exchange.address).into();
    }
    // The note says who hid it, and where it is.
    let is_hidden = exchange.answer.error.is_none() && exchange.answer.is_second_hand && exchange.answer.note.is_some();
    let text = match (exchange.answer.body, exchange.answer.outcome) {
        (BodyState::NeverRead, _) => "The page never read the answer",
        (BodyState::RefusedByCors, _) => "The server does not let the page read the answer",
        (BodyState::CutOff, Outcome::Failed) => "The page moved on before the answer could be read",
        (BodyState::TooLarge, _) => "The answer is too large to be read",
        (BodyState::NoAnswer, _) => "No answer came",
        _ if is_hidden => "What the server answered is hidden",
        (BodyState::NotRecorded, Outcome::Failed) if exchange.answer.error.is_none() => {
            "The server refuses, and the input does not hold its reason"
        }
        (BodyState::Empty, Outcome::Failed) => "The server refuses and gives no reason",
        _ if exchange.kind == Kind::AuthorizationError => "Google refuses the authorization request",
        _ if exchange.look_alike => "This host resembles Google's and is not Google's",
        (_, Outcome::Failed) if exchange.answer.error.is_none() && exchange.answer.note.is_some() => {
            "The answer is not one of OAuth's"
        }
        (_, Outcome::Failed) => "No known cause fits this answer",
        (_, Outcome::Succeeded) => match exchange.kind {
            Kind::AuthorizationRequest => "The browser goes to the authorization server",
            Kind::Redirect => "The browser comes back with a code",
            Kind::TokenRequest => "Tokens were issued",
            Kind::Revocation => "The token is revoked",
            Kind::DeviceAuthorization => "A device code was issued",
            Kind::ApiCall => "The call succeeded",
            Kind::AuthorizationError => "Google refuses the authorization request",
            Kind::Credentials => "These are credentials",
        },
        // Seen alone, an address still tells which way the browser goes.
        (_, Outcome::Unknown) => match exchange.kind {
            Kind::AuthorizationRequest => "The browser goes to the authorization server",
            Kind::Redirect => "The browser comes back to the app",
            _ => "How this ended is not known",
        },
    };
    text.into()
}

/// What is said of an exchange that only shows again how an earlier one ended.
fn headline_again(kind: Kind, number: u32) -> Wording {
    let text = match kind {
        Kind::AuthorizationError => format!("Google's page shows the refusal of #{number}"),
        _ => format!("The app is told of the refusal of #{number}"),
    };
    text.into()
}

fn cause(diagnosis: Diagnosis) -> CauseFinding {
    let page = prose::at(diagnosis.cause.place);
    CauseFinding {
        id: page.id.into(),
        title: page.title.into(),
        summary: page.summary.into(),
        standing: diagnosis.standing,
        facts: facts(diagnosis.facts),
        unknown: diagnosis.unknown,
    }
}

fn facts(facts: Vec<checks::Fact>) -> Vec<Fact> {
    facts.into_iter().map(|fact| Fact { text: fact.text, exchanges: fact.exchanges }).collect()
}

fn warning(warning: Warning) -> report::Warning {
    report::Warning { cause: warning.cause.id.into(), text: warning.text, facts: facts(warning.facts) }
}

fn statement(stated: &Stated) -> Statement {
    Statement {
        cause: stated.cause.id.into(),
        question: stated.ask.question.into(),
        yes: stated.yes,
        says: stated.says().into(),
    }
}

fn question((cause, ask): (&Cause, &Ask)) -> Question {
    Question { cause: cause.id.into(), text: ask.question.into(), yes: ask.yes_says.into(), no: ask.no_says.into() }
}

fn request(exchange: &Exchange, diagnoses: &[Diagnosis], warnings: &[Warning]) -> report::Request {
    let mut parameters = described(&exchange.parameters);
    for diagnosis in diagnoses.iter().filter(|diagnosis| diagnosis.standing != Standing::RuledOut) {
        for mark in diagnosis.facts.iter().filter_map(|fact| fact.mark.as_deref()) {
            annotate(&mut parameters, mark, diagnosis.cause.id, Some(diagnosis.standing));
        }
    }
    for warning in warnings {
        for mark in warning.facts.iter().filter_map(|fact| fact.mark.as_deref()) {
            annotate(&mut parameters, mark, warning.cause.id, None);
        }
    }
    if exchange.kind != Kind::Credentials {
        repeated(&mut parameters);
    }
    report::Request {
        method: exchange.method.clone(),
        url: exchange.address.clone(),
        body: exchange.body.into(),
        client_authentication: exchange.client.clone(),
        parameters,
        remarks: exchange.remarks.clone(),
    }
}

fn annotate(parameters: &mut [report::Parameter], mark: &Mark, cause: &'static str, standing: Option<Standing>) {
    let found = parameters
        .iter_mut()
        .find(|parameter| parameter.name == mark.parameter && mark.place.is_none_or(|place| place == parameter.place));
    let Some(parameter) = found else { return };
    // One place says one thing once: the strongest cause comes first and keeps it.
    if parameter.annotations.iter().any(|annotation| annotation.text == mark.note) {
        return;
    }
    parameter.annotations.push(Annotation {
        cause: Some(cause.into()),
        standing,
        text: mark.note.clone(),
        range: mark.range,
    });
}

/// RFC 6749 section 3.2: parameters must not be included more than once.
fn repeated(parameters: &mut [report::Parameter]) {
    let mut seen = std::collections::HashSet::with_capacity(parameters.len());
    let keys = parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.place)).enumerate();
    let again: Vec<_> = keys.filter(|(_, key)| key.1 != Place::Claim && !seen.insert(*key)).map(|(at, _)| at).collect();
    for at in again {
        parameters[at].annotations.push(Annotation {
            cause: None,
            standing: None,
            text: "sent more than once; a parameter stands once in a request (RFC 6749 section 3.2)".into(),
            range: None,
        });
    }
}

fn answer(exchange: &Exchange, repeated: Option<u32>) -> report::Answer {
    let answer = &exchange.answer;
    let again = |number| format!("This is the refusal that #{number} received; its causes stand there.");
    report::Answer {
        status: answer.status,
        body: answer.body,
        body_note: repeated.map(again).or_else(|| answer.note.clone()),
        error: answer.error.clone(),
        description: answer.description.as_ref().map(|text| said(&text.shown)),
        subtype: answer.subtype.clone(),
        meaning: answer.error.as_deref().and_then(answer::meaning).map(Wording::from),
        date: answer.date,
        members: described(&answer.members),
    }
}

/// Each parameter as the report shows it, and after it the members of a JWT that it holds.
fn described(parameters: &[Parameter]) -> Vec<report::Parameter> {
    let mut described = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        described.push(head(parameter));
        if let Value::Jwt(_, jwt) = &parameter.value {
            described.extend(jwt.header.iter().chain(&jwt.claims).map(claim));
        }
    }
    described
}

fn head(parameter: &Parameter) -> report::Parameter {
    let plain = |shown: String| report::Parameter {
        name: shown_name(&parameter.name),
        place: parameter.place,
        shown,
        kind: None,
        length: None,
        fingerprint: None,
        annotations: Vec::new(),
    };
    match &parameter.value {
        Value::Text(text) => plain(text.clone()),
        Value::Uri(uri) => plain(uri.sketch.clone()),
        Value::Scopes(scopes) => plain(scopes.shown.clone()),
        Value::Sealed(sealed) | Value::Jwt(sealed, _) => sealed_parameter(plain(String::new()), sealed),
    }
}

fn sealed_parameter(mut parameter: report::Parameter, sealed: &Sealed) -> report::Parameter {
    let shape = &sealed.shape;
    parameter.shown = shape.sketch.clone();
    if shape.length == 0 {
        return parameter;
    }
    parameter.kind = (shape.kind != ValueKind::Opaque).then(|| bare(shape.kind.words()).into());
    parameter.length =
        Some(if shape.kind.is_machine_made() { shape.length.to_string().into() } else { bucket(shape.length).into() });
    parameter.fingerprint = Some(sealed.fingerprint.to_string());
    parameter
}

fn claim(claim: &Claim) -> report::Parameter {
    let mut parameter = report::Parameter {
        name: shown_name(&claim.name),
        place: Place::Claim,
        shown: String::new(),
        kind: None,
        length: None,
        fingerprint: None,
        annotations: Vec::new(),
    };
    match &claim.value {
        ClaimValue::Number(number) if matches!(claim.name.as_str(), "iat" | "exp" | "nbf" | "auth_time") => {
            parameter.shown = number.to_string();
            parameter.kind = (0..=253_402_300_799).contains(number).then(|| words_for_moment(*number).into());
        }
        ClaimValue::Number(_) | ClaimValue::Float => "a number".clone_into(&mut parameter.shown),
        ClaimValue::Text(text) => parameter.shown.clone_from(text),
        ClaimValue::Scopes(scopes) => parameter.shown.clone_from(&scopes.shown),
        ClaimValue::Bool(value) => parameter.shown = value.to_string(),
        ClaimValue::Uri(uri) => parameter.shown.clone_from(&uri.sketch),
        ClaimValue::Key(jwk) => {
            "…".clone_into(&mut parameter.shown);
            parameter.kind = Some(if jwk.is_private { "private key" } else { "public key" }.into());
            parameter.fingerprint = jwk.thumbprint.map(|thumbprint| thumbprint.to_string());
        }
        ClaimValue::Other(what) => (*what).clone_into(&mut parameter.shown),
        ClaimValue::Sealed(sealed) => return sealed_parameter(parameter, sealed),
    }
    parameter
}

/// The kind without its article.
fn bare(words: &str) -> &str {
    words.strip_prefix("an ").or_else(|| words.strip_prefix("a ")).unwrap_or(words)
}

/// A length that a person's typing may have made, told roughly.
fn bucket(length: usize) -> &'static str {
    match length {
        0..=8 => "1–8",
        9..=32 => "9–32",
        33..=128 => "33–128",
        129..=512 => "129–512",
        _ => "over 512",
    }
}

/// What a server says, as it may be shown. A sentence that the self-check would not let pass is told to be there: it shall not take the
/// whole finding along.
fn said(text: &str) -> String {
    let shown = visible(text);
    if selfcheck::check(&shown).is_ok() { shown } else { "…".to_owned() }
}

/// A name as it may be shown: `snake_case`, `kebab-case` or `camelCase` as it is, anything else described, because a value
/// can end up as a name.
fn shown_name(name: &str) -> String {
    let core = name.trim_matches('_').trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = name.trim_matches('_').len() - core.len();
    let is_words = core.split(['_', '-', '.']).all(|word| {
        let humps = word.bytes().filter(u8::is_ascii_uppercase).count();
        word.starts_with(|letter: char| letter.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (humps == 0 || humps <= 3 && core == word)
    });
    let is_plain = name.len() <= 32 && digits <= 2 && is_words && selfcheck::check(name).is_ok();
    if is_plain || CERTIFICATE_NAMES.contains(&name) || name == jwt::OTHERS {
        return name.to_owned();
    }
    format!("‹a name of {} characters›", name.chars().count())
}

/// Members of Google's key files whose names hold digits.
const CERTIFICATE_NAMES: [&str; 2] = ["auth_provider_x509_cert_url", "client_x509_cert_url"];

/// The text with what cannot be seen written out, so that it cannot mislead.
fn visible(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, letter| {
        if is_invisible(letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("a\u{202e}b\u{7}c\u{200b}"), "a\\u{202e}b\\u{7}c\\u{200b}");
        assert_eq!(visible("plain, é and “quoted”"), "plain, é and “quoted”");
    }

    #[test]
    fn a_sentence_that_looks_like_a_credential_is_not_said() {
        assert_eq!(said("Bad Request"), "Bad Request");
        assert_eq!(said("it is ya29.a0EXAMPLEabcdef"), "…");
    }
}
