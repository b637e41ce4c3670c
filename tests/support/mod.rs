//! Examples of cause pages as exchanges, with `{{jwt …}}` and `{{authError …}}` written out.

#![allow(dead_code, reason = "each test uses the part that it needs")]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use grantlens::{
    intake::{http, text},
    recorder::Recorder,
    report::{Finding, Report, SessionSource},
};

/// An example of a page.
pub struct Example {
    /// The page's id.
    pub cause: &'static str,
    /// The line of the example's fence.
    pub line: usize,
    /// `confirmed`, `likely`, `possible`, `ruled-out`, `absent`, `warned` or `unwarned`.
    pub expectation: &'static str,
    /// The exchanges, or the text that tells of them, as the page writes it.
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

impl Example {
    /// Where the example stands: `causes/clock-skew.md:42`.
    pub fn place(&self) -> String {
        format!("causes/{}.md:{}", self.cause, self.line)
    }

    /// The exchanges as raw HTTP.
    pub fn http(&self) -> String {
        written_out(self.text)
    }

    /// The report on the example's exchanges; for one of [`TEXTS`], on what its text tells.
    pub fn report(&self) -> Report {
        if TEXTS.iter().any(|text| text.place() == self.place()) {
            let mut recorder = Recorder::new([7; 32], SessionSource::Text);
            for sighting in text::read(self.text) {
                recorder.observe_sighting(&sighting);
            }
            return recorder.report();
        }
        let mut recorder = Recorder::new([7; 32], SessionSource::Http);
        let entries = http::read(&self.http()).unwrap_or_else(|error| panic!("{}: {error}", self.place()));
        for entry in entries {
            recorder.observe(&entry);
        }
        recorder.report()
    }

    /// The finding on the example's last exchange.
    pub fn finding(&self) -> Finding {
        self.report().findings.pop().unwrap_or_else(|| {
            panic!(
                "{}: no exchange of OAuth's is read here. It begins with its request, as in `POST https://oauth2.googleapis.com/token`: \
                 headers, a blank line and the body follow, and after a blank line the status",
                self.place()
            )
        })
    }
}

/// 2026-01-05T10:00:00Z, where the clock of an undated text stands.
const START: i64 = 1_767_607_200;

fn written_out(text: &str) -> String {
    let mut clock = START * 1000;
    let blocks = text.split_inclusive('\n').fold(vec![String::new()], |mut blocks, line| {
        if line.starts_with("###") {
            blocks.push(String::new());
        }
        blocks.last_mut().expect("there is a first block").push_str(line);
        blocks
    });
    let mut out = String::new();
    for block in blocks {
        if let Some(offset) = block.strip_prefix("### +").and_then(|rest| rest.lines().next()) {
            clock += millis(offset.split(" took ").next().unwrap_or_default().trim());
        }
        let block = replaced(&block, "{{jwt ", |attributes| jwt(attributes, clock / 1000));
        out.push_str(&replaced(&block, "{{authError ", auth_error));
    }
    if out.lines().any(|line| line.starts_with("###")) { out } else { format!("### +0s\n{out}") }
}

/// The block with every `{{name …}}` written out.
fn replaced(block: &str, name: &str, write: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = block;
    while let Some((before, after)) = rest.split_once(name) {
        let end = after.find("}}").expect("it ends with }}");
        // A brace of its own may stand before the two that end it.
        let end = end + after[end + 2..].bytes().take_while(|byte| *byte == b'}').count();
        let (attributes, after) = (&after[..end], &after[end + 2..]);
        out.push_str(before);
        out.push_str(&write(attributes));
        rest = after;
    }
    out + rest
}

/// `code | status | message | name=value | …` as Google's error page carries it: a protobuf message in base64.
fn auth_error(attributes: &str) -> String {
    let mut parts = attributes.split('|').map(str::trim);
    let (code, status) = (parts.next().expect("a code"), parts.next().expect("a status"));
    let mut bytes = field(1, code.as_bytes());
    if let Some(message) = parts.next().filter(|message| !message.is_empty()) {
        bytes.extend(field(2, message.as_bytes()));
    }
    bytes.push(4 << 3);
    bytes.extend(varint(status.parse().expect("a number")));
    for (name, value) in parts.map(|part| part.split_once('=').expect("name=value")) {
        bytes.extend(field(5, &[field(1, name.as_bytes()), field(2, value.as_bytes())].concat()));
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

fn field(number: u8, value: &[u8]) -> Vec<u8> {
    [vec![number << 3 | 2], varint(value.len()), value.to_vec()].concat()
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let seven = u8::try_from(number & 0x7f).expect("seven bits");
        number >>= 7;
        if number == 0 {
            bytes.push(seven);
            return bytes;
        }
        bytes.push(seven | 0x80);
    }
}

fn jwt(attributes: &str, clock: i64) -> String {
    let mut header = serde_json::Map::new();
    header.insert("alg".into(), "RS256".into());
    header.insert("typ".into(), "JWT".into());
    let mut claims = serde_json::Map::new();
    let mut signature = 256;
    for attribute in attributes.split_whitespace() {
        let (name, value) = attribute.split_once('=').expect("name=value");
        let number = |text: &str| text.parse::<i64>().ok();
        match name {
            "alg" | "kid" | "typ" => drop(header.insert(name.into(), value.into())),
            "jwk" => {
                let key = serde_json::json!({ "kty": "EC", "crv": "P-256", "x": value, "y": "EXAMPLE" });
                header.insert(name.into(), key);
            }
            "sig" => signature = value.parse().expect("a number of bytes"),
            "iat" | "exp" | "nbf" => {
                let offset = value.starts_with(['+', '-']).then(|| millis(value.trim_start_matches(['+', '-'])) / 1000);
                let time = match offset {
                    Some(seconds) if value.starts_with('-') => (clock - seconds).into(),
                    Some(seconds) => (clock + seconds).into(),
                    None => number(value).map_or_else(|| value.trim_matches('"').into(), serde_json::Value::from),
                };
                claims.insert(name.into(), time);
            }
            _ => drop(claims.insert(name.into(), value.replace(',', " ").into())),
        }
    }
    let part = |json: &serde_json::Map<String, serde_json::Value>| {
        URL_SAFE_NO_PAD.encode(serde_json::to_string(json).expect("JSON"))
    };
    let mut bytes = b"EXAMPLE".repeat(signature / 7 + 1);
    bytes.truncate(signature);
    format!("{}.{}.{}", part(&header), part(&claims), URL_SAFE_NO_PAD.encode(bytes))
}

fn millis(text: &str) -> i64 {
    let unit = text.find(|letter: char| letter.is_ascii_alphabetic()).expect("a unit of time");
    let factor = match &text[unit..] {
        "ms" => 1.0,
        "s" => 1000.0,
        "m" | "min" => 60_000.0,
        "h" => 3_600_000.0,
        "d" => 86_400_000.0,
        other => panic!("unknown unit of time {other}"),
    };
    #[allow(clippy::cast_possible_truncation, reason = "examples use small numbers")]
    let millis = (text[..unit].parse::<f64>().expect("a number") * factor).round() as i64;
    millis
}
