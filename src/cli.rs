//! In: the command line. Out: text on standard output, and the exit status.

mod answers;
mod causes;
mod input;
mod ndjson;

use clap::{Parser, Subcommand, ValueEnum};
use grantlens::{
    recorder::Recorder,
    render::{markdown, terminal},
    report::Outcome,
};
use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Says why a Google OAuth token request failed
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Explain the failures in a HAR file or in an HTTP exchange written as text
    Explain {
        /// The file to read; `-` is standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// What the file holds
        #[arg(long, value_enum, default_value_t)]
        input: input::Form,
        /// How to print the report
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// When to use colours
        #[arg(long, value_enum, default_value_t)]
        color: Color,
        /// Read one `{"id": …, "text": …}` a line, and print one `{"id": …, "report": …}` a line in the same order
        #[arg(long)]
        ndjson: bool,
        /// Answer the question of a cause's page, as in `app-in-testing=yes`; may be given again
        #[arg(long = "answer", value_name = "CAUSE=yes|no")]
        answers: Vec<answers::Answer>,
    },
    /// List every cause, or print the page of one
    Causes {
        /// The cause's id, such as `code-encoded-twice`
        id: Option<String>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Findings drawn as compilers draw errors
    #[default]
    Text,
    /// The report, FORMAT 1
    Json,
    /// Markdown for a ticket
    Markdown,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

const NOTHING_FAILED: u8 = 0;
const FAILURES: u8 = 1;
const UNREADABLE: u8 = 2;

/// Runs the command.
pub fn run() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Explain { file, input, ndjson: true, .. } => {
            input::open(&file).and_then(|lines| ndjson::explain(lines, io::stdout().lock(), input))
        }
        Verb::Explain { file, input, format, color, answers, .. } => explain(&file, input, format, color, &answers),
        Verb::Causes { id, format } => {
            causes::text(id.as_deref(), format).and_then(|text| print(&text)).map(|()| NOTHING_FAILED)
        }
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(message) => {
            eprintln!("grantlens: {message}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn explain(
    file: &Path,
    form: input::Form,
    format: Format,
    color: Color,
    answers: &[answers::Answer],
) -> Result<u8, String> {
    let mut recorder = input::read(file, form, new_key()?)?;
    answers::apply(&mut recorder, answers);
    // The self-check guards whatever is printed, not JSON alone.
    let json = recorder.export().map_err(|leak| leak.to_string())?;
    let text = match format {
        Format::Text => terminal::report(&recorder.report(), wants_color(color)),
        Format::Markdown => markdown::report(&recorder.report()),
        Format::Json => json + "\n",
    };
    print(&text)?;
    Ok(if has_failures(&recorder) { FAILURES } else { NOTHING_FAILED })
}

/// A new random key for a session's fingerprints.
fn new_key() -> Result<[u8; 32], String> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| format!("no random key for fingerprints: {error}"))?;
    Ok(key)
}

fn has_failures(recorder: &Recorder) -> bool {
    recorder.findings().iter().any(|finding| finding.outcome == Outcome::Failed || finding.standing.is_some())
}

fn wants_color(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}

/// Prints `text`; a reader that went away (`| head`) is no error.
fn print(text: &str) -> Result<(), String> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("the report cannot be printed: {error}"))
        }
        _ => Ok(()),
    }
}
