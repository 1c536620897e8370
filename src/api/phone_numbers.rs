//! The pool of numbers.

use axum::{Json, extract::State};
use serde::Serialize;
use service::numbers::list::{self, NumberRow};
use utoipa::ToSchema;

use super::{
    answers::Refusals,
    auth::ApiCall,
    cursor::{self, Cursor},
    extract::Listing,
};
use crate::{
    http::{problem::Problem, time_text},
    state::AppState,
};

/// A number of the pool. Words in capitals are Meta's own; new ones may appear.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the names that Meta and the API use")]
pub(super) struct PhoneNumber {
    /// Meta's id of the number.
    #[schema(example = "123456789012345")]
    phone_number_id: String,
    /// Meta's id of the WhatsApp Business Account.
    #[schema(example = "987654321098765")]
    waba_id: String,
    /// The number, for people.
    #[schema(example = "+34 612 345 678")]
    display_phone_number: String,
    /// The name that customers see.
    verified_name: String,
    /// Meta's review of that name.
    #[schema(example = "APPROVED")]
    name_status: String,
    /// Meta's status.
    #[schema(example = "CONNECTED")]
    status: String,
    /// Meta's quality rating.
    #[schema(example = "GREEN")]
    quality_rating: String,
    /// The messaging limit that Meta reports with this number.
    messaging_limit: Option<String>,
    /// The tenant that has it; `null` when nobody does.
    #[schema(format = "uuid")]
    tenant_id: Option<String>,
    /// Last message in or out, in RFC 3339.
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
    /// When Meta was last seen to list it, in RFC 3339.
    #[schema(format = DateTime)]
    seen_at: String,
    /// Since when Meta no longer lists it.
    #[schema(format = DateTime)]
    vanished_at: Option<String>,
    /// Since when it is out of the pool.
    #[schema(format = DateTime)]
    archived_at: Option<String>,
}

impl From<NumberRow> for PhoneNumber {
    fn from(row: NumberRow) -> Self {
        Self {
            phone_number_id: row.phone_number_id,
            waba_id: row.account.1,
            display_phone_number: row.display,
            verified_name: row.verified_name,
            name_status: row.name_status.to_string(),
            status: row.status.to_string(),
            quality_rating: row.quality.to_string(),
            messaging_limit: row.messaging_limit.map(|limit| limit.to_string()),
            tenant_id: row.holder.map(|holder| holder.tenant.into()),
            last_used_at: row.last_used_at.map(time_text),
            seen_at: time_text(row.seen_at),
            vanished_at: row.vanished_at.map(time_text),
            archived_at: row.archived_at.map(time_text),
        }
    }
}

/// Numbers of one page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PhoneNumberPage {
    /// The numbers, in the order in which they were first seen.
    data: Vec<PhoneNumber>,
    /// Pass it as `cursor` for the next page; `null` at the end.
    next: Option<String>,
}

/// Lists the numbers of every connected account.
#[utoipa::path(
    get,
    path = "/api/v1/admin/whatsapp/phone-numbers",
    operation_id = "listPhoneNumbers",
    tag = "Phone numbers",
    params(
        ("limit" = Option<u32>, Query, description = "Rows of a page", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "The `next` of an earlier answer", pattern = "^[A-Za-z0-9_-]+$"),
    ),
    responses((status = 200, description = "A page of numbers", body = PhoneNumberPage), Refusals),
)]
pub(super) async fn index(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    listing: Listing,
) -> Result<Json<PhoneNumberPage>, Problem> {
    let place = listing.cursor.as_ref().map(Cursor::place);
    let (rows, next) = list::by_cursor(&state.services, &call, place, listing.limit)
        .await
        .map_err(cursor::refused)?;
    let data = rows.into_iter().map(PhoneNumber::from).collect();
    Ok(Json(PhoneNumberPage {
        data,
        next: next.map(|place| Cursor::write(&place)),
    }))
}
