//! Secrets at rest.
//!
//! XChaCha20-Poly1305 under a versioned key. A sealed secret reads
//! `v<key version>.<base64 of nonce and ciphertext>` and is bound to its place
//! (`account:<id>:token`), so that it cannot be copied into another row.
//!
//! Keys come from `TAHONA_SECRET_KEY` or `TAHONA_SECRET_KEY_FILE`: lines or
//! comma-separated entries `<version>:<base64 of 32 bytes>`; the highest version
//! seals, all of them open. A key file is read again when it changed before a
//! secret is sealed, and when a secret names an unknown version, so
//! `tahona secrets rotate` works while the console runs.
//!
//! Nonces are drawn from the operating system here and not from
//! [`crate::Inner::random`]: a repeated nonce under one key would give the
//! secrets away, so no test set-up may ever bring one about.

mod error;
mod key_file;
mod keys;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XNonce,
    aead::{Aead, Payload},
};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::random::Random;
pub use error::VaultError;
use key_file::Stamp;
use keys::Keyring;

/// Length of an XChaCha20-Poly1305 nonce, in bytes.
const NONCE: usize = 24;

/// Seals and opens secrets. Cheap to clone; clones share the keys.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    source: Source,
    state: RwLock<State>,
    nonces: Random,
}

enum Source {
    Text,
    File(PathBuf),
}

struct State {
    keys: Keyring,
    /// How the key file looked when it was last read.
    stamp: Option<Stamp>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("versions", &self.versions())
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Keys from text, as in `TAHONA_SECRET_KEY`.
    pub fn from_text(text: &str) -> Result<Self, VaultError> {
        Ok(Self::with(
            Source::Text,
            State {
                keys: Keyring::parse(text)?,
                stamp: None,
            },
        ))
    }

    /// Keys from a file, as in `TAHONA_SECRET_KEY_FILE`. On Unix a file that
    /// others may read is refused.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, VaultError> {
        let path = path.as_ref();
        let (keys, stamp) = key_file::read(path)?;
        Ok(Self::with(
            Source::File(path.to_owned()),
            State {
                keys,
                stamp: Some(stamp),
            },
        ))
    }

    /// No keys at all, for commands that seal and open nothing: both are refused.
    #[must_use]
    pub fn without_keys() -> Self {
        let state = State {
            keys: Keyring::none(),
            stamp: None,
        };
        Self::with(Source::Text, state)
    }

    /// Writes a key file with one new key, readable by its owner only, unless
    /// one is there. Says whether it did.
    pub fn create_if_missing(path: impl AsRef<Path>) -> Result<bool, VaultError> {
        key_file::create_if_missing(path.as_ref(), &Random::from_system())
    }

    fn with(source: Source, state: State) -> Self {
        Self(Arc::new(Inner {
            source,
            state: RwLock::new(state),
            nonces: Random::from_system(),
        }))
    }

    /// Seals a secret for its place with the newest key.
    ///
    /// # Errors
    /// When the key file changed and cannot be read any more: sealing with a
    /// key that may be gone would lose the secret.
    pub fn seal(&self, place: &str, secret: &SecretString) -> Result<String, VaultError> {
        self.refresh()?;
        let state = self.state();
        let version = state.keys.newest();
        let cipher = state.keys.cipher(version).ok_or(VaultError::NoKeys)?;
        let nonce: [u8; NONCE] = self.0.nonces.bytes();
        let payload = Payload {
            msg: secret.expose_secret().as_bytes(),
            aad: &bound(version, place),
        };
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| VaultError::DoesNotOpen)?;
        let mut bytes = nonce.to_vec();
        bytes.extend_from_slice(&sealed);
        Ok(format!("v{version}.{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Opens what was sealed for the same place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<SecretString, VaultError> {
        let version = Self::version_of(sealed)?;
        if !self.versions().contains(&version) {
            self.reload()?;
        }
        let (_, text) = sealed.split_once('.').ok_or(VaultError::NotSealed)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| VaultError::NotSealed)?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE>().ok_or(VaultError::NotSealed)?;
        let state = self.state();
        let cipher = state
            .keys
            .cipher(version)
            .ok_or(VaultError::UnknownVersion(version))?;
        let payload = Payload {
            msg: ciphertext,
            aad: &bound(version, place),
        };
        let opened = cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| VaultError::DoesNotOpen)?;
        let opened = Zeroizing::new(opened);
        let text = std::str::from_utf8(&opened).map_err(|_| VaultError::DoesNotOpen)?;
        Ok(SecretString::from(text))
    }

    /// The key version that a sealed secret names.
    pub fn version_of(sealed: &str) -> Result<u32, VaultError> {
        let (head, _) = sealed.split_once('.').ok_or(VaultError::NotSealed)?;
        head.strip_prefix('v')
            .and_then(|v| v.parse().ok())
            .ok_or(VaultError::NotSealed)
    }

    /// The version that seals.
    #[must_use]
    pub fn newest(&self) -> u32 {
        self.state().keys.newest()
    }

    /// All versions that open, oldest first.
    #[must_use]
    pub fn versions(&self) -> Vec<u32> {
        self.state().keys.versions()
    }

    /// Whether the keys live in a file, so that [`Self::add_key`] and
    /// [`Self::remove_keys`] can change them.
    #[must_use]
    pub fn has_file(&self) -> bool {
        matches!(self.0.source, Source::File(_))
    }

    /// Adds a new key to the key file and answers its version. The file is
    /// replaced as a whole, so that no reader ever sees half of it.
    pub fn add_key(&self) -> Result<u32, VaultError> {
        let Source::File(path) = &self.0.source else {
            return Err(VaultError::FixedKeys);
        };
        let version = key_file::add(path, &self.0.nonces)?;
        self.reload()?;
        Ok(version)
    }

    /// Takes keys out of the key file; the newest one always stays. Answers
    /// which were removed. Whoever calls makes sure that nothing needs them.
    pub fn remove_keys(&self, versions: &[u32]) -> Result<Vec<u32>, VaultError> {
        let Source::File(path) = &self.0.source else {
            return Err(VaultError::FixedKeys);
        };
        let removed = key_file::remove(path, versions)?;
        self.reload()?;
        Ok(removed)
    }

    /// Reads the key file again if it looks different from the last time.
    fn refresh(&self) -> Result<(), VaultError> {
        let Source::File(path) = &self.0.source else {
            return Ok(());
        };
        if self.state().stamp.as_ref() == Some(&key_file::stamp(path)?) {
            Ok(())
        } else {
            self.reload()
        }
    }

    fn reload(&self) -> Result<(), VaultError> {
        let Source::File(path) = &self.0.source else {
            return Ok(());
        };
        let (keys, stamp) = key_file::read(path)?;
        let mut state = self
            .0
            .state
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *state = State {
            keys,
            stamp: Some(stamp),
        };
        Ok(())
    }

    fn state(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.0
            .state
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What a sealed secret is bound to, besides its key.
fn bound(version: u32, place: &str) -> Vec<u8> {
    format!("tahona:v{version}:{place}").into_bytes()
}
