//! In: a diagnosis and what the developer has stated. Out: the diagnosis with the statements weighed in, and the question
//! that is best asked next.
//!
//! A statement moves a cause that is open, to what its page says and never above likely; evidence wins over it. The next
//! question is the one that splits the open causes most evenly: each open cause weighs as much as its standing and its
//! frequency say, an answer parts its cause from the others, and the smaller part is what the question is worth. A
//! question that rules nothing out is worth half; one that costs more to answer is worth less. Nothing else is asked for:
//! no page is asked twice, and nothing is asked once a cause is confirmed.

use super::Diagnosis;
use crate::{
    causes::{Ask, Cause, Cost, Frequency},
    checks::Fact,
    report::Standing,
};

/// The developer's answer to the question of a cause's page.
#[derive(Clone, Copy, Debug)]
pub struct Stated {
    /// The cause.
    pub cause: &'static Cause,
    /// Its question.
    pub ask: &'static Ask,
    /// The answer.
    pub yes: bool,
}

impl Stated {
    /// What the answer means, in one sentence.
    pub fn says(&self) -> &'static str {
        if self.yes { self.ask.yes_says } else { self.ask.no_says }
    }

    fn then(&self) -> Standing {
        if self.yes { self.ask.yes } else { self.ask.no }
    }
}

/// Moves the causes that `stated` speaks of, where evidence leaves them open.
pub(super) fn weigh_in(found: &mut [Diagnosis], stated: &[Stated]) {
    for statement in stated {
        let Some(diagnosis) =
            found.iter_mut().find(|diagnosis| diagnosis.cause.id == statement.cause.id && diagnosis.is_open())
        else {
            continue;
        };
        diagnosis.standing = statement.then().max(diagnosis.limit);
        if diagnosis.standing == Standing::RuledOut {
            diagnosis.facts = vec![Fact::new(format!("As stated: {}", statement.says()))];
            diagnosis.unknown.clear();
        }
    }
}

/// The question that separates the open causes of `found` best.
pub fn next_question(found: &[Diagnosis], stated: &[Stated]) -> Option<(&'static Cause, &'static Ask)> {
    if found.iter().any(|diagnosis| diagnosis.standing == Standing::Confirmed) {
        return None;
    }
    let open = || found.iter().filter(|diagnosis| diagnosis.is_open());
    let all: u32 = open().map(weight).sum();
    let mut best: Option<(u32, &'static Cause, &'static Ask)> = None;
    for diagnosis in open() {
        let Some(ask) = &diagnosis.cause.ask else { continue };
        if stated.iter().any(|statement| statement.cause.id == diagnosis.cause.id) {
            continue;
        }
        let worth = worth(ask, weight(diagnosis), all);
        // Among equals the strongest cause asks.
        if best.is_none_or(|(most, ..)| worth > most) {
            best = Some((worth, diagnosis.cause, ask));
        }
    }
    best.map(|(_, cause, ask)| (cause, ask))
}

/// What a cause weighs among the open ones.
fn weight(diagnosis: &Diagnosis) -> u32 {
    let standing = if diagnosis.standing == Standing::Likely { 4 } else { 1 };
    let frequency = match diagnosis.cause.frequency {
        Frequency::Common => 4,
        Frequency::Occasional => 2,
        Frequency::Rare => 1,
    };
    standing * frequency
}

/// The smaller of the two parts into which `ask` splits `all`, times what an answer costs.
fn worth(ask: &Ask, weight: u32, all: u32) -> u32 {
    let rules_out = ask.yes == Standing::RuledOut || ask.no == Standing::RuledOut;
    let split = weight.min(all - weight) * if rules_out { 2 } else { 1 };
    let cheapness = match ask.cost {
        Cost::Know => 5,
        Cost::Look => 4,
        Cost::Try => 3,
    };
    split * cheapness
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::causes;

    fn open(id: &str, standing: Standing) -> Diagnosis {
        let cause = causes::all().iter().find(|cause| cause.id == id).expect("a page");
        Diagnosis {
            cause,
            standing,
            limit: Standing::Likely,
            assumes: None,
            frequency: cause.frequency,
            facts: Vec::new(),
            unknown: Vec::new(),
        }
    }

    fn stated(id: &str, yes: bool) -> Stated {
        let cause = open(id, Standing::Possible).cause;
        Stated { cause, ask: cause.ask.as_ref().expect("a question"), yes }
    }

    #[test]
    fn asks_where_the_weights_are_split_most_evenly() {
        // Weights 4, 2 and 1 of 7: the common cause parts them 4 to 3.
        let found = ["refresh-token-limit", "grant-revoked", "app-in-testing"].map(|id| open(id, Standing::Possible));
        assert_eq!(next_question(&found, &[]).map(|(cause, _)| cause.id), Some("app-in-testing"));
        // One cause with nearly all the weight is no even split either: the others' questions are worth as much.
        let asked = stated("app-in-testing", true);
        assert_ne!(next_question(&found, &[asked]).map(|(cause, _)| cause.id), Some("app-in-testing"));
    }

    #[test]
    fn a_cause_weighs_by_standing_and_frequency() {
        for (id, standing, wanted) in [
            ("app-in-testing", Standing::Likely, 16),
            ("app-in-testing", Standing::Possible, 4),
            ("grant-revoked", Standing::Likely, 8),
            ("grant-revoked", Standing::Possible, 2),
            ("refresh-token-limit", Standing::Likely, 4),
            ("refresh-token-limit", Standing::Possible, 1),
        ] {
            assert_eq!(weight(&open(id, standing)), wanted, "{id} {standing:?}");
        }
    }

    #[test]
    fn a_question_is_worth_its_smaller_part_its_certainty_and_its_cheapness() {
        use Standing::{Likely, Possible, RuledOut};
        let mut ask = *stated("app-in-testing", true).ask;
        for (yes, no, cost, wanted) in [
            (Likely, RuledOut, Cost::Know, 3 * 2 * 5),
            (RuledOut, Likely, Cost::Look, 3 * 2 * 4),
            (RuledOut, RuledOut, Cost::Try, 3 * 2 * 3),
            (Likely, Possible, Cost::Know, 3 * 5),
        ] {
            (ask.yes, ask.no, ask.cost) = (yes, no, cost);
            assert_eq!((worth(&ask, 3, 10), worth(&ask, 7, 10)), (wanted, wanted), "{yes:?} {no:?}");
        }
    }

    #[test]
    fn asks_nothing_once_a_cause_is_confirmed() {
        let found = [open("app-in-testing", Standing::Confirmed), open("grant-revoked", Standing::Possible)];
        assert!(next_question(&found, &[]).is_none());
    }

    #[test]
    fn a_single_cause_still_asks() {
        let found = [open("clock-skew", Standing::Likely)];
        assert_eq!(next_question(&found, &[]).map(|(cause, _)| cause.id), Some("clock-skew"));
    }

    #[test]
    fn a_statement_moves_what_is_open_and_nothing_else() {
        let mut found = [open("app-in-testing", Standing::Possible), open("clock-skew", Standing::Confirmed)];
        weigh_in(&mut found, &[stated("app-in-testing", true), stated("clock-skew", false)]);
        assert_eq!(found.each_ref().map(|diagnosis| diagnosis.standing), [Standing::Likely, Standing::Confirmed]);
        weigh_in(&mut found, &[stated("app-in-testing", false)]);
        assert_eq!(found[0].standing, Standing::RuledOut);
        assert!(found[0].facts[0].text.starts_with("As stated: Apps in production"), "{:?}", found[0].facts);
    }

    #[test]
    fn a_statement_stays_below_what_the_source_allows() {
        let mut found = [open("app-in-testing", Standing::Possible)];
        found[0].limit = Standing::Possible;
        weigh_in(&mut found, &[stated("app-in-testing", true)]);
        assert_eq!(found[0].standing, Standing::Possible);
    }
}
