//! In: a parameter's name and its text. Out: the text itself, where both are on a closed list of what can hold no
//! credential; nothing otherwise.
//!
//! Secret is the default: a parameter that is not named here is sealed, and one that is named here is sealed too when its
//! value is not one of the values that the specifications and Google's documentation name.

/// The text, when it may be shown as it is.
pub fn text(name: &str, value: &str) -> Option<String> {
    let known = match name {
        "grant_type" => GRANT_TYPES.contains(&value),
        "response_type" => value.split(' ').all(|word| ["code", "token", "id_token", "none"].contains(&word)),
        "response_mode" => ["query", "fragment", "form_post", "web_message"].contains(&value),
        "access_type" => ["online", "offline"].contains(&value),
        "prompt" => {
            value.split(' ').all(|word| ["none", "consent", "select_account", "login", "create"].contains(&word))
        }
        "approval_prompt" => ["auto", "force"].contains(&value),
        "include_granted_scopes" | "enable_granular_consent" | "email_verified" => ["true", "false"].contains(&value),
        "code_challenge_method" => ["S256", "plain"].contains(&value),
        "token_type" => ["bearer", "mac", "dpop", "n_a"].iter().any(|kind| value.eq_ignore_ascii_case(kind)),
        "token_type_hint" => ["access_token", "refresh_token"].contains(&value),
        "subject_token_type" | "requested_token_type" | "issued_token_type" | "actor_token_type" => {
            value.strip_prefix("urn:ietf:params:").is_some_and(|kind| {
                [
                    "oauth:token-type:jwt",
                    "oauth:token-type:id_token",
                    "oauth:token-type:access_token",
                    "oauth:token-type:saml2",
                    "oauth:token-type:refresh_token",
                    "aws:token-type:aws4_request",
                ]
                .contains(&kind)
            })
        }
        "client_assertion_type" => value == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "expires_in" | "refresh_token_expires_in" | "interval" | "status" => {
            value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit())
        }
        "error" | "error_subtype" => is_error_code(value),
        "iss" => ["https://accounts.google.com", "accounts.google.com"].contains(&value),
        "alg" => ["RS256", "RS384", "RS512", "ES256", "ES384", "PS256", "HS256", "HS384", "HS512", "EdDSA", "none"]
            .contains(&value),
        "typ" => ["JWT", "at+jwt", "dpop+jwt"].contains(&value),
        "aud" => AUDIENCES.contains(&value),
        "type" => CREDENTIAL_TYPES.contains(&value),
        "universe_domain" => value == "googleapis.com",
        "expiry" | "expiry_date" | "expires_at" | "token_expiry" => {
            value.len() <= 35
                && value.starts_with(|letter: char| letter.is_ascii_digit())
                && value.bytes().all(|byte| byte.is_ascii_digit() || b"-:.+TZ ".contains(&byte))
        }
        "client_id" => value == PLAYGROUND,
        "userId" => value == "me",
        "method" => ["generateAccessToken", "generateIdToken", "signJwt", "signBlob"].contains(&value),
        "lifetime" => value.len() <= 16 && value.strip_suffix('s').is_some_and(is_decimal),
        "htm" => ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].contains(&value),
        "flowName" => ["GeneralOAuthFlow", "GeneralOAuthLite"].contains(&value),
        "error_uri" => return help(value),
        _ => false,
    };
    known.then(|| value.to_owned())
}

/// True for text that can be an error code: a few lower-case words joined by underscores, or a status of Google's APIs.
/// Codes are an open list (RFC 6749 section 8.5), so their form decides.
pub fn is_error_code(text: &str) -> bool {
    let words = |joined: &str, is_letter: fn(u8) -> bool| {
        joined.len() <= 40
            && joined.split('_').count() <= 5
            && joined.split('_').all(|word| (1..=16).contains(&word.len()) && word.bytes().all(is_letter))
    };
    words(text, |byte| byte.is_ascii_lowercase()) || words(text, |byte| byte.is_ascii_uppercase())
}

/// True for the `reason` of a Google API's error: an error code, or a few words joined as in `accessNotConfigured`
/// (<https://developers.google.com/workspace/gmail/api/guides/handle-errors>).
pub fn is_reason(text: &str) -> bool {
    let starts = text.bytes().filter(u8::is_ascii_uppercase).count();
    let mut words = text.split_inclusive(|letter: char| letter.is_ascii_uppercase());
    is_error_code(text)
        || text.len() <= 40
            && starts <= 4
            && text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && words.next().is_some_and(|word| word.len() >= 3)
            && words.all(|word| word.len() >= 3)
}

fn is_decimal(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// An address of Google's help that is made of plain words and an answer's number, with `…` for its fragment.
fn help(text: &str) -> Option<String> {
    let (page, fragment) = text.split_once('#').map_or((text, ""), |(page, _)| (page, "#…"));
    let path = ["https://developers.google.com/identity/", "https://support.google.com/"]
        .into_iter()
        .find_map(|start| page.strip_prefix(start))?;
    let is_word = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_lowercase())
            || word == "oauth2"
            || word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_plain = path.split('/').all(|part| part.len() <= 30 && part.split('-').all(is_word));
    (is_plain && path.len() <= 120).then(|| format!("{page}{fragment}"))
}

/// The scopes with those that are not well known replaced by `…`.
pub fn scopes(text: &str) -> String {
    let shown: Vec<_> = text.split(' ').map(|scope| if is_known_scope(scope) { scope } else { "…" }).collect();
    shown.join(" ")
}

const GRANT_TYPES: [&str; 8] = [
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "password",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
];

/// The client of the OAuth Playground, which everybody may use.
pub const PLAYGROUND: &str = "407408718192.apps.googleusercontent.com";

/// What `type` says in the files that Google's libraries read (<https://google.aip.dev/auth/4110>).
const CREDENTIAL_TYPES: [&str; 6] = [
    "service_account",
    "authorized_user",
    "external_account",
    "external_account_authorized_user",
    "impersonated_service_account",
    "gdch_service_account",
];

/// True for an address of Google's endpoints, as an audience or a file names it.
pub(super) fn is_google_address(value: &str) -> bool {
    AUDIENCES.contains(&value) || value == "https://accounts.google.com/o/oauth2/auth"
}

/// The audiences that Google's token endpoints have had.
const AUDIENCES: [&str; 4] = [
    "https://oauth2.googleapis.com/token",
    "https://accounts.google.com/o/oauth2/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://www.googleapis.com/oauth2/v3/token",
];

/// True for a scope of OpenID Connect's or of Google's list.
pub fn is_known_scope(scope: &str) -> bool {
    ["", "openid", "email", "profile", "offline_access", "phone", "address", "https://mail.google.com/"]
        .contains(&scope)
        || scope.strip_prefix("https://www.googleapis.com/auth/").is_some_and(|name| {
            let (service, detail) = name.split_once('.').unwrap_or((name, ""));
            SERVICES.contains(&service) && DETAILS.contains(&detail)
        })
}

/// First parts of Google's scopes (<https://developers.google.com/identity/protocols/oauth2/scopes>, read 2026-11-23).
const SERVICES: [&str; 44] = [
    "admin",
    "adsense",
    "adwords",
    "analytics",
    "androidpublisher",
    "bigquery",
    "blogger",
    "books",
    "business",
    "calendar",
    "chat",
    "classroom",
    "cloud-platform",
    "cloudplatformprojects",
    "compute",
    "contacts",
    "content",
    "datastore",
    "devstorage",
    "directory",
    "documents",
    "doubleclickbidmanager",
    "drive",
    "firebase",
    "fitness",
    "forms",
    "games",
    "gmail",
    "groups",
    "iam",
    "keep",
    "logging",
    "meetings",
    "monitoring",
    "photoslibrary",
    "presentations",
    "pubsub",
    "script",
    "sdm",
    "spreadsheets",
    "tagmanager",
    "tasks",
    "userinfo",
    "youtube",
];

/// Second parts of Google's scopes.
const DETAILS: [&str; 40] = [
    "",
    "readonly",
    "file",
    "appdata",
    "metadata",
    "metadata.readonly",
    "scripts",
    "photos.readonly",
    "send",
    "compose",
    "insert",
    "labels",
    "modify",
    "settings.basic",
    "settings.sharing",
    "addons.current.message.readonly",
    "email",
    "profile",
    "events",
    "events.readonly",
    "freebusy",
    "acls",
    "force-ssl",
    "upload",
    "read_only",
    "read_write",
    "full_control",
    "edit",
    "other.readonly",
    "read",
    "write",
    "admin",
    "cloud-platform",
    "readonly.metadata",
    "currentonly",
    "settings.readonly",
    "calendars",
    "calendars.readonly",
    "directory.user.readonly",
    "service",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_values_are_text() {
        assert_eq!(text("grant_type", "refresh_token").as_deref(), Some("refresh_token"));
        assert_eq!(text("grant_type", "ya29.EXAMPLE"), None);
        assert_eq!(text("refresh_token", "authorization_code"), None);
        assert_eq!(text("expires_in", "3599").as_deref(), Some("3599"));
        assert_eq!(text("error", "invalid_grant").as_deref(), Some("invalid_grant"));
        assert_eq!(text("error", "4/0AEXAMPLE"), None);
        let help = "https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors-redirect-uri-mismatch";
        assert_eq!(
            text("error_uri", help).as_deref(),
            Some("https://developers.google.com/identity/protocols/oauth2/web-server#…")
        );
        assert_eq!(text("error_uri", "https://support.google.com/a/answer/9368756?token=EXAMPLE"), None);
        assert_eq!(text("error_uri", "https://support.google.com/4/0AEXAMPLE"), None);
        assert_eq!(
            scopes("openid https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/EXAMPLE"),
            "openid https://www.googleapis.com/auth/gmail.readonly …",
        );
    }
}
