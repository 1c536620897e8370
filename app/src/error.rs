//! What a server function answers when it cannot answer as usual.
//!
//! Mistakes of people never come this way: they go back to their form (see
//! [`crate::flash`]). What does is answered with a whole page and an honest
//! status, because the browser that sent the form shows whatever comes back.

use axum::http::{HeaderValue, StatusCode, header};
use leptos::{
    prelude::use_context,
    server_fn::{
        Bytes, ContentType, Decodes, Encodes, Format, FormatType,
        error::{FromServerFnError, ServerFnErrorErr},
    },
};
use leptos_axum::ResponseOptions;
use service::ServiceError;

use crate::{guard::Refusal, pages::errors, request::Request};

/// Answered instead of doing what was asked; becomes a page with this status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppError {
    status: StatusCode,
}

impl AppError {
    /// Decides the status of the answer and keeps it from becoming a redirect
    /// back to the form with the error in its address, which is what server
    /// functions do with errors by themselves.
    fn new(status: StatusCode, location: &str) -> Self {
        if let (Some(response), Ok(location)) =
            (use_context::<ResponseOptions>(), HeaderValue::from_str(location))
        {
            response.set_status(status);
            response.insert_header(header::LOCATION, location);
        }
        Self { status }
    }

    /// A use case's refusal that no form can show.
    pub(crate) fn from_service(error: &ServiceError) -> Self {
        Self::new(errors::status_of(error), "/app")
    }

    /// The session could not be read or written.
    pub(crate) fn session(error: &tower_sessions::session::Error) -> Self {
        tracing::error!(%error, "the session could not be used");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "/app")
    }

    /// A fault of ours.
    pub(crate) fn fault(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "an action failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "/app")
    }
}

impl From<ServiceError> for AppError {
    fn from(error: ServiceError) -> Self {
        Self::from_service(&error)
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Elsewhere(path) => Self::new(StatusCode::SEE_OTHER, &path),
            Refusal::Forbidden => Self::new(StatusCode::FORBIDDEN, "/app"),
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = ErrorPage;

    /// Only reached when the fields of a form cannot be read at all: twice the
    /// same one, or bytes that are not text.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        tracing::info!(%error, "a form could not be read");
        Self::new(StatusCode::BAD_REQUEST, "/app")
    }
}

/// Writes an [`AppError`] as a page.
#[derive(Debug)]
pub struct ErrorPage;

/// Error pages are written, never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an error page cannot be read back")]
pub struct NotReadable;

impl ContentType for ErrorPage {
    const CONTENT_TYPE: &'static str = "text/html; charset=utf-8";
}

impl FormatType for ErrorPage {
    const FORMAT_TYPE: Format = Format::Text;
}

impl Encodes<AppError> for ErrorPage {
    type Error = NotReadable;

    fn encode(error: &AppError) -> Result<Bytes, NotReadable> {
        let html = Request::try_current()
            .map(|request| errors::page_of(error.status, &request))
            .unwrap_or_default();
        Ok(Bytes::from(html))
    }
}

impl Decodes<AppError> for ErrorPage {
    type Error = NotReadable;

    fn decode(_: Bytes) -> Result<AppError, NotReadable> {
        Err(NotReadable)
    }
}
