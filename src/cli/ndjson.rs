//! In: one JSON object a line, `{"id": …, "text": …}`. Out: one JSON object a line in the same order, `{"id": …, "report": …}`,
//! or `{"id": …, "error": …}` for a line that cannot be read.
//!
//! One line is held in memory at a time, and a line that is too long is skipped as it comes. Nothing is remembered from
//! line to line: each report is a session of its own, under a key of its own.

use super::{FAILURES, NOTHING_FAILED, UNREADABLE, has_failures, input, new_key};
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 64 << 20;

/// Explains every line of `input`. Out: the exit status: 2 when a line could not be read, else 1 when failures were
/// explained, else 0.
pub fn explain(mut input: impl BufRead, mut output: impl Write, form: input::Form) -> Result<u8, String> {
    let mut line = Vec::new();
    let (mut failed, mut unreadable) = (false, false);
    for number in 1_u64.. {
        let is_whole =
            next_line(&mut input, &mut line).map_err(|error| format!("line {number} cannot be read: {error}"))?;
        let Some(is_whole) = is_whole else { break };
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (id, read) = if is_whole {
            explain_line(&line, form)
        } else {
            (Value::Null, Err(format!("is longer than {LONGEST_LINE} bytes")))
        };
        let answer = match read {
            Ok((report, has_failures)) => {
                failed |= has_failures;
                format!("{{\"id\":{id},\"report\":{report}}}\n")
            }
            Err(error) => {
                unreadable = true;
                json!({ "id": id, "error": format!("line {number} {error}") }).to_string() + "\n"
            }
        };
        match output.write_all(answer.as_bytes()).and_then(|()| output.flush()) {
            Ok(()) => {}
            // A reader that went away (`| head`) has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            Err(error) => return Err(format!("the reports cannot be printed: {error}")),
        }
    }
    Ok(match (unreadable, failed) {
        (true, _) => UNREADABLE,
        (false, true) => FAILURES,
        (false, false) => NOTHING_FAILED,
    })
}

/// The line's id, and the report as JSON with whether it tells of a failure.
fn explain_line(line: &[u8], form: input::Form) -> (Value, Result<(String, bool), String>) {
    // PowerShell begins a file with a byte order mark.
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let mut object: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => return (Value::Null, Err(format!("is no JSON: column {}", error.column()))),
    };
    let id = object.get_mut("id").map_or(Value::Null, Value::take);
    let Some(Value::String(text)) = object.get_mut("text").map(Value::take) else {
        return (id, Err("has no `text` that is a string; expected {\"id\": …, \"text\": …}".to_owned()));
    };
    (id, report(text, form))
}

fn report(text: String, form: input::Form) -> Result<(String, bool), String> {
    let recorder = input::read_text(text.into_bytes(), form, new_key()?)
        .map_err(|error| format!("holds no input that can be read: {error}"))?;
    let json = serde_json::to_string(&recorder.report()).map_err(|error| error.to_string())?;
    recorder.vouch(&json).map_err(|leak| leak.to_string())?;
    Ok((json, has_failures(&recorder)))
}

/// Reads the next line into `line`. Out: `None` at the end, else whether the line was taken whole.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let (mut any, mut is_whole) = (false, true);
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any.then_some(is_whole));
        }
        any = true;
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        is_whole = is_whole && line.len() + part.len() <= LONGEST_LINE;
        if is_whole {
            line.extend_from_slice(part);
        }
        let used = end.map_or(buffer.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(is_whole));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(input: &[u8]) -> (u8, Vec<Value>) {
        let mut output = Vec::new();
        let status = explain(input, &mut output, input::Form::Text).expect("no error of the machine");
        let lines = output.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        (status, lines.map(|line| serde_json::from_slice(line).expect("JSON")).collect())
    }

    #[test]
    fn a_line_in_is_a_line_out_in_the_same_order() {
        let (status, lines) =
            explained(b"{\"id\":7,\"text\":\"Error: invalid_grant\"}\n\n{\"id\":\"b\",\"text\":\"\"}");
        assert_eq!((status, lines.len()), (FAILURES, 2));
        assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&json!(7), &json!("b")));
        assert_eq!(lines[0]["report"]["findings"][0]["answer"]["error"], "invalid_grant");
        assert_eq!(lines[1]["report"]["findings"], json!([]));
    }

    #[test]
    fn a_bad_line_is_named_and_the_next_one_is_read() {
        let (status, lines) = explained(b"{\"id\":1,\n{\"id\":2}\n{\"id\":3,\"text\":\"invalid_grant\"}\n[1]\n\xff\n");
        assert_eq!((status, lines.len()), (UNREADABLE, 5));
        let error = |at: usize| lines[at]["error"].as_str().unwrap_or_default().to_owned();
        assert!(error(0).starts_with("line 1 is no JSON"), "{}", error(0));
        assert_eq!(lines[1]["id"], 2);
        assert!(error(1).starts_with("line 2 has no `text`"), "{}", error(1));
        assert_eq!(lines[2]["report"]["findings"][0]["number"], 1);
        assert!(error(3).starts_with("line 4 has no `text`") && error(4).starts_with("line 5 is no JSON"));
        assert_eq!(explained(b"\xef\xbb\xbf{\"id\":1,\"text\":\"\"}\r\n").0, NOTHING_FAILED);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_without_being_held() {
        let long = io::Read::take(io::repeat(b'x'), LONGEST_LINE as u64 + 1);
        let mut input = io::BufReader::new(io::Read::chain(long, &b"\n{\"id\":2,\"text\":\"\"}\n"[..]));
        let mut line = Vec::new();
        assert_eq!(next_line(&mut input, &mut line).expect("bytes"), Some(false));
        assert!(line.len() <= LONGEST_LINE);
        assert_eq!(next_line(&mut input, &mut line).expect("bytes"), Some(true));
        assert_eq!(next_line(&mut input, &mut line).expect("bytes"), None);
    }
}
