//! What only somebody at a terminal sees: text as wide as it is, and progress when reading takes long. `script` gives the
//! command a terminal; where it is not installed, nothing is run, and that is said.
#![cfg(target_os = "linux")]

#[path = "support/command.rs"]
mod command;

use command::{folder, said};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const LOG: &str = "oauth2: cannot fetch token: 400 Bad Request\n{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}\n";

/// What `line` puts on a terminal; in it, `$GRANTLENS` is the command and `$LOG` the file at `log`.
fn on_a_terminal(line: &str, log: &Path) -> Option<String> {
    let script = Command::new("script")
        .args(["--quiet", "--command", line, "/dev/null"])
        .env("GRANTLENS", env!("CARGO_BIN_EXE_grantlens"))
        .env("LOG", log)
        .env("NO_COLOR", "1")
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output();
    match script {
        Ok(output) => Some(String::from_utf8(output.stdout).expect("UTF-8").replace("\r\n", "\n")),
        Err(error) => {
            eprintln!("not run: `script` gives no terminal ({error})");
            None
        }
    }
}

fn log(name: &str) -> PathBuf {
    let path = folder(name).join("app.log");
    fs::write(&path, LOG).expect("the target folder can be written");
    path
}

#[test]
fn text_is_as_wide_as_the_terminal_and_no_wider_than_is_read_well() {
    let log = log("width");
    for (columns, widest) in [(60, 60), (80, 80), (120, 100)] {
        let line = format!(r#"stty rows 40 cols {columns}; "$GRANTLENS" explain "$LOG""#);
        let Some(text) = on_a_terminal(&line, &log) else { return };
        // An address is not broken.
        let lines = text.lines().filter(|line| !line.contains("https://"));
        let longest = lines.map(|line| line.chars().count()).max();
        assert!(
            longest.is_some_and(|longest| longest <= widest && longest > widest - 15),
            "{columns}: {longest:?}\n{text}"
        );
    }
}

#[test]
fn progress_is_for_whoever_waits_at_a_terminal() {
    let log = log("progress");
    let slow = r#"(sleep 1.2; cat "$LOG"; sleep 0.2; cat "$LOG") | "#;
    let Some(text) = on_a_terminal(&format!(r#"{slow} "$GRANTLENS" explain - > /dev/null"#), &log) else { return };
    assert!(text.contains("\r\u{1b}[KReading standard input: 0 MiB") && text.ends_with("\r\u{1b}[K"), "{text:?}");
    let Some(text) = on_a_terminal(&format!(r#"{slow} "$GRANTLENS" explain --quiet -"#), &log) else { return };
    assert_eq!(text, "");
    let Some(text) = on_a_terminal(r#"cat "$LOG" | "$GRANTLENS" explain - > /dev/null"#, &log) else { return };
    assert_eq!(text, "", "what takes no second needs no progress");
}

#[test]
fn the_strongest_causes_stand_for_all_unless_all_are_asked_for() {
    let count = |arguments: &[&str]| {
        let (status, text, err) = said(&[&["explain"], arguments].concat(), LOG.as_bytes());
        assert_eq!((status, err.as_str()), (Some(1), ""));
        (text.matches("\n = possible: ").count(), text)
    };
    let (all, text) = count(&["--all"]);
    assert!(all > 10 && !text.contains("--all lists them"), "{text}");
    let (few, text) = count(&[]);
    assert_eq!(few, 5);
    assert!(text.contains(&format!("\n = note: {} more causes are possible; --all lists them\n", all - few)), "{text}");
    assert!(text.contains("\n             check: "), "what settles each is said: {text}");
}
