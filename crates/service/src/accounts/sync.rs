//! Reading WABAs and their numbers from Meta.

mod write;

use channels::graph::{GraphError, HealthStatus, PhoneNumber, SubscribedApp, TokenInfo, Waba};
use domain::{ids::AccountId, permission::Permission, time::Millis};
use serde::{Deserialize, Serialize};
use store::accounts::{self as rows, AccountRecord};

use self::write::write;
use super::{
    inspect, save,
    secrets::{self, Access},
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult, Upstream},
    events::Topic,
    stored, templates,
};

/// What a sync of one WABA did.
#[derive(Debug, Clone)]
pub struct SyncReport {
    /// The WABA.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Numbers seen for the first time.
    pub added: u32,
    /// Numbers that changed.
    pub changed: u32,
    /// Numbers that Meta no longer lists.
    pub vanished: u32,
    /// Numbers that came back.
    pub returned: u32,
    /// Parts that failed; the others are saved.
    pub problems: Vec<SyncProblem>,
    /// When.
    pub at: Millis,
}

/// A part of a sync that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncProblem {
    /// `account`, `numbers`, `token`, `subscription`, `health` or `templates`.
    pub part: String,
    /// Stable class of the refusal; see [`Upstream::class`].
    pub class: String,
    /// Meta's code.
    pub code: Option<i64>,
    /// Meta's words.
    pub message: String,
    /// Meta's trace id.
    pub trace: Option<String>,
}

impl SyncProblem {
    /// A refusal while reading `part`.
    #[must_use]
    pub fn new(part: &str, upstream: &Upstream) -> Self {
        Self {
            part: part.to_owned(),
            class: upstream.class.to_owned(),
            code: upstream.code,
            message: upstream.message.clone(),
            trace: upstream.trace.clone(),
        }
    }

    /// The refusal again.
    #[must_use]
    pub fn upstream(&self) -> Upstream {
        const CLASSES: [&str; 8] = [
            "token",
            "demo_token",
            "permission",
            "wrong_id",
            "rate_limited",
            "transient",
            "rejected",
            "unreachable",
        ];
        Upstream {
            class: CLASSES
                .into_iter()
                .find(|class| *class == self.class)
                .unwrap_or("rejected"),
            code: self.code,
            message: self.message.clone(),
            trace: self.trace.clone(),
        }
    }
}

/// What was read, part by part; `None` was not asked for.
struct Readings {
    token: Result<TokenInfo, GraphError>,
    waba: Option<Result<Waba, GraphError>>,
    numbers: Option<Result<Vec<PhoneNumber>, GraphError>>,
    apps: Option<Result<Vec<SubscribedApp>, GraphError>>,
    health: Option<Result<HealthStatus, GraphError>>,
}

/// Reads one WABA, its numbers, its subscription, its health and its token's state.
pub async fn one(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<SyncReport> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let access = match secrets::access(svc, &record) {
        Ok(access) => access,
        Err(ServiceError::Upstream(refusal)) => return unusable(svc, account, record.name, &refusal).await,
        Err(other) => return Err(other),
    };
    let started = svc.clock.now();
    let readings = ask(&access).await;
    let mut report = write(svc, call, account, &access, started, readings).await?;
    if report.problems.iter().all(|problem| problem.part != "token")
        && let Err(error) = templates::sync::copy(svc, call, account.as_str(), &access).await
    {
        match error {
            ServiceError::Upstream(refusal) => report.problems.push(SyncProblem::new("templates", &refusal)),
            other => return Err(other),
        }
    }
    Ok(report)
}

/// Reads every connected WABA; one that fails does not keep the others from it.
pub async fn all(svc: &Services, call: &Call) -> ServiceResult<Vec<SyncReport>> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.read().await?;
    let accounts = rows::all(&mut tx).await?;
    drop(tx);
    let mut reports = Vec::new();
    for account in accounts
        .into_iter()
        .filter(|account| account.disconnected_at.is_none())
    {
        let id: AccountId = stored::id(account.id.clone())?;
        if svc.out_of_time() {
            // The accounts before took it all. Nothing is known against this one.
            let failed = Upstream::from(&GraphError::OutOfTime);
            let problem = SyncProblem::new("account", &failed);
            reports.push(unread(svc, id, account.name, problem));
            continue;
        }
        match one(svc, call, &id).await {
            Ok(report) => reports.push(report),
            // The database being away concerns all of them.
            Err(error @ (ServiceError::Unavailable | ServiceError::Busy)) => return Err(error),
            Err(error) => {
                tracing::error!(%error, account = %id, "an account could not be synced");
                let failed = Upstream {
                    class: "rejected",
                    code: None,
                    message: error.to_string(),
                    trace: None,
                };
                let problem = SyncProblem::new("account", &failed);
                reports.push(unread(svc, id, account.name, problem));
            }
        }
    }
    Ok(reports)
}

/// The report on an account of which nothing was read.
fn unread(svc: &Services, account: AccountId, name: String, problem: SyncProblem) -> SyncReport {
    SyncReport {
        account,
        name,
        added: 0,
        changed: 0,
        vanished: 0,
        returned: 0,
        problems: vec![problem],
        at: svc.clock.now(),
    }
}

/// Remembers that the stored token must not be used, where everybody sees it
/// and where messages are stopped because of it.
async fn unusable(
    svc: &Services,
    account: &AccountId,
    name: String,
    refusal: &Upstream,
) -> ServiceResult<SyncReport> {
    let report = unread(svc, account.clone(), name, SyncProblem::new("token", refusal));
    let id = account.as_str();
    let problems = &report.problems;
    let mut tx = svc.db.write().await?;
    for problem in problems {
        rows::save_token_problem(&mut tx, id, &save::json(problem)?, report.at).await?;
    }
    rows::save_attempt(&mut tx, id, Some(&save::json(problems)?), report.at).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Accounts);
    Ok(report)
}

/// Asks Meta for everything; when it refuses the token, for nothing else.
async fn ask(access: &Access) -> Readings {
    let Access {
        client, token, waba, ..
    } = access;
    let info = client.debug_token(token, token).await;
    if token_refusal(&info).is_some() {
        return Readings {
            token: info,
            waba: None,
            numbers: None,
            apps: None,
            health: None,
        };
    }
    let (account, numbers, apps) = tokio::join!(
        client.waba(token, waba),
        client.phone_numbers(token, waba),
        client.subscribed_apps(token, waba)
    );
    // Usually it came with the WABA.
    let health = match &account {
        Ok(Waba {
            health: Some(health), ..
        }) => Ok(health.clone()),
        _ => client.health_status(token, waba).await,
    };
    Readings {
        token: info,
        waba: Some(account),
        numbers: Some(numbers),
        apps: Some(apps),
        health: Some(health),
    }
}

/// The refusal of a token, if it was refused rather than not looked at.
fn token_refusal(info: &Result<TokenInfo, GraphError>) -> Option<Upstream> {
    match info {
        Ok(info) => inspect::token_problem(info),
        Err(error) => Some(Upstream::from(error)).filter(|refusal| refusal.class == "token"),
    }
}

/// What failed in the last attempt, as it is stored.
pub(super) fn known_problems(account: &AccountRecord) -> Vec<SyncProblem> {
    save::read_json(account.sync_problem.as_deref()).unwrap_or_default()
}
