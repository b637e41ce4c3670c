//! In: the text of the filter box, the chips that are pressed, and a finding. Out: whether the finding is shown; for a text
//! that cannot be read, why.
//!
//! Terms stand side by side and all must hold. Regular expressions are whoever's that hands in [`Compile`]: the browser has
//! its own.

use memchr::memchr2_iter;

use super::{ids, words};
use crate::report::{Finding, Kind, Outcome, Standing};

/// A compiled regular expression.
pub(crate) trait Pattern {
    /// Whether it matches anywhere in `text`, whatever the case of its letters; `^` and `$` match at every line.
    fn matches(&self, text: &str) -> bool;
}

/// Compiles a regular expression, or says what is wrong with it.
pub(crate) type Compile = fn(&str) -> Result<Box<dyn Pattern>, String>;

/// What is shown.
#[derive(Default)]
pub(crate) struct Filter {
    terms: Vec<Term>,
    pub(crate) chips: Chips,
}

struct Term {
    is_negated: bool,
    test: Test,
}

enum Test {
    /// A text in lower case that some field contains.
    Text(String),
    Pattern(Box<dyn Pattern>),
    Is(State),
    /// A text in lower case that this field contains.
    In(Field, String),
}

/// What `is:` asks about.
#[derive(Clone, Copy)]
enum State {
    Failed,
    Warned,
    Imported,
    Succeeded,
}

/// What stands before a colon.
#[derive(Clone, Copy)]
enum Field {
    Cause,
    Error,
    Grant,
    Kind,
    Provider,
    Status,
}

const STATES: [(&str, State); 4] = [
    ("failed", State::Failed),
    ("warned", State::Warned),
    ("imported", State::Imported),
    ("succeeded", State::Succeeded),
];

const FIELDS: [(&str, Field); 6] = [
    ("cause", Field::Cause),
    ("error", Field::Error),
    ("grant", Field::Grant),
    ("kind", Field::Kind),
    ("provider", Field::Provider),
    ("status", Field::Status),
];

impl Filter {
    /// Reads the text of the filter box.
    ///
    /// # Errors
    /// Says in a sentence what cannot be read.
    pub(crate) fn read(text: &str, chips: Chips, compile: Compile) -> Result<Self, String> {
        let mut terms = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let negated = rest.strip_prefix('-');
            let (test, after) = term(negated.unwrap_or(rest), compile)?;
            let is_negated = negated.is_some();
            terms.extend(test.map(|test| Term { is_negated, test }));
            rest = after.trim_start();
        }
        Ok(Self { terms, chips })
    }

    /// Only what the chips show.
    pub(crate) fn of(chips: Chips) -> Self {
        Self { terms: Vec::new(), chips }
    }

    /// Whether everything is shown.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.chips == Chips::default()
    }

    pub(crate) fn shows(&self, finding: &Finding) -> bool {
        self.chips.show(finding) && self.terms.iter().all(|term| term.test.holds(finding) != term.is_negated)
    }
}

impl Test {
    fn holds(&self, finding: &Finding) -> bool {
        match self {
            Self::Text(needle) => contains(finding, needle),
            Self::Pattern(pattern) => pattern.matches(&all_of(finding)),
            Self::Is(state) => match state {
                State::Failed => finding.outcome == Outcome::Failed,
                State::Warned => is_warned(finding),
                State::Imported => finding.origin.is_some(),
                State::Succeeded => finding.outcome == Outcome::Succeeded,
            },
            Self::In(field, needle) => field.holds(finding, needle),
        }
    }
}

impl Field {
    fn holds(self, finding: &Finding, needle: &str) -> bool {
        let answer = &finding.answer;
        let has = |text: &str| holds(text, needle);
        match self {
            Self::Cause => causes(finding).any(has),
            Self::Error => [&answer.error, &answer.subtype].into_iter().flatten().any(|text| has(text)),
            Self::Grant => finding.grant.as_deref().is_some_and(has),
            Self::Kind => has(ids::kind(finding.kind)) || has(words::kind(finding.kind)),
            Self::Provider => has(&finding.provider.id) || has(&finding.provider.name),
            Self::Status => answer.status.is_some_and(|status| status.to_string().starts_with(needle)),
        }
    }
}

/// The chips beside the filter box; several can be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chips(u8);

/// A chip: what ended how, and what kind it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chip {
    Failed,
    Warned,
    Authorization,
    Token,
    Api,
    Other,
}

impl Chip {
    /// All chips, in the order in which they stand.
    pub(crate) const ALL: [Self; 6] =
        [Self::Failed, Self::Warned, Self::Authorization, Self::Token, Self::Api, Self::Other];

    const ENDINGS: [Self; 2] = [Self::Failed, Self::Warned];

    fn bit(self) -> u8 {
        1 << self as u8
    }

    fn shows(self, finding: &Finding) -> bool {
        use Kind::{ApiCall, AuthorizationError, AuthorizationRequest, Redirect, TokenRequest};
        match (self, finding.kind) {
            (Self::Failed, _) => finding.outcome == Outcome::Failed,
            (Self::Warned, _) => is_warned(finding),
            (Self::Authorization, AuthorizationRequest | Redirect | AuthorizationError)
            | (Self::Token, TokenRequest)
            | (Self::Api, ApiCall) => true,
            (Self::Other, kind) => {
                !matches!(kind, AuthorizationRequest | Redirect | AuthorizationError | TokenRequest | ApiCall)
            }
            _ => false,
        }
    }
}

impl Chips {
    pub(crate) fn has(self, chip: Chip) -> bool {
        self.0 & chip.bit() != 0
    }

    /// After a press on `chip`, which takes the place of the others unless it is to be `added`; a second press takes it back.
    pub(crate) fn pressed(self, chip: Chip, added: bool) -> Self {
        if added || self.0 == chip.bit() { Self(self.0 ^ chip.bit()) } else { Self(chip.bit()) }
    }

    /// Of the endings that are pressed one must hold, and of the kinds one.
    fn show(self, finding: &Finding) -> bool {
        [true, false].into_iter().all(|of_endings| {
            let mut pressed =
                Chip::ALL.into_iter().filter(|chip| self.has(*chip) && Chip::ENDINGS.contains(chip) == of_endings);
            match pressed.next() {
                None => true,
                Some(first) => first.shows(finding) || pressed.any(|chip| chip.shows(finding)),
            }
        })
    }
}

/// Reads one term at the beginning of `text`. Out: the term, unless it says nothing yet, and what follows it.
fn term(text: &str, compile: Compile) -> Result<(Option<Test>, &str), String> {
    if let Some((pattern, rest)) = pattern(text) {
        let compiled = compile(pattern).map_err(|why| words::bad_pattern(pattern, &why))?;
        return Ok((Some(Test::Pattern(compiled)), rest));
    }
    let Some((key, value)) = key(text) else {
        let (word, rest) = word(text);
        return Ok((said(word).map(Test::Text), rest));
    };
    let (value, rest) = word(value);
    let Some(value) = said(value) else { return Ok((None, rest)) };
    if key.eq_ignore_ascii_case("is") {
        // What is still being written is taken for what it begins.
        let state = STATES.iter().find(|(name, _)| name.starts_with(&value));
        let (_, state) = state.ok_or_else(|| words::unknown_state(&value, &STATES.map(|(name, _)| name)))?;
        return Ok((Some(Test::Is(*state)), rest));
    }
    let field = FIELDS.iter().find(|(name, _)| key.eq_ignore_ascii_case(name));
    let (_, field) = field.ok_or_else(|| words::unknown_key(key, &FIELDS.map(|(name, _)| name)))?;
    Ok((Some(Test::In(*field, value)), rest))
}

/// `/…/` up to a blank or the end. A path such as `/token` is none.
fn pattern(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('/')?;
    let mut is_escaped = false;
    let end = inside.find(|letter| {
        let ends = letter == '/' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends
    })?;
    let rest = &inside[end + 1..];
    (end > 0 && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then(|| (&inside[..end], rest))
}

/// The key before a colon, and what follows. An address has no key.
fn key(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    (is_key && !value.starts_with("//")).then_some((key, value))
}

/// A word, or a text in quotes, which may be open still; and what follows.
fn word(text: &str) -> (&str, &str) {
    if let Some(inside) = text.strip_prefix('"') {
        return inside.split_once('"').unwrap_or((inside, ""));
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

fn said(word: &str) -> Option<String> {
    (!word.is_empty()).then(|| word.to_ascii_lowercase())
}

fn is_warned(finding: &Finding) -> bool {
    !finding.warnings.is_empty() || (finding.outcome == Outcome::Succeeded && finding.standing.is_some())
}

/// Whether `finding` contains `needle`, which is in lower case, in one of the texts by which it is known.
pub(crate) fn contains(finding: &Finding, needle: &str) -> bool {
    texts(finding).any(|text| holds(text, needle))
}

/// The texts by which a finding is known.
fn texts(finding: &Finding) -> impl Iterator<Item = &str> {
    let answer = &finding.answer;
    let maybe = [&answer.error, &answer.subtype, &answer.description].map(Option::as_deref);
    let always = [words::kind(finding.kind), &finding.headline, &finding.provider.name, &finding.request.url];
    always.into_iter().chain(finding.grant.as_deref()).chain(maybe.into_iter().flatten()).chain(causes(finding))
}

/// The ids of the causes that are not ruled out, and of what warns.
fn causes(finding: &Finding) -> impl Iterator<Item = &str> {
    let causes = finding.causes.iter().filter(|cause| cause.standing != Standing::RuledOut);
    causes.map(|cause| &*cause.id).chain(finding.warnings.iter().map(|warning| &*warning.cause))
}

/// The same as one text, a line each: a pattern is asked once for each finding.
fn all_of(finding: &Finding) -> String {
    let mut all = String::new();
    for text in texts(finding) {
        all.push_str(text);
        all.push('\n');
    }
    all
}

/// Whether `text` contains `needle`, which is in lower case. Nothing is copied: ten thousand findings are searched at a
/// keystroke.
fn holds(text: &str, needle: &str) -> bool {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let Some(first) = needle.first() else { return true };
    memchr2_iter(*first, first.to_ascii_uppercase(), text)
        .filter_map(|start| text.get(start..start + needle.len()))
        .any(|candidate| candidate.eq_ignore_ascii_case(needle))
}
