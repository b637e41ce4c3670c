//! `docs/security.md` names a test for each requirement and each limit; each of them exists.

use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn every_named_test_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/security.md")).expect("docs/security.md");
    let mut rows: Vec<_> = page.lines().filter(|line| line.starts_with("| R")).collect();
    let numbers: Vec<_> = rows.iter().map(|row| row[3..].split(' ').next().unwrap_or_default()).collect();
    assert_eq!(numbers, (1..=24).map(|number| number.to_string()).collect::<Vec<_>>());
    let (_, limits) = page.split_once("\n## Limits\n").expect("a section on limits");
    let limits = limits.split("\n## ").next().unwrap_or_default();
    rows.extend(limits.lines().filter(|line| line.starts_with("| ")).skip(1));
    assert!(rows.len() > 24 + 10, "the table of limits is read");
    let mut missing = BTreeSet::new();
    for row in &rows {
        let tests = row.trim_end_matches('|').rsplit('|').next().expect("a column");
        assert!(tests.contains(": `"), "this requirement names no test: {row}");
        for part in tests.split(';') {
            let mut quoted = part.split('`').skip(1).step_by(2);
            let file = quoted.next().expect("a file");
            let text = fs::read_to_string(root.join(file)).unwrap_or_default();
            for name in quoted {
                // A function, or what a scenario, a script or the compiler is asked for.
                let is_rust = Path::new(file).extension().is_some_and(|ending| ending == "rs");
                let is_function = is_rust && !PROOFS.contains(&name);
                let wanted = if is_function { format!("fn {name}(") } else { name.to_owned() };
                if !text.contains(&wanted) {
                    missing.insert(format!("{file}: {name}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "docs/security.md names tests that are not there: {missing:#?}");
}

/// What the compiler proves, in place of a test.
const PROOFS: [&str; 2] = ["assert_not_impl_any", "ZeroizeOnDrop"];
