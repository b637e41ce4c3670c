//! In: a line of a text and some of what follows it. Out: [`Mention`] values: each place that tells of an error, with what
//! stands beside it.
//!
//! The line's words are those of [`super::words`]. What belongs together over several lines is put together by who reads them.

use super::{
    codes::{self, Code},
    described, known,
    quoted::{self, Value},
    words::{self, Word},
};
use crate::exchange::harmless;

/// A place that tells of an error.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mention {
    /// The error code.
    pub error: Option<String>,
    /// The description.
    pub description: Option<Description>,
    /// The subtype.
    pub subtype: Option<String>,
    /// True when the place alone does not tell of OAuth: other programs use the same words.
    pub is_common: bool,
    /// True when it is Google's authorization page that speaks (`Error 400: …`).
    pub is_page: bool,
    /// True when nothing but the token endpoint's address and a status tell of it.
    pub is_bare: bool,
}

/// A description as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    /// The text.
    pub text: String,
    /// How it was read; the greater is the surer.
    pub found: Found,
    /// True when the text broke off.
    pub is_cut: bool,
}

/// Where a description stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Found {
    /// Under a name that is not OAuth's, and no more than a status has for a phrase.
    Phrase,
    /// Somewhere, and the text is known.
    Wording,
    /// Beside the code.
    Beside,
    /// Under its name.
    Member,
}

impl Mention {
    /// Whether both tell of one error: nothing that one says is denied by the other.
    pub fn agrees(&self, other: &Self) -> bool {
        self.is_of_one_error(other)
            && match (&self.description, &other.description) {
                (Some(one), Some(other)) => one.is_same(other),
                _ => true,
            }
    }

    /// Whether both may tell of one error although their descriptions differ: one of them was read where it is less sure.
    pub fn may_be(&self, other: &Self) -> bool {
        self.is_of_one_error(other)
            && match (&self.description, &other.description) {
                (Some(one), Some(other)) => one.found != other.found,
                _ => true,
            }
    }

    fn is_of_one_error(&self, other: &Self) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| one.is_none() || other.is_none() || one == other;
        same(&self.error, &other.error) && same(&self.subtype, &other.subtype)
    }

    /// Adds what `other` tells; of two descriptions the surer and fuller one stays.
    pub fn join(&mut self, other: Self) {
        self.is_page |= other.is_page;
        self.is_bare &= other.is_bare;
        self.error = self.error.take().or(other.error);
        self.subtype = self.subtype.take().or(other.subtype);
        let rank = |read: &Description| (!read.is_cut, read.found, read.text.len());
        if other.description.as_ref().map(rank) > self.description.as_ref().map(rank) {
            self.description = other.description;
        }
    }
}

impl Description {
    /// Whether two readings are of one description.
    fn is_same(&self, other: &Self) -> bool {
        let (short, long) = if self.text.len() < other.text.len() { (self, other) } else { (other, self) };
        let bare = |text: &'_ str| text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        bare(&short.text) == bare(&long.text) || short.is_cut && long.text.starts_with(short.text.as_str())
    }
}

/// Every place of `text` before `end` that tells of an error. `text` may go on behind `end`.
pub(crate) fn all(text: &str, end: usize) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut read_to = 0;
    words::visit(text, end, |start, stop, word| {
        // A word within a description that was read tells nothing more.
        if start < read_to || mentions.len() >= MOST {
            return;
        }
        let found = match word {
            Word::Code(code) => of_code(text, start, stop, code),
            Word::Description => of_description(text, start, stop, &mut read_to),
            Word::Subtype => of_subtype(text, stop),
            Word::Telling => of_wording(text, start, stop, &mut read_to),
            Word::Type(code) => of_type(&text[..start], code),
            Word::TokenError => of_token_error(&text[stop..]),
            Word::Endpoint => {
                is_endpoint(text, stop).then(|| Mention { is_bare: true, is_common: true, ..Mention::default() })
            }
        };
        mentions.extend(found);
    });
    mentions
}

/// So many places are read in one line.
const MOST: usize = 512;

/// A subtype, or what Passport says, and all that is written around it fit into so many bytes. Where every word begins one, more would
/// make the work a multiple of the text.
const NEAR: usize = 300;

fn of_code(text: &str, start: usize, stop: usize, code: Code) -> Option<Mention> {
    if text[..start].ends_with(|before: char| before.is_alphanumeric() && !before.is_ascii_digit()) {
        return None;
    }
    let key = key_before(&text[..start]);
    let member = matches!(key, Some((_, true))).then(|| sibling(text, stop)).flatten();
    let description = member
        .map(|(key, value)| Description { found: under(key, &value), text: value.text, is_cut: value.is_cut })
        .or_else(|| {
            let text = described::beside(text, start, stop)?;
            Some(Description { text, found: Found::Beside, is_cut: false })
        });
    let is_page = is_page(&text[..start]);
    let description = description.or_else(|| is_page.then(|| page_text(&text[stop..])).flatten());
    let is_said = description.is_some() || is_page || key.is_some_and(|(key, _)| is_error_key(key));
    Some(Mention {
        error: Some(code.name.to_owned()),
        subtype: description.as_ref().and_then(|description| subtype_within(&description.text)),
        description,
        is_common: !code.is_telling && !is_said,
        is_page,
        is_bare: false,
    })
}

/// How sure a description is that stands under a name which is not OAuth's.
fn under(key: &str, value: &Value) -> Found {
    if key == "description" && PHRASES.contains(&value.text.as_str()) { Found::Phrase } else { Found::Member }
}

/// Phrases of HTTP statuses (RFC 9110 section 15.5), which Google also sends as descriptions.
const PHRASES: [&str; 3] = ["Bad Request", "Unauthorized", "Forbidden"];

/// The key before a value, and whether the value stands in quotes. `{"error" : "`, `Error: `, `error=`, `<error>`.
fn key_before(before: &str) -> Option<(&str, bool)> {
    let from = quoted::floor(before, before.len().saturating_sub(60));
    let near = &before[from..];
    let escaped = near.strip_suffix("\\u0022").map(|near| near.trim_end_matches('\\'));
    let is_quoted = escaped.is_some() || near.trim_end().ends_with(['"', '\'']);
    let near = escaped.unwrap_or(near);
    let is_joint = |letter: char| {
        matches!(letter, ' ' | '"' | '\'' | '\\' | '`' | '(' | '[' | '<' | '>' | ':' | '=' | '{' | ']')
            || letter.is_ascii_digit()
    };
    let key = near.trim_end_matches(is_joint);
    let joint = &near[key.len()..];
    if !joint.contains([':', '=', '>', '[']) {
        return None;
    }
    let start = key.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '_').len();
    let key = &key[start..];
    (!key.is_empty()).then_some((key, is_quoted || joint.contains('>')))
}

fn is_error_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["error", "err", "code", "exception", "failure", "failed", "message", "reason", "msg"]
        .iter()
        .any(|end| key.ends_with(end))
}

/// `{ code: 'invalid_grant', description: 'Bad Request' }`, `Error:"invalid_grant", Description:"Bad Request"`,
/// `"errorCode":"invalid_grant","errorMessage":"Bad Request"`.
fn sibling(text: &str, stop: usize) -> Option<(&str, Value)> {
    let close = quoted::quote_at(text.as_bytes(), stop)?;
    let rest = &text[stop + close.length..];
    let next = rest.trim_start_matches([',', ';', ' ', '\n', '\r', '\t', '"', '\'', '\\', ':']);
    let at = text.len() - next.len();
    let length = next.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let key = &next[..length];
    let is_named = ["description", "errormessage", "error_message"].iter().any(|name| key.eq_ignore_ascii_case(name));
    let value =
        (is_named && rest.len() - next.len() <= 80).then(|| quoted::value_after(text, at + length)).flatten()?;
    Some((key, value))
}

/// `Error 400: ` in front of the code, as Google's authorization page has it, in any language.
fn is_page(before: &str) -> bool {
    let Some(number) = before.strip_suffix(": ").or_else(|| before.strip_suffix(" - ")) else { return false };
    let word = number.trim_end_matches(|letter: char| letter.is_ascii_digit());
    number.len() - word.len() == 3
        && word.ends_with(' ')
        && word.trim_end().ends_with(|letter: char| letter.is_alphabetic())
        && !before.ends_with("- ") | word.to_ascii_lowercase().ends_with("error ")
}

/// The sentence that Google's page has under the code.
fn page_text(after: &str) -> Option<Description> {
    let below = after.trim_start();
    let is_below = after[..after.len() - below.len()].contains('\n');
    let sentence = below.split('\n').next().unwrap_or_default().trim_end();
    let is_sentence = is_below && sentence.contains(' ') && sentence.ends_with('.');
    is_sentence.then(|| Description { text: quoted::plain(sentence), found: Found::Beside, is_cut: false })
}

fn of_description(text: &str, start: usize, stop: usize, read_to: &mut usize) -> Option<Mention> {
    let value = quoted::value_after(text, stop)?;
    *read_to = value.end;
    if value.text.is_empty() {
        return None;
    }
    let error = error_near(text, start, value.end);
    let subtype = subtype_within(&value.text);
    // What merely bears the name, as a line of code does, is no answer.
    if error.is_none() && !value.is_quoted && !value.text.contains(' ') {
        return None;
    }
    Some(Mention {
        error,
        description: Some(Description { text: value.text, found: Found::Member, is_cut: value.is_cut }),
        subtype,
        ..Mention::default()
    })
}

/// The error code of the object that has its description at `start..end`.
fn error_near(text: &str, start: usize, end: usize) -> Option<String> {
    let from = quoted::floor(text, start.saturating_sub(300));
    let to = quoted::floor(text, text.len().min(end + 200));
    let names = |range: std::ops::Range<usize>| {
        memchr::memmem::find_iter(text[range.clone()].as_bytes(), "rror").map(|at| range.start + at).collect::<Vec<_>>()
    };
    let before = names(from..start).into_iter().rev();
    let after = names(end..to).into_iter();
    before.chain(after).find_map(|at| {
        let is_word = !text[at + 4..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '_');
        let value = is_word.then(|| quoted::value_after(text, at + 4)).flatten()?;
        if let Some(code) = codes::of_type(&value.text) {
            return Some(code.name.to_owned());
        }
        let is_code = harmless::is_error_code(&value.text)
            && (value.text.contains('_') || value.is_quoted && value.text.len() > 3);
        let is_googles = value.text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        (is_code && !is_googles).then_some(value.text)
    })
}

fn of_subtype(text: &str, stop: usize) -> Option<Mention> {
    let near = &text[..quoted::floor(text, stop + NEAR)];
    let subtype = subtype(&quoted::value_after(near, stop)?.text)?;
    Some(Mention { subtype: Some(subtype), ..Mention::default() })
}

/// `error: InvalidGrant`, `error = InvalidGrant`
fn of_type(before: &str, code: Code) -> Option<Mention> {
    ["error: ", "error = "]
        .iter()
        .any(|name| before.ends_with(name))
        .then(|| Mention { error: Some(code.name.to_owned()), ..Mention::default() })
}

/// `TokenError: Bad Request`, where Passport keeps the description as its message.
fn of_token_error(after: &str) -> Option<Mention> {
    let near = &after[..quoted::floor(after, NEAR)];
    let line = near.strip_prefix(": ")?.trim_start();
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    let line = &line[..memchr::memchr2(b'\n', b'<', line.as_bytes()).unwrap_or(line.len())];
    let place = || memchr::memmem::find(line.as_bytes(), b" at ").unwrap_or(line.len());
    let text = known::beginning(line).unwrap_or_else(|| line[..place()].trim());
    (text.len() <= 200).then(|| Mention {
        description: Some(Description { text: text.to_owned(), found: Found::Beside, is_cut: false }),
        is_common: true,
        ..Mention::default()
    })
}

fn of_wording(text: &str, start: usize, stop: usize, read_to: &mut usize) -> Option<Mention> {
    let (from, to) = known::around(text, &text[start..stop], start)?;
    *read_to = to;
    let words = text[from..to].to_owned();
    Some(Mention {
        is_common: known::is_common(&words),
        is_page: known::is_of_sign_in(&words),
        description: Some(Description { text: words, found: Found::Wording, is_cut: false }),
        ..Mention::default()
    })
}

/// `oauth2.googleapis.com/token` and its older forms.
pub(super) fn is_endpoint(text: &str, stop: usize) -> bool {
    let rest = &text[stop..];
    let paths =
        [".com/token", ".com/oauth2/v4/token", ".com/oauth2/v3/token", ".google.com/o/oauth2/token", ".com/v1/token"];
    paths.iter().any(|path| rest.starts_with(path))
}

/// `reauth related error (invalid_rapt)`
fn subtype_within(description: &str) -> Option<String> {
    let inner = description.strip_prefix("reauth related error (")?;
    subtype(inner.split(')').next()?)
}

fn subtype(text: &str) -> Option<String> {
    (harmless::is_error_code(text) && text.contains('_')).then(|| text.to_owned())
}
