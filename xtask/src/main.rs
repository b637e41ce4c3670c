//! The build steps that are a library's work, called by `build.sh`: JavaScript bindings for the WebAssembly module, the words
//! of the pages, the extension's archive, what the module weighs, and the licences of what ships. Everything else a build
//! needs is in `build.sh`.

mod archive;
mod bindings;
mod licences;
mod messages;
mod size;

use std::env;
use std::path::Path;

use anyhow::{Result, bail};

const USAGE: &str = "usage: xtask bindings MODULE.wasm FOLDER\n       xtask messages MESSAGES.json FOLDER\n       \
                     xtask archive FOLDER FILE.zip\n       xtask size NAMED.wasm SHIPPED.wasm\n       xtask licences FILE";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["bindings", module, folder] => bindings::write(Path::new(module), Path::new(folder)),
        ["messages", file, folder] => messages::write(Path::new(file), Path::new(folder)),
        ["archive", folder, file] => archive::write(Path::new(folder), Path::new(file)),
        ["licences", file] => licences::write(Path::new(file)),
        ["size", named, shipped] => size::print(Path::new(named), Path::new(shipped)),
        _ => bail!("{USAGE}"),
    }
}
