//! Importing bakeries from CSV, with a dry run.
//!
//! Columns (any order, any case, Spanish or English): `name`/`nombre`,
//! `city`/`ciudad`, `external_ref`/`referencia`. A byte order mark, `;` or tab as separator
//! and CRLF are understood. Cells that a spreadsheet would run as a formula are
//! kept as text and pointed out.

use domain::ids::BatchId;

use crate::{Call, Services, error::{Problem, ServiceResult}};

/// Most rows of one import.
pub const MAX_ROWS: usize = 100_000;
/// Most bytes of one import.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What would happen.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Names this dry run when confirming it.
    pub id: BatchId,
    /// Rows that would create a bakery.
    pub create: u64,
    /// Rows that would change one (same `external_ref`, or same name).
    pub update: u64,
    /// Rows that change nothing.
    pub same: u64,
    /// Rows that cannot be used.
    pub refused: u64,
    /// The first 200 rows, refused ones first.
    pub rows: Vec<PreviewRow>,
    /// Whether it was already applied.
    pub applied: bool,
}

/// One row of a dry run.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// Name in the file.
    pub name: String,
    /// City in the file.
    pub city: String,
    /// What would happen.
    pub outcome: Outcome,
}

/// What a row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Creates a bakery.
    Create,
    /// Changes one.
    Update,
    /// Changes nothing.
    Same,
    /// Cannot be used; which column, and why.
    Refused(&'static str, Problem),
}

/// Reads a CSV and remembers it for [`apply`]. Changes nothing else.
pub async fn dry_run(svc: &Services, call: &Call, bytes: &[u8]) -> ServiceResult<Preview> {
    let _ = (svc, call, bytes);
    todo!()
}

/// Shows a dry run again.
pub async fn preview(svc: &Services, call: &Call, id: &BatchId) -> ServiceResult<Preview> {
    let _ = (svc, call, id);
    todo!()
}

/// Carries a dry run out; refused rows are left out. Answers how many bakeries
/// were created and changed.
pub async fn apply(svc: &Services, call: &Call, id: &BatchId) -> ServiceResult<(u64, u64)> {
    let _ = (svc, call, id);
    todo!()
}
