//! Finding bakeries.

use domain::{
    ids::{NumberId, TenantId},
    page::{Page, PageRequest},
    tenant::TenantStatus,
    time::Millis,
};

use crate::{Call, Services, error::ServiceResult};

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
    let _ = (svc, call, query);
    todo!()
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
    let _ = (svc, call, tenant);
    todo!()
}

/// A bakery as a choice in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantChoice {
    /// Id.
    pub id: TenantId,
    /// Name.
    pub name: String,
    /// The number it has, for people.
    pub number: Option<String>,
}

/// Active bakeries by name, for choosing one (at most 1,000).
pub async fn choices(svc: &Services, call: &Call) -> ServiceResult<Vec<TenantChoice>> {
    let _ = (svc, call);
    todo!()
}

/// For the API: bakeries in the order of creation, after `cursor`. With a
/// tenant's key only that tenant.
pub async fn by_cursor(
    svc: &Services,
    call: &Call,
    cursor: Option<&str>,
    limit: u32,
) -> ServiceResult<(Vec<TenantRow>, Option<String>)> {
    let _ = (svc, call, cursor, limit);
    todo!()
}
