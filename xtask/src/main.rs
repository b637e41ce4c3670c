//! The two build steps that are a library's work, called by `build.sh`: JavaScript bindings for the WebAssembly
//! module, and the extension's archive. Everything else a build needs is in `build.sh`.

mod archive;
mod bindings;

use std::env;
use std::path::Path;

use anyhow::{Result, bail};

const USAGE: &str = "usage: xtask bindings MODULE.wasm FOLDER\n       xtask archive FOLDER FILE.zip";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["bindings", module, folder] => bindings::write(Path::new(module), Path::new(folder)),
        ["archive", folder, file] => archive::write(Path::new(folder), Path::new(file)),
        _ => bail!("{USAGE}"),
    }
}
