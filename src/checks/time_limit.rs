//! Questions about a refresh token that a person granted for a limited time, as its `refresh_token_expires_in` told
//! (<https://developers.google.com/identity/protocols/oauth2/web-server#time-based-access>). The seven days of an app in Testing
//! are told in the same way and are asked about in [`super::refresh_token_week_over`].

use super::{Answer, Fact, yes_if};
use crate::{
    exchange::Exchange,
    time::{words_for_duration, words_for_moment},
    timeline::View,
};

const NO_ISSUE: Answer = Answer::Unknown("The answer that issued this refresh token was not seen.");
const NO_CLOCK: Answer = Answer::Unknown("The input gives no times, so the refresh token's age is not known.");

/// Testing apps are told 604799 seconds; this much around it counts as their week.
const WEEK: std::ops::RangeInclusive<i64> = 604_000..=604_800;

/// Was the token granted for another time than a week, and is that time over by the server's clock?
pub fn refresh_token_time_limit_over(view: View<'_>) -> Answer {
    let (number, limit, age) = match limit(view) {
        Ok(limit) => limit,
        Err(answer) => return answer,
    };
    yes_if(age.passed >= limit, || {
        Fact::new(format!(
            "#{number} issued this token with refresh_token_expires_in={limit}; it died on {}, {} before this request.",
            words_for_moment(age.from.saturating_add(limit)),
            words_for_duration((age.passed - limit).saturating_mul(1000)),
        ))
        .of([number])
        .on("refresh_token", format!("granted in #{number} for a limited time, which is over"))
    })
}

/// Was the token granted without a limit, or for a time that is not over?
pub fn refresh_token_time_limit_not_over(view: View<'_>) -> Answer {
    match limit(view) {
        Ok((number, limit, age)) => yes_if((0..limit).contains(&age.passed), || {
            Fact::new(format!("The time that #{number} announced for this token is not over.")).of([number])
        }),
        Err(Answer::No) => match issue(view) {
            Some((number, issue)) if issue.answer.text(EXPIRES_IN).is_none() => {
                Answer::Yes(Fact::new(format!("#{number} issued this token and announced no end.")).of([number]))
            }
            _ => Answer::No,
        },
        Err(answer) => answer,
    }
}

const EXPIRES_IN: &str = "refresh_token_expires_in";

struct Age {
    from: i64,
    passed: i64,
}

fn issue(view: View<'_>) -> Option<(u32, &Exchange)> {
    view.issue_of(view.this().sealed("refresh_token")?)
}

/// The issuing exchange, the limit that it announced and the token's age, in seconds.
fn limit(view: View<'_>) -> Result<(u32, i64, Age), Answer> {
    let (number, issue) = issue(view).ok_or(NO_ISSUE)?;
    let limit = issue.answer.text(EXPIRES_IN).and_then(|text| text.parse::<i64>().ok());
    let limit = limit.filter(|limit| !WEEK.contains(limit)).ok_or(Answer::No)?;
    let clock = |exchange: &Exchange| exchange.answer.date.or(exchange.started.map(|millis| millis.div_euclid(1000)));
    let (from, now) = clock(issue).zip(clock(view.this())).ok_or(NO_CLOCK)?;
    Ok((number, limit, Age { from, passed: now.saturating_sub(from) }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, refusal, token_request};
    use super::*;

    const TOKEN: &str = "1//0gEXAMPLE-refresh-token-abcdefghijklmnopqrstuvwxyz";

    fn refresh() -> String {
        token_request(
            &format!("grant_type=refresh_token&refresh_token={TOKEN}"),
            &refusal("Token has been expired or revoked."),
        )
    }

    fn granted_for(more: &str, passed: &str) -> String {
        let answer = format!("200\n\n{{\"access_token\":\"ya29.a0EXAMPLE\",\"refresh_token\":\"{TOKEN}\"{more}}}");
        format!(
            "{}\n### +{passed}\n{}",
            token_request("grant_type=authorization_code&code=4/0AEXAMPLE", &answer),
            refresh()
        )
    }

    #[test]
    fn a_limited_time() {
        let day = ",\"refresh_token_expires_in\":86400";
        assert!(
            fact(&ask(refresh_token_time_limit_over, &granted_for(day, "25h")))
                .contains("=86400; it died on 2026-01-06")
        );
        let young = granted_for(day, "23h");
        assert_eq!(ask(refresh_token_time_limit_over, &young), Answer::No);
        assert!(ask(refresh_token_time_limit_not_over, &young).is_yes());
        assert_eq!(ask(refresh_token_time_limit_not_over, &granted_for(day, "25h")), Answer::No);
    }

    #[test]
    fn a_week_and_no_limit() {
        let week = granted_for(",\"refresh_token_expires_in\":604799", "8d");
        assert_eq!(ask(refresh_token_time_limit_over, &week), Answer::No);
        assert_eq!(ask(refresh_token_time_limit_not_over, &week), Answer::No);
        assert!(fact(&ask(refresh_token_time_limit_not_over, &granted_for("", "8d"))).contains("announced no end"));
        assert_eq!(ask(refresh_token_time_limit_over, &refresh()), NO_ISSUE);
    }
}
