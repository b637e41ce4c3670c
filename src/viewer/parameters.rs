//! In: the parameters of a request or the members of an answer. Out: one line each, faults underlined, notes beneath.
//!
//! A note stands under the first character that it is about, as a compiler's does.

use leptos::prelude::*;

use super::icons::{Icon, icon, named_icon};
use super::marks::{Mark, Piece, column, is_far, pieces};
use super::standing::shape;
use super::text::sentence;
use super::{ids, words};
use crate::report::{Annotation, Parameter, Place, Standing};

/// Which of the two documents the lines belong to.
#[derive(Clone)]
pub(crate) enum Document {
    /// What was sent, with the body's encoding.
    Request { body: String },
    /// What came back, with what its error code means in general.
    Answer { meaning: Option<String> },
}

impl Document {
    fn heading(&self, place: Place) -> Option<String> {
        match self {
            Self::Request { body } => Some(words::sent_in(place, body)),
            Self::Answer { .. } => words::received_in(place).map(str::to_owned),
        }
    }

    fn meaning(&self, name: &str) -> Option<String> {
        match self {
            Self::Answer { meaning } if name == "error" => meaning.clone(),
            _ => None,
        }
    }
}

#[component]
pub(crate) fn Parameters(parameters: Vec<Parameter>, document: Document) -> impl IntoView {
    let groups = groups(parameters).into_iter().map(|(place, group)| {
        let lines = group.into_iter().map(|parameter| view! { <Line parameter document=document.clone()/> });
        view! {
            {document.heading(place).map(|heading| view! { <p class="place">{heading}</p> })}
            <dl class="parameters">{lines.collect_view()}</dl>
        }
    });
    groups.collect_view()
}

#[component]
fn Line(parameter: Parameter, document: Document) -> impl IntoView {
    let meaning = document.meaning(&parameter.name);
    let (as_parameter, as_member) = match document {
        Document::Request { .. } => (Some(parameter.name.clone()), None),
        Document::Answer { .. } => (None, Some(parameter.name.clone())),
    };
    let strongest = parameter.annotations.iter().map(Mark::of).min();
    let value = pieces(&parameter.shown, &parameter.annotations).into_iter().map(marked).collect_view();
    let notes = parameter.annotations.into_iter().map(|annotation| view! { <Note annotation/> }).collect_view();

    view! {
        <div
            class="parameter"
            data-parameter=as_parameter
            data-member=as_member
            data-place=ids::place(parameter.place)
            data-tone=strongest.map(tone)
        >
            <dt><bdi>{parameter.name}</bdi></dt>
            <dd>
                <span class="value">
                    <bdi class="shown" data-part="shown">{value}</bdi>
                    <Chips kind=parameter.kind length=parameter.length fingerprint=parameter.fingerprint/>
                </span>
                {notes}
                {meaning.map(|meaning| view! { <p class="meaning" data-part="meaning">{sentence(&meaning)}</p> })}
            </dd>
        </div>
    }
}

#[component]
fn Note(annotation: Annotation) -> impl IntoView {
    let mark = Mark::of(&annotation);
    let symbol = match mark {
        Mark::Cause(standing) => named_icon(shape(standing), standing.word()).into_any(),
        Mark::Remark => icon(Icon::Information).into_any(),
    };
    let column = column(&annotation);
    view! {
        <p class="note" class:far=is_far(column) data-tone=tone(mark) style:--column=column.to_string()>
            {symbol}
            <span data-part="annotation">{sentence(&annotation.text)}</span>
        </p>
    }
}

#[component]
fn Chips(kind: Option<String>, length: Option<String>, fingerprint: Option<String>) -> impl IntoView {
    view! {
        {kind.map(|kind| view! { <span class="chip" data-part="kind"><bdi>{kind}</bdi></span> })}
        {length.map(|length| view! { <span class="chip" data-part="length">{words::characters(&length)}</span> })}
        {fingerprint.map(|fingerprint| view! {
            <span class="chip fingerprint" data-part="fingerprint" title=words::FINGERPRINT><bdi>{fingerprint}</bdi></span>
        })}
    }
}

fn marked(piece: Piece) -> AnyView {
    match piece.mark {
        None => piece.text.into_any(),
        Some(mark) => view! { <mark data-part="mark" data-tone=tone(mark)>{piece.text}</mark> }.into_any(),
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
fn groups(parameters: Vec<Parameter>) -> Vec<(Place, Vec<Parameter>)> {
    let mut groups: Vec<(Place, Vec<Parameter>)> = Vec::new();
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
