//! Changing what is kept of a connected WABA: its app secret, or nothing any more.

use domain::{ids::AccountId, permission::Permission};
use secrecy::SecretString;
use serde_json::json;
use store::{accounts as rows, assignments, audit, numbers, secrets::SealedColumn};

use super::secrets;
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult, Upstream},
    events::Topic,
};

/// Forgets the token; numbers and history stay. Refused while bakeries use its numbers.
pub async fn disconnect(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<()> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if record.disconnected_at.is_some() {
        return Ok(());
    }
    let default = numbers::default_state(&mut tx).await?;
    let wrong = if assignments::open_of_account(&mut tx, account.as_str()).await? > 0 {
        Some("number_in_use")
    } else if default.is_some_and(|number| number.account_id == record.id) {
        Some("number_is_default")
    } else {
        None
    };
    if let Some(key) = wrong {
        return Err(ServiceError::Conflict(Conflict::WrongState { key }));
    }
    rows::disconnect(&mut tx, account.as_str(), svc.clock.now()).await?;
    let states = (Some(json!({ "token": "set" })), Some(json!({ "token": "none" })));
    let entry = call.change(
        svc,
        "account.disconnect",
        "account",
        account.as_str(),
        &record.name,
        states,
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Accounts);
    svc.events.publish(Topic::Numbers);
    Ok(())
}

/// Stores or replaces the app secret, once Meta takes it with the token.
pub async fn set_app_secret(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    secret: &SecretString,
) -> ServiceResult<()> {
    call.allow(Permission::ManageAccounts)?;
    let secret = secrets::read_app_secret(svc, secret)?
        .ok_or_else(|| FieldError::only("app_secret", Problem::Required))?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let access = secrets::access(svc, &record)?;
    // A secret that does not fit would make every later call fail.
    let client = svc.graph_client(Some(secret.clone()))?;
    if let Err(error) = client.debug_token(&access.token, &access.token).await {
        return Err(FieldError::only(
            "app_secret",
            Problem::Meta(Upstream::from(&error)),
        ));
    }
    let sealed = secrets::seal(svc, SealedColumn::AccountAppSecret, account.as_str(), &secret)?;
    keep_app_secret(svc, call, account, Some(&sealed)).await
}

/// Removes the app secret: what Meta signs with it is no longer believed, unless
/// another account has the same. One that is not there is fine.
pub async fn remove_app_secret(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<()> {
    call.allow(Permission::ManageAccounts)?;
    keep_app_secret(svc, call, account, None).await
}

async fn keep_app_secret(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    sealed: Option<&str>,
) -> ServiceResult<()> {
    let mut tx = svc.db.write().await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if record.disconnected_at.is_some() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "account_disconnected",
        }));
    }
    if record.app_secret.is_none() && sealed.is_none() {
        return Ok(());
    }
    rows::set_app_secret(&mut tx, account.as_str(), sealed, svc.clock.now()).await?;
    let word = |there: bool| if there { "set" } else { "none" };
    let states = (
        Some(json!({ "app_secret": word(record.app_secret.is_some()) })),
        Some(json!({ "app_secret": word(sealed.is_some()) })),
    );
    let entry = call.change(
        svc,
        "account.app_secret",
        "account",
        account.as_str(),
        &record.name,
        states,
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Accounts);
    Ok(())
}
