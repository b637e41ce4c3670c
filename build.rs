//! Compiles `causes/*.md` into the catalogue: decision tables, prose and example tests. A page that breaks the law of
//! `causes/README.md` is a compile error that names page and line.

#[path = "catalogue/emit.rs"]
mod emit;
#[path = "catalogue/page.rs"]
mod page;
#[path = "catalogue/prose.rs"]
mod prose;
#[path = "catalogue/rule.rs"]
mod rule;

use std::{env, fs, path::Path, process::exit};

fn main() {
    println!("cargo::rerun-if-changed=causes");
    println!("cargo::rerun-if-changed=catalogue");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&root).join("causes");
    let (mut pages, mut broken) = (Vec::new(), Vec::new());
    for stem in stems(&folder) {
        let text = fs::read_to_string(folder.join(format!("{stem}.md"))).expect("a page that was listed can be read");
        match page::Page::read(&stem, &text) {
            Ok(page) => pages.push(page),
            Err(fault) => broken.push(format!("causes/{stem}.md:{}: {}", fault.line, fault.text)),
        }
    }
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
    write("pages.rs", emit::prose(&pages));
    write("examples.rs", emit::examples(&pages));
    write("example_tests.rs", emit::example_tests(&pages));
}

/// The ids of all pages, sorted. `README` is the law and `_template` is what a new page is copied from.
fn stems(folder: &Path) -> Vec<String> {
    let mut stems: Vec<_> = fs::read_dir(folder)
        .expect("the folder `causes` stands beside build.rs")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok()?.strip_suffix(".md").map(str::to_owned))
        .filter(|stem| stem != "README" && !stem.starts_with('_'))
        .collect();
    stems.sort();
    stems
}
