//! In: the panel's state. Out: its controls, and how many exchanges there are.
//!
//! What a control does is decided by the page that records.

use web_sys::KeyboardEvent;

use super::Form;
use super::beside::go_beside;
use super::dom::{Tag, button, tag};
use super::export::{more_exports, save};
use super::filter_bar::{chip_bar, filter_box};
use super::icons::{Icon, icon};
use super::panel::Panel;
use super::rows::Rows;
use super::settings_box::switch;
use super::signal::memo;
use super::words;

pub(crate) fn toolbar(panel: Panel) -> Tag {
    let nothing = move || panel.rows.with(|rows| rows.total() == 0);
    let alone = move || !panel.attached.get();
    let preserve =
        || switch(panel, "preserve", words::PRESERVE, words::PRESERVE_HELP, |settings| &mut settings.preserve);

    tag("div")
        .class("toolbar")
        .attr("role", "toolbar")
        .attr("aria-label", words::TOOLBAR)
        .on("keydown", |event: KeyboardEvent| _ = go_beside(&event, "[role=toolbar]"))
        .child(panel.live.then(|| record(panel)))
        .child(tool("clear", Icon::Clear, words::CLEAR).bind("disabled", nothing).click(move || panel.ask_to_clear()))
        .child(
            panel.live.then(|| {
                tool("reload", Icon::Reload, words::RELOAD).bind("disabled", alone).click(move || panel.reload())
            }),
        )
        .child(panel.live.then(preserve))
        .child(tool("open", Icon::Open, words::OPEN).click(move || panel.choose_files()))
        .child(tool("paste", Icon::Paste, words::PASTE).click(move || panel.show_paste_box()))
        .child(
            tool("export", Icon::Export, words::EXPORT)
                .bind("disabled", nothing)
                .click(move || save(panel, Form::Json)),
        )
        .child(more_exports(panel))
        .child(filter_box(panel))
        .child(chip_bar(panel))
        .child(counts(panel))
        .child(tool("settings", Icon::Settings, words::SETTINGS).click(move || panel.open_box(&panel.settings_box)))
}

fn record(panel: Panel) -> Tag {
    let help = move || if panel.recording.get() { words::RECORD_OFF } else { words::RECORD_ON };
    let shape = move || icon(if panel.recording.get() { Icon::Recording } else { Icon::Paused });
    button("tool record")
        .attr("data-action", "record")
        .attr("aria-label", words::RECORD)
        .bind("aria-pressed", move || panel.recording.get().to_string())
        .bind("title", help)
        .bind("disabled", move || !panel.attached.get())
        .click(move || panel.toggle_recording())
        .live(shape)
}

fn tool(action: &str, shape: Icon, name: &str) -> Tag {
    button("tool").attr("data-action", action).attr("aria-label", name).attr("title", name).child(icon(shape))
}

fn counts(panel: Panel) -> Tag {
    let counts = memo(move || panel.rows.with(|rows| (rows.shown(), rows.total(), rows.failed())));
    let of_failed = counts.clone();
    let exchanges = move || match counts.get() {
        (shown, total, _) if shown == total => words::exchanges(total),
        (shown, total, _) => words::exchanges_matching(shown, total),
    };
    let failed = move || {
        let (_, _, failed) = of_failed.get();
        (failed > 0).then(|| tag("span").class("failed").child((icon(Icon::Failed), " ", words::failed(failed))))
    };
    let unread = memo(move || panel.rows.with(Rows::unread));
    let unread = move || {
        let count = unread.get();
        (count > 0).then(|| {
            button("unread")
                .attr("data-action", "unread")
                .attr("title", words::UNREAD_HELP)
                .click(move || panel.select_unread())
                .child(words::unread(count))
        })
    };
    tag("p").class("counts").live(unread).live(failed).child(tag("span").class("all").live(exchanges))
}
