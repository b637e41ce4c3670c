//! In: a WebAssembly module as rustc made it. Out: `grantlens.js` and `grantlens_bg.wasm`, ready for a browser.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

pub(crate) fn write(module: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .out_name("grantlens")
        .web(true)?
        .typescript(false)
        // The recorder goes on in a fresh instance when one has trapped.
        .reset_state_function(true)
        // Names and producers are most of what an optimiser would save, and they differ from machine to machine.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("no bindings could be made for {}", module.display()))
}
