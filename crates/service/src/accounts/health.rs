//! Asking Meta whether a WABA can send.

use domain::{health::Health, ids::AccountId, permission::Permission};
use store::accounts as rows;

use super::{save, secrets};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    events::Topic,
};

/// Asks now and remembers the answer with its time.
pub async fn refresh(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<Health> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let access = secrets::access(svc, &record)?;
    let health = access
        .client
        .health_status(&access.token, &access.waba)
        .await?
        .health;
    let mut tx = svc.db.write().await?;
    rows::save_health(&mut tx, account.as_str(), &save::json(&health)?, svc.clock.now()).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Accounts);
    Ok(health)
}
