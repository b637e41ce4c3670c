//! In: milliseconds that have passed. Out: how many of which unit that is, as a person would say it.

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The mean month and year of the Gregorian calendar.
const MONTH: i64 = YEAR / 12;
const YEAR: i64 = 365 * DAY + DAY * 97 / 400;

/// Whole units, fewer than nothing for what is to come, and the unit's name in `Intl.RelativeTimeFormat`; a unit holds until
/// there are two of the next. `None` within a minute.
pub(crate) fn age(passed: i64) -> Option<(i64, &'static str)> {
    let (length, unit) = match passed.saturating_abs() {
        ..MINUTE => return None,
        minutes if minutes < 2 * HOUR => (MINUTE, "minute"),
        hours if hours < 2 * DAY => (HOUR, "hour"),
        days if days < 2 * MONTH => (DAY, "day"),
        months if months < 2 * YEAR => (MONTH, "month"),
        _ => (YEAR, "year"),
    };
    Some((passed / length, unit))
}
