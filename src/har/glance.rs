//! In: the members of an entry as the scanner walks over them. Out: [`Glance`], the few that tell whether the entry may be
//! an exchange.
//!
//! Whatever is odd (a member of another type, an escape in a name) makes the entry one that is read. What it means is not
//! decided here.

use crate::exchange::may_be_exchange;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What is known of the entry that is walked over.
#[derive(Default, Zeroize, ZeroizeOnDrop)]
pub(super) struct Glance {
    method: Vec<u8>,
    url: Vec<u8>,
    #[zeroize(skip)]
    status: Option<u16>,
    #[zeroize(skip)]
    has_body: bool,
    #[zeroize(skip)]
    is_odd: bool,
    #[zeroize(skip)]
    section: Section,
    #[zeroize(skip)]
    wanted: Wanted,
}

/// Which member of the entry is walked over.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Section {
    #[default]
    Other,
    Request,
    Response,
}

/// The value that is taken down.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Wanted {
    #[default]
    Nothing,
    Method,
    Url,
    Status,
}

impl Glance {
    /// Begins an entry whose first byte is `first`.
    pub fn begin(&mut self, first: u8) {
        self.method.clear();
        self.url.clear();
        self.status = None;
        self.has_body = false;
        self.is_odd = first != b'{';
        self.section = Section::Other;
        self.wanted = Wanted::Nothing;
    }

    /// A member `name` of the entry begins with `first`.
    pub fn member(&mut self, name: &[u8], first: u8) {
        self.section = match name {
            b"request" => Section::Request,
            b"response" => Section::Response,
            _ => Section::Other,
        };
        self.is_odd |= self.section == Section::Request && (first != b'{' || !self.url.is_empty());
    }

    /// A member `name` of the request or the answer begins with `first`.
    #[inline]
    pub fn inner(&mut self, name: &[u8], first: u8) {
        self.wanted = match (self.section, name) {
            (Section::Request, b"method") => Wanted::Method,
            (Section::Request, b"url") => Wanted::Url,
            (Section::Response, b"status") if first != b'"' => Wanted::Status,
            (Section::Request, b"postData") => {
                self.has_body |= first != b'n';
                return;
            }
            _ => return,
        };
        self.is_odd |= self.wanted != Wanted::Status && first != b'"';
    }

    /// Takes down a part of a text.
    #[inline]
    pub fn text(&mut self, part: &[u8]) {
        let text = match self.wanted {
            Wanted::Method => &mut self.method,
            Wanted::Url => &mut self.url,
            _ => return,
        };
        if text.len() + part.len() > LONGEST {
            self.is_odd = true;
        } else {
            text.extend_from_slice(part);
        }
    }

    /// A number or a word ends.
    #[inline]
    pub fn word(&mut self, word: &[u8]) {
        if self.wanted == Wanted::Status {
            self.status = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
            self.wanted = Wanted::Nothing;
        }
    }

    /// A text ends.
    #[inline]
    pub fn end_of_text(&mut self) {
        self.wanted = Wanted::Nothing;
    }

    /// A name is written in a way that a walk does not read.
    pub fn odd(&mut self) {
        self.is_odd = true;
    }

    /// Whether a member of the entry that ends is its request: then [`Glance::may_matter`] knows nearly all.
    pub fn knows_request(&self) -> bool {
        self.section == Section::Request
    }

    /// Whether the entry may be an exchange, as far as it is known.
    pub fn may_matter(&self) -> bool {
        if self.is_odd || self.url.contains(&b'\\') || self.method.contains(&b'\\') {
            return true;
        }
        match (std::str::from_utf8(&self.method), std::str::from_utf8(&self.url)) {
            (Ok(method), Ok(url)) => may_be_exchange(method, url, self.status, self.has_body),
            _ => true,
        }
    }
}

/// The longest address that is looked at here, in bytes; an entry with a longer one is read.
const LONGEST: usize = 1 << 16;
