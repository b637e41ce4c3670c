//! What `docs/cli.md` and `README.md` show is what the command prints. A block of a console holds commands after `$ `, each with
//! its output; `[…]` stands for lines that are left out. Fingerprints differ from run to run and are not compared.

#[path = "support/command.rs"]
mod command;

use std::{fs, path::Path, process::Command};

/// The console blocks of `page`: each command with the output below it.
fn shown(page: &str) -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let page = fs::read_to_string(path).expect("the page");
    let blocks = page.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let mut shown: Vec<(String, Vec<String>)> = Vec::new();
    for line in blocks.flat_map(str::lines) {
        match line.strip_prefix("$ ") {
            Some(command) => shown.push((command.to_owned(), Vec::new())),
            None => shown.last_mut().expect("a command comes first").1.push(without_fingerprints(line)),
        }
    }
    shown
}

fn without_fingerprints(line: &str) -> String {
    line.split_once("fingerprint ").map_or(line.to_owned(), |(before, after)| {
        before.to_owned() + "fingerprint" + after.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric())
    })
}

/// What `line` prints in a shell, in the folder with the files of the manual.
fn printed(line: &str) -> Vec<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_grantlens"));
    let path = std::env::join_paths(
        program
            .parent()
            .into_iter()
            .map(Path::to_owned)
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {line}; }} 2>&1")])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manual"))
        .env("PATH", path.expect("a path"))
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("a shell");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(without_fingerprints).collect()
}

/// The first line of `shown` that does not stand where it should in `printed`.
fn missing<'a>(shown: &'a [String], printed: &[String]) -> Option<&'a str> {
    let mut rest = printed;
    let mut may_skip = false;
    for line in shown {
        if line == "[…]" {
            may_skip = true;
            continue;
        }
        let at = rest.iter().position(|printed| printed == line).filter(|at| *at == 0 || may_skip);
        let Some(at) = at else { return Some(line) };
        rest = &rest[at + 1..];
        may_skip = false;
    }
    (!may_skip && !rest.is_empty()).then_some("nothing more")
}

#[cfg(unix)]
#[test]
fn what_the_manual_shows_is_what_is_printed() {
    let pages = [shown("docs/cli.md"), shown("README.md")].concat();
    assert!(pages.len() > 3, "the manual shows the command at work");
    for (line, shown) in pages {
        let printed = printed(&line);
        assert_eq!(missing(&shown, &printed), None, "$ {line}\n{}", printed.join("\n"));
    }
}

/// Every option that the manual names is one.
#[test]
fn the_manual_names_no_option_that_is_not_there() {
    let manual = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md")).expect("the manual");
    let (_, help, _) = command::said(&["explain", "--help"], b"");
    let options = manual.split("grantlens explain").skip(1).filter_map(|rest| rest.split(['\n', '`']).next());
    for option in options.flat_map(str::split_whitespace).filter(|word| word.starts_with("--")) {
        let option = option.split(['=', ';']).next().unwrap_or_default();
        assert!(help.contains(option), "{option}");
    }
}
