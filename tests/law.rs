//! The law of a page and of the messages, as `build.rs` enforces it: the template obeys it once its placeholder is filled in,
//! and each breach is named with its line. The code under test is that of `catalogue/`, compiled here once more.

#![allow(dead_code, reason = "build.rs uses the rest")]

#[path = "../catalogue/messages.rs"]
mod messages;
#[path = "../catalogue/page.rs"]
mod page;
#[path = "../catalogue/prose.rs"]
mod prose;
#[path = "../catalogue/rule.rs"]
mod rule;
#[path = "../src/prose/shape.rs"]
mod shape;

use page::Page;

const TEMPLATE: &str = include_str!("../causes/_template.md");
const KNOWN: &str = "a_check_that_proves_it";

fn fault(text: &str) -> Option<String> {
    let checks = [KNOWN.to_owned(), "a_check_of_another_kind".to_owned()];
    let page = Page::read("walk", text).and_then(|page| page.rule.asks_known(&checks));
    page.err().map(|fault| format!("{}: {}", fault.line, fault.text))
}

#[test]
fn the_template_obeys_the_law() {
    assert_eq!(fault(TEMPLATE), None);
}

/// The template with each `from` in the place of a `to`.
fn changed(from: &str, to: &str) -> String {
    assert!(TEMPLATE.contains(from), "the template no longer holds {from:?}");
    TEMPLATE.replace(from, to)
}

/// The template without its sources, which end its rule.
fn without_sources() -> String {
    let (before, source) = TEMPLATE.split_once("[[source]]").expect("the template has a source");
    let (_, after) = source.split_once("\n```").expect("the rule ends");
    format!("{before}\n```{after}")
}

#[test]
fn a_breach_is_named_with_its_line() {
    let only_reported = changed("kind = \"google\"", "kind = \"reported\"");
    let cases = [
        (changed("```exchange absent", "```exchange likely"), "1: needs a near miss"),
        (changed("```exchange confirmed", "```exchange absent"), "1: needs an example that it explains"),
        (changed("```exchange confirmed", "```exchange sure"), "55: unknown expectation `sure`"),
        (without_sources(), "3: needs at least one [[source]]"),
        (only_reported, "6: row 1: says confirmed, and every source is only reported"),
        (changed("check = \"a_check_that_proves_it\"\n", ""), "6: row 1: says confirmed without a check"),
        (changed(KNOWN, "a_check_of_no_kind"), "6: src/checks has no question `a_check_of_no_kind` (it has a_check_"),
        (changed(KNOWN, "other"), "6: src/checks has no question `other`; a new question is a new function there"),
        (changed("then = \"likely\"", "then = \"ruled-out\""), "13: row 2: rules out without a check"),
        (changed("seen = \"2026-11-23\"", "seen = \"lately\""), "26: `seen` is a date"),
        (changed("kind = \"google\"", "kind = \"hearsay\""), "29: unknown variant `hearsay`"),
        (
            changed("[\"refresh_token\"]", "[\"refresh\"]"),
            "7: unknown variant `refresh`, expected one of `authorization_code`",
        ),
        (changed("# A plain sentence", "# A plain sentence, invalid_grant,"), "1: the title says what is the case"),
        (changed("## Check", "## Checks"), "39: the sections are"),
        (changed("The mechanism,", "<b>The</b> mechanism,"), "37: raw HTML is not allowed"),
        (changed("The mechanism,", "[The](https://example.test/) mechanism,"), "37: a link leads over https to one of"),
        (changed("&client_secret=GOCSPX-EXAMPLE-", "&client_secret=GOCSPX-"), "55: a value that begins with GOCSPX-"),
    ];
    for (text, said) in cases {
        let found = fault(&text).unwrap_or_else(|| panic!("nothing is wrong where {said:?} was expected"));
        assert!(found.starts_with(said), "{found:?} does not begin with {said:?}");
    }
}

const MESSAGES: &str = r#"{
  "close": {
    "message": "Close",
    "description": "A button."
  },
  "read_of": {
    "message": "$DONE$ of $SIZE$",
    "placeholders": {
      "size": { "content": "$2", "example": "50 MB" },
      "done": { "content": "$1", "example": "12 MB" }
    }
  }
}
"#;

#[test]
fn a_message_is_cut_at_its_placeholders() {
    let read = messages::read(MESSAGES).expect("they are in order");
    let [close, read_of] = &read[..] else { panic!("there are two") };
    assert!(matches!(&close.parts[..], [messages::Part::Text(text)] if text == "Close"));
    assert_eq!(
        (read_of.name.as_str(), &read_of.placeholders[..]),
        ("read_of", &["done".to_owned(), "size".to_owned()][..])
    );
    let [messages::Part::Filled(0), messages::Part::Text(of), messages::Part::Filled(1)] = &read_of.parts[..] else {
        panic!("the message is cut elsewhere")
    };
    assert_eq!(of, " of ");
}

#[test]
fn a_breach_in_a_message_is_named_with_its_line() {
    let cases = [
        ("\"close\"", "\"Close\"", "2: a name is made of small letters"),
        ("\"Close\"", "\" \"", "2: `close` says nothing"),
        ("\"Close\"", "\"\\u0001\"", "2: `close` holds a control character"),
        ("\"close\"", "\"read_of\"", "13: the name `read_of` is taken"),
        ("$SIZE$", "$WEIGHT$", "6: `read_of` says `$WEIGHT$`, and none of its placeholders is called so"),
        ("of $SIZE$", "of it all", "6: `read_of` does not say `$SIZE$`: use the placeholder, or take it out"),
        ("$SIZE$", "$SIZE", "6: `read_of` has a `$` without a second one"),
        ("\"$2\"", "\"$1\"", "6: the placeholders of `read_of` are $1 to $2, each once; size says `$1`"),
        ("\"$2\"", "\"$3\"", "6: the placeholders of `read_of` are $1 to $2, each once; size says `$3`"),
        ("\"50 MB\"", "\"\"", "6: the placeholder size of `read_of` has no example"),
        ("\"description\"", "\"note\"", "4: unknown field `note`"),
    ];
    for (from, to, said) in cases {
        let Err((line, fault)) = messages::read(&MESSAGES.replacen(from, to, 1)) else {
            panic!("{said:?} is not said")
        };
        let found = format!("{line}: {fault}");
        assert!(found.starts_with(said), "{found:?} does not begin with {said:?}");
    }
}

#[test]
fn what_the_template_says_is_written_anew() {
    let fault = |text: &str| page::unwritten(text, TEMPLATE).map(|fault| format!("{}: {}", fault.line, fault.text));
    let said = fault(TEMPLATE).expect("the template holds its own sentences");
    assert!(said.starts_with("1: this line is still the template's"), "{said}");
    let titled = TEMPLATE.replace("# A plain sentence of what is the case", "# Codes rest on Sundays");
    assert!(fault(&titled).expect("the rest is not written").contains("The text that names this cause."));
    assert_eq!(fault(include_str!("../causes/clock-skew.md")), None);
}

#[test]
fn the_one_command_is_the_same_everywhere() {
    let command = "GRANTLENS_BLESS=1 cargo test --test causes --test catalogue";
    for (name, text) in [
        ("CONTRIBUTING.md", include_str!("../CONTRIBUTING.md")),
        ("causes/README.md", include_str!("../causes/README.md")),
        ("docs/causes.md", include_str!("../docs/causes.md")),
        ("tests/catalogue.rs", include_str!("catalogue.rs")),
    ] {
        assert!(text.contains(command), "{name} does not name `{command}`");
    }
}
