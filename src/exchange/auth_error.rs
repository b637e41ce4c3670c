//! In: the `authError` of an address of Google's authorization error page. Out: [`AuthError`], what the page says and why:
//! code, message, help link, status and the parameters that Google received.
//!
//! The value is base64, in either alphabet, of a protobuf message (`string code = 1; string message = 2; string help = 3;
//! int32 status = 4; repeated {string key = 1; string value = 2;} parameter = 5; {string message = 2; string help = 4;}
//! page = 6;`), worked out from public samples, for Google publishes no schema. People cut these addresses short when they
//! pass them on, so what stands before a break counts. The reader borrows from the decoded bytes and never holds more than
//! the input. What the code means is no matter of this file.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::str;
use zeroize::Zeroizing;

use super::harmless;

/// What Google's error page says. A message or a parameter may name a person, so all of it is overwritten when it is
/// dropped.
pub(super) struct AuthError {
    /// The error code, such as `redirect_uri_mismatch`.
    pub(super) code: String,
    /// The message, in the language of the person who sees the page.
    pub(super) message: Option<Zeroizing<String>>,
    /// The address of the page that explains the error.
    pub(super) help: Option<Zeroizing<String>>,
    /// The status that the answer would have had; the page itself comes with 200.
    pub(super) status: Option<u16>,
    /// What Google received and quotes, by name and value.
    pub(super) parameters: Vec<(String, Zeroizing<String>)>,
    /// True when the message breaks off before its end.
    pub(super) is_cut: bool,
}

/// The most parameters that are read.
const MOST: usize = 100;

impl AuthError {
    /// Reads `text`, the value after one form decoding; `None` when it holds no error code.
    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = decoded(text)?;
        let mut error = Self {
            code: String::new(),
            message: None,
            help: None,
            status: None,
            parameters: Vec::new(),
            is_cut: false,
        };
        let mut fields = Fields::of(&bytes);
        for (number, value) in &mut fields {
            error.take(number, value);
        }
        error.is_cut = fields.is_broken;
        harmless::is_error_code(&error.code).then_some(error)
    }

    fn take(&mut self, number: u64, value: Value<'_>) {
        match (number, value) {
            (1, Value::Bytes(bytes)) if self.code.is_empty() => {
                text(bytes).unwrap_or_default().clone_into(&mut self.code);
            }
            (2, Value::Bytes(bytes)) => self.message = owned(bytes),
            (3, Value::Bytes(bytes)) => self.help = owned(bytes),
            (4, Value::Number(number)) => self.status = u16::try_from(number).ok().filter(|it| (100..600).contains(it)),
            (5, Value::Bytes(bytes)) if self.parameters.len() < MOST => self.parameters.extend(pair(bytes)),
            (6, Value::Bytes(bytes)) => {
                for (number, value) in Fields::of(bytes) {
                    match (number, value) {
                        (2, Value::Bytes(bytes)) if self.message.is_none() => self.message = owned(bytes),
                        (4, Value::Bytes(bytes)) if self.help.is_none() => self.help = owned(bytes),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// A form decoder turns an unescaped `+` into a blank, so a blank counts as one. A last character that holds less than a
/// byte is left over where an address was cut.
fn decoded(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let letters: Zeroizing<Vec<u8>> = Zeroizing::new(
        text.trim_end_matches(['=', ' '])
            .bytes()
            .map(|byte| match byte {
                b'-' | b' ' => b'+',
                b'_' => b'/',
                _ => byte,
            })
            .collect(),
    );
    let whole = letters.len() - usize::from(letters.len() % 4 == 1);
    LENIENT.decode(&letters[..whole]).ok().map(Zeroizing::new)
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

fn pair(bytes: &[u8]) -> Option<(String, Zeroizing<String>)> {
    let (mut name, mut content) = (None, Zeroizing::new(String::new()));
    for (number, value) in Fields::of(bytes) {
        match (number, value) {
            (1, Value::Bytes(bytes)) => name = text(bytes).map(str::to_owned),
            (2, Value::Bytes(bytes)) => content = owned(bytes)?,
            _ => {}
        }
    }
    Some((name.filter(|name| !name.is_empty())?, content))
}

fn owned(bytes: &[u8]) -> Option<Zeroizing<String>> {
    text(bytes).map(|text| Zeroizing::new(text.to_owned()))
}

fn text(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok()
}

/// The value of a protobuf field (<https://protobuf.dev/programming-guides/encoding/>).
enum Value<'a> {
    /// A varint.
    Number(u64),
    /// A length and that many bytes.
    Bytes(&'a [u8]),
    /// Four or eight bytes, which no field of this message has.
    Fixed,
}

/// The fields of a message, in order, up to the first that is broken.
struct Fields<'a> {
    rest: &'a [u8],
    is_broken: bool,
}

impl<'a> Fields<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, is_broken: false }
    }

    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.bytes(8).map(|_| Value::Fixed)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Value::Bytes(self.bytes(length)?)
            }
            5 => self.bytes(4).map(|_| Value::Fixed)?,
            // Groups are deprecated, and no writer of Google's uses them here.
            _ => return None,
        };
        (tag >> 3 != 0).then_some((tag >> 3, value))
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for (place, byte) in self.rest.iter().take(10).enumerate() {
            let seven = u64::from(byte & 0x7f);
            // The tenth byte holds the last bit of 64.
            if place == 9 && seven > 1 {
                return None;
            }
            number |= seven << (7 * place);
            if byte & 0x80 == 0 {
                self.rest = &self.rest[place + 1..];
                return Some(number);
            }
        }
        None
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() || self.is_broken {
            return None;
        }
        let field = self.field();
        self.is_broken = field.is_none();
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    fn varint(mut number: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number > 0x7f {
            bytes.push(0x80 | u8::try_from(number & 0x7f).expect("seven bits"));
            number >>= 7;
        }
        bytes.push(u8::try_from(number).expect("seven bits"));
        bytes
    }

    fn field(number: usize, value: &[u8]) -> Vec<u8> {
        [varint(number << 3 | 2), varint(value.len()), value.to_vec()].concat()
    }

    fn status(number: usize) -> Vec<u8> {
        [varint(4 << 3), varint(number)].concat()
    }

    fn parameter(name: &str, value: &str) -> Vec<u8> {
        field(5, &[field(1, name.as_bytes()), field(2, value.as_bytes())].concat())
    }

    fn whole() -> Vec<u8> {
        [
            field(1, b"redirect_uri_mismatch"),
            field(2, "Zażółć: register the redirect URI.".as_bytes()),
            field(3, b"https://developers.google.com/identity/protocols/oauth2/"),
            status(400),
            parameter("redirect_uri", "https://mail-app.example/EXAMPLE/callback"),
            parameter("scope", "openid"),
            field(6, &field(2, b"again")),
        ]
        .concat()
    }

    fn read(text: &str) -> AuthError {
        AuthError::read(text).expect("an error of the authorization page")
    }

    #[test]
    fn reads_every_field() {
        let error = read(&URL_SAFE_NO_PAD.encode(whole()));
        assert_eq!(error.code, "redirect_uri_mismatch");
        assert_eq!(error.message.expect("a message").as_str(), "Zażółć: register the redirect URI.");
        assert_eq!(error.help.expect("a link").as_str(), "https://developers.google.com/identity/protocols/oauth2/");
        assert_eq!((error.status, error.is_cut), (Some(400), false));
        let names: Vec<_> = error.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(names, [("redirect_uri", "https://mail-app.example/EXAMPLE/callback"), ("scope", "openid")]);
    }

    #[test]
    fn either_alphabet_with_or_without_padding_is_read() {
        let bytes = [field(1, b"invalid_scope"), field(2, "¿>>>???~~~".as_bytes()), status(400)].concat();
        let standard = STANDARD.encode(&bytes);
        assert!(standard.contains(['+', '/']), "{standard} tries both alphabets");
        for text in [
            standard.clone(),
            standard.trim_end_matches('=').to_owned(),
            standard.replace('+', " "),
            URL_SAFE_NO_PAD.encode(&bytes),
        ] {
            let error = read(&text);
            assert_eq!(
                (error.code.as_str(), error.status, error.is_cut),
                ("invalid_scope", Some(400), false),
                "{text}"
            );
            assert_eq!(error.message.expect("a message").as_str(), "¿>>>???~~~", "{text}");
        }
    }

    #[test]
    fn the_newer_page_s_message_serves_where_there_is_no_other() {
        let page = [field(1, b"x"), field(2, b"Access blocked"), field(4, b"https://support.google.com/")].concat();
        let error = read(&STANDARD.encode([field(1, b"access_denied"), field(6, &page)].concat()));
        assert_eq!(error.message.expect("a message").as_str(), "Access blocked");
        assert_eq!(error.help.expect("a link").as_str(), "https://support.google.com/");
    }

    #[test]
    fn what_stands_before_a_break_counts() {
        let bytes = whole();
        let text = STANDARD.encode(&bytes[..40]);
        let error = read(&text[..text.len() - 3]);
        assert_eq!(error.code, "redirect_uri_mismatch");
        assert!(error.message.is_none() && error.is_cut);
    }

    #[test]
    fn what_is_no_such_message_is_refused() {
        let longer_than_it_is = [varint(1 << 3 | 2), varint(usize::MAX), b"invalid".to_vec()].concat();
        let group = [varint(1 << 3 | 3), field(1, b"invalid_scope")].concat();
        let no_field = field(0, b"invalid_scope");
        let endless = vec![0xff; 64];
        let not_a_code = field(1, b"4/0AEXAMPLE");
        let not_utf8 = field(1, b"invalid\xffscope");
        for bytes in [longer_than_it_is, group, no_field, endless, not_a_code, not_utf8, Vec::new()] {
            assert!(AuthError::read(&STANDARD.encode(&bytes)).is_none(), "{bytes:?}");
        }
        for text in ["", "=", "A", "redirect_uri_mismatch", "%%%", "ąę", "disabled-client"] {
            assert!(AuthError::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn many_parameters_are_cut() {
        let bytes = [field(1, b"invalid_request"), parameter("prompt", "none").repeat(10_000)].concat();
        assert_eq!(read(&STANDARD.encode(bytes)).parameters.len(), MOST);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = AuthError::read(&text);
        }

        #[test]
        fn any_bytes_hold_no_more_than_they_are(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Some(error) = AuthError::read(&URL_SAFE_NO_PAD.encode(&bytes)) {
                let long = |text: &Option<Zeroizing<String>>| text.as_ref().map_or(0, |text| text.len());
                let parameters: usize = error.parameters.iter().map(|(name, value)| name.len() + value.len()).sum();
                prop_assert!(error.code.len() + long(&error.message) + long(&error.help) + parameters <= bytes.len());
            }
        }

        #[test]
        fn what_was_written_is_read(code in "[a-z]{3,9}(_[a-z]{3,9}){0,2}", message in any::<String>(), number in 100usize..600) {
            let bytes = [field(1, code.as_bytes()), field(2, message.as_bytes()), status(number)].concat();
            let error = read(&STANDARD.encode(bytes));
            prop_assert_eq!(error.code, code);
            prop_assert_eq!(error.message.map(|text| text.to_string()), Some(message));
            prop_assert_eq!(error.status.map(usize::from), Some(number));
        }
    }
}
