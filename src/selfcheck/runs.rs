//! In: a finished text. Out: its runs of the bytes of one class, and the first of them in whose base64 or hexadecimal digits something is
//! hidden.

use crate::secret::WINDOW;
use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// The first run of base64 or of hexadecimal digits in which `holds` finds something once it is decoded, wherever in the run it begins.
pub(super) fn decoded(bytes: &[u8], holds: impl Fn(&[u8]) -> bool) -> Option<usize> {
    let holds = |decoded: Option<Vec<u8>>| decoded.is_some_and(|bytes| holds(&bytes));
    let in_base64 = runs(bytes, BASE64, LEAST_IN_BASE64)
        .find(|(_, run)| (0..4).any(|skipped| may_hold_window(&run[skipped..]) && holds(from_base64(&run[skipped..]))));
    let in_hex =
        || runs(bytes, HEX, LEAST_IN_HEX).find(|(_, run)| (0..2).any(|skipped| holds(from_hex(&run[skipped..]))));
    in_base64.or_else(in_hex).map(|(at, _)| at)
}

/// The shortest runs that can hold a window of a value.
const LEAST_IN_BASE64: usize = 16;
const LEAST_IN_HEX: usize = 24;

/// The runs of at least `least` bytes of `class`, each with its place.
pub(super) fn runs(bytes: &[u8], class: u8, least: usize) -> impl Iterator<Item = (usize, &[u8])> {
    let belongs = move |byte| is_in(class, byte);
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(next) = bytes.get(at..at + least) {
            // A run begins behind the last byte that does not belong: most bytes before that need no look.
            if let Some(odd) = next.iter().rposition(|byte| !belongs(*byte)) {
                at += odd + 1;
                continue;
            }
            let start = at;
            at += least + bytes[at + least..].iter().take_while(|byte| belongs(**byte)).count();
            return Some((start, &bytes[start..at]));
        }
        None
    })
}

/// Whether so many of the bytes that `run` stands for in base64 are letters and digits as make a window. Of a word nearly none
/// are, and most need no more than a look at the first of them.
fn may_hold_window(run: &[u8]) -> bool {
    let whole = whole_bytes(run);
    let Some(mut others) = (whole.len() * 6 / 8).checked_sub(WINDOW) else { return false };
    whole.chunks(4).all(|group| {
        let bits = group.iter().fold(0, |bits, letter| bits << 6 | u32::from(SEXTETS[usize::from(*letter)]));
        let decoded = (bits << (6 * (4 - group.len()))).to_be_bytes();
        decoded[1..group.len()].iter().all(|byte| {
            let counts = byte.is_ascii_alphanumeric();
            let is_left = counts || others > 0;
            others -= usize::from(!counts && is_left);
            is_left
        })
    })
}

/// What each letter of base64 stands for, in either alphabet.
const SEXTETS: [u8; 256] = {
    let letters = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/";
    let mut sextets = [0; 256];
    let mut place = 0_u8;
    while (place as usize) < letters.len() {
        sextets[letters[place as usize] as usize] = if place < 64 { place } else { place - 2 };
        place += 1;
    }
    sextets
};

/// The letters that stand for whole bytes: a last one alone stands for none.
fn whole_bytes(run: &[u8]) -> &[u8] {
    if run.len() % 4 == 1 { &run[..run.len() - 1] } else { run }
}

fn from_base64(run: &[u8]) -> Option<Vec<u8>> {
    let whole = whole_bytes(run);
    let folded: Vec<u8> = whole
        .iter()
        .map(|byte| match byte {
            b'+' => b'-',
            b'/' => b'_',
            _ => *byte,
        })
        .collect();
    LENIENT.decode(folded).ok()
}

/// Base64 whatever ends it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn from_hex(run: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |pair: &[u8]| u8::try_from(digit(pair[0])? << 4 | digit(pair[1])?).ok();
    run.chunks_exact(2).map(byte).collect()
}

/// Letters, digits, the hyphen and the low line: what tokens are made of.
pub(super) const TOKEN: u8 = 1;
/// What base64 is made of, in either alphabet.
const BASE64: u8 = 2;
/// Hexadecimal digits.
const HEX: u8 = 4;

/// Whether `byte` is one of `class`.
pub(super) fn is_in(class: u8, byte: u8) -> bool {
    CLASSES[usize::from(byte)] & class != 0
}

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let is_token = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        let is_base64 = is_token || byte == b'+' || byte == b'/';
        let is_hex = byte.is_ascii_hexdigit();
        classes[byte as usize] = (is_token as u8 * TOKEN) | (is_base64 as u8 * BASE64) | (is_hex as u8 * HEX);
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_not_decoded_holds_no_window(run in "[A-Za-z0-9+/_-]{14,60}") {
            for skipped in 0..4 {
                let run = &run.as_bytes()[skipped..];
                let bytes = from_base64(run).expect("base64");
                let letters = bytes.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
                prop_assert_eq!(may_hold_window(run), letters >= WINDOW);
            }
        }

        #[test]
        fn what_is_hidden_in_base64_is_decoded(text in "[A-Za-z0-9]{12,30}", before in "[a-z]{0,5}") {
            use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
            for encoded in [STANDARD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                let found = decoded(format!("a {before}{encoded} b").as_bytes(), |bytes| {
                    bytes.windows(text.len()).any(|window| window == text.as_bytes())
                });
                prop_assert!(found.is_some());
            }
        }
    }
}
