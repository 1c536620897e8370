//! `GET …/messages/export.csv` and `.jsonl`: the whole filter of a log as a
//! file, in pieces, masked as its reader's records are.

use app::{message_query, request::Request};
use axum::{
    Extension,
    body::Body,
    http::{StatusCode, header},
    response::IntoResponse,
};
use domain::permission::Permission;
use service::messages::export::{self, Format};

use super::problem::Problem;

/// Where files are, beside each of the three logs.
pub const PATHS: [&str; 6] = [
    "/app/admin/whatsapp/messages/export.csv",
    "/app/admin/whatsapp/messages/export.jsonl",
    "/app/support/messages/export.csv",
    "/app/support/messages/export.jsonl",
    "/app/settings/whatsapp/messages/export.csv",
    "/app/settings/whatsapp/messages/export.jsonl",
];

/// See the module.
pub async fn download(Extension(request): Extension<Request>) -> Result<impl IntoResponse, Problem> {
    let call = request
        .call()
        .ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED, None))?;
    let path = request.path_and_query.split('?').next().unwrap_or_default();
    if !path.starts_with("/app/settings/") {
        call.allow(Permission::ViewMessages)?;
    }
    let format = path.rsplit('.').next().and_then(Format::from_extension);
    let format = format.ok_or_else(|| Problem::of_status(StatusCode::NOT_FOUND, None))?;
    let pieces = export::stream(&request.services, &call, &message_query(&request), format).await?;
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"messages.{}\"", format.extension()),
        ),
    ];
    Ok((headers, Body::from_stream(pieces)))
}
