//! Changing the key that seals secrets, while the console runs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use store::{
    audit,
    secrets::{self as rows, SealedColumn},
};

use crate::{
    Call, Services,
    error::ServiceResult,
    vault::{Vault, VaultError},
};

/// How a rotation went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The version that seals now.
    pub version: u32,
    /// Whether that key was made by this rotation. Keys given as text cannot
    /// be added to: put a new one into `TAHONA_SECRET_KEY` first.
    pub added: bool,
    /// How many secrets were sealed anew.
    pub resealed: u64,
    /// How many stored secrets each version seals, after the rotation.
    pub by_version: BTreeMap<u32, u64>,
    /// Secrets that no key opens, as `account:<id>:token`: they were lost
    /// before, and have to be entered again.
    pub unreadable: Vec<String>,
}

impl Report {
    /// Whether everything is sealed with the newest key.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.by_version.keys().all(|version| *version == self.version)
    }
}

/// Adds a key to the key file and seals every stored secret with it, one by
/// one, so that the console can work meanwhile. A secret that was replaced in
/// between is left alone. Old keys stay until [`prune`].
pub async fn rotate(svc: &Services) -> ServiceResult<Report> {
    let added = svc.vault.has_file();
    if added {
        svc.vault.add_key()?;
    }
    let version = svc.vault.newest();
    let mut resealed = 0;
    let mut unreadable = Vec::new();
    for column in SealedColumn::ALL {
        let stored = rows::list(&mut svc.db.read().await?, column).await?;
        for (id, old) in stored {
            if Vault::version_of(&old).is_ok_and(|sealed| sealed == version) {
                continue;
            }
            let place = column.place(&id);
            let secret = match svc.vault.open(&place, &old) {
                Ok(secret) => secret,
                Err(VaultError::DoesNotOpen | VaultError::NotSealed | VaultError::UnknownVersion(_)) => {
                    unreadable.push(place);
                    continue;
                }
                Err(other) => return Err(other.into()),
            };
            let new = svc.vault.seal(&place, &secret)?;
            let mut tx = svc.db.write().await?;
            if rows::replace(&mut tx, column, &id, &old, &new).await? {
                tx.commit().await?;
                resealed += 1;
            }
        }
    }
    let by_version = in_use(svc).await?;
    let mut tx = svc.db.write().await?;
    let after = json!({ "version": version, "resealed": resealed, "unreadable": unreadable });
    let call = Call::system("secrets rotate");
    let entry = call.change(
        svc,
        "secrets.rotate",
        "platform",
        "secrets",
        "secrets",
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(Report {
        version,
        added,
        resealed,
        by_version,
        unreadable,
    })
}

/// Takes keys that no stored secret needs out of the key file; answers which.
///
/// Run it some minutes after [`rotate`] and not right behind it: a console
/// that was just about to store a secret may have sealed it with the key
/// before, which this would then take away.
pub async fn prune(svc: &Services) -> ServiceResult<Vec<u32>> {
    let used: BTreeSet<u32> = in_use(svc).await?.into_keys().collect();
    let unused: Vec<u32> = svc
        .vault
        .versions()
        .into_iter()
        .filter(|version| !used.contains(version))
        .collect();
    let removed = svc.vault.remove_keys(&unused)?;
    if !removed.is_empty() {
        let mut tx = svc.db.write().await?;
        let before = json!({ "versions": removed });
        let call = Call::system("secrets rotate");
        let entry = call.change(
            svc,
            "secrets.prune",
            "platform",
            "secrets",
            "secrets",
            (Some(before), None),
        );
        audit::append(&mut tx, entry).await?;
        tx.commit().await?;
    }
    Ok(removed)
}

/// How many stored secrets each key version seals.
async fn in_use(svc: &Services) -> ServiceResult<BTreeMap<u32, u64>> {
    let mut tx = svc.db.read().await?;
    let mut found = BTreeMap::new();
    for column in SealedColumn::ALL {
        for (_, sealed) in rows::list(&mut tx, column).await? {
            if let Ok(version) = Vault::version_of(&sealed) {
                *found.entry(version).or_default() += 1;
            }
        }
    }
    Ok(found)
}
