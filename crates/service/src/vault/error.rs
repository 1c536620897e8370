//! What can go wrong with keys and sealed secrets.

use std::path::PathBuf;

use crate::error::ServiceError;

/// Why a secret cannot be sealed or opened, or why keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The text or file holds no key.
    #[error("no key was given; expected entries like 1:<base64 of 32 bytes>")]
    NoKeys,
    /// An entry is not `<version>:<base64>`.
    #[error("key entry {entry} is not <version>:<base64 of 32 bytes>")]
    BadEntry {
        /// Which entry, from 1.
        entry: usize,
    },
    /// A key has the wrong length.
    #[error("key {version} has {found} bytes, 32 are needed")]
    KeyLength {
        /// Its version.
        version: u32,
        /// How many bytes it has.
        found: usize,
    },
    /// Two entries have the same version.
    #[error("key {version} is given twice")]
    Twice {
        /// That version.
        version: u32,
    },
    /// The key file cannot be read or written.
    #[error("the key file {path}: {source}")]
    File {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Others than its owner may read the key file.
    #[error("the key file {path} may be read by others (mode {mode:03o}); run: chmod 600 {path}")]
    Readable {
        /// Where.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Keys that were given as text cannot be added to or removed.
    #[error(
        "keys given in TAHONA_SECRET_KEY can only be changed there; give the new key the highest version"
    )]
    FixedKeys,
    /// The stored text is not a sealed secret.
    #[error("the stored value is not a sealed secret")]
    NotSealed,
    /// The key that sealed it is not among those given.
    #[error("the secret was sealed with key {0}, which is not among the keys given")]
    UnknownVersion(u32),
    /// The key does not fit, the text was changed, or it belongs to another place.
    #[error("the secret does not open: wrong key, changed text, or copied from another place")]
    DoesNotOpen,
}

impl From<VaultError> for ServiceError {
    fn from(error: VaultError) -> Self {
        tracing::error!(%error, "a secret could not be sealed or opened");
        Self::Internal(error.to_string())
    }
}
