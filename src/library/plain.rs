//! In: a text as it was pasted or sent. Out: the text as its signs are written: without colours, HTML character references and
//! the backslashes of strings in strings.
//!
//! A backslash before a quote or a slash goes; any other run of them becomes one slash, so that `GuzzleHttp\\Exception`, `C:\app\node_modules`
//! and their doubled forms read alike. An escaped line break is then `/n`, which [`crate::pattern`] knows.

use crate::exchange::texts::unescaped;
use zeroize::Zeroizing;

/// So much of a text is looked at, in bytes: a library is named at the beginning of what it prints.
const LONGEST: usize = 128 * 1024;

/// `text`, plain. It may quote credentials, so it is overwritten when it is dropped.
pub(super) fn plain(text: &str) -> Zeroizing<String> {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let once = Zeroizing::new(if text.contains('&') { unescaped(text) } else { text.to_owned() });
    let text = Zeroizing::new(if once.contains('&') { unescaped(&once) } else { once.to_string() });
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['\\', '\u{1b}', '\r']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\u{1b}') {
            rest = after.strip_prefix('[').map_or(after, after_colour);
        } else if let Some(after) = rest.strip_prefix('\r') {
            rest = after;
        } else {
            rest = rest.trim_start_matches('\\');
            if !rest.starts_with(['"', '\'', '/']) {
                out.push('/');
            }
        }
    }
    out.push_str(rest);
    out
}

/// What follows a colour's numbers and its letter.
fn after_colour(text: &str) -> &str {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';');
    rest.strip_prefix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    fn plain(text: &str) -> String {
        super::plain(text).to_string()
    }

    #[test]
    fn reads_strings_in_strings() {
        assert_eq!(plain(r#"{"error":"Error:\"invalid_grant\""}"#), r#"{"error":"Error:"invalid_grant""}"#);
        assert_eq!(
            plain(r"GuzzleHttp\\Exception\ClientException https:\/\/x"),
            "GuzzleHttp/Exception/ClientException https://x"
        );
        assert_eq!(plain(r"C:\app\node_modules\gaxios\x"), "C:/app/node_modules/gaxios/x");
        assert_eq!(plain("\u{1b}[31m[auth][error]\u{1b}[0m x\r\n"), "[auth][error] x\n");
        assert_eq!(plain("('invalid_grant: x&#x27;, &amp;quot;"), "('invalid_grant: x', \"");
    }

    #[test]
    fn a_long_text_is_cut_at_a_letter() {
        assert!(plain(&"é".repeat(200_000)).len() <= super::LONGEST);
        assert_eq!(plain("\u{1b}"), "");
        assert_eq!(plain("\u{1b}[12;"), "");
    }
}
