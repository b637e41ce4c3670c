//! In: a finding. Out: its texts in one, for the self-check to look over.
//!
//! As JSON they would be the same texts, each looked through for what has to be escaped.

use crate::report::Finding;
use postcard::{Result, ser_flavors::Flavor, serialize_with_flavor};

/// The texts of `finding`, each behind a quotation mark, so that none goes on in the next.
pub(super) fn texts(finding: &Finding) -> Vec<u8> {
    serialize_with_flavor(finding, Texts(Vec::with_capacity(FINDING))).expect("there is room for every finding")
}

/// Room for most findings, in bytes.
const FINDING: usize = 8192;

struct Texts(Vec<u8>);

impl Flavor for Texts {
    type Output = Vec<u8>;

    fn try_push(&mut self, byte: u8) -> Result<()> {
        self.try_extend(&[byte])
    }

    fn try_extend(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.push(b'"');
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> Result<Vec<u8>> {
        Ok(self.0)
    }
}
