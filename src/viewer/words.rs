//! In: nothing. Out: every word that the panel says on its own account.
//!
//! What a finding says comes from the report, and what a cause says comes from its page; neither is repeated here.

use super::filter::Chip;
use super::settings::Theme;
use crate::report::{BodyState, FORMAT, Kind, Origin, Outcome, Place, Standing};

pub(crate) const NAME: &str = "Grantlens";
pub(crate) const RECORD: &str = "Record";
pub(crate) const RECORD_ON: &str = "Record OAuth exchanges";
pub(crate) const RECORD_OFF: &str = "Pause recording";
pub(crate) const CLEAR: &str = "Clear the list";
pub(crate) const CLEAR_SHORT: &str = "Clear";
pub(crate) const KEEP_HELP: &str = "Keep the list as it is";
pub(crate) const PRESERVE: &str = "Preserve log";
pub(crate) const PRESERVE_HELP: &str = "Keep the list when the page navigates. Without it, what comes after a navigation is not compared with what was before.";
pub(crate) const SETTINGS: &str = "Settings";
pub(crate) const THEME: &str = "Theme";
pub(crate) const THEME_HELP: &str = "Light or dark";
pub(crate) const LIMIT: &str = "Keep at most";
pub(crate) const LIMIT_HELP: &str =
    "When more are recorded, the oldest are forgotten, and later ones are not compared with them";
pub(crate) const ASK: &str = "Ask before the list is cleared";
pub(crate) const ASK_HELP: &str = "What is cleared does not come back";
pub(crate) const SETTINGS_KEPT: &str =
    "Settings, sizes and sorting are kept in this browser. What was recorded or opened is not.";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const CLOSE_HELP: &str = "Close the settings (Esc)";
pub(crate) const RELOAD: &str = "Reload the page and record from its first request";
pub(crate) const RELOAD_SHORT: &str = "Reload page";
pub(crate) const EXPORT: &str = "Export the report as JSON; secrets are not in it";
pub(crate) const OPEN: &str = "Open files: a HAR, a log, a stack trace, a curl command";
pub(crate) const OPEN_SHORT: &str = "Open…";
pub(crate) const PASTE: &str = "Paste a text; Ctrl+V works anywhere in the panel";
pub(crate) const PASTE_SHORT: &str = "Paste…";
pub(crate) const SAMPLE: &str = "Show invented exchanges, marked as a sample";
pub(crate) const SAMPLE_SHORT: &str = "Show a sample";
pub(crate) const FILTER: &str = "Filter";
pub(crate) const FILTER_HELP: &str = "Show what matches all of these: text, \"text in quotes\", /regular expression/, \
    is:failed, is:warned, is:imported, cause:, error:, grant:, kind:, provider:, status:. A - before it means not. \
    Press / to come here.";
pub(crate) const CHIPS: &str = "Show only";
pub(crate) const CHIPS_HELP: &str = "With Ctrl or Command pressed, several at once";
pub(crate) const CHIP_ALL: &str = "All";
pub(crate) const CHIP_ALL_HELP: &str = "Show exchanges of every kind and ending";
pub(crate) const CLEAR_FILTER: &str = "Clear filter";
pub(crate) const CLEAR_FILTER_HELP: &str = "Show all exchanges again";
pub(crate) const UNREAD_HELP: &str = "Show the first failure that you have not looked at";
pub(crate) const UNREAD: &str = "Not looked at";
pub(crate) const TOOLBAR: &str = "Recording";
pub(crate) const DISMISS: &str = "Dismiss this message";
pub(crate) const NOTES: &str = "What was, and was not, seen";

pub(crate) const DROP: &str = "Drop it here to have it explained";
pub(crate) const PASTE_TITLE: &str = "Paste what you have";
pub(crate) const PASTE_BOX: &str = "Paste a log, a curl command, a HAR, anything";
pub(crate) const PASTE_HELP: &str =
    "A request and its answer may stand one below the other. The text is read here, and its secrets are never shown.";
pub(crate) const EXPLAIN: &str = "Explain";
pub(crate) const EXPLAIN_HELP: &str = "Explain this text (Ctrl+Enter)";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const CANCEL_HELP: &str = "Close the box and forget what is in it";

pub(crate) const IMPORTED: &str = "Imported";
pub(crate) const PROGRESS: &str = "How much is read";
pub(crate) const STOP: &str = "Stop";
pub(crate) const STOP_HELP: &str = "Leave the rest unread; what was found so far stays";
pub(crate) const REMOVE_IMPORTED: &str = "Remove imported";
pub(crate) const REMOVE_HELP: &str = "Take these exchanges out of the list; recorded ones stay";
pub(crate) const REMOVE_SAMPLE: &str = "Remove sample";
pub(crate) const SAMPLE_NAME: &str = "Sample";
pub(crate) const SAMPLE_SHOWN: &str = "Sample: these exchanges are invented.";
pub(crate) const NOT_JUDGED_AGAIN: &str =
    "The reader of this exchange stopped, so that it cannot be judged again. Import it once more to answer.";

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
pub(crate) const SETTLES: &str = "To settle it:";
pub(crate) const QUESTION: &str = "What would settle it";
pub(crate) const YES: &str = "Yes";
pub(crate) const NO: &str = "No";
pub(crate) const YES_HELP: &str = "Answer yes; the answer can be changed";
pub(crate) const NO_HELP: &str = "Answer no; the answer can be changed";
pub(crate) const SKIP: &str = "Skip";
pub(crate) const SKIP_HELP: &str = "Put the question away";
pub(crate) const SKIP_MEANS: &str = "Leave it open.";
pub(crate) const STATEMENTS: &str = "What you answered";
pub(crate) const TURN_TO_YES: &str = "Change to yes";
pub(crate) const TURN_TO_NO: &str = "Change to no";
pub(crate) const TURN_HELP: &str = "Change this answer";
pub(crate) const WARNINGS: &str = "What may fail later";
pub(crate) const WARNING_MORE: &str = "Why, and what to change";
pub(crate) const WARNING_FIX: &str = "What to change";
pub(crate) const READ_IN_TEXT: &str = "What the text tells";
pub(crate) const SERVER: &str = "Server";
pub(crate) const STATUS: &str = "Status";
pub(crate) const LIBRARY: &str = "Client library, as far as it can be told";
pub(crate) const RELATED: &str = "Related exchanges";
pub(crate) const FLOW: &str = "The flow";
pub(crate) const FLOW_LIST: &str = "The exchanges of this flow, in order";
pub(crate) const ISSUED: &str = "issued here";
pub(crate) const SENT: &str = "sent here";
pub(crate) const ARRIVES: &str = "arrives here";
pub(crate) const SENT_ALTERED: &str = "sent here, altered";
pub(crate) const SENT_FIRST: &str = "sent here first";
pub(crate) const UNFOLD: &str = "Draw these exchanges too";
pub(crate) const ACTIONS: &str = "This exchange elsewhere";
pub(crate) const COPY_MARKDOWN: &str = "Markdown";
pub(crate) const COPY_MARKDOWN_HELP: &str = "Copy this explanation as Markdown, for a ticket";
pub(crate) const COPY_CURL: &str = "cURL";
pub(crate) const COPY_CURL_HELP: &str = "Copy the request as a curl command, with variables in the place of secrets";
pub(crate) const COPY_JSON: &str = "JSON";
pub(crate) const COPY_JSON_HELP: &str = "Copy this finding as JSON, as the report has it";
pub(crate) const REVEAL: &str = "Network";
pub(crate) const REVEAL_HELP: &str = "Show requests like this one in the Network panel, by its filter";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const NOT_COPIED: &str = "The browser does not let this page write to the clipboard.";
pub(crate) const EXPORT_MORE: &str = "Export in another form";
pub(crate) const EXPORT_MARKDOWN: &str = "Markdown, for a ticket";
pub(crate) const EXPORT_HAR: &str = "HAR of these exchanges, without secrets";
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
pub(crate) const EMPTY_ELSEWHERE: &str = "A pop-up window and another tab have DevTools of their own; open them there.";
pub(crate) const EMPTY_SERVER: &str = "An exchange that your server makes never passes through the browser. Open, drop or paste its log, a curl command or a HAR file.";
pub(crate) const EMPTY_PRIVATE: &str = "Nothing leaves this browser, and secrets are never shown.";
pub(crate) const EMPTY_ALONE: &str = "Why did the token request fail?";
pub(crate) const EMPTY_FILES: &str = "Open, drop or paste what you have: a HAR file, a log, a stack trace, a curl command, an answer as JSON. Each failed OAuth exchange in it appears here with its reason.";
pub(crate) const EMPTY_PRIVATE_ALONE: &str =
    "It is read in this page alone: nothing is sent anywhere, and secrets are never shown.";

pub(crate) fn theme(theme: Theme, live: bool) -> &'static str {
    match theme {
        Theme::System if live => "As DevTools has it",
        Theme::System => "As the system has it",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

/// The program, its version and its build, and the format of what it exports.
pub(crate) fn about(build: &str) -> String {
    format!("{NAME} {}, build {build}. Reports have format {FORMAT}.", env!("CARGO_PKG_VERSION"))
}

pub(crate) fn clear_question(count: usize) -> String {
    format!("Forget {}? They do not come back.", exchanges(count))
}

pub(crate) fn chip(chip: Chip) -> &'static str {
    match chip {
        Chip::Failed => "Failed",
        Chip::Warned => "Warnings",
        Chip::Authorization => "Authorize",
        Chip::Token => "Token",
        Chip::Api => "API",
        Chip::Other => "Other",
    }
}

/// What is wrong with a regular expression; `why` is its compiler's word.
pub(crate) fn bad_pattern(pattern: &str, why: &str) -> String {
    format!("/{pattern}/ is no regular expression: {why}. Without the closing slash it is searched for as text.")
}

pub(crate) fn unknown_state(state: &str, known: &[&str]) -> String {
    format!("is: knows {}, not “{state}”.", listed(known))
}

pub(crate) fn unknown_key(key: &str, known: &[&str]) -> String {
    format!(
        "There is no filter “{key}:”. There are is:, {}:. To search for the text itself, put it in quotes.",
        known.join(":, ")
    )
}

/// `one, two and three`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

pub(crate) fn exchanges(count: usize) -> String {
    counted(count, "exchange", "exchanges")
}

pub(crate) fn exchanges_matching(matching: usize, count: usize) -> String {
    format!("{} of {}", grouped(matching), exchanges(count))
}

pub(crate) fn failed(count: usize) -> String {
    format!("{} failed", grouped(count))
}

pub(crate) fn unread(count: usize) -> String {
    format!("{} not looked at", grouped(count))
}

/// What the heading of a column does when it is pressed.
pub(crate) fn sort_by(heading: &str) -> String {
    format!("Sort by {}; once more turns the order", heading.to_ascii_lowercase())
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

/// `7 exchanges over 1 h 3 min`.
pub(crate) fn flow(count: usize, span: Option<&str>) -> String {
    span.map_or_else(|| exchanges(count), |span| format!("{} over {span}", exchanges(count)))
}

pub(crate) fn folded(count: usize, failed: usize) -> String {
    let more = counted(count, "more exchange", "more exchanges");
    if failed == 0 { more } else { format!("{more}, {}", self::failed(failed)) }
}

/// How long after the exchange before it, briefly and in full.
pub(crate) fn since(duration: &str, before: u32) -> [String; 2] {
    [format!("+{duration}"), format!("{duration} after exchange {before}")]
}

pub(crate) fn failed_with(error: Option<&str>) -> String {
    error.map_or_else(|| "failed".to_owned(), |error| format!("failed: {error}"))
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

/// Where an imported finding was read: `app.log, lines 10–14`.
pub(crate) fn origin(origin: &Origin) -> String {
    let input = origin.input.clone().unwrap_or_else(|| IMPORTED.to_owned());
    match place_in_input(origin) {
        Some(place) => format!("{input}, {place}"),
        None => input,
    }
}

/// `lines 10–14`, `line 7`, `entry 12`.
pub(crate) fn place_in_input(origin: &Origin) -> Option<String> {
    if let Some(entry) = origin.entry {
        return Some(format!("entry {}", grouped(entry as usize)));
    }
    let first = origin.first_line?;
    Some(match origin.last_line.filter(|last| *last > first) {
        Some(last) => format!("lines {}–{}", grouped(first as usize), grouped(last as usize)),
        None => format!("line {}", grouped(first as usize)),
    })
}

pub(crate) fn reading(name: &str) -> String {
    format!("Reading {name}")
}

/// `12 of 50 MB`.
pub(crate) fn read_so_far(done: f64, size: f64) -> String {
    let (unit, one) = match size {
        _ if size >= 1e9 => ("GB", 1e9),
        _ if size >= 1e6 => ("MB", 1e6),
        _ => ("KB", 1e3),
    };
    let digits = usize::from(size / one < 10.0);
    format!("{:.digits$} of {:.digits$} {unit}", done.min(size) / one, size / one)
}

pub(crate) fn found(count: usize) -> String {
    format!("{} found", grouped(count))
}

pub(crate) fn waiting(count: u32) -> String {
    if count == 0 { String::new() } else { counted(count as usize, "more waits", "more wait") }
}

/// `Imported from app.har and 2 others: 12 exchanges`.
pub(crate) fn imported_from(count: usize, inputs: &[String]) -> String {
    let first = inputs.first().map_or("", String::as_str);
    let others = match inputs.len() {
        0 | 1 => String::new(),
        2 => format!(" and {}", inputs[1]),
        more => format!(" and {} others", grouped(more - 1)),
    };
    format!("Imported from {first}{others}: {}", exchanges(count))
}

/// What a screen reader hears when an input was read.
pub(crate) fn was_read(name: &str, count: usize, failed: usize) -> String {
    format!("{name} is read. Imported: {}, {}.", exchanges(count), self::failed(failed))
}

pub(crate) fn warnings(count: usize) -> String {
    counted(count, "warning", "warnings")
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
