//! In: a call that sends a request, in JavaScript (`fetch`, axios), PowerShell (`Invoke-RestMethod`) or Python
//! (`requests.post`). Out: the [`Request`].

use super::{
    request::Request,
    script::{Language, Names, Reader, Value},
};
use crate::har::{OPEN, RequestBody};

/// Reads the call that `text` begins with: its function's name and an opening bracket. Out: the request, and how many bytes
/// the call takes.
pub(super) fn function(text: &str, language: Language, names: &Names) -> (Option<Request>, usize) {
    let mut reader = Reader::new(text, language, names);
    reader.at = text.find('(').map_or(text.len(), |at| at + 1);
    let function = text[..reader.at].trim_end_matches('(');
    let method = function.rsplit('.').next().unwrap_or_default();
    let (mut values, mut options) = reader.arguments();
    let length = reader.at;
    let mut data = None;
    if !values.is_empty() && matches!(values[0], Value::Pairs(_)) {
        // `axios({ url, … })`: all in one.
        if let Value::Pairs(pairs) = values.swap_remove(0) {
            options.extend(pairs);
        }
    } else {
        let mut rest = values.into_iter();
        let Some(url) = rest.next() else { return (None, length) };
        options.push(("url".to_owned(), url));
        let takes_data = matches!(method, "post" | "put" | "patch")
            && language == Language::JavaScript
            && function.contains("axios");
        if takes_data {
            data = rest.next();
        }
        for value in rest {
            match value {
                Value::Pairs(pairs) => options.extend(pairs),
                // `requests.post(url, data)`: the second is the body.
                value if language == Language::Python => data = Some(value),
                _ => {}
            }
        }
    }
    let options = Value::Pairs(options);
    let named = matches!(method, "post" | "get" | "put" | "patch" | "delete").then(|| method.to_owned());
    let mut request = Request { url: options.member("url").map_or(String::new(), Value::text), ..Request::default() };
    request.method = options.member("method").or_else(|| options.member("type")).map(Value::text).or(named);
    headers(&mut request, options.member("headers"));
    if let Some(params) =
        options.member("params").cloned().map(Value::into_form).filter(|params| params.pairs().is_some())
    {
        request.add_query(&params.text());
    }
    if let Some(json) = options.member("json") {
        request.body = RequestBody::Text(json.json());
        request.default_header("Content-Type", "application/json");
    } else if let Some(value) =
        data.or_else(|| ["body", "data", "form"].iter().find_map(|name| options.member(name)).cloned())
    {
        let is_form =
            language == Language::Python || options.member("form").is_some() || function.starts_with(['$', 'j']);
        let is_json = function.contains("axios");
        body(&mut request, value, is_form, is_json);
    }
    let is_address = request.url.contains("://") || request.url.starts_with(OPEN);
    let is_call = is_address
        && (options.pairs().is_some_and(|pairs| pairs.len() > 1) || !matches!(request.body, RequestBody::None));
    (is_call.then_some(request), length)
}

fn headers(request: &mut Request, value: Option<&Value>) {
    for (name, value) in value.and_then(Value::pairs).into_iter().flatten() {
        request.headers.push((name.clone(), value.text()));
    }
}

fn body(request: &mut Request, value: Value, is_form: bool, is_json: bool) {
    let (text, content_type) = match value {
        Value::Open => {
            request.body = RequestBody::NotRecorded;
            return;
        }
        Value::Form(_) => (value.text(), "application/x-www-form-urlencoded;charset=UTF-8"),
        Value::Pairs(_) if is_form => (value.into_form().text(), "application/x-www-form-urlencoded"),
        Value::Pairs(_) if is_json => (value.json(), "application/json"),
        // `fetch` writes an object that is no form as text, and calls it plain text.
        value if is_json => (value.text(), "application/x-www-form-urlencoded"),
        value => (value.text(), "text/plain;charset=UTF-8"),
    };
    request.body = RequestBody::Text(text);
    request.default_header("Content-Type", content_type);
}

/// Reads the command `Invoke-RestMethod` or `Invoke-WebRequest` that `text` begins with, and how many bytes it takes
/// (<https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-restmethod>).
pub(super) fn powershell(text: &str, names: &Names) -> (Option<Request>, usize) {
    let mut reader = Reader::new(text, Language::PowerShell, names);
    reader.at = text.find(char::is_whitespace).unwrap_or(text.len());
    let mut options: Vec<(String, Value)> = Vec::new();
    loop {
        reader.skip_blanks(false);
        let rest = reader.rest();
        if rest.is_empty() || rest.starts_with(['\n', ';', '|', ')', '}']) {
            break;
        }
        let before = reader.at;
        if rest.starts_with('-') {
            let name = reader.word();
            reader.at += name.len();
            reader.takes_mark(':');
            let name = name.trim_start_matches('-').to_ascii_lowercase();
            if SWITCHES.contains(&name.as_str()) {
                continue;
            }
            reader.skip_blanks(false);
            let value = bare(&mut reader);
            options.push((name, value));
        } else if let Some(rest) = rest.strip_prefix('@').filter(|rest| !rest.starts_with(['{', '(', '"', '\''])) {
            // `@parameters`: a table of options.
            let end = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            if let Some(Value::Pairs(pairs)) = names.get(&rest[..end].to_ascii_lowercase()) {
                options.extend(pairs.iter().cloned());
            }
            reader.at += end + 1;
        } else {
            let value = bare(&mut reader);
            options.push(("uri".to_owned(), value));
        }
        if reader.at == before {
            break;
        }
    }
    let length = reader.at;
    let options = Value::Pairs(options);
    let Some(url) = options.member("uri").map(Value::text) else { return (None, length) };
    let mut request = Request { url, ..Request::default() };
    request.method = options.member("method").map(Value::text);
    headers(&mut request, options.member("headers"));
    let is_get = request.method.as_deref().is_none_or(|method| method.eq_ignore_ascii_case("get"));
    if let Some(content_type) = options.member("contenttype") {
        request.headers.push(("Content-Type".to_owned(), content_type.text()));
    }
    match options.member("body").cloned() {
        None => {}
        Some(Value::Open) => request.body = RequestBody::NotRecorded,
        Some(value) if is_get => {
            let query = value.into_form().text();
            request.add_query(&query);
        }
        Some(value) => {
            request.body = RequestBody::Text(value.into_form().text());
            request.default_header("Content-Type", "application/x-www-form-urlencoded");
        }
    }
    if is_get && matches!(request.body, RequestBody::NotRecorded) {
        request.body = RequestBody::None;
    }
    let is_address = request.url.contains("://") || request.url.starts_with(OPEN);
    (is_address.then_some(request), length)
}

/// A value, or a word without quotation marks.
fn bare(reader: &mut Reader<'_>) -> Value {
    if reader.rest().starts_with(['"', '\'', '$', '@', '(']) {
        return reader.expression();
    }
    let rest = reader.rest();
    let end = rest.find(|letter: char| letter.is_whitespace() || ";|)".contains(letter)).unwrap_or(rest.len());
    reader.at += end;
    Value::Text(rest[..end].to_owned())
}

/// Options without a value.
const SWITCHES: [&str; 9] = [
    "usebasicparsing",
    "verbose",
    "skipcertificatecheck",
    "skiphttperrorcheck",
    "usedefaultcredentials",
    "passthru",
    "disablekeepalive",
    "allowunencryptedauthentication",
    "resume",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(request: &Request) -> &str {
        match &request.body {
            RequestBody::Text(text) => text,
            _ => "",
        }
    }

    fn call(text: &str, language: Language) -> Request {
        function(text, language, &Names::new()).0.expect("a request")
    }

    #[test]
    fn fetch_as_browsers_copy_it() {
        let text = "fetch(\"https://a.test/token\", {\n  \"headers\": {\n    \"content-type\": \"application/x-www-form-urlencoded\"\n  },\n  \"body\": \"grant_type=x&code=4%2F0A\",\n  \"method\": \"POST\"\n});\nnext";
        let (request, length) = function(text, Language::JavaScript, &Names::new());
        let request = request.expect("a request");
        assert_eq!((sent(&request), request.method.as_deref()), ("grant_type=x&code=4%2F0A", Some("POST")));
        assert_eq!(&text[length..], ";\nnext");
    }

    #[test]
    fn fetch_by_hand() {
        let form = call(
            "fetch('https://a.test', { method: 'POST', body: new URLSearchParams({ code }) })",
            Language::JavaScript,
        );
        assert_eq!(form.header("content-type"), Some("application/x-www-form-urlencoded;charset=UTF-8"));
        let object = call("fetch('https://a.test', { method: 'POST', body: { code: 'x' } })", Language::JavaScript);
        assert_eq!(
            (sent(&object), object.header("content-type")),
            ("[object Object]", Some("text/plain;charset=UTF-8"))
        );
        assert!(function("fetch(url)", Language::JavaScript, &Names::new()).0.is_none());
    }

    #[test]
    fn axios_and_requests() {
        let json = call("axios.post('https://a.test', { a: 'b' }, { headers: { 'X-A': 'c' } })", Language::JavaScript);
        assert_eq!(
            (sent(&json), json.header("x-a"), json.header("content-type")),
            ("{\"a\":\"b\"}", Some("c"), Some("application/json"))
        );
        let one = call(
            "axios({ method: 'post', url: 'https://a.test', data: qs.stringify({ a: 'b' }) })",
            Language::JavaScript,
        );
        assert_eq!((sent(&one), one.method.as_deref()), ("a=b", Some("post")));
        let form = call("requests.post('https://a.test', data={'a': 'b c', 'd': token}, timeout=3)", Language::Python);
        assert_eq!((sent(&form), form.method.as_deref()), ("a=b+c&d=%EF%BF%BC", Some("post")));
    }

    #[test]
    fn powershell_commands() {
        let text = "Invoke-RestMethod -Method Post -Uri https://a.test/token `\n  -Body @{ grant_type = 'x'; code = $c } -ContentType 'application/x-www-form-urlencoded'\nnext";
        let (request, length) = powershell(text, &Names::new());
        let request = request.expect("a request");
        assert_eq!((request.url.as_str(), sent(&request)), ("https://a.test/token", "grant_type=x&code=%EF%BF%BC"));
        assert_eq!(&text[length..], "\nnext");
        let names = Names::from([("body".to_owned(), Value::Text("a=b".to_owned()))]);
        let text =
            "iwr -UseBasicParsing -Uri \"https://a.test\" -Method \"POST\" -Body $body -Headers @{\n\"X-A\"=\"b\"\n}";
        let request = powershell(text, &names).0.expect("a request");
        assert_eq!((sent(&request), request.header("x-a")), ("a=b", Some("b")));
    }
}
