//! Prints the JSON schema of project files: `node scripts/schema.mjs` makes schema.json of it.

use std::io::Write;

fn main() -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{}", scf_grayscale::desired::schema())
}
