//! In: a text and the place after a key. Out: the value that stands there, with its escapes undone: JSON, the dumps of
//! Python, JavaScript, PHP, Ruby, Go, Rust, C# and Erlang, XML, and query strings.
//!
//! A log quotes what was quoted before: each level puts backslashes in front of the quotes of the level below. How many
//! stand before the opening quote says where the value ends and how many times its escapes are undone. No value longer
//! than [`LONGEST`] is read, so that the work on a text is proportional to its length.

use crate::exchange::texts;

/// The longest value that is read, in bytes.
pub(crate) const LONGEST: usize = 4096;

/// A value.
pub(crate) struct Value {
    /// The text with its escapes and character references undone.
    pub text: String,
    /// Where the value ends, its closing quote included.
    pub end: usize,
    /// True when the text broke off before the value's end.
    pub is_cut: bool,
    /// True when the value stood in quotes.
    pub is_quoted: bool,
}

/// The value of the key that ends at `at`; `None` where no value follows, or one that stands for nothing.
pub(crate) fn value_after(text: &str, at: usize) -> Option<Value> {
    let bytes = text.as_bytes();
    let (at, is_tagged) = separator(bytes, at)?;
    let at = wrapper(bytes, at);
    if let Some(quote) = quote_at(bytes, at) {
        return Some(quoted(text, at, quote));
    }
    let value = if is_tagged { tagged(text, at) } else { unquoted(text, at) };
    value.filter(|value| !value.text.is_empty() && !NOTHING.contains(&value.text.as_str()))
}

const NOTHING: [&str; 8] = ["null", "None", "nil", "undefined", "NULL", "false", "(null)", "<nil>"];

/// A quote as it stands in the text: which, and how many backslashes are before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    /// `"`, `'` or a backtick.
    pub mark: u8,
    /// The backslashes before it.
    pub slashes: usize,
    /// How many bytes it takes, backslashes included.
    pub length: usize,
}

/// The quote at `at`, as itself or as `\u0022`.
pub(crate) fn quote_at(bytes: &[u8], at: usize) -> Option<Quote> {
    let rest = bytes.get(at..)?;
    let slashes = rest.iter().take(16).take_while(|byte| **byte == b'\\').count();
    match rest.get(slashes..)? {
        [mark @ (b'"' | b'\'' | b'`'), ..] => Some(Quote { mark: *mark, slashes, length: slashes + 1 }),
        [b'u', b'0', b'0', b'2', digit @ (b'2' | b'7'), ..] if slashes > 0 => {
            Some(Quote { mark: if *digit == b'2' { b'"' } else { b'\'' }, slashes, length: slashes + 5 })
        }
        [b'x', b'2', digit @ (b'2' | b'7'), ..] if slashes > 0 => {
            Some(Quote { mark: if *digit == b'2' { b'"' } else { b'\'' }, slashes, length: slashes + 3 })
        }
        _ => None,
    }
}

/// Where the quote that closes `open` stands, from `at` on.
pub(crate) fn closing(bytes: &[u8], mut at: usize, open: Quote) -> Option<(usize, Quote)> {
    let last = bytes.len().min(at + LONGEST);
    while at < last {
        let found = memchr::memchr3(open.mark, b'\\', b'\n', &bytes[at..last])?;
        at += found;
        match quote_at(bytes, at) {
            Some(quote) if quote.mark == open.mark && quote.slashes <= open.slashes => return Some((at, quote)),
            Some(quote) => at += quote.length,
            None => at += 1,
        }
    }
    None
}

/// What stands between the quote at `at` and the one that closes it.
fn quoted(text: &str, at: usize, open: Quote) -> Value {
    let start = at + open.length;
    let (inner, end, is_cut) = match closing(text.as_bytes(), start, open) {
        Some((close, quote)) => (&text[start..close], close + quote.length, false),
        None => {
            let line = text[start..].find('\n').map_or(text.len(), |end| start + end);
            let end = floor(text, line.min(start + LONGEST));
            (&text[start..end], end, true)
        }
    };
    // Guzzle cuts what it quotes at 120 characters.
    let (inner, is_cut) = inner.find(" (truncated").map_or((inner, is_cut), |at| (&inner[..at], true));
    let mut inner = undone(&joined(inner), passes(open.slashes));
    if is_cut {
        inner.truncate(inner.trim_end_matches(['`', '"', '\'', '\\', '}', ')', ']', ' ', ',']).len());
    }
    Value { text: plain(&inner), end, is_cut, is_quoted: true }
}

/// How many times escapes were made where so many backslashes stand before a quote.
pub(crate) fn passes(slashes: usize) -> usize {
    ((slashes + 1).ilog2() as usize + 1).min(4)
}

/// Character references undone up to twice, and white space at the ends taken away.
pub(crate) fn plain(text: &str) -> String {
    let text = if text.contains('&') { texts::unescaped(&texts::unescaped(text)) } else { text.to_owned() };
    text.trim().to_owned()
}

/// Wrapped lines as one.
fn joined(text: &str) -> String {
    let mut lines = text.split('\n').map(str::trim);
    let first = lines.next().unwrap_or_default().to_owned();
    lines.filter(|line| !line.is_empty()).fold(first, |all, line| all + " " + line)
}

/// The text with its string escapes undone `passes` times.
pub(crate) fn undone(text: &str, passes: usize) -> String {
    let mut text = text.to_owned();
    for _ in 0..passes {
        if !text.contains('\\') {
            break;
        }
        text = undone_once(&text);
    }
    text
}

fn undone_once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut units = Vec::new();
    while let Some(at) = rest.find('\\') {
        if at > 0 {
            flush(&mut units, &mut out);
        }
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((unit, length)) = unit(rest) {
            units.push(unit);
            rest = &rest[length..];
            continue;
        }
        flush(&mut units, &mut out);
        let Some(letter) = rest.chars().next() else {
            out.push('\\');
            break;
        };
        match letter {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' | 'f' => {}
            'x' => match rest.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(byte) => {
                    out.push(char::from(byte));
                    rest = &rest[3..];
                    continue;
                }
                None => out.push_str("\\x"),
            },
            '"' | '\'' | '\\' | '/' | '`' => out.push(letter),
            other => {
                out.push('\\');
                out.push(other);
            }
        }
        rest = &rest[letter.len_utf8()..];
    }
    flush(&mut units, &mut out);
    out.push_str(rest);
    out
}

/// The UTF-16 unit of `u` with four hexadecimal digits, and its length.
fn unit(rest: &str) -> Option<(u16, usize)> {
    let digits = rest.strip_prefix('u')?.get(..4)?;
    Some((u16::from_str_radix(digits, 16).ok()?, 5))
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    out.extend(char::decode_utf16(units.drain(..)).map(|letter| letter.unwrap_or('\u{fffd}')));
}

/// Where the value begins after the key that ends at `at`, and whether a tag stands between. A key may be closed by a
/// quote, a bracket, an escape or a tag; then there is a separator, or the tag was one.
fn separator(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let last = bytes.len().min(at + 120);
    let (mut is_separated, mut is_tagged) = (false, false);
    let mut has_line_end = false;
    let is_first = is_first_of_pair(bytes, at);
    let is_keyword = bytes[..at - key_length(bytes, at)].last() == Some(&b':');
    while at < last {
        let rest = &bytes[at..];
        at += match rest {
            // `:key "value"` of Clojure.
            [b' ', b'"', ..] if is_keyword => {
                is_separated = true;
                1
            }
            [b' ' | b'\t' | b'\r', ..] => 1,
            [b'\n', ..] => {
                has_line_end = true;
                1
            }
            [b'[', b'1', b']', b' ', ..] if has_line_end => {
                is_separated = true;
                4
            }
            [b'=' | b'-', b'>', ..] if !is_separated => {
                is_separated = true;
                2
            }
            [b':' | b'=', ..] if !is_separated => {
                is_separated = true;
                1
            }
            // `s:5:"error";s:13:"invalid_grant";` of PHP.
            [b';', b's', b':', length @ ..] if !is_separated => {
                is_separated = true;
                3 + memchr::memchr(b':', &length[..length.len().min(8)])? + 1
            }
            [b'%', b'3', b'D' | b'A' | b'd' | b'a', ..] if !is_separated => {
                is_separated = true;
                3
            }
            [b'%', b'5', b'D' | b'd', ..] | [b'%', b'2', b'2' | b'7', ..] if !is_separated => 3,
            [b'>', b'>', b',', ..] | [b'\'' | b'"', b',', ..] if !is_separated && is_first => {
                is_separated = true;
                rest.iter().position(|byte| *byte == b',').map_or(1, |at| at + 1)
            }
            [b'<', b'<', ..] if is_separated => 2,
            [b'<', ..] if !is_separated || is_tagged => {
                let end = memchr::memchr(b'>', &rest[..rest.len().min(80)])?;
                is_separated = true;
                is_tagged = true;
                end + 1
            }
            [b'>', ..] if !is_separated => {
                is_separated = rest.get(1) != Some(&b'>');
                is_tagged = is_separated;
                if is_separated { 1 } else { 2 }
            }
            [b']' | b')' | b'*', ..] if !is_separated => 1,
            _ => match quote_at(bytes, at) {
                Some(quote) if !is_separated => quote.length,
                _ => break,
            },
        };
    }
    is_separated.then_some((at, is_tagged))
}

/// Whether the key that ends at `at` is the first of a pair, as in `("error", "x")` and `{<<"error">>,<<"x">>}`.
fn is_first_of_pair(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at - key_length(bytes, at)].iter().rev();
    let before = before.take(16).find(|byte| !matches!(byte, b'"' | b'\'' | b'\\' | b'<'));
    matches!(before, Some(b'(' | b'[' | b'{'))
}

fn key_length(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rev().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}

/// Skips what languages put around a string: `Some(`, `string(13) `, `u`, `b`, `[`.
fn wrapper(bytes: &[u8], mut at: usize) -> usize {
    for opening in [&b"Some("[..], b"Just ", b"Ok(", b"[", b"("] {
        if bytes[at..].starts_with(opening) {
            at += opening.len();
        }
    }
    if bytes[at..].starts_with(b"string(")
        && let Some(end) = memchr::memchr(b' ', &bytes[at..bytes.len().min(at + 16)])
    {
        at += end + 1;
    }
    let is_prefix = matches!(bytes.get(at), Some(b'u' | b'b' | b'r' | b'@' | b'$'));
    if is_prefix && quote_at(bytes, at + 1).is_some() { at + 1 } else { at }
}

fn tagged(text: &str, at: usize) -> Option<Value> {
    let end = at + memchr::memchr(b'<', &text.as_bytes()[at..text.len().min(at + LONGEST)])?;
    Some(Value { text: plain(&joined(&text[at..end])), end, is_cut: false, is_quoted: false })
}

/// A value without quotes: up to the line's end or to what ends a value in a dump or a query.
fn unquoted(text: &str, at: usize) -> Option<Value> {
    let rest = &text[at..floor(text, text.len().min(at + LONGEST))];
    let bytes = rest.as_bytes();
    let mut end =
        bytes.iter().position(|byte| matches!(byte, b'\n' | b'&' | b'}' | b'|' | b'<' | b'"')).unwrap_or(rest.len());
    // The next member of a dump: `, name=` or `, name:`.
    let next = memchr::memchr_iter(b',', &bytes[..end]).find(|comma| {
        let word = rest[comma + 1..end].trim_start();
        let length = word.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        length > 0 && word[length..].starts_with(['=', ':'])
    });
    end = next.unwrap_or(end);
    if let Some(escape) = memchr::memmem::find(&bytes[..end], b"\\n") {
        end = escape;
    }
    let value = rest[..end].trim_end_matches(['\\', '\'', '`', ')', ']', ',', ';', ' ', '\t', '\r']);
    let first = value.split([' ', '#']).next().unwrap_or_default();
    let text = if first.contains(['%', '+']) && form_urlencoded::parse(first.as_bytes()).count() == 1 {
        form_urlencoded::parse(format!("v={first}").as_bytes()).next().map(|(_, value)| value.into_owned())?
    } else {
        value.to_owned()
    };
    Some(Value { text: plain(&text), end: at + end, is_cut: false, is_quoted: false })
}

/// The last place up to `at` where a letter begins.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        let at = text.find("error_description").expect("the key") + "error_description".len();
        value_after(text, at).map(|value| value.text)
    }

    #[test]
    fn reads_what_languages_print() {
        for text in [
            r#"{"error_description": "Bad Request"}"#,
            r#"{"error_description" : "Bad Request"}"#,
            "{'error_description': 'Bad Request'}",
            "{u'error_description': u'Bad Request', u'x': 1}",
            "error_description: 'Bad Request',",
            "'error_description' => 'Bad Request',",
            "[\"error_description\"]=>\n  string(11) \"Bad Request\"",
            "[error_description] => Bad Request\n)",
            ":error_description=>\"Bad Request\"}",
            "\"error_description\"=>[\"Bad Request\"]",
            "%{\"error_description\" => \"Bad Request\"}",
            "{<<\"error_description\">>,<<\"Bad Request\">>}",
            "error_description: Some(\"Bad Request\"), error_uri: None",
            "error_description=\"Bad Request\", error_uri=x",
            "$error_description\n[1] \"Bad Request\"\n",
            "<error_description>Bad Request</error_description>",
            "<th>error_description</th>\n<td class=\"x\">Bad Request</td>",
            "?error=x&error_description=Bad+Request&state=1",
            "?error=x&error_description=Bad%20Request#_",
            "error%5Berror_description%5D=Bad%20Request",
            "{error=invalid_grant, error_description=Bad Request}",
            "error: x | error_description: Bad Request",
            "(\"error_description\", \"Bad Request\")",
        ] {
            assert_eq!(value(text).as_deref(), Some("Bad Request"), "{text}");
        }
    }

    #[test]
    fn undoes_as_many_levels_as_were_made() {
        for text in [
            r#"{"a":"{\"error_description\":\"Invalid \\\"sub\\\" field\"}"}"#,
            r#"{"a":"{\\\"error_description\\\":\\\"Invalid \\\\\\\"sub\\\\\\\" field\\\"}"}"#,
            r#"{"error_description":"Invalid &amp;quot;sub&amp;quot; field"}"#,
            r"{\u0022error_description\u0022:\u0022Invalid \\u0022sub\\u0022 field\u0022}",
            r#"{"error_description":"Invalid \"sub\" field"}"#,
        ] {
            assert_eq!(value(text).as_deref(), Some("Invalid \"sub\" field"), "{text}");
        }
    }

    #[test]
    fn says_nothing_of_nothing() {
        for text in
            ["error_description: null,", "error_description=None)", "error_description", "error_description is missing"]
        {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn takes_what_is_there_when_the_text_breaks_off() {
        let cut = value_after("error_description\": \"Token has been exp\nnext", 17).expect("a value");
        assert_eq!((cut.text.as_str(), cut.is_cut), ("Token has been exp", true));
        assert_eq!(undone("\\ud83d\\ude00 \\ud800 \\q \\", 1), "😀 \u{fffd} \\q \\");
    }
}
