//! In: the text of a value. Out: its [`Shape`]: what kind of value it looks like, how long it is, a sketch that may be
//! shown, and the places where it looks damaged.
//!
//! Kinds are told by the public beginnings that Google's credentials have; Google may change them, so a shape is
//! evidence, never validation. Sources: the credential formats in Google's OAuth documentation
//! (<https://developers.google.com/identity/protocols/oauth2#size>) and the prefixes that secret scanners look for.

use super::sketch;
use crate::{overwrite, report::Range};
use std::{borrow::Cow, ops::Deref};

/// What a value looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The kind of value.
    pub kind: ValueKind,
    /// The number of characters, everything counted.
    pub length: usize,
    /// What may be shown of the value: the public prefix of its kind, the characters that do not belong, and `…` for
    /// everything hidden.
    pub sketch: String,
    /// The characters that do not belong into a credential, in order; at most eight.
    pub flaws: Vec<Flaw>,
}

/// The kinds of value that can be told apart by their looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// `4/…`: a Google authorization code or device code.
    AuthorizationCode,
    /// `ya29.…`: a Google access token.
    AccessToken,
    /// `1//…` or `1/…`: a Google refresh token.
    RefreshToken,
    /// Three base64url parts: a JWT, such as an ID token or an assertion.
    Jwt,
    /// `GOCSPX-…`: a Google client secret.
    ClientSecret,
    /// `AIza…`: a Google API key.
    ApiKey,
    /// A PEM private key.
    PrivateKey,
    /// `….apps.googleusercontent.com`: a Google client ID.
    ClientId,
    /// An address with a scheme.
    Url,
    /// An address without a scheme or host, such as `/favicon.ico`.
    Path,
    /// The path of a file: `./token.json`, `C:\\keys\\key.pem`, `~/.config/token`.
    FilePath,
    /// The text of a JSON file of credentials: a service account's key, a client's id and secret, a stored token.
    CredentialFile,
    /// An e-mail address.
    Email,
    /// The address of a consumer's Gmail account: `…@gmail.com`, `…@googlemail.com`.
    ConsumerAddress,
    /// `….gserviceaccount.com`: the address of a service account.
    ServiceAccount,
    /// A value that was meant to be replaced: `${TOKEN}`, `{{token}}`, `<token>`, `YOUR_TOKEN`.
    Placeholder,
    /// What a program prints when it has no value: `undefined`, `null`, `None`, `[object Object]`.
    Nothing,
    /// A JSON object or array, or another object written out as text.
    SerializedObject,
    /// No characters, or blanks alone.
    Empty,
    /// Anything else.
    Opaque,
}

impl ValueKind {
    /// The kind in words, with its article: `an access token`.
    pub fn words(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "an authorization code",
            Self::AccessToken => "an access token",
            Self::RefreshToken => "a refresh token",
            Self::Jwt => "a JWT",
            Self::ClientSecret => "a client secret",
            Self::ApiKey => "an API key",
            Self::PrivateKey => "a private key",
            Self::ClientId => "a client ID",
            Self::Url => "a URL",
            Self::Path => "a path",
            Self::FilePath => "the path of a file",
            Self::CredentialFile => "the contents of a JSON file of credentials",
            Self::Email => "an e-mail address",
            Self::ConsumerAddress => "the address of a consumer's Gmail account",
            Self::ServiceAccount => "the address of a service account",
            Self::Placeholder => "an unfilled placeholder",
            Self::Nothing => "the word for a missing value",
            Self::SerializedObject => "an object written out as text",
            Self::Empty => "empty",
            Self::Opaque => "an opaque value",
        }
    }

    /// The kind of these words, joined by dots as a stand-in has them.
    pub(super) fn of_words(words: &str) -> Option<Self> {
        use crate::report::stand_in;
        let all = [
            Self::AuthorizationCode,
            Self::AccessToken,
            Self::RefreshToken,
            Self::Jwt,
            Self::ClientSecret,
            Self::ApiKey,
            Self::PrivateKey,
            Self::ClientId,
            Self::Url,
            Self::Path,
            Self::FilePath,
            Self::CredentialFile,
            Self::Email,
            Self::ConsumerAddress,
            Self::ServiceAccount,
            Self::Placeholder,
            Self::SerializedObject,
        ];
        all.into_iter().find(|kind| {
            let own = stand_in::words(kind.words());
            own.split_once('.').map_or(own.as_str(), |(_, rest)| rest) == words || own == words
        })
    }

    /// True for values that machines make, whose exact length gives nothing away.
    pub fn is_machine_made(self) -> bool {
        matches!(
            self,
            Self::AuthorizationCode
                | Self::AccessToken
                | Self::RefreshToken
                | Self::Jwt
                | Self::ClientSecret
                | Self::ApiKey
                | Self::PrivateKey
                | Self::ClientId
        )
    }
}

/// Characters of a value that do not belong into a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What they are.
    pub kind: FlawKind,
    /// Where the sketch shows them.
    pub range: Range,
}

/// What does not belong into a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawKind {
    /// Blanks or tabs before, inside or after the value.
    Blank,
    /// A line break before, inside or after the value.
    LineBreak,
    /// Quotation marks around or inside the value.
    Quote,
    /// A byte order mark.
    ByteOrderMark,
    /// A shell prompt before the value.
    ShellPrompt,
    /// A percent escape that one decoding left behind.
    PercentEscape,
    /// Punctuation that no credential holds, such as `&` or `{`.
    Punctuation,
    /// A control, zero-width or bidirectional character.
    Invisible,
}

impl FlawKind {
    /// The flaw in words, as the subject of a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Blank => "a blank",
            Self::LineBreak => "a line break",
            Self::Quote => "a quotation mark",
            Self::ByteOrderMark => "a byte order mark",
            Self::ShellPrompt => "a shell prompt",
            Self::PercentEscape => "a percent escape",
            Self::Punctuation => "punctuation that no credential holds",
            Self::Invisible => "an invisible character",
        }
    }
}

impl Shape {
    /// The shape of `text`.
    pub fn of(text: &str) -> Self {
        let kind = kind_of(text);
        let (sketch, flaws) = sketch::draw(text, kind);
        Self { kind, length: text.chars().count(), sketch, flaws }
    }

    /// True when something in the value does not belong into a credential, percent escapes aside.
    pub fn is_flawed(&self) -> bool {
        self.flaws.iter().any(|flaw| flaw.kind != FlawKind::PercentEscape)
    }

    /// The first percent escape that one decoding left behind.
    pub fn percent_escape(&self) -> Option<&Flaw> {
        self.flaws.iter().find(|flaw| flaw.kind == FlawKind::PercentEscape)
    }
}

/// The value without what commonly clings to it when it is pasted: blanks, line breaks, quotation marks, a byte order
/// mark.
pub(super) fn core(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | '`' | '\u{feff}'))
}

/// The text with every `%XX` replaced once; bytes that are no UTF-8 become U+FFFD.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if memchr::memchr(b'%', bytes).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = escape_at(bytes, at) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    Cow::Owned(
        String::from_utf8(decoded).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}

/// The text, which is overwritten when it is dropped if it is a copy.
pub(super) fn overwritten(text: Cow<'_, str>) -> impl Deref<Target = str> {
    struct Overwritten<'a>(Cow<'a, str>);
    impl Deref for Overwritten<'_> {
        type Target = str;
        fn deref(&self) -> &str {
            &self.0
        }
    }
    impl Drop for Overwritten<'_> {
        fn drop(&mut self) {
            if let Cow::Owned(text) = &mut self.0 {
                overwrite::text(text);
            }
        }
    }
    Overwritten(text)
}

/// The byte that the escape at `at` stands for, if there is one.
pub(super) fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let [b'%', high, low] = bytes.get(at..at + 3)? else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn kind_of(text: &str) -> ValueKind {
    let core = core(text);
    if core.is_empty() {
        return ValueKind::Empty;
    }
    if NOTHING.contains(&core) {
        return ValueKind::Nothing;
    }
    let once = overwritten(percent_decoded(core));
    let decoded = overwritten(percent_decoded(&once));
    let value = decoded.strip_prefix("$ ").unwrap_or(&decoded);
    if is_placeholder(value) {
        ValueKind::Placeholder
    } else if is_credential_file(value) {
        ValueKind::CredentialFile
    } else if holds(value, "-----BEGIN") {
        ValueKind::PrivateKey
    } else if value.starts_with(['{', '[']) || value.starts_with("Optional(") || value.starts_with("b'") {
        ValueKind::SerializedObject
    } else if value.starts_with("ya29.") {
        ValueKind::AccessToken
    } else if value.starts_with("1//") || value.strip_prefix("1/").is_some_and(|rest| rest.len() >= 20) {
        ValueKind::RefreshToken
    } else if value.starts_with("4/") {
        ValueKind::AuthorizationCode
    } else if value.starts_with("GOCSPX-") {
        ValueKind::ClientSecret
    } else if value.starts_with("AIza") {
        ValueKind::ApiKey
    } else if value.starts_with("eyJ") && value.bytes().filter(|byte| *byte == b'.').count() >= 2 {
        ValueKind::Jwt
    } else if value.ends_with(".apps.googleusercontent.com") && !holds(value, "://") {
        ValueKind::ClientId
    } else if is_file_path(value) {
        ValueKind::FilePath
    } else if has_scheme(value) {
        ValueKind::Url
    } else if value.starts_with('/') {
        ValueKind::Path
    } else if !is_email(value) {
        ValueKind::Opaque
    } else if value.ends_with(".gserviceaccount.com") {
        ValueKind::ServiceAccount
    } else if value.ends_with("@gmail.com") || value.ends_with("@googlemail.com") {
        ValueKind::ConsumerAddress
    } else {
        ValueKind::Email
    }
}

/// What programs print when there is no value.
pub(super) const NOTHING: [&str; 9] =
    ["undefined", "null", "None", "nil", "NaN", "false", "true", "[object Object]", "[object Promise]"];

fn is_placeholder(value: &str) -> bool {
    let wrapped = [("${", "}"), ("{{", "}}"), ("<", ">"), ("%(", ")s"), ("#{", "}"), ("$(", ")"), ("%{", "}")];
    wrapped.iter().any(|(open, close)| value.starts_with(open) && value.ends_with(close))
        || (value.len() < 64
            && ["YOUR_", "YOUR-", "your_", "your-", "REPLACE_", "<YOUR"].iter().any(|start| value.starts_with(start)))
        || (value.len() < 64
            && value.len() > 1
            && value.strip_prefix('$').is_some_and(|name| {
                name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            }))
}

fn is_file_path(value: &str) -> bool {
    let is_drive = value.as_bytes().get(1..3).is_some_and(|rest| matches!(rest, b":\\" | b":/"))
        && value.as_bytes()[0].is_ascii_alphabetic();
    let ending = [".json", ".pem", ".p12", ".pickle", ".txt", ".env", ".key"];
    let has_ending = ending.iter().any(|ending| value.ends_with(ending));
    is_drive
        || ["~/", "./", "../", "file://", ".\\"].iter().any(|start| value.starts_with(start))
        || has_ending && !holds(value, "://") && !value.contains(char::is_whitespace)
}

/// The members that Google's downloads and libraries write into such files.
fn is_credential_file(value: &str) -> bool {
    let members = ["\"private_key\"", "\"client_secret\"", "\"refresh_token\"", "\"client_email\"", "\"token_uri\""];
    value.starts_with('{') && members.iter().any(|member| holds(value, member))
}

/// Whether `text` stands in `value`. The search of std takes several times as long for a long value.
fn holds(value: &str, text: &str) -> bool {
    memchr::memmem::find(value.as_bytes(), text.as_bytes()).is_some()
}

fn has_scheme(value: &str) -> bool {
    let start = &value.as_bytes()[..value.len().min(LONGEST_SCHEME + 3)];
    memchr::memmem::find(start, b"://").is_some_and(|end| {
        let scheme = &value[..end];
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

const LONGEST_SCHEME: usize = 39;

fn is_email(value: &str) -> bool {
    memchr::memchr(b'@', value.as_bytes()).is_some_and(|at| {
        let (local, domain) = (&value[..at], &value[at + 1..]);
        !local.is_empty() && domain.contains('.') && !domain.contains('@') && !value.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_kinds_apart() {
        let kinds = [
            ("4/0AEXAMPLE", ValueKind::AuthorizationCode),
            ("4%2F0AEXAMPLE", ValueKind::AuthorizationCode),
            ("4%252F0AEXAMPLE", ValueKind::AuthorizationCode),
            ("ya29.a0EXAMPLE", ValueKind::AccessToken),
            ("'1//0gEXAMPLE'", ValueKind::RefreshToken),
            ("1/EXAMPLEEXAMPLEEXAMPLE-", ValueKind::RefreshToken),
            ("eyJhbGciOiJSUzI1NiJ9.eyJEXAMPLE.EXAMPLE", ValueKind::Jwt),
            ("GOCSPX-EXAMPLE", ValueKind::ClientSecret),
            ("123-abc.apps.googleusercontent.com", ValueKind::ClientId),
            ("https://app.example.test/cb?code=4/0AEXAMPLE", ValueKind::Url),
            ("/favicon.ico", ValueKind::Path),
            ("./client_secret.json", ValueKind::FilePath),
            ("C:\\keys\\EXAMPLE.p12", ValueKind::FilePath),
            ("~/.config/token", ValueKind::FilePath),
            ("/home/someone/token.json", ValueKind::FilePath),
            ("{\"installed\":{\"client_id\":\"x\",\"client_secret\":\"GOCSPX-EXAMPLE\"}}", ValueKind::CredentialFile),
            ("someone@example.com", ValueKind::Email),
            ("someone@gmail.com", ValueKind::ConsumerAddress),
            ("robot@example.iam.gserviceaccount.com", ValueKind::ServiceAccount),
            ("${REFRESH_TOKEN}", ValueKind::Placeholder),
            ("$REFRESH_TOKEN", ValueKind::Placeholder),
            ("YOUR_REFRESH_TOKEN", ValueKind::Placeholder),
            ("undefined", ValueKind::Nothing),
            ("{\"code\":\"4/0AEXAMPLE\"}", ValueKind::SerializedObject),
            (" \n", ValueKind::Empty),
            ("4", ValueKind::Opaque),
        ];
        for (text, kind) in kinds {
            assert_eq!(Shape::of(text).kind, kind, "{text}");
        }
    }
}
