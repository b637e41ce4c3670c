//! In: text and a session key. Out: fingerprints: the first 50 bits of HMAC-SHA-256, in Crockford's base32. Of a text that is far longer
//! than any credential the MAC is that of its keyed hash of 64 bits, which takes a tenth of the time.
//!
//! The key is made anew for every session and never written, so that a fingerprint in a report cannot be guessed back;
//! within one report equal fingerprints mean equal values. No field name goes into the MAC, so a value correlates
//! wherever it stands.

use super::windows::Windows;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::{cell::RefCell, fmt, hash::Hasher, ops::Range};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A session's secret key: 32 random bytes that the caller draws. It keeps in mind, as hashes, what was sealed with it.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Key {
    bytes: [u8; 32],
    /// The MAC as far as it is the same for every value; it is overwritten when it is dropped.
    #[zeroize(skip)]
    mac: Hmac<Sha256>,
    /// Where the hashes of beginnings start, and by what each step multiplies.
    beginnings: (u64, u64),
    #[zeroize(skip)]
    sealed: RefCell<Windows>,
}

impl Key {
    /// Takes the bytes over.
    pub fn new(bytes: [u8; 32]) -> Self {
        let sealed = RefCell::new(Windows::new(|letter| siphash(&[&bytes[..], b"window", &[letter]])));
        let mut mac = Hmac::new_from_slice(&bytes).expect("HMAC takes a key of any length");
        mac.update(b"fp1\0");
        let beginnings = (siphash(&[&bytes[..], b"beginning"]), siphash(&[&bytes[..], b"factor"]) | 1);
        Self { bytes, mac, beginnings, sealed }
    }

    /// Where `text` holds a part of a value that was sealed with this key: twelve letters and digits in a row, whatever stands between
    /// them. Words and dates are not found.
    pub fn find_part_of_value(&self, text: &[u8]) -> Option<Range<usize>> {
        self.sealed.borrow().find(text)
    }

    /// As [`Windows::share`], of what was sealed with this key.
    pub fn share_values(&self) -> Vec<u64> {
        self.sealed.borrow_mut().share()
    }

    /// As [`Windows::fresh`], of what was sealed with this key.
    pub fn fresh_values(&self) -> Vec<u64> {
        self.sealed.borrow_mut().fresh()
    }

    /// Forgets what was sealed.
    pub fn forget_values(&self) {
        self.sealed.borrow_mut().clear();
    }

    pub(super) fn keep(&self, value: &str) {
        self.sealed.borrow_mut().keep(value);
    }

    /// The fingerprint of `text`.
    pub fn fingerprint(&self, text: &str) -> Fingerprint {
        let mut mac = self.mac.clone();
        if text.len() <= LONGEST_IN_FULL {
            mac.update(text.as_bytes());
        } else {
            mac.update(b"\0");
            mac.update(&siphash(&[&self.bytes, b"long", text.as_bytes()]).to_le_bytes());
        }
        let tag = mac.finalize().into_bytes();
        Fingerprint(tag[..7].iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 6)
    }

    /// One keyed hash for every beginning of `text`, byte by byte; they tell whether one value was cut from another
    /// and never leave memory.
    pub(super) fn prefixes(&self, text: &str) -> Box<[u64]> {
        // Both numbers are secret, so nobody can make two beginnings alike; by chance one in 2^56 is.
        let (mut hash, factor) = self.beginnings;
        let next = |byte| {
            hash = (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(factor);
            hash
        };
        text.bytes().map(next).collect()
    }
}

#[allow(deprecated, reason = "the one hash of std with a fixed algorithm")]
fn siphash(parts: &[&[u8]]) -> u64 {
    let mut hasher = std::hash::SipHasher::new();
    for part in parts {
        hasher.write(part);
    }
    hasher.finish()
}

/// Fifty bits that stand for a value within one session, written as ten characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: [u8; 10] = std::array::from_fn(|place| CROCKFORD[(self.0 >> (45 - 5 * place) & 31) as usize]);
        out.write_str(std::str::from_utf8(&letters).expect("they are ASCII"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The code challenge that belongs to a code verifier: BASE64URL(SHA256(verifier)) (RFC 7636 section 4.2).
pub(super) fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// Longer texts are hashed before the MAC is made, in bytes. JWTs are shorter, and so is all else that is compared between exchanges.
const LONGEST_IN_FULL: usize = 4096;

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_ten_letters_of_the_mac() {
        // echo -n key | xxd, openssl dgst -sha256 -hmac: the first 50 bits of the MAC of "fp1\0abc" under 32 times 0x07.
        let mut mac = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(b"fp1\0abc");
        let tag = mac.finalize().into_bytes();
        let first = CROCKFORD[usize::from(tag[0] >> 3)];
        let print = Key::new([7; 32]).fingerprint("abc").to_string();
        assert_eq!(print.len(), 10);
        assert_eq!(print.as_bytes()[0], first);
        assert_ne!(print, Key::new([8; 32]).fingerprint("abc").to_string());
    }

    #[test]
    fn a_long_text_has_a_fingerprint_of_its_whole() {
        let key = Key::new([7; 32]);
        let text = "a".repeat(LONGEST_IN_FULL + 1);
        let print = |text: &str| key.fingerprint(text).to_string();
        assert_eq!(print(&text), print(&text));
        for other in [text[1..].to_owned(), format!("{text}a"), format!("b{}", &text[1..]), format!("{}b", &text[1..])]
        {
            assert_ne!(print(&text), print(&other));
        }
        assert_ne!(print(&text), Key::new([8; 32]).fingerprint(&text).to_string());
    }
}
