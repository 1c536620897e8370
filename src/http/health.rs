//! Whether the process lives, and whether it can work.

use axum::{extract::State, http::StatusCode, response::IntoResponse};

use super::problem::Problem;
use crate::state::AppState;

/// `GET /healthz`: the process lives. Says nothing about the database, so that
/// nobody restarts a process whose database is away.
pub async fn alive() -> impl IntoResponse {
    "ok\n"
}

/// `GET /readyz`: the database answers.
pub async fn ready(State(state): State<AppState>) -> Result<impl IntoResponse, Problem> {
    match state.services.db.ping().await {
        Ok(()) => Ok("ready\n"),
        Err(error) => {
            tracing::warn!(%error, "the database is away");
            Err(Problem::of_status(StatusCode::SERVICE_UNAVAILABLE, None))
        }
    }
}
