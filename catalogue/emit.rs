//! In: the pages, and the messages. Out: Rust source for `src/causes.rs`, `src/prose.rs`, `src/viewer/words.rs` and the tests to include.

use crate::{
    messages::{Message, Part},
    page::Page,
    rule::{Ask, Grant, Provider, Warn, When},
    shape,
};
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

/// `CATALOGUE`, the decision tables; `SCOPES`, what each is about, and `CODES`, the error codes of that; and `DESCRIPTIONS`,
/// every text that a row matches on.
pub fn catalogue(pages: &[Page]) -> String {
    let rows = || pages.iter().flat_map(|page| &page.rule.when);
    let codes: Vec<_> = rows().flat_map(|row| &row.error).collect::<BTreeSet<_>>().into_iter().collect();
    assert!(codes.len() < 64, "a scope has one bit for each error code that a page names, and one for all others");
    let mut out = format!("static CODES: &[&str] = &[{}];\n", join(&codes, |code| format!("{code:?}")));
    let scopes = join(pages, |page| format!("\n{}", scope(page, &page.rule.when, &codes)));
    write!(out, "static SCOPES: &[Scope] = &[{scopes}];\nstatic CATALOGUE: &[Cause] = &[\n")
        .expect("a String takes everything");
    for (place, page) in pages.iter().enumerate() {
        let Page { id, rule, .. } = page;
        let kinds = join(&rule.kinds, |kind| format!("Kind::{kind:?}"));
        let when = join(&rule.when, |when| row(when, &scope(page, std::slice::from_ref(when), &codes)));
        let warn = join(&rule.warn, warning);
        let ask = rule.ask.first().map_or("None".to_owned(), |ask| format!("Some({})", self::ask(ask)));
        let frequency = rule.frequency;
        writeln!(
            out,
            "Cause {{ id: {id:?}, place: {place}, kinds: &[{kinds}], frequency: Frequency::{frequency:?}, when: &[{when}], \
             warn: &[{warn}], ask: {ask} }},"
        )
        .expect("a String takes everything");
    }
    let texts: BTreeSet<_> = rows().flat_map(|row| &row.description).collect();
    let texts = join(&texts, |text| format!("{text:?}"));
    out + "];\n\n/// Every description that a page matches on.\npub static DESCRIPTIONS: &[&str] = &[" + &texts + "];\n"
}

/// The bits of every kind of the page's, and of every code and grant that one of the rows names; all bits where one names none.
fn scope(page: &Page, rows: &[When], codes: &[&String]) -> String {
    let place = |code| codes.binary_search(&code).expect("every code is listed");
    let kinds = bits(&page.rule.kinds, |kind| format!("Kind::{kind:?} as u16"));
    let codes = if rows.iter().any(|row| row.error.is_empty()) {
        "u64::MAX".to_owned()
    } else {
        bits(rows.iter().flat_map(|row| &row.error), |code| place(code).to_string())
    };
    let grants = if rows.iter().any(|row| row.grants.is_empty()) {
        "u16::MAX".to_owned()
    } else {
        bits(rows.iter().flat_map(|row| &row.grants), |grant| format!("Grant::{grant:?} as u16"))
    };
    format!("Scope {{ kinds: {kinds}, codes: {codes}, grants: {grants} }}")
}

fn bits<'a, T: 'a>(items: impl IntoIterator<Item = &'a T>, place: impl Fn(&'a T) -> String) -> String {
    let bits: BTreeSet<_> = items.into_iter().map(|item| format!("1 << {}", place(item))).collect();
    if bits.is_empty() { "0".to_owned() } else { bits.into_iter().collect::<Vec<_>>().join(" | ") }
}

/// `PAGES`, the words, and beside it the bytes of each page.
pub fn prose(pages: &[Page], out: &Path) -> String {
    let each = pages.iter().map(|page| {
        let Page { id, title, summary, rule, why, check, fix, variants, .. } = page;
        let words = shape::Page {
            id: id.clone(),
            title: title.clone(),
            summary: summary.clone(),
            why: why.clone(),
            check: check.clone(),
            fix: fix.clone(),
            variants: variants.clone(),
            sources: rule.source.clone(),
        };
        let bytes = postcard::to_allocvec(&words).expect("words can be written");
        fs::write(out.join(id), bytes).expect("OUT_DIR can be written");
        format!("Written::new({id:?}, include_bytes!({id:?})),\n")
    });
    format!("static PAGES: [Written; {}] = [\n{}];\n", pages.len(), each.collect::<String>())
}

/// A constant for each message of the viewer. Where it has placeholders, its type holds what fills it to their number. The
/// messages of the pages and of the manifest are not the viewer's.
pub fn messages(messages: &[Message]) -> String {
    let is_viewers = |message: &&Message| !["page_", "extension_"].iter().any(|of| message.name.starts_with(of));
    let mut out = String::new();
    for Message { name, parts, placeholders } in messages.iter().filter(is_viewers) {
        let name = name.to_ascii_uppercase();
        // A placeholder is the control character of its number.
        let pieces = parts.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Filled(index) => u32::try_from(index + 1)
                .ok()
                .and_then(char::from_u32)
                .expect("a message has few placeholders")
                .to_string(),
        });
        let text: String = pieces.collect();
        match placeholders.len() {
            0 => writeln!(out, "pub(crate) const {name}: &str = {text:?};"),
            count => writeln!(
                out,
                "/// In: {}.\nconst {name}: Message<{count}> = Message({text:?});",
                placeholders.join(", ")
            ),
        }
        .expect("a String takes everything");
    }
    out
}

/// `EXAMPLES`, the exchanges, and `TEXTS`, what tells of some, for whatever test walks through them.
pub fn examples(pages: &[Page]) -> String {
    let of = |is_text| examples_of(pages, is_text);
    format!(
        "pub static EXAMPLES: &[Example] = &[\n{}];\npub static TEXTS: &[Example] = &[\n{}];\n",
        of(false),
        of(true)
    )
}

fn examples_of(pages: &[Page], is_text: bool) -> String {
    let each = pages.iter().flat_map(|page| page.examples.iter().map(move |example| (page, example)));
    let list = each.filter(|(_, example)| example.is_text == is_text).map(|(page, example)| {
        let (id, line) = (&page.id, example.line);
        let (expectation, text) = (&example.expectation, &example.text);
        format!("Example {{ cause: {id:?}, line: {line}, expectation: {expectation:?}, text: {text:?} }},\n")
    });
    list.collect()
}

/// One test an example, named after what it expects.
pub fn example_tests(pages: &[Page]) -> String {
    let mut tests = String::new();
    let mut places = [0, 0];
    for page in pages {
        for (number, example) in page.examples.iter().enumerate() {
            let name = format!("{}_{}_is_{}", page.id, number + 1, example.expectation).replace('-', "_");
            let (list, place) = if example.is_text { ("TEXTS", &mut places[1]) } else { ("EXAMPLES", &mut places[0]) };
            writeln!(tests, "#[test]\nfn {name}() {{\n    check(&{list}[{place}]);\n}}\n")
                .expect("a String takes everything");
            *place += 1;
        }
    }
    tests
}

fn row(row: &When, scope: &str) -> String {
    let texts = |texts: &[String]| join(texts, |text| format!("{text:?}"));
    format!(
        "When {{ scope: {scope}, any_provider: {}, grants: &[{}], apis: &[{}], errors: &[{}], descriptions: &[{}], subtypes: &[{}], statuses: &[{}], \
         checks: &[{}], unless: &[{}], unanswered: {}, because: {:?}, frequency: {}, then: Standing::{:?} }}",
        row.provider == Provider::Any,
        grants(&row.grants),
        join(&row.api, |api| format!("Api::{api:?}")),
        texts(&row.error),
        texts(&row.description),
        texts(&row.subtype),
        join(&row.status, u16::to_string),
        checks(&row.check),
        checks(&row.unless),
        row.unanswered,
        row.because.as_deref(),
        row.frequency.map_or("None".to_owned(), |frequency| format!("Some(Frequency::{frequency:?})")),
        row.then,
    )
}

fn warning(row: &Warn) -> String {
    format!(
        "Warn {{ kinds: &[{}], any_provider: {}, grants: &[{}], checks: &[{}], unless: &[{}], says: {:?} }}",
        join(&row.kinds, |kind| format!("Kind::{kind:?}")),
        row.provider == Provider::Any,
        grants(&row.grants),
        checks(&row.check),
        checks(&row.unless),
        row.says,
    )
}

fn grants(grants: &[Grant]) -> String {
    join(grants, |grant| format!("Grant::{grant:?}"))
}

fn checks(names: &[String]) -> String {
    join(names, |name| format!("checks::{name}"))
}

fn ask(ask: &Ask) -> String {
    let Ask { question, cost, yes, no, yes_says, no_says } = ask;
    format!(
        "Ask {{ question: {question:?}, cost: Cost::{cost:?}, yes: Standing::{yes:?}, no: Standing::{no:?}, yes_says: {yes_says:?}, no_says: {no_says:?} }}"
    )
}

pub fn join<'a, T: 'a>(items: impl IntoIterator<Item = &'a T>, each: impl Fn(&'a T) -> String) -> String {
    items.into_iter().map(each).collect::<Vec<_>>().join(", ")
}
