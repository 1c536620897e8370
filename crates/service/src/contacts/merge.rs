//! Two records that are one person become one, and apart again.
//!
//! Nothing is copied: the records point at the one that is kept, and whoever
//! asks for a customer is led there. That is why a merge can be undone.

use domain::{ids::TenantId, message::id::MessageId, permission::Permission};
use serde_json::json;
use store::{
    Tx, audit, contact_book as rows, conversations,
    messages::{
        log::Reach,
        people::{self, Customer},
    },
    short_ids,
};

use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    messages::masking,
    stored,
};

/// Makes `other` part of `kept`. Answers the merge, by which it is undone.
///
/// # Errors
/// `Invalid` when they are the same record, of two bakeries, or not there any
/// more; `NotFound` when the caller may not know `kept`.
pub async fn merge(
    svc: &Services,
    call: &Call,
    kept: MessageId,
    other: MessageId,
) -> ServiceResult<MessageId> {
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    conversations::hold_still(&mut tx).await?;
    let (kept, tenant) = open(&mut tx, call, kept).await?;
    let wrong = || FieldError::only("other", Problem::NotAChoice);
    let found = people::customer(&mut tx, Reach::Tenant(kept.tenant), other.0)
        .await?
        .filter(|other| other.id != kept.id)
        .ok_or_else(wrong)?;
    let id = svc.random.message_id(now);
    let moved = rows::merge(&mut tx, id, kept.id, found.id, now, call.actor.name()).await?;
    if moved == 0 {
        return Err(wrong());
    }
    conversations::rebuild(&mut tx, &[kept.id, found.id], kept.id).await?;
    let states = (
        Some(json!({ "contact": found.id.to_string(), "name": found.name })),
        Some(json!({ "into": kept.id.to_string(), "records": moved, "merge": id })),
    );
    note(svc, call, &mut tx, "contact.merge", &kept, &tenant, states).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(id)
}

/// Takes a merge apart again. Messages that came since stay where they came.
///
/// # Errors
/// `CannotUndo` when it was undone already or its records have moved on.
pub async fn undo(svc: &Services, call: &Call, merge: MessageId) -> ServiceResult<()> {
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    conversations::hold_still(&mut tx).await?;
    let moved = rows::merge_rows(&mut tx, merge).await?;
    let first = moved.first().ok_or(ServiceError::NotFound)?;
    let (kept, tenant) = open(&mut tx, call, MessageId(first.went_to)).await?;
    // Part of something larger by now: that has to be undone first.
    if kept.id != first.went_to || rows::unmerge(&mut tx, merge, now).await? == 0 {
        return Err(ServiceError::Conflict(Conflict::CannotUndo));
    }
    let mut apart: Vec<i64> = moved
        .iter()
        .flat_map(|row| [Some(row.contact), row.came_from])
        .flatten()
        .collect();
    apart.push(kept.id);
    apart.sort_unstable();
    apart.dedup();
    conversations::rebuild(&mut tx, &apart, kept.id).await?;
    let states = (None, Some(json!({ "merge": merge, "records": moved.len() })));
    note(svc, call, &mut tx, "contact.unmerge", &kept, &tenant, states).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(())
}

/// Reads a record whose bakery's customers the caller may change.
async fn open(tx: &mut Tx, call: &Call, id: MessageId) -> ServiceResult<(Customer, TenantId)> {
    let customer = people::customer(tx, Reach::Everyone, id.0)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let tenant: TenantId = match short_ids::id_of(tx, customer.tenant).await? {
        Some(id) => stored::id(id)?,
        None => return Err(ServiceError::NotFound),
    };
    call.allow_tenant(Permission::SendMessages, &tenant)?;
    Ok((customer, tenant))
}

async fn note(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    action: &str,
    kept: &Customer,
    tenant: &TenantId,
    states: (Option<serde_json::Value>, Option<serde_json::Value>),
) -> ServiceResult<()> {
    let named = masking::masked(
        kept.phone.as_deref(),
        kept.wa_id.as_deref(),
        kept.user_id.as_deref(),
    );
    let mut entry = call.change(svc, action, "contact", &kept.id.to_string(), &named, states);
    entry.tenant_id = Some(tenant.to_string());
    audit::append(tx, entry).await?;
    Ok(())
}
