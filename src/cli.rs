//! In: the command line. Out: text on standard output, messages on standard error, and the exit status.

mod ahead;
mod answers;
mod arguments;
mod causes;
mod follow;
mod growth;
mod input;
mod ndjson;
mod open;
mod print;
mod progress;
mod session;
mod shell;
mod side_by_side;
mod unpack;
mod utf16;

use arguments::{Cli, Explain, Output, Verb};
use clap::Parser;
use grantlens::{
    recorder::{Recorder, is_failure},
    render::{curl, har, markdown, terminal},
};
use print::{complain, print};
use progress::Progress;
use std::{io, process::ExitCode};

const NOTHING_FAILED: u8 = 0;
const FAILURES: u8 = 1;
const UNREADABLE: u8 = 2;

/// Runs the command.
pub fn run() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Explain(wanted) if wanted.ndjson => Ok(explain_lines(&wanted)),
        Verb::Explain(wanted) if wanted.follow => follow::follow(&wanted),
        Verb::Explain(wanted) => explain(&wanted),
        Verb::Causes { id, format } => causes::text(id.as_deref(), format).and_then(printed),
        Verb::Completions { shell } => printed(shell::completions(shell)),
        Verb::Man { verb } => shell::man(verb.as_deref()).map_err(|error| error.to_string()).and_then(printed),
    };
    ExitCode::from(done.unwrap_or_else(|message| {
        complain(&message);
        UNREADABLE
    }))
}

fn printed(text: impl AsRef<[u8]>) -> Result<u8, String> {
    print(text).map(|_| NOTHING_FAILED)
}

fn explain(wanted: &Explain) -> Result<u8, String> {
    let progress = Progress::new(wanted.quiet);
    let Some(mut recorder) = session::read(&wanted.files, wanted.input, new_key()?, &progress) else {
        return Ok(UNREADABLE);
    };
    answers::apply(&mut recorder, &wanted.answers);
    if !wanted.quiet {
        // The self-check names the member of the JSON text, and looks over the bytes that are printed.
        let json = recorder.export().map_err(|leak| leak.to_string())?;
        let text = match wanted.format {
            Output::Text => terminal::report(&recorder.report(), print::style(wanted)),
            Output::Markdown => markdown::report(&recorder.report()),
            Output::Json => json + "\n",
            Output::Har => har::file(&recorder.report()),
            Output::Curl => commands(&recorder),
        };
        recorder.vouch(&text).map_err(|leak| leak.to_string())?;
        print(text)?;
    }
    Ok(if has_failures(&recorder) { FAILURES } else { NOTHING_FAILED })
}

/// The requests that failed, each as a command.
fn commands(recorder: &Recorder) -> String {
    let failed = recorder.findings().iter().filter(|finding| is_failure(finding));
    failed.filter_map(curl::command).collect::<Vec<_>>().join("\n")
}

/// Explains line by line; several files are read one after the other.
fn explain_lines(wanted: &Explain) -> u8 {
    let progress = Progress::new(true);
    let way = open::Way { look: open::FEW, is_ahead: false };
    let mut status = NOTHING_FAILED;
    for (path, number) in wanted.files.iter().zip(1..) {
        let read = open::open(path, number, way, &progress, &mut |input| {
            let name = input.name.clone();
            let done = ndjson::explain(input.bytes(), io::stdout().lock(), wanted.input);
            status = status.max(done.map_err(|error| format!("{name}: {error}"))?);
            Ok(())
        });
        if let Err(message) = read {
            complain(&message);
            status = UNREADABLE;
        }
    }
    status
}

/// A new random key for a session's fingerprints.
fn new_key() -> Result<[u8; 32], String> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| format!("no random key for fingerprints: {error}"))?;
    Ok(key)
}

fn has_failures(recorder: &Recorder) -> bool {
    recorder.folded().failures > 0 || recorder.findings().iter().any(is_failure)
}
