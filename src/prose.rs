//! In: nothing. Out: the words of a cause page as data (blocks made of spans), and [`page`] to find them by id.
//!
//! `build.rs` compiles every page of `causes/` into these shapes, so that a viewer draws text nodes and never meets
//! Markdown or HTML. No rule lives here: what makes a cause likely is in [`crate::causes`].

/// A piece of running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Plain text.
    Text(&'static str),
    /// Text set in the monospaced font: a parameter name, a value, a menu path to type.
    Code(&'static str),
    /// Text with emphasis.
    Strong(&'static str),
    /// A link that opens in a tab of its own.
    Link {
        /// What the reader sees.
        text: &'static str,
        /// An `https:` address on one of the hosts that `build.rs` allows.
        url: &'static str,
    },
}

/// One block of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(&'static [Span]),
    /// A numbered list; each item is running text.
    Steps(&'static [&'static [Span]]),
    /// A bulleted list; each item is running text.
    Points(&'static [&'static [Span]]),
    /// A block of code, with the language named after the fence (`python`, `js`, `sh`, …; empty when none is named).
    Code {
        /// The language, in lower case.
        language: &'static str,
        /// The lines, without a final newline.
        text: &'static str,
    },
}

/// A way to fix the case with one client library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The client's name as the page gives it, for example `Python (google-auth)`.
    pub client: &'static str,
    /// What to do with that client.
    pub blocks: &'static [Block],
}

/// How strong a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// Google's own documentation or source code.
    Google,
    /// An RFC.
    Rfc,
    /// Somebody sent the request and wrote down the answer.
    Measured,
    /// A public report from experience; on its own it never supports `confirmed`.
    Reported,
}

/// Where a statement of a page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// An `https:` address.
    pub url: &'static str,
    /// What the page relies on, in one sentence of our own.
    pub says: &'static str,
    /// How strong the source is.
    pub kind: SourceKind,
    /// The day on which it was read, `YYYY-MM-DD`.
    pub seen: &'static str,
}

/// The words of one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The file's stem, for ever the cause's id.
    pub id: &'static str,
    /// The page's first heading: a plain sentence of what is the case.
    pub title: &'static str,
    /// One line under the title.
    pub summary: &'static str,
    /// The mechanism.
    pub why: &'static [Block],
    /// Steps that end in yes or no.
    pub check: &'static [Block],
    /// What to change, whatever the client.
    pub fix: &'static [Block],
    /// What to change, by client library.
    pub variants: &'static [Variant],
    /// The page's sources.
    pub sources: &'static [Source],
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The page with this id, or `None` when there is none.
pub fn page(id: &str) -> Option<&'static Page> {
    PAGES.binary_search_by(|page| page.id.cmp(id)).ok().map(|at| &PAGES[at])
}

/// All pages, sorted by id.
pub fn pages() -> &'static [Page] {
    PAGES
}
