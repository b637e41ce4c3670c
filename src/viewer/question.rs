//! In: the open question that separates the remaining causes best, and what was answered before. Out: the question with its
//! answers as buttons, and the statements.
//!
//! What an answer does to the causes is for the recorder to say.

use leptos::prelude::*;

use super::icons::{Icon, icon};
use super::panel::Panel;
use super::text::sentence;
use super::words;
use crate::report::{Question, Statement};

#[component]
pub(crate) fn QuestionView(panel: Panel, number: u32, question: Question) -> impl IntoView {
    let cause = StoredValue::new(question.cause.clone());
    let answer = move |yes: bool| panel.state(number, &cause.get_value(), yes);
    let skip = move || panel.skipped.update(|skipped| skipped.push((number, cause.get_value())));
    let is_skipped = move || {
        panel
            .skipped
            .with(|skipped| skipped.iter().any(|(other, asked)| *other == number && *asked == cause.get_value()))
    };
    view! {
        <section class="question" data-part="question" data-asked-by=question.cause hidden=is_skipped>
            <h3>{words::QUESTION}</h3>
            <p>{sentence(&question.text)}</p>
            <div class="answers">
                <button class="button" type="button" data-answer="yes" title=words::YES_HELP on:click=move |_| answer(true)>{words::YES}</button>
                <p>{sentence(&question.yes)}</p>
                <button class="button" type="button" data-answer="no" title=words::NO_HELP on:click=move |_| answer(false)>{words::NO}</button>
                <p>{sentence(&question.no)}</p>
                <button class="button" type="button" data-answer="skip" title=words::SKIP_HELP on:click=move |_| skip()>{words::SKIP}</button>
                <p>{words::SKIP_MEANS}</p>
            </div>
        </section>
    }
}

/// What the developer answered; each answer can be turned round.
#[component]
pub(crate) fn Statements(panel: Panel, number: u32, statements: Vec<Statement>) -> impl IntoView {
    (!statements.is_empty()).then(|| {
        let items = statements.into_iter().map(|statement| view! { <Item panel number statement/> }).collect_view();
        view! {
            <section class="statements" data-part="statements">
                <h3>{words::STATEMENTS}</h3>
                <ul>{items}</ul>
            </section>
        }
    })
}

#[component]
fn Item(panel: Panel, number: u32, statement: Statement) -> impl IntoView {
    let Statement { cause, question, yes, says } = statement;
    let asked_by = cause.clone();
    view! {
        <li data-statement=asked_by>
            {icon(Icon::Information)}
            <div>
                <p>{sentence(&question)} " " <strong>{if yes { words::YES } else { words::NO }}</strong></p>
                <p class="says">{sentence(&says)}</p>
            </div>
            <button class="button" type="button" title=words::TURN_HELP on:click=move |_| panel.state(number, &cause, !yes)>
                {if yes { words::TURN_TO_NO } else { words::TURN_TO_YES }}
            </button>
        </li>
    }
}
