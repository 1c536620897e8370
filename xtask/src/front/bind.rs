//! From the compiler's output to what a browser loads.

use super::Bundle;
use anyhow::{Result, bail};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// The version of wasm-bindgen. The library and this tool take it from one
/// lock file, so they cannot drift apart.
pub(crate) const VERSION: &str = "wasm-bindgen 0.2.130";

/// Writes the JavaScript module and the library it loads.
///
/// The module asks for no file by itself (`omit_default_module_path`): the page
/// names both addresses, which carry content hashes.
pub(crate) fn bind(raw: &Path, bundle: &Bundle) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(raw)
        .out_name(bundle.name)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true);
    let mut output = bindgen
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let snippets = output
        .snippets()
        .iter()
        .filter(|(_, scripts)| !scripts.is_empty())
        .map(|(name, _)| name);
    let foreign: Vec<_> = snippets
        .chain(output.local_modules().keys())
        .map(String::as_str)
        .collect();
    if !foreign.is_empty() {
        bail!(
            "JavaScript files of a dependency have no place in the asset build: {}",
            foreign.join(", ")
        );
    }
    std::fs::write(&bundle.js, output.js())?;
    std::fs::write(&bundle.wasm, output.wasm_mut().emit_wasm())?;
    Ok(())
}
