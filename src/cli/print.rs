//! In: text, and when to use colours. Out: the text on standard output.
//!
//! A reader that went away (`| head`) has seen enough: that is no error.

use super::arguments::{Color, Explain};
use grantlens::render::terminal::{Style, WIDTH};
use std::io::{self, Write};

/// Prints `text`. Out: false when nobody reads it any more.
///
/// # Errors
/// When it cannot be written, on a full disk for example.
pub fn print(text: impl AsRef<[u8]>) -> Result<bool, String> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_ref()).and_then(|()| output.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("standard output: {}", reason(&error))),
    }
}

/// Whether to colour what goes to standard output. `auto` heeds `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR` and `TERM`.
fn wants_color(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// How to draw findings on standard output: as wide as the terminal is, within what can be read.
pub fn style(wanted: &Explain) -> Style {
    let width = terminal_size::terminal_size_of(io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0));
    Style {
        color: wants_color(wanted.color),
        width: width.clamp(NARROWEST, WIDTH),
        shows_all: wanted.all,
        takes_answers: !wanted.follow,
    }
}

/// In less than this, words are broken badly.
const NARROWEST: usize = 50;

/// Says `message` on standard error.
pub fn complain(message: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "grantlens: {message}");
}

/// What went wrong, without the number that the system gives it.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder; name the files in it".to_owned(),
        _ => {
            let text = error.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            text[..end].to_owned()
        }
    }
}
