//! Trouble that concerns everything sent the same way: sending stands still,
//! with one alarm, until the cause is over or an admin says so. Nothing is lost:
//! what waits goes out afterwards.

use channels::graph::ApiError;
use domain::{
    health::{CanSend, Health},
    meta_error::{self, Topic as About},
    number::NumberStatus,
    permission::Permission,
    time::Millis,
};
use serde_json::json;
use store::{
    Tx, audit,
    stops::{self as rows, StopRecord, StopState},
};

use crate::{
    Call, Services,
    accounts::save::read_json,
    error::{ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// A stop, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Names it when an admin ends it.
    pub scope: String,
    /// Our id of the account.
    pub account: String,
    /// Its name.
    pub account_name: String,
    /// The number, when only that stands still.
    pub number: Option<String>,
    /// Since when.
    pub since: Millis,
    /// Meta's code; see `domain::meta_error`.
    pub code: i64,
    /// Meta's words.
    pub detail: String,
    /// Meta's trace id.
    pub trace: Option<String>,
}

/// Everything that stands still, oldest first.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<Stop>> {
    call.allow(Permission::ViewOverview)?;
    let mut tx = svc.db.read().await?;
    let stops = rows::all(&mut tx).await?;
    Ok(stops.into_iter().map(shown).collect())
}

fn shown(state: StopState) -> Stop {
    Stop {
        scope: state.stop.scope,
        account: state.stop.account_id,
        account_name: state.account_name,
        number: state.display.map(|display| stored::display(None, &display)),
        since: Millis(state.stop.since),
        code: state.stop.code,
        detail: state.stop.detail,
        trace: state.stop.trace,
    }
}

/// Ends a stop because an admin says that its cause is over. The first message
/// shows whether it is.
pub async fn resume(svc: &Services, call: &Call, scope: &str) -> ServiceResult<()> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.write().await?;
    let found = rows::all(&mut tx)
        .await?
        .into_iter()
        .find(|s| s.stop.scope == scope)
        .ok_or(ServiceError::NotFound)?;
    end(svc, call, &mut tx, &found).await?;
    tx.commit().await?;
    tell(svc);
    Ok(())
}

async fn end(svc: &Services, call: &Call, tx: &mut Tx, state: &StopState) -> ServiceResult<bool> {
    let stop = &state.stop;
    if !rows::clear(tx, &stop.scope, Millis(stop.since)).await? {
        return Ok(false);
    }
    // Reports of before this instant may still be on their way.
    rows::note_end(tx, &stop.scope, svc.clock.now()).await?;
    let before = json!({ "stopped_since": stop.since, "code": stop.code });
    let entry = call.change(
        svc,
        "sending.resume",
        "account",
        &stop.account_id,
        &state.account_name,
        (Some(before), None),
    );
    audit::append(tx, entry).await?;
    Ok(true)
}

fn tell(svc: &Services) {
    svc.events.publish(Topic::Accounts);
    svc.events.publish(Topic::Messages);
}

/// Stops what a refusal concerns; answers whether it is news.
pub(super) async fn raise(
    svc: &Services,
    tx: &mut Tx,
    account: &str,
    number: &str,
    api: &ApiError,
) -> ServiceResult<bool> {
    let detail = api
        .user_msg
        .as_ref()
        .or(api.details.as_ref())
        .unwrap_or(&api.message);
    raise_code(
        svc,
        tx,
        (account, number),
        (api.code, svc.clock.now()),
        detail,
        api.fbtrace_id.as_deref(),
    )
    .await
}

async fn raise_code(
    svc: &Services,
    tx: &mut Tx,
    (account, number): (&str, &str),
    (code, since): (i64, Millis),
    detail: &str,
    trace: Option<&str>,
) -> ServiceResult<bool> {
    // Registration is a matter of one number, and Meta locks numbers one by
    // one; tokens, payment and bans concern the account.
    let own = matches!(
        meta_error::lookup(code, None).map(|m| m.topic),
        Some(About::Registration)
    ) || code == 131_031;
    let stop = StopRecord {
        scope: if own {
            format!("number:{number}")
        } else {
            format!("account:{account}")
        },
        account_id: account.to_owned(),
        since: since.0,
        code,
        detail: detail.to_owned(),
        trace: trace.map(str::to_owned),
    };
    if rows::ended_after(tx, &stop.scope, since).await? || !rows::raise(tx, &stop).await? {
        return Ok(false);
    }
    // What is known since may say that the cause is over: then it stops nothing.
    let raised = rows::all(tx).await?;
    if raised.iter().any(|s| s.stop.scope == stop.scope && is_over(s)) {
        rows::clear(tx, &stop.scope, since).await?;
        return Ok(false);
    }
    tracing::error!(account, code, "sending stands still");
    let after = json!({ "code": code, "detail": detail, "scope": stop.scope });
    let name = store::accounts::by_id(tx, account)
        .await?
        .map(|a| a.name)
        .unwrap_or_default();
    let entry = Call::system("outbox").change(
        svc,
        "sending.stop",
        "account",
        account,
        &name,
        (None, Some(after)),
    );
    audit::append(tx, entry).await?;
    Ok(true)
}

/// A message failed on its way, at `at`, with a code that may concern everything
/// sent the same way; for whoever reads status reports. `number` is a short id.
/// A report that comes late stops nothing that was put right since.
pub async fn note_failure(
    svc: &Services,
    tx: &mut Tx,
    number: i64,
    code: i64,
    at: Millis,
) -> ServiceResult<bool> {
    if !meta_error::lookup(code, None).is_some_and(|meaning| meaning.stops_all) {
        return Ok(false);
    }
    let Some(number) = store::short_ids::id_of(tx, number).await? else {
        return Ok(false);
    };
    let Some(state) = store::numbers::state(tx, &number).await? else {
        return Ok(false);
    };
    raise_code(svc, tx, (&state.account_id, &state.id), (code, at), "", None).await
}

/// Ends stops whose cause is over by later evidence: another token, a health
/// answer without an obstacle, a number that is connected again.
pub(super) async fn clear_what_is_over(svc: &Services) -> ServiceResult<()> {
    let mut tx = svc.db.read().await?;
    let over: Vec<StopState> = rows::all(&mut tx).await?.into_iter().filter(is_over).collect();
    drop(tx);
    if over.is_empty() {
        return Ok(());
    }
    let mut tx = svc.db.write().await?;
    for state in &over {
        end(svc, &Call::system("outbox"), &mut tx, state).await?;
    }
    tx.commit().await?;
    tell(svc);
    Ok(())
}

fn is_over(state: &StopState) -> bool {
    let later = |at: Option<i64>| at.is_some_and(|at| at > state.stop.since);
    if meta_error::lookup(state.stop.code, None).is_some_and(|m| m.topic == About::Token) {
        return later(state.token_set_at);
    }
    if state.stop.scope.starts_with("number:") {
        let connected =
            state.number_status.as_deref().map(NumberStatus::parse) == Some(NumberStatus::Connected);
        return connected && later(state.number_seen_at);
    }
    let health: Option<Health> = read_json(state.health.as_deref());
    later(state.health_at)
        && health.is_some_and(|h| matches!(h.can_send, CanSend::Available | CanSend::Limited))
}
