//! In: a quotation of JavaScript, PowerShell or Python. Out: its text, with [`OPEN`] for what the program would fill in.

use super::{Language, Names};
use crate::{
    har::OPEN,
    intake::shell::{backticked, balanced},
};

/// The text of the quotation that `text` begins with, and its length in bytes; nothing when none begins there.
pub(super) fn read(text: &str, language: Language, names: &Names) -> Option<(String, usize)> {
    match language {
        Language::JavaScript => match text.chars().next()? {
            quote @ ('"' | '\'') => Some(escaped(text, 1, &quote.to_string(), false, names)),
            '`' => Some(escaped(text, 1, "`", true, names)),
            _ => None,
        },
        Language::Python => python(text, names),
        Language::PowerShell => powershell(text, names),
    }
}

fn python(text: &str, names: &Names) -> Option<(String, usize)> {
    let prefix = text.bytes().take(2).take_while(|byte| b"fFrRbBuU".contains(byte)).count();
    let quote = text[prefix..].chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let triple = quote.to_string().repeat(3);
    let (end, start) =
        if text[prefix..].starts_with(&triple) { (triple, prefix + 3) } else { (quote.to_string(), prefix + 1) };
    let marks = text[..prefix].to_ascii_lowercase();
    if marks.contains('r') {
        let close = text[start..].find(&end).unwrap_or(text.len() - start);
        return Some((text[start..start + close].to_owned(), (start + close + end.len()).min(text.len())));
    }
    Some(escaped(text, start, &end, marks.contains('f'), names))
}

/// Backslash escapes, and `${…}` (in Python `{…}`) where `fills`.
fn escaped(text: &str, start: usize, end: &str, fills: bool, names: &Names) -> (String, usize) {
    let mut out = String::new();
    let mut at = start;
    while let Some(letter) = text[at..].chars().next() {
        if text[at..].starts_with(end) {
            return (out, at + end.len());
        }
        at += letter.len_utf8();
        match letter {
            '\\' => at += escape(&text[at..], &mut out),
            '$' if fills && end == "`" && text[at..].starts_with('{') => at += filled(&text[at..], &mut out, names),
            '{' if fills && end != "`" && text[at..].starts_with('{') => {
                at += 1;
                out.push('{');
            }
            '{' if fills && end != "`" => at += filled(&text[at - 1..], &mut out, names) - 1,
            letter => out.push(letter),
        }
    }
    (out, text.len())
}

/// Reads `{name}`; anything else in braces is open.
fn filled(text: &str, out: &mut String, names: &Names) -> usize {
    let length = balanced(text);
    let name = text[..length].trim_matches(['{', '}', ' ']);
    match names.get(name) {
        Some(value) => out.push_str(&value.text()),
        None => out.push(OPEN),
    }
    length
}

/// What follows a backslash; its length.
fn escape(text: &str, out: &mut String) -> usize {
    let Some(letter) = text.chars().next() else { return 0 };
    let mut number = |skip: usize, digits: usize| {
        let code = text.get(skip..skip + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code {
            Some(high @ 0xd800..=0xdbff) => {
                // A pair of surrogates is one character.
                let low = text.get(skip + digits..skip + digits + 6).and_then(|next| next.strip_prefix("\\u"));
                let low =
                    low.and_then(|hex| u32::from_str_radix(hex, 16).ok()).filter(|low| (0xdc00..0xe000).contains(low));
                let letter = low.and_then(|low| char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)));
                out.push(letter.unwrap_or('\u{fffd}'));
                skip + digits + if letter.is_some() { 6 } else { 0 }
            }
            Some(code) => {
                out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                skip + digits
            }
            None => skip,
        }
    };
    match letter {
        'x' => return number(1, 2),
        'u' if text.starts_with("u{") => {
            let end = text.find('}').filter(|end| *end <= 9).unwrap_or(1);
            let code = text.get(2..end).and_then(|hex| u32::from_str_radix(hex, 16).ok());
            out.extend(code.and_then(char::from_u32));
            return end + 1;
        }
        'u' => return number(1, 4),
        'n' => out.push('\n'),
        't' => out.push('\t'),
        'r' => out.push('\r'),
        '\n' => {}
        other => out.push(other),
    }
    letter.len_utf8()
}

fn powershell(text: &str, names: &Names) -> Option<(String, usize)> {
    for (open, close, fills) in [("@'", "\n'@", false), ("@\"", "\n\"@", true)] {
        if let Some(rest) = text.strip_prefix(open) {
            let start = rest.find('\n')? + 1;
            let end = rest[start - 1..].find(close).map_or(rest.len(), |at| start - 1 + at);
            let body = rest.get(start..end).unwrap_or_default().trim_end_matches('\r');
            let body = if fills { expanded(body, names) } else { body.to_owned() };
            return Some((body, (open.len() + end + close.len()).min(text.len())));
        }
    }
    let quote = text.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let mut raw = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            if letters.next_if(|(_, next)| *next == quote).is_some() {
                raw.push_str(if quote == '"' { "`\"" } else { "'" });
                continue;
            }
            let raw = if quote == '"' { expanded(&raw, names) } else { raw };
            return Some((raw, at + 1));
        }
        raw.push(letter);
        if letter == '`' && quote == '"' {
            raw.extend(letters.next().map(|(_, next)| next));
        }
    }
    Some((raw, text.len()))
}

/// Backticks and variables of a PowerShell text.
fn expanded(text: &str, names: &Names) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        at += letter.len_utf8();
        let rest = &text[at..];
        match letter {
            '`' => {
                if let Some(next) = rest.chars().next() {
                    out.push(backticked(next));
                    at += next.len_utf8();
                }
            }
            '$' if rest.starts_with('(') => {
                let length = balanced(rest);
                out.push(letter_of(&rest[..length]).unwrap_or(OPEN));
                at += length;
            }
            '$' => {
                let braced = rest.strip_prefix('{').and_then(|rest| rest.find('}'));
                let bare = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_:".contains(byte)).count();
                let (name, length) = braced.map_or((&rest[..bare], bare), |end| (&rest[1..=end], end + 2));
                match names.get(&name.to_ascii_lowercase()) {
                    _ if name.is_empty() => out.push('$'),
                    Some(value) => out.push_str(&value.text()),
                    None => out.push(OPEN),
                }
                at += length;
            }
            letter => out.push(letter),
        }
    }
    out
}

/// `([char]0x20ac)`, as browsers write a character that is not ASCII.
fn letter_of(text: &str) -> Option<char> {
    let number = text.strip_prefix("([char]")?.strip_suffix(')')?;
    let code = match number.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::script::Value;

    fn text(text: &str, language: Language) -> String {
        let names = Names::from([("known".to_owned(), Value::Text("K".to_owned()))]);
        read(text, language, &names).expect("a quotation").0
    }

    #[test]
    fn javascript() {
        assert_eq!(text(r#""a\"b\u0021\x41\u{42}\ud83d\ude00" rest"#, Language::JavaScript), "a\"b!AB😀");
        assert_eq!(text("`a${known}b${f({x})}c`", Language::JavaScript), "aKb\u{fffc}c");
        assert_eq!(text("'a$b'", Language::JavaScript), "a$b");
    }

    #[test]
    fn python_strings() {
        assert_eq!(text("f'a={known}&b={x}&c={{d}}'", Language::Python), "a=K&b=\u{fffc}&c={d}}");
        assert_eq!(text("r'a\\n'", Language::Python), "a\\n");
        assert_eq!(text("\"\"\"a\n\"b\"\"\"", Language::Python), "a\n\"b");
    }

    #[test]
    fn powershell_strings() {
        assert_eq!(text("\"a`\"b`n$known/${x}$([char]0x41)$(f)\"", Language::PowerShell), "a\"b\nK/\u{fffc}A\u{fffc}");
        assert_eq!(text("'it''s $x'", Language::PowerShell), "it's $x");
        assert_eq!(text("@\"\na=$known\n\"@ rest", Language::PowerShell), "a=K");
        assert_eq!(text("\"say \"\"x\"\"\"", Language::PowerShell), "say \"x\"");
    }
}
