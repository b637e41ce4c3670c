//! The picture of the terminal in docs/cli.md is what the command prints today.
//!
//! `GRANTLENS_BLESS=1 cargo test --test pictures` draws it anew.

mod support;

use grantlens::render::terminal::{self, Style};
use std::{fs, path::Path};
use support::EXAMPLES;

#[test]
fn the_terminal_looks_as_in_its_picture() {
    let example = EXAMPLES
        .iter()
        .find(|example| example.cause == "code-encoded-twice" && example.expectation == "confirmed")
        .expect("an example");
    let mut failed = example.finding();
    failed.origin.get_or_insert_default().input = Some("failed.http".to_owned());
    let text = format!(
        "$ grantlens explain failed.http\n{}",
        terminal::finding(&failed, Style { color: true, ..Style::default() })
    );
    let drawn = anstyle_svg::Term::new().render_svg(text.trim_end());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures/terminal.svg");
    if std::env::var_os("GRANTLENS_BLESS").is_some() {
        fs::write(&path, &drawn).expect("docs/pictures/terminal.svg can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "the terminal looks different now: run GRANTLENS_BLESS=1 cargo test --test pictures and look at it"
    );
}
