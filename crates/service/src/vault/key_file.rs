//! The key file: read strictly, replaced as a whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::{
    VaultError,
    keys::{KEY, Keyring},
};
use crate::random::Random;

/// How a file looks from outside; two equal stamps mean that it was not replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    #[cfg(unix)]
    inode: u64,
}

/// Looks at the file without reading it.
pub(super) fn stamp(path: &Path) -> Result<Stamp, VaultError> {
    fs::metadata(path).map(|meta| stamp_of(&meta)).map_err(at(path))
}

fn stamp_of(meta: &fs::Metadata) -> Stamp {
    Stamp {
        modified: meta.modified().ok(),
        length: meta.len(),
        #[cfg(unix)]
        inode: std::os::unix::fs::MetadataExt::ino(meta),
    }
}

/// Reads the keys, refusing a file that others may read. A file that nobody
/// may write is a secret that somebody mounted (Docker makes those 0444,
/// Kubernetes 0440), and readable by intention; what an ordinary umask leaves
/// behind (0644) is not.
pub(super) fn read(path: &Path) -> Result<(Keyring, Stamp), VaultError> {
    let mut file = File::open(path).map_err(at(path))?;
    let meta = file.metadata().map_err(at(path))?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777;
        let mounted = mode & 0o222 == 0;
        if mode & 0o077 != 0 && !mounted {
            return Err(VaultError::Readable {
                path: path.to_owned(),
                mode,
            });
        }
    }
    let mut text = zeroize::Zeroizing::new(String::new());
    io::Read::read_to_string(&mut file, &mut text).map_err(at(path))?;
    Ok((Keyring::parse(&text)?, stamp_of(&meta)))
}

/// Writes a file with one key unless there is one; says whether it did.
pub(super) fn create_if_missing(path: &Path, random: &Random) -> Result<bool, VaultError> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(at(path))?;
    }
    // Where it is there, nothing need be writable: it may be a mounted secret.
    if path.try_exists().map_err(at(path))? {
        return Ok(false);
    }
    let _turn = turn(path)?;
    if path.try_exists().map_err(at(path))? {
        return Ok(false);
    }
    replace(path, &Keyring::first(random.bytes::<KEY>()))?;
    Ok(true)
}

/// Adds a key and answers its version.
pub(super) fn add(path: &Path, random: &Random) -> Result<u32, VaultError> {
    let _turn = turn(path)?;
    let (mut keys, _) = read(path)?;
    let version = keys.add(random.bytes::<KEY>());
    replace(path, &keys)?;
    Ok(version)
}

/// Removes keys and answers which ones.
pub(super) fn remove(path: &Path, versions: &[u32]) -> Result<Vec<u32>, VaultError> {
    let _turn = turn(path)?;
    let (mut keys, _) = read(path)?;
    let removed: Vec<u32> = versions
        .iter()
        .copied()
        .filter(|version| keys.remove(*version))
        .collect();
    if !removed.is_empty() {
        replace(path, &keys)?;
    }
    Ok(removed)
}

/// One process changes the file at a time; let go when dropped.
fn turn(path: &Path) -> Result<File, VaultError> {
    let lock = beside(path, ".lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(lock)
        .map_err(at(path))?;
    file.lock().map_err(at(path))?;
    Ok(file)
}

/// Writes a new file beside the old one, makes it durable, and puts it in its place.
fn replace(path: &Path, keys: &Keyring) -> Result<(), VaultError> {
    let fresh = beside(path, ".new");
    let write = || -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&fresh)?;
        file.write_all(keys.to_text().as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            let folder = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    write().map_err(at(path))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn at(path: &Path) -> impl Fn(io::Error) -> VaultError + '_ {
    move |source| VaultError::File {
        path: path.to_owned(),
        source,
    }
}
