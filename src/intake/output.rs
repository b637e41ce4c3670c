//! In: the lines below a command. Out: the answer that they show, put into the command's [`Entry`].
//!
//! People paste a terminal: the command, then what it printed. That is a status line and a body, a JSON object alone, an object
//! as Node prints it, or a sentence with the status. Lines that show no answer are left alone.

use super::{
    http::status_line,
    json_end, message,
    script::{Language, Names, Reader, Value},
};
use crate::{
    har::{AnswerBody, Entry},
    report::BodyState,
};

/// So many lines below a command are looked at.
const MOST: usize = 400;

/// So many lines are tried as the beginning of an object.
const MOST_CANDIDATES: usize = 10;

/// Reads the answer in `lines` into `entry`. Out: how many lines were taken.
pub(super) fn read(lines: &[&str], entry: &mut Entry, stops: impl Fn(&str) -> bool) -> usize {
    let end = lines.iter().take(MOST).position(|line| stops(line)).unwrap_or(lines.len().min(MOST));
    let lines = &lines[..end];
    let head = lines.iter().position(|line| {
        let line = line.trim_end();
        line.starts_with("HTTP/") && status_line(line).is_some()
    });
    if let Some(head) = head {
        return read_message(lines, head, entry);
    }
    let status = lines.iter().enumerate().find_map(|(at, line)| Some((at, status_in(line)?)));
    let candidates = lines.iter().enumerate().filter(|(_, line)| line.contains('{')).take(MOST_CANDIDATES);
    let body = candidates.into_iter().find_map(|(at, line)| object(&lines[at..], line).map(|found| (at, found)));
    let mut taken = 0;
    if let Some((at, status)) = status {
        entry.status = status;
        entry.answer_body = AnswerBody::Missing(BodyState::NotRecorded);
        taken = at + 1;
    }
    if let Some((at, (text, count))) = body {
        entry.answer_body = AnswerBody::Text(text);
        taken = taken.max(at + count);
    }
    taken
}

fn read_message(lines: &[&str], head: usize, entry: &mut Entry) -> usize {
    let blank = lines[head..].iter().position(|line| line.trim().is_empty()).map_or(lines.len(), |at| head + at);
    let first = lines[blank..].iter().position(|line| !line.trim().is_empty()).map_or(lines.len(), |at| blank + at);
    let body = lines[first..].join("\n");
    let end = json_end(body.trim_start());
    let count = match end {
        Some(end) => body.trim_start()[..end].matches('\n').count() + 1,
        // A page that is no JSON goes as far as the lines do.
        None => lines.len() - first,
    };
    let text = lines[head..blank].join("\n") + "\n\n" + end.map_or(body.as_str(), |end| &body.trim_start()[..end]);
    message::answer(&text, entry);
    first + count
}

/// The object that begins in `line`, as JSON, and how many of `lines` it takes; only one that OAuth knows.
fn object(lines: &[&str], line: &str) -> Option<(String, usize)> {
    let at = line.find("{\"").or_else(|| line.trim_start().starts_with('{').then(|| line.find('{')).flatten())?;
    let text = std::iter::once(&line[at..]).chain(lines[1..].iter().copied()).collect::<Vec<_>>().join("\n");
    let (json, length) = match json_end(&text) {
        Some(end) => (text[..end].to_owned(), end),
        None => {
            let names = Names::new();
            let mut reader = Reader::new(&text, Language::JavaScript, &names);
            let value = reader.expression();
            let is_told = matches!(&value, Value::Pairs(_)) && value.member("error").is_some();
            is_told.then(|| (value.json(), reader.at))?
        }
    };
    let is_oauths =
        ["\"error\"", "\"access_token\"", "\"id_token\"", "\"device_code\""].iter().any(|name| json.contains(name));
    let lines = text[..length].trim_end().matches('\n').count() + 1;
    is_oauths.then_some((json, lines))
}

/// The status in a sentence of a client's: `returned error: 400`, `(400) Bad Request`; or a line that is nothing else.
fn status_in(line: &str) -> Option<u16> {
    let line = line.trim();
    if line.len() == 3 {
        return line.parse().ok().filter(|status| (100..600).contains(status));
    }
    let after = |mark: &str| line.find(mark).map(|at| &line[at + mark.len()..]);
    let digits = after("returned error: ")
        .or_else(|| after("returned an error: ("))
        .or_else(|| after("does not indicate success: "))
        .or_else(|| after("ERROR "))
        .or_else(|| line.starts_with('}').then(|| line.trim_start_matches('}')))?;
    let digits = &digits[..digits.bytes().take_while(u8::is_ascii_digit).count()];
    (digits.len() == 3).then(|| digits.parse().ok()).flatten().filter(|status| (100..600).contains(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> (u16, String, usize) {
        let lines: Vec<_> = text.lines().collect();
        let mut entry = Entry::default();
        let taken = read(&lines, &mut entry, |line| line.starts_with("$ "));
        let body = match &entry.answer_body {
            AnswerBody::Text(text) => text.clone(),
            AnswerBody::Missing(_) => String::new(),
        };
        (entry.status, body, taken)
    }

    #[test]
    fn json_below_a_command() {
        assert_eq!(
            answer("{\n  \"error\": \"invalid_grant\"\n}\n$ next"),
            (0, "{\n  \"error\": \"invalid_grant\"\n}".to_owned(), 3)
        );
        assert_eq!(answer("  % Total\n{\"error\":\"a\"}400\n"), (0, "{\"error\":\"a\"}".to_owned(), 2));
        assert_eq!(answer("{\"error\":\"a\"}\n400\n"), (400, "{\"error\":\"a\"}".to_owned(), 2));
        assert_eq!(answer("{\"version\": 3}\n"), (0, String::new(), 0));
    }

    #[test]
    fn a_status_line_and_a_body() {
        let (status, body, taken) = answer("HTTP/2 400 \ncontent-type: application/json\n\n{\"error\":\"a\"}\n\nmore");
        assert_eq!((status, body.as_str(), taken), (400, "{\"error\":\"a\"}", 4));
    }

    #[test]
    fn what_programs_print() {
        assert_eq!(
            answer("{ error: 'invalid_grant', error_description: 'Bad Request' }").1,
            "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}"
        );
        assert_eq!(answer("Invoke-RestMethod: {\"error\":\"a\"}").1, "{\"error\":\"a\"}");
        assert_eq!(answer("curl: (22) The requested URL returned error: 400").0, 400);
        assert_eq!(answer("Invoke-WebRequest : The remote server returned an error: (401) Unauthorized.").0, 401);
    }
}
