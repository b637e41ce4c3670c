//! In: moments in milliseconds since the epoch. Out: the reader's local time of day, the date where it is needed, and how long
//! ago it was.
//!
//! The browser knows the time zone; no calendar is computed here.

use std::time::Duration;

use js_sys::Intl::RelativeTimeFormat;
use js_sys::{Array, Date, Object};
use web_sys::Node;

use super::dom::{Tag, tag};
use super::moments::after;
use super::{age, words};

/// The moment as an element.
pub(crate) fn element(at: i64) -> Tag {
    tag("time").attr("datetime", rfc3339(at)).child(moment(at))
}

/// The moment as an element, and how long ago that is. The latter is kept up to date while it stands in the document.
pub(crate) fn element_with_age(at: i64) -> Tag {
    let ago = tag("span").attr("data-part", "age").child(age(at));
    keep_fresh(ago.element(), at);
    element(at).child((", ", ago))
}

/// Writes the age again each minute.
fn keep_fresh(ago: Node, at: i64) {
    after(Duration::from_secs(60), move || {
        if ago.is_connected() {
            ago.set_text_content(Some(&age(at)));
            keep_fresh(ago, at);
        }
    });
}

/// `3 minutes ago`, in the browser's words.
pub(crate) fn age(at: i64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the present is a whole number of milliseconds")]
    let passed = (Date::now() as i64).saturating_sub(at);
    let Some((count, unit)) = age::age(passed) else { return words::JUST_NOW.to_owned() };
    let format = RelativeTimeFormat::new(&Array::of1(&words::LANGUAGE.into()), &Object::new());
    #[expect(clippy::cast_precision_loss, reason = "so many years are none that a calendar has")]
    let count = -count as f64;
    format.format(count, unit).into()
}

/// `18:45:07.023`.
pub(crate) fn time_of_day(moment: i64) -> String {
    let date = date(moment);
    format!(
        "{:02}:{:02}:{:02}.{:03}",
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds(),
        date.get_milliseconds()
    )
}

/// The time of day, and before it the date unless that is today.
pub(crate) fn moment(moment: i64) -> String {
    let (then, now) = (date(moment), Date::new_0());
    if then.to_date_string() == now.to_date_string() {
        return time_of_day(moment);
    }
    let (year, month, day) = (then.get_full_year(), then.get_month() + 1, then.get_date());
    format!("{year:04}-{month:02}-{day:02} {}", time_of_day(moment))
}

/// The moment as RFC 3339 has it, for a `datetime` attribute; `None` when no calendar holds it.
fn rfc3339(moment: i64) -> Option<String> {
    let date = date(moment);
    (!date.get_time().is_nan()).then(|| date.to_iso_string().into())
}

/// The present second for a file's name: `2026-11-25T18-45-07`.
pub(crate) fn file_stamp() -> String {
    let stamp: String = Date::new_0().to_iso_string().into();
    stamp.chars().take("2026-11-25T18:45:07".len()).map(|it| if it == ':' { '-' } else { it }).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a moment beyond 2^53 ms is no date, and JavaScript says so")]
fn date(moment: i64) -> Date {
    Date::new(&(moment as f64).into())
}
