//! Secrets at rest.
//!
//! XChaCha20-Poly1305 under a versioned key. A sealed secret reads
//! `v<key version>.<base64 of nonce and ciphertext>` and is bound to its place
//! (`account:<id>:token`), so that it cannot be copied into another row.
//!
//! Keys come from `TAHONA_SECRET_KEY` or `TAHONA_SECRET_KEY_FILE`: lines or
//! comma-separated entries `<version>:<base64 of 32 bytes>`; the highest version
//! seals, all of them open. A key file is read again when a secret names an
//! unknown version, so `tahona secrets rotate` works while the console runs.

/// Seals and opens secrets.
#[derive(Debug, Clone)]
pub struct Vault;
