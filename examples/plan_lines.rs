//! Plans by the line: each line of standard input is `{"order": {…}, "observed": {…}}`, each line of standard output the
//! plan as `{"text": …}`, or the refusal as `{"error": {…}}`.
//!
//! ```sh
//! echo '{"order": {"do": "plan", "inputs": {"name": "fun01", "traffic": 0.1}}, "observed": {"functions": [
//!   {"name": "fun01", "aliases": [{"Name": "$DEFAULT", "FunctionVersion": "$LATEST"}],
//!    "versions": [{"Version": "7", "Status": "Active"}]}]}}' | tr -d '\n' | cargo run --quiet --example plan_lines
//! ```

use std::io::{BufRead, Write};

use scf_grayscale::Error;
use scf_grayscale::json::Json;
use scf_grayscale::message::problem::BoundaryProblem;
use scf_grayscale::message::problem::boundary::Handed;
use scf_grayscale::observed::Observed;
use scf_grayscale::plan::{self, Plan};
use scf_grayscale::release::Request;
use scf_grayscale::scf::{Fields, Read};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let answer = match planned(&line?) {
            Ok(plan) => json!({ "text": plan.text() }),
            Err(error) => json!({ "error": error }),
        };
        writeln!(out, "{answer}")?;
    }
    out.flush()
}

fn planned(line: &str) -> Result<Plan, Error> {
    let unreadable =
        |handed, reason: String| Error::usage(BoundaryProblem::Unreadable { handed, reason: Some(reason) });
    let mut case = Json::from_json(line).map_err(|why| unreadable(Handed::Request, why))?;
    let (order, observed) = (case.take("order"), case.take("observed"));
    let observed = Observed::read(Fields(&observed)).map_err(|why| unreadable(Handed::Observed, why))?;
    plan::make(&Request::read(order)?.intent()?, &observed)
}
