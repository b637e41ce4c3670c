//! In: free text from a server. Out: [`Text`], which may be shown: a known text as it came, or an unknown one with
//! everything that could be a credential or a person hidden.
//!
//! Known texts are those that the cause pages match on, and Google's other texts listed here. Servers echo what they
//! were sent (an old signature error holds the whole assertion), so nothing else is kept verbatim.

use crate::{causes, secret::is_invisible};
use std::sync::OnceLock;

/// A text from a server, safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What to show: at most [`LONGEST`] characters.
    pub shown: String,
    /// The known text or template (`*` for any run of characters) that it equals, letter case and final full stop aside.
    pub known: Option<&'static str>,
}

impl Text {
    /// Reads `text`; whatever equals or contains one of `secrets` is hidden.
    pub fn read(text: &str, secrets: &[&str]) -> Self {
        let plain = unescaped(&unescaped(text));
        let plain = first_sentence_of_entra(plain.trim());
        if let Some(known) = recognised(plain) {
            // Where a star stands for nothing, the text is the known one to the letter.
            let is_whole = known.strip_suffix('*').is_some_and(|start| !start.contains('*') && matches(start, plain));
            let shown = if known.contains('*') && !is_whole { known.replace('*', "…") } else { plain.to_owned() };
            return Self { shown, known: Some(known) };
        }
        Self { shown: scrubbed(plain, secrets), known: None }
    }
}

/// The most that is shown of an unknown text, in characters.
pub const LONGEST: usize = 200;

/// Whether `text` equals `pattern`, in which `*` stands for any run of characters; letter case and a final full stop do
/// not count.
#[inline]
pub fn matches(pattern: &str, text: &str) -> bool {
    // Of many patterns few begin as the text does.
    let differ = |pattern: &u8, text: &u8| {
        pattern.is_ascii_graphic() && text.is_ascii_graphic() && *pattern != b'*' && !pattern.eq_ignore_ascii_case(text)
    };
    let firsts = pattern.as_bytes().first().zip(text.as_bytes().first());
    !firsts.is_some_and(|(pattern, text)| differ(pattern, text)) && matches_throughout(pattern, text)
}

fn matches_throughout(pattern: &str, text: &str) -> bool {
    // A star at the end takes the full stop, too.
    let text = if pattern.ends_with('*') { text.trim() } else { bare(text) };
    let pattern = bare(pattern);
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = strip_prefix_ignoring_case(text, first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            let Some(from) = rest.len().checked_sub(part.len()) else { return false };
            return rest.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(part));
        }
        let Some(after) = find_ignoring_case(rest, part) else { return false };
        rest = after;
    }
    true
}

/// The first known text that stands somewhere in `page`, an error page or another long text.
pub fn mentioned(page: &str) -> Option<&'static str> {
    let lower = page.to_ascii_lowercase();
    known()
        .filter(|known| !known.contains('*') && known.contains(' '))
        .find(|known| memchr::memmem::find(lower.as_bytes(), bare(known).to_ascii_lowercase().as_bytes()).is_some())
}

/// Microsoft Entra's texts go on with times and trace ids after the sentence that tells the case
/// (<https://learn.microsoft.com/entra/identity-platform/reference-error-codes>).
fn first_sentence_of_entra(text: &str) -> &str {
    match text.find(". ").filter(|_| text.starts_with("AADSTS")) {
        Some(end) => &text[..=end],
        None => text,
    }
}

fn recognised(text: &str) -> Option<&'static str> {
    let first = [first_letter(text), b'*'];
    let find = |wants_template: bool| {
        let candidates = first.iter().flat_map(|letter| beginning_with(*letter));
        candidates.filter(|known| known.contains('*') == wants_template).find(|known| matches(known, text))
    };
    // A text that is known to the letter is shown to the letter, even where a template would fit too.
    if text.len() <= 1000 { find(false).or_else(|| find(true)) } else { None }
}

/// The known texts whose first letter is `letter`, of which capitals do not count.
fn beginning_with(letter: u8) -> impl Iterator<Item = &'static str> {
    static SORTED: OnceLock<Vec<&'static str>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut sorted: Vec<_> = known().collect();
        sorted.sort_by_key(|known| first_letter(known));
        sorted
    });
    let start = sorted.partition_point(|known| first_letter(known) < letter);
    sorted[start..].iter().copied().take_while(move |known| first_letter(known) == letter)
}

/// The first letter of `text` in lower case; 0 of an empty one.
pub(crate) fn first_letter(text: &str) -> u8 {
    text.as_bytes().first().map_or(0, u8::to_ascii_lowercase)
}

/// Every text and template that is known.
pub(crate) fn known() -> impl Iterator<Item = &'static str> {
    causes::DESCRIPTIONS.iter().chain(OTHERS).copied().filter(|known| !known.is_empty())
}

/// Texts of Google's that no page matches on.
const OTHERS: &[&str] = &[
    "Forbidden",
    "Precondition Required",
    "Unauthorized",
    "Bad Request",
    "Backend Error",
    "Token expired or revoked",
    "Invalid Credentials",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid \
     authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    "Request had insufficient authentication scopes.",
    "Invalid Value",
    // Of the authorization error page, in English.
    "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy. If you're the app developer, \
     register the redirect URI in the Google Cloud Console.",
    "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy. If you're the app developer, \
     register the JavaScript origin in the Google Cloud Console.",
    "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy for keeping apps secure. You \
     can let the app developer know that this app doesn't comply with one or more Google validation rules.",
    "The out-of-band (OOB) flow has been blocked in order to keep users secure. Follow the Out-of-Band (OOB) flow migration \
     guide linked in the developer docs below to migrate your app to an alternative method.",
];

fn bare(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix('.').unwrap_or(text)
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|_| &text[prefix.len()..])
}

fn find_ignoring_case<'a>(text: &'a str, part: &str) -> Option<&'a str> {
    text.char_indices().find_map(|(at, _)| strip_prefix_ignoring_case(&text[at..], part))
}

fn scrubbed(text: &str, secrets: &[&str]) -> String {
    let mut scrubbed = String::new();
    let echoes = secrets.iter().any(|secret| secret.len() >= 6 && text.contains(secret));
    for word in text.split_whitespace() {
        let safe = is_plain_word(word)
            && !(echoes
                && secrets.iter().any(|secret| secret.len() >= 6 && (secret.contains(word) || word.contains(secret))));
        let shown = if safe { word } else { "…" };
        if shown == "…" && scrubbed.ends_with('…') {
            continue;
        }
        if scrubbed.chars().count() + shown.chars().count() > LONGEST {
            scrubbed.push_str(" …");
            break;
        }
        if !scrubbed.is_empty() {
            scrubbed.push(' ');
        }
        scrubbed.push_str(shown);
    }
    scrubbed
}

/// True for a word that a sentence may hold: letters in one of the usual cases, short numbers, error numbers such as
/// `AADSTS70008`. A token mixes cases and digits; a person has an `@`.
fn is_plain_word(word: &str) -> bool {
    let is_usual = |letter: char| letter.is_ascii() || matches!(letter, '\u{c0}'..='\u{17f}' | '’' | '“' | '”');
    // The lines around a key are no words of a sentence.
    if word.chars().count() > 24
        || word.contains("-----")
        || word.chars().any(|letter| !is_usual(letter) || is_invisible(letter))
    {
        return false;
    }
    let core = word.trim_matches(|letter: char| letter.is_ascii_punctuation() || matches!(letter, '’' | '“' | '”'));
    core.split(['_', '-', '\'', '’', '/', ':', '.', ',']).all(|part| {
        let letters = part.chars().all(char::is_alphabetic);
        let one_case = part.chars().skip(1).all(char::is_lowercase)
            || (part.len() <= 12 && part.bytes().all(|byte| byte.is_ascii_uppercase()));
        let number = part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit());
        let numbered =
            |prefix| part.strip_prefix(prefix).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        let code = part.len() <= 16 && (numbered("AADSTS") || numbered("AADB2C"));
        letters && one_case || number || code || NAMES.contains(&part)
    })
}

/// Names in mixed case that servers' sentences hold.
const NAMES: [&str; 6] = ["OAuth", "OAuth2", "OpenID", "APIs", "URIs", "IDs"];

/// The text with its HTML character references undone once.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        // No further than a reference is long, nor into the next one: else each of a thousand ampersands costs what follows it.
        let name = rest[1..]
            .bytes()
            .take(LONGEST_REFERENCE - 1)
            .take_while(|byte| *byte != b'&')
            .position(|byte| byte == b';');
        let reference = name.and_then(|length| Some((length, character(&rest[1..=length])?)));
        let (length, letter) = reference.map_or((1, '&'), |(length, letter)| (length + 2, letter));
        plain.push(letter);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

/// The longest character reference that is undone, in bytes.
const LONGEST_REFERENCE: usize = "&#x10ffff;".len() + 1;

fn character(reference: &str) -> Option<char> {
    match reference {
        "quot" => Some('"'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_whole_texts_and_templates() {
        assert!(matches("Bad Request", "bad request."));
        assert!(!matches("Bad Request", "Bad Request Line"));
        assert!(matches(
            "ID Token issued at * is stale to sign-in.",
            "ID Token issued at 1741820427 is stale to sign-in"
        ));
        assert!(matches("Missing required parameter: *", "Missing required parameter: code"));
        assert!(!matches("Missing * parameter: *", "Missing parameter"));
        assert!(matches("*é", "éé"));
        assert!(matches("The end.*", "The end."));
    }

    #[test]
    fn known_texts_come_as_they_are() {
        let text = Text::read("Token has been expired or revoked.", &[]);
        assert_eq!(text.shown, "Token has been expired or revoked.");
        assert!(text.known.is_some());
        assert_eq!(Text::read("Invalid &amp;quot;x&amp;quot;", &[]).shown, "Invalid \"x\"");
    }

    #[test]
    fn unknown_texts_lose_tokens_and_people() {
        let text = Text::read("Token 1//0gEXAMPLE of someone@example.com for tenant 123456789 failed", &[]);
        assert_eq!(text.shown, "Token … of … for tenant … failed");
        assert_eq!(Text::read("-----BEGIN PRIVATE KEY----- MIIE0EXAMPLE", &[]).shown, "… PRIVATE …");
        assert_eq!(Text::read("L’accès est refusé", &[]).shown, "L’accès est refusé");
        assert_eq!(Text::read("оne lооkalike", &[]).shown, "…", "letters of another script");
        assert_eq!(Text::read("the secret word is opensesame", &["opensesame"]).shown, "the secret word is …");
        assert_eq!(Text::read("\u{202e}evil\u{200b} AADSTS70008: expired", &[]).shown, "… AADSTS70008: expired");
        assert_eq!(
            Text::read("AADSTS70008: The refresh token has expired. Trace ID: 6e94ade5-EXAMPLE", &[]).shown,
            "AADSTS70008: The refresh token has expired."
        );
        assert!(Text::read(&"word ".repeat(500), &[]).shown.chars().count() <= LONGEST + 2);
    }
}
