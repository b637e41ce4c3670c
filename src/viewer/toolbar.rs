//! In: the panel's state. Out: its controls, and how many exchanges there are.
//!
//! What a control does is decided by the page that records.

use leptos::prelude::*;

use super::Form;
use super::beside::go_beside;
use super::export::{MoreExports, save};
use super::filter_bar::{ChipBar, FilterBox};
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::rows::Rows;
use super::settings_box::Switch;
use super::words;

#[component]
pub(crate) fn Toolbar(panel: Panel) -> impl IntoView {
    let record_help = move || if panel.recording.get() { words::RECORD_OFF } else { words::RECORD_ON };
    let record_icon = move || icon(if panel.recording.get() { Icon::Recording } else { Icon::Paused });
    let nothing = move || panel.rows.with(|rows| rows.total() == 0);

    let alone = move || !panel.attached.get();
    let record = move || {
        view! {
            <button
                class="tool record"
                type="button"
                data-action="record"
                aria-label=words::RECORD
                aria-pressed=move || panel.recording.get().to_string()
                title=record_help
                disabled=alone
                on:click=move |_| panel.toggle_recording()
            >
                {record_icon}
            </button>
        }
    };
    let reload = move || {
        view! { <Tool action="reload" shape=Icon::Reload name=words::RELOAD unavailable=alone press=move || panel.reload()/> }
    };

    view! {
        <div class="toolbar" role="toolbar" aria-label=words::TOOLBAR on:keydown=|event| _ = go_beside(&event, "[role=toolbar]")>
            {panel.live.then(record)}
            <Tool action="clear" shape=Icon::Clear name=words::CLEAR unavailable=nothing press=move || panel.ask_to_clear()/>
            {panel.live.then(reload)}
            {panel.live.then(|| view! { <Switch panel name="preserve" label=words::PRESERVE help=words::PRESERVE_HELP of=|settings| &mut settings.preserve/> })}
            <Tool action="open" shape=Icon::Open name=words::OPEN unavailable=|| false press=move || panel.choose_files()/>
            <Tool action="paste" shape=Icon::Paste name=words::PASTE unavailable=|| false press=move || panel.show_paste_box()/>
            <Tool
                action="export"
                shape=Icon::Export
                name=words::EXPORT
                unavailable=nothing
                press=move || save(panel, Form::Json)
            />
            <MoreExports panel/>
            <FilterBox panel/>
            <ChipBar panel/>
            <Counts panel/>
            <Tool action="settings" shape=Icon::Settings name=words::SETTINGS unavailable=|| false press=move || panel.open_box(panel.settings_box)/>
        </div>
    }
}

#[component]
fn Tool(
    action: &'static str,
    shape: Icon,
    name: &'static str,
    unavailable: impl Fn() -> bool + Send + Sync + 'static,
    press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            class="tool"
            type="button"
            data-action=action
            aria-label=name
            title=name
            disabled=unavailable
            on:click=move |_| press()
        >
            {icon(shape)}
        </button>
    }
}

#[component]
fn Counts(panel: Panel) -> impl IntoView {
    let counts = Memo::new(move |_| panel.rows.with(|rows| (rows.shown(), rows.total(), rows.failed())));
    let exchanges = move || match counts.get() {
        (shown, total, _) if shown == total => words::exchanges(total),
        (shown, total, _) => words::exchanges_matching(shown, total),
    };
    let failed = move || {
        let (_, _, failed) = counts.get();
        (failed > 0).then(|| view! { <span class="failed">{icon(Icon::Failed)} {words::failed(failed)}</span> })
    };
    let unread = Memo::new(move |_| panel.rows.with(Rows::unread));
    let unread = move || {
        let count = unread.get();
        (count > 0).then(|| {
            view! {
                <button class="unread" type="button" data-action="unread" title=words::UNREAD_HELP on:click=move |_| panel.select_unread()>
                    {words::unread(count)}
                </button>
            }
        })
    };
    view! {
        <p class="counts">
            {unread}
            {failed}
            <span class="all">{exchanges}</span>
        </p>
    }
}
