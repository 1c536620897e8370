//! `GET /app/palette?q=`: what the command palette found, as JSON.

use app::request::Request;
use axum::{Extension, Json, extract::Query, http::StatusCode};
use serde::Deserialize;
use service::search::{self, Hit};

use super::problem::Problem;

/// What to look for.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
}

/// See the module.
pub async fn find(
    Extension(request): Extension<Request>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Vec<Hit>>, Problem> {
    let call = request
        .call()
        .ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED, None))?;
    Ok(Json(
        search::find(&request.services, &call, wanted.q.trim()).await?,
    ))
}
