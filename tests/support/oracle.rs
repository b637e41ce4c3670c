//! Looks for planted values in a text that must hold none, in every encoding in which one might hide.

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::collections::{BTreeSet, HashMap};

/// So many letters and digits of a planted value in a row are a leak. Fewer occur by chance.
const WINDOW: usize = 8;

/// Planted values, looked for all at once.
pub struct Oracle {
    /// Which value each window belongs to.
    windows: HashMap<u64, usize>,
    /// The low bits of the windows, so that few places are looked up.
    filter: Vec<bool>,
}

impl Oracle {
    /// Looks for these values.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut oracle = Self { windows: HashMap::new(), filter: vec![false; 1 << 16] };
        for (number, value) in values.into_iter().enumerate() {
            for at in 0..=value.len() - WINDOW {
                for window in [value[at..at + WINDOW].to_owned(), value[at..at + WINDOW].chars().rev().collect()] {
                    let window = window.bytes().fold(0, |window, byte| window << 8 | u64::from(byte));
                    oracle.windows.insert(window, number);
                    oracle.filter[place(window)] = true;
                }
            }
        }
        oracle
    }

    /// The numbers of the values of which a part stands in `text`.
    pub fn found(&self, text: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for view in views(text) {
            let mut window = 0;
            for byte in view.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
                window = window << 8 | u64::from(*byte);
                if self.filter[place(window)] {
                    found.extend(self.windows.get(&window));
                }
            }
        }
        found
    }
}

fn place(window: u64) -> usize {
    usize::try_from(window & 0xffff).expect("16 bits")
}

/// Every way to read the text in which a value could hide: as it stands, with JSON's escapes, percent escapes (up to three times)
/// and character references undone, decoded from base64 (twice) and from hexadecimal digits. Of each only letters and
/// digits count, forwards and backwards: neither wrapping nor escaping hides a value then, nor the zero bytes of UTF-16.
fn views(text: &[u8]) -> Vec<Vec<u8>> {
    let mut views = vec![text.to_vec()];
    for times in 0..3 {
        let decoded = percent_decoded(&views[times]);
        if decoded == views[times] {
            break;
        }
        views.push(decoded);
    }
    views.push(unescaped(text));
    views.push(references_undone(text));
    for base in views.clone() {
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
        let once = decoded_runs(&base, is_base64, 11, 4, from_base64);
        views.push(decoded_runs(&once, is_base64, 11, 4, from_base64));
        views.push(once);
        views.push(decoded_runs(&base, |byte| byte.is_ascii_hexdigit(), 16, 2, from_hex));
    }
    views
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let byte = (text[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(from_hex);
        match byte {
            Some(byte) => {
                out.extend(byte);
                at += 3;
            }
            None => {
                out.push(text[at]);
                at += 1;
            }
        }
    }
    out
}

/// With the escape of a UTF-16 unit undone, and `\x` taken for `x`, as Markdown and JSON write it.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let mut out = String::new();
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let letter = after
            .strip_prefix('u')
            .and_then(|digits| digits.get(..4))
            .and_then(|digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?));
        out.extend(letter);
        rest = if letter.is_some() { &after[5..] } else { after };
    }
    (out + rest).into_bytes()
}

fn references_undone(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let mut out = String::new();
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(before);
        let end = after.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(after.len());
        let number = match after[..end].strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => after[..end].parse(),
        };
        out.extend(number.ok().and_then(char::from_u32));
        rest = after[end..].strip_prefix(';').unwrap_or(&after[end..]);
    }
    (out + rest).into_bytes()
}

/// What every run of at least `least` such bytes decodes to, from each of its first `offsets` places on.
fn decoded_runs(
    text: &[u8],
    belongs: impl Fn(u8) -> bool,
    least: usize,
    offsets: usize,
    decode: impl Fn(&[u8]) -> Option<Vec<u8>>,
) -> Vec<u8> {
    let runs = text.split(|byte| !belongs(*byte)).filter(|run| run.len() >= least);
    let decoded = runs.flat_map(|run| (0..offsets).filter_map(|offset| decode(&run[offset..])).collect::<Vec<_>>());
    decoded.collect::<Vec<_>>().join(&b' ')
}

fn from_base64(run: &[u8]) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let whole = if run.len() % 4 == 1 { &run[..run.len() - 1] } else { run };
    let folded = |byte: &u8| match byte {
        b'+' => b'-',
        b'/' => b'_',
        _ => *byte,
    };
    GeneralPurpose::new(&URL_SAFE, config).decode(whole.iter().map(folded).collect::<Vec<_>>()).ok()
}

fn from_hex(run: &[u8]) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    run.chunks_exact(2).map(byte).collect()
}
