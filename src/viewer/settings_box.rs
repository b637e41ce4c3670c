//! In: the settings. Out: a box in which the reader changes them, the question before the list is cleared, and what this
//! program is.

use leptos::html;
use leptos::prelude::*;

use super::dialog::Dialog;
use super::panel::Panel;
use super::settings::{MOST, Settings, Theme};
use super::words;

#[component]
pub(crate) fn SettingsBox(panel: Panel) -> impl IntoView {
    let theme = move |theme: Theme| {
        let is_set = move || panel.settings.with(|settings| settings.theme == theme);
        view! { <option value=theme.name() selected=is_set>{words::theme(theme, panel.live)}</option> }
    };
    let most = move |most: usize| {
        let is_set = move || panel.settings.with(|settings| settings.most == most);
        view! { <option value=most.to_string() selected=is_set>{words::exchanges(most)}</option> }
    };
    let about = panel.page.with_value(|page| words::about(&page.build()));
    let limit = panel.live.then(|| {
        view! {
            <label title=words::LIMIT_HELP>
                <span>{words::LIMIT}</span>
                <select
                    data-setting="most"
                    on:change:target=move |event| {
                        if let Ok(most) = event.target().value().parse() {
                            panel.set(|settings| settings.most = most);
                        }
                    }
                >
                    {MOST.map(most)}
                </select>
            </label>
        }
    });
    view! {
        <Dialog node=panel.settings_box title=words::SETTINGS part="settings">
            <label title=words::THEME_HELP>
                <span>{words::THEME}</span>
                <select
                    data-setting="theme"
                    on:change:target=move |event| {
                        let theme = Theme::named(&event.target().value()).unwrap_or_default();
                        panel.set(|settings| settings.theme = theme);
                    }
                >
                    {Theme::ALL.map(theme)}
                </select>
            </label>
            {limit}
            <Switch panel name="ask" label=words::ASK help=words::ASK_HELP of=|settings| &mut settings.ask/>
            <p class="remark">{words::SETTINGS_KEPT}</p>
            <p class="about" data-part="about">{about}</p>
            <div class="buttons">
                <button class="button main" type="button" data-action="close-settings" title=words::CLOSE_HELP on:click=move |_| panel.close(panel.settings_box)>
                    {words::CLOSE}
                </button>
            </div>
        </Dialog>
    }
}

/// A setting that is on or off.
#[component]
pub(crate) fn Switch(
    panel: Panel,
    name: &'static str,
    label: &'static str,
    help: &'static str,
    of: fn(&mut Settings) -> &mut bool,
) -> impl IntoView {
    view! {
        <label class="switch" title=help>
            <input
                type="checkbox"
                data-setting=name
                prop:checked=move || *of(&mut panel.settings.get())
                on:change:target=move |event| panel.set(|settings| *of(settings) = event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
}

/// Asks whether the list may be cleared.
#[component]
pub(crate) fn ClearBox(panel: Panel) -> impl IntoView {
    let count = Memo::new(move |_| panel.rows.with(super::rows::Rows::total));
    let clear = move |_| {
        panel.close(panel.clear_box);
        panel.clear();
    };
    view! {
        <Dialog node=panel.clear_box title=words::CLEAR part="clear">
            <p>{move || words::clear_question(count.get())}</p>
            <div class="buttons">
                <button class="button" type="button" data-action="keep-list" title=words::KEEP_HELP on:click=move |_| panel.close(panel.clear_box)>
                    {words::CANCEL}
                </button>
                <button class="button main" type="button" data-action="clear-list" title=words::CLEAR on:click=clear>
                    {words::CLEAR_SHORT}
                </button>
            </div>
        </Dialog>
    }
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
        let text = self.settings.get_untracked().text();
        self.page.with_value(|page| page.keep_settings(&text));
    }

    /// Clears the list, after a question where the reader wants one.
    pub(crate) fn ask_to_clear(self) {
        if self.settings.with_untracked(|settings| settings.ask) {
            self.open_box(self.clear_box);
        } else {
            self.clear();
        }
    }

    pub(crate) fn open_box(self, node: NodeRef<html::Dialog>) {
        if let Some(dialog) = node.get_untracked().filter(|dialog| !dialog.open()) {
            // A dialog that is in the document and closed can be shown.
            _ = dialog.show_modal();
        }
    }

    pub(crate) fn close(self, node: NodeRef<html::Dialog>) {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    }
}
