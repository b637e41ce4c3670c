//! In: the words of a `curl` command (<https://curl.se/docs/manpage.html>). Out: the [`Request`]s that it sends.
//!
//! What curl reads from a file is not there, and its absence is no evidence: such a body counts as not recorded.

use super::request::{Request, encoded, multipart};
use crate::har::{OPEN, RequestBody};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Reads the words after `curl`; `input` is what stands on standard input.
pub(super) fn read(words: &[String], input: Option<&str>) -> Vec<Request> {
    let mut requests = Vec::new();
    for words in words.split(|word| word == "--next" || word == "-:") {
        let mut curl = Curl { input, ..Curl::default() };
        curl.words(words);
        requests.extend(curl.requests());
    }
    requests
}

#[derive(Default)]
struct Curl<'a> {
    input: Option<&'a str>,
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    data: Vec<String>,
    parts: Vec<(String, String)>,
    /// True when part of the body comes from a file.
    from_file: bool,
    is_json: bool,
    in_query: bool,
    query: Vec<String>,
}

impl Curl<'_> {
    fn words(&mut self, words: &[String]) {
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if let Some(name) = word.strip_prefix("--").filter(|name| !name.is_empty()) {
                if takes_value(name) {
                    if let Some(value) = words.next() {
                        self.option(name, value);
                    }
                } else {
                    self.flag(name);
                }
            } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
                // `-sXPOST`: flags may be run together, and the last one's value may follow at once.
                for (at, letter) in letters.char_indices() {
                    let Some(name) = long_name(letter) else {
                        self.flag(match letter {
                            'G' => "get",
                            'I' => "head",
                            _ => "",
                        });
                        continue;
                    };
                    let rest = &letters[at + letter.len_utf8()..];
                    let value = if rest.is_empty() { words.next().map(String::as_str) } else { Some(rest) };
                    if let Some(value) = value {
                        self.option(name, value);
                    }
                    break;
                }
            } else if word != "-" && word != "--" {
                self.urls.push(word.clone());
            }
        }
    }

    fn flag(&mut self, name: &str) {
        match name {
            "get" => self.in_query = true,
            "head" => self.method = Some("HEAD".to_owned()),
            _ => {}
        }
    }

    fn option(&mut self, name: &str, value: &str) {
        match name {
            "url" => self.urls.push(value.to_owned()),
            "request" => self.method = Some(value.to_owned()),
            "header" => {
                let (name, value) = value.split_once(':').unwrap_or((value, ""));
                self.headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "user-agent" => self.headers.push(("User-Agent".to_owned(), value.to_owned())),
            "user" => {
                self.headers.push(("Authorization".to_owned(), format!("Basic {}", STANDARD.encode(value))));
            }
            "oauth2-bearer" => self.headers.push(("Authorization".to_owned(), format!("Bearer {value}"))),
            "data" | "data-ascii" | "data-binary" | "json" => {
                self.is_json |= name == "json";
                match value.strip_prefix('@') {
                    Some("-") if self.input.is_some() => {
                        let input = self.input.unwrap_or_default();
                        let lines = name == "data-binary" || name == "json";
                        self.data.push(if lines { input.to_owned() } else { input.replace(['\n', '\r'], "") });
                    }
                    Some(_) => self.from_file = true,
                    None => self.data.push(value.to_owned()),
                }
            }
            "data-raw" => self.data.push(value.to_owned()),
            "data-urlencode" => self.data.push(urlencoded(value)),
            "url-query" => {
                self.query.push(value.strip_prefix('+').map_or_else(|| urlencoded(value), str::to_owned));
            }
            "form" | "form-string" => {
                let (part, value) = value.split_once('=').unwrap_or((value, ""));
                let is_file = name == "form" && value.starts_with(['@', '<']);
                self.parts.push((part.to_owned(), if is_file { OPEN.to_string() } else { value.to_owned() }));
            }
            "upload-file" => {
                self.from_file = true;
                self.method.get_or_insert_with(|| "PUT".to_owned());
            }
            _ => {}
        }
    }

    fn requests(mut self) -> Vec<Request> {
        let joined = if self.is_json { self.data.concat() } else { self.data.join("&") };
        let mut body = RequestBody::None;
        if self.in_query {
            self.query.extend((!joined.is_empty()).then(|| joined.clone()));
            self.method.get_or_insert_with(|| "GET".to_owned());
        } else if self.from_file {
            body = RequestBody::NotRecorded;
        } else if !self.parts.is_empty() {
            let (text, content_type) = multipart(&self.parts);
            body = RequestBody::Text(text);
            self.headers.push(("Content-Type".to_owned(), content_type));
        } else if !self.data.is_empty() {
            body = RequestBody::Text(joined.clone());
        }
        let mut requests = Vec::new();
        // A sentence about curl has words where a command has addresses.
        let is_address = |url: &String| url.contains(['.', ':', '/', OPEN]) || url == "localhost";
        if !self.urls.iter().all(is_address) {
            return requests;
        }
        for url in &self.urls {
            let url = if url.contains("://") || url.starts_with(OPEN) { url.clone() } else { format!("http://{url}") };
            let mut request = Request { method: self.method.clone(), url, ..Request::default() };
            request.headers.clone_from(&self.headers);
            request.body = match &body {
                RequestBody::None => RequestBody::None,
                RequestBody::NotRecorded => RequestBody::NotRecorded,
                RequestBody::Text(text) => RequestBody::Text(text.clone()),
            };
            if !self.query.is_empty() {
                request.add_query(&self.query.join("&"));
            }
            if self.is_json {
                request.default_header("Content-Type", "application/json");
            } else if !matches!(request.body, RequestBody::None) {
                request.default_header("Content-Type", "application/x-www-form-urlencoded");
            }
            requests.push(request);
        }
        requests
    }
}

/// `content`, `=content`, `name=content`, `@file` or `name@file`: the content is encoded, the name is not.
fn urlencoded(value: &str) -> String {
    let at = value.find(['=', '@']);
    match at.map(|at| (&value[..at], &value[at..=at], &value[at + 1..])) {
        None => encoded(value),
        Some(("", "=", content)) => encoded(content),
        Some((name, "=", content)) => format!("{name}={}", encoded(content)),
        Some(("", ..)) => OPEN.to_string(),
        Some((name, ..)) => format!("{name}={OPEN}"),
    }
}

fn long_name(letter: char) -> Option<&'static str> {
    Some(match letter {
        'X' => "request",
        'H' => "header",
        'A' => "user-agent",
        'u' => "user",
        'd' => "data",
        'F' => "form",
        'T' => "upload-file",
        'b' | 'c' | 'C' | 'D' | 'e' | 'E' | 'h' | 'K' | 'm' | 'o' | 'P' | 'Q' | 'r' | 't' | 'U' | 'w' | 'x' | 'y'
        | 'Y' | 'z' => "another",
        _ => return None,
    })
}

fn takes_value(name: &str) -> bool {
    OPTIONS.contains(&name)
}

/// Options that take a value.
const OPTIONS: &[&str] = &[
    "abstract-unix-socket",
    "alt-svc",
    "aws-sigv4",
    "cacert",
    "capath",
    "cert",
    "cert-type",
    "ciphers",
    "config",
    "connect-timeout",
    "connect-to",
    "continue-at",
    "cookie",
    "cookie-jar",
    "crlfile",
    "curves",
    "data",
    "data-ascii",
    "data-binary",
    "data-raw",
    "data-urlencode",
    "dns-servers",
    "doh-url",
    "dump-header",
    "engine",
    "expect100-timeout",
    "form",
    "form-string",
    "hsts",
    "header",
    "interface",
    "json",
    "keepalive-time",
    "key",
    "key-type",
    "limit-rate",
    "local-port",
    "max-filesize",
    "max-redirs",
    "max-time",
    "netrc-file",
    "noproxy",
    "oauth2-bearer",
    "output",
    "output-dir",
    "parallel-max",
    "pass",
    "pinnedpubkey",
    "preproxy",
    "proto",
    "proto-default",
    "proto-redir",
    "proxy",
    "proxy-header",
    "proxy-user",
    "quote",
    "range",
    "rate",
    "referer",
    "request",
    "request-target",
    "resolve",
    "retry",
    "retry-delay",
    "retry-max-time",
    "speed-limit",
    "speed-time",
    "stderr",
    "time-cond",
    "tls-max",
    "tls13-ciphers",
    "trace",
    "trace-ascii",
    "trace-config",
    "unix-socket",
    "upload-file",
    "url",
    "url-query",
    "user",
    "user-agent",
    "variable",
    "write-out",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn one(words: &[&str], input: Option<&str>) -> Request {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        read(&words, input).into_iter().next().expect("a request")
    }

    fn body(request: &Request) -> &str {
        match &request.body {
            RequestBody::Text(text) => text,
            _ => "",
        }
    }

    #[test]
    fn data_is_joined_and_sent_by_post() {
        let request = one(&["-sS", "-d", "a=b", "--data-urlencode", "c=4/0 x", "https://a.test/"], None);
        assert_eq!(
            (body(&request), request.header("content-type")),
            ("a=b&c=4%2F0+x", Some("application/x-www-form-urlencoded"))
        );
        assert_eq!(request.into_entry().method, "POST");
        let query = one(&["-G", "-da=b", "https://a.test/?x=y#z"], None);
        assert_eq!((query.url.as_str(), query.method.as_deref()), ("https://a.test/?x=y&a=b#z", Some("GET")));
    }

    #[test]
    fn the_client_in_a_header() {
        let request = one(&["-u", "id:GOCSPX-EXAMPLE", "a.test"], None);
        assert_eq!(request.header("Authorization"), Some("Basic aWQ6R09DU1BYLUVYQU1QTEU="));
        assert_eq!(request.url, "http://a.test");
    }

    #[test]
    fn what_a_file_holds_is_not_known() {
        assert!(matches!(one(&["-d", "@f", "https://a.test"], None).body, RequestBody::NotRecorded));
        assert_eq!(body(&one(&["-d", "@-", "https://a.test"], Some("a=b\n"))), "a=b");
        assert_eq!(body(&one(&["--data-binary", "@-", "https://a.test"], Some("a=b\n"))), "a=b\n");
        assert_eq!(body(&one(&["--data-urlencode", "a@f", "https://a.test"], None)), "a=\u{fffc}");
    }

    #[test]
    fn other_bodies() {
        let json = one(&["--json", "{\"a\":1}", "-XPUT", "https://a.test"], None);
        assert_eq!(
            (body(&json), json.header("content-type"), json.method.as_deref()),
            ("{\"a\":1}", Some("application/json"), Some("PUT"))
        );
        let form = one(&["-F", "a=b", "-F", "c=@f", "https://a.test"], None);
        assert!(form.header("content-type").is_some_and(|value| value.starts_with("multipart/form-data")));
        assert!(body(&form).contains("name=\"a\"\r\n\r\nb\r\n"));
    }

    #[test]
    fn several_requests() {
        let words = ["https://a.test/1", "--next", "-d", "x", "https://a.test/2"].map(str::to_owned);
        assert_eq!(read(&words, None).len(), 2);
    }
}
