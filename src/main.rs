//! The `grantlens` command: the core with files, a clock's worth of randomness and a terminal around it.
//!
//! Exit status: 0 when nothing failed, 1 when failures were explained, 2 when the input could not be read (then there is a
//! message on standard error and nothing on standard output).

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
