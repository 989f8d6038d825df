//! For whom texts are made.

use wasm_bindgen::prelude::*;

use crate::message::{self, Reader};

/// From now on texts are in `language` (`en`, `zh`), with commands as they are typed on `host` (`cli`, `sls`, `osls`,
/// `console`, `program`).
/// `place`: the flags by which a place was typed, each followed by its value.
#[wasm_bindgen(js_name = setReader)]
pub fn set_reader(language: &str, host: &str, place: Vec<String>) {
    message::set_reader(Reader::named(language, host));
    message::set_place(place.chunks_exact(2).filter_map(pair).collect());
}

fn pair(of: &[String]) -> Option<(String, String)> {
    let [flag, value] = of else { return None };
    Some((flag.clone(), value.clone()))
}
