//! In: the `Authorization` header and the parameters of a request. Out: how the client named itself
//! (RFC 6749 section 2.3): in the body, in a Basic header, by an assertion, or not at all.

use super::parameters::{Parameter, Raw};
use crate::{
    har::Entry,
    report::{Place, stand_in},
    secret::{Secret, percent_decoded},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

/// Reads an `Authorization` header into parameters of place `Header`: `client_id` and `client_secret` for Basic
/// (RFC 7617, each form-encoded as RFC 6749 section 2.3.1 says; in an export of ours stand-ins, not in base64), `access_token` for Bearer and `DPoP`, `authorization`
/// for anything else.
pub(super) fn authorization(header: &str, remarks: &mut Vec<String>) -> Vec<Raw> {
    if header.starts_with(stand_in::MARK) {
        return vec![raw("authorization", header.to_owned())];
    }
    let (scheme, rest) = header.trim().split_once(' ').unwrap_or((header.trim(), ""));
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("dpop") {
        return vec![raw("access_token", rest.to_owned())];
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return vec![raw("authorization", rest.to_owned())];
    }
    if let Some((id, secret)) = rest.split_once("]:").filter(|_| rest.starts_with(stand_in::MARK)) {
        return vec![raw("client_id", format!("{id}]")), raw("client_secret", secret.to_owned())];
    }
    let decoded = STANDARD.decode(rest).ok().map(Zeroizing::new);
    match decoded.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(|text| text.split_once(':')) {
        Some((id, secret)) => {
            vec![
                raw("client_id", percent_decoded(id).into_owned()),
                raw("client_secret", percent_decoded(secret).into_owned()),
            ]
        }
        None => {
            remarks
                .push("The Authorization header says Basic, and what follows is no base64 of `id:secret`.".to_owned());
            vec![raw("authorization", rest.to_owned())]
        }
    }
}

fn raw(name: &str, value: String) -> Raw {
    Raw { name: name.to_owned(), place: Place::Header, value: Secret::new(value), is_bare: false }
}

/// Every `DPoP` header field, as a parameter `dpop` (RFC 9449 section 4.1).
pub(super) fn proofs(entry: &Entry) -> impl Iterator<Item = Raw> + '_ {
    let fields = entry.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("dpop"));
    fields.take(MOST_PROOFS).map(|header| raw("dpop", header.value.to_owned()))
}

/// One proof belongs to a request; a second one is a fault, and more of them say no more.
const MOST_PROOFS: usize = 4;

/// How the client named itself, in a sentence.
pub(super) fn authentication(parameters: &[Parameter]) -> String {
    let has = |name: &str, place: Option<Place>| {
        parameters.iter().any(|parameter| parameter.name == name && place.is_none_or(|place| place == parameter.place))
    };
    let text = match (has("client_secret", Some(Place::Header)), has("client_secret", Some(Place::Body))) {
        (true, true) => "The client authenticates twice: in the Authorization header and in the body.",
        (true, false) => "The client authenticates in the Authorization header.",
        (false, true) => "The client authenticates in the body.",
        _ if has("client_secret", Some(Place::Query)) => {
            "The client secret stands in the query, where no server reads it."
        }
        _ if has("client_assertion", None) => "The client authenticates by an assertion.",
        _ if has("assertion", None) => "The assertion names the client.",
        _ if has("client_id", None) => "The client names itself and sends no secret.",
        _ => "The client does not name itself.",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_basic_header() {
        let mut remarks = Vec::new();
        let raws = authorization("Basic aWQ6R09DU1BYLUVYQU1QTEUlMkI=", &mut remarks);
        let read: Vec<_> = raws.iter().map(|raw| (raw.name.as_str(), raw.value.expose())).collect();
        assert_eq!(read, [("client_id", "id"), ("client_secret", "GOCSPX-EXAMPLE+")]);
        assert!(remarks.is_empty());
    }

    #[test]
    fn a_broken_basic_header_is_said() {
        let mut remarks = Vec::new();
        assert_eq!(authorization("Basic ???", &mut remarks)[0].name, "authorization");
        assert_eq!(remarks.len(), 1);
    }
}
