//! In: names, numbers and units. Out: every word that the panel says on its own account, chosen and filled in.
//!
//! The words themselves stand in `extension/_locales/en/messages.json`; `build.rs` makes a constant of each message here. What a finding says comes from the report, and what a cause says comes from its
//! page; neither is repeated here.

use super::filter::Chip;
use super::reasons::reason;
use super::settings::Theme;
use crate::report::{BodyState, FORMAT, Kind, LinkStart, Origin, Outcome, Place, Standing};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A message with `N` placeholders: `\u{1}` stands for the first, and so on.
#[derive(Clone, Copy)]
struct Message<const N: usize>(&'static str);

impl<const N: usize> Message<N> {
    /// The message with these texts in the places of its placeholders.
    fn fill(self, texts: [&str; N]) -> String {
        filled(self.0, &texts)
    }
}

/// One function for all numbers of placeholders keeps the module small.
#[inline(never)]
fn filled(message: &str, texts: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(at) = rest.bytes().position(|byte| byte < b' ') {
        out.push_str(&rest[..at]);
        out.push_str(texts.get(usize::from(rest.as_bytes()[at]) - 1).copied().unwrap_or_default());
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}

/// What a link to a provider's documentation says.
pub(crate) fn documentation_of(name: &str) -> String {
    DOCUMENTATION_OF.fill([name])
}

pub(crate) fn theme(theme: Theme, live: bool) -> &'static str {
    match theme {
        Theme::System if live => THEME_OF_DEVTOOLS,
        Theme::System => THEME_OF_SYSTEM,
        Theme::Light => THEME_LIGHT,
        Theme::Dark => THEME_DARK,
    }
}

/// The program, its version and its build, and the format of what it exports.
pub(crate) fn about(build: &str) -> String {
    ABOUT.fill([env!("CARGO_PKG_VERSION"), build, &FORMAT.to_string()])
}

pub(crate) fn clear_question(count: usize) -> String {
    CLEAR_QUESTION.fill([&exchanges(count)])
}

pub(crate) fn chip(chip: Chip) -> &'static str {
    match chip {
        Chip::Failed => CHIP_FAILED,
        Chip::Warned => CHIP_WARNED,
        Chip::Authorization => CHIP_AUTHORIZATION,
        Chip::Token => CHIP_TOKEN,
        Chip::Api => CHIP_API,
        Chip::Other => CHIP_OTHER,
    }
}

/// What is wrong with a regular expression; `why` is its compiler's word.
pub(crate) fn bad_pattern(pattern: &str, why: &str) -> String {
    BAD_PATTERN.fill([pattern, why])
}

pub(crate) fn unknown_state(state: &str, known: &[&str]) -> String {
    UNKNOWN_STATE.fill([&listed(known), state])
}

pub(crate) fn unknown_key(key: &str, known: &[&str]) -> String {
    UNKNOWN_KEY.fill([key, &known.join(":, ")])
}

/// `one, two and three`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, between @ .., last] => {
            let before = between.iter().fold((*one).to_owned(), |before, next| LISTED_COMMA.fill([&before, next]));
            LISTED_AND.fill([&before, last])
        }
    }
}

pub(crate) fn exchanges(count: usize) -> String {
    counted(count, EXCHANGE_ONE, EXCHANGE_MANY)
}

pub(crate) fn exchanges_matching(matching: usize, count: usize) -> String {
    EXCHANGES_MATCHING.fill([&grouped(matching), &exchanges(count)])
}

pub(crate) fn failed(count: usize) -> String {
    FAILED_COUNT.fill([&grouped(count)])
}

pub(crate) fn unread(count: usize) -> String {
    UNREAD_COUNT.fill([&grouped(count)])
}

/// What the heading of a column does when it is pressed.
pub(crate) fn sort_by(heading: &str) -> String {
    SORT_BY.fill([&heading.to_ascii_lowercase()])
}

pub(crate) fn ruled_out(count: usize) -> String {
    RULED_OUT_COUNT.fill([&grouped(count)])
}

pub(crate) fn sources(count: usize) -> String {
    SOURCES_COUNT.fill([&grouped(count)])
}

pub(crate) fn select_exchange(number: u32) -> String {
    SELECT_EXCHANGE.fill([&number.to_string()])
}

pub(crate) fn none_failed(count: usize) -> String {
    NONE_FAILED.fill([&exchanges(count)])
}

pub(crate) fn characters(length: &str) -> String {
    if length == "1" { CHARACTER_ONE.fill([length]) } else { CHARACTER_MANY.fill([length]) }
}

pub(crate) fn milliseconds(duration: u32) -> String {
    if duration < 10_000 {
        return MILLISECONDS.fill([&duration.to_string()]);
    }
    SECONDS.fill([&format!("{}.{}", duration / 1000, duration % 1000 / 100)])
}

pub(crate) fn number_of(exchange: u32) -> String {
    NUMBER_OF.fill([&exchange.to_string()])
}

/// `7 exchanges over 1 h 3 min`.
pub(crate) fn flow(count: usize, span: Option<&str>) -> String {
    span.map_or_else(|| exchanges(count), |span| FLOW_OVER.fill([&exchanges(count), span]))
}

pub(crate) fn folded(count: usize, failed: usize) -> String {
    let more = counted(count, MORE_EXCHANGE_ONE, MORE_EXCHANGE_MANY);
    if failed == 0 { more } else { FOLDED_FAILED.fill([&more, &self::failed(failed)]) }
}

/// How long after the exchange before it, briefly and in full.
pub(crate) fn since(duration: &str, before: u32) -> [String; 2] {
    [SINCE_BRIEF.fill([duration]), SINCE.fill([duration, &before.to_string()])]
}

/// What becomes of a credential in the exchange where its way begins.
pub(crate) fn start(start: LinkStart) -> &'static str {
    match start {
        LinkStart::Issued => ISSUED,
        LinkStart::Sent => SENT_FIRST,
        LinkStart::Challenged => ITS_CHALLENGE_SENT,
    }
}

pub(crate) fn failed_with(error: Option<&str>) -> String {
    error.map_or_else(|| FAILED_PLAINLY.to_owned(), |error| FAILED_WITH.fill([error]))
}

pub(crate) fn more_causes(count: usize) -> String {
    counted(count, CAUSE_REMAINS_ONE, CAUSE_REMAINS_MANY)
}

pub(crate) fn more(count: usize) -> String {
    MORE.fill([&grouped(count)])
}

/// What is to be done, no surer than the cause.
pub(crate) fn fix(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => FIX,
        _ => FIX_IF,
    }
}

/// What a screen reader hears when exchanges have failed: the only or the latest one's number and headline.
pub(crate) fn announcement(new: usize, latest: u32, kind: Kind, headline: &str) -> String {
    let latest = latest.to_string();
    if new == 1 {
        return ANNOUNCEMENT_ONE.fill([self::kind(kind), &latest, headline]);
    }
    ANNOUNCEMENT_MANY.fill([&exchanges(new), &latest, headline])
}

pub(crate) fn http_status(status: u16) -> String {
    let number = status.to_string();
    match reason(status) {
        Some(reason) => HTTP_STATUS_REASON.fill([&number, reason]),
        None => HTTP_STATUS.fill([&number]),
    }
}

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::AuthorizationRequest => KIND_AUTHORIZATION_REQUEST,
        Kind::Redirect => KIND_REDIRECT,
        Kind::TokenRequest => KIND_TOKEN_REQUEST,
        Kind::Revocation => KIND_REVOCATION,
        Kind::DeviceAuthorization => KIND_DEVICE_AUTHORIZATION,
        Kind::ApiCall => KIND_API_CALL,
        Kind::Credentials => KIND_CREDENTIALS,
        Kind::AuthorizationError => KIND_AUTHORIZATION_ERROR,
    }
}

pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => OUTCOME_SUCCEEDED,
        Outcome::Failed => OUTCOME_FAILED,
        Outcome::Unknown => OUTCOME_UNKNOWN,
    }
}

pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => STANDING_CONFIRMED,
        Standing::Likely => STANDING_LIKELY,
        Standing::Possible => STANDING_POSSIBLE,
        Standing::RuledOut => STANDING_RULED_OUT,
    }
}

/// The same where the headline names none of several causes.
pub(crate) fn standing_of_several(standing: Standing) -> &'static str {
    match standing {
        Standing::Possible => STANDING_POSSIBLE_OF_SEVERAL,
        _ => self::standing(standing),
    }
}

pub(crate) fn sent_in(place: Place, body: &str) -> &'static str {
    match (place, body) {
        (Place::Query, _) => SENT_IN_QUERY,
        (Place::Fragment, _) => SENT_IN_FRAGMENT,
        (Place::Header, _) => SENT_IN_HEADERS,
        (Place::Path, _) => SENT_IN_PATH,
        (Place::Claim, _) => SENT_IN_CLAIMS,
        (Place::Body, "form") => SENT_IN_FORM,
        (Place::Body, "json") => SENT_IN_JSON,
        (Place::Body, "multipart") => SENT_IN_MULTIPART,
        (Place::Body, _) => SENT_IN_BODY,
    }
}

/// `None` where an answer's members are expected to stand.
pub(crate) fn received_in(place: Place) -> Option<&'static str> {
    match place {
        Place::Query => Some(RECEIVED_IN_QUERY),
        Place::Fragment => Some(RECEIVED_IN_FRAGMENT),
        Place::Header => Some(RECEIVED_IN_HEADERS),
        Place::Body | Place::Claim | Place::Path => None,
    }
}

pub(crate) fn body_state(state: BodyState) -> Option<&'static str> {
    match state {
        BodyState::Read => None,
        BodyState::Empty => Some(BODY_EMPTY),
        BodyState::NeverRead => Some(BODY_NEVER_READ),
        BodyState::RefusedByCors => Some(BODY_REFUSED_BY_CORS),
        BodyState::CutOff => Some(BODY_CUT_OFF),
        BodyState::TooLarge => Some(BODY_TOO_LARGE),
        BodyState::NoAnswer => Some(BODY_NO_ANSWER),
        BodyState::NotRecorded => Some(BODY_NOT_RECORDED),
    }
}

/// Where an imported finding was read: `app.log, lines 10–14`.
pub(crate) fn origin(origin: &Origin) -> String {
    let input = origin.input.clone().unwrap_or_else(|| IMPORTED.to_owned());
    match place_in_input(origin) {
        Some(place) => ORIGIN_IN.fill([&input, &place]),
        None => input,
    }
}

/// `lines 10–14`, `line 7`, `entry 12`.
pub(crate) fn place_in_input(origin: &Origin) -> Option<String> {
    if let Some(entry) = origin.entry {
        return Some(ENTRY.fill([&grouped(entry as usize)]));
    }
    let first = origin.first_line?;
    let from = grouped(first as usize);
    Some(match origin.last_line.filter(|last| *last > first) {
        Some(last) => LINES.fill([&from, &grouped(last as usize)]),
        None => LINE.fill([&from]),
    })
}

pub(crate) fn reading(name: &str) -> String {
    READING.fill([name])
}

/// `12 of 50 MB`.
pub(crate) fn read_so_far(done: f64, size: f64) -> String {
    let (message, unit) = match size {
        _ if size >= 1e9 => (READ_GB, 1e9),
        _ if size >= 1e6 => (READ_MB, 1e6),
        _ => (READ_KB, 1e3),
    };
    let digits = usize::from(size / unit < 10.0);
    let figure = |length: f64| format!("{:.digits$}", length / unit);
    message.fill([&figure(done.min(size)), &figure(size)])
}

pub(crate) fn found(count: usize) -> String {
    FOUND.fill([&grouped(count)])
}

pub(crate) fn waiting(count: u32) -> String {
    if count == 0 { String::new() } else { counted(count as usize, WAITS_ONE, WAITS_MANY) }
}

/// `Imported from app.har and 2 others: 12 exchanges`.
pub(crate) fn imported_from(count: usize, inputs: &[String]) -> String {
    let inputs = match inputs {
        [] => String::new(),
        [one] => one.clone(),
        [first, second] => LISTED_AND.fill([first, second]),
        [first, others @ ..] => AND_OTHERS.fill([first, &grouped(others.len())]),
    };
    IMPORTED_FROM.fill([&inputs, &exchanges(count)])
}

/// What a screen reader hears when an input was read.
pub(crate) fn was_read(name: &str, count: usize, failed: usize) -> String {
    WAS_READ.fill([name, &exchanges(count), &self::failed(failed)])
}

pub(crate) fn warnings(count: usize) -> String {
    counted(count, WARNING_ONE, WARNING_MANY)
}

fn counted(count: usize, one: Message<1>, many: Message<1>) -> String {
    let message = if count == 1 { one } else { many };
    message.fill([&grouped(count)])
}

/// `10,000`.
fn grouped(count: usize) -> String {
    let mut out = count.to_string();
    let mut at = out.len();
    while at > 3 {
        at -= 3;
        out.insert(at, ',');
    }
    out
}
