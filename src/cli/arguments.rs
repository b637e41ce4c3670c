//! In: the words of the command line. Out: [`Cli`], what they ask for.
//!
//! What is written here is the command's help, its man page and its shell completions. Nothing is done here.

use super::{answers::Answer, input};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Says why a Google OAuth token request failed
#[derive(Parser)]
#[command(version, about, max_term_width = 100, after_long_help = EXIT_STATUS)]
pub struct Cli {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Subcommand)]
pub enum Verb {
    Explain(Explain),
    /// List every cause, or print the page of one
    Causes {
        /// The cause's id, such as `code-encoded-twice`
        id: Option<String>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of grantlens, or of one of its commands
    Man {
        /// The command, such as `explain`
        #[arg(value_name = "COMMAND", value_parser = ["explain", "causes", "completions", "man"])]
        verb: Option<String>,
    },
}

/// Explain the failures in HAR files, HTTP exchanges, commands and logs
///
/// What each file holds is found out. Files compressed by gzip, and the members of a zip archive, are read as they are. All
/// files make one session: a code in a HAR file and the same code in a log are known to be one.
#[derive(Args)]
#[command(after_long_help = EXIT_STATUS)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct Explain {
    /// The files to read; `-` is standard input
    #[arg(default_value = "-", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// What the files hold
    #[arg(long, value_enum, default_value_t)]
    pub input: input::Form,
    /// How to print the report
    #[arg(long, value_enum, default_value_t)]
    pub format: Output,
    /// Follow a log that is still being written, and explain each failure as it comes
    ///
    /// The file is read from its start and then waited for; one that is cut back or replaced is read from its start again. A
    /// failure that came before is told in one line. With `--format json` each finding is a line.
    #[arg(short, long, conflicts_with_all = ["ndjson", "answers"])]
    pub follow: bool,
    /// List every cause that is possible, not the strongest alone
    #[arg(short, long)]
    pub all: bool,
    /// Print nothing; the exit status tells
    #[arg(short, long)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
    /// Answer the question of a cause's page, as in `app-in-testing=yes`; may be given again
    #[arg(long = "answer", value_name = "CAUSE=yes|no")]
    pub answers: Vec<Answer>,
    /// Read one JSON object with `id` and `text` a line, and print one with `id` and `report` a line, in the same order
    #[arg(long, conflicts_with_all = ["quiet", "answers"])]
    pub ndjson: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Findings drawn as compilers draw errors
    #[default]
    Text,
    /// The report, FORMAT 1
    Json,
    /// Markdown for a ticket
    Markdown,
}

/// How a report is printed.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// Findings drawn as compilers draw errors
    #[default]
    Text,
    /// The report, FORMAT 1
    Json,
    /// Markdown for a ticket
    Markdown,
    /// A HAR file of the OAuth exchanges, without their secrets
    Har,
    /// The requests that failed as curl commands, with variables in the place of secrets
    Curl,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal; NO_COLOR, CLICOLOR and CLICOLOR_FORCE are heeded
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What the exit status says, for the help; the man page has the same as a section.
const EXIT_STATUS: &str = "\
Exit status:
  0  nothing failed
  1  failures were explained
  2  no input could be read, or the command line cannot be understood";
