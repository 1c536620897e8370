//! One number with its history.

use domain::{
    ids::{NumberId, PhoneNumberId, TenantId},
    time::Millis,
};

use super::list::NumberRow;
use crate::{Call, Services, error::ServiceResult};

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
    let _ = (svc, call, number);
    todo!()
}

/// Whose number this was at `at`; the question of every late event.
pub async fn holder_at(svc: &Services, number: &PhoneNumberId, at: Millis) -> ServiceResult<Option<TenantId>> {
    let _ = (svc, number, at);
    todo!()
}
