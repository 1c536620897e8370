//! Makes the reduced copy of Meta's API document:
//! `cargo run -p sandbox --features contract --example meta_extract -- <whole document> > tests/meta/…`

use std::{error::Error, io::Write};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("the path of the whole document is needed")?;
    let whole = serde_norway::from_str(&std::fs::read_to_string(path)?)?;
    let reduced = sandbox::contract::reduce(&whole);
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&reduced)?)?;
    Ok(())
}
