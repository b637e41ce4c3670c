//! In: the ```toml block of a page. Out: its [`Rule`]: decision table, questions and sources.

use crate::{
    page::Fault,
    shape::{self, SourceKind},
};
use serde::{
    Deserialize,
    de::{IntoDeserializer, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use std::{fmt, marker::PhantomData};

/// A page's rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub frequency: Frequency,
    #[serde(default = "token_request")]
    pub kinds: Vec<Kind>,
    #[serde(default)]
    pub when: Vec<When>,
    #[serde(default)]
    pub warn: Vec<Warn>,
    #[serde(default)]
    pub ask: Vec<Ask>,
    #[serde(default)]
    pub source: Vec<Source>,
    #[serde(skip)]
    pub line: usize,
    /// The line on which each row, question and source begins, such as `[[when]]`.
    #[serde(skip)]
    heads: Vec<(String, usize)>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    Common,
    Occasional,
    Rare,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    AuthorizationRequest,
    Redirect,
    TokenRequest,
    Revocation,
    DeviceAuthorization,
    ApiCall,
    AuthorizationError,
}

fn token_request() -> Vec<Kind> {
    vec![Kind::TokenRequest]
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    #[default]
    Google,
    Any,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Confirmed,
    Likely,
    Possible,
    RuledOut,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Api {
    Gmail,
    #[serde(rename = "tokeninfo")]
    TokenInfo,
    IamCredentials,
    Other,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub enum Grant {
    #[serde(rename = "authorization_code")]
    AuthorizationCode,
    #[serde(rename = "refresh_token")]
    RefreshToken,
    #[serde(rename = "jwt-bearer")]
    JwtBearer,
    #[serde(rename = "device_code")]
    DeviceCode,
    #[serde(rename = "token-exchange")]
    TokenExchange,
    #[serde(rename = "client_credentials")]
    ClientCredentials,
    #[serde(rename = "password")]
    Password,
    #[serde(rename = "other")]
    Other,
}

/// One value or a list of them. An untagged enum would do, and would not say which value is wrong.
struct OneOrMany<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("one value or a list of them")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Vec<T>, E> {
        Ok(vec![T::deserialize(text.into_deserializer())?])
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Vec<T>, E> {
        Ok(vec![T::deserialize(number.into_deserializer())?])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<Vec<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(values))
    }
}

fn list<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(OneOrMany(PhantomData))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    #[serde(default)]
    pub provider: Provider,
    #[serde(default, deserialize_with = "list")]
    pub grants: Vec<Grant>,
    #[serde(default, deserialize_with = "list")]
    pub api: Vec<Api>,
    #[serde(default, deserialize_with = "list")]
    pub error: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub description: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub subtype: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub status: Vec<u16>,
    #[serde(default, deserialize_with = "list")]
    pub check: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub unless: Vec<String>,
    /// True where the row speaks of a request whose answer was not seen.
    #[serde(default)]
    pub unanswered: bool,
    /// What the row concludes from, in one sentence, where its checks alone do not say it.
    pub because: Option<String>,
    /// How often the cause is met with this answer, where that differs from how often it is met.
    pub frequency: Option<Frequency>,
    pub then: Standing,
}

/// What will or may go wrong later, told of an exchange that need not have failed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warn {
    #[serde(default = "token_request")]
    pub kinds: Vec<Kind>,
    #[serde(default)]
    pub provider: Provider,
    #[serde(default, deserialize_with = "list")]
    pub grants: Vec<Grant>,
    #[serde(default, deserialize_with = "list")]
    pub check: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub unless: Vec<String>,
    /// One sentence; `…` is the term of the first fact that has one.
    pub says: String,
}

/// What it takes to answer a question.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cost {
    /// The developer knows, or sees it in the code.
    Know,
    /// A page of the console, a setting or a log is opened.
    #[default]
    Look,
    /// Something is tried, or somebody is asked.
    Try,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    pub question: String,
    #[serde(default)]
    pub cost: Cost,
    pub yes: Standing,
    pub no: Standing,
    pub yes_says: String,
    pub no_says: String,
}

pub type Source = shape::Source<String>;

/// Google's one sentence that is proof by itself: it is the answer to the very value that was sent.
const PROVEN_BY_WORDS: &str = "The provided client secret is invalid.";

/// Checks whose yes is what most requests give.
const PROVE_NOTHING: [&str; 2] = ["client_secret_sent", "access_token_sent"];

impl Rule {
    pub fn read(text: &str, line: usize) -> Result<Self, Fault> {
        let mut rule: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| text[..span.start].lines().count().saturating_sub(1));
            Fault::new(line + 1 + at, error.message().to_owned())
        })?;
        rule.line = line;
        let heads = text.lines().enumerate().filter(|(_, text)| text.starts_with("[["));
        rule.heads = heads.map(|(at, text)| (text.trim().to_owned(), line + 1 + at)).collect();
        Ok(rule)
    }

    /// Whether each question of each row is one of `checks`, the names in `src/checks`.
    pub fn asks_known(&self, checks: &[String]) -> Result<(), Fault> {
        let rows =
            self.when.iter().enumerate().map(|(at, row)| (self.line_of("[[when]]", at), &row.check, &row.unless));
        let warnings =
            self.warn.iter().enumerate().map(|(at, row)| (self.line_of("[[warn]]", at), &row.check, &row.unless));
        for (line, check, unless) in rows.chain(warnings) {
            let Some(unknown) = check.iter().chain(unless).find(|name| !checks.contains(name)) else { continue };
            let subject = unknown.split_inclusive('_').next().unwrap_or_default();
            let alike: Vec<_> = checks.iter().filter(|name| name.starts_with(subject)).map(String::as_str).collect();
            let alike = if alike.is_empty() { String::new() } else { format!(" (it has {})", alike.join(", ")) };
            let text = format!("src/checks has no question `{unknown}`{alike}; a new question is a new function there");
            return Err(Fault::new(line, text));
        }
        Ok(())
    }

    /// The line on which part `at` with this head begins, or the block where parts are written in another way.
    fn line_of(&self, head: &str, at: usize) -> usize {
        let mut lines = self.heads.iter().filter(|(own, _)| own == head).map(|(_, line)| *line);
        lines.nth(at).unwrap_or(self.line)
    }

    pub fn obeys(&self) -> Result<(), Fault> {
        let fault = |text: String| Err(Fault::new(self.line, text));
        if self.when.is_empty() && self.warn.is_empty() {
            return fault("needs at least one [[when]] or [[warn]] row".to_owned());
        }
        self.sources_obey()?;
        let is_hearsay = self.source.iter().all(|source| source.kind == SourceKind::Reported);
        for (at, row) in self.when.iter().enumerate() {
            let fault = |text: &str| Err(Fault::new(self.line_of("[[when]]", at), format!("row {}: {text}", at + 1)));
            let confirms = row.then == Standing::Confirmed;
            if confirms && is_hearsay {
                return fault("says confirmed, and every source is only reported");
            }
            if confirms && row.check.is_empty() {
                return fault("says confirmed without a check; wording alone is at most likely");
            }
            let proven_by_words =
                row.description.iter().all(|text| text == PROVEN_BY_WORDS) && !row.description.is_empty();
            if confirms && row.check.iter().all(|check| PROVE_NOTHING.contains(&check.as_str())) && !proven_by_words {
                return fault("says confirmed, and its check proves nothing");
            }
            if row.description.iter().any(|text| text.chars().all(|letter| letter == '*') && !text.is_empty()) {
                return fault("a description of `*` alone would swallow every text; leave the key out");
            }
            if row.because.as_ref().is_some_and(|text| !text.ends_with('.')) {
                return fault("`because` is a sentence");
            }
            let names_answer = !(row.error.is_empty()
                && row.description.is_empty()
                && row.subtype.is_empty()
                && row.status.is_empty());
            if row.unanswered && (names_answer || row.check.is_empty() || row.then == Standing::RuledOut) {
                return fault("is unanswered: it names a check that shows the fault, and nothing of an answer");
            }
            if row.then == Standing::RuledOut && row.check.is_empty() {
                return fault("rules out without a check, whose yes would be the reason");
            }
        }
        for (at, row) in self.warn.iter().enumerate() {
            let fault = |text: String| Err(Fault::new(self.line_of("[[warn]]", at), text));
            if row.check.is_empty() {
                return fault(
                    "a [[warn]] row has a check: what has not failed is told from the traffic alone".to_owned(),
                );
            }
            if !row.says.ends_with('.') || row.says.matches('…').count() > 1 {
                return fault(format!("`says` of a [[warn]] row is one sentence with at most one `…`: {}", row.says));
            }
        }
        self.asks_obey()
    }

    fn sources_obey(&self) -> Result<(), Fault> {
        let fault = |text: String| Err(Fault::new(self.line, text));
        if self.source.is_empty() {
            return fault("needs at least one [[source]]".to_owned());
        }
        for (at, source) in self.source.iter().enumerate() {
            let fault = |text: String| Err(Fault::new(self.line_of("[[source]]", at), text));
            if !source.url.starts_with("https://") {
                return fault(format!("a source is an https address: {}", source.url));
            }
            if source.seen.len() != 10 || !source.seen.starts_with("20") {
                return fault(format!("`seen` is a date such as 2026-11-23: {}", source.seen));
            }
            if !source.says.ends_with('.') {
                return fault(format!("`says` is a sentence: {}", source.says));
            }
        }
        Ok(())
    }

    fn asks_obey(&self) -> Result<(), Fault> {
        let fault = |text: &str| Err(Fault::new(self.line, text));
        if self.ask.len() > 1 {
            return fault("a page puts one question: an answer names the page, not the question");
        }
        for (at, ask) in self.ask.iter().enumerate() {
            let fault = |text: &str| Err(Fault::new(self.line_of("[[ask]]", at), text));
            if ask.yes == Standing::Confirmed || ask.no == Standing::Confirmed {
                return fault("an answer is the developer's statement, never proof; it leads to `likely` at most");
            }
            if ask.yes == ask.no {
                return fault("both answers lead to the same standing, so the question separates nothing");
            }
        }
        Ok(())
    }
}
