//! One exchange in the dress of several clients and producers, made from an [`Entry`].

use grantlens::har::{AnswerBody, Entry, RequestBody};
use serde_json::{Value, json};
use std::fmt::Write;

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

/// Host and path of the entry's address.
fn parts(entry: &Entry) -> (&str, &str) {
    let rest = entry.url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

/// `'text'` for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn command(entry: &Entry, options: &str) -> String {
    let mut text = format!("$ curl {options} {}", quoted(&entry.url));
    for header in entry.headers.iter() {
        let _ = write!(text, " \\\n  -H {}", quoted(&format!("{}: {}", header.name, header.value)));
    }
    text + " \\\n  --data-raw " + &quoted(body(entry)) + "\n"
}

/// A curl command with the status line, the header fields and the body below it (`-i`).
pub fn command_and_output(entry: &Entry) -> String {
    let mut text = command(entry, "-i") + &format!("HTTP/2 {} \n", entry.status);
    for header in entry.answer_headers.iter() {
        let _ = writeln!(text, "{}: {}", header.name.to_lowercase(), header.value);
    }
    text + "\n" + answer(entry) + "\n"
}

/// What `curl -v` prints, below its command.
pub fn curl_verbose(entry: &Entry) -> String {
    let (host, path) = parts(entry);
    let mut text = command(entry, "-v");
    let _ = write!(text, "*   Trying 203.0.113.1:443...\n* Connected to {host} (203.0.113.1) port 443\n");
    let _ = write!(text, "> POST {path} HTTP/2\n> Host: {host}\n> Content-Length: {}\n> \n", body(entry).len());
    let _ = write!(text, "}} [{} bytes data]\n< HTTP/2 {} \n", body(entry).len(), entry.status);
    for header in entry.answer_headers.iter() {
        let _ = writeln!(text, "< {}: {}", header.name.to_lowercase(), header.value);
    }
    let _ = writeln!(text, "< \n{}\n* Connection #0 to host {host} left intact", answer(entry));
    text
}

/// What `curl --trace-ascii` writes.
pub fn curl_trace(entry: &Entry) -> String {
    let (host, path) = parts(entry);
    let mut text = "== Info:   Trying 203.0.113.1:443...\n=> Send header, 1 bytes (0x1)\n".to_owned();
    let mut at = 0;
    let mut line = |text: &mut String, line: &str| {
        let _ = writeln!(text, "{at:04x}: {line}");
        at += line.len() + 2;
    };
    line(&mut text, &format!("POST {path} HTTP/1.1"));
    line(&mut text, &format!("Host: {host}"));
    for header in entry.headers.iter() {
        line(&mut text, &format!("{}: {}", header.name, header.value));
    }
    line(&mut text, "");
    text += &data("=> Send data, 1 bytes (0x1)", body(entry));
    for header in std::iter::once(format!("HTTP/1.1 {} x", entry.status))
        .chain(entry.answer_headers.iter().map(|header| format!("{}: {}", header.name, header.value)))
        .chain([String::new()])
    {
        let _ = write!(text, "<= Recv header, 1 bytes (0x1)\n0000: {header}\n");
    }
    text + &data("<= Recv data, 1 bytes (0x1)", answer(entry))
}

/// A section of a trace: 64 characters a line, what cannot be printed as a full stop.
fn data(heading: &str, text: &str) -> String {
    let letters: Vec<_> = text.replace('\n', ".").chars().collect();
    let mut out = format!("{heading}\n");
    let mut at = 0;
    for line in letters.chunks(64) {
        let line: String = line.iter().collect();
        let _ = writeln!(out, "{at:04x}: {line}");
        at += line.len();
    }
    out
}

/// What HTTPie prints with `--verbose`.
pub fn httpie(entry: &Entry) -> String {
    let (host, path) = parts(entry);
    let mut text = format!("POST {path} HTTP/1.1\nHost: {host}\n");
    for header in entry.headers.iter() {
        let _ = writeln!(text, "{}: {}", header.name, header.value);
    }
    let _ = write!(text, "\n{}\n\n\nHTTP/1.1 {} x\n", body(entry), entry.status);
    for header in entry.answer_headers.iter() {
        let _ = writeln!(text, "{}: {}", header.name, header.value);
    }
    text + "\n" + answer(entry) + "\n\n"
}

/// What Python's `http.client` prints at debug level 1, and the program then of the answer.
pub fn python(entry: &Entry) -> String {
    let (host, path) = parts(entry);
    let mut head = format!("POST {path} HTTP/1.1\\r\\nHost: {host}\\r\\n");
    for header in entry.headers.iter() {
        let _ = write!(head, "{}: {}\\r\\n", header.name, header.value.replace('\'', "\\'"));
    }
    let body = body(entry).replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n");
    let mut text = format!("send: b'{head}\\r\\n'\nsend: b'{body}'\nreply: 'HTTP/1.1 {} x\\r\\n'\n", entry.status);
    for header in entry.answer_headers.iter() {
        let _ = writeln!(text, "header: {}: {}", header.name, header.value);
    }
    text + answer(entry) + "\n"
}

/// A HAR file as mitmproxy writes it: header names in lower case, microseconds, `params` beside `text`.
pub fn mitmproxy(entry: &Entry) -> String {
    let headers = |headers: &grantlens::har::Headers| -> Vec<Value> {
        headers.iter().map(|header| json!({ "name": header.name.to_lowercase(), "value": header.value })).collect()
    };
    let form = form_urlencoded::parse(body(entry).as_bytes());
    let params: Vec<_> = form.map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let har = json!({ "log": {
        "version": "1.2",
        "creator": { "name": "mitmproxy", "version": "12.1.2", "comment": "" },
        "pages": [],
        "entries": [{
            "startedDateTime": "2026-01-05T10:00:00.123456+00:00",
            "time": 88.125,
            "request": {
                "method": "POST", "url": entry.url, "httpVersion": "HTTP/2.0", "cookies": [], "headers": headers(&entry.headers),
                "queryString": [], "headersSize": 1, "bodySize": body(entry).len(),
                "postData": { "mimeType": "application/x-www-form-urlencoded", "text": body(entry), "params": params },
            },
            "response": {
                "status": entry.status, "statusText": "", "httpVersion": "HTTP/2.0", "cookies": [],
                "headers": headers(&entry.answer_headers),
                "content": { "size": answer(entry).len(), "compression": 0, "mimeType": "application/json", "text": answer(entry) },
                "redirectURL": "", "headersSize": 1, "bodySize": answer(entry).len(),
            },
            "cache": {},
            "timings": { "connect": 1.0, "ssl": 1.0, "send": 1.0, "receive": 1.0, "wait": 1.0 },
            "serverIPAddress": "203.0.113.1",
        }],
    } });
    har.to_string()
}
