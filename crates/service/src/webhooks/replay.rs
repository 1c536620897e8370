//! Trying again what could not be processed.

use domain::{message::id::MessageId, permission::Permission};
use store::{audit, webhooks::deliveries};

use super::worker;
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
};

/// Takes one dead delivery back into the queue and processes it. Answers
/// whether it was processed this time. Safe to repeat.
pub async fn one(svc: &Services, call: &Call, delivery: MessageId) -> ServiceResult<bool> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.write().await?;
    if !deliveries::revive(&mut tx, delivery).await? {
        return Err(ServiceError::NotFound);
    }
    let id = delivery.to_string();
    audit::append(&mut tx, call.entry(svc, "webhook.replay", "webhook", &id, &id)).await?;
    tx.commit().await?;
    worker::recover(svc, 0).await?;
    let mut tx = svc.db.read().await?;
    Ok(!deliveries::is_dead(&mut tx, delivery).await?)
}

/// The same for every dead delivery. Answers how many were tried, and how many
/// of them are dead still.
pub async fn all(svc: &Services, call: &Call) -> ServiceResult<(u64, u64)> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.write().await?;
    let revived = deliveries::revive_all(&mut tx).await?;
    if revived > 0 {
        let entry = call.change(
            svc,
            "webhook.replay_all",
            "webhook",
            "dead",
            "dead deliveries",
            (None, Some(serde_json::json!({ "deliveries": revived }))),
        );
        audit::append(&mut tx, entry).await?;
    }
    tx.commit().await?;
    worker::recover(svc, 0).await?;
    let mut tx = svc.db.read().await?;
    let dead = deliveries::summary(&mut tx).await?.dead;
    Ok((revived, u64::try_from(dead).unwrap_or(0).min(revived)))
}
