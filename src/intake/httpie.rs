//! In: the words of an HTTPie (<https://httpie.io/docs/cli>) or a wget command. Out: the [`Request`] that it sends.

use super::request::{Request, multipart, pair};
use crate::har::{OPEN, RequestBody};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Reads the words after `http` or `https`; `scheme` is the program's name.
pub(super) fn read(scheme: &str, words: &[String], input: Option<&str>) -> Option<Request> {
    let mut request = Request::default();
    let (mut is_form, mut is_multipart, mut raw) = (false, false, None);
    let mut items = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (option, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        let mut value_of = || value.map(str::to_owned).or_else(|| words.next().cloned());
        match option {
            "-f" | "--form" => is_form = true,
            "--multipart" => is_multipart = true,
            "-a" | "--auth" => {
                let user = value_of()?;
                request.headers.push(("Authorization".to_owned(), format!("Basic {}", STANDARD.encode(user))));
            }
            "--raw" => raw = value_of(),
            "-o" | "--output" | "-p" | "--print" | "--timeout" | "--proxy" | "--verify" | "-s" | "--style"
            | "--session" | "--pretty" | "-A" | "--auth-type" | "--default-scheme" | "--cert" | "--cert-key" => {
                drop(value_of());
            }
            _ if word.starts_with('-') && word.len() > 1 => {}
            _ => items.push(word.as_str()),
        }
    }
    let mut items = items.into_iter().peekable();
    request.method =
        items.next_if(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())).map(str::to_owned);
    request.url = address(scheme, items.next()?);
    let mut data = Vec::new();
    for item in items {
        let (name, separator, value) = split(item)?;
        match separator {
            "==" => request.add_query(&pair(&name, &value)),
            ":" => request.headers.push((name, value)),
            "=@" | ":=@" | "@" => data.push((name, OPEN.to_string(), false)),
            separator => data.push((name, value, separator == ":=")),
        }
    }
    if let Some(raw) = raw.or_else(|| input.filter(|_| data.is_empty()).map(str::to_owned)) {
        request.body = RequestBody::Text(raw);
    } else if is_multipart {
        let parts: Vec<_> = data.into_iter().map(|(name, value, _)| (name, value)).collect();
        let (body, content_type) = multipart(&parts);
        request.body = RequestBody::Text(body);
        request.headers.push(("Content-Type".to_owned(), content_type));
    } else if is_form {
        let pairs: Vec<_> = data.iter().map(|(name, value, _)| pair(name, value)).collect();
        request.body = if pairs.is_empty() { RequestBody::None } else { RequestBody::Text(pairs.join("&")) };
        request.default_header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    } else if !data.is_empty() {
        let json = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let members: Vec<_> = data
            .iter()
            .map(|(name, value, is_json)| {
                format!("{}: {}", json(name), if *is_json { value.clone() } else { json(value) })
            })
            .collect();
        request.body = RequestBody::Text(format!("{{{}}}", members.join(", ")));
        request.default_header("Content-Type", "application/json");
    }
    Some(request)
}

fn address(scheme: &str, word: &str) -> String {
    match word {
        _ if word.contains("://") || word.starts_with(OPEN) => word.to_owned(),
        _ if word.starts_with(':') => format!("{scheme}://localhost{word}"),
        _ => format!("{scheme}://{word}"),
    }
}

/// An item's name, separator and value; the first separator counts, the longest where several begin.
fn split(item: &str) -> Option<(String, &'static str, String)> {
    let mut name = String::new();
    let mut letters = item.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' {
            name.extend(letters.next().map(|(_, letter)| letter));
            continue;
        }
        if let Some(separator) = SEPARATORS.into_iter().find(|separator| item[at..].starts_with(separator)) {
            return Some((name, separator, item[at + separator.len()..].to_owned()));
        }
        name.push(letter);
    }
    None
}

const SEPARATORS: [&str; 7] = [":=@", ":=", "==", "=@", "=", "@", ":"];

/// Reads the words after `wget`.
pub(super) fn wget(words: &[String]) -> Option<Request> {
    let mut request = Request::default();
    let (mut user, mut password) = (None, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--").filter(|option| !option.is_empty()) else {
            if word.starts_with('-') && word.len() > 1 {
                // `-O -`, `-o file`: the letters that take a value.
                if word.len() == 2 && word.ends_with(['O', 'o', 'U', 't', 'T', 'P', 'e', 'a', 'i']) {
                    let value = words.next();
                    if word == "-U" {
                        request.headers.push(("User-Agent".to_owned(), value?.clone()));
                    }
                }
            } else if request.url.is_empty() {
                request.url = address("http", word);
            }
            continue;
        };
        let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        let mut value_of = || value.map(str::to_owned).or_else(|| words.next().cloned());
        match name {
            "post-data" | "body-data" => request.body = RequestBody::Text(value_of()?),
            "post-file" | "body-file" => {
                value_of()?;
                request.body = RequestBody::NotRecorded;
            }
            "method" => request.method = value_of(),
            "header" => {
                let field = value_of()?;
                let (name, value) = field.split_once(':').unwrap_or((&field, ""));
                request.headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "user" | "http-user" => user = value_of(),
            "password" | "http-password" => password = value_of(),
            "user-agent" | "output-document" | "output-file" | "timeout" | "tries" => drop(value_of()),
            _ => {}
        }
    }
    if let (Some(user), Some(password)) = (user, password) {
        let value = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        request.headers.push(("Authorization".to_owned(), value));
    }
    if !matches!(request.body, RequestBody::None) {
        request.default_header("Content-Type", "application/x-www-form-urlencoded");
    }
    (!request.url.is_empty()).then_some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split('|').map(str::to_owned).collect()
    }

    fn body(request: &Request) -> &str {
        match &request.body {
            RequestBody::Text(text) => text,
            _ => "",
        }
    }

    #[test]
    fn httpie_forms_and_json() {
        let form = read(
            "http",
            &words("--form|POST|https://a.test/token|grant_type=refresh_token|code=4/0A|X-A:b|q==r"),
            None,
        )
        .expect("a request");
        assert_eq!(
            (form.url.as_str(), body(&form)),
            ("https://a.test/token?q=r", "grant_type=refresh_token&code=4%2F0A")
        );
        assert_eq!(form.header("x-a"), Some("b"));
        let json = read("https", &words("a.test|a=b|n:=1"), None).expect("a request");
        assert_eq!((json.url.as_str(), body(&json)), ("https://a.test", "{\"a\": \"b\", \"n\": 1}"));
    }

    #[test]
    fn wget_posts() {
        let request = wget(&words("--post-data=grant_type=x&code=y|--header|Accept: a/b|-O|-|https://a.test/token|-q"))
            .expect("a request");
        assert_eq!((request.url.as_str(), body(&request)), ("https://a.test/token", "grant_type=x&code=y"));
        assert_eq!(request.header("accept"), Some("a/b"));
    }
}
