//! Reading the lists of every account while people watch: a round goes on by
//! itself after the answer, and what it has done so far stands in the database,
//! so that each page of each instance shows the same.

use domain::{
    permission::Permission,
    time::{MINUTE, Millis},
};
use serde::{Deserialize, Serialize};
use store::{Tx, settings, templates as rows};

use super::sync::{self, TemplateSync};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// Name of the setting that holds the latest round.
const NAME: &str = "template_round";
/// After so long without a step a round has ended without saying so: the
/// process that went it is gone. Twice what Meta may take for a long list.
const STALLS: i64 = 5 * MINUTE;

/// A round through the lists of every connected account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// When it began.
    pub started_at: Millis,
    /// Who asked for it.
    pub by: String,
    /// Names of the accounts, in the order in which they are read.
    pub accounts: Vec<String>,
    /// What reading the first of them did; as many as were read.
    pub done: Vec<TemplateSync>,
    /// When its last step was taken.
    pub at: Millis,
    /// Whether it ended before its time; the log says why.
    pub failed: bool,
}

/// How a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Under way.
    Going,
    /// Every account was read, or refused.
    Done,
    /// It ended before every account was read.
    Broken,
}

impl Round {
    /// How it stands.
    #[must_use]
    pub fn standing(&self, now: Millis) -> Standing {
        if self.done.len() >= self.accounts.len() {
            Standing::Done
        } else if self.failed || now.0.saturating_sub(self.at.0) > STALLS {
            Standing::Broken
        } else {
            Standing::Going
        }
    }
}

/// The latest round.
pub async fn latest(svc: &Services, call: &Call) -> ServiceResult<Option<Round>> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    read(&mut tx).await
}

/// Begins a round, which goes on by itself; `false` when one is under way.
pub async fn begin(svc: &Services, call: &Call) -> ServiceResult<bool> {
    call.allow(Permission::ManageTemplates)?;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    if read(&mut tx)
        .await?
        .is_some_and(|round| round.standing(now) == Standing::Going)
    {
        return Ok(false);
    }
    let accounts = rows::freshness(&mut tx).await?;
    let mut round = Round {
        started_at: now,
        by: call.actor.name().to_owned(),
        accounts: accounts.iter().map(|account| account.name.clone()).collect(),
        done: Vec::with_capacity(accounts.len()),
        at: now,
        failed: false,
    };
    write(&mut tx, &round).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    let ids: Vec<String> = accounts.into_iter().map(|account| account.id).collect();
    // It goes on after the answer: nobody waits for it.
    let (svc, call) = (svc.unhurried(), call.clone());
    tokio::spawn(async move {
        if let Err(error) = go(&svc, &call, &mut round, ids).await {
            tracing::error!(%error, "a round through the lists of templates ended early");
            round.failed = true;
            if let Err(error) = step(&svc, &mut round).await {
                tracing::error!(%error, "nor could that be written down");
            }
        }
    });
    Ok(true)
}

async fn go(svc: &Services, call: &Call, round: &mut Round, ids: Vec<String>) -> ServiceResult<()> {
    for id in ids {
        match sync::one(svc, call, &stored::id(id)?).await {
            Ok(report) => round.done.push(report),
            // Disconnected meanwhile: there is nothing to read any more.
            Err(ServiceError::Conflict(Conflict::WrongState {
                key: "account_disconnected",
            })) => {
                round.accounts.remove(round.done.len());
            }
            Err(other) => return Err(other),
        }
        step(svc, round).await?;
    }
    Ok(())
}

/// Writes down what was done so far, and tells who watches.
async fn step(svc: &Services, round: &mut Round) -> ServiceResult<()> {
    round.at = svc.clock.now();
    let mut tx = svc.db.write().await?;
    write(&mut tx, round).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(())
}

async fn read(tx: &mut Tx) -> ServiceResult<Option<Round>> {
    let row = settings::get(tx, NAME).await?;
    // What another version wrote is no round of this one.
    Ok(row.and_then(|row| serde_json::from_str(&row.value).ok()))
}

async fn write(tx: &mut Tx, round: &Round) -> ServiceResult<()> {
    let json = crate::accounts::save::json(round)?;
    Ok(settings::set(tx, NAME, &json, &round.by, round.at).await?)
}
