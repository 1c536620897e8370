//! One number with its history.

use domain::{
    ids::{NumberId, TenantId},
    permission::Permission,
    time::Millis,
};
use store::{assignments, numbers as rows};

use super::{
    list::NumberRow,
    row::{instants, row},
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    stored,
};

/// Everything about one number.
#[derive(Debug, Clone)]
pub struct NumberDetail {
    /// Its row.
    pub row: NumberRow,
    /// Who had it when, newest first.
    pub holders: Vec<PastHolder>,
    /// What changed upstream, newest first (at most 200).
    pub changes: Vec<UpstreamChange>,
    /// Meta's last answer, as it came.
    pub raw: Option<String>,
}

/// An interval in which a bakery had the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastHolder {
    /// The bakery.
    pub tenant: TenantId,
    /// Its name now.
    pub name: String,
    /// From.
    pub from: Millis,
    /// To; `None` while it lasts.
    pub to: Option<Millis>,
    /// Who assigned it.
    pub by: String,
    /// Who ended it.
    pub ended_by: Option<String>,
}

/// Something that Meta changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamChange {
    /// When we learnt of it.
    pub at: Millis,
    /// `status`, `quality`, `name_status`, `verified_name`, `messaging_limit`, `vanished`…
    pub field: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// `sync` or `webhook`.
    pub source: String,
}

/// One number.
pub async fn get(svc: &Services, call: &Call, number: &NumberId) -> ServiceResult<NumberDetail> {
    const MOST_CHANGES: i64 = 200;
    call.allow(Permission::ViewNumbers)?;
    let mut tx = svc.db.read().await?;
    let record = rows::list::one(&mut tx, &instants(svc), number.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let holders = assignments::of_number(&mut tx, number.as_str()).await?;
    let changes = rows::history(&mut tx, number.as_str(), MOST_CHANGES).await?;
    let raw = rows::raw(&mut tx, number.as_str()).await?;
    Ok(NumberDetail {
        row: row(record)?,
        holders: holders
            .into_iter()
            .map(|past| {
                Ok(PastHolder {
                    tenant: stored::id(past.tenant_id)?,
                    name: past.tenant_name,
                    from: Millis(past.from_at),
                    to: past.to_at.map(Millis),
                    by: past.opened_by_name,
                    ended_by: past.closed_by_name,
                })
            })
            .collect::<ServiceResult<_>>()?,
        changes: changes
            .into_iter()
            .map(|change| UpstreamChange {
                at: Millis(change.at),
                field: change.field,
                before: change.before,
                after: change.after,
                source: change.source,
            })
            .collect(),
        raw,
    })
}
