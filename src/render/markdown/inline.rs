//! In: any text, from the input too. Out: Markdown that shows exactly this text and does nothing else.
//!
//! Sites go beyond CommonMark: they link bare addresses, and on GitHub `@name` notifies a person, `#5` points to an issue, and
//! `$…$` is a formula. No backslash prevents that, but nothing of it happens inside a code span: a word that could be taken
//! so becomes one.

/// Running text. White space is one blank.
pub(super) fn text(text: &str) -> String {
    let starts_with_space = text.starts_with(char::is_whitespace);
    let mut out = String::from(if starts_with_space { " " } else { "" });
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        self::word(&mut out, word, at == 0);
    }
    if text.ends_with(char::is_whitespace) && !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// A sentence of the core's, in which names stand `in backticks`.
pub(super) fn sentence(sentence: &str) -> String {
    let sentence = sentence.trim();
    let pieces: Vec<_> = sentence.split('`').collect();
    // An even number of pieces means that one backtick has no partner; an empty name, that they are no quotation marks.
    if pieces.len().is_multiple_of(2) || pieces.iter().skip(1).step_by(2).any(|name| name.trim().is_empty()) {
        return text(sentence);
    }
    let mut out = String::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        out.push_str(&if at.is_multiple_of(2) { text(piece) } else { code(piece) });
    }
    out
}

/// Text to the letter, as a code span.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() {
        return text;
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    // One blank on either side is taken away again; it keeps backticks of the text apart from those of the span.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Lines to the letter, as a fenced block.
pub(super) fn fenced(out: &mut String, language: &str, text: &str) {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    out.push_str(&fence);
    out.extend(language.chars().filter(char::is_ascii_alphanumeric));
    out.push('\n');
    out.push_str(text.trim_end_matches('\n'));
    out.push('\n');
    out.push_str(&fence);
    out.push('\n');
}

/// The text with whatever would break the line or cannot be seen written out.
pub(super) fn one_line(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        if is_unseen(letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
        out
    })
}

fn word(out: &mut String, word: &str, is_first: bool) {
    let word = one_line(word);
    let core = word.trim_end_matches(['.', ',', ';', ')']);
    if is_active(core) {
        out.push_str(&code(core));
        out.push_str(&word[core.len()..]);
        return;
    }
    if is_first && starts_a_block(&word) {
        out.push_str(&code(&word));
        return;
    }
    let mut before = None;
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_inside = |other: Option<char>| other.is_some_and(char::is_alphanumeric);
        let needs_escape = match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '&' | '~' | '|' => true,
            '_' => !(is_inside(before) && is_inside(letters.peek().copied())),
            _ => false,
        };
        if needs_escape {
            out.push('\\');
        }
        out.push(letter);
        before = Some(letter);
    }
}

/// True for what a site may turn into a link, a mention, a formula or a picture.
fn is_active(word: &str) -> bool {
    let number_follows = |mark: char| {
        word.match_indices(mark).any(|(at, _)| word[at + 1..].starts_with(|next: char| next.is_ascii_digit()))
    };
    word.contains(['@', '$'])
        || number_follows('#')
        || number_follows('!')
        || word.contains("://")
        || word.to_ascii_lowercase().contains("www.")
        || word.matches(':').count() > 1
        || word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("gh-"))
}

/// True for a first word that would begin a heading, a list, a quotation or a rule.
fn starts_a_block(word: &str) -> bool {
    let digits = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = digits.len() < word.len() && matches!(digits, "." | ")");
    is_numbered || word.starts_with(['#', '+', '-', '=', '~'])
}

fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|letter| letter != '`').map(str::len);
    runs.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        for plain in ["invalid_grant", "0.1.0", "A sentence, with (brackets).", "5 minutes: 10%", "it's \"so\""] {
            assert_eq!(text(plain), plain);
        }
        assert_eq!(text(" between spans "), " between spans ");
    }

    #[test]
    fn marks_are_escaped() {
        assert_eq!(text("*a* _b_ [c](d) <e> `f` &lt; ~g~"), r"\*a\* \_b\_ \[c\](d) \<e\> \`f\` \&lt; \~g\~");
        assert_eq!(text("# a"), "`#` a");
        assert_eq!(text("1. a"), "`1.` a");
    }

    #[test]
    fn what_a_site_would_act_on_is_code() {
        assert_eq!(
            text("see #5, @octocat; a/b#7 and https://x.test/ now"),
            "see `#5`, `@octocat`; `a/b#7` and `https://x.test/` now"
        );
        assert_eq!(text("costs $1$ :smile: www.x.test"), "costs `$1$` `:smile:` `www.x.test`");
    }

    #[test]
    fn code_holds_any_text() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a``"), "``` `a`` ```");
        assert_eq!(code("a\nb\u{202e}"), r"`a\u{a}b\u{202e}`");
        assert_eq!(sentence("the `state` of #2"), "the `state` of `#2`");
        let mut out = String::new();
        fenced(&mut out, "text", "```\n# no\n");
        assert_eq!(out, "````text\n```\n# no\n````\n");
    }
}
