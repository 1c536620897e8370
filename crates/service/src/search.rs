//! One search box: any name, number or id leads to its record.

use crate::{Call, Services, error::ServiceResult};

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Hit {
    /// `tenant`, `number`, `account`, `person`.
    pub kind: &'static str,
    /// Our id.
    pub id: String,
    /// First line.
    pub title: String,
    /// Second line.
    pub detail: String,
    /// Where it is.
    pub href: String,
}

/// Finds at most 20 records that the caller may see; an exact id comes alone.
pub async fn find(svc: &Services, call: &Call, q: &str) -> ServiceResult<Vec<Hit>> {
    let _ = (svc, call, q);
    todo!()
}
