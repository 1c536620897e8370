//! Who saw a customer's whole number, and why: read from the audit log, which
//! nobody can rewrite.

use domain::{
    message::id::MessageId,
    permission::{Permission, Scope},
    time::Millis,
};
use serde_json::Value;
use store::audit::{self, Filter};

use super::reveal::LASTS;
use crate::{Call, Services, error::ServiceResult};

/// Rows of a page.
const SIZE: i64 = 50;

/// Somebody saw a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// When.
    pub at: Millis,
    /// Until when it stayed visible.
    pub until: Millis,
    /// Who.
    pub who: String,
    /// The customer's record.
    pub contact: Option<MessageId>,
    /// The customer's masked number.
    pub customer: String,
    /// Why.
    pub reason: String,
}

/// Reveals of one page, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveals {
    /// The rows.
    pub rows: Vec<Reveal>,
    /// Pass as `before` for older ones; `None` at the end.
    pub next: Option<i64>,
    /// Whether these are the caller's own only.
    pub own: bool,
}

/// Lists reveals: everybody's for those who may read the audit log, one's own
/// for those who may only reveal.
pub async fn list(svc: &Services, call: &Call, before: Option<i64>) -> ServiceResult<Reveals> {
    call.allow(Permission::RevealNumbers)?;
    let own = !call.actor.may(Permission::ViewAudit, Scope::Platform);
    let filter = Filter {
        action_prefix: Some("contact.reveal".to_owned()),
        actor_id: call.actor.id().filter(|_| own).map(str::to_owned),
        ..Filter::default()
    };
    let mut tx = svc.db.read().await?;
    let mut found = audit::list(&mut tx, &filter, before, SIZE + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(0) > SIZE;
    found.truncate(usize::try_from(SIZE).unwrap_or(0));
    let next = found.last().filter(|_| more).map(|entry| entry.seq);
    let rows = found
        .into_iter()
        .map(|entry| {
            let after: Option<Value> = entry
                .after
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok());
            let reason = after.as_ref().and_then(|after| after["reason"].as_str());
            Reveal {
                at: Millis(entry.at),
                until: Millis(entry.at).plus(LASTS),
                reason: reason.unwrap_or_default().to_owned(),
                who: entry.actor_name,
                contact: MessageId::parse(&entry.entity_id).ok(),
                customer: entry.entity_name,
            }
        })
        .collect();
    Ok(Reveals { rows, next, own })
}
