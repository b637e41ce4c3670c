//! In: the open question that separates the remaining causes best. Out: the question, and what either answer would mean.

use leptos::prelude::*;

use super::text::sentence;
use super::words;
use crate::report::Question;

#[component]
pub(crate) fn QuestionView(question: Question) -> impl IntoView {
    view! {
        <section class="question" data-part="question" data-asked-by=question.cause>
            <h3>{words::QUESTION}</h3>
            <p>{sentence(&question.text)}</p>
            <dl>
                <div>
                    <dt>{words::YES}</dt>
                    <dd>{sentence(&question.yes)}</dd>
                </div>
                <div>
                    <dt>{words::NO}</dt>
                    <dd>{sentence(&question.no)}</dd>
                </div>
            </dl>
        </section>
    }
}
