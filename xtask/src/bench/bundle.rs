//! What a browser loads once to make the islands live, as it travels.

use crate::{front, site};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// JavaScript and library together, brotli at its best quality.
const BUDGET: u64 = 130_000;

/// Measures the files of the last release build.
pub(crate) fn measure() -> Result<Value> {
    let bundle = front::Bundle::of(true);
    let mut sizes = serde_json::Map::new();
    let mut total = 0;
    for (name, file) in [("app.js", bundle.js), ("app.wasm", bundle.wasm)] {
        let content =
            std::fs::read(&file).with_context(|| format!("{} is missing: build first", file.display()))?;
        let compressed = u64::try_from(site::brotli(&content, 11)?.len())?;
        sizes.insert(
            name.to_owned(),
            json!({ "bytes": content.len(), "brotli": compressed }),
        );
        total += compressed;
    }
    Ok(json!({
        "files": sizes,
        "brotli_total": total,
        "budget": BUDGET,
        "within_budget": total <= BUDGET,
    }))
}
