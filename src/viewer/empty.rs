//! In: whether recording is on, and what the notes say already. Out: what to do first, in a few lines, and the doors.

use leptos::prelude::*;

use super::icons::{Icon, icon};
use super::notes::{ReloadButton, opened_late};
use super::panel::Panel;
use super::words;

#[component]
pub(crate) fn Empty(panel: Panel) -> impl IntoView {
    let paused = move || panel.live && !panel.recording.get();
    let title = move || match (panel.live, paused()) {
        (false, _) => words::EMPTY_ALONE,
        (true, true) => words::EMPTY_PAUSED,
        (true, false) => words::EMPTY_RECORDING,
    };
    let shape = move || match (panel.live, paused()) {
        (false, _) => Icon::Open,
        (true, true) => Icon::Paused,
        (true, false) => Icon::Recording,
    };
    let live = panel.live.then(|| {
        let step = move || if paused() { words::EMPTY_RESUME } else { words::EMPTY_DO };
        // The note says it already, with a button of its own.
        let before =
            move || (!opened_late(panel)).then(|| view! { {words::EMPTY_BEFORE} " " <ReloadButton panel/> " " });
        view! {
            <p>{step}</p>
            <p>{before} {words::EMPTY_ELSEWHERE}</p>
        }
    });

    view! {
        <section class="empty" data-part="empty" class:recording=move || panel.live && !paused()>
            <h2>
                {move || icon(shape())}
                {title}
            </h2>
            {live}
            <p>{if panel.live { words::EMPTY_SERVER } else { words::EMPTY_FILES }}</p>
            <div class="buttons">
                <button class="button main" type="button" data-action="open-first" title=words::OPEN on:click=move |_| panel.choose_files()>
                    {words::OPEN_SHORT}
                </button>
                <button class="button main" type="button" data-action="paste-first" title=words::PASTE on:click=move |_| panel.show_paste_box()>
                    {words::PASTE_SHORT}
                </button>
                <button class="button" type="button" data-action="sample" title=words::SAMPLE on:click=move |_| panel.sample()>
                    {words::SAMPLE_SHORT}
                </button>
            </div>
            <p>{if panel.live { words::EMPTY_PRIVATE } else { words::EMPTY_PRIVATE_ALONE }}</p>
        </section>
    }
}
