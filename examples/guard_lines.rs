//! Statistics of a rollout by the line: each line of standard input is a case as `guard` takes it, each line of standard output
//! its figures as a list of texts, or the refusal as `{"error": {…}}`.
//!
//! ```sh
//! echo '{"kind": "compare", "windows": [[6, 6, 54, 0]], "margin": "1"}' | cargo run --quiet --example guard_lines
//! ```

use std::io::{BufRead, Write};

use scf_grayscale::json::Json;
use scf_grayscale::rollout::guard::figures_of;
use serde_json::json;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let answer = match Json::from_json(&line) {
            Ok(case) => figures_of(&case).map_or_else(|error| json!({ "error": error }), |figures| json!(figures)),
            Err(reason) => json!({ "error": { "code": "InvalidInput", "message": reason } }),
        };
        writeln!(out, "{answer}")?;
    }
    out.flush()
}
