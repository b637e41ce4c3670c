//! In: the text of a regular expression. Out: the browser's own, compiled, or what it says is wrong.
//!
//! The module would weigh a fifth more with a crate that does the same.

use wasm_bindgen::prelude::*;

use super::filter::Pattern;

#[wasm_bindgen]
extern "C" {
    type RegExp;

    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str, flags: &str) -> Result<RegExp, js_sys::Error>;
    #[wasm_bindgen(method)]
    fn test(this: &RegExp, text: &str) -> bool;
}

impl Pattern for RegExp {
    fn matches(&self, text: &str) -> bool {
        self.test(text)
    }
}

pub(crate) fn compile(pattern: &str) -> Result<Box<dyn Pattern>, String> {
    match RegExp::new(pattern, "im") {
        Ok(compiled) => Ok(Box::new(compiled)),
        Err(error) => Err(reason(&String::from(error.message()))),
    }
}

/// `Invalid regular expression: /(/im: Unterminated group` ends with what is wrong.
fn reason(message: &str) -> String {
    message.rsplit(": ").next().unwrap_or(message).to_ascii_lowercase()
}
