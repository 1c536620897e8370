//! From a stored row to what pages show.

use domain::{
    number::{
        CodeVerification, MessagingLimit, NameStatus, NumberStatus, NumberUse, QualityRating,
        REST_AFTER_RELEASE, Throughput,
    },
    time::{DAY, Millis},
};
use store::numbers::list::{NumberFilter, NumberListRecord};

use super::list::{Holder, NumberRow};
use crate::{
    Services,
    error::{ServiceError, ServiceResult},
    stored,
};

/// How long a change of quality is worth showing beside the new one.
const QUALITY_NEWS: i64 = 30 * DAY;

/// A filter that only knows what time it is.
pub(crate) fn instants(svc: &Services) -> NumberFilter {
    let now = svc.clock.now();
    NumberFilter {
        rests_since: now.plus(-REST_AFTER_RELEASE).0,
        news_since: now.plus(-QUALITY_NEWS).0,
        ..NumberFilter::default()
    }
}

/// A row of the pool.
pub(crate) fn row(record: NumberListRecord) -> ServiceResult<NumberRow> {
    let used = NumberUse::from_key(&record.used)
        .ok_or_else(|| ServiceError::Internal(format!("a number is said to be {}", record.used)))?;
    let holder = match (
        record.assignment_id,
        record.tenant_id,
        record.tenant_name,
        record.assigned_at,
    ) {
        (Some(assignment), Some(tenant), Some(name), Some(since)) => Some(Holder {
            assignment: stored::id(assignment)?,
            tenant: stored::id(tenant)?,
            name,
            since: Millis(since),
            by: record.assigned_by.unwrap_or_default(),
        }),
        _ => None,
    };
    let last_holder = match (record.last_tenant_name, record.released_at) {
        (Some(name), Some(end)) if holder.is_none() => Some((name, Millis(end))),
        _ => None,
    };
    let quality_before = match (record.quality_before, record.quality_changed_at) {
        (Some(before), Some(at)) => Some((QualityRating::parse(&before), Millis(at))),
        _ => None,
    };
    Ok(NumberRow {
        id: stored::id(record.id)?,
        phone_number_id: record.phone_number_id,
        display: stored::display(record.e164.as_deref(), &record.display),
        account: (
            stored::id(record.account_id)?,
            record.waba_id,
            record.account_name,
        ),
        used,
        attention: record.attention == 1,
        holder,
        last_holder,
        status: NumberStatus::parse(&record.status),
        quality: QualityRating::parse(&record.quality),
        quality_before,
        new_name: record.new_name.filter(|name| *name != record.verified_name),
        verified_name: record.verified_name,
        name_status: NameStatus::parse(&record.name_status),
        code_verification: CodeVerification::parse(&record.code_verification),
        messaging_limit: record.messaging_limit.as_deref().map(MessagingLimit::parse),
        throughput: record.throughput.as_deref().map(Throughput::parse),
        last_used_at: record.last_used_at.map(Millis),
        seen_at: Millis(record.seen_at),
        vanished_at: record.vanished_at.map(Millis),
        archived_at: record.archived_at.map(Millis),
        duplicate: record.duplicate == 1,
    })
}
