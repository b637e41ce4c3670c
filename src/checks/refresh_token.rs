//! Questions about the refresh token: its shape, and its history within the session.

use super::{
    Answer, Fact,
    clock::{moments, seconds_between},
    earlier_by, flawed, quoted_only, verb, yes_if,
};
use crate::{
    exchange::{ClaimValue, Exchange, Provider, Value},
    report::Kind,
    secret::{Fingerprint, FlawKind, Sealed, ValueKind},
    time::{words_for_duration, words_for_moment},
    timeline::{Milestone, View},
};

const NO_TOKEN: Answer = Answer::Unknown("The request sends no refresh token that can be read.");
const NO_ISSUE: Answer = Answer::Unknown("The answer that issued this refresh token was not seen.");
const NO_CLOCK: Answer = Answer::Unknown("The input gives no times, so the refresh token's age is not known.");

/// Testing apps are told 604799 seconds: seven days less the second in which the answer is made.
pub(super) const WEEK: std::ops::RangeInclusive<i64> = 604_000..=604_800;
const SEVEN_DAYS: i64 = 604_800;

/// Google's refresh tokens have about a hundred characters, older ones about sixty; none with fewer than this was seen.
const SHORTEST: usize = 40;

/// How many revocations are searched, the latest first.
const SEARCHED: usize = 500;

fn token(view: View<'_>) -> Option<&Sealed> {
    view.this().sealed("refresh_token")
}

/// Is the value in `refresh_token` a credential of another kind, or no value at all?
pub fn refresh_token_of_another_kind(view: View<'_>) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    let kind = token.shape.kind;
    // A text shows a placeholder where it hides the value.
    if matches!(kind, ValueKind::Placeholder | ValueKind::Nothing)
        && let Some(answer) = quoted_only(view)
    {
        return answer;
    }
    let is_other = !matches!(kind, ValueKind::RefreshToken | ValueKind::Opaque | ValueKind::Empty | ValueKind::Path);
    yes_if(is_other, || {
        let words = kind.words();
        Fact::new(format!("The value of `refresh_token` {} {words}.", verb(kind)))
            .on("refresh_token", format!("this is {words}"))
    })
}

/// Is the refresh token damaged: surrounded by blanks or quotes, still percent-encoded, cut off, or with text appended?
pub fn refresh_token_damaged(view: View<'_>) -> Answer {
    if let Some(answer) = quoted_only(view) {
        return answer;
    }
    let Some(token) = token(view) else { return NO_TOKEN };
    let shape = &token.shape;
    if !matches!(shape.kind, ValueKind::RefreshToken | ValueKind::Opaque) {
        return Answer::No;
    }
    let known = |fingerprint: Fingerprint| view.earlier(fingerprint).find(|(_, other)| issues(other, fingerprint));
    if let Some((flaw, range)) =
        flawed(shape, |flaw| shape.kind == ValueKind::RefreshToken || flaw.kind != FlawKind::Punctuation)
    {
        let words = flaw.kind.words();
        let mut fact = Fact::new(match known(token.fingerprint).or_else(|| known(token.decoded?)) {
            Some((number, _)) => format!(
                "The value of `refresh_token` holds {words}; without it, it is the token that #{number} issued."
            ),
            None => format!("The value of `refresh_token` holds {words}."),
        });
        fact.exchanges.extend(known(token.fingerprint).or_else(|| known(token.decoded?)).map(|(number, _)| number));
        return Answer::Yes(fact.on("refresh_token", format!("{words} is part of the value")).at(Some(range)));
    }
    let issued: Vec<_> = view
        .latest(Milestone::RefreshToken)
        .filter_map(|(number, other)| Some((number, issued(other)?)))
        .take(100)
        .collect();
    if let Some((number, whole)) = issued.iter().find(|(_, whole)| token.is_cut_from(whole)) {
        let (here, all) = (shape.length, whole.shape.length);
        return Answer::Yes(
            Fact::new(format!(
                "The refresh token is the beginning of the one that #{number} issued: {here} of {all} characters."
            ))
            .of([*number])
            .on("refresh_token", format!("cut off after {here} of {all} characters")),
        );
    }
    if let Some((number, whole)) = issued.iter().find(|(_, whole)| token.extends(whole)) {
        return Answer::Yes(
            Fact::new(format!(
                "The refresh token begins with the one that #{number} issued, and {} characters follow.",
                shape.length - whole.shape.length
            ))
            .of([*number])
            .on("refresh_token", "text was appended to the token"),
        );
    }
    yes_if(view.this().provider == Provider::Google && shape.length < SHORTEST, || {
        let length = shape.length;
        Fact::new(format!("The refresh token has {length} characters; Google's have {SHORTEST} and more."))
            .on("refresh_token", "too short for a refresh token")
    })
}

/// Does the refresh token look whole: the prefix of Google's refresh tokens, and nothing that does not belong?
pub fn refresh_token_well_formed(view: View<'_>) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    let holds =
        token.shape.kind == ValueKind::RefreshToken && token.shape.flaws.is_empty() && token.shape.length >= SHORTEST;
    yes_if(holds, || Fact::new("The value has the shape of a whole refresh token."))
}

/// Was this very refresh token accepted, or issued, earlier in the session?
pub fn refresh_token_accepted_before(view: View<'_>) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    if !token.shape.flaws.is_empty() {
        return Answer::No;
    }
    let accepted = view.earlier(token.fingerprint).rfind(|(_, other)| {
        let sent = other.sealed("refresh_token").is_some_and(|sent| sent.fingerprint == token.fingerprint);
        other.kind == Kind::TokenRequest && other.succeeded() && (sent || issues(other, token.fingerprint))
    });
    match accepted {
        Some((number, other)) => {
            let word = if issues(other, token.fingerprint) { "issued" } else { "accepted" };
            Answer::Yes(
                Fact::new(format!("This very token was {word} in #{number}{}.", earlier_by(view, other))).of([number]),
            )
        }
        None => Answer::No,
    }
}

/// Was the token issued with a life of seven days, and is that life over by the server's clock?
pub fn refresh_token_week_over(view: View<'_>) -> Answer {
    over(view, |life| WEEK.contains(&life))
}

fn over(view: View<'_>, is_wanted: impl Fn(i64) -> bool) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    let Some((number, issue)) = view.issue_of(token) else { return NO_ISSUE };
    let Some(life) = lifetime(issue).filter(|life| is_wanted(*life)) else { return Answer::No };
    let Some((from, now)) = moments(issue, view.this()) else { return NO_CLOCK };
    yes_if(now.saturating_sub(from) >= life, || {
        let life_in_words =
            if WEEK.contains(&life) { "seven days".to_owned() } else { words_for_duration(life.saturating_mul(1000)) };
        Fact::new(format!(
            "#{number} issued this token with refresh_token_expires_in={life}; it died on {}, {} before this request.",
            words_for_moment(from.saturating_add(life)),
            words_for_duration(now.saturating_sub(from).saturating_sub(life).saturating_mul(1000)),
        ))
        .of([number])
        .on("refresh_token", format!("issued in #{number} for {life_in_words}, which are over"))
    })
}

/// Was the token issued for another time than seven days, and is that time over by the server's clock?
pub fn refresh_token_time_over(view: View<'_>) -> Answer {
    over(view, |life| !WEEK.contains(&life))
}

/// Did the answer that issued the token name a time that is not over yet?
pub fn refresh_token_ends_later(view: View<'_>) -> Answer {
    aged(view, |age, life| life.is_some_and(|life| age < life))
}

/// Did the answer that issued the token name no end?
pub fn refresh_token_issued_without_end(view: View<'_>) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    let Some((number, issue)) = view.issue_of(token) else { return NO_ISSUE };
    yes_if(lifetime(issue).is_none(), || {
        Fact::new(format!("#{number} issued this token, and named no refresh_token_expires_in.")).of([number])
    })
}

/// Was the token issued seven days ago or earlier, in an answer that named no end?
pub fn refresh_token_seven_days_old(view: View<'_>) -> Answer {
    aged(view, |age, life| life.is_none() && age >= SEVEN_DAYS)
}

/// Is the token younger than seven days?
pub fn refresh_token_younger_than_week(view: View<'_>) -> Answer {
    aged(view, |age, life| age >= 0 && age < life.unwrap_or(SEVEN_DAYS).min(SEVEN_DAYS - 1000))
}

/// Did this session revoke the token, or an access token made from it?
pub fn refresh_token_revoked_here(view: View<'_>) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    for (number, revocation) in view.latest(Milestone::Revoked).take(SEARCHED) {
        let Some(revoked) = revocation.sealed("token") else { continue };
        if revoked.fingerprint == token.fingerprint {
            return Answer::Yes(
                Fact::new(format!("#{number} revoked this very token{}.", earlier_by(view, revocation)))
                    .of([number])
                    .on("refresh_token", format!("revoked in #{number}")),
            );
        }
        let made = view.earlier(revoked.fingerprint).find(|(_, other)| {
            other
                .answer
                .member("access_token")
                .and_then(Value::sealed)
                .is_some_and(|made| made.fingerprint == revoked.fingerprint)
                && (issues(other, token.fingerprint)
                    || other.sealed("refresh_token").is_some_and(|sent| sent.fingerprint == token.fingerprint))
        });
        if let Some((made, _)) = made {
            return Answer::Yes(
                Fact::new(format!(
                    "#{number} revoked the access token that #{made} made from this grant{}; that revokes the refresh token too.",
                    earlier_by(view, revocation)
                ))
                .of([number, made])
                .on("refresh_token", format!("its grant was revoked in #{number}")),
            );
        }
    }
    Answer::No
}

/// Was a newer refresh token issued to the same client and account?
pub fn refresh_token_superseded(view: View<'_>) -> Answer {
    newest(view, false)
}

/// Is the token the newest one that the session saw issued to its client and account?
pub fn refresh_token_newest(view: View<'_>) -> Answer {
    newest(view, true)
}

fn newest(view: View<'_>, wanted: bool) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    let Some((number, issue)) = view.issue_of(token) else { return NO_ISSUE };
    let newer = view
        .latest(Milestone::RefreshToken)
        .take_while(|(other, _)| *other > number)
        .find(|(_, other)| other.succeeded() && same_holder(issue, other));
    match newer {
        Some((newer, _)) if !wanted => Answer::Yes(
            Fact::new(format!(
                "#{number} issued this token; #{newer} issued a newer one to the same client and account."
            ))
            .of([number, newer])
            .on("refresh_token", format!("#{newer} issued a newer one")),
        ),
        None if wanted => Answer::Yes(
            Fact::new(format!("#{number} issued this token, and no newer one was seen since.")).of([number]),
        ),
        _ => Answer::No,
    }
}

/// True when both answers went to the same client and, by their ID tokens, to the same account.
fn same_holder(one: &Exchange, other: &Exchange) -> bool {
    let client = |exchange: &Exchange| exchange.sealed("client_id").map(|client| client.fingerprint);
    client(one).is_some() && client(one) == client(other) && account(one).is_some() && account(one) == account(other)
}

/// The account that a token answer is for, by its ID token.
pub(super) fn account(exchange: &Exchange) -> Option<Fingerprint> {
    match exchange.answer.member("id_token")? {
        Value::Jwt(_, jwt) => jwt.claim("sub").and_then(ClaimValue::sealed).map(|sub| sub.fingerprint),
        _ => None,
    }
}

fn aged(view: View<'_>, holds: impl Fn(i64, Option<i64>) -> bool) -> Answer {
    let Some(token) = token(view) else { return NO_TOKEN };
    if view.this().provider != Provider::Google {
        return Answer::No;
    }
    let Some((number, issue)) = view.issue_of(token) else { return NO_ISSUE };
    let Some(age) = seconds_between(issue, view.this()) else { return NO_CLOCK };
    yes_if(holds(age, lifetime(issue)), || {
        Fact::new(format!(
            "#{number} issued this token {} before this request.",
            words_for_duration(age.saturating_mul(1000))
        ))
        .of([number])
    })
}

pub(super) fn issued(exchange: &Exchange) -> Option<&Sealed> {
    exchange.answer.member("refresh_token").and_then(Value::sealed)
}

fn issues(exchange: &Exchange, fingerprint: Fingerprint) -> bool {
    exchange.succeeded() && issued(exchange).is_some_and(|issued| issued.fingerprint == fingerprint)
}

pub(super) fn lifetime(issue: &Exchange) -> Option<i64> {
    issue.answer.text("refresh_token_expires_in")?.parse().ok().filter(|life| *life > 0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, exchanges, fact, refusal, timeline, token_request};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    const TOKEN: &str = "1//0gEXAMPLE-refresh-token-abcdefghijklmnopqrstuvwxyz";

    fn issue(more: &str) -> String {
        let answer = format!("200\n\n{{\"access_token\":\"ya29.a0EXAMPLE\",\"refresh_token\":\"{TOKEN}\"{more}}}");
        token_request("grant_type=authorization_code&code=4/0AEXAMPLE&client_id=x", &answer)
    }

    fn refresh(token: &str) -> String {
        token_request(&format!("grant_type=refresh_token&refresh_token={token}&client_id=x"), &refusal("Bad Request"))
    }

    #[test]
    fn a_value_of_another_kind() {
        for (value, said) in
            [("ya29.a0EXAMPLE", "an access token"), ("undefined", "missing value"), ("$TOKEN", "placeholder")]
        {
            assert!(fact(&ask(refresh_token_of_another_kind, &refresh(value))).contains(said), "{value}");
        }
        assert_eq!(ask(refresh_token_of_another_kind, &refresh(TOKEN)), Answer::No);
    }

    #[test]
    fn a_damaged_token() {
        for value in [format!("%22{TOKEN}%22"), format!("{TOKEN}%0A"), TOKEN.replace('/', "%252F")] {
            assert!(ask(refresh_token_damaged, &refresh(&value)).is_yes(), "{value}");
        }
        assert_eq!(ask(refresh_token_damaged, &refresh(TOKEN)), Answer::No);
        // What has no prefix may be a token of an older kind, in which a sign is no damage.
        let old = "EXAMPLE_old_token_abcdefghijklmnopqrstuv";
        for (value, is_damaged) in [
            (old.to_owned(), false),
            (old[1..].to_owned(), true),
            (format!("{old}%20"), true),
            (format!("{old},"), false),
            (format!("{TOKEN},"), true),
        ] {
            assert_eq!(ask(refresh_token_damaged, &refresh(&value)).is_yes(), is_damaged, "{value}");
        }
        let cut =
            ask(refresh_token_damaged, &format!("{}\n### +1s\n{}", issue(""), refresh(&TOKEN[..TOKEN.len() - 4])));
        assert!(fact(&cut).contains("is the beginning of the one that #1 issued"));
        let quoted =
            ask(refresh_token_damaged, &format!("{}\n### +1s\n{}", issue(""), refresh(&format!("%22{TOKEN}%22"))));
        assert!(fact(&quoted).contains("without it, it is the token that #1 issued"));
    }

    #[test]
    fn seven_days() {
        let week = issue(",\"refresh_token_expires_in\":604799");
        let over = format!("{week}\n### +8d\n{}", refresh(TOKEN));
        assert!(fact(&ask(refresh_token_week_over, &over)).contains("refresh_token_expires_in=604799"));
        let young = format!("{week}\n### +2d\n{}", refresh(TOKEN));
        assert_eq!(ask(refresh_token_week_over, &young), Answer::No);
        assert!(ask(refresh_token_younger_than_week, &young).is_yes());
        let unnamed = format!("{}\n### +8d\n{}", issue(""), refresh(TOKEN));
        assert_eq!(ask(refresh_token_week_over, &unnamed), Answer::No);
        assert!(ask(refresh_token_seven_days_old, &unnamed).is_yes());
        for (wait, is_younger) in [("603799s", true), ("603800s", false)] {
            let text = format!("{}\n### +{wait}\n{}", issue(""), refresh(TOKEN));
            assert_eq!(ask(refresh_token_younger_than_week, &text).is_yes(), is_younger, "{wait}");
            assert_eq!(ask(refresh_token_seven_days_old, &text), Answer::No, "{wait}");
        }
        assert_eq!(ask(refresh_token_seven_days_old, &over), Answer::No, "its answer named an end");
        assert_eq!(ask(refresh_token_week_over, &refresh(TOKEN)), NO_ISSUE);
    }

    #[test]
    fn a_token_is_not_aged_by_two_clocks() {
        let week = issue(",\"refresh_token_expires_in\":604799");
        let mut pair = exchanges(&format!("{week}\n### +2d\n{}", refresh(TOKEN)));
        // The recorder's clock is eight days ahead of the server's, and the last answer does not tell the server's.
        pair[0].answer.date = pair[0].started.map(|millis| millis / 1000 - 8 * 86_400);
        assert_eq!(pair[1].answer.date, None);
        let timeline = timeline(pair);
        assert_eq!(refresh_token_week_over(timeline.view(1)), Answer::No);
        let young = refresh_token_younger_than_week(timeline.view(1));
        assert!(fact(&young).contains("2 days before this request"), "{young:?}");
    }

    #[test]
    fn a_revoked_grant() {
        let revoke =
            |token: &str| format!("POST https://oauth2.googleapis.com/revoke\n\ntoken={token}\n\n200\n\n{{}}\n");
        let direct = format!("{}\n### +1s\n{}", revoke(TOKEN), refresh(TOKEN));
        assert!(fact(&ask(refresh_token_revoked_here, &direct)).starts_with("#1 revoked this very token"));
        let indirect = format!("{}\n### +1s\n{}\n### +1s\n{}", issue(""), revoke("ya29.a0EXAMPLE"), refresh(TOKEN));
        assert!(fact(&ask(refresh_token_revoked_here, &indirect)).contains("the access token that #1 made"));
        let other = format!("{}\n### +1s\n{}", revoke("ya29.a0EXAMPLE-other"), refresh(TOKEN));
        assert_eq!(ask(refresh_token_revoked_here, &other), Answer::No);
        let of_another_grant = indirect.replacen(TOKEN, "1//0gEXAMPLE-other-token-abcdefghijklmnopqrstuvwxyz", 1);
        assert_eq!(ask(refresh_token_revoked_here, &of_another_grant), Answer::No);
        let refreshed = refresh(TOKEN).replace(&refusal("Bad Request"), "200\n\n{\"access_token\":\"ya29.a0EXAMPLE\"}");
        let made = format!("{refreshed}\n### +1s\n{}\n### +1s\n{}", revoke("ya29.a0EXAMPLE"), refresh(TOKEN));
        assert!(fact(&ask(refresh_token_revoked_here, &made)).contains("the access token that #1 made"));
    }

    #[test]
    fn a_token_that_worked() {
        let worked = format!("{}\n### +1s\n{}", issue(""), refresh(TOKEN));
        assert!(fact(&ask(refresh_token_accepted_before, &worked)).contains("was issued in #1"));
        assert!(ask(refresh_token_newest, &worked).is_yes());
        assert_eq!(ask(refresh_token_superseded, &worked), Answer::No);
        let refreshed = refresh(TOKEN).replace(&refusal("Bad Request"), "200\n\n{\"access_token\":\"ya29.a0EXAMPLE\"}");
        let accepted = ask(refresh_token_accepted_before, &format!("{refreshed}\n### +1s\n{}", refresh(TOKEN)));
        assert!(fact(&accepted).contains("was accepted in #1"), "{accepted:?}");
        let refused = format!("{}\n### +1s\n{}", refresh(TOKEN), refresh(TOKEN));
        assert_eq!(ask(refresh_token_accepted_before, &refused), Answer::No);
    }

    #[test]
    fn a_newer_token_of_the_same_holder() {
        let id = |account: &str| {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let claims = format!("{{\"sub\":\"{account}\"}}");
            format!(",\"id_token\":\"{}.{}.{}\"", part("{\"alg\":\"RS256\"}"), part(&claims), part("EXAMPLE"))
        };
        let second = |client: &str, account: &str| {
            let newer = issue(account).replace(TOKEN, "1//0gEXAMPLE-newer-token-abcdefghijklmnopqrstuvwxyz");
            newer.replace("client_id=x", client)
        };
        let of = |first: &str, second: &str| {
            let text = format!("{first}\n### +1s\n{second}\n### +1s\n{}", refresh(TOKEN));
            (ask(refresh_token_superseded, &text).is_yes(), ask(refresh_token_newest, &text).is_yes())
        };
        let (one, two) = (id("EXAMPLE-one"), id("EXAMPLE-two"));
        assert_eq!(of(&issue(&one), &second("client_id=x", &one)), (true, false));
        for (client, account) in [("client_id=y", &one), ("client_id=x", &two), ("client_id=x", &String::new())] {
            assert_eq!(of(&issue(&one), &second(client, account)), (false, true), "{client} {account}");
        }
        assert_eq!(of(&issue(""), &second("client_id=x", "")), (false, true), "whose they are is not told");
        let nobodys = |text: String| text.replace("&client_id=x", "");
        assert_eq!(of(&nobodys(issue(&one)), &nobodys(second("client_id=x", &one))), (false, true));
    }

    #[test]
    fn a_whole_token() {
        assert!(ask(refresh_token_well_formed, &refresh(TOKEN)).is_yes());
        for other in ["ya29.a0EXAMPLE", "1//0gEXAMPLE", &format!("%22{TOKEN}%22")] {
            assert_eq!(ask(refresh_token_well_formed, &refresh(other)), Answer::No, "{other}");
        }
    }

    #[test]
    fn a_life_of_another_length() {
        let month = issue(",\"refresh_token_expires_in\":2592000");
        let after = |issue: &str, wait: &str| format!("{issue}\n### +{wait}\n{}", refresh(TOKEN));
        assert!(
            fact(&ask(refresh_token_time_over, &after(&month, "31d"))).contains("refresh_token_expires_in=2592000")
        );
        assert_eq!(ask(refresh_token_time_over, &after(&month, "29d")), Answer::No);
        assert!(ask(refresh_token_ends_later, &after(&month, "29d")).is_yes());
        assert_eq!(ask(refresh_token_ends_later, &after(&month, "31d")), Answer::No);
        assert_eq!(ask(refresh_token_issued_without_end, &after(&month, "1d")), Answer::No);
        assert!(ask(refresh_token_issued_without_end, &after(&issue(""), "1d")).is_yes());
        let at_the_end = after(&month, "30d");
        assert!(ask(refresh_token_time_over, &at_the_end).is_yes());
        assert_eq!(ask(refresh_token_ends_later, &at_the_end), Answer::No);
        let zero = issue(",\"refresh_token_expires_in\":0");
        assert!(ask(refresh_token_issued_without_end, &after(&zero, "1d")).is_yes());
        let week = issue(",\"refresh_token_expires_in\":604799");
        assert_eq!(ask(refresh_token_time_over, &after(&week, "31d")), Answer::No, "that is a week");
    }
}
