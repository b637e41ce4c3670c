//! In: the command's own description. Out: completions for a shell, and manual pages.
//!
//! Both follow from [`super::arguments`]; nothing is written twice but the exit statuses, which a manual has in a section.

use super::arguments::Cli;
use clap::{Command, CommandFactory, builder::PossibleValuesParser};
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};
use grantlens::prose;
use std::io;

/// The completion script for `shell`, with the ids of all causes.
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let ids = PossibleValuesParser::new(prose::pages().map(|page| page.id));
    let mut command = Cli::command().mut_subcommand("causes", |verb| verb.mut_arg("id", |id| id.value_parser(ids)));
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut command, NAME, &mut out);
    out
}

/// The manual page of the command or of `verb`, in roff.
pub fn man(verb: Option<&str>) -> io::Result<Vec<u8>> {
    let mut command = Cli::command();
    command.build();
    let found = verb.and_then(|verb| command.find_subcommand(verb)).cloned();
    page(found.unwrap_or(command).after_long_help(None::<&str>))
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let has_verbs = command.has_subcommands();
    let explains = !has_verbs && command.get_name().ends_with("explain");
    let man = Man::new(command).manual("Grantlens");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    if has_verbs {
        man.render_subcommands_section(&mut out)?;
    }
    let mut rest = Roff::new();
    if has_verbs || explains {
        rest.control("SH", ["EXIT STATUS"]);
        for (status, meaning) in STATUSES {
            rest.control("TP", []).text([bold(status)]).text([roman(meaning)]);
        }
    }
    rest.control("SH", ["SEE ALSO"]).text([roman(
        "grantlens(1), grantlens-explain(1), grantlens-causes(1), grantlens-completions(1), grantlens-man(1)",
    )]);
    rest.to_writer(&mut out)?;
    if has_verbs {
        man.render_version_section(&mut out)?;
    }
    Ok(out)
}

const NAME: &str = "grantlens";

const STATUSES: [(&str, &str); 3] = [
    ("0", "Nothing failed."),
    ("1", "Failures were explained."),
    ("2", "No input could be read, or the command line cannot be understood."),
];
