//! Importing bakeries from CSV, with a dry run.
//!
//! Columns (any order, any case, Spanish or English): `name`/`nombre`,
//! `city`/`ciudad`, `external_ref`/`referencia`. A byte order mark, `;` or tab as separator
//! and CRLF are understood. Cells that a spreadsheet would run as a formula are
//! kept as text and pointed out.

mod file;
mod judge;

use domain::{ids::BatchId, permission::Permission, time::DAY};
use serde_json::json;
use store::{audit, imports, tenants as rows};

use super::edit::changed;
pub(crate) use file::separator;
use judge::{Judged, Todo};

use crate::{
    Call, Services,
    error::{Conflict, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// Most rows of one import.
pub const MAX_ROWS: usize = 100_000;
/// Most bytes of one import.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// How long a dry run waits for its confirmation.
const KEPT: i64 = 7 * DAY;
/// Rows that are written together.
const AT_ONCE: usize = 1_000;
/// Rows shown of a dry run.
const SHOWN: usize = 200;

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
    call.allow(Permission::ManageTenants)?;
    let text = file::text(bytes)?;
    let read = file::read(&text)?;
    let now = svc.clock.now();
    let id: BatchId = svc.random.id(now);
    let mut tx = svc.db.write().await?;
    imports::forget_older(&mut tx, now.plus(-KEPT)).await?;
    let judged = judge::all(read, &rows::all(&mut tx).await?);
    imports::insert(&mut tx, id.as_str(), call.actor.id(), &text, now).await?;
    tx.commit().await?;
    Ok(summary(id, &judged, false))
}

/// Shows a dry run again.
pub async fn preview(svc: &Services, call: &Call, id: &BatchId) -> ServiceResult<Preview> {
    call.allow(Permission::ManageTenants)?;
    let mut tx = svc.db.read().await?;
    let import = imports::by_id(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let judged = judge::all(file::read(&import.csv)?, &rows::all(&mut tx).await?);
    Ok(summary(id.clone(), &judged, import.applied_at.is_some()))
}

/// Carries a dry run out; refused rows are left out. Answers how many bakeries
/// were created and changed. The audit log says of each one that was changed
/// what it was before; of those that were created it tells the number, because
/// nothing was there before them.
pub async fn apply(svc: &Services, call: &Call, id: &BatchId) -> ServiceResult<(u64, u64)> {
    call.allow(Permission::ManageTenants)?;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let import = imports::by_id(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if !imports::mark_applied(&mut tx, id.as_str(), now).await? {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "import_applied",
        }));
    }
    // Judged again: bakeries may have been made since the dry run.
    let judged = judge::all(file::read(&import.csv)?, &rows::all(&mut tx).await?);
    let (mut created, mut updated) = (Vec::new(), Vec::new());
    for row in &judged {
        match &row.todo {
            Todo::Create(clean) => created.push(clean.write(svc.random.uuid(now), now)),
            Todo::Update(before, clean) => updated.push((&**before, clean)),
            Todo::Same | Todo::Refuse(..) => {}
        }
    }
    for (before, clean) in &updated {
        rows::update(&mut tx, &clean.write(before.id.clone(), now)).await?;
    }
    for chunk in created.chunks(AT_ONCE) {
        rows::insert(&mut tx, chunk).await?;
    }
    for chunk in updated.chunks(AT_ONCE) {
        let entries = chunk
            .iter()
            .map(|(before, clean)| changed(svc, call, before, clean))
            .collect();
        audit::append_all(&mut tx, entries).await?;
    }
    let counts = (size(created.len()), size(updated.len()));
    let refused = judged
        .iter()
        .filter(|row| matches!(row.todo, Todo::Refuse(..)))
        .count();
    let after = json!({ "created": counts.0, "updated": counts.1, "refused": refused, "rows": judged.len() });
    let entry = call.change(
        svc,
        "tenant.import",
        "tenant",
        id.as_str(),
        "CSV",
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Tenants);
    Ok(counts)
}

fn size(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn summary(id: BatchId, judged: &[Judged], applied: bool) -> Preview {
    let count = |fits: fn(&Todo) -> bool| size(judged.iter().filter(|row| fits(&row.todo)).count());
    let refused = judged.iter().filter(|row| matches!(row.todo, Todo::Refuse(..)));
    let others = judged.iter().filter(|row| !matches!(row.todo, Todo::Refuse(..)));
    Preview {
        id,
        create: count(|todo| matches!(todo, Todo::Create(_))),
        update: count(|todo| matches!(todo, Todo::Update(..))),
        same: count(|todo| matches!(todo, Todo::Same)),
        refused: count(|todo| matches!(todo, Todo::Refuse(..))),
        rows: refused
            .chain(others)
            .take(SHOWN)
            .map(|row| PreviewRow {
                line: row.line,
                name: row.name.clone(),
                city: row.city.clone(),
                outcome: match &row.todo {
                    Todo::Create(_) => Outcome::Create,
                    Todo::Update(..) => Outcome::Update,
                    Todo::Same => Outcome::Same,
                    Todo::Refuse(column, problem) => Outcome::Refused(column, problem.clone()),
                },
            })
            .collect(),
        applied,
    }
}
