//! In: HTTP exchanges written out as text, as in `.http` files and bug reports. Out: [`Entry`] values.
//!
//! ```text
//! POST https://oauth2.googleapis.com/token
//! Content-Type: application/x-www-form-urlencoded
//!
//! grant_type=refresh_token
//! &refresh_token=1//0gEXAMPLE
//!
//! HTTP/1.1 400 Bad Request
//! Content-Type: application/json
//!
//! {"error":"invalid_grant","error_description":"Bad Request"}
//! ```
//!
//! Several exchanges are separated by a line that begins with `###`; `### +4.1s` says how much later the next one started
//! (`ms`, `s`, `m`, `h` or `d`), and `### +4.1s took 300ms` how long it took. Form lines may be broken before an `&`. The
//! answer, and `HTTP/1.1` in front of its status, may be left out.

use super::Unreadable;
use crate::{
    har::{AnswerBody, Entry, Headers, RequestBody},
    report::{BodyState, Origin},
    time,
};

/// Where the clock of a text stands whose first answer has no `Date`: 2026-01-05T10:00:00Z, in milliseconds.
const UNDATED_START: i64 = 1_767_607_200_000;

/// True when the first line that is neither empty nor begins with `###` looks like a request line.
pub fn is_http(text: &str) -> bool {
    text.lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with("###"))
        .is_some_and(|line| request_line(line).is_some() || is_pseudo_field(line))
}

/// True when `line` is a request line that cannot be prose: it ends in a version, or names a whole address.
pub(super) fn begins(line: &str) -> bool {
    request_line(line).is_some_and(|(_, target)| target.contains("://") || line.contains(" HTTP/"))
        || is_pseudo_field(line)
}

fn is_pseudo_field(line: &str) -> bool {
    [":authority:", ":method:", ":path:", ":scheme:"].iter().any(|name| line.starts_with(name))
}

/// Reads every exchange of `text`.
///
/// # Errors
/// When a line is not what an HTTP exchange has at that place.
pub fn read(text: &str) -> Result<Vec<Entry>, Unreadable> {
    let mut entries = Vec::new();
    let mut block = Vec::new();
    let has_offsets = text.lines().any(|line| line.starts_with("###") && line.contains('+'));
    let mut clock = Clock { passed: has_offsets.then_some(0), start: None, took: None };
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.strip_suffix('\r').unwrap_or(line)));
    let mut is_answered = false;
    for (number, line) in lines {
        let Some(label) = line.strip_prefix("###") else {
            // A client that follows redirects prints one exchange below the other.
            if is_answered && line.contains(" HTTP/") && begins(line) {
                entries.extend(exchange(&block, &mut clock)?);
                block.clear();
                is_answered = false;
            }
            is_answered |= line.starts_with("HTTP/") && status_line(line).is_some();
            block.push((number, line));
            continue;
        };
        is_answered = false;
        entries.extend(exchange(&block, &mut clock)?);
        block.clear();
        clock.advance(label, number)?;
    }
    entries.extend(exchange(&block, &mut clock)?);
    if entries.is_empty() {
        return Err(Unreadable::new(1, REQUEST_LINE));
    }
    Ok(entries)
}

const REQUEST_LINE: &str = "a request line such as `POST https://oauth2.googleapis.com/token`";

/// Time as far as the text tells it.
struct Clock {
    passed: Option<i64>,
    start: Option<i64>,
    /// How long the exchange takes that comes next.
    took: Option<u32>,
}

impl Clock {
    fn advance(&mut self, label: &str, line: usize) -> Result<(), Unreadable> {
        let label = label.trim();
        self.took = None;
        let Some(label) = label.strip_prefix('+') else { return Ok(()) };
        let (offset, took) = label.split_once(" took ").unwrap_or((label, ""));
        if !took.is_empty() {
            let took = duration(took.trim()).and_then(|millis| u32::try_from(millis).ok());
            let took = took.ok_or_else(|| Unreadable::new(line, "a time after `took`, such as `took 300ms`"))?;
            self.took = Some(took);
        }
        let millis = duration(offset.trim())
            .ok_or_else(|| Unreadable::new(line, "a time after `### +`, such as `### +4.1s` or `### +8d`"))?;
        self.passed = Some(self.passed.unwrap_or(0).saturating_add(millis));
        Ok(())
    }

    /// When the exchange started: by the `Date` of its answer, else by the offsets so far.
    fn started(&mut self, date: Option<i64>) -> Option<i64> {
        let dated = date.map(|seconds| seconds * 1000);
        let passed = self.passed.unwrap_or(0);
        if self.start.is_none() {
            self.start = dated.map(|millis| millis - passed);
        }
        match self.passed {
            Some(passed) => Some(self.start.unwrap_or(UNDATED_START) + passed),
            None => dated,
        }
    }
}

fn duration(text: &str) -> Option<i64> {
    let unit = text.find(|letter: char| letter.is_ascii_alphabetic())?;
    let millis = match &text[unit..] {
        "ms" => 1,
        "s" => 1000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let (whole, fraction) = text[..unit].split_once('.').unwrap_or((&text[..unit], ""));
    let tenths = fraction.bytes().next().filter(u8::is_ascii_digit).map_or(0, |digit| i64::from(digit - b'0'));
    Some(whole.parse::<i64>().ok()?.checked_mul(millis)? + tenths * millis / 10)
}

type Line<'a> = (usize, &'a str);

fn exchange(block: &[Line<'_>], clock: &mut Clock) -> Result<Option<Entry>, Unreadable> {
    let Some(first) = block.iter().position(|(_, line)| !line.trim().is_empty()) else { return Ok(None) };
    let block = &block[first..];
    let last = block.iter().rfind(|(_, line)| !line.trim().is_empty()).map_or(block[0].0, |(number, _)| *number);
    let (method, target, own) = match request_line(block[0].1) {
        Some((method, target)) => (method.to_owned(), target.to_owned(), 1),
        None => pseudo_fields(block).ok_or_else(|| Unreadable::new(block[0].0, REQUEST_LINE))?,
    };
    let (headers, rest) = headers(&block[own..])?;
    let answer = rest.iter().position(|(_, line)| status_line(line).is_some()).unwrap_or(rest.len());
    let (body, answer) = rest.split_at(answer);
    let url = absolute(&target, &headers)
        .ok_or_else(|| Unreadable::new(block[0].0, "an absolute address, or a Host header below it"))?;
    let body = request_body(body);
    let mut entry = Entry::default();
    entry.method = method;
    entry.url = url;
    entry.headers = headers;
    entry.body = match entry.header("content-length").map(str::trim) {
        _ if !body.is_empty() => RequestBody::Text(body),
        None | Some("0") => RequestBody::None,
        Some(_) => RequestBody::NotRecorded,
    };
    entry.answer_body = AnswerBody::Missing(BodyState::NotRecorded);
    entry.origin = Some(Origin::lines(block[0].0, last));
    if let Some(((_, line), rest)) = answer.split_first() {
        entry.status = status_line(line).unwrap_or(0);
        let (answer_headers, rest) = self::headers(rest)?;
        entry.answer_headers = answer_headers;
        entry.redirect_url = entry.answer_header("location").unwrap_or_default().to_owned();
        let body = joined(rest);
        let state = if (300..400).contains(&entry.status) { BodyState::NotRecorded } else { BodyState::Empty };
        entry.answer_body = if body.is_empty() { AnswerBody::Missing(state) } else { AnswerBody::Text(body) };
    }
    entry.duration = clock.took;
    entry.started = clock.started(entry.answer_header("date").and_then(time::from_http_date));
    Ok(Some(entry))
}

/// Method and address in the fields that HTTP/2 puts in front (`:method: POST`), as browsers show and copy them (RFC 9113
/// section 8.3.1).
fn pseudo_fields(block: &[Line<'_>]) -> Option<(String, String, usize)> {
    let fields = block.iter().map_while(|(_, line)| line.strip_prefix(':')?.split_once(':'));
    let fields: Vec<_> = fields.map(|(name, value)| (name, value.trim())).collect();
    let field = |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
    let target = format!("{}://{}{}", field("scheme").unwrap_or("https"), field("authority")?, field("path")?);
    Some((field("method")?.to_owned(), target, fields.len()))
}

pub(super) fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    let method = words.next().filter(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let target = words.next().filter(|target| target.starts_with('/') || target.contains("://"))?;
    words.next().is_none_or(|version| version.starts_with("HTTP/")).then_some((method, target))
}

/// `HTTP/1.1 400 Bad Request`, or `400` alone.
pub(super) fn status_line(line: &str) -> Option<u16> {
    let mut words = line.strip_prefix(":status:").unwrap_or(line).split_whitespace();
    let first = words.next()?;
    let status = if first.starts_with("HTTP/") { words.next()? } else { first };
    (status.len() == 3 && (first.starts_with("HTTP/") || words.next().is_none()))
        .then(|| status.parse().ok())
        .flatten()
        .filter(|status| (100..600).contains(status))
}

/// Header fields up to the first empty line, or up to an answer that follows at once.
fn headers<'a, 'b>(lines: &'b [Line<'a>]) -> Result<(Headers, &'b [Line<'a>]), Unreadable> {
    let mut headers = Headers::default();
    for (at, (number, line)) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            return Ok((headers, &lines[at + 1..]));
        }
        if status_line(line).is_some() {
            return Ok((headers, &lines[at..]));
        }
        let (name, value) = line.split_once(':').filter(|(name, _)| is_token(name)).ok_or_else(|| {
            let wanted = "a header such as `Content-Type: application/json`, or an empty line before the body";
            Unreadable::new(*number, wanted)
        })?;
        headers.push(name, value.trim());
    }
    Ok((headers, &[]))
}

/// Whether `name` may name a header field (RFC 9110 section 5.6.2); with a colon in front, one of HTTP/2's.
fn is_token(name: &str) -> bool {
    let name = name.strip_prefix(':').unwrap_or(name);
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_part)
}

pub(super) fn absolute(target: &str, headers: &Headers) -> Option<String> {
    if target.contains("://") {
        return Some(target.to_owned());
    }
    Some(format!("https://{}{target}", headers.get("host")?))
}

fn request_body(lines: &[Line<'_>]) -> String {
    let body = joined(lines);
    if body.trim_start().starts_with(['{', '[', '-']) { body } else { body.replace("\n&", "&") }
}

fn joined(lines: &[Line<'_>]) -> String {
    let text: Vec<_> = lines.iter().map(|(_, line)| *line).collect();
    text.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "POST https://oauth2.googleapis.com/token\nContent-Type: application/x-www-form-urlencoded\n\n\
        grant_type=refresh_token\n&refresh_token=1//0gEXAMPLE\n\nHTTP/1.1 400 Bad Request\nDate: Mon, 05 Jan 2026 10:00:00 GMT\n\n{\"error\":\"invalid_grant\"}\n";

    #[test]
    fn reads_an_exchange() {
        let entries = read(TEXT).expect("an exchange");
        let entry = &entries[0];
        assert_eq!((entry.method.as_str(), entry.status), ("POST", 400));
        assert!(
            matches!(&entry.body, RequestBody::Text(body) if body == "grant_type=refresh_token&refresh_token=1//0gEXAMPLE")
        );
        assert!(matches!(&entry.answer_body, AnswerBody::Text(body) if body == "{\"error\":\"invalid_grant\"}"));
        assert_eq!(entry.started, Some(UNDATED_START));
    }

    #[test]
    fn reads_several_with_their_times() {
        let entries = read(&format!("{TEXT}\n### +4.1s\n{}", TEXT.replace("Date", "X-Date"))).expect("two exchanges");
        assert_eq!(entries[1].started, Some(UNDATED_START + 4100));
        let timed = read(&format!("### +0s took 300ms\n{TEXT}\n### +40ms\n{TEXT}")).expect("two exchanges");
        assert_eq!((timed[0].duration, timed[1].duration), (Some(300), None));
    }

    #[test]
    fn a_relative_target_takes_the_host_header() {
        let entries = read("POST /token HTTP/1.1\nHost: oauth2.googleapis.com\n\na=b\n").expect("an exchange");
        assert_eq!(entries[0].url, "https://oauth2.googleapis.com/token");
        assert!(matches!(entries[0].answer_body, AnswerBody::Missing(BodyState::NotRecorded)));
    }

    #[test]
    fn the_fields_of_http_2_are_a_request_line() {
        let text = ":authority: oauth2.googleapis.com\n:method: POST\n:path: /token\n:scheme: https\ncontent-length: 3\n\n\
            a=b\n\n:status: 400\ncontent-type: application/json\n\n{}\n";
        let entries = read(text).expect("an exchange");
        assert_eq!(
            (entries[0].url.as_str(), entries[0].method.as_str()),
            ("https://oauth2.googleapis.com/token", "POST")
        );
        assert_eq!((entries[0].status, entries[0].header("content-length")), (400, Some("3")));
        let headers = text.split_once("a=b").expect("a body").0;
        assert!(matches!(read(headers).expect("a request")[0].body, RequestBody::NotRecorded));
    }

    #[test]
    fn one_exchange_below_the_other() {
        let two = "GET / HTTP/1.1\nHost: a.test\n\nHTTP/1.1 302 Found\nLocation: /b\n\nGET /b HTTP/1.1\nHost: a.test\n\nHTTP/1.1 200 OK\n\nok\n";
        let statuses: Vec<_> = read(two).expect("exchanges").iter().map(|entry| entry.status).collect();
        assert_eq!(statuses, [302, 200]);
    }

    /// What Java's libraries print begins like an exchange and goes on with the answer.
    #[test]
    fn an_answer_below_a_request_line_is_no_header() {
        assert!(read("POST https://oauth2.googleapis.com/token\n{\"error\":\"invalid_grant\"}\n").is_err());
    }

    #[test]
    fn says_where_the_text_goes_wrong() {
        let wrong = |text: &str| read(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(wrong("").starts_with("line 1: expected a request line"));
        assert!(wrong("hello\n").starts_with("line 1: expected a request line"));
        assert!(wrong("POST /token\n\nx\n").starts_with("line 1: expected an absolute address"));
        assert!(wrong("POST https://a.test/\nno header here\n").starts_with("line 2: expected a header"));
        assert!(wrong(&format!("{TEXT}\n### +soon\n")).contains("expected a time after `### +`"));
        assert!(wrong(&format!("{TEXT}\n### +1s took long\n")).contains("expected a time after `took`"));
    }
}
