//! In: the packages of Cargo.lock that ship. Out: one text with the name, version and licence of each, and the licences' texts as the
//! packages hold them.
//!
//! What runs at build time alone (procedural macros, build scripts) and what serves the tests is not in it: nothing of it ships.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// What ships, and the target that it is built for.
const SHIPPED: [(&str, &str); 2] = [("extension", "wasm32-unknown-unknown"), ("command", "x86_64-unknown-linux-gnu")];

/// A package that ships.
struct Package {
    /// Its licence as its manifest says it.
    expression: String,
    /// The authors as its manifest names them.
    authors: String,
    /// Where its files are.
    folder: String,
    /// What it ships in.
    ships_in: BTreeSet<&'static str>,
}

/// Writes the text to `file`.
pub fn write(file: &Path) -> Result<()> {
    fs::write(file, text()?).with_context(|| format!("{} cannot be written", file.display()))
}

fn text() -> Result<String> {
    let mut packages: BTreeMap<(String, String), Package> = BTreeMap::new();
    for (what, target) in SHIPPED {
        collect(what, target, &mut packages)?;
    }
    let mut out = HEAD.to_owned();
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    texts.entry(MIT.to_owned()).or_default().insert("the Rust standard library".to_owned());
    for ((name, version), package) in &packages {
        let chosen = chosen(&package.expression).with_context(|| format!("the licence of {name}"))?;
        let places = package.ships_in.iter().copied().collect::<Vec<_>>().join(", ");
        writeln!(out, "{name} {version} | {} | {places}", chosen.join(" AND "))?;
        for licence in chosen {
            for text in texts_of(package, licence).with_context(|| format!("the licence of {name}"))? {
                texts.entry(text).or_default().insert(format!("{name} {version}"));
            }
        }
    }
    for (text, holders) in texts {
        let holders = holders.into_iter().collect::<Vec<_>>().join(", ");
        write!(out, "\n{}\n{holders}\n\n{text}\n", "=".repeat(80))?;
    }
    Ok(out)
}

/// Adds the packages whose code is in what is built for `target`.
fn collect(what: &'static str, target: &str, packages: &mut BTreeMap<(String, String), Package>) -> Result<()> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target])
        .output()
        .context("cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let items = list.as_array().into_iter().flatten();
        items.map(|item| (item["id"].as_str().unwrap_or_default().to_owned(), item.clone())).collect()
    };
    let (all, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let root = all.iter().find(|(_, package)| package["name"] == "grantlens").context("the package grantlens")?.0;
    let (mut waiting, mut seen) = (vec![root.clone()], BTreeSet::from([root.clone()]));
    while let Some(id) = waiting.pop() {
        for dependency in nodes[&id]["deps"].as_array().into_iter().flatten() {
            let ships = dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null());
            let id = dependency["pkg"].as_str().unwrap_or_default().to_owned();
            let mut kinds = all[&id]["targets"].as_array().into_iter().flatten().map(|target| &target["kind"]);
            if !ships || kinds.any(|kind| kind[0] == "proc-macro") || !seen.insert(id.clone()) {
                continue;
            }
            let field = |name: &str| all[&id][name].as_str().unwrap_or_default().to_owned();
            let manifest = field("manifest_path");
            let authors = all[&id]["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let package = packages.entry((field("name"), field("version"))).or_insert_with(|| Package {
                expression: field("license"),
                authors: authors.collect::<Vec<_>>().join(", "),
                folder: manifest.trim_end_matches("Cargo.toml").to_owned(),
                ships_in: BTreeSet::new(),
            });
            package.ships_in.insert(what);
            waiting.push(id);
        }
    }
    Ok(())
}

/// The licences under which Grantlens takes a package, of what its manifest offers: of each choice the one that asks for least.
fn chosen(expression: &str) -> Result<Vec<&'static str>> {
    let expression = expression.replace('/', " OR ");
    let mut all = Vec::new();
    for part in expression.split(" AND ") {
        let offered: Vec<_> = part.split(" OR ").map(|name| name.trim_matches(['(', ')', ' '])).collect();
        match LICENCES.iter().find(|(name, _)| offered.contains(name)) {
            Some((name, _)) => all.push(*name),
            None => bail!("`{part}` is none that is known"),
        }
    }
    Ok(all)
}

/// The texts of `licence` in the package's folder; the licence's own where the package holds none.
fn texts_of(package: &Package, licence: &str) -> Result<BTreeSet<String>> {
    let sign = LICENCES.iter().find(|(name, _)| *name == licence).map_or("", |(_, sign)| sign);
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(&package.folder).with_context(|| package.folder.clone())? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_uppercase()).unwrap_or_default();
        let is_licence =
            ["LICENSE", "LICENCE", "COPYING", "UNLICENSE", "NOTICE"].iter().any(|start| name.starts_with(start));
        if !is_licence || !path.is_file() {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path)?).replace('\r', "");
        if text.contains(sign) || licence == "Apache-2.0" && name.starts_with("NOTICE") {
            found.insert(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned());
        }
    }
    if found.is_empty() {
        ensure!(licence == "MIT", "there is no text of {licence} in {}", package.folder);
        let authors = if package.authors.is_empty() { "the authors of the package" } else { &package.authors };
        found.insert(format!("Copyright (c) {authors}\n\n{MIT}"));
    }
    Ok(found)
}

/// The licences that may be met, the one that asks for least first, and a sign by which a text is known for one.
const LICENCES: [(&str, &str); 6] = [
    ("MIT", "Permission is hereby granted, free of charge"),
    ("Zlib", "This software is provided 'as-is'"),
    ("BSL-1.0", "Boost Software License"),
    ("Unicode-3.0", "UNICODE LICENSE V3"),
    ("CC0-1.0", "CC0"),
    ("Apache-2.0", "Apache License"),
];

const HEAD: &str = "\
Third-party software in Grantlens

Each crate whose code is in the extension's module, or in the command as it is built for Linux: its name and version, the licence under
which Grantlens takes it, and where it ships. The licences' texts follow. `./build.sh licences` makes this file of Cargo.lock.

the Rust standard library | MIT | command, extension
";

const MIT: &str = "\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
\"Software\"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_choice_the_licence_that_asks_for_least_is_taken() {
        assert_eq!(chosen("MIT OR Apache-2.0").expect("known"), ["MIT"]);
        assert_eq!(chosen("Apache-2.0/MIT").expect("known"), ["MIT"]);
        assert_eq!(chosen("(MIT OR Apache-2.0) AND Unicode-3.0").expect("known"), ["MIT", "Unicode-3.0"]);
        assert!(chosen("GPL-3.0-only").is_err());
    }

    #[test]
    fn the_file_is_that_of_cargo_lock() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../THIRD-PARTY-LICENCES.txt");
        let found = fs::read_to_string(&file).unwrap_or_default();
        assert!(found == text().expect("every licence is known"), "Cargo.lock has changed; run ./build.sh licences");
    }
}
