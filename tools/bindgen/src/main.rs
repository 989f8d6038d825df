//! `bindgen INPUT.wasm OUT_DIR` writes the JavaScript and TypeScript faces of a compiled module.
//!
//! Target `web` serves every host: Node hands `initSync` the bytes, browsers hand `init` a URL, workers a module.
//! The default path is left out of the generated code because each loader in `js/runtime/wasm` knows its own.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_dir] = arguments.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    match generate(input, out_dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {input} could not be bound: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(input: &str, out_dir: &str) -> Result<(), Box<dyn std::error::Error>> {
    Bindgen::new()
        .input_path(input)
        .out_name("scf_grayscale")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .generate(out_dir)?;
    Ok(())
}
