//! In: a command as it stands in a terminal or in a script. Out: [`Command`]: its words as the shell would hand them over.
//!
//! Three shells: POSIX (bash, zsh), cmd.exe, and what PowerShell does to the words of a native command. Nothing is run: what a
//! shell would fill in (a variable, another command) becomes [`OPEN`], unless the text itself sets the variable. Globs,
//! aliases and arithmetic are not there.

use crate::har::OPEN;
use std::collections::HashMap;

/// The words of one command.
#[derive(Default)]
pub(super) struct Command {
    /// The words, the program's name first.
    pub words: Vec<String>,
    /// What stands on its standard input, where the text holds it (`<<EOF`, `<<< text`).
    pub input: Option<String>,
    /// How many bytes of the text it takes.
    pub length: usize,
}

/// Variables that the text sets, by name.
pub(super) type Variables = HashMap<String, String>;

/// A shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// bash, zsh and their kin.
    Posix,
    /// cmd.exe.
    Cmd,
    /// PowerShell, for a native command.
    PowerShell,
}

/// Reads the command at the beginning of `text`.
pub(super) fn read(text: &str, shell: Dialect, variables: &Variables) -> Command {
    match shell {
        Dialect::Posix => Reader::new(text, '\\', variables).command(),
        Dialect::PowerShell => Reader::new(text, '`', variables).command(),
        Dialect::Cmd => cmd(text),
    }
}

/// The shell that the command at the beginning of `text` is written for: its quotes and its line ends tell.
pub(super) fn shell_of(text: &str) -> Dialect {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let end = |line: &str, mark: char| line.trim_end().ends_with(mark);
    if end(first, '^') || text.get(..text.len().min(2000)).unwrap_or(first).contains(" ^\"") {
        Dialect::Cmd
    } else if end(first, '`') {
        Dialect::PowerShell
    } else {
        Dialect::Posix
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// What takes the meaning from the next character: a backslash, or PowerShell's backtick.
    escape: char,
    variables: &'a Variables,
    command: Command,
    word: String,
    /// True inside a word, though it may be empty (`''`).
    open: bool,
    /// The mark that ends the text below the command, and whether variables are filled in there.
    document: Option<(String, bool)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, escape: char, variables: &'a Variables) -> Self {
        let command = Command::default();
        Self { text, at: 0, escape, variables, command, word: String::new(), open: false, document: None }
    }

    fn command(mut self) -> Command {
        while let Some(letter) = self.next() {
            match letter {
                '\n' if self.command.words.is_empty() && !self.open => {}
                '\n' | ';' | '|' | ')' => {
                    self.at -= 1;
                    break;
                }
                '&' if self.rest().is_empty() || self.rest().starts_with(['&', ' ', '\n', '\r']) => break,
                '<' | '>' => self.redirect(letter),
                '#' if !self.open => self.skip_line(),
                letter if letter.is_whitespace() => self.end_word(),
                letter => self.piece(letter),
            }
        }
        self.end_word();
        self.command.length = self.at;
        self.read_document();
        self.command
    }

    /// Reads one piece of a word: a letter, an escape, a quotation, an expansion.
    fn piece(&mut self, letter: char) {
        self.open = true;
        match letter {
            '\'' => {
                let end = self.rest().find('\'').unwrap_or(self.rest().len());
                self.word.push_str(&self.rest()[..end]);
                self.at = (self.at + end + 1).min(self.text.len());
                // PowerShell writes a quotation mark in quotation marks twice.
                if self.escape == '`' && self.rest().starts_with('\'') {
                    self.word.push('\'');
                }
            }
            '"' => self.quoted(),
            letter if letter == self.escape => self.escaped(),
            '$' => self.dollar(false),
            '`' => {
                let end = self.rest().find('`').unwrap_or(self.rest().len());
                self.at = (self.at + end + 1).min(self.text.len());
                self.word.push(OPEN);
            }
            letter => self.word.push(letter),
        }
    }

    /// An escape outside quotation marks. One that only blanks follow joins the next line.
    fn escaped(&mut self) {
        let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\r']).len();
        if self.rest()[blanks..].starts_with('\n') {
            self.at += blanks + 1;
            self.open = !self.word.is_empty();
        } else if let Some(next) = self.next() {
            self.word.push(next);
        }
    }

    fn quoted(&mut self) {
        while let Some(letter) = self.next() {
            match letter {
                '"' if self.escape == '`' && self.rest().starts_with('"') => {
                    self.at += 1;
                    self.word.push('"');
                }
                '"' => return,
                '$' => self.dollar(true),
                letter if letter == self.escape => match self.next() {
                    Some('\n') | None => {}
                    Some(next @ ('$' | '`' | '"' | '\\')) => self.word.push(next),
                    Some(next) if self.escape == '`' => self.word.push(backticked(next)),
                    Some(next) => {
                        self.word.push('\\');
                        self.word.push(next);
                    }
                },
                '`' => {
                    let end = self.rest().find('`').unwrap_or(self.rest().len());
                    self.at = (self.at + end + 1).min(self.text.len());
                    self.word.push(OPEN);
                }
                letter => self.word.push(letter),
            }
        }
    }

    fn dollar(&mut self, in_quotes: bool) {
        let rest = self.rest();
        if !in_quotes && rest.starts_with('\'') && self.escape == '\\' {
            self.at += 1;
            return self.ansi();
        }
        if !in_quotes && rest.starts_with('"') {
            return;
        }
        let (name, length) = match rest.chars().next() {
            Some('{') => {
                let end = rest.find('}').unwrap_or(rest.len());
                (&rest[1..end.max(1)], (end + 1).min(rest.len()))
            }
            Some('(') => ("", balanced(rest)),
            Some(letter) if letter.is_ascii_alphanumeric() || letter == '_' => {
                let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
                let end = end.unwrap_or(rest.len());
                (&rest[..end], end)
            }
            _ => return self.word.push('$'),
        };
        match self.variables.get(name) {
            Some(value) => self.word.push_str(value),
            None => self.word.push(OPEN),
        }
        self.at += length;
    }

    /// `$'…'`, in which a backslash writes what cannot be typed.
    fn ansi(&mut self) {
        while let Some(letter) = self.next() {
            match letter {
                '\'' => return,
                '\\' => {
                    let Some(next) = self.next() else { return };
                    let number = |reader: &mut Self, most: usize, radix: u32| {
                        let rest = reader.rest();
                        let end = rest.bytes().take(most).take_while(|byte| char::from(*byte).is_digit(radix)).count();
                        let letter = u32::from_str_radix(&rest[..end], radix).ok().and_then(char::from_u32);
                        reader.at += end;
                        reader.word.extend(letter);
                    };
                    match next {
                        'n' => self.word.push('\n'),
                        't' => self.word.push('\t'),
                        'r' => self.word.push('\r'),
                        'x' => number(self, 2, 16),
                        'u' => number(self, 4, 16),
                        'U' => number(self, 8, 16),
                        '0'..='7' => {
                            self.at -= 1;
                            number(self, 3, 8);
                        }
                        other => self.word.push(other),
                    }
                }
                letter => self.word.push(letter),
            }
        }
    }

    fn redirect(&mut self, mark: char) {
        // `2>` is one mark: the digit is no word.
        if self.word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.word.clear();
            self.open = false;
        }
        self.end_word();
        let rest = self.rest();
        if mark == '<' && rest.starts_with("<<") {
            self.at += 2;
            let input = self.target();
            self.command.input = Some(input + "\n");
        } else if mark == '<' && rest.starts_with('<') {
            self.at += 1 + usize::from(rest[1..].starts_with('-'));
            let is_bare = !self.rest().trim_start().starts_with(['\'', '"', '\\']);
            let end = self.target();
            self.document = Some((end, is_bare));
        } else if rest.starts_with('(') {
            self.at += balanced(rest);
            self.word.push(OPEN);
            self.open = true;
        } else {
            self.at += rest.len() - rest.trim_start_matches(['>', '&', '|']).len();
            self.target();
        }
    }

    /// The word after a mark.
    fn target(&mut self) -> String {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        while self.rest().starts_with(|letter: char| !letter.is_whitespace() && !";|&<>)".contains(letter)) {
            let Some(letter) = self.next() else { break };
            self.piece(letter);
        }
        self.open = false;
        std::mem::take(&mut self.word)
    }

    /// Reads the text below the command, up to its mark.
    fn read_document(&mut self) {
        let Some((end, fills)) = self.document.take() else { return };
        let Some(start) = self.rest().find('\n').map(|at| self.at + at + 1) else { return };
        let mut body = String::new();
        let mut length = start;
        for line in self.text[start..].split_inclusive('\n') {
            length += line.len();
            if line.trim() == end {
                break;
            }
            body.push_str(line);
        }
        if fills {
            let mut filled = Reader::new(&body, '\\', self.variables);
            while let Some(letter) = filled.next() {
                if letter == '$' { filled.dollar(true) } else { filled.word.push(letter) }
            }
            body = std::mem::take(&mut filled.word);
        }
        self.command.input = Some(body);
        self.command.length = length;
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if std::mem::take(&mut self.open) {
            self.command.words.push(word);
        }
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.rest().chars().next()?;
        self.at += letter.len_utf8();
        Some(letter)
    }
}

/// What a backtick and a letter stand for in PowerShell.
pub(super) fn backticked(letter: char) -> char {
    match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        letter => letter,
    }
}

/// The length of the bracketed stretch that `text` begins with.
pub(super) fn balanced(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// cmd.exe takes its carets first; what remains is cut into words by the program's own start-up code
/// (<https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments>).
fn cmd(text: &str) -> Command {
    let mut line = String::new();
    let mut in_quotes = false;
    let mut letters = text.char_indices().peekable();
    let mut length = text.len();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '^' if !in_quotes => {
                letters.next_if(|(_, next)| *next == '\r');
                match letters.next() {
                    // A caret at the line's end joins the next line, whose first character loses its meaning.
                    Some((_, '\n')) => {
                        letters.next_if(|(_, next)| *next == '\r');
                        line.extend(letters.next_if(|(_, next)| *next == '\n').map(|(_, next)| next));
                    }
                    Some((_, next)) => line.push(next),
                    None => {}
                }
            }
            '\n' | '&' | '|' | '>' | '<' if letter == '\n' || !in_quotes => {
                length = at;
                break;
            }
            '%' => match variable(&text[at + 1..]) {
                Some(end) => {
                    letters.nth(text[at + 1..=at + end].chars().count() - 1);
                    line.push(OPEN);
                }
                None => line.push('%'),
            },
            '"' => {
                in_quotes = !in_quotes;
                line.push('"');
            }
            letter => line.push(letter),
        }
    }
    Command { words: arguments(line.trim_end_matches('\r')), input: None, length }
}

/// The length of a variable's name and its closing percent sign; an escape such as `%2F` is none.
fn variable(text: &str) -> Option<usize> {
    let end = text.bytes().take(64).position(|byte| byte == b'%')?;
    let name = &text.as_bytes()[..end];
    let is_name = name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    is_name.then_some(end + 1)
}

fn arguments(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut open, mut in_quotes) = (false, false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let mut count = 1;
                while letters.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                let before_quote = letters.peek() == Some(&'"');
                word.extend(std::iter::repeat_n('\\', if before_quote { count / 2 } else { count }));
                if before_quote && count % 2 == 1 {
                    letters.next();
                    word.push('"');
                }
                open = true;
            }
            '"' if in_quotes && letters.next_if_eq(&'"').is_some() => word.push('"'),
            '"' => {
                in_quotes = !in_quotes;
                open = true;
            }
            ' ' | '\t' if !in_quotes => {
                if std::mem::take(&mut open) {
                    words.push(std::mem::take(&mut word));
                }
            }
            letter => {
                word.push(letter);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, shell: Dialect) -> Vec<String> {
        let variables = Variables::from([("KNOWN".to_owned(), "a b".to_owned())]);
        read(text, shell, &variables).words
    }

    #[test]
    fn posix_words() {
        let text = "curl 'a b' \"c\\\"d\" e\\ f $'g\\n\\u0021\\x41' '' \\\n  --last # no word\nnext";
        assert_eq!(words(text, Dialect::Posix), ["curl", "a b", "c\"d", "e f", "g\n!A", "", "--last"]);
        assert_eq!(
            words("a $X \"${Y}z\" $KNOWN '$X' $(b \"c)\") d", Dialect::Posix)[..5],
            ["a", "\u{fffc}", "\u{fffc}z", "a b", "$X"]
        );
        assert_eq!(words("a -o x 2>&1 >/dev/null | b", Dialect::Posix), ["a", "-o", "x"]);
        assert_eq!(words("a 'b?c=d&e=f' g&h", Dialect::Posix), ["a", "b?c=d&e=f", "g&h"]);
    }

    #[test]
    fn a_document_below_the_command() {
        let text = "curl -d @- url <<EOF\ngrant_type=x&code=$X\nEOF\nafter";
        let command = read(text, Dialect::Posix, &Variables::new());
        assert_eq!(command.input.as_deref(), Some("grant_type=x&code=\u{fffc}\n"));
        assert_eq!(&text[command.length..], "after");
        let quoted = read("a <<'END'\n$X\nEND\n", Dialect::Posix, &Variables::new());
        assert_eq!(quoted.input.as_deref(), Some("$X\n"));
    }

    #[test]
    fn cmd_words() {
        let chrome = "curl ^\"https://a.test/^\" ^\n  --data-raw ^\"a=1^%^2F^&b=^\\^\"q^\\^\"^\"\nnext";
        assert_eq!(words(chrome, Dialect::Cmd), ["curl", "https://a.test/", "--data-raw", "a=1%2F&b=\"q\""]);
        let firefox = "curl \"https://a.test/\" ^\r\n  --data-raw \"a=\"\"b\"\"&c=1%2F%2F0g\" & echo";
        assert_eq!(words(firefox, Dialect::Cmd), ["curl", "https://a.test/", "--data-raw", "a=\"b\"&c=1%2F%2F0g"]);
        assert_eq!(words("curl %TOKEN% ^\n-x \"a\\\\\"", Dialect::Cmd), ["curl", "\u{fffc}", "-x", "a\\"]);
    }

    #[test]
    fn powershell_words() {
        assert_eq!(
            words("curl.exe `\n -d \"a`\"b\" 'it''s' $x", Dialect::PowerShell),
            ["curl.exe", "-d", "a\"b", "it's", "\u{fffc}"]
        );
    }

    #[test]
    fn the_shell_is_told() {
        assert_eq!(shell_of("curl ^\"https://a.test/^\""), Dialect::Cmd);
        assert_eq!(shell_of("curl \"https://a.test/\" ^\n -d x"), Dialect::Cmd);
        assert_eq!(shell_of("curl.exe https://a.test/ `\n -d x"), Dialect::PowerShell);
        assert_eq!(shell_of("curl 'https://a.test/' \\\n -d x"), Dialect::Posix);
    }
}
