//! The shapes of a page's words. `build.rs` writes them and the crate reads them: both compile this file, so that what is written
//! is what is read. `S` is a text: owned where it is written, borrowed from the module where it is read.

use serde::{Deserialize, Serialize};

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span<S> {
    /// Plain text.
    Text(S),
    /// Text set in the monospaced font: a parameter name, a value, a menu path to type.
    Code(S),
    /// Text with emphasis.
    Strong(S),
    /// A link that opens in a tab of its own.
    Link {
        /// What the reader sees.
        text: S,
        /// An `https:` address on one of the hosts that `build.rs` allows.
        url: S,
    },
}

/// One block of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block<S> {
    /// A paragraph.
    Paragraph(Vec<Span<S>>),
    /// A numbered list; each item is running text.
    Steps(Vec<Vec<Span<S>>>),
    /// A bulleted list; each item is running text.
    Points(Vec<Vec<Span<S>>>),
    /// A block of code, with the language named after the fence (`python`, `js`, `sh`, …; empty when none is named).
    Code {
        /// The language, in lower case.
        language: S,
        /// The lines, without a final newline.
        text: S,
    },
}

/// A way to fix the case with one client library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant<S> {
    /// The client's name as the page gives it, for example `Python (google-auth)`.
    pub client: S,
    /// What to do with that client.
    pub blocks: Vec<Block<S>>,
}

/// How strong a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source<S> {
    /// An `https:` address.
    pub url: S,
    /// What the page relies on, in one sentence of our own.
    pub says: S,
    /// How strong the source is.
    pub kind: SourceKind,
    /// The day on which it was read, `YYYY-MM-DD`.
    pub seen: S,
}

/// The words of one cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<S> {
    /// The file's stem, for ever the cause's id.
    pub id: S,
    /// The page's first heading: a plain sentence of what is the case.
    pub title: S,
    /// One line under the title.
    pub summary: S,
    /// The mechanism.
    pub why: Vec<Block<S>>,
    /// Steps that end in yes or no.
    pub check: Vec<Block<S>>,
    /// What to change, whatever the client.
    pub fix: Vec<Block<S>>,
    /// What to change, by client library.
    pub variants: Vec<Variant<S>>,
    /// The page's sources.
    pub sources: Vec<Source<S>>,
}
