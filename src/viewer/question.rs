//! In: the open question that separates the remaining causes best, and what was answered before. Out: the question with its
//! answers as buttons, and the statements.
//!
//! What an answer does to the causes is for the recorder to say.

use super::dom::{Tag, button, tag};
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::text::sentence;
use super::words;
use crate::report::{Question, Statement};

pub(crate) fn question(panel: Panel, number: u32, question: &Question) -> Tag {
    let cause = || question.cause.to_string();
    let choice = |answer: &str, help: &str, name: &str| {
        button("button").attr("data-answer", answer).attr("title", help).child(name)
    };
    let answer = |yes: bool| {
        let cause = cause();
        move || panel.state(number, &cause, yes)
    };
    let skip = {
        let cause = cause();
        move || panel.skipped.update(|skipped| skipped.push((number, cause.clone())))
    };
    let is_skipped = {
        let cause = cause();
        move || panel.skipped.with(|skipped| skipped.iter().any(|(other, asked)| *other == number && *asked == cause))
    };
    let answers = tag("div")
        .class("answers")
        .child(choice("yes", words::YES_HELP, words::YES).click(answer(true)))
        .child(tag("p").child(sentence(&question.yes)))
        .child(choice("no", words::NO_HELP, words::NO).click(answer(false)))
        .child(tag("p").child(sentence(&question.no)))
        .child(choice("skip", words::SKIP_HELP, words::SKIP).click(skip))
        .child(tag("p").child(words::SKIP_MEANS));
    tag("section")
        .class("question")
        .attr("data-part", "question")
        .attr("data-asked-by", cause())
        .bind("hidden", is_skipped)
        .child(tag("h3").child(words::QUESTION))
        .child(tag("p").child(sentence(&question.text)))
        .child(answers)
}

/// What the developer answered; each answer can be turned round.
pub(crate) fn statements(panel: Panel, number: u32, statements: &[Statement]) -> Option<Tag> {
    let items = || statements.iter().map(|statement| item(panel, number, statement)).collect::<Vec<_>>();
    (!statements.is_empty()).then(|| {
        tag("section")
            .class("statements")
            .attr("data-part", "statements")
            .child(tag("h3").child(words::STATEMENTS))
            .child(tag("ul").child(items()))
    })
}

fn item(panel: Panel, number: u32, statement: &Statement) -> Tag {
    let Statement { cause, question, yes, says } = statement;
    let (cause, yes) = (cause.clone(), *yes);
    let answered = tag("strong").child(if yes { words::YES } else { words::NO });
    tag("li")
        .attr("data-statement", &*cause)
        .child(icon(Icon::Information))
        .child(
            tag("div")
                .child(tag("p").child((sentence(question), " ", answered)))
                .child(tag("p").class("says").child(sentence(says))),
        )
        .child(
            button("button")
                .attr("title", words::TURN_HELP)
                .click(move || panel.state(number, &cause, !yes))
                .child(if yes { words::TURN_TO_NO } else { words::TURN_TO_YES }),
        )
}
