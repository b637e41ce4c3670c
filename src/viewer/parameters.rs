//! In: the parameters of a request or the members of an answer. Out: one line each, faults underlined, notes beneath.
//!
//! A note stands under the first character that it is about, as a compiler's does.

use super::dom::{Tag, tag};
use super::icons::{Icon, icon, named_icon};
use super::marks::{Mark, Piece, column, is_far, pieces};
use super::standing::shape;
use super::text::sentence;
use super::{ids, words};
use crate::report::{Annotation, Parameter, Place, Standing};

/// Which of the two documents the lines belong to.
#[derive(Clone, Copy)]
pub(crate) enum Document<'a> {
    /// What was sent, with the body's encoding.
    Request { body: &'a str },
    /// What came back, with what its error code means in general.
    Answer { meaning: Option<&'a str> },
}

impl Document<'_> {
    fn heading(&self, place: Place) -> Option<&'static str> {
        match self {
            Self::Request { body } => Some(words::sent_in(place, body)),
            Self::Answer { .. } => words::received_in(place),
        }
    }

    fn meaning(&self, name: &str) -> Option<&str> {
        match self {
            Self::Answer { meaning } if name == "error" => *meaning,
            _ => None,
        }
    }

    /// The attribute that names a line.
    fn line(&self) -> &'static str {
        match self {
            Self::Request { .. } => "data-parameter",
            Self::Answer { .. } => "data-member",
        }
    }
}

pub(crate) fn parameters(parameters: &[Parameter], document: Document) -> Vec<(Option<Tag>, Tag)> {
    let groups = groups(parameters).into_iter().map(|(place, group)| {
        let heading = document.heading(place).map(|heading| tag("p").class("place").child(heading));
        let lines = group.iter().map(|parameter| line(parameter, document)).collect::<Vec<_>>();
        (heading, tag("dl").class("parameters").child(lines))
    });
    groups.collect()
}

fn line(parameter: &Parameter, document: Document) -> Tag {
    let annotations = &parameter.annotations;
    let strongest = annotations.iter().map(Mark::of).min();
    let shown = tag("bdi").class("shown").attr("data-part", "shown");
    let shown = pieces(&parameter.shown, annotations).into_iter().fold(shown, marked);
    let meaning = document.meaning(&parameter.name);
    let meaning =
        meaning.map(|meaning| tag("p").class("meaning").attr("data-part", "meaning").child(sentence(meaning)));
    let told = tag("dd")
        .child(tag("span").class("value").child(shown).child(chips(parameter)))
        .child(annotations.iter().map(note).collect::<Vec<_>>())
        .child(meaning);

    tag("div")
        .class("parameter")
        .attr(document.line(), parameter.name.as_str())
        .attr("data-place", ids::place(parameter.place))
        .attr("data-tone", strongest.map(tone))
        .child(tag("dt").child(tag("bdi").child(parameter.name.as_str())))
        .child(told)
}

fn note(annotation: &Annotation) -> Tag {
    let mark = Mark::of(annotation);
    let symbol = match mark {
        Mark::Cause(standing) => named_icon(shape(standing), standing.word()),
        Mark::Remark => icon(Icon::Information),
    };
    let column = column(annotation);
    tag("p")
        .class(if is_far(column) { "note far" } else { "note" })
        .attr("data-tone", tone(mark))
        .style("--column", &column.to_string())
        .child(symbol)
        .child(tag("span").attr("data-part", "annotation").child(sentence(&annotation.text)))
}

fn chips(parameter: &Parameter) -> [Option<Tag>; 3] {
    let chip = |class: &str, part: &str| tag("span").class(class).attr("data-part", part);
    let kind = parameter.kind.as_deref();
    let fingerprint = parameter.fingerprint.as_deref();
    [
        kind.map(|kind| chip("chip", "kind").child(tag("bdi").child(kind))),
        parameter.length.as_deref().map(|length| chip("chip", "length").child(words::characters(length))),
        fingerprint.map(|fingerprint| {
            let chip = chip("chip fingerprint", "fingerprint").attr("title", words::FINGERPRINT);
            chip.child(tag("bdi").child(fingerprint))
        }),
    ]
}

fn marked(within: Tag, piece: Piece) -> Tag {
    match piece.mark {
        None => within.child(piece.text),
        Some(mark) => {
            within.child(tag("mark").attr("data-part", "mark").attr("data-tone", tone(mark)).child(piece.text))
        }
    }
}

/// The colour of a mark and of its note.
fn tone(mark: Mark) -> &'static str {
    match mark {
        Mark::Cause(Standing::Confirmed | Standing::Likely) => "error",
        Mark::Cause(Standing::Possible) => "warning",
        Mark::Cause(Standing::RuledOut) | Mark::Remark => "remark",
    }
}

/// Neighbours that stood in the same place. Claims belong to the parameter before them.
fn groups(parameters: &[Parameter]) -> Vec<(Place, Vec<&Parameter>)> {
    let mut groups: Vec<(Place, Vec<&Parameter>)> = Vec::new();
    for parameter in parameters {
        match groups.last_mut() {
            Some((place, group)) if *place == parameter.place || parameter.place == Place::Claim => {
                group.push(parameter);
            }
            _ => groups.push((parameter.place, vec![parameter])),
        }
    }
    groups
}
