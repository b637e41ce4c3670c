//! In: a text and the error code in it. Out: the description that a library prints beside the code without naming it:
//! `code: text`, `(code) text`, `code (text)`, `"code" "text"`, `code - text`, `code; text`, `codeText`.
//!
//! Where such a text ends is a matter of its surroundings: the quote or bracket that encloses it, the line's end, an escaped
//! line's end, an address that the library adds.

use super::{
    known,
    quoted::{self, Quote},
};

/// The description beside the code at `start..end`; `text` goes on behind the code's line.
pub(super) fn beside(text: &str, start: usize, end: usize) -> Option<String> {
    let rest = &text[end..quoted::floor(text, text.len().min(end + quoted::LONGEST))];
    // A chain of errors repeats itself: `code: text: code: text`.
    let again = format!(": {}", &text[start..end]);
    let rest = rest.find(&again).map_or(rest, |at| &rest[..at]);
    let before = &text[..start];
    if let Some(open) = quote_before(before) {
        return in_two_quotes(text, open, end);
    }
    let enclosing = enclosure(before);
    if before.ends_with('(')
        && let Some(rest) = rest.strip_prefix(')')
    {
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        return rest.starts_with(' ').then(|| reading(rest, enclosing)).flatten();
    }
    // `[code] text`, and httr2's bullet below the code.
    if before.ends_with('[')
        && let Some(rest) = rest.strip_prefix(']')
    {
        let rest = ["\n* ", "\n• ", " "].iter().find_map(|start| rest.strip_prefix(start))?;
        return reading(rest, enclosing).filter(|text| text.starts_with(|first: char| first.is_uppercase()));
    }
    if let Some(inner) = rest.strip_prefix(" (") {
        return in_brackets(inner, enclosing);
    }
    if rest.starts_with(|next: char| next.is_ascii_uppercase()) {
        return known::glued(rest).map(str::to_owned);
    }
    for separator in [": ", " : ", " - ", "; ", ";Description=", ", description: ", ":", ", ", "\n"] {
        if let Some(rest) = rest.strip_prefix(separator) {
            // A bare colon, a comma or a line's end joins nothing but a known text.
            let is_loose = [":", ", ", "\n"].contains(&separator);
            let known = || known::beginning(rest.trim_start()).map(str::to_owned);
            return if is_loose { known() } else { reading(rest, enclosing) };
        }
    }
    rest.strip_prefix(' ').and_then(known::beginning).map(str::to_owned)
}

/// The quote that stands right before the code.
fn quote_before(before: &str) -> Option<Quote> {
    let bytes = before.as_bytes();
    // `\u0022`, as .NET writes a quote.
    let escaped =
        before.len().checked_sub(6).and_then(|at| quoted::quote_at(bytes, at)).filter(|quote| quote.length == 6);
    if escaped.is_some() {
        return escaped;
    }
    let mark = *bytes.last().filter(|mark| matches!(mark, b'"' | b'\''))?;
    let slashes = bytes[..bytes.len() - 1].iter().rev().take(16).take_while(|byte| **byte == b'\\').count();
    Some(Quote { mark, slashes, length: slashes + 1 })
}

/// `"code" "text"` (Go), or the text after the code in the same quotes: `'code: text'`.
fn in_two_quotes(text: &str, open: Quote, end: usize) -> Option<String> {
    let bytes = text.as_bytes();
    let Some(close) = quoted::quote_at(bytes, end).filter(|close| close.mark == open.mark) else {
        let rest = &text[end..quoted::floor(text, text.len().min(end + quoted::LONGEST))];
        let rest = rest.strip_prefix(": ").or_else(|| rest.strip_prefix(" - "))?;
        return reading(rest, Some(open));
    };
    let after = end + close.length;
    let next = quoted::quote_at(bytes, after + 1).filter(|next| bytes[after] == b' ' && next.mark == open.mark)?;
    let start = after + 1 + next.length;
    let (stop, _) = quoted::closing(bytes, start, next)?;
    let value = quoted::plain(&quoted::undone(&text[start..stop], quoted::passes(next.slashes)));
    (!value.is_empty() && !value.starts_with("http")).then_some(value)
}

/// The nearest quote before the code that opens a string around it.
fn enclosure(before: &str) -> Option<Quote> {
    let near = &before[quoted::floor(before, before.len().saturating_sub(240))..];
    let line = near.rfind('\n').map_or(near, |at| &near[at + 1..]);
    let bytes = line.as_bytes();
    // A quote at the cut may as well close.
    let is_whole = line.len() < near.len() || near.len() == before.len();
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        let mark = bytes[at];
        if !matches!(mark, b'"' | b'\'' | b'`') {
            continue;
        }
        let slashes = bytes[..at].iter().rev().take(16).take_while(|byte| **byte == b'\\').count();
        let opens = match bytes[..at - slashes].last() {
            None => is_whole,
            Some(byte) => {
                matches!(byte, b' ' | b':' | b'=' | b'(' | b'[' | b'{' | b',' | b'>' | b'u' | b'b' | b'@' | b'`' | b'|')
            }
        };
        match (opens, mark) {
            (true, _) => return Some(Quote { mark, slashes, length: slashes + 1 }),
            // An apostrophe within a word.
            (false, b'\'') if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => {}
            (false, _) => return None,
        }
        at -= slashes;
    }
    None
}

/// `code (text)`: up to the bracket that closes the first.
fn in_brackets(inner: &str, enclosing: Option<Quote>) -> Option<String> {
    let mut depth = 1;
    let line = &inner[..inner.find('\n').unwrap_or(inner.len())];
    let close = line.char_indices().find_map(|(at, letter)| {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let text = &line[..close];
    // A name in brackets is no description: `invalid_grant (OAuth2::Error)`, `invalid_grant (axios)`.
    let is_name = !text.contains(' ') && !["Unauthorized", "Forbidden"].contains(&text.trim_end_matches('.'));
    let is_address = text.contains("http");
    if is_name || is_address { None } else { reading(text, enclosing) }
}

/// The description that `rest` begins with.
fn reading(rest: &str, enclosing: Option<Quote>) -> Option<String> {
    let (whole, is_cut) = end_of(rest, enclosing);
    let line = whole.trim();
    if let Some(known) = known::beginning(line) {
        return Some(known.to_owned());
    }
    if is_cut && let Some(whole) = unwrapped(line, &rest[whole.len()..]) {
        return Some(whole);
    }
    let text = without_additions(line);
    let text = quoted::plain(&quoted::undone(text, enclosing.map_or(0, |open| quoted::passes(open.slashes))));
    // rclone's advice in the place of the server's words.
    if text.starts_with("maybe token expired?") {
        return None;
    }
    let is_words = text.contains(|letter: char| letter.is_alphabetic()) && !text.starts_with(['{', '[', '<', '(']);
    (is_words && !text.starts_with("http")).then_some(text)
}

/// `rest` up to where its text ends, and whether a line's end was the reason.
fn end_of(rest: &str, enclosing: Option<Quote>) -> (&str, bool) {
    let bytes = rest.as_bytes();
    let line = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let mut end = line;
    if let Some((close, _)) = enclosing.and_then(|open| quoted::closing(bytes, 0, open)) {
        end = end.min(close);
    }
    for stop in [&b"\\n"[..], b"\\r", b"<", b"   ", b"\t", b"`", b"\\u000a", b" at "] {
        let found = memchr::memmem::find(&bytes[..end], stop);
        // ` at ` begins a stack frame only where a path or a function follows.
        let is_frame =
            |at: usize| stop != b" at " || rest[at + 4..end].contains([':', '(']) && !rest[at + 4..end].contains(", ");
        if let Some(at) = found.filter(|at| is_frame(*at)) {
            end = at;
        }
    }
    (&rest[..end], end == line)
}

/// A known text that a line's end broke in two.
fn unwrapped(line: &str, after: &str) -> Option<String> {
    if !known::is_beginning_of_one(line) {
        return None;
    }
    let mut whole = line.to_owned();
    for next in after.trim_start_matches(['\r', '\n']).split('\n').take(3) {
        let next = next.trim();
        for glue in [" ", ""] {
            let joined = format!("{whole}{glue}{next}");
            if let Some(known) = known::beginning(&joined) {
                return Some(known.to_owned());
            }
            if known::is_beginning_of_one(&joined) {
                whole = joined;
                break;
            }
        }
    }
    None
}

/// The text without what libraries put behind it: an address, a type's name, a bracket that was opened before it.
fn without_additions(line: &str) -> &str {
    let mut text = line;
    for start in ["http://", "https://"] {
        let Some(at) = text.find(start) else { continue };
        let before = &text[..at];
        let introductions = [" (see ", " (", "; See ", " see ", " - ", " \"", " \\\"", "; ", ", "];
        if let Some(introduction) = introductions.iter().find(|introduction| before.ends_with(**introduction)) {
            text = &before[..before.len() - introduction.len()];
        }
    }
    // `(OAuth2::Error)`, `(Signet::AuthorizationError)`
    if let Some(at) = text.rfind(" (").filter(|at| text.ends_with(')') && text[*at..].contains("::")) {
        text = &text[..at];
    }
    let mut depth = 0_i32;
    let unbalanced = text.char_indices().find_map(|(at, letter)| {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        (depth < 0).then_some(at)
    });
    let text = unbalanced.map_or(text, |at| &text[..at]);
    let behind = [" (truncated", " // Werkzeug Debugger"].iter().filter_map(|what| text.find(what)).min();
    let text = behind.map_or(text, |at| &text[..at]);
    text.trim_end_matches(['"', '\'', '\\', ',', ';', ' ', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description(text: &str) -> Option<String> {
        let start = text.find("invalid_grant").expect("the code");
        beside(text, start, start + "invalid_grant".len())
    }

    #[test]
    fn reads_every_separator() {
        for text in [
            "Error: invalid_grant: Bad Request",
            "Error: invalid_grant: Bad Request\n    at main (app.js:1:1)",
            "(invalid_grant) Bad Request",
            "OPError: invalid_grant (Bad Request)",
            "<title>InvalidGrantError: (invalid_grant) Bad Request // Werkzeug Debugger</title>",
            "Failed to get token: [error: invalid_grant, description: Bad Request], null, null)",
            "Error retrieving token: invalid_grant, Bad Request (line 605, file \"Service\")",
            "Warning: Unable to refresh token: invalid_grant\nBad Request",
            "! OAuth failure [invalid_grant]\n• Bad Request",
            "oauth2: \"invalid_grant\" \"Bad Request\" \"https://example.test/help\"",
            "{\"error\":\"oauth2: \\\"invalid_grant\\\" \\\"Bad Request\\\"\"}",
            "FlowExchangeError: invalid_grantBad Request",
            "failed: invalid_grant - Bad Request",
            "('invalid_grant: Bad Request', {'error': 'x'})",
            "{\"detail\":\"('invalid_grant: Bad Request', 1)\"}",
            "invalid_grant: Bad Request (see https://example.test/help)",
            "invalid_grant: Bad Request; See https://example.test/help for more info",
            "invalid_grant: Bad Request - https://example.test/help",
            "invalid_grant: Bad Request (OAuth2::Error)",
            "{\"error\":\"Server error: invalid_grant: Bad Request\"}",
            "{\"m\":\"invalid_grant: Bad Request\\n    at main\"}",
            "<pre>Error: invalid_grant: Bad Request<br>at main</pre>",
            "Authenticating: invalid_grant: Bad Request              FAIL",
            "OAuth token endpoint failure: invalid_grant;Description=Bad Request",
            "Server error: invalid_grant: Bad Request: invalid_grant: Bad Request",
        ] {
            assert_eq!(description(text).as_deref(), Some("Bad Request"), "{text}");
        }
    }

    #[test]
    fn keeps_texts_that_nobody_knows_whole() {
        for (text, wanted) in [
            ("failed (invalid_grant): The fridge is open", "The fridge is open"),
            ("invalid_grant: the (small) fridge: open", "the (small) fridge: open"),
            ("(Error: invalid_grant - the fridge is open)", "the fridge is open"),
            ("Error: \"invalid_grant: user hasn't a fridge\", code 3", "user hasn't a fridge"),
            ("{\"e\":\"x: invalid_grant: a \\\"cold\\\" fridge\",\"y\":1}", "a \"cold\" fridge"),
        ] {
            assert_eq!(description(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn joins_a_known_text_that_was_wrapped() {
        let text = "invalid_grant: Token has been expired or\n   revoked. Do something";
        assert_eq!(description(text).as_deref(), Some("Token has been expired or revoked."));
    }

    #[test]
    fn invents_nothing() {
        for text in [
            "Error: invalid_grant",
            "\"error\": \"invalid_grant\",",
            "Error: invalid_grant, code:400",
            "invalid_grant\n    at main (app.js:1:1)",
            "invalid_grant (OAuth2::Error)",
            "invalid_grant (axios)",
            "invalid_grant: {\"a\":1}",
            "invalid_grant and more words",
        ] {
            assert_eq!(description(text), None, "{text}");
        }
    }
}
