//! In: nothing. Out: the words of a cause page as data (blocks made of spans), and [`page`] to find them by id.
//!
//! `build.rs` compiles every page of `causes/` into these shapes, so that a viewer draws text nodes and never meets
//! Markdown or HTML. In the module they lie as bytes, written by Postcard, and a page is read when it is first asked for: as Rust
//! constants they would take a third more space. No rule lives here: what makes a cause likely is in [`crate::causes`].

mod shape;

pub use shape::SourceKind;
use std::sync::OnceLock;

/// A piece of running text.
pub type Span = shape::Span<&'static str>;
/// One block of a page.
pub type Block = shape::Block<&'static str>;
/// A way to fix the case with one client library.
pub type Variant = shape::Variant<&'static str>;
/// Where a statement of a page comes from.
pub type Source = shape::Source<&'static str>;
/// The words of one cause.
pub type Page = shape::Page<&'static str>;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The page with this id, or `None` when there is none.
pub fn page(id: &str) -> Option<&'static Page> {
    PAGES.binary_search_by(|page| page.id.cmp(id)).ok().map(|at| PAGES[at].read())
}

/// The page at this place among all pages.
pub fn at(place: usize) -> &'static Page {
    PAGES[place].read()
}

/// All pages, sorted by id.
pub fn pages() -> impl Iterator<Item = &'static Page> + Clone {
    PAGES.iter().map(Written::read)
}

/// The first step of a page's check, where it has steps: what settles soonest whether it is this cause.
pub fn first_check(page: &'static Page) -> Option<&'static [Span]> {
    page.check.iter().find_map(|block| match block {
        Block::Steps(items) | Block::Points(items) => items.first().map(Vec::as_slice),
        Block::Paragraph(_) | Block::Code { .. } => None,
    })
}

/// A page as it lies in the module.
struct Written {
    id: &'static str,
    bytes: &'static [u8],
    page: OnceLock<Page>,
}

impl Written {
    const fn new(id: &'static str, bytes: &'static [u8]) -> Self {
        Self { id, bytes, page: OnceLock::new() }
    }

    fn read(&'static self) -> &'static Page {
        self.page.get_or_init(|| postcard::from_bytes(self.bytes).expect("the same shapes were written"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_at_its_place() {
        for cause in crate::causes::all() {
            assert_eq!(at(cause.place).id, cause.id);
        }
    }
}
