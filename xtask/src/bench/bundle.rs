//! What a browser loads once, as it travels: with every page to make the islands
//! live, and with the pages that have a library of their own.

use crate::{front, project, site};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// Measures the files of the last release build.
pub(crate) fn measure() -> Result<Value> {
    let mut libraries = serde_json::Map::new();
    let mut within = true;
    for library in &front::LIBRARIES {
        let bundle = front::Bundle::of(library, true);
        let mut files = vec![bundle.js, bundle.wasm];
        let start = project::path("public").join(format!("{}_start.js", library.name));
        files.extend(start.is_file().then_some(start));
        let mut sizes = serde_json::Map::new();
        let mut total = 0;
        for file in files {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let content = std::fs::read(&file)
                .with_context(|| format!("{} is missing: build first", file.display()))?;
            let compressed = u64::try_from(site::brotli(&content, 11)?.len())?;
            sizes.insert(name, json!({ "bytes": content.len(), "brotli": compressed }));
            total += compressed;
        }
        within &= total <= library.budget;
        libraries.insert(
            library.name.to_owned(),
            json!({
                "files": sizes,
                "brotli_total": total,
                "budget": library.budget,
                "within_budget": total <= library.budget,
            }),
        );
    }
    Ok(json!({ "libraries": libraries, "within_budget": within }))
}
