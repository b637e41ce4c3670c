//! In: a text of JavaScript's. Out: the same as UTF-8.
//!
//! The browser writes it into our memory at once. The bindings would take it over letter by letter, which costs as much as reading it
//! does.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsString, into: &mut [u8]) -> Progress;

    type Progress;
    #[wasm_bindgen(method, getter)]
    fn read(this: &Progress) -> u32;
    #[wasm_bindgen(method, getter)]
    fn written(this: &Progress) -> u32;
}

thread_local! {
    static ENCODER: TextEncoder = TextEncoder::new();
}

/// A unit of UTF-16 becomes so many bytes at most.
const WIDEST: usize = 3;

/// The text, with U+FFFD for half a letter.
pub(super) fn read(text: &JsString) -> String {
    let units = text.length();
    // Nearly all that is read is ASCII: a byte a letter.
    let mut bytes = vec![0; units as usize];
    let mut length = 0;
    let mut rest = text.clone();
    loop {
        let progress = ENCODER.with(|encoder| encoder.encode_into(&rest, &mut bytes[length..]));
        length += progress.written() as usize;
        let (read, left) = (progress.read(), rest.length());
        if read >= left {
            break;
        }
        rest = rest.slice(read, left);
        bytes.resize(length + WIDEST * (left - read) as usize, 0);
    }
    bytes.truncate(length);
    String::from_utf8(bytes).unwrap_or_default()
}
