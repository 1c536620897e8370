//! Taking deliveries in: signature, durable insert, answer.
//!
//! Requests that arrive while the disk is busy share the next commit (group
//! commit), so durability does not cost one disk flush for each request. The
//! answer is given when the commit is done and never before.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::message::id::MessageId;
use secrecy::{ExposeSecret, SecretString};
use store::webhooks::{
    deliveries::{self, NewDelivery},
    refusals,
};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::{backlog::Handover, secrets::AppSecrets};
use crate::{Services, error::ServiceResult};

/// Most bytes of one delivery: Meta sends at most 3 MB (sources §2.1).
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Most deliveries that share one commit.
const GROUP: usize = 512;
/// Most bytes that share one commit, unless a single delivery is larger.
const GROUP_BYTES: usize = 8 * 1024 * 1024;
/// Requests that may wait for a commit; beyond, the answer is 503 and Meta
/// sends again.
const QUEUE: usize = 4_096;

/// Why a delivery was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no signature.
    #[error("the signature is missing")]
    Missing,
    /// The signature is not of the right form.
    #[error("the signature is malformed")]
    Malformed,
    /// The signature does not fit the body under any known app secret.
    #[error("the signature is wrong")]
    Wrong,
    /// No app secret is known, so nothing can be believed.
    #[error("no app secret is configured")]
    NoSecret,
    /// The database did not take it.
    #[error("the delivery could not be stored")]
    NotStored,
    /// It is larger than [`MAX_BYTES`]; nobody read on.
    #[error("at most 4 MB are taken")]
    TooLarge,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Missing,
        Self::Malformed,
        Self::Wrong,
        Self::NoSecret,
        Self::NotStored,
        Self::TooLarge,
    ];

    /// The word under which refusals are counted.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Wrong => "wrong",
            Self::NoSecret => "no_secret",
            Self::NotStored => "not_stored",
            Self::TooLarge => "too_large",
        }
    }
}

struct Waiting {
    delivery: NewDelivery,
    answer: oneshot::Sender<bool>,
}

/// The way in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Intake {
    svc: Services,
    secrets: AppSecrets,
    queue: mpsc::Sender<Waiting>,
    /// Refusals since they were last written down, in the order of [`Refusal::ALL`].
    refused: Arc<[AtomicU32; Refusal::ALL.len()]>,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiting")
    }
}

impl Intake {
    /// Opens the way in. The future that comes with it commits what arrives; it
    /// ends when `stop` is cancelled and nothing waits any more. What it has
    /// committed it hands to `taken`.
    pub fn open(
        svc: Services,
        taken: Handover,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let intake = Self {
            secrets: AppSecrets::new(svc.clone()),
            svc: svc.clone(),
            queue,
            refused: Arc::default(),
        };
        (intake, commit_groups(svc, waiting, taken, stop))
    }

    /// Takes one delivery; `Ok` means that it is on disk.
    pub async fn take(&self, signature: Option<&str>, body: Vec<u8>) -> Result<MessageId, Refusal> {
        let taken = self.try_take(signature, body).await;
        if let Err(refusal) = taken {
            self.refuse(refusal);
        }
        taken
    }

    /// Counts a delivery that was not taken; for the door, which refuses some
    /// before they are read.
    pub fn refuse(&self, refusal: Refusal) {
        metrics::counter!("tahona_webhook_refusals_total", "why" => refusal.key()).increment(1);
        self.count(refusal, 1);
    }

    fn count(&self, refusal: Refusal, more: u32) {
        for (reason, count) in Refusal::ALL.iter().zip(self.refused.iter()) {
            if *reason == refusal {
                count.fetch_add(more, Ordering::Relaxed);
            }
        }
    }

    async fn try_take(&self, signature: Option<&str>, body: Vec<u8>) -> Result<MessageId, Refusal> {
        self.believe(signature, &body).await?;
        let received_at = self.svc.clock.now();
        let id = self.svc.random.message_id(received_at);
        let (answer, stored) = oneshot::channel();
        let waiting = Waiting {
            delivery: NewDelivery {
                id,
                received_at,
                body,
            },
            answer,
        };
        self.queue.try_send(waiting).map_err(|_| Refusal::NotStored)?;
        match stored.await {
            Ok(true) => Ok(id),
            Ok(false) | Err(_) => Err(Refusal::NotStored),
        }
    }

    /// Writes down how many deliveries were refused since the last time. Not
    /// done while answering: an attacker must not be able to cause writes.
    pub async fn note_refusals(&self) -> ServiceResult<()> {
        let counts: Vec<(Refusal, u32)> = Refusal::ALL
            .into_iter()
            .zip(self.refused.iter().map(|count| count.swap(0, Ordering::Relaxed)))
            .filter(|(_, count)| *count > 0)
            .collect();
        if counts.is_empty() {
            return Ok(());
        }
        let written = self.write_refusals(&counts).await;
        if written.is_err() {
            // They count with the next ones.
            for (refusal, count) in counts {
                self.count(refusal, count);
            }
        }
        written
    }

    async fn write_refusals(&self, counts: &[(Refusal, u32)]) -> ServiceResult<()> {
        let mut tx = self.svc.db.write().await?;
        for (reason, count) in counts {
            refusals::add(&mut tx, self.svc.clock.now(), reason.key(), i64::from(*count)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn believe(&self, signature: Option<&str>, body: &[u8]) -> Result<(), Refusal> {
        let secrets = self.secrets.current().await.map_err(|_| Refusal::NotStored)?;
        if secrets.is_empty() {
            return Err(Refusal::NoSecret);
        }
        let signature = signature
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .ok_or(Refusal::Missing)?;
        let hex = signature.strip_prefix("sha256=").ok_or(Refusal::Malformed)?;
        if hex.len() != 64 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Refusal::Malformed);
        }
        let fits = |secret: &SecretString| {
            channels::webhook::verify_signature(secret.expose_secret().as_bytes(), body, signature)
        };
        if secrets.iter().any(fits) {
            return Ok(());
        }
        let newer = self.secrets.newer().await.map_err(|_| Refusal::NotStored)?;
        if !Arc::ptr_eq(&secrets, &newer) && newer.iter().any(fits) {
            Ok(())
        } else {
            Err(Refusal::Wrong)
        }
    }
}

async fn commit_groups(
    svc: Services,
    mut waiting: mpsc::Receiver<Waiting>,
    taken: Handover,
    stop: CancellationToken,
) {
    loop {
        let first = tokio::select! {
            biased;
            next = waiting.recv() => next,
            () = stop.cancelled() => {
                // Who still waits is served; who comes later is refused.
                waiting.close();
                waiting.recv().await
            }
        };
        let Some(first) = first else { return };
        let (mut rows, mut answers) = (Vec::with_capacity(64), Vec::with_capacity(64));
        let mut bytes = first.delivery.body.len();
        rows.push(first.delivery);
        answers.push(first.answer);
        while rows.len() < GROUP && bytes < GROUP_BYTES {
            let Ok(next) = waiting.try_recv() else { break };
            bytes += next.delivery.body.len();
            rows.push(next.delivery);
            answers.push(next.answer);
        }
        let stored = match commit(&svc, &rows).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, deliveries = rows.len(), "deliveries could not be stored");
                false
            }
        };
        for answer in answers {
            // Whoever gave up waiting gets the delivery again from Meta.
            let _ = answer.send(stored);
        }
        if stored {
            metrics::counter!("tahona_webhook_deliveries_total")
                .increment(u64::try_from(rows.len()).unwrap_or_default());
            taken.hand(rows);
        }
    }
}

async fn commit(svc: &Services, rows: &[NewDelivery]) -> ServiceResult<()> {
    let mut tx = svc.db.write().await?;
    deliveries::insert(&mut tx, rows).await?;
    tx.commit().await?;
    Ok(())
}
