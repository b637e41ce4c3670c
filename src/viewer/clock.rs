//! In: moments in milliseconds since the epoch. Out: the reader's local time of day, and the date where it is needed.
//!
//! The browser knows the time zone; no calendar is computed here.

use js_sys::Date;

use super::dom::{Tag, tag};

/// The moment as an element.
pub(crate) fn element(at: i64) -> Tag {
    tag("time").attr("datetime", rfc3339(at)).child(moment(at))
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
