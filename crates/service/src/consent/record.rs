//! People record what customers agreed to, and look the proof up.

use domain::{ids::TenantId, permission::Permission, time::Millis};
use serde_json::json;
use store::{
    audit,
    consents::{self, ConsentRecord, NewConsent},
    messages::outgoing,
    short_ids,
};

use super::standing::{Purpose, Standing};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// Longest proof, in characters.
pub(super) const WORDING_MAX: usize = 1_000;

/// What a customer said, to be recorded.
#[derive(Debug, Clone)]
pub struct NewStatement {
    /// The bakery.
    pub tenant: TenantId,
    /// The customer's record.
    pub contact: i64,
    /// What for; `None` for everything.
    pub purpose: Option<Purpose>,
    /// Agreed, or took it back.
    pub given: bool,
    /// When; `None` for now.
    pub at: Option<Millis>,
    /// The proof: in which words, where, to whom.
    pub wording: String,
}

/// What a customer said, with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// `all`, `utility` or `marketing`.
    pub category: String,
    /// Agreed, or took it back.
    pub given: bool,
    /// To every bakery of the platform.
    pub platform: bool,
    /// When.
    pub at: Millis,
    /// `api`, `import`, `stop_word`, `user_preferences`, `error_131050` or `person`.
    pub source: String,
    /// The proof.
    pub wording: String,
    /// Who recorded it; may be empty.
    pub by: String,
}

impl From<ConsentRecord> for Statement {
    fn from(row: ConsentRecord) -> Self {
        Self {
            category: row.category,
            given: row.given,
            platform: row.platform,
            at: Millis(row.at),
            source: row.source,
            wording: row.wording,
            by: row.by_name,
        }
    }
}

/// Records a statement. Needs a proof: a statement without one convinces nobody.
pub async fn record(svc: &Services, call: &Call, new: &NewStatement) -> ServiceResult<()> {
    call.allow_tenant(Permission::SendMessages, &new.tenant)?;
    let wording = new.wording.trim();
    if wording.is_empty() {
        return Err(FieldError::only("wording", Problem::Required));
    }
    if wording.chars().count() > WORDING_MAX {
        return Err(FieldError::only("wording", Problem::TooLong { max: WORDING_MAX }));
    }
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let tenant = short_ids::find(&mut tx, new.tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let contact = outgoing::contact(&mut tx, tenant, new.contact)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let category = new.purpose.map_or("all", Purpose::key);
    let row = NewConsent {
        id: svc.random.message_id(now),
        contact: contact.id,
        category,
        given: new.given,
        platform: false,
        // Nobody agrees in the future.
        at: new.at.map_or(now, |at| at.min(now)),
        source: "person",
        wording,
        by_name: call.actor.name(),
    };
    consents::add(&mut tx, &row).await?;
    let action = if new.given {
        "consent.give"
    } else {
        "consent.withdraw"
    };
    let states = (
        None,
        Some(json!({ "category": category, "at": row.at.0, "wording": wording })),
    );
    let mut entry = call.change(
        svc,
        action,
        "contact",
        &contact.id.to_string(),
        &contact.name,
        states,
    );
    entry.tenant_id = Some(new.tenant.to_string());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(())
}

/// Everything that a customer has said, newest first, and what it amounts to
/// for orders and for advertising.
pub async fn list(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    contact: i64,
) -> ServiceResult<(Vec<Statement>, Standing, Standing)> {
    call.allow_tenant(Permission::ViewMessages, tenant)?;
    let mut tx = svc.db.read().await?;
    let no = short_ids::find(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let contact = outgoing::contact(&mut tx, no, contact)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let rows = consents::about(&mut tx, contact.id).await?;
    let (orders, adverts) = (
        Standing::of(&rows, Purpose::Utility),
        Standing::of(&rows, Purpose::Marketing),
    );
    let statements = rows.into_iter().map(Statement::from).collect();
    Ok((statements, orders, adverts))
}
