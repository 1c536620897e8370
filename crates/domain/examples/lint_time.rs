//! How long the rules take for one template: microseconds as a JSON list on
//! standard output, one for each template of the corpus and each round.
//! `cargo xtask bench --only lint` runs it.

use std::{
    error::Error,
    fs,
    hint::black_box,
    io::{Write, stdout},
    path::Path,
    time::Instant,
};

use domain::template::{Template, lint::lint};

const ROUNDS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates");
    let mut templates = Vec::new();
    for kind in ["accepted", "refused", "doubtful", "costly"] {
        for file in fs::read_dir(folder.join(kind))? {
            // Two of the refused ones are no templates at all.
            templates.extend(Template::parse(&fs::read_to_string(file?.path())?).ok());
        }
    }
    let mut micros = Vec::with_capacity(templates.len() * ROUNDS);
    for _ in 0..ROUNDS {
        for template in &templates {
            let start = Instant::now();
            black_box(lint(black_box(template)));
            micros.push(start.elapsed().as_secs_f64() * 1_000_000.0);
        }
    }
    writeln!(stdout(), "{}", serde_json::to_string(&micros)?)?;
    Ok(())
}
