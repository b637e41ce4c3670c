//! In: a text as it stands in a terminal, a script or a question: commands with what they printed, transcripts, HTTP exchanges,
//! and anything between them. Out: [`Entry`] values, and the text that belongs to none.

use super::{
    command::{self, Setting},
    http, output, postman, transcript,
};
use crate::{
    har::{Entry, RequestBody},
    report::Origin,
};

/// What was read.
pub(super) struct Read {
    /// The exchanges, in the text's order.
    pub entries: Vec<Entry>,
    /// The text with every line that was taken left empty, so that line numbers stay.
    pub rest: String,
}

/// True when `line` begins something that is read here.
pub(super) fn begins(line: &str) -> bool {
    command::begins(line) || transcript::begins(line) || postman::begins(line)
}

/// Reads the whole `text`.
pub(super) fn read(text: &str) -> Read {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let offsets: Vec<usize> =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
    let mut found = Read { entries: Vec::new(), rest: String::new() };
    let mut setting = Setting::default();
    let mut at = 0;
    while at < lines.len() {
        let (entries, taken) = read_one(text, &lines[at..], offsets[at], at + 1, &mut setting)
            .map_or((Vec::new(), 1), |(entries, taken)| (entries, taken.clamp(1, lines.len() - at)));
        if entries.is_empty() {
            setting.learn(&text[offsets[at]..]);
        }
        // Lines that tell of nothing stay for whoever reads the rest.
        for line in &lines[at..at + taken] {
            if entries.is_empty() {
                found.rest.push_str(line);
            }
            found.rest.push('\n');
        }
        found.entries.extend(entries);
        at += taken;
    }
    found
}

/// What begins at the first of `lines`, and how many lines were looked at.
fn read_one(
    text: &str,
    lines: &[&str],
    offset: usize,
    number: usize,
    setting: &mut Setting,
) -> Option<(Vec<Entry>, usize)> {
    if let Some(command) = command::read(&text[offset..], setting) {
        let own = text[offset..offset + command.length].trim_end().matches('\n').count() + 1;
        let mut entries: Vec<_> = command.requests.into_iter().map(super::request::Request::into_entry).collect();
        let (more, printed) = read_output(&lines[own.min(lines.len())..], number + own, &mut entries);
        let last = number + own + printed - 1;
        for entry in &mut entries {
            entry.origin = Some(Origin::lines(number, last));
        }
        entries.extend(more);
        return Some((entries, own + printed));
    }
    if transcript::begins(lines[0]) {
        let read = transcript::read(lines, number, command::begins);
        return Some((read.entries, read.taken));
    }
    if postman::begins(lines[0]) {
        let (mut entry, taken) = postman::read(lines)?;
        entry.origin = Some(Origin::lines(number, number + taken - 1));
        return Some((vec![entry], taken));
    }
    if http::begins(lines[0]) {
        let end =
            lines[1..].iter().position(|line| begins(line) || http::begins(line)).map_or(lines.len(), |at| at + 1);
        let mut entries = http::read(&lines[..end].join("\n")).ok()?;
        let mut last = 0;
        for origin in entries.iter_mut().filter_map(|entry| entry.origin.as_mut()) {
            last = last.max(origin.last_line.unwrap_or(0) as usize);
            *origin = Origin::lines(
                origin.first_line.unwrap_or(1) as usize + number - 1,
                origin.last_line.unwrap_or(1) as usize + number - 1,
            );
        }
        return Some((entries, last.max(1)));
    }
    None
}

/// Reads what the command printed: a transcript, whose first exchange is the command's own, or an answer.
fn read_output(lines: &[&str], number: usize, entries: &mut [Entry]) -> (Vec<Entry>, usize) {
    let skipped = lines.iter().take_while(|line| is_progress(line)).count();
    if lines.get(skipped).is_some_and(|line| transcript::begins(line)) {
        let read = transcript::read(&lines[skipped..], number + skipped, command::begins);
        let mut more = read.entries.into_iter();
        if let (Some(own), Some(seen)) = (entries.last_mut(), more.next()) {
            merge(own, seen);
        }
        return (more.collect(), skipped + read.taken);
    }
    let stops = |line: &str| begins(line) || http::begins(line) || line.starts_with("###");
    let taken = entries.last_mut().map_or(0, |entry| output::read(lines, entry, stops));
    (Vec::new(), taken)
}

/// curl's progress meter, and blank lines.
fn is_progress(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line.starts_with("% Total")
        || line.starts_with("Dload")
        || line.bytes().all(|byte| byte.is_ascii_digit() || b" :-.kMG\r".contains(&byte))
}

/// A command tells the whole body and address, its transcript the rest.
fn merge(own: &mut Entry, mut seen: Entry) {
    for header in seen.headers.iter() {
        if own.header(header.name).is_none() {
            own.headers.push(header.name, header.value);
        }
    }
    if let RequestBody::Text(_) = &seen.body {
        own.body = std::mem::take(&mut seen.body);
    }
    own.method = std::mem::take(&mut seen.method);
    own.status = seen.status;
    own.started = seen.started;
    own.answer_headers = std::mem::take(&mut seen.answer_headers);
    own.redirect_url = std::mem::take(&mut seen.redirect_url);
    own.answer_body = std::mem::take(&mut seen.answer_body);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::har::AnswerBody;

    fn one(text: &str) -> Entry {
        let mut entries = read(text).entries;
        assert_eq!(entries.len(), 1, "{text}");
        entries.remove(0)
    }

    fn body(entry: &Entry) -> &str {
        match &entry.body {
            RequestBody::Text(text) => text,
            _ => "",
        }
    }

    fn answer(entry: &Entry) -> &str {
        match &entry.answer_body {
            AnswerBody::Text(text) => text,
            AnswerBody::Missing(_) => "",
        }
    }

    const VERBOSE: &str = "$ curl -v https://oauth2.googleapis.com/token -d 'grant_type=refresh_token&refresh_token=1//0gEXAMPLE'\n\
        *   Trying 142.250.185.138:443...\n* Connected to oauth2.googleapis.com port 443\n> POST /token HTTP/2\n\
        > Host: oauth2.googleapis.com\n> User-Agent: curl/8.5.0\n> Content-Length: 54\n> \n} [54 bytes data]\n\
        < HTTP/2 400 \n< date: Mon, 05 Jan 2026 10:00:00 GMT\n< content-type: application/json; charset=utf-8\n< \n\
        { [64 bytes data]\n{\n  \"error\": \"invalid_grant\",\n  \"error_description\": \"Bad Request\"\n}\n\
        * Connection #0 to host oauth2.googleapis.com left intact\n$ ls\n";

    #[test]
    fn a_command_and_its_transcript_are_one_exchange() {
        let entry = one(VERBOSE);
        assert_eq!((entry.method.as_str(), entry.status), ("POST", 400));
        assert_eq!(body(&entry), "grant_type=refresh_token&refresh_token=1//0gEXAMPLE");
        assert!(answer(&entry).starts_with('{') && answer(&entry).ends_with('}'), "{}", answer(&entry));
        assert_eq!(entry.header("user-agent"), Some("curl/8.5.0"));
        assert_eq!(entry.started, Some(1_767_607_200_000));
        assert_eq!(entry.origin, Some(Origin::lines(1, 19)));
    }

    #[test]
    fn a_transcript_alone_lacks_the_body() {
        let text = VERBOSE.split_once('\n').expect("lines").1;
        let entry = one(text);
        assert!(matches!(entry.body, RequestBody::NotRecorded));
        assert_eq!((entry.url.as_str(), entry.status), ("https://oauth2.googleapis.com/token", 400));
    }

    #[test]
    fn a_command_below_prose_and_its_answer() {
        let text = "I run this:\n\n    TOKEN='1//0gEXAMPLE'\n    curl -d \"refresh_token=$TOKEN\" -d grant_type=refresh_token \\\n      https://oauth2.googleapis.com/token\n\nand get\n\n{\"error\":\"invalid_grant\"}\n\nWhy?\n";
        let read = read(text);
        assert_eq!(body(&read.entries[0]), "refresh_token=1//0gEXAMPLE&grant_type=refresh_token");
        assert_eq!(answer(&read.entries[0]), "{\"error\":\"invalid_grant\"}");
        assert!(read.rest.contains("Why?") && !read.rest.contains("curl"), "{}", read.rest);
        assert_eq!(read.rest.matches('\n').count(), text.matches('\n').count() + 1);
    }

    #[test]
    fn programs() {
        let fetch = one(
            "const body = new URLSearchParams();\nbody.append('grant_type', 'refresh_token');\nbody.append('refresh_token', '1//0gEXAMPLE');\nconst res = await fetch('https://oauth2.googleapis.com/token', { method: 'POST', body });\n",
        );
        assert_eq!(body(&fetch), "grant_type=refresh_token&refresh_token=1%2F%2F0gEXAMPLE");
        let power = one(
            "PS C:\\> $body = @{ grant_type = 'refresh_token'; refresh_token = '1//0gEXAMPLE' }\nPS C:\\> Invoke-RestMethod -Uri https://oauth2.googleapis.com/token -Method Post -Body $body\nInvoke-RestMethod: {\"error\":\"invalid_grant\"}\n",
        );
        assert_eq!(answer(&power), "{\"error\":\"invalid_grant\"}");
    }

    #[test]
    fn mentions_are_no_commands() {
        for text in [
            "use curl to ask https://oauth2.googleapis.com/token",
            "curl error 60: see https://curl.se",
            "http is fine",
            "at fetch (node:internal)",
        ] {
            assert!(read(text).entries.is_empty(), "{text}");
        }
    }
}
