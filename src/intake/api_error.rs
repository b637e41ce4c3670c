//! In: a line that a client library of Google's APIs printed. Out: the [`Sighting`] of an API call that was refused for its
//! authorization.
//!
//! Python's `googleapiclient` prints `<HttpError 403 when requesting https://… returned "…". Details: "…">`
//! (<https://github.com/googleapis/google-api-python-client/blob/main/googleapiclient/errors.py>); others print the error object
//! (<https://google.aip.dev/193>), often as a string inside a string. Other failures of an API are left alone, as on the wire.
//! An object that goes over several lines is not read.

use crate::{
    exchange::{Provider, RPC_CODES, url::Url},
    report::Kind,
    sighting::Sighting,
};

/// The refusal that `line` tells of, if it does.
pub fn refusal(line: &str) -> Option<Sighting> {
    printed(line).or_else(|| object(line)).or_else(|| sentence(line))
}

/// `GaxiosError: Gmail API has not been used in project 123 before or it is disabled.`: no other server says so.
fn sentence(line: &str) -> Option<Sighting> {
    const TELLING: &str = " has not been used in project ";
    const END: &str = " before or it is disabled";
    let (before, after) = line.split_once(TELLING)?;
    let name = before.rsplit([':', '"', '\'', '`', '(', '[', '>']).next()?.trim_start();
    let project = after.split_once(END)?.0;
    let is_project = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let mut sighting = (is_project && name.len() <= 80).then(Sighting::default)?;
    sighting.kind = Kind::ApiCall;
    sighting.provider = Provider::Google;
    sighting.status = Some(403);
    sighting.description = Some(format!("{name}{TELLING}{project}{END}."));
    Some(sighting)
}

fn printed(line: &str) -> Option<Sighting> {
    let (_, told) = line.split_once("<HttpError ")?;
    let (status, told) = told.split_once(" when requesting ")?;
    let (address, told) = told.split_once(" returned \"")?;
    let (text, details) = told.split_once('"')?;
    let status: u16 = status.parse().ok()?;
    let url = Url::split(address).filter(|url| url.host.ends_with(".googleapis.com"))?;
    let mut sighting = is_refusal(status, text).then(Sighting::default)?;
    sighting.kind = Kind::ApiCall;
    sighting.provider = Provider::Google;
    sighting.host = Some(url.host);
    sighting.status = Some(status);
    sighting.description = Some(text.to_owned());
    let reason = details.split_once("'reason': '").and_then(|(_, rest)| rest.split('\'').next());
    sighting.subtype = reason.map(str::to_owned);
    Some(sighting)
}

/// An error object in one line: `{"error":{"code":403,"message":"…","status":"PERMISSION_DENIED"}}`, however it is escaped.
fn object(line: &str) -> Option<Sighting> {
    memchr::memmem::find(line.as_bytes(), b"\"error")?;
    let line = line.get(..LONGEST).unwrap_or(line);
    // A string inside a string: its quotes and line ends lose their backslashes, and what it says is the same.
    let plain = line.replace("\\n", " ").replace('\\', "");
    let (_, object) = plain.split_once("\"error\"")?;
    let status: u16 = after(object, "code")?.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()?;
    let code = quoted(object, "status").filter(|code| RPC_CODES.contains(code))?;
    let text = quoted(object, "message")?;
    let mut sighting = is_refusal(status, text).then(Sighting::default)?;
    sighting.kind = Kind::ApiCall;
    sighting.provider = if plain.contains("googleapis.com") { Provider::Google } else { Provider::Unknown };
    sighting.status = Some(status);
    sighting.error = Some(code.to_owned());
    sighting.description = Some(text.to_owned());
    let details = object.split_once("\"details\"").map_or(object, |(_, details)| details);
    sighting.subtype = quoted(details, "reason").map(str::to_owned);
    Some(sighting)
}

/// The longest beginning of a line in which an error object is looked for, in bytes.
const LONGEST: usize = 16_384;

/// What follows the first member `name`, from its value on.
fn after<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = object.split_once(&format!("\"{name}\""))?;
    Some(rest.trim_start().strip_prefix(':')?.trim_start())
}

/// The string that the first member `name` holds.
fn quoted<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let value = after(object, name)?.strip_prefix('"')?;
    // The end is a quotation mark that no text goes on behind.
    let end =
        value.match_indices('"').map(|(at, _)| at).find(|at| value[at + 1..].trim_start().starts_with([',', '}']))?;
    Some(&value[..end])
}

/// Whether a failure is a refusal for its authorization, as on the wire.
fn is_refusal(status: u16, text: &str) -> bool {
    let says = |texts: &[&str]| texts.iter().any(|known| text.contains(known));
    match status {
        401 | 403 => true,
        400 => says(&[
            "Precondition check failed",
            "Mail service not enabled",
            "lifetimes of more than",
            "Lifetime of access token",
        ]),
        404 => says(&["Gaia id not found"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_library_prints() {
        let line = "google.HttpError: <HttpError 400 when requesting https://gmail.googleapis.com/gmail/v1/users/me/messages?alt=json \
            returned \"Precondition check failed.\". Details: \"[{'message': 'x', 'reason': 'failedPrecondition'}]\">";
        let sighting = refusal(line).expect("a refusal");
        assert_eq!(sighting.host.as_deref(), Some("gmail.googleapis.com"));
        assert_eq!((sighting.status, sighting.description.as_deref()), (Some(400), Some("Precondition check failed.")));
        assert_eq!(sighting.subtype.as_deref(), Some("failedPrecondition"));
    }

    #[test]
    fn reads_an_error_object() {
        let object = r#"{"error":{"code":403,"message":"Insufficient \"Permission\"","errors":[{"reason":"insufficientPermissions"}],"status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/x","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#;
        let escaped = object.replace('"', "\\\"").replace(',', ",\\n  ");
        for line in [format!("E mail: {object}"), format!("('Unable to acquire', '{escaped}')")] {
            let sighting = refusal(&line).expect("a refusal");
            assert_eq!((sighting.status, sighting.error.as_deref()), (Some(403), Some("PERMISSION_DENIED")), "{line}");
            assert_eq!(sighting.subtype.as_deref(), Some("ACCESS_TOKEN_SCOPE_INSUFFICIENT"));
            assert_eq!(sighting.provider, Provider::Google);
        }
        assert!(refusal(&object.replace("403", "429")).is_none());
        assert!(refusal(&object.replace("PERMISSION_DENIED", "denied")).is_none());
        assert!(refusal(r#"{"error":"invalid_grant","error_description":"Bad Request"}"#).is_none());
        assert!(refusal(&"{\"error\"".repeat(100_000)).is_none());
    }

    #[test]
    fn reads_the_sentence_about_an_api_that_is_off() {
        let said = "Gmail API has not been used in project 123456789012 before or it is disabled";
        for line in [
            format!("GaxiosError: {said}. Enable it by visiting https://console.developers.google.com/ then retry."),
            format!("googleapi: Error 403: {said}., accessNotConfigured"),
            format!("    \"message\": \"{said}. If you enabled this API recently, wait a few minutes\","),
        ] {
            let sighting = refusal(&line).expect("a refusal");
            assert_eq!((sighting.status, sighting.kind), (Some(403), Kind::ApiCall));
            assert_eq!(sighting.description, Some(format!("{said}.")), "{line}");
        }
        for line in [
            "This flag has not been used in project files before",
            "x has not been used in project a b before or it is disabled",
        ] {
            assert!(refusal(line).is_none(), "{line}");
        }
    }

    #[test]
    fn leaves_other_failures_alone() {
        for line in [
            "<HttpError 404 when requesting https://gmail.googleapis.com/x returned \"Not Found\">",
            "<HttpError 400 when requesting https://gmail.googleapis.com/x returned \"Invalid to header\">",
            "<HttpError 403 when requesting https://mail-app.example/x returned \"Forbidden\">",
            "<HttpError 403 when requesting",
            "<HttpError x when requesting https://gmail.googleapis.com/x returned \"Forbidden\">",
        ] {
            assert!(refusal(line).is_none(), "{line}");
        }
    }
}
