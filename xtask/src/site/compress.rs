//! Variants for browsers that accept compressed answers.

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Brotli's best quality, for what is built once and sent often.
const BEST: i32 = 11;
/// A quality that costs no noticeable time.
const FAST: i32 = 4;
/// Extensions whose content is compressed already.
const COMPACT: [&str; 6] = ["png", "jpg", "jpeg", "webp", "avif", "woff2"];

/// Writes `<file>.br` and `<file>.gz`, unless the format is compressed by
/// itself. Variants that would not change keep their time stamps.
pub(crate) fn write_variants(file: &Path, content: &[u8], best: bool) -> Result<()> {
    let compact = file
        .extension()
        .is_some_and(|extension| COMPACT.iter().any(|known| extension == *known));
    if compact {
        return Ok(());
    }
    let quality = if best { BEST } else { FAST };
    let (brotli_file, gzip_file) = (variant(file, "br"), variant(file, "gz"));
    let compressed = brotli(content, quality)?;
    if !std::fs::read(&brotli_file).is_ok_and(|old| old == compressed) {
        std::fs::write(brotli_file, compressed)?;
    }
    let compressed = gzip(
        content,
        if best {
            Compression::best()
        } else {
            Compression::fast()
        },
    )?;
    if !std::fs::read(&gzip_file).is_ok_and(|old| old == compressed) {
        std::fs::write(gzip_file, compressed)?;
    }
    Ok(())
}

fn variant(file: &Path, extension: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".");
    name.push(extension);
    name.into()
}

/// Brotli at a quality from 0 to 11.
pub(crate) fn brotli(content: &[u8], quality: i32) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = BrotliEncoderParams {
        quality,
        ..BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8], level: Compression) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
