//! Checks random inputs without end: `tests/it/fuzz.rs` says what is checked. Each line of the input
//! is a seed and a count; a failure ends the program, and the line before it has the seed.
//!
//!     echo 7 1000000 | cargo run --release -p iam --example fuzz
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, BufRead, Write};

#[path = "../tests/it/fuzz.rs"]
mod fuzz;

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (seed, inputs) = line
            .split_once(' ')
            .ok_or("each line must be a seed and a count")?;
        writeln!(output, "seed {seed}, {inputs} inputs")?;
        writeln!(output, "{:?}", fuzz::run(seed.parse()?, inputs.parse()?))?;
    }
    Ok(())
}
