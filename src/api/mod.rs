//! The API for programs, under `/api/v1`.

mod answers;
mod auth;
mod billing;
mod cursor;
mod extract;
pub mod limit;
mod messages;
pub mod openapi;
mod phone_numbers;
mod send;
mod templates;
mod tenants;
mod webhook_events;

use axum::{
    Router,
    http::StatusCode,
    routing::{any, get},
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{http::problem::Problem, state::AppState};

/// Every operation with its description.
fn operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::Description::openapi())
        .routes(routes!(tenants::index))
        .routes(routes!(tenants::assign, tenants::release))
        .routes(routes!(phone_numbers::index))
        .routes(routes!(send::send))
        .routes(routes!(messages::index))
        .routes(routes!(messages::show))
        .routes(routes!(templates::index, templates::create))
        .routes(routes!(templates::show))
        .routes(routes!(webhook_events::index))
        .routes(routes!(billing::estimate))
        .routes(routes!(billing::statement))
        .routes(routes!(billing::statement_file))
        .routes(routes!(billing::lines))
        .routes(routes!(billing::lines_file))
}

/// The routes of the API. Anything else below `/api` is a problem, not a page.
pub fn router() -> Router<AppState> {
    let (router, _) = operations().split_for_parts();
    router
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/api", any(nothing))
        .route("/api/", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .method_not_allowed_fallback(async || Problem::of_status(StatusCode::METHOD_NOT_ALLOWED, None))
}

/// Every address of the API.
pub(crate) fn paths() -> Vec<String> {
    let described = operations().into_openapi().paths.paths.into_keys();
    described
        .chain(std::iter::once("/api/v1/openapi.json".to_owned()))
        .collect()
}

async fn nothing() -> Problem {
    Problem::of_status(StatusCode::NOT_FOUND, None)
}
