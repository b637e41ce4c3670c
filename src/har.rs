//! In: HAR entries as a browser or a file gives them. Out: [`Entry`], the few fields that are read, in one shape
//! whatever the door.
//!
//! Odd values are taken as absent, never as a reason to stop: producers differ (HAR 1.2,
//! <http://www.softwareishard.com/blog/har-12-spec/>). Everything in an entry may be secret, so it is overwritten when it
//! is dropped and has no `Debug`. What an entry means is decided in [`crate::exchange`].

mod block;
mod file;
mod glance;
mod headers;
mod kept;
mod lenient;
mod place;
mod scan;
mod wire;

pub use file::{FileError, Lack, Reader, before, broken_off, left_out, read_file};
pub use headers::{Header, Headers};
pub use wire::WireEntry;

use crate::{
    overwrite,
    report::{BodyState, Origin},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Stands in an entry for text that the input leaves open: a variable of a script, a file that is not there.
pub const OPEN: char = '\u{fffc}';

/// One request and its answer, as the input gives them.
#[derive(Default, Zeroize, ZeroizeOnDrop)]
pub struct Entry {
    /// When the request started, in milliseconds since the epoch.
    pub started: Option<i64>,
    /// How long the exchange took, in milliseconds.
    pub duration: Option<u32>,
    /// The request method, such as `POST`.
    pub method: String,
    /// The absolute address.
    pub url: String,
    /// The request's header fields in order.
    pub headers: Headers,
    /// The request's body.
    pub body: RequestBody,
    /// The answer's status; 0 when no answer came.
    pub status: u16,
    /// The answer's header fields in order.
    pub answer_headers: Headers,
    /// The address that the answer redirects to, with its fragment.
    pub redirect_url: String,
    /// The answer's body.
    pub answer_body: AnswerBody,
    /// Where in the input it was read.
    #[zeroize(skip)]
    pub origin: Option<Origin>,
}

/// A request's body.
#[derive(Default)]
pub enum RequestBody {
    /// The request has no body.
    #[default]
    None,
    /// The body was sent, but the input does not hold it (a stream, for example).
    NotRecorded,
    /// The body's text.
    Text(String),
}

impl Zeroize for RequestBody {
    fn zeroize(&mut self) {
        if let Self::Text(text) = self {
            overwrite::text(text);
        }
    }
}

/// An answer's body, or why it is not there.
pub enum AnswerBody {
    /// The body's text.
    Text(String),
    /// The body is not there.
    Missing(BodyState),
}

impl Zeroize for AnswerBody {
    fn zeroize(&mut self) {
        if let Self::Text(text) = self {
            overwrite::text(text);
        }
    }
}

impl Default for AnswerBody {
    fn default() -> Self {
        Self::Missing(BodyState::NotRecorded)
    }
}

macro_rules! overwritten_when_dropped {
    ($($name:ty),+) => {
        $(
            impl Drop for $name {
                fn drop(&mut self) {
                    self.zeroize();
                }
            }

            impl ZeroizeOnDrop for $name {}
        )+
    };
}

overwritten_when_dropped!(RequestBody, AnswerBody);

impl Entry {
    /// The value of the first request header with this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// The value of the first answer header with this name, whatever its case.
    pub fn answer_header(&self, name: &str) -> Option<&str> {
        self.answer_headers.get(name)
    }
}
