//! In: a word of a text. Out: the error code that it is, or that it names as a library's type does.
//!
//! Codes are an open list (RFC 6749 section 8.5); these are the ones that are looked for in running text. A code beside
//! an `error_description` is read whatever it is.

/// An error code that is looked for in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// The code.
    pub name: &'static str,
    /// True when the word is used by OAuth alone, so that it tells of a failure wherever it stands.
    pub is_telling: bool,
}

/// The code that `word` is.
pub(super) fn code(word: &str) -> Option<Code> {
    let name = |list: &'static [&'static str]| list.iter().find(|code| **code == word).copied();
    let telling = name(TELLING).map(|name| Code { name, is_telling: true });
    telling.or_else(|| name(COMMON).map(|name| Code { name, is_telling: false }))
}

/// The code that a type or an enum of a library stands for, such as `InvalidGrant` or `InvalidGrantError`.
pub(super) fn of_type(word: &str) -> Option<Code> {
    let core = word.strip_suffix("Exception").or_else(|| word.strip_suffix("Error")).unwrap_or(word);
    let joined = core.char_indices().fold(String::new(), |mut joined, (at, letter)| {
        if letter.is_ascii_uppercase() && at > 0 {
            joined.push('_');
        }
        joined.push(letter.to_ascii_lowercase());
        joined
    });
    code(&joined).filter(|_| core.starts_with(|first: char| first.is_ascii_uppercase()))
}

/// The one code that begins with `start`, a text that broke off.
pub(super) fn beginning(start: &str) -> Option<Code> {
    let mut fitting = all().filter(|code| start.len() >= 10 && code.starts_with(start));
    fitting.next().filter(|_| fitting.next().is_none()).and_then(code)
}

/// Every code that is looked for.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    TELLING.iter().chain(COMMON).copied()
}

/// RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5, RFC 9449, OpenID Connect Core section 3.1.2.6, and Google's own.
const TELLING: &[&str] = &[
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "redirect_uri_mismatch",
    "unsupported_grant_type",
    "unsupported_response_type",
    "deleted_client",
    "disabled_client",
    "restricted_client",
    "admin_policy_enforced",
    "policy_enforced",
    "org_internal",
    "disallowed_useragent",
    "origin_mismatch",
    "authorization_pending",
    "invalid_dpop_proof",
    "use_dpop_nonce",
];

/// Codes that other programs use as words of their own.
const COMMON: &[&str] = &[
    "invalid_request",
    "invalid_scope",
    "access_denied",
    "server_error",
    "temporarily_unavailable",
    "invalid_token",
    "invalid_target",
    "invalid_account",
    "slow_down",
    "expired_token",
    "internal_failure",
    "rate_limit_exceeded",
    "access_not_configured",
    "consent_required",
    "interaction_required",
    "login_required",
    "account_selection_required",
    "unsupported_token_type",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_codes_and_the_types_that_stand_for_them() {
        assert_eq!(code("invalid_grant"), Some(Code { name: "invalid_grant", is_telling: true }));
        assert!(code("access_denied").is_some_and(|code| !code.is_telling));
        assert_eq!(code("invalid_grants"), None);
        for word in ["InvalidGrant", "InvalidGrantError", "InvalidGrantException"] {
            assert_eq!(of_type(word).map(|code| code.name), Some("invalid_grant"));
        }
        assert_eq!(beginning("deleted_clien").map(|code| code.name), Some("deleted_client"));
        assert_eq!(beginning("invalid_"), None, "several begin so");
    }
}
