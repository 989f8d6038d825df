//! For whom texts are made.

use wasm_bindgen::prelude::*;

use crate::message::{self, Reader};

/// From now on texts are in `language` (`en`, `zh`), with commands as they are typed on `host` (`cli`, `sls`, `osls`,
/// `console`, `program`).
#[wasm_bindgen(js_name = setReader)]
pub fn set_reader(language: &str, host: &str) {
    message::set_reader(Reader::named(language, host));
}
