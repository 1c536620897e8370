//! The app secrets that a signature may be made with.

use std::sync::{Arc, RwLock};

use domain::time::{Millis, SECOND};
use secrecy::{ExposeSecret, SecretString};

use crate::{Services, accounts::secrets::is_demos, error::ServiceResult};

/// How long secrets are remembered: a new one works at the latest after this.
const REMEMBERED: i64 = 30 * SECOND;

/// The app secrets of all connected WABAs, opened and remembered for a short while.
#[derive(Debug, Clone)]
pub struct AppSecrets {
    svc: Services,
    known: Arc<RwLock<Known>>,
}

#[derive(Debug)]
struct Known {
    secrets: Arc<[SecretString]>,
    read_at: Option<Millis>,
}

impl AppSecrets {
    /// Nothing read yet.
    #[must_use]
    pub fn new(svc: Services) -> Self {
        let known = Known {
            secrets: Arc::from([]),
            read_at: None,
        };
        Self {
            svc,
            known: Arc::new(RwLock::new(known)),
        }
    }

    /// The secrets, read again when what is remembered is old or empty. While
    /// the database is away the remembered ones go on being used.
    pub async fn current(&self) -> ServiceResult<Arc<[SecretString]>> {
        let now = self.svc.clock.now();
        if let Ok(known) = self.known.read()
            && known
                .read_at
                .is_some_and(|at| (0..REMEMBERED).contains(&now.since(at)))
            && !known.secrets.is_empty()
        {
            return Ok(Arc::clone(&known.secrets));
        }
        match self.read().await {
            Ok(secrets) => {
                if let Ok(mut known) = self.known.write() {
                    *known = Known {
                        secrets: Arc::clone(&secrets),
                        read_at: Some(now),
                    };
                }
                Ok(secrets)
            }
            Err(error) => match self.known.read() {
                Ok(known) if !known.secrets.is_empty() => Ok(Arc::clone(&known.secrets)),
                _ => Err(error),
            },
        }
    }

    async fn read(&self) -> ServiceResult<Arc<[SecretString]>> {
        let mut tx = self.svc.db.read().await?;
        let accounts = store::accounts::all(&mut tx).await?;
        let mut secrets: Vec<SecretString> = Vec::new();
        for account in accounts.iter().filter(|a| a.disconnected_at.is_none()) {
            let Some(sealed) = &account.app_secret else {
                continue;
            };
            let place = format!("account:{}:app_secret", account.id);
            match self.svc.vault.open(&place, sealed) {
                // Anybody could sign with it.
                Ok(secret) if is_demos(&self.svc, &secret) => {
                    tracing::warn!(
                        account = account.id,
                        "the app secret is the demo's: enter the real one"
                    );
                }
                Ok(secret)
                    if secrets
                        .iter()
                        .all(|s| s.expose_secret() != secret.expose_secret()) =>
                {
                    secrets.push(secret);
                }
                Ok(_) => {}
                // One unreadable secret must not silence the other accounts.
                Err(error) => tracing::error!(account = account.id, %error, "an app secret cannot be opened"),
            }
        }
        Ok(secrets.into())
    }
}
