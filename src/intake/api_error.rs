//! In: a line that a client library of Google's APIs printed. Out: the [`Sighting`] of an API call that was refused for its
//! authorization.
//!
//! Python's `googleapiclient` prints `<HttpError 403 when requesting https://… returned "…". Details: "…">`
//! (<https://github.com/googleapis/google-api-python-client/blob/main/googleapiclient/errors.py>). Other failures of an API are
//! left alone, as on the wire. An error object that was printed whole is read by [`super::text`].

use crate::{
    exchange::{Provider, url::Url},
    report::Kind,
    sighting::Sighting,
};

/// The refusal that `line` tells of, if it does.
pub fn refusal(line: &str) -> Option<Sighting> {
    let (_, told) = line.split_once("<HttpError ")?;
    let (status, told) = told.split_once(" when requesting ")?;
    let (address, told) = told.split_once(" returned \"")?;
    let (text, details) = told.split_once('"')?;
    let status: u16 = status.parse().ok()?;
    let url = Url::split(address).filter(|url| url.host.ends_with(".googleapis.com"))?;
    let is_refusal = matches!(status, 401 | 403) || (status == 400 && REFUSALS.contains(&text.trim_end_matches('.')));
    let mut sighting = is_refusal.then(Sighting::default)?;
    sighting.kind = Kind::ApiCall;
    sighting.provider = Provider::Google;
    sighting.host = Some(url.host);
    sighting.status = Some(status);
    sighting.description = Some(text.to_owned());
    let reason = details.split_once("'reason': '").and_then(|(_, rest)| rest.split('\'').next());
    sighting.subtype = reason.map(str::to_owned);
    Some(sighting)
}

/// Texts of a 400 that are about the account and not about the call.
const REFUSALS: [&str; 2] = ["Precondition check failed", "Mail service not enabled"];

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
