//! In: a shown value and its annotations. Out: the value cut into pieces, each marked with the standing it stands for.
//!
//! Ranges count characters of the shown value; what lies beyond its end is ignored.

use crate::report::{Annotation, Standing};

/// How many characters of a value its first line holds where the panel is wide, and where it is narrow.
const WIDE: u32 = 60;
const NARROW: u32 = 32;

/// A run of characters that the same annotations are about.
#[derive(Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) mark: Option<Mark>,
}

/// What a note stands for, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    Cause(Standing),
    /// A remark of its own, without a cause.
    Remark,
}

impl Mark {
    pub(crate) fn of(annotation: &Annotation) -> Self {
        annotation.standing.map_or(Self::Remark, Self::Cause)
    }
}

/// Cuts `shown` at the edges of the annotations' ranges. Where they overlap, the strongest mark stays.
pub(crate) fn pieces(shown: &str, annotations: &[Annotation]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, character) in shown.chars().enumerate() {
        let mark = mark_at(index, annotations);
        match pieces.last_mut() {
            Some(piece) if piece.mark == mark => piece.text.push(character),
            _ => pieces.push(Piece { text: character.into(), mark }),
        }
    }
    pieces
}

/// The column under which a note stands: that of the first character it is about, if the value's first line reaches it.
pub(crate) fn column(annotation: &Annotation) -> u32 {
    annotation.range.map(|range| range.start).filter(|start| *start < WIDE).unwrap_or(0)
}

/// Whether the first line reaches `column` only where the panel is wide.
pub(crate) fn is_far(column: u32) -> bool {
    column >= NARROW
}

fn mark_at(index: usize, annotations: &[Annotation]) -> Option<Mark> {
    annotations.iter().filter(|annotation| covers(annotation, index)).map(Mark::of).min()
}

fn covers(annotation: &Annotation, index: usize) -> bool {
    annotation
        .range
        .is_none_or(|range| u32::try_from(index).is_ok_and(|index| (range.start..range.end).contains(&index)))
}
