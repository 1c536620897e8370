//! `GET …/messages/export.csv` and `.jsonl`: the whole filter of a log as a
//! file, in pieces, masked as its reader's records are.

use app::{message_query, request::Request};
use axum::{
    Extension, Json,
    body::Body,
    extract::{Query, rejection::QueryRejection},
    http::{StatusCode, header},
    response::IntoResponse,
};
use domain::permission::Permission;
use serde::Deserialize;
use service::messages::{
    export::{self, Format},
    export_progress::{self, Progress},
};

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

/// Where a page asks how far its file has come.
pub const PROGRESS: &str = "/app/messages/export-progress";

/// What is asked beside the filter.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The name that the page gave its file.
    watch: Option<String>,
}

/// How far a file of this person has come; 404 for what nobody knows of, and
/// for everybody else's.
pub async fn progress(
    Extension(request): Extension<Request>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Progress>, Problem> {
    let call = request
        .call()
        .ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED, None))?;
    watch(asked)
        .and_then(|name| export_progress::progress(&request.services, &call, &name))
        .map(Json)
        .ok_or_else(|| Problem::of_status(StatusCode::NOT_FOUND, None))
}

fn watch(asked: Result<Query<Asked>, QueryRejection>) -> Option<String> {
    asked.ok().and_then(|Query(asked)| asked.watch)
}

/// See the module.
pub async fn download(
    Extension(request): Extension<Request>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<impl IntoResponse, Problem> {
    let call = request
        .call()
        .ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED, None))?;
    let path = request.path_and_query.split('?').next().unwrap_or_default();
    if !path.starts_with("/app/settings/") {
        call.allow(Permission::ViewMessages)?;
    }
    let format = path.rsplit('.').next().and_then(Format::from_extension);
    let format = format.ok_or_else(|| Problem::of_status(StatusCode::NOT_FOUND, None))?;
    let (query, watch) = (message_query(&request), watch(asked));
    let pieces = export::stream(&request.services, &call, &query, format, watch.as_deref()).await?;
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"messages.{}\"", format.extension()),
        ),
    ];
    Ok((headers, Body::from_stream(pieces)))
}
