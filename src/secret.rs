//! In: a value that may be a credential. Out: what may be known about it: a keyed fingerprint and a [`Shape`].
//!
//! A [`Secret`] can be compared, measured and sealed; it has no `Debug`, `Display`, `Clone` or `Serialize`, and its
//! bytes are overwritten when it is dropped. A [`Sealed`] value holds no part of the text beyond the public prefix of its
//! kind. Nothing here decides whether a shape is a fault; that is [`crate::checks`]' work.

mod fingerprint;
mod letters;
mod shape;
mod sketch;
mod windows;

pub use fingerprint::{Fingerprint, Key};
pub(crate) use shape::percent_decoded;
pub use shape::{Flaw, FlawKind, Shape, ValueKind};
pub(crate) use sketch::is_invisible;
pub use windows::Windows;
pub(crate) use windows::{WINDOW, looks_machine_made};

use crate::{
    overwrite,
    report::stand_in::{self, StandIn},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A value that may be a credential.
pub struct Secret(String);

impl Zeroize for Secret {
    fn zeroize(&mut self) {
        overwrite::text(&mut self.0);
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl ZeroizeOnDrop for Secret {}

impl Secret {
    /// Takes the text over; from here on it can only be sealed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// True when the value has no characters.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What may be known about the value, which `key` keeps in mind for the self-check: its fingerprint under `key`, its shape, and the fingerprints of the values
    /// that it would be after one more percent-decoding or without its quotes.
    pub fn seal(&self, key: &Key) -> Sealed {
        let text = self.0.as_str();
        if let Some(stand_in) = stand_in::read(text) {
            return Sealed::of_stand_in(&stand_in, key);
        }
        key.keep(text);
        let core = shape::core(text);
        let decoded = shape::overwritten(shape::percent_decoded(core));
        Sealed {
            fingerprint: key.fingerprint(core),
            decoded: (*decoded != *core).then(|| key.fingerprint(&decoded)),
            s256: None,
            prefixes: if core.len() <= 1024 { key.prefixes(core) } else { Box::default() },
            shape: Shape::of(text),
        }
    }

    /// As [`Secret::seal`], for a value that is compared with what may be its S256 transform: a verifier, a code, the members of a key.
    pub fn seal_with_s256(&self, key: &Key) -> Sealed {
        let mut sealed = self.seal(key);
        if stand_in::read(&self.0).is_none() && self.0.len() <= 1024 {
            sealed.s256 = Some(key.fingerprint(&fingerprint::s256(&self.0)));
        }
        sealed
    }

    /// The text itself, for the few readers that decode it (a JWT, a Basic header, an echo in an error text).
    /// `tests/structure.rs` lists them.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

/// What may be known about a secret value.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Equal fingerprints mean equal values, surrounding blanks and quotes aside.
    pub fingerprint: Fingerprint,
    /// The fingerprint of the value after one more percent-decoding, when that changes it.
    pub decoded: Option<Fingerprint>,
    /// The fingerprint of the value's S256 transform (RFC 7636 section 4.2), where [`Secret::seal_with_s256`] was asked for it and the
    /// value is not far too long for a verifier.
    pub s256: Option<Fingerprint>,
    /// What the value looks like.
    pub shape: Shape,
    prefixes: Box<[u64]>,
}

impl Sealed {
    /// What a stand-in of an export leaves of a value: whether it equals others, its kind, its length and its visible flaws.
    fn of_stand_in(stand_in: &StandIn<'_>, key: &Key) -> Self {
        let StandIn { kind, length, fingerprint, sketch } = *stand_in;
        let hidden = "x".repeat((length + 1).saturating_sub(sketch.chars().count()).max(1));
        let mut shape = Shape::of(&sketch::undrawn(sketch, &hidden));
        shape.kind = ValueKind::of_words(kind).unwrap_or(shape.kind);
        Self { fingerprint: key.fingerprint(fingerprint), decoded: None, s256: None, prefixes: Box::default(), shape }
    }

    /// True when this value is a strict beginning of `whole`.
    pub fn is_cut_from(&self, whole: &Self) -> bool {
        let length = self.prefixes.len();
        length > 0 && length < whole.prefixes.len() && self.prefixes[length - 1] == whole.prefixes[length - 1]
    }

    /// True when `beginning` is a strict beginning of this value, that is, text was appended.
    pub fn extends(&self, beginning: &Self) -> bool {
        beginning.is_cut_from(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Does not compile as soon as one of these is implemented: a secret cannot be printed, copied or written.
    static_assertions::assert_not_impl_any!(Secret: std::fmt::Debug, std::fmt::Display, Clone, serde::Serialize, AsRef<str>);
    static_assertions::assert_not_impl_any!(Key: std::fmt::Debug, std::fmt::Display, Clone, serde::Serialize);
    static_assertions::assert_impl_all!(Secret: ZeroizeOnDrop);

    fn sealed(text: &str) -> Sealed {
        Secret::new(text.to_owned()).seal(&Key::new([7; 32]))
    }

    #[test]
    fn equal_values_have_equal_fingerprints_whatever_surrounds_them() {
        assert_eq!(sealed("4/0AEXAMPLE").fingerprint, sealed(" \"4/0AEXAMPLE\"\n").fingerprint);
        assert_ne!(sealed("4/0AEXAMPLE").fingerprint, sealed("4/0AEXAMPLF").fingerprint);
        assert_eq!(sealed("4%2F0AEXAMPLE").decoded, Some(sealed("4/0AEXAMPLE").fingerprint));
    }

    #[test]
    fn a_cut_value_is_recognised() {
        assert!(sealed("1//0gEXAM").is_cut_from(&sealed("1//0gEXAMPLE")));
        assert!(!sealed("1//0gEXAMPLE").is_cut_from(&sealed("1//0gEXAMPLE")));
        assert!(!sealed("1//0gEXBM").is_cut_from(&sealed("1//0gEXAMPLE")));
        assert!(sealed("1//0gEXAMPLE&scope=x").extends(&sealed("1//0gEXAMPLE")));
    }

    #[test]
    fn s256_is_the_transform_of_rfc_7636_appendix_b() {
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
        let verifier = verifier.seal_with_s256(&Key::new([7; 32]));
        assert_eq!(verifier.s256, Some(sealed("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").fingerprint));
    }
}
