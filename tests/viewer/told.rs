//! How ages, counts and durations are worded.

use crate::{age, words};

#[test]
fn an_age_is_told_in_the_unit_that_a_person_would_choose() {
    const MINUTE: i64 = 60_000;
    const DAY: i64 = 24 * 60 * MINUTE;
    for (passed, told) in [
        (0, None),
        (59_999, None),
        (MINUTE, Some((1, "minute"))),
        (119 * MINUTE, Some((119, "minute"))),
        (120 * MINUTE, Some((2, "hour"))),
        (2 * DAY - 1, Some((47, "hour"))),
        (2 * DAY, Some((2, "day"))),
        (60 * DAY, Some((60, "day"))),
        (61 * DAY, Some((2, "month"))),
        (730 * DAY, Some((23, "month"))),
        (731 * DAY, Some((2, "year"))),
        // A clock that is ahead, or a file from one that was.
        (-5 * MINUTE, Some((-5, "minute"))),
        (i64::MIN, Some((i64::MIN / 31_556_952_000, "year"))),
    ] {
        assert_eq!(age::age(passed), told, "{passed}");
    }
}

#[test]
fn numbers_carry_separators_and_units() {
    assert_eq!(words::exchanges(1), "1 exchange");
    assert_eq!(words::exchanges(1_234_567), "1,234,567 exchanges");
    assert_eq!(words::milliseconds(9_999), "9999 ms");
    assert_eq!(words::milliseconds(10_250), "10.2 s");
    assert_eq!(words::characters("1"), "1 character");
    assert_eq!(words::characters("9–32"), "9–32 characters");
}
