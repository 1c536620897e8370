//! The keys of a vault, as they are written and as they are used.

use std::{collections::BTreeMap, fmt::Write};

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use super::VaultError;

/// Length of a key, in bytes.
pub(super) const KEY: usize = 32;

/// Reads base 64 with or without its padding, as key generators differ.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Keys by version; what was read is never empty.
pub(super) struct Keyring {
    keys: BTreeMap<u32, Zeroizing<[u8; KEY]>>,
    newest: u32,
}

impl Keyring {
    /// Reads entries `<version>:<base64>` from lines or a comma-separated
    /// list. Empty entries and lines starting with `#` are passed over.
    pub(super) fn parse(text: &str) -> Result<Self, VaultError> {
        let mut keys = BTreeMap::new();
        let entries = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .flat_map(|line| line.split(','));
        for (at, entry) in entries
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .enumerate()
        {
            let bad = VaultError::BadEntry { entry: at + 1 };
            let Some((version, key)) = entry.split_once(':') else {
                return Err(bad);
            };
            let Ok(version @ 1..) = version.trim().parse::<u32>() else {
                return Err(bad);
            };
            let Ok(bytes) = LENIENT.decode(key.trim()).map(Zeroizing::new) else {
                return Err(bad);
            };
            let found = bytes.len();
            let Ok(key) = <[u8; KEY]>::try_from(bytes.as_slice()) else {
                return Err(VaultError::KeyLength { version, found });
            };
            if keys.insert(version, Zeroizing::new(key)).is_some() {
                return Err(VaultError::Twice { version });
            }
        }
        let newest = *keys.keys().next_back().ok_or(VaultError::NoKeys)?;
        Ok(Self { keys, newest })
    }

    /// No keys, for those who seal and open nothing.
    pub(super) fn none() -> Self {
        Self {
            keys: BTreeMap::new(),
            newest: 0,
        }
    }

    /// The highest version, which seals.
    pub(super) fn newest(&self) -> u32 {
        self.newest
    }

    /// All versions, oldest first.
    pub(super) fn versions(&self) -> Vec<u32> {
        self.keys.keys().copied().collect()
    }

    /// The cipher of a version.
    pub(super) fn cipher(&self, version: u32) -> Option<XChaCha20Poly1305> {
        self.keys
            .get(&version)
            .map(|key| XChaCha20Poly1305::new(&Key::from(**key)))
    }

    /// Adds a key above all others.
    pub(super) fn add(&mut self, key: [u8; KEY]) -> u32 {
        self.newest = self.newest.saturating_add(1);
        self.keys.insert(self.newest, Zeroizing::new(key));
        self.newest
    }

    /// Takes a key out, unless it is the newest.
    pub(super) fn remove(&mut self, version: u32) -> bool {
        version != self.newest && self.keys.remove(&version).is_some()
    }

    /// One line for each key, oldest first.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(64 * self.keys.len()));
        for (version, key) in &self.keys {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{version}:{}",
                Zeroizing::new(STANDARD.encode(**key)).as_str()
            );
        }
        text
    }

    /// A keyring with one key, version 1.
    pub(super) fn first(key: [u8; KEY]) -> Self {
        Self {
            keys: BTreeMap::from([(1, Zeroizing::new(key))]),
            newest: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn key(byte: u8) -> String {
        STANDARD.encode([byte; KEY])
    }

    #[test]
    fn keys_are_read_from_lines_and_from_lists() {
        let text = format!(
            "# kept by Ana\n1:{}\n\n 2 : {}\r\n",
            key(1),
            key(2).trim_end_matches('=')
        );
        let lines = Keyring::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((lines.versions(), lines.newest()), (vec![1, 2], 2));
        let list = Keyring::parse(&format!("3:{},1:{}", key(3), key(1))).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((list.versions(), list.newest()), (vec![1, 3], 3));
    }

    #[rstest]
    #[case("", "no key was given; expected entries like 1:<base64 of 32 bytes>")]
    #[case("1:AAAA", "key 1 has 3 bytes, 32 are needed")]
    #[case("hunter2", "key entry 1 is not <version>:<base64 of 32 bytes>")]
    #[case("0:AAAA", "key entry 1 is not <version>:<base64 of 32 bytes>")]
    #[case("1:not base 64", "key entry 1 is not <version>:<base64 of 32 bytes>")]
    fn unusable_keys_are_refused_without_showing_them(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(
            Keyring::parse(text).err().map(|e| e.to_string()).as_deref(),
            Some(expected)
        );
    }

    #[test]
    fn a_version_given_twice_is_refused() {
        let text = format!("1:{},1:{}", key(1), key(2));
        assert!(matches!(
            Keyring::parse(&text),
            Err(VaultError::Twice { version: 1 })
        ));
    }
}
