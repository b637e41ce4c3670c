//! In: whether recording is on, and what the notes say already. Out: what to do first, in a few lines, and the doors.

use super::dom::{Tag, button, tag};
use super::icons::{Icon, icon};
use super::notes::{opened_late, reload_button};
use super::panel::Panel;
use super::words;

pub(crate) fn empty(panel: Panel) -> Tag {
    let paused = move || panel.live && !panel.recording.get();
    let title = move || match (panel.live, paused()) {
        (false, _) => (icon(Icon::Open), words::EMPTY_ALONE),
        (true, true) => (icon(Icon::Paused), words::EMPTY_PAUSED),
        (true, false) => (icon(Icon::Recording), words::EMPTY_RECORDING),
    };
    let live = panel.live.then(|| {
        let step = move || if paused() { words::EMPTY_RESUME } else { words::EMPTY_DO };
        // The note says it already, with a button of its own.
        let before = move || (!opened_late(panel)).then(|| ((words::EMPTY_BEFORE, " "), (reload_button(panel), " ")));
        [tag("p").live(step), tag("p").live(before).child(words::EMPTY_ELSEWHERE)]
    });
    let door = |class: &str, action: &str, title: &str, name: &str| {
        button(class).attr("data-action", action).attr("title", title).child(name)
    };
    let doors = tag("div")
        .class("buttons")
        .child(door("button main", "open-first", words::OPEN, words::OPEN_SHORT).click(move || panel.choose_files()))
        .child(
            door("button main", "paste-first", words::PASTE, words::PASTE_SHORT).click(move || panel.show_paste_box()),
        )
        .child(door("button", "sample", words::SAMPLE, words::SAMPLE_SHORT).click(move || panel.sample()));

    tag("section")
        .bind("class", move || if panel.live && !paused() { "empty recording" } else { "empty" })
        .attr("data-part", "empty")
        .child(tag("h2").live(title))
        .child(live)
        .child(tag("p").child(if panel.live { words::EMPTY_SERVER } else { words::EMPTY_FILES }))
        .child(doors)
        .child(tag("p").child(if panel.live { words::EMPTY_PRIVATE } else { words::EMPTY_PRIVATE_ALONE }))
}
