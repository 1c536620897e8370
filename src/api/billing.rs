//! What messages cost: estimates, statements, lines.

mod line;
mod statement;
mod wanted;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::message::id::MessageId;
use service::billing::{
    export,
    lines::{self, LineQuery},
    statement as statements,
};

use self::{
    line::LedgerPage,
    statement::{Estimate, MonthStatement},
    wanted::Wanted,
};
use super::{answers::Refusals, auth::ApiCall, cursor, extract::Listing};
use crate::{http::problem::Problem, state::AppState};

/// Estimates a month. With a tenant's own key, that tenant's alone.
#[utoipa::path(
    get,
    path = "/api/v1/billing/estimate",
    operation_id = "getEstimate",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
    ),
    responses((status = 200, description = "The estimate", body = Estimate), Refusals),
)]
pub(super) async fn estimate(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Json<Estimate>, Problem> {
    let query = wanted.statement();
    let found = statements::get(&state.services, &call, &query).await?;
    let own = match &call.actor {
        domain::permission::Actor::TenantKey { tenant, .. } => Some(tenant),
        _ => query.tenant.as_ref(),
    };
    Ok(Json(Estimate::of(&found, own)))
}

/// A month's statement with its items, by tenant.
#[utoipa::path(
    get,
    path = "/api/v1/billing/statement",
    operation_id = "getStatement",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
    ),
    responses((status = 200, description = "The statement", body = MonthStatement), Refusals),
)]
pub(super) async fn statement(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Json<MonthStatement>, Problem> {
    let found = statements::get(&state.services, &call, &wanted.statement()).await?;
    Ok(Json(MonthStatement::of(&found)))
}

/// The statement as a CSV file.
#[utoipa::path(
    get,
    path = "/api/v1/billing/statement.csv",
    operation_id = "getStatementFile",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
    ),
    responses((status = 200, description = "The statement", body = String, content_type = "text/csv"), Refusals),
)]
pub(super) async fn statement_file(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let bytes = export::statement(&state.services, &call, &wanted.statement()).await?;
    Ok(csv("statement.csv", Body::from(bytes)))
}

/// Lists lines of the ledger, latest booking first.
#[utoipa::path(
    get,
    path = "/api/v1/billing/lines",
    operation_id = "listLedgerLines",
    tag = "Billing",
    params(
        ("limit" = Option<u32>, Query, description = "Rows of a page", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "The `next` of an earlier answer", pattern = "^[A-Za-z0-9_-]+$"),
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
        ("category" = Option<String>, Query, description = "Only charged as this"),
        ("reason" = Option<String>, Query, description = "Only for this reason"),
        ("market" = Option<String>, Query, description = "Only to this market, as lines name it"),
        ("template" = Option<String>, Query, description = "Only this template"),
        ("phone_number_id" = Option<String>, Query, description = "Only with this number: Meta's id"),
        ("day" = Option<String>, Query, description = "Only delivered on this day", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        ("corrections" = Option<bool>, Query, description = "Only reversals and what came in their place"),
        ("unpriced" = Option<bool>, Query, description = "Only without a known rate"),
    ),
    responses((status = 200, description = "A page of lines", body = LedgerPage), Refusals),
)]
pub(super) async fn lines(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    listing: Listing,
    wanted: Wanted,
) -> Result<Json<LedgerPage>, Problem> {
    let before = match &listing.cursor {
        None => None,
        Some(cursor) => Some(MessageId::parse(cursor.place()).map_err(|_| cursor::unknown())?),
    };
    let query = LineQuery {
        before,
        size: Some(listing.limit),
        ..wanted.lines()
    };
    let found = lines::list(&state.services, &call, &query).await?;
    Ok(Json(found.into()))
}

/// The lines as a CSV file, all of them.
#[utoipa::path(
    get,
    path = "/api/v1/billing/lines.csv",
    operation_id = "getLedgerFile",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
        ("category" = Option<String>, Query, description = "Only charged as this"),
        ("reason" = Option<String>, Query, description = "Only for this reason"),
        ("market" = Option<String>, Query, description = "Only to this market, as lines name it"),
        ("template" = Option<String>, Query, description = "Only this template"),
        ("phone_number_id" = Option<String>, Query, description = "Only with this number: Meta's id"),
        ("day" = Option<String>, Query, description = "Only delivered on this day", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        ("corrections" = Option<bool>, Query, description = "Only reversals and what came in their place"),
        ("unpriced" = Option<bool>, Query, description = "Only without a known rate"),
    ),
    responses((status = 200, description = "The lines", body = String, content_type = "text/csv"), Refusals),
)]
pub(super) async fn lines_file(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let pieces = export::lines(&state.services, &call, &wanted.lines()).await?;
    Ok(csv("lines.csv", Body::from_stream(pieces)))
}

fn csv(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}
