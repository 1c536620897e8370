//! The finished assets: every file under a name that carries its content's
//! hash, compressed in advance, and a manifest from plain to hashed names.
//!
//! ```text
//! target/site/manifest.json               {"main.css": "main.1a2b3c4d5e6f.css", …}
//! target/site/assets/main.1a2b3c4d5e6f.css
//! target/site/assets/main.1a2b3c4d5e6f.css.br
//! target/site/assets/main.1a2b3c4d5e6f.css.gz
//! ```

mod compress;
mod css;

use crate::front::Bundle;
use crate::{project, system};
use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(crate) use compress::brotli;

/// From the plain name to the name with the hash.
type Manifest = BTreeMap<String, String>;

/// Characters of the hash in a file name: 48 bits, far beyond chance.
const HASH_LENGTH: usize = 12;

/// Writes the whole site. Files that are there already are left alone, files
/// of earlier builds go.
pub(crate) fn assemble(bundles: &[Bundle], release: bool) -> Result<String> {
    let mut sources = static_sources()?;
    for bundle in bundles {
        sources.insert(format!("{}.js", bundle.name), std::fs::read(&bundle.js)?);
        sources.insert(format!("{}.wasm", bundle.name), std::fs::read(&bundle.wasm)?);
    }
    let manifest = write(&sources, Manifest::new(), release)?;
    remove_others(&manifest)?;
    Ok(format!("{} files", manifest.len()))
}

/// Writes style and public files again, for work on them while the server runs.
/// Earlier files stay: a page that is open may still ask for them.
pub(crate) fn refresh_static() -> Result<()> {
    write(&static_sources()?, read_manifest()?, false).map(drop)
}

/// When style or public files were last written; any change makes it differ.
pub(crate) fn static_state() -> Result<Vec<(std::path::PathBuf, Option<std::time::SystemTime>)>> {
    let mut files = system::files_below(&project::path("style"))?;
    files.extend(system::files_below(&project::path("public"))?);
    Ok(files
        .into_iter()
        .map(|file| {
            let time = std::fs::metadata(&file).and_then(|data| data.modified()).ok();
            (file, time)
        })
        .collect())
}

/// The hashed names, as written by the last build.
pub(crate) fn read_manifest() -> Result<Manifest> {
    let file = project::site().join("manifest.json");
    let text = std::fs::read(&file).with_context(|| format!("{} is missing: build first", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// Identifies the assets of the last build.
pub(crate) fn hash() -> Result<String> {
    Ok(hex::encode(Sha256::digest(
        serde_json::to_vec(&read_manifest()?)?,
    )))
}

fn static_sources() -> Result<BTreeMap<String, Vec<u8>>> {
    let mut sources = BTreeMap::new();
    let style = project::path("style/main.css");
    let text = std::fs::read_to_string(&style).with_context(|| format!("cannot read {}", style.display()))?;
    sources.insert("main.css".to_owned(), css::minify(&text)?.into_bytes());
    let public = project::path("public");
    for file in system::files_below(&public)? {
        let name = file.strip_prefix(&public)?.to_string_lossy().into_owned();
        sources.insert(name, std::fs::read(&file)?);
    }
    Ok(sources)
}

fn write(sources: &BTreeMap<String, Vec<u8>>, mut manifest: Manifest, release: bool) -> Result<Manifest> {
    let assets = project::site().join("assets");
    for (name, content) in sources {
        let hashed = hashed_name(name, content);
        let file = assets.join(&hashed);
        if let Some(directory) = file.parent() {
            std::fs::create_dir_all(directory)?;
        }
        if !std::fs::read(&file).is_ok_and(|old| old == *content) {
            std::fs::write(&file, content)?;
        }
        compress::write_variants(&file, content, release)?;
        manifest.insert(name.clone(), hashed);
    }
    replace(
        &project::site().join("manifest.json"),
        &serde_json::to_vec_pretty(&manifest)?,
    )?;
    Ok(manifest)
}

/// Replaces a small file in one step, and only when its content differs.
fn replace(file: &Path, content: &[u8]) -> Result<()> {
    if std::fs::read(file).is_ok_and(|old| old == content) {
        return Ok(());
    }
    let new = file.with_extension("new");
    std::fs::write(&new, content)?;
    Ok(std::fs::rename(new, file)?)
}

fn remove_others(manifest: &Manifest) -> Result<()> {
    let assets = project::site().join("assets");
    let keep: BTreeSet<_> = manifest.values().map(|name| assets.join(name)).collect();
    for file in system::files_below(&assets)? {
        let variant = file
            .extension()
            .is_some_and(|extension| extension == "br" || extension == "gz");
        let original = if variant {
            file.with_extension("")
        } else {
            file.clone()
        };
        if !keep.contains(&original) {
            std::fs::remove_file(&file)?;
        }
    }
    Ok(())
}

/// `main.css` with the first characters of its hash: `main.1a2b3c4d5e6f.css`.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash = hex::encode(Sha256::digest(content));
    let hash = hash.get(..HASH_LENGTH).unwrap_or(&hash);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_extension_and_a_changed_file_gets_another_name() {
        let one = hashed_name("img/logo.svg", b"<svg/>");
        assert!(one.starts_with("img/logo.") && Path::new(&one).extension().is_some_and(|e| e == "svg"));
        assert_ne!(one, hashed_name("img/logo.svg", b"<svg />"));
        assert_eq!(one, hashed_name("img/logo.svg", b"<svg/>"));
    }
}
