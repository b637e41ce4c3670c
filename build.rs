//! Compiles `causes/*.md` into the catalogue (decision tables, prose and example tests), `libraries/*.toml` into the
//! table of client libraries, `providers.toml` into that of other authorization servers, and the messages of
//! `extension/_locales/en` into the viewer's words. What breaks the law of its folder's `README.md` is a compile error that
//! names file and line.

#[path = "catalogue/emit.rs"]
mod emit;
#[path = "catalogue/libraries.rs"]
mod libraries;
#[path = "catalogue/messages.rs"]
mod messages;
#[path = "catalogue/page.rs"]
mod page;
#[path = "catalogue/prose.rs"]
mod prose;
#[path = "catalogue/providers.rs"]
mod providers;
#[path = "catalogue/rule.rs"]
mod rule;
#[path = "src/prose/shape.rs"]
mod shape;
#[path = "catalogue/table.rs"]
mod table;

use std::{env, fs, path::Path, process::exit};

const MESSAGES: &str = "extension/_locales/en/messages.json";

fn main() {
    println!("cargo::rerun-if-changed=causes");
    println!("cargo::rerun-if-changed=catalogue");
    println!("cargo::rerun-if-changed=src/prose/shape.rs");
    println!("cargo::rerun-if-changed=libraries");
    println!("cargo::rerun-if-changed=src/checks");
    println!("cargo::rerun-if-changed=providers.toml");
    println!("cargo::rerun-if-changed={MESSAGES}");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&root).join("causes");
    let checks = checks(&Path::new(&root).join("src/checks"));
    let template = fs::read_to_string(folder.join("_template.md")).expect("causes/_template.md is there");
    let (mut pages, mut broken) = (Vec::new(), Vec::new());
    for stem in stems(&folder, ".md") {
        let text = fs::read_to_string(folder.join(format!("{stem}.md"))).expect("a page that was listed can be read");
        let text = text.replace("\r\n", "\n");
        let page = page::Page::read(&stem, &text);
        let page = page.and_then(|page| page.rule.asks_known(&checks).map(|()| page));
        match page.and_then(|page| page::unwritten(&text, &template).map_or(Ok(page), Err)) {
            Ok(page) => pages.push(page),
            Err(fault) => broken.push(format!("causes/{stem}.md:{}: {}", fault.line, fault.text)),
        }
    }
    let mut rows = Vec::new();
    for stem in stems(&Path::new(&root).join("libraries"), ".toml") {
        let name = format!("libraries/{stem}.toml");
        let text = fs::read_to_string(Path::new(&root).join(&name)).expect("a table that was listed can be read");
        match libraries::read(&text) {
            Ok(mut more) => rows.append(&mut more),
            Err(fault) => broken.push(format!("{name}:{}: {}", fault.line, fault.text)),
        }
    }
    let text =
        fs::read_to_string(Path::new(&root).join("providers.toml")).expect("providers.toml stands beside build.rs");
    let servers = providers::read(&text).unwrap_or_else(|fault| {
        broken.push(format!("providers.toml:{}: {}", fault.line, fault.text));
        Vec::new()
    });
    let text = fs::read_to_string(Path::new(&root).join(MESSAGES)).expect("the messages are there");
    let messages = messages::read(&text).unwrap_or_else(|(line, fault)| {
        broken.push(format!("{MESSAGES}:{line}: {fault}"));
        Vec::new()
    });
    broken.extend(libraries::shared(&rows).map(|fault| format!("libraries: {fault}")));
    if !broken.is_empty() {
        for line in broken {
            println!("cargo::error={line}");
        }
        exit(1);
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let write = |name: &str, text: String| {
        fs::write(Path::new(&out).join(name), text).expect("OUT_DIR can be written");
    };
    write("catalogue.rs", emit::catalogue(&pages));
    write("pages.rs", emit::prose(&pages, Path::new(&out)));
    write("examples.rs", emit::examples(&pages));
    write("example_tests.rs", emit::example_tests(&pages));
    write("libraries.rs", libraries::emit(&mut rows));
    write("providers.rs", providers::emit(&servers));
    write("messages.rs", emit::messages(&messages));
}

/// The stems of all files with this ending, sorted. `README` is the law and `_template` is what a new page is copied from.
fn stems(folder: &Path, ending: &str) -> Vec<String> {
    let mut stems: Vec<_> = fs::read_dir(folder)
        .expect("the folders stand beside build.rs")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok()?.strip_suffix(ending).map(str::to_owned))
        .filter(|stem| stem != "README" && !stem.starts_with('_'))
        .collect();
    stems.sort();
    stems
}

/// The names of all questions: the public functions of `src/checks` that give an answer.
fn checks(folder: &Path) -> Vec<String> {
    let files =
        fs::read_dir(folder).expect("the folder `src/checks` is there").filter_map(|entry| Some(entry.ok()?.path()));
    let texts: Vec<_> = files.filter_map(|file| fs::read_to_string(file).ok()).collect();
    let functions = texts.iter().flat_map(|text| text.split("\npub fn ").skip(1));
    let signatures =
        functions.filter_map(|function| function.split('{').next()).filter(|text| text.contains("-> Answer"));
    let mut names: Vec<_> = signatures.filter_map(|text| Some(text.split_once('(')?.0.to_owned())).collect();
    names.sort();
    names
}
