//! In: the settings. Out: a box in which the reader changes them, the question before the list is cleared, and what this
//! program is.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDialogElement, HtmlInputElement, HtmlSelectElement};

use super::dialog::dialog;
use super::dom::{Content, Slot, Tag, button, tag};
use super::panel::Panel;
use super::rows::Rows;
use super::settings::{MOST, Settings, Theme};
use super::signal::{effect, memo};
use super::words;

pub(crate) fn settings_box(panel: Panel) -> Tag {
    let themes = Theme::ALL.map(|theme| {
        let is_set = move || panel.settings.with(|settings| settings.theme == theme);
        choice(theme.name(), words::theme(theme, panel.live), is_set)
    });
    let theme = select("theme", words::THEME, words::THEME_HELP, themes.into(), move |value| {
        panel.set(|settings| settings.theme = Theme::named(value).unwrap_or_default());
    });
    let close = button("button main")
        .attr("data-action", "close-settings")
        .attr("title", words::CLOSE_HELP)
        .click(move || panel.close(&panel.settings_box))
        .child(words::CLOSE);
    let content = [
        Some(theme),
        panel.live.then(|| limit(panel)),
        Some(switch(panel, "ask", words::ASK, words::ASK_HELP, |settings| &mut settings.ask)),
        Some(tag("p").class("remark").child(words::SETTINGS_KEPT)),
        Some(tag("p").class("about").attr("data-part", "about").child(words::about(&panel.page.build()))),
        Some(tag("div").class("buttons").child(close)),
    ];
    dialog(&panel.settings_box, words::SETTINGS, "settings", content)
}

fn limit(panel: Panel) -> Tag {
    let limits = MOST.map(|most| {
        let is_set = move || panel.settings.with(|settings| settings.most == most);
        choice(&most.to_string(), words::exchanges(most), is_set)
    });
    select("most", words::LIMIT, words::LIMIT_HELP, limits.into(), move |value| {
        if let Ok(most) = value.parse() {
            panel.set(|settings| settings.most = most);
        }
    })
}

fn select(setting: &str, label: &str, help: &str, choices: Vec<Tag>, chosen: impl Fn(&str) + 'static) -> Tag {
    let select = tag("select").attr("data-setting", setting).on("change", move |event: Event| {
        if let Some(select) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) {
            chosen(&select.value());
        }
    });
    tag("label").attr("title", help).child(tag("span").child(label)).child(select.child(choices))
}

fn choice(value: &str, name: impl Content, is_set: impl Fn() -> bool + 'static) -> Tag {
    tag("option").attr("value", value).bind("selected", is_set).child(name)
}

/// A setting that is on or off.
pub(crate) fn switch(panel: Panel, name: &str, label: &str, help: &str, of: fn(&mut Settings) -> &mut bool) -> Tag {
    let input = tag("input").attr("type", "checkbox").attr("data-setting", name).on("change", move |event: Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            panel.set(|settings| *of(settings) = input.checked());
        }
    });
    let element: HtmlInputElement = input.element();
    effect(move || element.set_checked(*of(&mut panel.settings.get())));
    tag("label").class("switch").attr("title", help).child(input).child(tag("span").child(label))
}

/// Asks whether the list may be cleared.
pub(crate) fn clear_box(panel: Panel) -> Tag {
    let count = memo(move || panel.rows.with(Rows::total));
    let keep = button("button")
        .attr("data-action", "keep-list")
        .attr("title", words::KEEP_HELP)
        .click(move || panel.close(&panel.clear_box))
        .child(words::CANCEL);
    let clear = button("button main")
        .attr("data-action", "clear-list")
        .attr("title", words::CLEAR)
        .click(move || {
            panel.close(&panel.clear_box);
            panel.clear();
        })
        .child(words::CLEAR_SHORT);
    let question = tag("p").live(move || words::clear_question(count.get()));
    dialog(&panel.clear_box, words::CLEAR, "clear", (question, tag("div").class("buttons").child((keep, clear))))
}

impl Panel {
    /// Changes the settings, keeps them, and tells the recorder.
    pub(crate) fn set(self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        self.keep_settings();
        self.prefer();
    }

    /// Keeps the settings as they are.
    pub(crate) fn keep_settings(self) {
        let text = self.settings.with_untracked(|settings| settings.text());
        self.page.keep_settings(&text);
    }

    /// Clears the list, after a question where the reader wants one.
    pub(crate) fn ask_to_clear(self) {
        if self.settings.with_untracked(|settings| settings.ask) {
            self.open_box(&self.clear_box);
        } else {
            self.clear();
        }
    }

    pub(crate) fn open_box(self, dialog: &Slot<HtmlDialogElement>) {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // A dialog that is in the document and closed can be shown.
            _ = dialog.show_modal();
        }
    }

    pub(crate) fn close(self, dialog: &Slot<HtmlDialogElement>) {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    }
}
