//! What takes webhooks in, and what works on them afterwards.

use std::{collections::HashSet, time::Duration};

use domain::ids::AccountId;
use service::{
    Call, ServiceResult, Services,
    accounts::sync,
    webhooks::{backlog, intake::Intake, worker},
};
use tokio::sync::mpsc;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// WABAs that may wait to be asked about.
const CHANGED: usize = 64;
/// How long changes of a WABA are gathered before Meta is asked: one action
/// there often sends several webhooks.
const GATHER: Duration = Duration::from_secs(2);
/// How often refusals are written down.
const NOTE_EVERY: Duration = Duration::from_secs(10);

/// The way in for webhooks and the tasks behind it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Webhooks {
    /// The way in.
    pub intake: Intake,
    tasks: TaskTracker,
}

impl Webhooks {
    /// Opens the way in and starts what works behind it, until `stop`.
    pub fn open(services: &Services, stop: &CancellationToken) -> Self {
        let (taken, to_do) = backlog::open(services);
        let (changed, to_ask) = mpsc::channel(CHANGED);
        let (intake, commit) = Intake::open(services.clone(), taken, stop.clone());
        let tasks = TaskTracker::new();
        tasks.spawn(commit);
        tasks.spawn(worker::run(services.clone(), to_do, changed, stop.clone()));
        tasks.spawn(
            stop.clone()
                .run_until_cancelled_owned(ask(services.clone(), to_ask)),
        );
        tasks.spawn(note_refusals(intake.clone(), stop.clone()));
        tasks.close();
        Self { intake, tasks }
    }

    /// Waits until the last delivery that was answered is where it belongs, or
    /// waits in the database for the next start.
    pub async fn finished(self) {
        let Self { intake, tasks } = self;
        // Whoever was under way when the process was told to stop has its answer by now.
        note(&intake).await;
        // The way in closes when its last holder is gone; `stop` closes it too.
        drop(intake);
        tasks.wait().await;
    }
}

async fn note_refusals(intake: Intake, stop: CancellationToken) {
    let mut turns = tokio::time::interval(NOTE_EVERY);
    // What has begun to be written is written.
    while stop.run_until_cancelled(turns.tick()).await.is_some() {
        note(&intake).await;
    }
}

async fn note(intake: &Intake) {
    if let Err(error) = intake.note_refusals().await {
        tracing::warn!(%error, "refused deliveries were not written down");
    }
}

/// Asks Meta about WABAs of which webhooks say that something has changed.
async fn ask(services: Services, mut changed: mpsc::Receiver<String>) {
    while let Some(first) = changed.recv().await {
        tokio::time::sleep(GATHER).await;
        let mut wabas = HashSet::from([first]);
        while let Ok(next) = changed.try_recv() {
            wabas.insert(next);
        }
        for waba in wabas {
            if let Err(error) = ask_about(&services, &waba).await {
                tracing::warn!(%error, waba, "Meta could not be asked what has changed");
            }
        }
    }
}

async fn ask_about(services: &Services, waba: &str) -> ServiceResult<()> {
    let mut tx = services.db.read().await?;
    let known = store::accounts::by_waba_id(&mut tx, waba).await?;
    drop(tx);
    let account = known.filter(|account| account.disconnected_at.is_none());
    // Signed, but about a WABA that is not ours (any more): nothing to ask.
    let Some(id) = account.and_then(|account| AccountId::parse(&account.id).ok()) else {
        return Ok(());
    };
    sync::one(services, &Call::system("webhook"), &id).await?;
    Ok(())
}
