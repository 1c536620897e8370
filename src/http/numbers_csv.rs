//! `GET /app/admin/whatsapp/numbers.csv`: the pool as a file, filtered as the page is.

use app::{number_query, request::Request};
use axum::{
    Extension,
    http::{StatusCode, header},
    response::IntoResponse,
};
use service::numbers::list;

use super::problem::Problem;

/// See the module.
pub async fn download(Extension(request): Extension<Request>) -> Result<impl IntoResponse, Problem> {
    let call = request
        .call()
        .ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED, None))?;
    let query = number_query(&request.path_and_query);
    let file = list::csv(&request.services, &call, &query).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"numbers.csv\"",
        ),
    ];
    Ok((headers, file))
}
