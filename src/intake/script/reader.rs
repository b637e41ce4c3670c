//! In: a program's text and a place in it. Out: the value of the expression there.

use super::{Language, Names, Value, strings};
use crate::{
    har::OPEN,
    intake::{request::encoded, shell::balanced},
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Reads expressions one after another.
pub(in crate::intake) struct Reader<'a> {
    text: &'a str,
    /// Where it stands, in bytes.
    pub at: usize,
    language: Language,
    names: &'a Names,
    depth: usize,
}

/// How deep brackets may be nested.
const DEEPEST: usize = 32;

impl<'a> Reader<'a> {
    /// A reader at the beginning of `text`.
    pub fn new(text: &'a str, language: Language, names: &'a Names) -> Self {
        Self { text, at: 0, language, names, depth: 0 }
    }

    /// What is still to be read.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Steps over `mark`, when it is next after blanks.
    pub fn takes(&mut self, mark: &str) -> bool {
        self.skip_blanks(true);
        let found = self.rest().starts_with(mark);
        if found {
            self.at += mark.len();
        }
        found
    }

    /// Steps over `mark`, when it is next.
    pub fn takes_mark(&mut self, mark: char) {
        if self.rest().starts_with(mark) {
            self.at += mark.len_utf8();
        }
    }

    /// Steps over blanks and comments; over line ends too where `lines`.
    pub fn skip_blanks(&mut self, lines: bool) {
        loop {
            let rest = self.rest();
            let blank = rest.len()
                - rest.trim_start_matches(|letter: char| letter.is_whitespace() && (lines || letter != '\n')).len();
            self.at += blank;
            let rest = self.rest();
            let skip = if self.language == Language::JavaScript && rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if self.language == Language::JavaScript && rest.starts_with("//")
                || self.language != Language::JavaScript && rest.starts_with('#')
            {
                rest.find('\n').unwrap_or(rest.len())
            } else if self.language == Language::PowerShell && (rest.starts_with("`\n") || rest.starts_with("`\r\n")) {
                rest.find('\n').map_or(rest.len(), |end| end + 1)
            } else {
                0
            };
            if skip == 0 {
                return;
            }
            self.at += skip;
        }
    }

    /// Reads an expression.
    pub fn expression(&mut self) -> Value {
        let mut value = self.primary();
        loop {
            self.skip_blanks(self.language != Language::PowerShell);
            let rest = self.rest();
            if rest.starts_with('+') && !rest.starts_with("++") && !rest.starts_with("+=") {
                self.at += 1;
                let more = self.primary();
                value = Value::Text(value.text() + &more.text());
                if !value.is_small() {
                    value = Value::Open;
                }
            } else if rest.starts_with('.') && !rest.starts_with("..") {
                value = self.method(value);
            } else if self.language == Language::PowerShell && rest.starts_with('|') {
                value = self.pipe(&value);
            } else {
                return value;
            }
        }
    }

    /// Reads the members of a call: values, and values with a name (`data={…}`).
    pub fn arguments(&mut self) -> (Vec<Value>, Vec<(String, Value)>) {
        let (mut values, mut named) = (Vec::new(), Vec::new());
        while !self.takes(")") && !self.rest().is_empty() {
            let name = self.word().to_owned();
            let is_named = self.language == Language::Python && !name.is_empty();
            let start = self.at;
            self.at += name.len();
            if is_named && self.takes("=") && !self.rest().starts_with('=') {
                let value = self.expression();
                named.push((name, value));
            } else {
                self.at = start;
                let value = self.expression();
                values.push(value);
            }
            self.skip_to_end(&mut values);
            self.takes(",");
            self.step_on(start);
        }
        (values, named)
    }

    fn primary(&mut self) -> Value {
        self.skip_blanks(true);
        if self.depth >= DEEPEST {
            self.at += balanced(self.rest()).max(1).min(self.rest().len());
            self.at = ceil_boundary(self.text, self.at);
            return Value::Open;
        }
        self.depth += 1;
        let value = self.value();
        self.depth -= 1;
        value
    }

    fn value(&mut self) -> Value {
        let rest = self.rest();
        if let Some((text, length)) = strings::read(rest, self.language, self.names) {
            self.at += length;
            return if text.len() > super::LARGEST * 4 { Value::Open } else { Value::Text(text) };
        }
        let open = if self.language == Language::PowerShell { "@{" } else { "{" };
        if rest.starts_with(open) {
            self.at += open.len();
            return self.members();
        }
        if rest.starts_with('[') && self.language != Language::PowerShell {
            self.at += 1;
            return self.items();
        }
        if rest.starts_with('(') {
            self.at += 1;
            let value = self.expression();
            let mut rest = vec![value];
            self.skip_to_end(&mut rest);
            self.takes(")");
            return rest.pop().unwrap_or(Value::Open);
        }
        self.named()
    }

    fn members(&mut self) -> Value {
        let mut pairs = Vec::new();
        loop {
            self.skip_blanks(true);
            let rest = self.rest();
            if rest.is_empty() || self.takes("}") {
                return Value::Pairs(pairs);
            }
            if rest.starts_with([',', ';']) {
                self.at += 1;
                continue;
            }
            let before = self.at;
            let name = match strings::read(rest, self.language, self.names) {
                Some((text, length)) => {
                    self.at += length;
                    text
                }
                None => {
                    let word = self.word();
                    self.at += word.len();
                    word.to_owned()
                }
            };
            self.skip_blanks(true);
            let mark = if self.language == Language::PowerShell { "=" } else { ":" };
            let value = if self.takes(mark) {
                let mut values = vec![self.expression()];
                self.skip_to_end(&mut values);
                values.pop().unwrap_or(Value::Open)
            } else {
                self.names.get(&name).cloned().unwrap_or(Value::Open)
            };
            if self.at == before {
                // Nothing that a member begins with: `...spread`, `[computed]`.
                let mut none = Vec::new();
                self.skip_to_end(&mut none);
                self.step_on(before);
                pairs.push((OPEN.to_string(), Value::Open));
            } else if !name.is_empty() {
                pairs.push((name, value));
            }
        }
    }

    fn items(&mut self) -> Value {
        let mut items = Vec::new();
        while !self.takes("]") && !self.rest().is_empty() {
            let before = self.at;
            let value = self.expression();
            items.push(value);
            self.skip_to_end(&mut items);
            self.takes(",");
            self.step_on(before);
        }
        Value::Items(items)
    }

    /// A name, a number, a call.
    fn named(&mut self) -> Value {
        let start = self.at;
        let is_new = self.word() == "new" || self.word() == "await";
        if is_new {
            self.at += self.word().len();
            self.skip_blanks(false);
        }
        let rest = self.rest();
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"_$.:-".contains(byte) || *byte >= 0x80)
            .count();
        let length = rest[..ceil_boundary(rest, length)].trim_end_matches('.').len();
        let name = &rest[..length];
        self.at += length;
        // `await` in front of a call changes nothing.
        if name.is_empty() {
            self.at = self.at.max(start);
            return Value::Open;
        }
        if self.rest().starts_with('(') {
            self.at += 1;
            let (arguments, named) = self.arguments();
            return call(name, arguments, named);
        }
        let key = if self.language == Language::PowerShell {
            name.trim_start_matches('$').to_ascii_lowercase()
        } else {
            name.to_owned()
        };
        match name {
            "true" | "false" | "undefined" | "null" | "None" | "True" | "False" | "NaN" => Value::Text(name.to_owned()),
            "$null" => Value::Text(String::new()),
            _ if name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => Value::Text(name.to_owned()),
            _ => self.names.get(&key).cloned().unwrap_or(Value::Open),
        }
    }

    fn method(&mut self, value: Value) -> Value {
        self.at += 1;
        let name = self.word();
        self.at += name.len();
        if !self.rest().starts_with('(') {
            return Value::Open;
        }
        self.at += 1;
        let (arguments, _) = self.arguments();
        match (name, value) {
            ("encode", value) => value,
            ("toString" | "ToString" | "trim", value) if !matches!(arguments.first(), Some(Value::Text(_))) => value,
            ("join", Value::Items(items)) => {
                let separator = arguments.first().map_or(",".to_owned(), Value::text);
                Value::Text(items.iter().map(Value::text).collect::<Vec<_>>().join(&separator))
            }
            _ => Value::Open,
        }
    }

    fn pipe(&mut self, value: &Value) -> Value {
        self.at += 1;
        self.skip_blanks(false);
        let rest = self.rest();
        let end = rest.find([';', '\n', ')', '|']).unwrap_or(rest.len());
        self.at += end;
        match rest[..end].to_ascii_lowercase().split_whitespace().next() {
            Some("convertto-json") => Value::Text(value.json()),
            _ => Value::Open,
        }
    }

    /// Steps over a character, when nothing was read since `before`.
    fn step_on(&mut self, before: usize) {
        if self.at == before {
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
    }

    /// The word that is next, or nothing.
    pub fn word(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_$-".contains(byte)).count();
        &rest[..end]
    }

    /// Steps over what still belongs to the expression that was read last: then its value is not known.
    fn skip_to_end(&mut self, values: &mut [Value]) {
        self.skip_blanks(self.language != Language::PowerShell);
        let start = self.at;
        while let Some(letter) = self.rest().chars().next() {
            let ends_line = self.language == Language::PowerShell && matches!(letter, '\n' | ';');
            if matches!(letter, ',' | ')' | '}' | ']') || ends_line {
                break;
            }
            self.at += match letter {
                '(' | '{' | '[' => balanced(self.rest()),
                '"' | '\'' | '`' => {
                    strings::read(self.rest(), self.language, self.names).map_or(1, |(_, length)| length)
                }
                letter => letter.len_utf8(),
            };
        }
        if self.at > start
            && let Some(last) = values.last_mut()
        {
            *last = Value::Open;
        }
    }
}

/// The functions that make a form, JSON or base64 of what they get.
fn call(name: &str, mut arguments: Vec<Value>, named: Vec<(String, Value)>) -> Value {
    if name == "dict" {
        return Value::Pairs(named);
    }
    let first = if arguments.is_empty() { None } else { Some(arguments.swap_remove(0)) };
    let last = name.rsplit(['.', ':']).next().unwrap_or(name);
    match (last, first) {
        ("URLSearchParams" | "FormData", None) => Value::Form(Vec::new()),
        ("stringify", Some(value)) if name.starts_with("JSON") => Value::Text(value.json()),
        ("stringify" | "encode", Some(value @ Value::Pairs(_)))
        | ("URLSearchParams" | "FormData" | "urlencode", Some(value)) => value.into_form(),
        ("dumps", Some(value)) => Value::Text(value.json()),
        ("Headers" | "String" | "str", Some(value)) => value,
        ("encodeURIComponent" | "quote" | "quote_plus" | "EscapeDataString" | "UrlEncode", Some(value)) => {
            match value {
                Value::Text(text) => Value::Text(encoded(&text)),
                _ => Value::Open,
            }
        }
        ("btoa", Some(value @ Value::Text(_))) if !value.text().contains(OPEN) => {
            Value::Text(STANDARD.encode(value.text()))
        }
        _ => Value::Open,
    }
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, language: Language) -> Value {
        let names = Names::from([("known".to_owned(), Value::Text("K".to_owned()))]);
        Reader::new(text, language, &names).expression()
    }

    #[test]
    fn objects_and_forms() {
        let js = value(
            "new URLSearchParams({ grant_type: 'refresh_token', \"refresh_token\": token, known, x: a || 'b', })",
            Language::JavaScript,
        );
        assert_eq!(js.text(), "grant_type=refresh_token&refresh_token=%EF%BF%BC&known=K&x=%EF%BF%BC");
        assert_eq!(value("JSON.stringify({a: 'b', c: true})", Language::JavaScript).text(), "{\"a\":\"b\",\"c\":true}");
        assert_eq!(value("['a=b', 'c=d'].join('&')", Language::JavaScript).text(), "a=b&c=d");
        assert_eq!(value("'a' + known + \"b\" // end", Language::JavaScript).text(), "aKb");
        assert_eq!(value("urlencode({'a': 'b c'}).encode('utf-8')", Language::Python).text(), "a=b+c");
        assert_eq!(value("dict(a='b')", Language::Python).member("a"), Some(&Value::Text("b".to_owned())));
    }

    #[test]
    fn powershell_tables() {
        let table =
            value("@{ grant_type = 'x'; code=\"4/0A\"\n  client_id = $known\n other = $x }", Language::PowerShell);
        let texts: Vec<_> = table.pairs().expect("pairs").iter().map(|(_, value)| value.text()).collect();
        assert_eq!(texts, ["x", "4/0A", "K", "\u{fffc}"]);
        assert_eq!(value("(@{a='b'} | ConvertTo-Json)", Language::PowerShell).text(), "{\"a\":\"b\"}");
    }

    #[test]
    fn nesting_and_broken_text_end() {
        for language in [Language::JavaScript, Language::PowerShell, Language::Python] {
            for text in [
                "{",
                "{{{{",
                "@{",
                "@{=",
                "((((",
                "f(",
                "f(g(",
                "[[",
                "'",
                "{a:",
                "...x",
                "{...x, a: 1}",
                "+",
                ".",
                "é",
                "{é",
            ] {
                value(text, language);
            }
            value(&"[".repeat(10_000), language);
            value(&"f(".repeat(10_000), language);
        }
    }
}
