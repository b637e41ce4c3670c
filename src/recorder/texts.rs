//! In: a finding. Out: whether anything that it says may not be said.
//!
//! Its texts are looked over as they are. As JSON they would be the same ones, each read once more for what has to be escaped.

use crate::{
    report::Finding,
    secret::Key,
    selfcheck::{self, Leak},
};
use postcard::{Result, ser_flavors::Flavor, serialize_with_flavor};
use zeroize::{Zeroize, Zeroizing};

/// Room for the texts of one finding after the other.
#[derive(Default)]
pub(super) struct Texts(Zeroizing<Vec<u8>>);

impl Texts {
    /// Looks over what `finding` says. The leak does not tell of the field.
    pub(super) fn check(&mut self, finding: &Finding, key: &Key) -> std::result::Result<(), Leak> {
        self.0.clear();
        serialize_with_flavor(finding, Quoted(&mut self.0)).expect("there is room for every finding");
        let checked = selfcheck::check_bytes(&self.0, key);
        if checked.is_err() {
            self.0.zeroize();
        }
        checked
    }
}

/// Puts a quotation mark before each text, so that none goes on in the next.
struct Quoted<'a>(&'a mut Vec<u8>);

/// What is shorter is the length of a text, or a number.
const SHORTEST: usize = 3;

impl Flavor for Quoted<'_> {
    type Output = ();

    fn try_push(&mut self, _: u8) -> Result<()> {
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() >= SHORTEST {
            self.0.reserve(1 + bytes.len());
            self.0.push(b'"');
            self.0.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn finalize(self) -> Result<()> {
        Ok(())
    }
}
