//! In: a text and a line of it that may hold a command or a call. Out: the requests that it sends, and where it ends.
//!
//! curl, wget, HTTPie and PowerShell as they stand behind a prompt or in a script; `fetch`, axios and `requests` as they stand
//! in a program. What merely mentions a program (prose, a log) is no command.

use super::{
    calls, curl, httpie,
    request::Request,
    script::{Language, Names, Reader, Value},
    shell::{self, Dialect, Variables},
};

/// A command that was read.
pub(super) struct Command {
    /// The requests.
    pub requests: Vec<Request>,
    /// How many bytes of the text, from the line's beginning on, are the command's.
    pub length: usize,
}

/// What the lines before a command set.
#[derive(Default)]
pub(super) struct Setting {
    variables: Variables,
    names: Names,
    looked_at: usize,
    refused: usize,
}

/// So many lines that set a variable are read, and so many that look like commands and are none.
const MOST: usize = 500;

/// The longest command, in bytes.
const LONGEST: usize = 1 << 18;

/// True when `line` begins a command, as far as the line alone tells.
pub(super) fn begins(line: &str) -> bool {
    start(line).is_some_and(|start| start.is_sure)
}

/// Reads the command in the first line of `text`, with the lines that continue it.
pub(super) fn read(text: &str, setting: &mut Setting) -> Option<Command> {
    let line = text.lines().next()?;
    let start = start(line).filter(|_| setting.refused < MOST)?;
    let command = cut(&text[start.at..]);
    let (requests, length) = match start.program {
        Program::Function(language) => {
            let (request, length) = calls::function(command, language, &setting.names);
            (request.into_iter().collect(), length)
        }
        Program::PowerShell => {
            let (request, length) = calls::powershell(command, &setting.names);
            (request.into_iter().collect(), length)
        }
        program => shell_command(command, program, &line[..start.at], setting),
    };
    let is_address = |request: &Request| request.url.contains("://");
    let is_whole =
        requests.iter().any(|request: &Request| is_address(request) || request.url.starts_with(crate::har::OPEN));
    let is_sent = |request: &Request| is_address(request) && (!request.headers.is_empty() || request.method.is_some());
    if !is_whole || !(start.is_sure || requests.iter().any(is_sent)) {
        setting.refused += 1;
        return None;
    }
    Some(Command { requests, length: start.at + length })
}

fn shell_command(text: &str, program: Program, before: &str, setting: &Setting) -> (Vec<Request>, usize) {
    let shell = if before.contains(":\\") && before.trim_end().ends_with('>') && !before.starts_with("PS ") {
        Dialect::Cmd
    } else if before.starts_with("PS ") {
        Dialect::PowerShell
    } else {
        shell::shell_of(text)
    };
    let command = shell::read(text, shell, &setting.variables);
    let input = command.input.clone().or_else(|| echoed(before, setting));
    let words = command.words.get(1..).unwrap_or_default();
    let requests = match program {
        // In Windows PowerShell `curl` is another name of Invoke-WebRequest.
        Program::Curl
            if words.iter().any(|word| word.eq_ignore_ascii_case("-Uri") || word.eq_ignore_ascii_case("-Method")) =>
        {
            let (request, length) = calls::powershell(text, &setting.names);
            return (request.into_iter().collect(), length);
        }
        Program::Curl => curl::read(words, input.as_deref()),
        Program::Wget => httpie::wget(words).into_iter().collect(),
        _ => httpie::read(&command.words[0], words, input.as_deref()).into_iter().collect(),
    };
    (requests, command.length)
}

/// What `echo … |` in front of the command gives it to read.
fn echoed(before: &str, setting: &Setting) -> Option<String> {
    let piped = before.trim_end().strip_suffix('|')?;
    let words = shell::read(&piped[piped.rfind("echo ")?..], Dialect::Posix, &setting.variables).words;
    let is_bare = words.get(1).is_some_and(|word| word == "-n");
    let text = words.get(1 + usize::from(is_bare)..)?.join(" ");
    Some(if is_bare { text } else { text + "\n" })
}

impl Setting {
    /// Reads a line that sets a variable, in any of the languages; `text` begins at that line.
    pub fn learn(&mut self, text: &str) {
        let line = text.lines().next().unwrap_or_default().trim_start();
        if self.looked_at >= MOST {
            return;
        }
        // `PS C:\> $body = …` stands behind a prompt.
        let line = if line.starts_with("PS ") { line.split_once("> ").map_or(line, |(_, line)| line) } else { line };
        let text = cut(&text[text.find(line).unwrap_or(0)..]);
        let name_end =
            |text: &str| text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let declared = ["const ", "let ", "var "].iter().find_map(|word| line.strip_prefix(word)).unwrap_or(line);
        let exported = line.strip_prefix("export ").unwrap_or(line);
        let language = if line.starts_with('$') { Language::PowerShell } else { Language::JavaScript };
        let named = declared.trim_start_matches('$');
        let end = name_end(named);
        let (name, rest) = named.split_at(end);
        if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let from = text.len().min(line.len() - rest.len());
        if exported[name_end(exported)..].starts_with('=')
            && !exported.starts_with('=')
            && language != Language::PowerShell
        {
            self.looked_at += 1;
            let at = line.len() - exported.len();
            let word = shell::read(&text[at..], Dialect::Posix, &self.variables).words.into_iter().next();
            if let Some((name, value)) = word.as_deref().and_then(|word| word.split_once('=')) {
                self.variables.insert(name.to_owned(), value.to_owned());
            }
        }
        let key = if language == Language::PowerShell { name.to_ascii_lowercase() } else { name.to_owned() };
        if let Some(rest) = rest.strip_prefix(".append(").or_else(|| rest.strip_prefix(".set(")) {
            self.looked_at += 1;
            let mut reader = Reader::new(&text[text.len().min(line.len() - rest.len())..], language, &self.names);
            let (mut values, _) = reader.arguments();
            if let (Some(Value::Form(pairs)), [_, _]) = (self.names.get_mut(&key), values.as_slice())
                && let Some(value) = values.pop()
                && let Some(name) = values.pop()
                && pairs.len() < 100
            {
                pairs.push((name.text(), value));
            }
        } else if rest.trim_start().starts_with('=') && !rest.trim_start().starts_with("==") {
            self.looked_at += 1;
            let is_python =
                language == Language::JavaScript && declared.len() == line.len() && !line.trim_end().ends_with(';');
            let language = if is_python { Language::Python } else { language };
            let at = text[from..].find('=').map_or(text.len(), |at| from + at + 1);
            let value = Reader::new(&text[at..], language, &self.names).expression();
            if value != Value::Open && value.is_small() {
                self.names.insert(key, value);
            }
        }
    }
}

/// The text up to the longest that is read.
fn cut(text: &str) -> &str {
    let end = (LONGEST.min(text.len())..text.len()).find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(text.len())]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    Curl,
    Wget,
    Httpie,
    PowerShell,
    Function(Language),
}

/// Where in a line a command may begin.
struct Start {
    at: usize,
    program: Program,
    /// True when nothing but a prompt or a shell's own signs stands before it.
    is_sure: bool,
}

fn start(line: &str) -> Option<Start> {
    if line.len() > LONGEST {
        return None;
    }
    let functions = FUNCTIONS.iter().filter_map(|(name, language)| {
        let at = memchr::memmem::find(line.as_bytes(), name.as_bytes())?;
        let is_part = line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-');
        (!is_part && line[at + name.len()..].starts_with('(')).then_some(Start {
            at,
            program: Program::Function(*language),
            is_sure: true,
        })
    });
    if let Some(start) = functions.min_by_key(|start| start.at) {
        return Some(start);
    }
    let programs = PROGRAMS.iter().filter_map(|(name, program)| {
        let at = find_word(line, name)?;
        let rest = &line[at + name.len()..];
        let before = &line[..at];
        let is_sure = stands_alone(before);
        let fits = match program {
            // `http` is a word of prose too.
            Program::Httpie => {
                let next = rest.split_whitespace().next().unwrap_or_default();
                is_sure
                    && (next.starts_with('-')
                        || next.contains("://")
                        || next.bytes().all(|byte| byte.is_ascii_uppercase()))
            }
            // `Invoke-RestMethod : …` is what it says when it fails.
            _ => !rest.trim_start().starts_with(':'),
        };
        fits.then_some(Start { at, program: *program, is_sure })
    });
    programs.min_by_key(|start| start.at)
}

/// Where `word` stands with a blank behind it and nothing of a longer word before it.
fn find_word(line: &str, word: &str) -> Option<usize> {
    let head = line.get(..line.len().min(4096)).unwrap_or(line);
    let mut from = 0;
    loop {
        let at = from + find_ignoring_case(&head.as_bytes()[from..], word.as_bytes())?;
        let before = at.checked_sub(1).map(|before| head.as_bytes()[before]);
        let after = head.as_bytes().get(at + word.len());
        let is_part = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        if !is_part && after.is_some_and(u8::is_ascii_whitespace) {
            return Some(at);
        }
        from = at + word.len();
    }
}

fn find_ignoring_case(text: &[u8], word: &[u8]) -> Option<usize> {
    let first = [word[0].to_ascii_lowercase(), word[0].to_ascii_uppercase()];
    memchr::memchr2_iter(first[0], first[1], text)
        .find(|at| text.get(*at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))
}

/// True for a prompt, for shell signs before a command, and for nothing at all.
fn stands_alone(before: &str) -> bool {
    let before = before.trim_start();
    let trimmed = before.trim_end().trim_end_matches(['"', '\'', '`', '/']).trim_end();
    let is_path = before
        .rsplit(char::is_whitespace)
        .next()
        .is_some_and(|word| word.contains('/') && word.starts_with(['/', '.', '~']));
    trimmed.is_empty()
        || is_path
        || ["$", "%", "#", ">", "❯", "➜", "|", "&&", ";", "$(", "(", "=", "+", "&"]
            .iter()
            .any(|sign| trimmed.ends_with(sign))
        || ["sudo", "time", "exec", "RUN", "then", "do", "eval", "-"].contains(&trimmed)
        || trimmed
            .split_whitespace()
            .all(|word| word.contains('=') && word.starts_with(|letter: char| letter.is_ascii_uppercase()))
}

const PROGRAMS: [(&str, Program); 10] = [
    ("curl", Program::Curl),
    ("curl.exe", Program::Curl),
    ("wget", Program::Wget),
    ("http", Program::Httpie),
    ("https", Program::Httpie),
    ("xh", Program::Httpie),
    ("Invoke-RestMethod", Program::PowerShell),
    ("Invoke-WebRequest", Program::PowerShell),
    ("irm", Program::PowerShell),
    ("iwr", Program::PowerShell),
];

const FUNCTIONS: [(&str, Language); 19] = [
    ("fetch", Language::JavaScript),
    ("axios", Language::JavaScript),
    ("axios.post", Language::JavaScript),
    ("axios.get", Language::JavaScript),
    ("axios.request", Language::JavaScript),
    ("got.post", Language::JavaScript),
    ("ky.post", Language::JavaScript),
    ("$.ajax", Language::JavaScript),
    ("$.post", Language::JavaScript),
    ("jQuery.ajax", Language::JavaScript),
    ("jQuery.post", Language::JavaScript),
    ("requests.post", Language::Python),
    ("requests.get", Language::Python),
    ("requests.request", Language::Python),
    ("httpx.post", Language::Python),
    ("httpx.get", Language::Python),
    ("session.post", Language::Python),
    ("session.get", Language::Python),
    ("client.post", Language::Python),
];
