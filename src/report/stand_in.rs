//! In: a parameter whose value is hidden. Out: a text that stands for the value where a request needs one, in a HAR file; and
//! back: what such a text tells.
//!
//! A stand-in is `[REDACTED.kind.length.fingerprint:sketch]`: a reader sees what stood there, equal values stay equal, and
//! no scanner takes it for a secret. Other programs take it for an opaque value.

use super::Parameter;

/// What a stand-in tells of the value.
#[derive(Debug, PartialEq, Eq)]
pub struct StandIn<'a> {
    /// The kind in words that are joined by dots; `value` where it is not known.
    pub kind: &'a str,
    /// The length of the whole value; of one that is told roughly, the most it can be.
    pub length: usize,
    /// The fingerprint that the value had in the report.
    pub fingerprint: &'a str,
    /// The sketch, in which `…` stands for everything hidden.
    pub sketch: &'a str,
}

/// How every stand-in begins.
pub const MARK: &str = "[REDACTED.";
const FINGERPRINT: usize = 10;

/// The text that stands for the value of `parameter`; the value itself where nothing of it is hidden.
pub fn write(parameter: &Parameter) -> String {
    let shown = &parameter.shown;
    let Some(fingerprint) = parameter.fingerprint.as_ref().filter(|_| shown.contains('…')) else {
        return unhidden(shown);
    };
    let kind = words(parameter.kind.as_deref().unwrap_or("value"));
    let length = match parameter.length.as_deref().unwrap_or_default() {
        "over 512" => "513",
        length => length.rsplit('–').next().unwrap_or(length),
    };
    format!("{MARK}{kind}.{length}.{fingerprint}:{shown}]")
}

/// Reads a stand-in; `None` for any other text.
pub fn read(text: &str) -> Option<StandIn<'_>> {
    let (about, sketch) = text.strip_prefix(MARK)?.strip_suffix(']')?.split_once(':')?;
    let (about, fingerprint) = about.rsplit_once('.')?;
    let (kind, length) = about.rsplit_once('.')?;
    let is_fingerprint = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    let is_right = fingerprint.len() == FINGERPRINT && fingerprint.bytes().all(is_fingerprint) && sketch.contains('…');
    let length = length.parse().ok().filter(|length| *length <= LONGEST)?;
    is_right.then_some(StandIn { kind, length, fingerprint, sketch })
}

/// No value of a report is longer: a longer one is cut when it is read.
const LONGEST: usize = 1 << 20;

/// The words of a kind, joined by dots.
pub fn words(kind: &str) -> String {
    let plain = kind.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    plain.collect::<Vec<_>>().join(".")
}

/// An address, or another text of a report, with names of its own in the place of hidden parts.
pub fn unhidden(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some((before, hidden)) = rest.split_once('‹') {
        let (name, after) = hidden.split_once('›').unwrap_or((hidden, ""));
        out.push_str(before);
        let name = name.rsplit(' ').next().unwrap_or(name).to_ascii_lowercase();
        // The name of a host must not be anybody's (RFC 2606).
        let end = if out.ends_with("://") { ".invalid" } else { "" };
        out.extend(["redacted-", &name, end]);
        rest = after;
    }
    out.push_str(rest);
    out.replace('…', "redacted")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Place;

    fn parameter(shown: &str, kind: Option<&str>, length: &str) -> Parameter {
        Parameter {
            name: "code".to_owned(),
            place: Place::Body,
            shown: shown.to_owned(),
            kind: kind.map(|kind| kind.to_owned().into()),
            length: Some(length.to_owned().into()),
            fingerprint: Some("0123456789".to_owned()),
            annotations: Vec::new(),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = write(&parameter("\"4%2F…\"", Some("authorization code"), "73"));
        assert_eq!(text, "[REDACTED.authorization.code.73.0123456789:\"4%2F…\"]");
        let read = super::read(&text).expect("it is a stand-in");
        assert_eq!((read.kind, read.length), ("authorization.code", 73));
        assert_eq!((read.fingerprint, read.sketch), ("0123456789", "\"4%2F…\""));
        assert_eq!(write(&parameter("…", None, "33–128")), "[REDACTED.value.128.0123456789:…]");
        assert_eq!(write(&parameter("undefined", None, "9–32")), "undefined");
    }

    #[test]
    fn nothing_else_is_a_stand_in() {
        for text in [
            "",
            "[REDACTED]",
            "[REDACTED.]",
            "[REDACTED.value.12.0123456789:…",
            "[REDACTED.value.x.0123456789:…]",
            "[REDACTED.value.12.short:…]",
            "[REDACTED.value.12.0123456789:whole]",
            "[REDACTED.a.99999999999999999999.0123456789:…]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn hidden_parts_of_an_address_get_names() {
        assert_eq!(
            unhidden("https://‹0123456789›:8080/callback/‹ABCDEFGHJK›?…"),
            "https://redacted-0123456789.invalid:8080/callback/redacted-abcdefghjk?redacted"
        );
        assert_eq!(unhidden("‹custom scheme 0123456789›:/cb"), "redacted-0123456789:/cb");
    }
}
