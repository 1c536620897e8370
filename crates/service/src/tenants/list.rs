//! Finding bakeries.

use domain::{
    ids::{NumberId, TenantId},
    page::{Page, PageRequest, SIZE_MAX},
    permission::{Actor, Permission},
    tenant::TenantStatus,
    time::Millis,
};
use store::{
    assignments,
    tenants::{self as rows, TenantFilter, TenantListRecord, TenantOrder},
};

use super::owners::owners;
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    stored,
};

/// Which bakeries to list.
#[derive(Debug, Clone, Default)]
pub struct TenantQuery {
    /// Part of a name, city or own id, without regard to case and accents.
    pub q: Option<String>,
    /// Only this state.
    pub status: Option<TenantStatus>,
    /// Only with (`true`) or without (`false`) a number of their own.
    pub has_number: Option<bool>,
    /// Only with the switch on or off.
    pub enabled: Option<bool>,
    /// Order.
    pub sort: TenantSort,
    /// Page.
    pub page: PageRequest,
}

/// Order of bakeries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TenantSort {
    /// By name.
    #[default]
    Name,
    /// By name, last first.
    NameDesc,
    /// Newest first.
    Newest,
}

/// A bakery in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantRow {
    /// Id.
    pub id: TenantId,
    /// Name.
    pub name: String,
    /// City.
    pub city: String,
    /// The platform's own id of it.
    pub external_ref: Option<String>,
    /// State.
    pub status: TenantStatus,
    /// The owner's switch.
    pub whatsapp_enabled: bool,
    /// When the switch was last flipped, and by whom.
    pub switched: Option<(Millis, String)>,
    /// Its own number.
    pub number: Option<TenantNumber>,
    /// How many owners can sign in.
    pub owners: u32,
    /// When it was created.
    pub created_at: Millis,
}

/// The number of a bakery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantNumber {
    /// Our id.
    pub id: NumberId,
    /// Meta's id.
    pub phone_number_id: String,
    /// For people.
    pub display: String,
    /// Since when.
    pub since: Millis,
    /// Meta's status word.
    pub status: domain::number::NumberStatus,
}

/// Bakeries and the counts for the pills; each count obeys every filter but its own.
#[derive(Debug, Clone)]
pub struct TenantList {
    /// The page.
    pub page: Page<TenantRow>,
    /// All.
    pub all: u64,
    /// With their own number.
    pub with_number: u64,
    /// Without.
    pub without_number: u64,
    /// Switch on.
    pub enabled: u64,
    /// Switch off.
    pub disabled: u64,
    /// Suspended.
    pub suspended: u64,
}

/// Lists bakeries.
pub async fn list(svc: &Services, call: &Call, query: &TenantQuery) -> ServiceResult<TenantList> {
    call.allow(Permission::ViewTenants)?;
    let filter = TenantFilter {
        text: stored::search_text(query.q.as_deref()),
        status: query.status.map(TenantStatus::key),
        has_number: query.has_number,
        enabled: query.enabled,
    };
    let order = match query.sort {
        TenantSort::Name => TenantOrder::Name,
        TenantSort::NameDesc => TenantOrder::NameDesc,
        TenantSort::Newest => TenantOrder::Newest,
    };
    let mut tx = svc.db.read().await?;
    let cells = rows::cells(&mut tx, filter.text.as_deref()).await?;
    let found = rows::list(
        &mut tx,
        &filter,
        order,
        i64::from(query.page.size),
        query.page.offset(),
    )
    .await?;
    // Each count obeys every filter but its own.
    let sum = |status: Option<&str>, has_number: Option<bool>, enabled: Option<bool>| {
        let fits = |cell: &&rows::TenantCell| {
            status.is_none_or(|wanted| cell.status == wanted)
                && has_number.is_none_or(|wanted| (cell.has_number == 1) == wanted)
                && enabled.is_none_or(|wanted| cell.whatsapp_enabled == wanted)
        };
        stored::count(cells.iter().filter(fits).map(|cell| cell.count).sum())
    };
    let (status, number, enabled) = (filter.status, query.has_number, query.enabled);
    Ok(TenantList {
        page: Page {
            rows: found.into_iter().map(row).collect::<ServiceResult<_>>()?,
            total: sum(status, number, enabled),
            page: query.page.page,
            size: query.page.size,
        },
        all: sum(None, None, None),
        with_number: sum(status, Some(true), enabled),
        without_number: sum(status, Some(false), enabled),
        enabled: sum(status, number, Some(true)),
        disabled: sum(status, number, Some(false)),
        suspended: sum(Some(TenantStatus::Suspended.key()), number, enabled),
    })
}

/// Everything about one bakery.
#[derive(Debug, Clone)]
pub struct TenantDetail {
    /// Its row.
    pub row: TenantRow,
    /// People who belong to it: name, address, state.
    pub owners: Vec<crate::people::team::Member>,
    /// Every number it ever had, newest first.
    pub numbers: Vec<PastNumber>,
}

/// An interval in which a bakery had a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastNumber {
    /// Our id of the number.
    pub number: NumberId,
    /// For people.
    pub display: String,
    /// From.
    pub from: Millis,
    /// To; `None` while it lasts.
    pub to: Option<Millis>,
    /// Who assigned it.
    pub by: String,
    /// Who ended it.
    pub ended_by: Option<String>,
}

/// One bakery.
pub async fn get(svc: &Services, call: &Call, tenant: &TenantId) -> ServiceResult<TenantDetail> {
    call.allow_tenant(Permission::ViewTenants, tenant)?;
    let mut tx = svc.db.read().await?;
    let record = rows::listed(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let owners = owners(&mut tx, tenant, svc.clock.now()).await?;
    let numbers = assignments::of_tenant(&mut tx, tenant.as_str()).await?;
    Ok(TenantDetail {
        row: row(record)?,
        owners,
        numbers: numbers
            .into_iter()
            .map(|past| {
                Ok(PastNumber {
                    display: stored::display(past.e164.as_deref(), &past.display),
                    number: stored::id(past.number_id)?,
                    from: Millis(past.from_at),
                    to: past.to_at.map(Millis),
                    by: past.opened_by_name,
                    ended_by: past.closed_by_name,
                })
            })
            .collect::<ServiceResult<_>>()?,
    })
}

/// For the API: bakeries in the order of creation, after `cursor`. With a
/// tenant's key only that tenant.
pub async fn by_cursor(
    svc: &Services,
    call: &Call,
    cursor: Option<&str>,
    limit: u32,
) -> ServiceResult<(Vec<TenantRow>, Option<String>)> {
    let only = if let Actor::TenantKey { tenant, .. } = &call.actor {
        Some(tenant.as_str())
    } else {
        call.allow(Permission::ViewTenants)?;
        None
    };
    let (at, id) = stored::read_cursor(cursor)?;
    let limit = limit.clamp(1, SIZE_MAX);
    let mut tx = svc.db.read().await?;
    let found = rows::after(&mut tx, (at, &id), only, i64::from(limit) + 1).await?;
    let (found, next) = stored::cut(found, limit, |record| {
        (record.tenant.created_at, record.tenant.id.clone())
    });
    Ok((found.into_iter().map(row).collect::<ServiceResult<_>>()?, next))
}

pub(crate) fn row(record: TenantListRecord) -> ServiceResult<TenantRow> {
    let TenantListRecord {
        tenant,
        since,
        number_id,
        phone_number_id,
        display,
        e164,
        number_status,
        owners,
    } = record;
    let number = match (number_id, phone_number_id, display, since) {
        (Some(id), Some(phone_number_id), Some(written), Some(since)) => Some(TenantNumber {
            id: stored::id(id)?,
            phone_number_id,
            display: stored::display(e164.as_deref(), &written),
            since: Millis(since),
            status: domain::number::NumberStatus::parse(&number_status.unwrap_or_default()),
        }),
        _ => None,
    };
    Ok(TenantRow {
        id: stored::id(tenant.id)?,
        name: tenant.name,
        city: tenant.city,
        external_ref: tenant.external_ref,
        status: status(&tenant.status)?,
        whatsapp_enabled: tenant.whatsapp_enabled,
        switched: tenant
            .switched_at
            .map(|at| (Millis(at), tenant.switched_by.unwrap_or_default())),
        number,
        owners: stored::small(owners),
        created_at: Millis(tenant.created_at),
    })
}

/// The state of a bakery as it is stored.
pub(crate) fn status(key: &str) -> ServiceResult<TenantStatus> {
    TenantStatus::from_key(key).ok_or_else(|| ServiceError::Internal(format!("tenants.status holds {key}")))
}
