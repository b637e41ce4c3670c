//! In: nothing. Out: every word that the panel says on its own account.
//!
//! What a finding says comes from the report, and what a cause says comes from its page; neither is repeated here.

use crate::report::{BodyState, Kind, Outcome, Place, SessionSource, Standing};

pub(crate) const NAME: &str = "Grantlens";

pub(crate) const RECORD: &str = "Record";
pub(crate) const RECORD_ON: &str = "Record OAuth exchanges";
pub(crate) const RECORD_OFF: &str = "Pause recording";
pub(crate) const CLEAR: &str = "Clear the list";
pub(crate) const RELOAD: &str = "Reload the page and record from its first request";
pub(crate) const RELOAD_SHORT: &str = "Reload page";
pub(crate) const EXPORT: &str = "Export the report as JSON; secrets are not in it";
pub(crate) const FILTER: &str = "Filter";
pub(crate) const FILTER_HELP: &str =
    "Show the exchanges whose kind, grant, error, headline or cause contains this text";
pub(crate) const TOOLBAR: &str = "Recording";
pub(crate) const DISMISS: &str = "Dismiss this message";
pub(crate) const NOTES: &str = "About this recording";

pub(crate) const LIST: &str = "OAuth exchanges";
pub(crate) const DETAIL: &str = "Explanation";
pub(crate) const SPLIT: &str = "Size of the list";
pub(crate) const COLUMN_TIME: &str = "Time";
pub(crate) const COLUMN_KIND: &str = "Kind";
pub(crate) const COLUMN_GRANT: &str = "Grant";
pub(crate) const COLUMN_STATUS: &str = "Status";
pub(crate) const COLUMN_ERROR: &str = "Error";
pub(crate) const COLUMN_HEADLINE: &str = "Explanation";

pub(crate) const FACTS: &str = "What shows it";
pub(crate) const UNKNOWN: &str = "What could not be told";
pub(crate) const WHY: &str = "Why this happens";
pub(crate) const CHECK: &str = "How to check";
pub(crate) const SOURCES: &str = "Sources";
pub(crate) const REQUEST: &str = "Request";
pub(crate) const ANSWER: &str = "Answer";
pub(crate) const OTHERS: &str = "Other causes that remain";
pub(crate) const CANDIDATES: &str = "Causes that remain";
pub(crate) const QUESTION: &str = "What would settle it";
pub(crate) const YES: &str = "Yes";
pub(crate) const NO: &str = "No";
pub(crate) const RELATED: &str = "Related exchanges";
pub(crate) const LOOK_ALIKE: &str = "This host resembles Google's and is not Google's";
pub(crate) const FINGERPRINT: &str = "Fingerprint: equal fingerprints mean equal values within this report";
pub(crate) const SERVER_CLOCK: &str = "Server's clock";
pub(crate) const PROVIDER: &str = "Provider";

/// What a link to a provider's documentation says.
pub(crate) fn documentation_of(name: &str) -> String {
    format!("Documentation of {name}")
}

pub(crate) const NOTHING_SELECTED: &str = "Select an exchange to read its explanation.";
pub(crate) const NOTHING_MATCHES: &str = "No exchange matches the filter.";

pub(crate) const EMPTY_RECORDING: &str = "Recording";
pub(crate) const EMPTY_PAUSED: &str = "Recording is paused";
pub(crate) const EMPTY_DO: &str = "Run the sign-in or the token refresh that fails. Each OAuth exchange appears here with the reason for its failure.";
pub(crate) const EMPTY_RESUME: &str =
    "Press Record in the toolbar, then run the sign-in or the token refresh that fails.";
pub(crate) const EMPTY_BEFORE: &str =
    "Requests from before DevTools opened cannot be seen. Reload the page to record from its first request.";
pub(crate) const EMPTY_SERVER: &str =
    "An exchange that your server makes never passes through the browser. Explain its HAR file with";
pub(crate) const EMPTY_COMMAND: &str = "grantlens explain FILE";
pub(crate) const EMPTY_PRIVATE: &str = "Nothing leaves this browser, and secrets are never shown.";

pub(crate) fn exchanges(count: usize) -> String {
    counted(count, "exchange", "exchanges")
}

pub(crate) fn exchanges_matching(matching: usize, count: usize) -> String {
    format!("{} of {}", grouped(matching), exchanges(count))
}

pub(crate) fn failed(count: usize) -> String {
    format!("{} failed", grouped(count))
}

pub(crate) fn ruled_out(count: usize) -> String {
    format!("Ruled out ({count})")
}

pub(crate) fn sources(count: usize) -> String {
    format!("{SOURCES} ({count})")
}

pub(crate) fn select_exchange(number: u32) -> String {
    format!("Show exchange {number}")
}

pub(crate) fn none_failed(count: usize) -> String {
    format!("{}, none failed.", exchanges(count))
}

pub(crate) fn characters(length: &str) -> String {
    let unit = if length == "1" { "character" } else { "characters" };
    format!("{length} {unit}")
}

pub(crate) fn milliseconds(duration: u32) -> String {
    if duration < 10_000 {
        return format!("{duration} ms");
    }
    format!("{}.{} s", duration / 1000, duration % 1000 / 100)
}

pub(crate) fn number_of(exchange: u32) -> String {
    format!("#{exchange}")
}

pub(crate) fn more_causes(count: usize) -> String {
    counted(count, "other cause remains", "other causes remain")
}

pub(crate) fn more(count: usize) -> String {
    format!("{count} more")
}

/// What is to be done, no surer than the cause.
pub(crate) fn fix(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "Fix",
        _ => "Fix, if this is the cause",
    }
}

/// What a screen reader hears when exchanges have failed: the only or the latest one's number and headline.
pub(crate) fn announcement(new: usize, latest: u32, kind: Kind, headline: &str) -> String {
    if new == 1 {
        return format!("{} {latest} failed: {headline}", self::kind(kind));
    }
    format!("{} failed. The latest, {latest}: {headline}", exchanges(new))
}

pub(crate) fn http_status(status: u16) -> String {
    match reason(status) {
        Some(reason) => format!("HTTP {status} {reason}"),
        None => format!("HTTP {status}"),
    }
}

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::AuthorizationRequest => "Authorization request",
        Kind::Redirect => "Redirect",
        Kind::TokenRequest => "Token request",
        Kind::Revocation => "Revocation",
        Kind::DeviceAuthorization => "Device authorization",
        Kind::ApiCall => "API call",
        Kind::Credentials => "Credentials",
        Kind::AuthorizationError => "Authorization error",
    }
}

pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => "Succeeded",
        Outcome::Failed => "Failed",
        Outcome::Unknown => "Outcome unknown",
    }
}

pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "the traffic itself proves it",
        Standing::Likely => "the evidence points here before anywhere else",
        Standing::Possible => "nothing speaks against it",
        Standing::RuledOut => "the evidence excludes it",
    }
}

/// The same where the headline names none of several causes.
pub(crate) fn standing_of_several(standing: Standing) -> &'static str {
    match standing {
        Standing::Possible => "nothing speaks against any of them",
        _ => self::standing(standing),
    }
}

pub(crate) fn sent_in(place: Place, body: &str) -> String {
    match (place, body) {
        (Place::Query, _) => "Query".into(),
        (Place::Fragment, _) => "Fragment".into(),
        (Place::Header, _) => "Headers".into(),
        (Place::Path, _) => "Path".into(),
        (Place::Claim, _) => "Claims".into(),
        (Place::Body, "form") => "Body, form".into(),
        (Place::Body, "json") => "Body, JSON".into(),
        (Place::Body, "multipart") => "Body, multipart".into(),
        (Place::Body, _) => "Body".into(),
    }
}

/// `None` where an answer's members are expected to stand.
pub(crate) fn received_in(place: Place) -> Option<&'static str> {
    match place {
        Place::Query => Some("Address of the redirect, query"),
        Place::Fragment => Some("Address of the redirect, fragment"),
        Place::Header => Some("Headers"),
        Place::Body | Place::Claim | Place::Path => None,
    }
}

pub(crate) fn body_state(state: BodyState) -> Option<&'static str> {
    match state {
        BodyState::Read => None,
        BodyState::Empty => Some("The answer has no body."),
        BodyState::NeverRead => Some("The page never read the answer, so the browser did not keep its body."),
        BodyState::RefusedByCors => {
            Some("The server does not allow this page to read the answer (CORS), so the browser hides its body.")
        }
        BodyState::CutOff => Some("The page moved on before the body could be read."),
        BodyState::TooLarge => Some("The body is larger than what is kept."),
        BodyState::NoAnswer => Some("No answer was seen."),
        BodyState::NotRecorded => Some("The input does not hold the body."),
    }
}

pub(crate) fn empty_for(source: SessionSource) -> &'static str {
    match source {
        SessionSource::Devtools => EMPTY_RECORDING,
        SessionSource::Har => "This HAR file holds no OAuth exchange",
        SessionSource::Http | SessionSource::Text => "This text holds no OAuth exchange",
        SessionSource::Mixed => "These inputs hold no OAuth exchange",
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// `10,000`.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let separated = digits.chars().enumerate().flat_map(|(index, digit)| {
        let separator = (index > 0 && (digits.len() - index).is_multiple_of(3)).then_some(',');
        separator.into_iter().chain([digit])
    });
    separated.collect()
}

fn reason(status: u16) -> Option<&'static str> {
    Some(match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}
