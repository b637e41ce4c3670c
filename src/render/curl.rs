//! In: a finding. Out: its request as a curl command for a POSIX shell, in which each value that the report hides is a
//! variable to fill in.
//!
//! The command runs as soon as the variables are filled in. No value is guessed, and no secret is in it.

use super::phrases;
use crate::report::{Finding, Kind, Parameter, Place};
use std::fmt::Write;

/// The request of `finding` as a command; nothing where there is no request to send again: for kept credentials, for a
/// failure that only a text tells of, and where the address is not known.
pub fn command(finding: &Finding) -> Option<String> {
    let request = &finding.request;
    let is_sent = finding.kind != Kind::Credentials && request.method.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_sent || !request.url.starts_with("http") {
        return None;
    }
    let mut script = Script::default();
    let url = script.value("url", "address", &request.url, None, &request.url);
    let parameters = request.parameters.iter().filter(|parameter| parameter.place != Place::Claim);
    let parameters: Vec<_> = parameters.take(phrases::MOST_PARAMETERS).collect();
    let has_body = parameters.iter().any(|parameter| parameter.place == Place::Body);
    let mut options = Vec::new();
    if request.method != if has_body { "POST" } else { "GET" } {
        options.push(format!("--request {}", request.method));
    }
    headers(&mut script, &parameters, &mut options);
    for parameter in parameters.iter().filter(|parameter| parameter.place == Place::Query) {
        let option = if has_body || request.method != "GET" { "--url-query" } else { "--data-urlencode" };
        options.push(format!("{option} {}", script.pair(parameter)));
    }
    if !has_body && request.method == "GET" && options.iter().any(|option| option.starts_with("--data")) {
        options.insert(0, "--get".to_owned());
    }
    let body = parameters.iter().filter(|parameter| parameter.place == Place::Body);
    match &*request.body {
        "json" => options.extend(json(&mut script, body)),
        "multipart" => options.extend(body.map(|parameter| format!("--form-string {}", script.pair(parameter)))),
        _ => options.extend(body.map(|parameter| format!("--data-urlencode {}", script.pair(parameter)))),
    }
    let mut out = format!("# Exchange {}, without its secrets.", finding.number);
    if script.variables.is_empty() {
        out.push('\n');
    } else {
        out.push_str(" Put each value between the quotation marks, then run it.\n");
        out.extend(script.variables.iter().map(|Variable { name, hint, .. }| format!("{name}={}\n", single(hint))));
    }
    let _ = write!(out, "curl --include {url}");
    for option in options {
        let _ = write!(out, " \\\n  {option}");
    }
    out.push('\n');
    Some(out)
}

/// The header fields that hold parameters, as options.
fn headers(script: &mut Script, parameters: &[&Parameter], options: &mut Vec<String>) {
    let mut in_header = parameters.iter().filter(|parameter| parameter.place == Place::Header).peekable();
    while let Some(parameter) = in_header.next() {
        let value = script.of(parameter);
        let start = match parameter.name.as_str() {
            "client_id" => {
                let secret = in_header.next_if(|next| next.name == "client_secret").map(|next| script.of(next));
                options.push(format!(
                    "--user {}",
                    joined(&[&value, &Text::Plain(":".to_owned()), &secret.unwrap_or_default()])
                ));
                continue;
            }
            "access_token" => "Authorization: Bearer ",
            "authorization" => "Authorization: ",
            "dpop" => "DPoP: ",
            _ => continue,
        };
        options.push(format!("--header {}", joined(&[&Text::Plain(start.to_owned()), &value])));
    }
}

fn json<'a>(script: &mut Script, body: impl Iterator<Item = &'a &'a Parameter>) -> [String; 2] {
    let mut texts = vec![Text::Plain("{".to_owned())];
    for (at, parameter) in body.enumerate() {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        texts.push(Text::Plain(if at > 0 { ", " } else { "" }.to_owned() + &quoted(&parameter.name) + ": "));
        match script.of(parameter) {
            Text::Plain(text) if is_bare(&text) => texts.push(Text::Plain(text)),
            Text::Plain(text) => texts.push(Text::Plain(quoted(&text))),
            variable @ Text::Variable(_) => {
                texts.extend([Text::Plain("\"".to_owned()), variable, Text::Plain("\"".to_owned())]);
            }
        }
    }
    texts.push(Text::Plain("}".to_owned()));
    [
        "--header 'Content-Type: application/json'".to_owned(),
        format!("--data {}", joined(&texts.iter().collect::<Vec<_>>())),
    ]
}

/// True for what stands in JSON without quotation marks.
fn is_bare(text: &str) -> bool {
    matches!(text, "true" | "false" | "null") || text.parse::<u64>().is_ok()
}

/// A piece of an argument.
#[derive(Clone)]
enum Text {
    Plain(String),
    /// The name of a variable.
    Variable(String),
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

#[derive(Default)]
struct Script {
    variables: Vec<Variable>,
}

struct Variable {
    name: String,
    hint: String,
    /// Equal for equal values.
    same: String,
}

impl Script {
    /// The name and the value of `parameter`, as an argument.
    fn pair(&mut self, parameter: &Parameter) -> String {
        let name = match parameter.name.as_str() {
            name if name.starts_with('‹') => self.variable("name", name.trim_matches(['‹', '›']), name.to_owned()),
            name => Text::Plain(name.to_owned()),
        };
        let value = self.of(parameter);
        joined(&[&name, &Text::Plain("=".to_owned()), &value])
    }

    fn of(&mut self, parameter: &Parameter) -> Text {
        let Parameter { name, kind, shown, fingerprint, .. } = parameter;
        let what = kind.clone().unwrap_or_else(|| name.replace('_', " ").into());
        let hint = if is_known(shown) { what } else { format!("{what}, {shown}").into() };
        let same = fingerprint.clone().unwrap_or_else(|| format!("{name} {shown}"));
        if fingerprint.is_none() && is_known(shown) {
            return Text::Plain(shown.clone());
        }
        self.variable(name, hint.trim_end_matches(", …"), same)
    }

    /// `text` as an argument, or a variable called after `name` where it hides something.
    fn value(&mut self, name: &str, what: &str, text: &str, fingerprint: Option<&str>, same: &str) -> String {
        if fingerprint.is_none() && is_known(text) {
            return single(text);
        }
        joined(&[&self.variable(name, &format!("{what}, {text}"), same.to_owned())])
    }

    /// The variable for a value; equal values have one.
    fn variable(&mut self, name: &str, hint: &str, same: String) -> Text {
        if let Some(known) = self.variables.iter().find(|known| known.same == same) {
            return Text::Variable(known.name.clone());
        }
        let letters =
            name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' });
        let base: String = letters.collect::<String>().trim_matches('_').to_owned();
        let base =
            if base.starts_with(|letter: char| letter.is_ascii_alphabetic()) { base } else { "VALUE".to_owned() };
        let taken =
            |wanted: &str| RESERVED.contains(&wanted) || self.variables.iter().any(|known| known.name == wanted);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let name = std::iter::once(base.clone()).chain(numbered).find(|wanted| !taken(wanted)).unwrap_or(base);
        self.variables.push(Variable { name: name.clone(), hint: format!("<{hint}>"), same });
        Text::Variable(name)
    }
}

/// Variables with a meaning to shells, of those that a parameter can be called.
const RESERVED: [&str; 8] = ["PATH", "HOME", "USER", "UID", "IFS", "PWD", "SHELL", "PS1"];

/// True when all of the text is shown.
fn is_known(shown: &str) -> bool {
    !shown.contains(['…', '‹'])
}

/// One argument of these pieces: in single quotation marks where nothing is to be filled in, else in double ones.
fn joined(pieces: &[&Text]) -> String {
    let plain = pieces.iter().map(|piece| if let Text::Plain(text) = piece { Some(text.as_str()) } else { None });
    if let Some(text) = plain.collect::<Option<String>>() {
        return single(&text);
    }
    let mut out = String::from("\"");
    for piece in pieces {
        match piece {
            Text::Variable(name) => {
                let _ = write!(out, "${{{name}}}");
            }
            Text::Plain(text) => {
                for letter in text.chars() {
                    if matches!(letter, '"' | '\\' | '$' | '`') {
                        out.push('\\');
                    }
                    out.push(letter);
                }
            }
        }
    }
    out.push('"');
    out
}

/// The text in single quotation marks.
fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
