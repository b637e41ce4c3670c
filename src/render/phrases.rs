//! In: parts of a finding. Out: the short phrases that every kind of text shares, and which cause stands where.
//!
//! No marks of a terminal or of Markdown, and no escaping: that is each writer's own.

use crate::{
    prose::{self, Variant},
    report::{
        Answer, BodyState, CauseFinding, Finding, Kind, Library, Origin, Outcome, Parameter, Provider, Report, Standing,
    },
};
use std::fmt::Write;

/// A request is quoted up to here; a hostile one has thousands.
pub(super) const MOST_PARAMETERS: usize = 40;

/// The causes of a finding as a text tells them.
pub(super) struct Told<'a> {
    /// The strongest cause, unless it is ruled out.
    pub strongest: Option<&'a CauseFinding>,
    /// True when no cause is more than possible: then the headline names none of them.
    pub is_open: bool,
    /// The causes that the headline does not name, without those that are ruled out.
    pub others: Vec<&'a CauseFinding>,
    /// The causes that the evidence excludes.
    pub ruled_out: Vec<&'a CauseFinding>,
}

/// Causes that are excluded for one reason.
pub(super) struct Excluded<'a> {
    /// Their titles.
    pub titles: Vec<&'a str>,
    /// The sentences that exclude them.
    pub reason: Vec<&'a str>,
}

impl<'a> Told<'a> {
    /// Sorts out the causes of `finding`.
    pub fn of(finding: &'a Finding) -> Self {
        let (ruled_out, open): (Vec<_>, Vec<_>) =
            finding.causes.iter().partition(|cause| cause.standing == Standing::RuledOut);
        let is_open = finding.standing == Some(Standing::Possible);
        let others = open.iter().skip(usize::from(!is_open)).copied().collect();
        Self { strongest: open.first().copied(), is_open, others, ruled_out }
    }

    /// The causes that the evidence excludes, those with the same reason together.
    pub fn excluded(&self) -> Vec<Excluded<'a>> {
        let mut groups: Vec<Excluded<'a>> = Vec::new();
        for cause in &self.ruled_out {
            let reason: Vec<_> = cause.facts.iter().map(|fact| &*fact.text).collect();
            match groups.iter_mut().find(|group| group.reason == reason) {
                Some(group) => group.titles.push(&cause.title),
                None => groups.push(Excluded { titles: vec![&cause.title], reason }),
            }
        }
        groups
    }

    /// The page of the strongest cause.
    pub fn page(&self) -> Option<&'static prose::Page> {
        prose::page(&self.strongest?.id)
    }
}

/// The part of `page` that is written for the library of `finding`.
pub(super) fn variant(page: &'static prose::Page, finding: &Finding) -> Option<&'static Variant> {
    let client = finding.library.as_ref()?.client.as_deref()?;
    page.variants.iter().find(|variant| variant.client == client)
}

/// Whether there is a request to quote: of some failures a log tells the answer alone.
pub(super) fn quotes_request(finding: &Finding) -> bool {
    !finding.request.url.is_empty() || !finding.request.parameters.is_empty()
}

/// The first line of the request; nothing where a text quotes parameters alone.
pub(super) fn request_line(finding: &Finding) -> Option<String> {
    let request = &finding.request;
    (!request.url.is_empty()).then(|| format!("{} {}", request.method, request.url).trim().to_owned())
}

/// What kind of exchange it is: `token request (refresh_token)`.
pub(super) fn kind(finding: &Finding) -> String {
    let kind = match finding.kind {
        Kind::AuthorizationRequest => "authorization request",
        Kind::Redirect => "redirect back to the app",
        Kind::TokenRequest => "token request",
        Kind::Revocation => "revocation",
        Kind::DeviceAuthorization => "device authorization",
        Kind::ApiCall => "API call",
        Kind::Credentials => "credentials",
        Kind::AuthorizationError => "authorization error",
    };
    finding.grant.as_ref().map_or(kind.to_owned(), |grant| format!("{kind} ({grant})"))
}

/// Where it was read: `app.log, lines 12–14`, `trace.har, entry 7`.
pub(super) fn origin(origin: &Origin) -> Option<String> {
    let entry = origin.entry.map(|entry| format!("entry {entry}"));
    let lines = origin.first_line.map(|first| match origin.last_line {
        Some(last) if last > first => format!("lines {first}–{last}"),
        _ => format!("line {first}"),
    });
    let parts: Vec<_> = origin.input.clone().into_iter().chain(entry).chain(lines).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The same as other tools write it, so that an editor finds the place: `app.log:12`.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn short_origin(origin: &Origin) -> Option<String> {
    match (&origin.input, origin.first_line) {
        (Some(input), Some(line)) if origin.entry.is_none() => Some(format!("{input}:{line}")),
        _ => self::origin(origin),
    }
}

/// The library's name, and its version where that is known.
pub(super) fn library(library: &Library) -> String {
    library
        .version
        .as_ref()
        .map_or_else(|| library.name.clone().into_owned(), |version| format!("{} {version}", library.name))
}

/// A server that is not Google's and is known: its name, what is peculiar about it, and its documentation.
pub(super) fn provider(provider: &Provider) -> Option<String> {
    let documentation = provider.documentation.as_ref()?;
    let note = provider.note.as_ref().map_or(String::new(), |note| format!(" {note}"));
    Some(format!("{}.{note} See {documentation}", provider.name))
}

/// True for a failure, and for a request whose answer was not seen and that has a cause all the same.
pub(super) fn is_explained(finding: &Finding) -> bool {
    finding.outcome == Outcome::Failed || finding.standing.is_some() || is_kept(finding)
}

/// True for credentials that are kept, not sent: there is no answer to speak of.
pub(super) fn is_kept(finding: &Finding) -> bool {
    finding.kind == Kind::Credentials
}

/// `400 invalid_grant: Bad Request`.
pub(super) fn answer(answer: &Answer) -> String {
    let status = answer.status.map(|status| status.to_string());
    let words = [status.as_deref(), answer.error.as_deref(), answer.subtype.as_deref()];
    let mut text = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        let none = if answer.body == BodyState::NotRecorded { "not seen" } else { "none" };
        none.clone_into(&mut text);
    }
    if let Some(description) = &answer.description {
        text.push_str(": ");
        text.push_str(description);
    }
    text
}

/// What may be said about a hidden value: `access token, 20 characters, fingerprint …`.
pub(super) fn about(parameter: &Parameter) -> Option<String> {
    let length = parameter.length.as_deref().map(|length| format!("{length} characters"));
    let fingerprint = parameter.fingerprint.as_deref().map(|print| format!("fingerprint {print}"));
    let kind = parameter.kind.as_deref().map(str::to_owned);
    let parts: Vec<_> = kind.into_iter().chain(length).chain(fingerprint).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What an exchange that did not fail is in one line: `token request (refresh_token), 200: Tokens were issued`.
pub(super) fn line(finding: &Finding) -> String {
    let none = match finding.answer.body {
        BodyState::NotRecorded => "answer not seen",
        BodyState::Read => "answered",
        _ => "no answer",
    };
    let status = finding.answer.status.map_or(none.to_owned(), |status| status.to_string());
    format!("{}, {status}: {}", kind(finding), finding.headline)
}

/// How many exchanges there are, and how they ended.
pub(super) fn summary(report: &Report) -> String {
    if report.findings.is_empty() {
        return "No OAuth exchange was found, and no failure of one".to_owned();
    }
    let failed = report.findings.iter().filter(|finding| finding.outcome == Outcome::Failed).count();
    let confirmed = report.findings.iter().filter(|finding| finding.standing == Some(Standing::Confirmed)).count();
    let kept = report.findings.iter().filter(|finding| is_kept(finding)).count();
    let exchanges = report.findings.len() - kept;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let mut text =
        format!("{exchanges} exchange{}, {failed} failed, {confirmed} with a confirmed cause", plural(exchanges));
    if kept > 0 {
        let _ = write!(text, "; {kept} credential{}", plural(kept));
    }
    text
}

/// The word in front of a cause that the headline does not name.
pub(super) fn standing_of_other(standing: Standing, is_open: bool) -> &'static str {
    match standing {
        Standing::Confirmed => "also confirmed",
        Standing::Likely => "also likely",
        Standing::Possible if is_open => "possible",
        Standing::Possible => "also possible",
        Standing::RuledOut => "ruled out",
    }
}
