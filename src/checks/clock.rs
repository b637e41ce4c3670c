//! In: two exchanges. Out: when they took place by one clock, for an age that is read off two clocks is off by what parts them.
//!
//! The server's clock counts where both answers carry a `Date`; otherwise the recorder's, for both.

use crate::exchange::Exchange;

/// When `earlier` and `later` took place, in seconds since the epoch by the same clock; `None` where no clock saw both.
pub(super) fn moments(earlier: &Exchange, later: &Exchange) -> Option<(i64, i64)> {
    let dates = earlier.answer.date.zip(later.answer.date);
    dates.or_else(|| recorded(earlier).zip(recorded(later)))
}

/// The seconds from `earlier` to `later`, by the same clock.
pub(super) fn seconds_between(earlier: &Exchange, later: &Exchange) -> Option<i64> {
    moments(earlier, later).map(|(from, to)| to.saturating_sub(from))
}

/// When the exchange took place, in seconds since the epoch: by the server's clock where it is known, else the recorder's.
pub(super) fn moment(exchange: &Exchange) -> Option<i64> {
    exchange.answer.date.or_else(|| recorded(exchange))
}

fn recorded(exchange: &Exchange) -> Option<i64> {
    exchange.started.map(|millis| millis.div_euclid(1000))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{exchanges, token_request};
    use super::*;

    #[test]
    fn one_clock_at_a_time() {
        let answered = token_request("grant_type=refresh_token", "200\n\n{}");
        let mut pair = exchanges(&format!("### +0s\n{answered}\n### +10m\n{answered}"));
        // The server's clock is a day ahead of the recorder's.
        let start = recorded(&pair[0]).expect("a start") + 86_400;
        for (first, second, seconds) in [
            (Some(start), Some(start + 540), 540),
            (Some(start), None, 600),
            (None, Some(start), 600),
            (None, None, 600),
        ] {
            (pair[0].answer.date, pair[1].answer.date) = (first, second);
            assert_eq!(seconds_between(&pair[0], &pair[1]), Some(seconds), "{first:?} {second:?}");
        }
        (pair[0].answer.date, pair[0].started) = (Some(start), None);
        assert_eq!(moment(&pair[0]), Some(start));
        assert_eq!(seconds_between(&pair[0], &pair[1]), None, "each was seen by another clock");
    }
}
