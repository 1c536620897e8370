//! The pool as a table for spreadsheets.

use domain::time::Millis;

use super::list::NumberRow;
use crate::{
    error::{ServiceError, ServiceResult},
    spreadsheet::defused,
};

const HEADER: [&str; 14] = [
    "number",
    "phone_number_id",
    "waba_id",
    "account",
    "use",
    "tenant_id",
    "tenant",
    "since",
    "status",
    "quality",
    "verified_name",
    "name_status",
    "messaging_limit",
    "seen_at",
];

/// Rows with a header, in UTF-8.
pub(super) fn write(rows: &[NumberRow]) -> ServiceResult<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| ServiceError::Internal(error.to_string());
    out.write_record(HEADER).map_err(failed)?;
    for row in rows {
        let holder = row.holder.as_ref();
        let cells = [
            row.display.clone(),
            row.phone_number_id.clone(),
            row.account.1.clone(),
            row.account.2.clone(),
            row.used.key().to_owned(),
            holder.map(|holder| holder.tenant.to_string()).unwrap_or_default(),
            holder.map(|holder| holder.name.clone()).unwrap_or_default(),
            holder.map(|holder| instant(holder.since)).unwrap_or_default(),
            row.status.to_string(),
            row.quality.to_string(),
            row.verified_name.clone(),
            row.name_status.to_string(),
            row.messaging_limit
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            instant(row.seen_at),
        ];
        out.write_record(cells.map(defused)).map_err(failed)?;
    }
    out.into_inner()
        .map_err(|error| ServiceError::Internal(error.to_string()))
}

/// ISO 8601 in UTC.
fn instant(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|at| at.to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(instant(Millis(1_800_000_000_000)), "2027-01-15T08:00:00Z");
    }
}
