//! In: the text of a page. Out: a [`Page`], or the first [`Fault`] against the law of `causes/README.md`.

use crate::{
    prose::{self, Block},
    rule::Rule,
    shape::Variant,
};

/// A page that obeys the law.
pub struct Page {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub rule: Rule,
    pub why: Vec<Block>,
    pub check: Vec<Block>,
    pub fix: Vec<Block>,
    pub variants: Vec<Variant<String>>,
    pub examples: Vec<Example>,
}

/// An exchange that the page must, or must not, explain: as raw HTTP, or as a text that tells of it.
pub struct Example {
    pub is_text: bool,
    /// The line of its fence, from 1.
    pub line: usize,
    pub expectation: String,
    pub text: String,
}

/// What is wrong with a page.
pub struct Fault {
    pub line: usize,
    pub text: String,
}

impl Fault {
    pub fn new(line: usize, text: impl Into<String>) -> Self {
        Self { line, text: text.into() }
    }
}

const SECTIONS: [&str; 4] = ["Why", "Check", "Fix", "Examples"];
const EXPECTATIONS: [&str; 7] = ["confirmed", "likely", "possible", "ruled-out", "absent", "warned", "unwarned"];
const MOST_TITLE: usize = 70;
const MOST_SUMMARY: usize = 200;

/// A stretch of the page with the line it begins on.
struct Section<'a> {
    name: &'a str,
    line: usize,
    text: String,
}

impl Page {
    pub fn read(id: &str, text: &str) -> Result<Self, Fault> {
        if !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            return Err(Fault::new(1, "an id is made of lower-case words joined by hyphens"));
        }
        let sections = sections(text);
        let (head, rest) = sections.split_first().expect("there is always a head");
        let (title, rule, summary) = read_head(&head.text)?;
        let names: Vec<_> = rest.iter().map(|section| section.name).collect();
        if names != SECTIONS {
            let odd = rest.iter().zip(SECTIONS).find(|(section, wanted)| section.name != *wanted);
            let line = odd.map_or(head.line, |(section, _)| section.line);
            return Err(Fault::new(line, format!("the sections are {SECTIONS:?}, in this order; found {names:?}")));
        }
        let (fix, variants) = split_variants(&rest[2])?;
        let page = Self {
            id: id.to_owned(),
            title,
            summary,
            rule,
            why: prose::blocks(&rest[0].text, rest[0].line)?,
            check: prose::blocks(&rest[1].text, rest[1].line)?,
            fix,
            variants,
            examples: read_examples(&rest[3])?,
        };
        page.obeys()?;
        Ok(page)
    }

    fn obeys(&self) -> Result<(), Fault> {
        let has = |wanted: &[&str]| self.examples.iter().any(|example| wanted.contains(&example.expectation.as_str()));
        let (explains, warns) = (!self.rule.when.is_empty(), !self.rule.warn.is_empty());
        if explains && !has(&["confirmed", "likely", "possible"]) {
            return Err(Fault::new(
                1,
                "needs an example that it explains: a fence ```exchange confirmed, likely or possible",
            ));
        }
        if explains && !has(&["absent", "ruled-out"]) {
            return Err(Fault::new(1, "needs a near miss: a fence ```exchange absent or ruled-out"));
        }
        if warns && !(has(&["warned"]) && has(&["unwarned"])) {
            return Err(Fault::new(
                1,
                "a page with [[warn]] rows needs an example of a warning, ```exchange warned, and a near miss, \
                 ```exchange unwarned",
            ));
        }
        for (name, blocks) in [("Why", &self.why), ("Check", &self.check), ("Fix", &self.fix)] {
            if blocks.is_empty() {
                return Err(Fault::new(1, format!("section {name} is empty")));
            }
        }
        self.rule.obeys()
    }
}

/// The first sentence of the template that a page still holds: that part of it is not written yet.
pub fn unwritten(text: &str, template: &str) -> Option<Fault> {
    let is_sentence = |line: &&str| {
        line.starts_with("# ") || line.contains(' ') && [".", ".\"", "?\""].iter().any(|end| line.ends_with(end))
    };
    let placeholders: Vec<_> = template.lines().filter(is_sentence).collect();
    let (at, line) = text.lines().enumerate().find(|(_, line)| placeholders.contains(line))?;
    Some(Fault::new(at + 1, format!("this line is still the template's, and waits for yours: {line}")))
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section { name: "", line: 1, text: String::new() }];
    let mut fenced = false;
    for (at, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        match line.strip_prefix("## ").filter(|_| !fenced) {
            Some(name) => sections.push(Section { name: name.trim(), line: at + 1, text: "\n".to_owned() }),
            None => {
                let text = &mut sections.last_mut().expect("there is always a head").text;
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    sections
}

fn read_head(head: &str) -> Result<(String, Rule, String), Fault> {
    let title = head.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default().trim();
    if title.is_empty() {
        return Err(Fault::new(1, "the first line is the title: `# What is the case`"));
    }
    if title.chars().count() > MOST_TITLE {
        return Err(Fault::new(
            1,
            format!("the title has {} characters; {MOST_TITLE} are the most", title.chars().count()),
        ));
    }
    if title.contains("invalid_grant") {
        return Err(Fault::new(1, "the title says what is the case, not the error code"));
    }
    let start = head.find("\n```toml\n").ok_or_else(|| Fault::new(2, "a fenced ```toml block follows the title"))?;
    let line = head[..start].lines().count() + 2;
    let body = &head[start + 9..];
    let end = body.find("\n```\n").ok_or_else(|| Fault::new(line, "the ```toml block does not end"))?;
    let rule = Rule::read(&body[..=end], line)?;
    let after = &body[end + 5..];
    let summary_line = line + body[..end].lines().count() + 1;
    let summary = after.trim();
    if summary.is_empty() || summary.contains("\n\n") {
        return Err(Fault::new(summary_line, "one paragraph, the summary, follows the ```toml block"));
    }
    let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    if summary.chars().count() > MOST_SUMMARY {
        let length = summary.chars().count();
        return Err(Fault::new(
            summary_line,
            format!("the summary has {length} characters; {MOST_SUMMARY} are the most"),
        ));
    }
    Ok((title.to_owned(), rule, summary.replace('`', "")))
}

/// A section's general blocks, and its blocks by client.
type Split = (Vec<Block>, Vec<Variant<String>>);

fn split_variants(section: &Section<'_>) -> Result<Split, Fault> {
    let mut parts = vec![(String::new(), section.line, String::new())];
    let mut fenced = false;
    for (at, line) in section.text.lines().enumerate() {
        fenced ^= line.starts_with("```");
        match line.strip_prefix("### ").filter(|_| !fenced) {
            Some(client) => parts.push((client.trim().to_owned(), section.line + at, "\n".to_owned())),
            None => {
                let text = &mut parts.last_mut().expect("there is always a first part").2;
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    let mut parts = parts.into_iter();
    let (_, line, general) = parts.next().expect("there is always a first part");
    let mut variants = Vec::new();
    for (client, line, text) in parts {
        let blocks = prose::blocks(&text, line)?;
        if blocks.is_empty() {
            return Err(Fault::new(line, format!("the variant for {client} is empty")));
        }
        variants.push(Variant { client, blocks });
    }
    Ok((prose::blocks(&general, line)?, variants))
}

fn read_examples(section: &Section<'_>) -> Result<Vec<Example>, Fault> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open = false;
    for (at, line) in section.text.lines().enumerate() {
        let number = section.line + at;
        if open {
            if line == "```" {
                open = false;
            } else {
                let example = examples.last_mut().expect("a fence is open");
                example.text.push_str(line);
                example.text.push('\n');
            }
        } else if let Some((door, expectation)) = line.strip_prefix("```").and_then(|rest| rest.split_once(' ')) {
            if !["exchange", "text"].contains(&door) {
                return Err(Fault::new(number, format!("unknown fence `{door}`; expected exchange or text")));
            }
            if !EXPECTATIONS.contains(&expectation) {
                return Err(Fault::new(
                    number,
                    format!("unknown expectation `{expectation}`; expected one of {EXPECTATIONS:?}"),
                ));
            }
            open = true;
            let is_text = door == "text";
            examples.push(Example { is_text, line: number, expectation: expectation.to_owned(), text: String::new() });
        } else if line.starts_with("```") {
            return Err(Fault::new(number, "a fence in Examples is ```exchange or ```text with an expectation"));
        }
    }
    for example in &examples {
        if let Some(value) = secret_without_example(&example.text) {
            return Err(Fault::new(example.line, format!("a value that begins with {value} must contain EXAMPLE")));
        }
    }
    Ok(examples)
}

/// The beginning of the first secret-shaped value that does not say that it is an example.
fn secret_without_example(text: &str) -> Option<&'static str> {
    let prefixes = ["ya29.", "1//", "4/0", "4%2F0", "4%252F0", "GOCSPX-", "AIza", "eyJ"];
    text.split(|letter: char| "=&\"' \n?:,".contains(letter))
        .filter(|value| value.len() > 12 && !value.contains("EXAMPLE"))
        .find_map(|value| prefixes.into_iter().find(|prefix| value.starts_with(prefix)))
}
