//! Tenants and the number that each one has.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    ids::{PhoneNumberId, TenantId},
    page::PageRequest,
};
use serde::{Deserialize, Serialize};
use service::{
    Call, ServiceError,
    numbers::{
        assign,
        list::{self as numbers, NumberQuery},
    },
    tenants::list::{self, TenantRow},
};
use utoipa::ToSchema;

use super::{
    answers::{BodyRefusals, Conflicts, Refusals},
    auth::ApiCall,
    cursor::{self, Cursor},
    extract::{ApiId, ApiJson, Listing},
    phone_numbers::PhoneNumber,
};
use crate::{
    http::{problem::Problem, time_text},
    state::AppState,
};

/// A bakery.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tenant {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// Its name.
    #[schema(example = "Panadería San Juan")]
    name: String,
    /// Its city; may be empty.
    city: String,
    /// The platform's own id of it.
    external_ref: Option<String>,
    /// `active` or `suspended`.
    #[schema(example = "active")]
    status: String,
    /// The owner's switch.
    whatsapp_enabled: bool,
    /// Meta's id of its own number; `null` without one.
    phone_number_id: Option<String>,
    /// That number, for people.
    display_phone_number: Option<String>,
    /// When it was created, in RFC 3339.
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<TenantRow> for Tenant {
    fn from(row: TenantRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            city: row.city,
            external_ref: row.external_ref,
            status: row.status.key().to_owned(),
            whatsapp_enabled: row.whatsapp_enabled,
            phone_number_id: row.number.as_ref().map(|number| number.phone_number_id.clone()),
            display_phone_number: row.number.map(|number| number.display),
            created_at: time_text(row.created_at),
        }
    }
}

/// Tenants of one page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TenantPage {
    /// The tenants, in the order of their creation.
    data: Vec<Tenant>,
    /// Pass it as `cursor` for the next page; `null` at the end.
    next: Option<String>,
}

/// Lists tenants. With a tenant's own key the list holds that tenant alone.
#[utoipa::path(
    get,
    path = "/api/v1/admin/whatsapp/tenants",
    operation_id = "listTenants",
    tag = "Tenants",
    params(
        ("limit" = Option<u32>, Query, description = "Rows of a page", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "The `next` of an earlier answer", pattern = "^[A-Za-z0-9_-]+$"),
    ),
    responses((status = 200, description = "A page of tenants", body = TenantPage), Refusals),
)]
pub(super) async fn index(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    listing: Listing,
) -> Result<Json<TenantPage>, Problem> {
    let place = listing.cursor.as_ref().map(Cursor::place);
    let (rows, next) = list::by_cursor(&state.services, &call, place, listing.limit)
        .await
        .map_err(cursor::refused)?;
    let data = rows.into_iter().map(Tenant::from).collect();
    Ok(Json(TenantPage {
        data,
        next: next.map(|place| Cursor::write(&place)),
    }))
}

/// Which number a tenant is to have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Assignment {
    /// Meta's id of the number.
    #[schema(pattern = "^[0-9]{5,20}$", example = "123456789012345")]
    phone_number_id: String,
    /// The tenant that the number is taken from. Without it a number that another tenant holds is a conflict.
    #[serde(default)]
    #[schema(format = "uuid")]
    move_from: Option<String>,
}

/// Gives a tenant a number, in place of the one that it has. Asking again for
/// what already is so changes nothing.
#[utoipa::path(
    put,
    path = "/api/v1/admin/whatsapp/tenants/{id}/phone-number",
    operation_id = "assignPhoneNumber",
    tag = "Tenants",
    params(("id" = String, Path, description = "Id of the tenant", format = "uuid")),
    request_body(content = Assignment, content_type = "application/json"),
    responses(
        (status = 200, description = "The tenant has the number", body = PhoneNumber),
        Refusals, BodyRefusals, Conflicts,
    ),
)]
pub(super) async fn assign(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    ApiId(tenant): ApiId<TenantId>,
    ApiJson(wanted): ApiJson<Assignment>,
) -> Result<Json<PhoneNumber>, Problem> {
    let number = PhoneNumberId::parse(&wanted.phone_number_id).map_err(|_| {
        Problem::field(
            "phone_number_id",
            "not_an_id",
            "phone_number_id is not one of Meta's ids.",
        )
    })?;
    let from = wanted
        .move_from
        .map(|id| TenantId::parse(&id))
        .transpose()
        .map_err(|_| Problem::field("move_from", "not_an_id", "move_from is not the id of a tenant."))?;
    assign::assign_by_phone_number_id(&state.services, &call, &tenant, &number, from.as_ref()).await?;
    Ok(Json(find_number(&state, &call, &number).await?))
}

/// Takes a tenant's number back. A tenant without one is fine.
#[utoipa::path(
    delete,
    path = "/api/v1/admin/whatsapp/tenants/{id}/phone-number",
    operation_id = "releasePhoneNumber",
    tag = "Tenants",
    params(("id" = String, Path, description = "Id of the tenant", format = "uuid")),
    responses((status = 204, description = "The tenant has no number of its own"), Refusals, Conflicts),
)]
pub(super) async fn release(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    ApiId(tenant): ApiId<TenantId>,
) -> Result<StatusCode, Problem> {
    assign::release_of_tenant(&state.services, &call, &tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find_number(state: &AppState, call: &Call, number: &PhoneNumberId) -> Result<PhoneNumber, Problem> {
    let query = NumberQuery {
        q: Some(number.as_str().to_owned()),
        page: PageRequest::clamped(None, Some(u32::MAX)),
        ..NumberQuery::default()
    };
    let found = numbers::list(&state.services, call, &query).await?;
    let row = found
        .page
        .rows
        .into_iter()
        .find(|row| row.phone_number_id == number.as_str());
    Ok(row.ok_or(ServiceError::NotFound)?.into())
}
