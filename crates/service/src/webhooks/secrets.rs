//! The app secrets that a signature may be made with.

use std::sync::{Arc, PoisonError, RwLock};

use domain::time::{Millis, SECOND};
use secrecy::{ExposeSecret, SecretString};
use store::secrets::SealedColumn;
use tokio::sync::Mutex;

use crate::{Services, accounts::secrets::is_demos, error::ServiceResult, events::Topic};

/// How long secrets are remembered while nobody says that accounts have changed.
const REMEMBERED: i64 = 30 * SECOND;
/// How often a signature that fits none of them makes us look for newer ones:
/// somebody who guesses must not be able to keep the database busy.
const A_MOMENT: i64 = SECOND;

/// The app secrets of all connected WABAs, opened and remembered for a short while.
#[derive(Debug, Clone)]
pub struct AppSecrets {
    svc: Services,
    known: Arc<RwLock<Known>>,
    /// Held by whoever looks for newer ones.
    turn: Arc<Mutex<()>>,
}

#[derive(Debug)]
struct Known {
    secrets: Arc<[SecretString]>,
    read_at: Option<Millis>,
    /// When they were read last, or that was tried.
    tried_at: Option<Millis>,
    /// Number of the last change of accounts before they were read.
    change: u64,
}

impl AppSecrets {
    /// Nothing read yet.
    #[must_use]
    pub fn new(svc: Services) -> Self {
        let known = Known {
            secrets: Arc::from([]),
            read_at: None,
            tried_at: None,
            change: 0,
        };
        Self {
            svc,
            known: Arc::new(RwLock::new(known)),
            turn: Arc::default(),
        }
    }

    /// The secrets, read again when accounts have changed since, and when what
    /// is remembered is old or empty. While the database is away the remembered
    /// ones go on being used.
    pub async fn current(&self) -> ServiceResult<Arc<[SecretString]>> {
        let now = self.svc.clock.now();
        let change = self.svc.events.last_of(Topic::Accounts);
        match self.remembered(|known| known.change == change && is_within(known.read_at, now, REMEMBERED)) {
            Some(secrets) => Ok(secrets),
            None => self.read_again().await,
        }
    }

    /// The secrets, read again unless that was tried a moment ago: for a
    /// signature that fits none of the current ones. Another instance may have
    /// been given a new one, of which nobody has told us yet.
    pub async fn newer(&self) -> ServiceResult<Arc<[SecretString]>> {
        let _turn = self.turn.lock().await;
        let now = self.svc.clock.now();
        match self.remembered(|known| is_within(known.tried_at, now, A_MOMENT)) {
            Some(secrets) => Ok(secrets),
            None => self.read_again().await,
        }
    }

    /// What is remembered, if there is anything and it is good enough.
    fn remembered(&self, good: impl FnOnce(&Known) -> bool) -> Option<Arc<[SecretString]>> {
        // Never left half-written.
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        (!known.secrets.is_empty() && good(&known)).then(|| Arc::clone(&known.secrets))
    }

    async fn read_again(&self) -> ServiceResult<Arc<[SecretString]>> {
        // Before reading: what changes meanwhile makes the next one read again.
        let (now, change) = (self.svc.clock.now(), self.svc.events.last_of(Topic::Accounts));
        let read = self.read().await;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.tried_at = Some(self.svc.clock.now());
        match read {
            Ok(secrets) => {
                known.secrets = Arc::clone(&secrets);
                (known.read_at, known.change) = (Some(now), change);
                Ok(secrets)
            }
            Err(_) if !known.secrets.is_empty() => Ok(Arc::clone(&known.secrets)),
            Err(error) => Err(error),
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
            let place = SealedColumn::AccountAppSecret.place(&account.id);
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

/// Whether something was done less than `span` ago.
fn is_within(at: Option<Millis>, now: Millis, span: i64) -> bool {
    at.is_some_and(|at| (0..span).contains(&now.since(at)))
}
