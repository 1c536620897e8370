//! Replacing an access token without downtime: the old one stays in force
//! until the new one has been tried on every number.

use std::sync::Arc;

use channels::graph::GraphClient;
use domain::{
    ids::{AccountId, PhoneNumberId},
    permission::Permission,
    time::Millis,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use store::{accounts as rows, audit, numbers::sync as numbers, secrets::SealedColumn};
use tokio::{sync::Semaphore, task::JoinSet};

use super::{connect::Finding, inspect::inspect, save, secrets};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult, Upstream},
    events::Topic,
    stored,
};

/// How many numbers are asked for at the same time.
const PROBES_AT_ONCE: usize = 4;

/// How a rotation went.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// Whether the new token is in force now.
    pub swapped: bool,
    /// General checks of the new token.
    pub findings: Vec<Finding>,
    /// Each number: for people, and the refusal if there was one.
    pub probes: Vec<(String, Option<Upstream>)>,
}

/// Probes the new token on every number and swaps only if all answer.
pub async fn rotate(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    token: &SecretString,
) -> ServiceResult<Rotation> {
    call.allow(Permission::ManageAccounts)?;
    let new = secrets::read_token(svc, "token", token)?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let listed = numbers::of_account(&mut tx, account.as_str()).await?;
    drop(tx);
    let old = secrets::stored(svc, &record)?;
    if old.token.expose_secret() == new.expose_secret() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "token_unchanged",
        }));
    }
    let secret = secrets::app_secret(svc, &record)?;
    let found = inspect(svc, &new, secret.clone(), &old.waba).await?;
    if found.failed() {
        return Ok(Rotation {
            swapped: false,
            findings: found.findings,
            probes: Vec::new(),
        });
    }
    let client = svc.graph_client(secret)?;
    let probes = probe(
        &client,
        &new,
        listed.into_iter().filter(|number| number.vanished_at.is_none()),
    )
    .await?;
    let passed = probes.iter().all(|(_, refusal)| refusal.is_none());
    if passed {
        swap(svc, call, account, &old, &new).await?;
        if let Some(info) = &found.token {
            let mut tx = svc.db.write().await?;
            rows::save_token_state(
                &mut tx,
                account.as_str(),
                &save::token_state(info)?,
                None,
                svc.clock.now(),
            )
            .await?;
            tx.commit().await?;
        }
    }
    Ok(Rotation {
        swapped: passed,
        findings: found.findings,
        probes,
    })
}

/// Reads every number with the new token, a few at a time.
async fn probe(
    client: &GraphClient,
    token: &SecretString,
    listed: impl Iterator<Item = numbers::NumberUpstream>,
) -> ServiceResult<Vec<(String, Option<Upstream>)>> {
    let turns = Arc::new(Semaphore::new(PROBES_AT_ONCE));
    let mut running = JoinSet::new();
    for (place, number) in listed.enumerate() {
        let id = PhoneNumberId::parse(&number.phone_number_id)
            .map_err(|error| ServiceError::Internal(error.to_string()))?;
        let (client, token, turns) = (client.clone(), token.clone(), Arc::clone(&turns));
        let display = stored::display(number.e164.as_deref(), &number.display);
        running.spawn(async move {
            let _turn = turns.acquire_owned().await;
            let refusal = client
                .phone_number(&token, &id)
                .await
                .err()
                .map(|error| Upstream::from(&error));
            (place, display, refusal)
        });
    }
    let mut probes = Vec::new();
    while let Some(done) = running.join_next().await {
        probes.push(done.map_err(|error| ServiceError::Internal(error.to_string()))?);
    }
    probes.sort_by_key(|(place, ..)| *place);
    Ok(probes
        .into_iter()
        .map(|(_, display, refusal)| (display, refusal))
        .collect())
}

/// Puts the new token in force, unless the old one was replaced meanwhile.
async fn swap(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    old: &secrets::Access,
    new: &SecretString,
) -> ServiceResult<()> {
    let id = account.as_str();
    let now = svc.clock.now();
    let sealed = secrets::seal(svc, SealedColumn::AccountToken, id, new)?;
    let mut tx = svc.db.write().await?;
    rows::lock(&mut tx, id).await?;
    let record = rows::by_id(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    // The text differs after the sealing key was changed too; the token decides.
    let in_force = secrets::stored(svc, &record)?;
    let replaced = in_force.token.expose_secret() != old.token.expose_secret();
    if replaced || !rows::swap_token(&mut tx, id, &in_force.sealed, &sealed, now).await? {
        let filter = audit::Filter {
            entity_id: Some(id.to_owned()),
            action_prefix: Some("account.".to_owned()),
            ..audit::Filter::default()
        };
        let last = audit::list(&mut tx, &filter, None, 1).await?.into_iter().next();
        let (by, at) = last.map_or_else(|| (String::new(), now), |row| (row.actor_name, Millis(row.at)));
        return Err(ServiceError::Conflict(Conflict::Stale { by, at }));
    }
    let states = (
        Some(json!({ "token": "set", "token_set_at": record.token_set_at })),
        Some(json!({ "token": "replaced", "token_set_at": now.0 })),
    );
    let entry = call.change(svc, "account.rotate_token", "account", id, &record.name, states);
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Accounts);
    Ok(())
}
