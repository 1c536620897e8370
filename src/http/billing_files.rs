//! `…/billing/lines.csv` and `…/billing/statement.csv`: the ledger and a
//! month's statement as files, for whoever may see the pages beside them.

use app::{line_query, request::Request, statement_query};
use axum::{
    Extension,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use service::billing::export;

use super::problem::Problem;

/// Lines of the ledger.
pub const LINES: &str = "/app/admin/whatsapp/billing/lines.csv";
/// Statements.
pub const STATEMENTS: [&str; 2] = [
    "/app/admin/whatsapp/billing/statement.csv",
    "/app/settings/whatsapp/billing/statement.csv",
];

/// The lines that the address asks for.
pub async fn lines(Extension(request): Extension<Request>) -> Result<Response, Problem> {
    let call = request.call().ok_or_else(unknown)?;
    let pieces = export::lines(&request.services, &call, &line_query(&request)).await?;
    Ok((headers("lines"), Body::from_stream(pieces)).into_response())
}

/// The statement that the address asks for.
pub async fn statement(Extension(request): Extension<Request>) -> Result<Response, Problem> {
    let call = request.call().ok_or_else(unknown)?;
    let bytes = export::statement(&request.services, &call, &statement_query(&request)).await?;
    Ok((headers("statement"), bytes).into_response())
}

fn unknown() -> Problem {
    Problem::of_status(StatusCode::UNAUTHORIZED, None)
}

fn headers(name: &str) -> [(header::HeaderName, String); 2] {
    [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.csv\""),
        ),
    ]
}
