//! In: the two spellings of a moment that HAR and HTTP use. Out: milliseconds or seconds since the epoch, and
//! durations and moments as words.
//!
//! Written by hand because a calendar library would weigh more in the module than the whole core; a test holds it to
//! one. No clock here: nothing in the core knows what time it is.

const DAY: i64 = 86_400;

/// Reads an RFC 3339 date-time such as `2026-01-05T10:00:00.250Z` (HAR's `startedDateTime`).
///
/// Out: milliseconds since the epoch, or `None` when the text is no such date-time.
pub fn from_rfc3339(text: &str) -> Option<i64> {
    let bytes = text.trim().as_bytes();
    let (date, rest) = (bytes.get(..10)?, bytes.get(11..)?);
    if date[4] != b'-' || date[7] != b'-' || !matches!(bytes[10], b'T' | b't' | b' ') {
        return None;
    }
    let clock = rest.get(..8)?;
    if clock[2] != b':' || clock[5] != b':' {
        return None;
    }
    let days = days_from_civil(number(&date[..4])?, number(&date[5..7])?, number(&date[8..])?)?;
    let seconds = clock_seconds(number(&clock[..2])?, number(&clock[3..5])?, number(&clock[6..])?)?;
    let mut rest = &rest[8..];
    let mut millis = 0;
    if let [b'.', digits @ ..] = rest {
        let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 {
            return None;
        }
        for place in 0..3 {
            millis = millis * 10 + i64::from(digits[..length].get(place).map_or(0, |digit| digit - b'0'));
        }
        rest = &digits[length..];
    }
    let offset = match rest {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] | [sign @ (b'+' | b'-'), h1, h2, m1, m2] => {
            let minutes = number(&[*h1, *h2])? * 60 + number(&[*m1, *m2])?;
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    Some(((days * DAY + seconds) - offset * 60) * 1000 + millis)
}

/// Reads an IMF-fixdate such as `Mon, 05 Jan 2026 10:00:00 GMT` (RFC 9110 section 5.6.7), the form that servers send.
///
/// Out: seconds since the epoch, or `None` when the text is no such date.
pub fn from_http_date(text: &str) -> Option<i64> {
    let mut words = text.split_once(", ")?.1.split(' ');
    let day = number(words.next()?.as_bytes())?;
    let month = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month)?;
    let year = number(words.next()?.as_bytes())?;
    let clock = words.next()?.as_bytes();
    if clock.len() != 8 || clock[2] != b':' || clock[5] != b':' || words.next() != Some("GMT") {
        return None;
    }
    let days = days_from_civil(year, i64::try_from(month).ok()? + 1, day)?;
    Some(days * DAY + clock_seconds(number(&clock[..2])?, number(&clock[3..5])?, number(&clock[6..])?)?)
}

/// A moment as a person reads it: `2026-01-05 10:00:00 UTC`.
pub fn words_for_moment(seconds: i64) -> String {
    let (year, month, day) = civil_from_days(seconds.div_euclid(DAY));
    let rest = seconds.rem_euclid(DAY);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", rest / 3600, rest / 60 % 60, rest % 60)
}

/// A moment as HAR writes it: `2026-01-05T10:00:00.250Z`.
pub fn rfc3339(millis: i64) -> String {
    let words = words_for_moment(millis.div_euclid(1000));
    format!("{}.{:03}Z", words.trim_end_matches(" UTC").replace(' ', "T"), millis.rem_euclid(1000))
}

/// A moment as servers write it: `Mon, 05 Jan 2026 10:00:00 GMT`.
pub fn http_date(seconds: i64) -> String {
    let days = seconds.div_euclid(DAY);
    let (year, month, day) = civil_from_days(days);
    // The epoch was a Thursday.
    let weekday = WEEKDAYS[usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0)];
    let month = MONTHS[usize::try_from(month - 1).unwrap_or(0)];
    let words = words_for_moment(seconds);
    let clock = words.split(' ').nth(1).unwrap_or_default();
    format!("{weekday}, {day:02} {month} {year:04} {clock} GMT")
}

/// A length of time, forwards or back, as a person says it: `250 ms`, `4.1 s`, `3 min 20 s`, `2 h 5 min`, `8 days`.
pub fn words_for_duration(millis: i64) -> String {
    let millis = millis.saturating_abs();
    let seconds = millis / 1000;
    match millis {
        0..1000 => format!("{millis} ms"),
        1000..60_000 if millis % 1000 == 0 => format!("{seconds} s"),
        1000..60_000 => format!("{seconds}.{} s", millis % 1000 / 100),
        60_000..3_600_000 => pair(seconds / 60, "min", seconds % 60, "s"),
        3_600_000..172_800_000 => pair(seconds / 3600, "h", seconds / 60 % 60, "min"),
        _ => format!("{} days", seconds / DAY),
    }
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn pair(large: i64, large_unit: &str, small: i64, small_unit: &str) -> String {
    if small == 0 { format!("{large} {large_unit}") } else { format!("{large} {large_unit} {small} {small_unit}") }
}

fn number(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

fn clock_seconds(hours: i64, minutes: i64, seconds: i64) -> Option<i64> {
    (hours < 24 && minutes < 60 && seconds <= 60).then_some(hours * 3600 + minutes * 60 + seconds)
}

/// Days since the epoch of a Gregorian date (Howard Hinnant's `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

    #[test]
    fn reads_what_browsers_write() {
        assert_eq!(from_rfc3339("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(from_rfc3339("2026-11-23T22:23:54.5+01:00"), from_rfc3339("2026-11-23T21:23:54.500Z"));
        assert_eq!(from_http_date("Thu, 01 Jan 1970 00:01:00 GMT"), Some(60));
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "",
            "yesterday",
            "2026-02-30T00:00:00Z",
            "2026-01-01T25:00:00Z",
            "2026-01-01T00:00:00",
            "é026-01-01T00:00:00Z",
        ] {
            assert_eq!(from_rfc3339(text), None, "{text}");
        }
        for text in ["", "Mon, 99 Jan 2026 10:00:00 GMT", "Mon, 05 Jan 2026 10:00:00 CET", "05 Jan 2026"] {
            assert_eq!(from_http_date(text), None, "{text}");
        }
    }

    #[test]
    fn says_durations() {
        let said: Vec<_> =
            [250, 4100, 60_000, 200_000, 7_500_000, 691_200_000].into_iter().map(words_for_duration).collect();
        assert_eq!(said, ["250 ms", "4.1 s", "1 min", "3 min 20 s", "2 h 5 min", "8 days"]);
    }

    proptest! {
        #[test]
        fn agrees_with_a_calendar_library(seconds in -62_135_596_800i64..253_402_300_799, millis in 0i64..1000) {
            let moment = OffsetDateTime::from_unix_timestamp(seconds).unwrap() + time::Duration::milliseconds(millis);
            prop_assert_eq!(from_rfc3339(&moment.format(&Rfc3339).unwrap()), Some(seconds * 1000 + millis));
            let http = format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
            prop_assert_eq!(from_http_date(&moment.format(http).unwrap()), Some(seconds));
            let words = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
            prop_assert_eq!(words_for_moment(seconds), moment.format(words).unwrap());
        }
    }
}
