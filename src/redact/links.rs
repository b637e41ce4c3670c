//! In: an exchange and what was before it. Out: which earlier exchanges share a credential with it, and where each
//! credential that it carries comes from.
//!
//! Values are compared by their fingerprints; whether a `code_verifier` fits its challenge is a question of `checks`.

use crate::{
    checks,
    exchange::{Exchange, Parameter},
    report::{Kind, Link, LinkStart, Related},
    secret::{Sealed, ValueKind},
    timeline::{LINKING, View},
};

/// Where the credentials that the exchange of `view` carries come from, each once, in the order of its parameters.
pub(super) fn links(view: View<'_>) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for (name, sealed) in carried(view.this()) {
        if found.len() >= MOST_LINKS {
            break;
        }
        if let Some(link) = link(view, name, sealed).filter(|link| !found.contains(link)) {
            found.push(link);
        }
    }
    found.extend(verifier(view).filter(|_| found.len() < MOST_LINKS));
    found
}

/// The way of a `code_verifier`, from the authorization request whose challenge it fits.
fn verifier(view: View<'_>) -> Option<Link> {
    let from = checks::challenged_by(view)?;
    let fingerprint = view.this().sealed("code_verifier")?.fingerprint.to_string();
    let credential = "PKCE verifier".to_owned();
    Some(Link { from, start: LinkStart::Challenged, credential, fingerprint, is_altered: false })
}

/// The most links that a finding names: a hostile request has thousands of parameters.
const MOST_LINKS: usize = 12;

/// The parameters that hold a credential, or a `state`.
fn carried(exchange: &Exchange) -> impl Iterator<Item = (&str, &Sealed)> {
    let parameters = exchange.parameters.iter().filter(|parameter| is_followed(&parameter.name));
    parameters.filter_map(|parameter| Some((parameter.name.as_str(), parameter.value.sealed()?)))
}

/// Names whose values are followed from exchange to exchange.
fn is_followed(name: &str) -> bool {
    name != "authError" && LINKING.contains(&name)
}

/// The latest earlier answer that issued the value or, where none was seen, the first exchange that sent it.
fn link(view: View<'_>, name: &str, sealed: &Sealed) -> Option<Link> {
    if matches!(sealed.shape.kind, ValueKind::Empty | ValueKind::Nothing | ValueKind::Placeholder) {
        return None;
    }
    let of = |wanted, is_altered| {
        let issues = |other: &Exchange| {
            let mut members = other.answer.members.iter().filter_map(|member| member.value.sealed());
            let brings = other.kind == Kind::Redirect && name == "code";
            members.any(|member| member.fingerprint == wanted) || brings
        };
        // The app makes the `state`: an answer that holds it only gives it back.
        let issuer = if name == "state" { None } else { view.earlier(wanted).rfind(|(_, other)| issues(other)) };
        let (start, (from, _)) = match issuer {
            Some(found) => (LinkStart::Issued, found),
            None => (LinkStart::Sent, view.earlier(wanted).next()?),
        };
        Some(Link {
            from,
            start,
            credential: word(name, sealed.shape.kind).to_owned(),
            fingerprint: wanted.to_string(),
            is_altered,
        })
    };
    of(sealed.fingerprint, false).or_else(|| of(sealed.decoded?, true))
}

/// The most related exchanges that a finding names.
const MOST_RELATED: usize = 50;

/// The earlier exchanges that share a credential with that of `view`, in order of number.
pub(super) fn related(view: View<'_>) -> Vec<Related> {
    let this = view.this();
    let mut found: Vec<Related> = Vec::new();
    for (number, other) in view.related() {
        if found.len() >= MOST_RELATED {
            break;
        }
        if found.iter().any(|related| related.number == number) {
            continue;
        }
        if let Some(by) = tie(this, other) {
            found.push(Related { number, by });
        }
    }
    found.sort_by_key(|related| related.number);
    found
}

/// What ties an earlier exchange to this one, in words.
fn tie(this: &Exchange, other: &Exchange) -> Option<String> {
    let holds = |parameters: &[Parameter], wanted: &Sealed| {
        parameters.iter().any(|parameter| {
            parameter.value.sealed().is_some_and(|sealed| {
                sealed.fingerprint == wanted.fingerprint || Some(sealed.fingerprint) == wanted.decoded
            })
        })
    };
    let linking = |parameters: &'_ [Parameter]| {
        parameters
            .iter()
            .filter(|parameter| LINKING.contains(&parameter.name.as_str()))
            .filter_map(|parameter| Some((parameter.name.clone(), parameter.value.sealed()?.clone())))
            .collect::<Vec<_>>()
    };
    if this.page.is_some() && this.page == other.answer.leads_to {
        return Some("led to this address".to_owned());
    }
    for (name, sealed) in linking(&this.parameters) {
        let word = word(&name, sealed.shape.kind);
        if name == "authError" && (holds(&other.parameters, &sealed) || holds(&other.answer.members, &sealed)) {
            return Some(format!("same {word}"));
        }
        if holds(&other.answer.members, &sealed) {
            return Some(format!("issued the {word}"));
        }
        if holds(&other.parameters, &sealed) {
            return Some(format!("same {word}"));
        }
    }
    linking(&this.answer.members)
        .into_iter()
        .find(|(_, sealed)| holds(&other.parameters, sealed) || holds(&other.answer.members, sealed))
        .map(|(name, sealed)| format!("same {}", word(&name, sealed.shape.kind)))
        .or_else(|| (this.kind == Kind::AuthorizationError).then(|| "the request that is refused".to_owned()))
}

fn word(name: &str, kind: ValueKind) -> &'static str {
    match name {
        "code" => "authorization code",
        "state" => "state",
        "refresh_token" => "refresh token",
        "device_code" => "device code",
        "id_token" => "ID token",
        "authError" => "error page",
        "token" if kind == ValueKind::RefreshToken => "refresh token",
        _ => "access token",
    }
}
