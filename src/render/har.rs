//! In: a report. Out: a HAR 1.2 file of its exchanges, made of the report alone, so that it holds no secret.
//!
//! Hidden values are stand-ins ([`crate::report::stand_in`]). What no HAR file can hold is left out: kept credentials, what a
//! text tells of a request, the claims of a JWT. Opened again, the file gives the causes that do not rest on what is left
//! out (HAR 1.2: <http://www.softwareishard.com/blog/har-12-spec/>).

use crate::{
    report::{BodyState, Finding, Kind, Parameter, Place, Report, stand_in},
    time,
};
use form_urlencoded::Serializer;
use std::fmt::Write;

/// The exchanges of `report` as the text of a HAR file, and one line feed.
pub fn file(report: &Report) -> String {
    let entries: Vec<_> = report.findings.iter().filter(|finding| is_recorded(finding)).map(entry).collect();
    let creator =
        [("name", text(&report.generator.name)), ("version", text(&report.generator.version)), ("comment", text(SAFE))];
    let log = [("version", text("1.2")), ("creator", object(&creator)), ("entries", list(&entries, ",\n"))];
    object(&[("log", object(&log))]) + "\n"
}

const SAFE: &str = "OAuth exchanges only. Secrets are replaced by [REDACTED.kind.length.fingerprint:sketch]; equal fingerprints mean \
                    equal values within this file.";

/// True for an exchange that was seen on its way, and whose address is known.
fn is_recorded(finding: &Finding) -> bool {
    finding.kind != Kind::Credentials && finding.request.url.starts_with("http")
}

fn entry(finding: &Finding) -> String {
    let duration = finding.duration.unwrap_or(0).to_string();
    let standing = finding.standing.map_or(String::new(), |standing| format!(" ({})", standing.word()));
    object(&[
        ("startedDateTime", text(&time::rfc3339(finding.started.unwrap_or(0)))),
        ("time", duration.clone()),
        ("request", request(finding)),
        ("response", response(finding)),
        ("cache", "{}".to_owned()),
        ("timings", object(&[("send", "0".to_owned()), ("wait", duration), ("receive", "0".to_owned())])),
        ("comment", text(&format!("#{}: {}{standing}", finding.number, finding.headline))),
    ])
}

fn request(finding: &Finding) -> String {
    let request = &finding.request;
    let at = |place: Place| {
        let parameters = request.parameters.iter().filter(move |parameter| parameter.place == place);
        parameters.map(|parameter| (name(parameter), stand_in::write(parameter))).collect::<Vec<_>>()
    };
    let (mut query, fragment) = (at(Place::Query), at(Place::Fragment));
    if finding.kind == Kind::AuthorizationError {
        // The page's reason is decoded from `authError`; the file says it in plain words.
        query.retain(|(name, _)| name != "authError");
        let known: Vec<_> = query.iter().map(|(name, _)| name.clone()).collect();
        query.extend(error(finding).into_iter().filter(|(name, _)| !known.contains(name)));
    }
    let body = at(Place::Body);
    let mime = match &*request.body {
        "json" => "application/json",
        // The parts of a form are as good in its plain encoding.
        _ => "application/x-www-form-urlencoded",
    };
    let mut headers = authorization(finding);
    let mut members = vec![
        ("method", text(&request.method)),
        ("url", text(&address(&stand_in::unhidden(&request.url), &query, &fragment))),
        ("httpVersion", text("")),
        ("cookies", "[]".to_owned()),
    ];
    if !body.is_empty() {
        headers.push(("Content-Type".to_owned(), mime.to_owned()));
    }
    members.push(("headers", pairs(&headers)));
    members.push(("queryString", pairs(&query)));
    if !body.is_empty() {
        let sent = if request.body == "json" { json(&body) } else { form(&body) };
        members.push(("postData", object(&[("mimeType", text(mime)), ("text", text(&sent))])));
    }
    members.extend([("headersSize", "-1".to_owned()), ("bodySize", "-1".to_owned())]);
    object(&members)
}

/// The header fields that hold parameters. Basic holds stand-ins as they are: what is in base64, nobody can check.
fn authorization(finding: &Finding) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut parameters =
        finding.request.parameters.iter().filter(|parameter| parameter.place == Place::Header).peekable();
    while let Some(parameter) = parameters.next() {
        let value = stand_in::write(parameter);
        let (name, value) = match parameter.name.as_str() {
            "client_id" => {
                let secret = parameters.next_if(|next| next.name == "client_secret").map(stand_in::write);
                ("Authorization", format!("Basic {value}:{}", secret.unwrap_or_default()))
            }
            "access_token" => ("Authorization", format!("Bearer {value}")),
            "authorization" => ("Authorization", value),
            "dpop" => ("DPoP", value),
            _ => continue,
        };
        fields.push((name.to_owned(), value));
    }
    fields
}

fn response(finding: &Finding) -> String {
    let answer = &finding.answer;
    let at = |place: Place| {
        let members = answer.members.iter().filter(move |member| member.place == place);
        members.map(|member| (name(member), stand_in::write(member))).collect::<Vec<_>>()
    };
    let mut headers: Vec<_> = answer.date.map(|date| ("Date".to_owned(), time::http_date(date))).into_iter().collect();
    headers.extend(at(Place::Header).into_iter().filter(|(name, _)| name == "dpop-nonce"));
    let (mut query, fragment) = (at(Place::Query), at(Place::Fragment));
    let is_redirect = answer.status.is_some_and(|status| (300..400).contains(&status));
    let is_said = |part: &str| query.iter().chain(&fragment).any(|(name, _)| name == part);
    let unsaid: Vec<_> = error(finding).into_iter().filter(|(name, _)| is_redirect && !is_said(name)).collect();
    query.extend(unsaid);
    let location = if is_redirect && !(query.is_empty() && fragment.is_empty()) {
        address(&target(finding), &query, &fragment)
    } else {
        String::new()
    };
    let mut members = error(finding);
    members.extend(at(Place::Body));
    let body = match finding.kind {
        Kind::ApiCall => api_error(finding),
        _ => json(&members),
    };
    let is_told = answer.body == BodyState::Read && !is_redirect && finding.kind != Kind::AuthorizationError;
    let size = if is_told { body.len().to_string() } else { size_of(answer.body).to_owned() };
    let mut content = vec![("size", size), ("mimeType", text(if is_told { "application/json" } else { "x-unknown" }))];
    if is_told && !(members.is_empty() && finding.kind != Kind::ApiCall) {
        content.push(("text", text(&body)));
    }
    if let Some(note) = &answer.body_note {
        content.push(("comment", text(note)));
    }
    let mut out = vec![
        ("status", answer.status.unwrap_or(0).to_string()),
        ("statusText", text("")),
        ("httpVersion", text("")),
        ("cookies", "[]".to_owned()),
        ("headers", pairs(&headers)),
        ("content", object(&content)),
        ("redirectURL", text(&location)),
        ("headersSize", "-1".to_owned()),
        ("bodySize", "-1".to_owned()),
    ];
    if answer.body == BodyState::RefusedByCors {
        // Chromium's sign for it, by which it is known again.
        out.push(("_error", text("net::ERR_FAILED")));
    }
    object(&out)
}

/// What stands for the size of a body that is not in the file: -1 is HAR's word for "not known".
fn size_of(state: BodyState) -> &'static str {
    if state == BodyState::Empty { "0" } else { "-1" }
}

/// Where the browser is sent: the address of the app that the request names.
fn target(finding: &Finding) -> String {
    let named = finding.request.parameters.iter().find(|parameter| parameter.name == "redirect_uri");
    let known = named.map(|uri| stand_in::unhidden(&uri.shown)).filter(|uri| uri.contains("://"));
    known.unwrap_or_else(|| "https://redacted.invalid/".to_owned())
}

/// The parts of OAuth's error.
fn error(finding: &Finding) -> Vec<(String, String)> {
    let answer = &finding.answer;
    let parts =
        [("error", &answer.error), ("error_description", &answer.description), ("error_subtype", &answer.subtype)];
    parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part.clone()?))).collect()
}

/// The error object of Google's APIs (google.rpc.Status).
fn api_error(finding: &Finding) -> String {
    let answer = &finding.answer;
    let mut members = vec![("code", answer.status.unwrap_or(0).to_string())];
    members.extend(answer.description.iter().map(|message| ("message", text(message))));
    members.extend(answer.error.iter().map(|status| ("status", text(status))));
    members.extend(answer.subtype.iter().map(|reason| ("details", list(&[object(&[("reason", text(reason))])], ","))));
    object(&[("error", object(&members))])
}

/// The name, where it may be shown.
fn name(parameter: &Parameter) -> String {
    if parameter.name.starts_with('‹') { "redacted_name".to_owned() } else { parameter.name.clone() }
}

fn address(base: &str, query: &[(String, String)], fragment: &[(String, String)]) -> String {
    let mut out = base.split(['?', '#']).next().unwrap_or(base).to_owned();
    for (mark, parameters) in [('?', query), ('#', fragment)] {
        if !parameters.is_empty() {
            let _ = write!(out, "{mark}{}", form(parameters));
        }
    }
    out
}

fn form(parameters: &[(String, String)]) -> String {
    let text = Serializer::new(String::new()).extend_pairs(parameters).finish();
    // The brackets of a stand-in are left as they are, so that it is known at a glance.
    text.replace("%5BREDACTED.", stand_in::MARK).replace("%5D", "]")
}

/// The members of a JSON object whose values were texts or numbers.
fn json(members: &[(String, String)]) -> String {
    let value = |value: &str| {
        let is_bare =
            matches!(value, "true" | "false" | "null") || !value.starts_with('0') && value.parse::<u64>().is_ok();
        if is_bare { value.to_owned() } else { text(value) }
    };
    let members: Vec<_> = members.iter().map(|(name, of)| (name.as_str(), value(of))).collect();
    object(&members)
}

fn pairs(of: &[(String, String)]) -> String {
    let items: Vec<_> =
        of.iter().map(|(name, value)| object(&[("name", text(name)), ("value", text(value))])).collect();
    list(&items, ",")
}

fn text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn object(members: &[(&str, String)]) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| format!("{}:{value}", text(name))).collect();
    format!("{{{}}}", members.join(","))
}

fn list(items: &[String], between: &str) -> String {
    format!("[{}]", items.join(between))
}
