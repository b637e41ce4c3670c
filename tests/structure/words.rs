//! Every word for the reader stands in the messages of the locale, and each message is said somewhere.

use super::{code, files, root};
use std::fs;

const MESSAGES: &str = "extension/_locales/en/messages.json";

/// Begin with a capital and are no words for a reader: keys of a keyboard, the name of a type, the product's name.
const NAMES: [&str; 12] = [
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "End",
    "Enter",
    "Escape",
    "Files",
    "Grantlens",
    "Home",
    "PageDown",
    "PageUp",
];
/// What stands before texts for developers.
const ASIDE: [&str; 4] = [".expect(", "unreachable!(", "reason = ", "console."];
/// Protocol terms stay in English.
const OF_PROTOCOLS: &str = "src/viewer/reasons.rs";

#[test]
fn what_is_said_to_the_reader_stands_among_the_messages() {
    let mut wrong = Vec::new();
    let style = fs::read_to_string(root().join("www/panel.css")).expect("the style sheet");
    let sources = ["src/viewer", "www", "extension", "web"].into_iter().flat_map(|folder| files(folder, &["rs", "js"]));
    for (name, text) in sources.filter(|(name, _)| name != OF_PROTOCOLS) {
        wrong.extend(sentences(&uncommented(&text), &style).into_iter().map(|said| format!("{name} says “{said}”")));
    }
    for (name, text) in ["www", "extension", "web"].into_iter().flat_map(|folder| files(folder, &["html"])) {
        let contents = text.split("content=\"").skip(1).filter_map(|rest| rest.split('"').next());
        wrong.extend(contents.filter(|content| content.ends_with('.')).map(|said| format!("{name} says “{said}”")));
    }
    assert!(wrong.is_empty(), "{}\nWhat is said to the reader stands in {MESSAGES}", wrong.join("\n"));
}

#[test]
fn each_message_is_said() {
    let text = fs::read_to_string(root().join(MESSAGES)).expect("the messages");
    let messages: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    let of = |folders: &[&str], endings: &[&str]| {
        folders.iter().flat_map(|folder| files(folder, endings)).map(|(_, text)| uncommented(&text)).collect::<String>()
    };
    let viewer = of(&["src/viewer"], &["rs"]);
    let pages = of(&["www", "extension", "web"], &["js", "html"]);
    let manifest = fs::read_to_string(root().join("extension/manifest.json")).expect("the manifest");
    let unsaid = messages.keys().filter(|name| {
        let in_place = format!("__MSG_{name}__");
        if name.starts_with("extension_") {
            return !manifest.contains(&in_place);
        }
        let Some(of_page) = name.strip_prefix("page_") else {
            return !says(&viewer, &name.to_ascii_uppercase());
        };
        !pages.contains(&in_place)
            && !says(&pages, &of_page.to_ascii_uppercase())
            && !says(&pages, &camel_case(of_page))
    });
    let unsaid: Vec<_> = unsaid.collect();
    assert!(unsaid.is_empty(), "nothing says these messages of {MESSAGES}; take them out: {unsaid:?}");
    assert!(messages.len() > 200, "only {} messages were found; this test no longer sees them", messages.len());
}

#[test]
fn a_sentence_in_the_code_is_found() {
    let found = |code: &str| sentences(&uncommented(code), ".row.odd { }");
    assert_eq!(found("tag(\"p\").child(\"Nothing to see\")"), ["Nothing to see"]);
    assert_eq!(found("message.textContent = `it stopped, ${why}`;"), ["it stopped, ${why}"]);
    assert_eq!(found("button(\"x\").attr(\"title\", \"Close\")"), ["Close"]);
    assert_eq!(found("format!(\"{count} more waits\")"), ["{count} more waits"]);
    assert_eq!(found("tag(\"p\").class(\"row of odd\")"), ["row of odd"]);
    assert_eq!(found("// as in \"a sentence here\"\ntag(\"div\").class(\"row odd\").attr(\"role\", \"row\")"), [""; 0]);
    assert_eq!(found("let quote = '\"'; let other = \"\\\"\"; \"Enter\" => go(\"data-part\")"), [""; 0]);
    assert!(says("(words::RECORD)", "RECORD") && !says("(words::RECORD_ON)", "RECORD"));
    assert_eq!(camel_case("unpacks_many_times"), "unpacksManyTimes");
}

/// The code without its tests, and without the comments of either language.
fn uncommented(text: &str) -> String {
    let is_comment = |line: &&str| ["//", "/*", "*"].iter().any(|start| line.trim_start().starts_with(start));
    code(text).lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n")
}

/// The literals that look like words for a reader: two words side by side, or a capital and small letters. What names nothing
/// but classes of the style sheet is none.
fn sentences(code: &str, style: &str) -> Vec<String> {
    let ends = |rest: &str| !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '-');
    let is_class = |word: &str| style.split(&format!(".{word}")).skip(1).any(ends);
    let are_classes = |text: &str| text.split(' ').all(is_class);
    let lines = code.lines().filter(|line| !ASIDE.iter().any(|aside| line.contains(aside)));
    let literals = lines.flat_map(literals);
    literals
        .filter(|text| !NAMES.contains(&text.as_str()) && (has_two_words(text) && !are_classes(text) || is_label(text)))
        .collect()
}

fn is_label(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// Two words with a space between them. Selectors are lists of elements' names, which no sentence is made of.
fn has_two_words(text: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_end_matches([',', '.', ':', ';']);
        word.len() > 1 && word.chars().all(char::is_alphabetic)
    };
    let is_element = |word: &str| ["input", "textarea", "select", "dialog"].contains(&word.trim_end_matches(','));
    let words: Vec<_> = text.split(' ').collect();
    !words.iter().all(|word| is_element(word)) && words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1]))
}

/// The quoted texts of a line.
fn literals(line: &str) -> Vec<String> {
    let line = line.replace("'\"'", "").replace("\\\"", "");
    let mut found = Vec::new();
    let mut rest = line.as_str();
    while let Some(start) = rest.find(['"', '`']) {
        let quote = &rest[start..=start];
        let inside = &rest[start + 1..];
        let end = inside.find(quote).unwrap_or(inside.len());
        found.push(inside[..end].to_owned());
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    found
}

/// Whether `name` stands in the code as a name of its own.
fn says(code: &str, name: &str) -> bool {
    let of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = (code[..at].chars().next_back(), code[at + name.len()..].chars().next());
        !before.is_some_and(of_name) && !after.is_some_and(of_name)
    })
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_ascii_uppercase() + &word[1..])
}
