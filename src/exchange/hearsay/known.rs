//! In: a text. Out: which of the texts that servers are known to send stands in it, and what that tells.
//!
//! The texts are those of the cause pages and of [`texts`]; nothing is listed twice. Some of them are Google's alone, some
//! are everybody's words. Other servers' wordings are few, and say whose they are not.

use crate::{
    causes,
    exchange::{
        Grant, Provider,
        texts::{self, first_letter},
    },
    providers,
};
use std::{collections::HashMap, sync::OnceLock};

/// The longest known text that `text` begins with, as it stands there, a final full stop included.
pub(crate) fn beginning(text: &str) -> Option<&str> {
    let fits = |known: &&'static str| {
        let length = bare(known).len();
        let after = text.get(length..)?;
        let ends = after.strip_prefix('.').unwrap_or(after);
        let is_whole = !ends.starts_with(|next: char| next.is_alphanumeric() || matches!(next, ':' | '_' | '-'));
        (is_whole && text[..length].eq_ignore_ascii_case(bare(known))).then_some(length + after.len() - ends.len())
    };
    let first = text.as_bytes().first()?.to_ascii_lowercase();
    let start = plain().partition_point(|known| first_letter(known) < first);
    let end = plain().partition_point(|known| first_letter(known) <= first);
    plain()[start..end].iter().filter_map(fits).max().map(|end| &text[..end])
}

/// The known text that `text` begins with where a code is glued to it, as in `invalid_clientUnauthorized`.
pub(crate) fn glued(text: &str) -> Option<&str> {
    beginning(text)
        .or_else(|| EVERYBODYS.iter().find(|known| text.starts_with(**known)).map(|known| &text[..known.len()]))
}

/// Whether `text` is the beginning of a known text, and breaks off before its end.
pub(crate) fn is_beginning_of_one(text: &str) -> bool {
    text.len() >= 12
        && plain().iter().any(|known| {
            known.len() > text.len() && known.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
        })
}

/// The known text that has its telling word `word` at `at` of `text`. Out: its range.
pub(crate) fn around(text: &str, word: &str, at: usize) -> Option<(usize, usize)> {
    let candidates = anchors().get(word)?;
    candidates
        .iter()
        .filter_map(|(known, offset)| {
            let start = at.checked_sub(*offset)?;
            let end = start + bare(known).len();
            let stands = text.get(start..end)?.eq_ignore_ascii_case(bare(known));
            let is_whole = !text[..start].ends_with(|before: char| before.is_alphanumeric())
                && !text[end..].starts_with(|after: char| after.is_alphanumeric());
            let stop = usize::from(text[end..].starts_with('.'));
            (stands && is_whole).then_some((start, end + stop))
        })
        .max_by_key(|(start, end)| end - start)
}

/// Every word that may stand in a known text.
pub(crate) fn telling_words() -> impl Iterator<Item = &'static str> {
    anchors().keys().copied()
}

/// Whose server sends `text`.
pub(crate) fn provider(text: &str) -> Provider {
    if let Some(server) = providers::by_description(text) {
        return Provider::Known(server);
    }
    if FOREIGN.iter().any(|known| texts::matches(known, text)) {
        return Provider::Other;
    }
    if EVERYBODYS.iter().chain(COMMON).any(|known| texts::matches(known, text))
        || !texts::known().any(|known| texts::matches(known, text))
    {
        return Provider::Unknown;
    }
    // What is listed for every server alone is no server's, such as what a library says.
    let rows = causes::all().iter().flat_map(|cause| cause.when);
    let mut listing = rows
        .filter(|row| row.descriptions.iter().any(|known| !known.is_empty() && texts::matches(known, text)))
        .peekable();
    let is_anybodys = listing.peek().is_some() && listing.all(|row| row.any_provider);
    if is_anybodys { Provider::Unknown } else { Provider::Google }
}

/// Whether programs print `text` of many things, so that it tells of OAuth only where OAuth is told of nearby.
pub(crate) fn is_common(text: &str) -> bool {
    COMMON.iter().any(|known| texts::matches(known, text))
}

/// Whether Google's page or script refuses a sign-in with `text`, before any token is asked for.
pub(crate) fn is_of_sign_in(text: &str) -> bool {
    SIGN_IN.iter().any(|known| texts::matches(known, text))
}

/// The grant that `text` is sent for, where it is sent for one alone.
pub(crate) fn grant(text: &str) -> Option<Grant> {
    if is_common(text) {
        return Some(Grant::JwtBearer);
    }
    GRANTS.iter().find(|(pattern, _)| texts::matches(pattern, text)).map(|(_, grant)| *grant)
}

/// Known texts without stars and with more than one word, by their first letters.
fn plain() -> &'static [&'static str] {
    static PLAIN: OnceLock<Vec<&'static str>> = OnceLock::new();
    PLAIN.get_or_init(|| {
        let all = texts::known().chain(FOREIGN.iter().copied());
        let mut plain: Vec<_> = all.filter(|known| !known.contains('*') && known.contains(' ')).collect();
        plain.sort_by_key(|known| first_letter(known));
        plain
    })
}
type Anchors = HashMap<&'static str, Vec<(&'static str, usize)>>;

/// By its longest word, each text that is telling where it stands alone.
fn anchors() -> &'static Anchors {
    static ANCHORS: OnceLock<Anchors> = OnceLock::new();
    ANCHORS.get_or_init(|| {
        let mut anchors = Anchors::new();
        for known in plain().iter().filter(|known| known.len() >= 12 && !EVERYBODYS.contains(known)) {
            let words = known.split(|letter: char| !letter.is_ascii_alphabetic() && letter != '_');
            let longest = words.max_by_key(|word| word.len()).unwrap_or_default();
            let offset = known.find(longest).unwrap_or(0);
            anchors.entry(longest).or_default().push((known, offset));
        }
        anchors
    })
}

fn bare(known: &str) -> &str {
    known.strip_suffix('.').unwrap_or(known)
}

/// Known texts that others send too, so that they tell of nobody.
const EVERYBODYS: &[&str] = &[
    "Bad Request",
    "Unauthorized",
    "Forbidden",
    "Precondition Required",
    "Backend Error",
    "Invalid Credentials",
    "Invalid Value",
    "Invalid code.",
    "Invalid JWT",
    "Account has been deleted",
    "The account has been deleted",
    "Token expired or revoked",
    "Token has been revoked.",
    "Missing parameter: *",
    "Missing required parameter: *",
    "Invalid grant_type:",
];

/// What is said of a private key that cannot be read: by OpenSSL 1 and 3, node-forge, jsonwebtoken, Python's cryptography, Ruby and
/// PHP. Servers say the same of the key of their certificate.
const COMMON: &[&str] = &[
    "DECODER routines::unsupported",
    "PEM routines::no start line",
    "PEM routines:get_name:no start line",
    "PEM routines:PEM_read_bio:no start line",
    "Invalid PEM formatted message.",
    "secretOrPrivateKey must be an asymmetric key when using RS256",
    "Could not deserialize key data.",
    "Unable to load PEM file.",
    "Neither PUB key nor PRIV key",
    "OpenSSL unable to sign data",
    "Supplied key param cannot be coerced into a private key",
];

/// What Google's scripts print in the browser's console where a page may not sign anybody in.
const SIGN_IN: &[&str] =
    &["The given origin is not allowed for the given client ID.", "Not a valid origin for the client"];

/// What Google answers for one grant alone (taken from public reports and from Google's documentation, read 2026-11-23).
const GRANTS: &[(&str, Grant)] = &[
    ("Token has been expired or revoked.", Grant::RefreshToken),
    ("Token has been revoked.", Grant::RefreshToken),
    ("Account has been deleted", Grant::RefreshToken),
    ("reauth related error*", Grant::RefreshToken),
    ("Missing required parameter: refresh_token", Grant::RefreshToken),
    ("Malformed auth code.", Grant::AuthorizationCode),
    ("Malformed code.", Grant::AuthorizationCode),
    ("Invalid code.", Grant::AuthorizationCode),
    ("Code was already redeemed.", Grant::AuthorizationCode),
    ("Missing required parameter: code", Grant::AuthorizationCode),
    ("Missing code verifier.", Grant::AuthorizationCode),
    ("Invalid code verifier.", Grant::AuthorizationCode),
    ("code_verifier or verifier is not needed.", Grant::AuthorizationCode),
    ("Invalid JWT*", Grant::JwtBearer),
    ("java.security.SignatureException: *", Grant::JwtBearer),
    ("Invalid grant: account not found", Grant::JwtBearer),
    ("Not a valid email*", Grant::JwtBearer),
    ("private key should be a PEM or plain PKCS1 or PKCS8", Grant::JwtBearer),
    ("No key could be detected.", Grant::JwtBearer),
    ("PKCS8 data must be contained within", Grant::JwtBearer),
    ("Invalid PKCS#8 data.", Grant::JwtBearer),
    ("Invalid email or User ID", Grant::JwtBearer),
    ("The account has been deleted", Grant::JwtBearer),
    ("Robot is *", Grant::JwtBearer),
    ("Invalid issuer: Not a service account.", Grant::JwtBearer),
    ("Invalid impersonation *", Grant::JwtBearer),
    ("Client is unauthorized to retrieve access tokens using this method*", Grant::JwtBearer),
    ("Unauthorized client or scope in request.", Grant::JwtBearer),
    ("Requested client not authorized.", Grant::JwtBearer),
    ("Invalid OAuth scope or ID token audience provided.", Grant::JwtBearer),
    ("ID Token issued at * is stale to sign-in.", Grant::TokenExchange),
    ("The audience in ID Token *", Grant::TokenExchange),
    ("The issuer in ID Token *", Grant::TokenExchange),
];

/// Texts of other servers, as their users report them (read 2026-11-23).
const FOREIGN: &[&str] = &[
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the \
     authorization request, or was issued to another client.",
    "expired access/refresh token",
    "authentication failure",
    "user hasn't approved this consumer",
    "expired authorization code",
    "Token is not active",
    "Session not active",
    "Code not valid",
    "Session doesn't have required client",
    "Unknown or invalid refresh token.",
    "Invalid authorization code or code verifier",
    "Invalid authorization code",
    "The refresh token is invalid or expired.",
    "Refresh token revoked",
    "refresh token is invalid or revoked",
    "code doesn't exist or has expired",
    "The code has expired or has been revoked.",
    "The code has already been used.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_a_known_text_off_what_follows() {
        assert_eq!(beginning("Bad Request (see the docs)"), Some("Bad Request"));
        assert_eq!(
            beginning("Token has been expired or revoked. Sign in again"),
            Some("Token has been expired or revoked.")
        );
        assert_eq!(beginning("Invalid JWT: a new text"), None);
        assert!(is_beginning_of_one("Token has been exp"));
        assert!(!is_beginning_of_one("Token has been expired or revoked."));
    }

    #[test]
    fn finds_a_known_text_by_its_telling_word() {
        let text = "[FAIL] Invalid JWT Signature. again";
        let at = text.find("Signature").expect("the word");
        assert_eq!(around(text, "Signature", at).map(|(start, end)| &text[start..end]), Some("Invalid JWT Signature."));
        assert!(telling_words().any(|word| word == "Signature"));
        assert!(!telling_words().any(|word| word == "Request"), "everybody's word");
    }

    #[test]
    fn tells_whose_and_for_which_grant() {
        assert_eq!(provider("Token has been expired or revoked."), Provider::Google);
        assert_eq!(provider("Bad Request"), Provider::Unknown);
        assert!(matches!(provider("AADSTS70008: expired"), Provider::Known(server) if server.id == "microsoft-entra"));
        assert_eq!(provider("The refresh token is invalid or expired."), Provider::Other);
        assert_eq!(grant("Token has been expired or revoked"), Some(Grant::RefreshToken));
        assert_eq!(grant("Invalid JWT Signature."), Some(Grant::JwtBearer));
        assert_eq!(grant("Bad Request"), None);
        assert_eq!(provider("No key could be detected."), Provider::Google);
        let unread = "DECODER routines::unsupported";
        assert_eq!((provider(unread), grant(unread)), (Provider::Unknown, Some(Grant::JwtBearer)));
        assert!(is_common(unread) && !is_common("No key could be detected."));
    }
}
