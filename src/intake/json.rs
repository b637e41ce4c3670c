//! In: JSON that is no HAR file. Out: [`Evidence`]: key files and stored tokens, the answer of a token endpoint, HAR entries that
//! stand alone; the text's reader gets whatever is left, errors before all.

use super::{Evidence, Unreadable, json_end, text};
use crate::{
    credentials::{Credentials, Form},
    har::{AnswerBody, WireEntry},
    report::Origin,
};
use serde_json::{Map, Value};

/// Reads `text`: one value, or one a line.
///
/// # Errors
/// When it is no JSON from some line on, or tells of no credential and of no failure.
pub(super) fn read(text: &str) -> Result<Vec<Evidence>, Unreadable> {
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut at = 0;
    let mut line = 1;
    let mut broken = None;
    while at < text.len() {
        let blank = text[at..].len() - text[at..].trim_start().len();
        line += text[at..at + blank].matches('\n').count();
        rest.extend(text[at..at + blank].matches('\n'));
        at += blank;
        let Some(length) = json_end(&text[at..]) else {
            if at < text.len() {
                broken.get_or_insert_with(|| fault(&text[at..], line));
            }
            let length = text[at..].find('\n').unwrap_or(text.len() - at);
            rest.push_str(&text[at..at + length]);
            at += length;
            continue;
        };
        let piece = &text[at..at + length];
        let lines = piece.matches('\n').count();
        let before = found.len();
        let value: Option<Value> = (length <= LARGEST).then(|| serde_json::from_str(piece).ok()).flatten();
        if let Some(value) = value {
            take(value, 0, &mut found);
        }
        // An error that a program printed holds the request, and the answer elsewhere: the whole tells more than the request.
        let is_dump =
            found[before..].iter().any(is_unanswered) && text::read(piece).iter().any(|told| told.error.is_some());
        if is_dump {
            found.truncate(before);
        }
        if found.len() == before {
            rest.push_str(piece);
        } else {
            rest.extend(std::iter::repeat_n('\n', lines));
            found[before..].iter_mut().for_each(|piece| place(piece, line, line + lines));
        }
        line += lines;
        at += length;
    }
    found.extend(text::read(&rest).into_iter().map(Evidence::from));
    match broken {
        _ if !found.is_empty() => Ok(found),
        Some(broken) => Err(broken),
        None => {
            let found =
                if text.trim_start().starts_with('{') { "there is no member `log`" } else { "this JSON is no object" };
            Err(Unreadable::new(1, format!("{EXPECTED}; {found}, and nothing else in it is known")))
        }
    }
}

/// Where JSON breaks.
fn fault(text: &str, line: usize) -> Unreadable {
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err();
    let (at, column) = error.as_ref().map_or((1, 1), |error| (error.line().max(1), error.column()));
    let end = error.is_some_and(|error| error.is_eof());
    let found = if end { "it ends in the middle of a value" } else { "something else stands there" };
    Unreadable::new(line + at - 1, format!("JSON, and {found} (column {column})"))
}

fn place(piece: &mut Evidence, first: usize, last: usize) {
    let origin = Some(Origin::lines(first, last));
    match piece {
        Evidence::Entry(entry) => entry.origin = origin,
        Evidence::Credentials(credentials) => credentials.origin = origin,
        Evidence::Sighting(_) | Evidence::Note(_) => {}
    }
}

fn is_unanswered(piece: &Evidence) -> bool {
    matches!(piece, Evidence::Entry(entry) if entry.status == 0 && matches!(entry.answer_body, AnswerBody::Missing(_)))
}

/// The largest value that is looked into, in bytes; a larger one is a log's.
const LARGEST: usize = 8 << 20;

/// How deep inside other objects credentials are looked for.
const DEEPEST: usize = 3;

/// So many header fields of one request are taken.
const MOST: usize = 1000;

fn take(value: Value, depth: usize, found: &mut Vec<Evidence>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(members) => take_object(members, depth, found),
        Value::Array(items) => items.into_iter().for_each(|item| take(item, depth + 1, found)),
        _ => {}
    }
}

fn take_object(members: Map<String, Value>, depth: usize, found: &mut Vec<Evidence>) {
    if let Some(entry) = har_entry(&members) {
        found.push(entry);
        return;
    }
    if let Some(form) = form_of(&members) {
        found.push(credentials(form, members).into());
        return;
    }
    for (name, value) in members {
        match (name.as_str(), value) {
            ("web", Value::Object(client)) if client.contains_key("client_id") => {
                found.push(credentials(Form::WebClient, client).into());
            }
            ("installed", Value::Object(client)) if client.contains_key("client_id") => {
                found.push(credentials(Form::InstalledClient, client).into());
            }
            (_, value) => take(value, depth + 1, found),
        }
    }
}

/// An entry of a HAR file, or its request alone.
fn har_entry(members: &Map<String, Value>) -> Option<Evidence> {
    let has_address = |value: &Value| value.get("url").is_some_and(Value::is_string) && value.get("method").is_some();
    let value = match members.get("request") {
        Some(request) if has_address(request) => Value::Object(members.clone()),
        _ if members.get("url").is_some_and(Value::is_string)
            && members.get("method").is_some_and(Value::is_string) =>
        {
            serde_json::json!({ "request": members })
        }
        _ => of_charles(members)?,
    };
    Some(serde_json::from_value::<WireEntry>(value).ok()?.into_entry().into())
}

/// An exchange of a session that Charles saved as JSON (`.chlsj`), as a HAR entry.
fn of_charles(members: &Map<String, Value>) -> Option<Value> {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let (method, scheme, host, path) = (text("method")?, text("scheme")?, text("host")?, text("path")?);
    let query = text("query").map_or(String::new(), |query| format!("?{query}"));
    let side = |name: &str| members.get(name).cloned().unwrap_or_default();
    let (request, answer) = (side("request"), side("response"));
    let (start, body) = (&members.get("times")?["start"], &request["body"]["text"]);
    let mut entry = serde_json::json!({
        "startedDateTime": start,
        "request": { "method": method, "url": format!("{scheme}://{host}{path}{query}"), "headers": request["header"]["headers"] },
        "response": {
            "status": answer["status"],
            "headers": answer["header"]["headers"],
            "content": { "text": answer["body"]["text"], "encoding": answer["body"]["encoding"] },
        },
    });
    if body.is_string() {
        entry["request"]["postData"] = serde_json::json!({ "text": body });
    }
    Some(entry)
}

/// What an object is, by its members' names. Sources: the files themselves, and <https://google.aip.dev/auth/4110>.
fn form_of(members: &Map<String, Value>) -> Option<Form> {
    let has = |name: &str| members.get(name).is_some_and(|value| value.is_string() || value.is_null());
    let told = members.get("type").and_then(Value::as_str);
    match told {
        Some("service_account") => return Some(Form::ServiceAccountKey),
        Some("authorized_user" | "external_account_authorized_user") => return Some(Form::AuthorizedUser),
        Some("external_account") => return Some(Form::ExternalAccount),
        Some("impersonated_service_account") => return Some(Form::ImpersonatedAccount),
        _ => {}
    }
    // An error beside them makes it an answer or a log line, which the text's reader knows.
    if has("error") {
        return None;
    }
    let is_kept = ["expiry", "expiry_date", "expires_at", "token_expiry", "_class", "obtainedAt", "expirationTime"]
        .iter()
        .any(|name| members.contains_key(*name));
    if has("private_key") && (has("client_email") || has("private_key_id")) {
        Some(Form::ServiceAccountKey)
    } else if has("refresh_token") && has("client_id") {
        Some(Form::AuthorizedUser)
    } else if (has("access_token") || has("refresh_token")) && (is_kept || !members.contains_key("expires_in")) {
        Some(Form::StoredTokens)
    } else if has("access_token") || has("id_token") && members.contains_key("expires_in") {
        Some(Form::TokenAnswer)
    } else if has("id_token") {
        Some(Form::IdToken)
    } else {
        None
    }
}

fn credentials(form: Form, members: Map<String, Value>) -> Credentials {
    let mut flat = Vec::new();
    for (name, value) in members {
        match value {
            Value::String(text) => flat.push((name, text)),
            Value::Array(items) if matches!(name.as_str(), "scope" | "scopes") => {
                let scopes: Vec<_> = items.iter().filter_map(Value::as_str).collect();
                flat.push((name, scopes.join(" ")));
            }
            Value::Array(items) => {
                flat.extend(items.into_iter().take(MOST).filter_map(|item| match item {
                    Value::String(text) => Some((name.clone(), text)),
                    _ => None,
                }));
            }
            Value::Null => flat.push((name, String::new())),
            Value::Number(number) => flat.push((name, number.to_string())),
            Value::Bool(_) | Value::Object(_) => {}
        }
    }
    Credentials { form, members: flat, origin: None }
}

const EXPECTED: &str = "a HAR file with an array at `log.entries`, an answer of a token endpoint, a key file, or another JSON that \
                        tells of a token";

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        let what = |piece: &Evidence| match piece {
            Evidence::Entry(entry) => entry.url.clone(),
            Evidence::Sighting(sighting) => sighting.error.clone().unwrap_or_default(),
            Evidence::Credentials(credentials) => format!("{:?}", credentials.form),
            Evidence::Note(note) => note.id.clone(),
        };
        read(text).expect("evidence").iter().map(what).collect()
    }

    #[test]
    fn a_session_of_charles_holds_exchanges() {
        let session = r#"[{"status":"COMPLETE","method":"POST","scheme":"https","host":"oauth2.googleapis.com","path":"/token","query":null,
            "times":{"start":"2026-01-05T10:00:00.000Z"},"request":{"header":{"headers":[{"name":"Host","value":"x"}]},
            "body":{"text":"grant_type=refresh_token","charset":"UTF-8"}},"response":{"status":400,
            "header":{"headers":[{"name":"Date","value":"Mon, 05 Jan 2026 10:00:00 GMT"}]},"body":{"text":"{\"error\":\"invalid_grant\"}"}}}]"#;
        let found = read(session).expect("evidence");
        let [Evidence::Entry(entry)] = found.as_slice() else { panic!("one entry") };
        assert_eq!((entry.url.as_str(), entry.status), ("https://oauth2.googleapis.com/token", 400));
        assert!(entry.answer_header("date").is_some() && entry.header("host").is_some());
        assert!(matches!(&entry.answer_body, AnswerBody::Text(text) if text.contains("invalid_grant")));
        assert_eq!(entry.started, Some(1_767_607_200_000));
    }

    #[test]
    fn a_printed_error_is_its_answer_and_not_its_request_alone() {
        let config = r#""config":{"method":"POST","url":"https://oauth2.googleapis.com/token","data":"grant_type=refresh_token","params":{"client_secret":"GOCSPX-EXAMPLE","refresh_token":"1//EXAMPLE"}}"#;
        let error = format!("{{\"code\":400,{config},\"response\":{{\"data\":{{\"error\":\"invalid_grant\"}}}}}}");
        assert_eq!(forms(&error), ["invalid_grant"]);
        assert_eq!(forms(&format!("{{\"level\":50,\"err\":{error}}}")), ["invalid_grant"]);
        assert_eq!(forms(&format!("{{{config}}}"))[0], "https://oauth2.googleapis.com/token");
    }

    #[test]
    fn files_are_known_by_their_members() {
        let cases = [
            (r#"{"type":"service_account","private_key":"EXAMPLE"}"#, "ServiceAccountKey"),
            (r#"{"web":{"client_id":"EXAMPLE","redirect_uris":["https://a.test/"]}}"#, "WebClient"),
            (r#"{"installed":{"client_id":"EXAMPLE"}}"#, "InstalledClient"),
            (r#"{"token":null,"refresh_token":"1//0gEXAMPLE","client_id":"EXAMPLE","scopes":["a"]}"#, "AuthorizedUser"),
            (
                r#"{"access_token":"ya29.EXAMPLE","token_type":"Bearer","expiry":"2026-01-05T10:00:00Z"}"#,
                "StoredTokens",
            ),
            (r#"{"access_token":"ya29.EXAMPLE","expires_in":3599}"#, "TokenAnswer"),
            (r#"{"credentials":{"default":{"access_token":"ya29.EXAMPLE","expires_in":3599}}}"#, "TokenAnswer"),
            (r#"{"type":"external_account","audience":"EXAMPLE"}"#, "ExternalAccount"),
            (r#"{"id_token":"EXAMPLE"}"#, "IdToken"),
            (r#"{"error":"invalid_grant","error_description":"Bad Request"}"#, "invalid_grant"),
            (r#"{"request":{"method":"POST","url":"https://a.test/"},"response":{"status":400}}"#, "https://a.test/"),
            (r#"[{"method":"POST","url":"https://a.test/","postData":{"text":"a=b"}}]"#, "https://a.test/"),
        ];
        for (text, form) in cases {
            assert_eq!(forms(text), [form], "{text}");
        }
    }

    #[test]
    fn lines_of_json_keep_their_numbers() {
        let text =
            "{\"a\":1}\n\n{\"access_token\":\"ya29.EXAMPLE\",\n\"expires_in\":1}\n{\"error\":\"invalid_grant\"}\n";
        let found = read(text).expect("evidence");
        let Evidence::Credentials(answer) = &found[0] else { panic!("an answer") };
        assert_eq!(answer.origin, Some(Origin::lines(3, 4)));
        let Evidence::Sighting(sighting) = &found[1] else { panic!("a failure") };
        assert_eq!(sighting.origin.as_ref().and_then(|origin| origin.first_line), Some(5));
    }

    #[test]
    fn what_is_no_json_is_said_with_its_line() {
        let said = |text: &str| read(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(said("{\"a\":\n nonsense}"), "line 2: expected JSON, and something else stands there (column 3)");
        assert_eq!(said("{\"a\":"), "line 1: expected JSON, and it ends in the middle of a value (column 5)");
        assert!(said("{\"a\":1}").starts_with("line 1: expected a HAR file with an array at `log.entries`"));
    }
}
