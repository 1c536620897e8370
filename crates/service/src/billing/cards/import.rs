//! Importing a rate card from one of Meta's files: read, compare with the card
//! in force, look, confirm.

use domain::{
    billing::{
        Day, RateCard, Unit,
        import::{self, About, Content, Diff, Problem as Fault, Table, TableError},
    },
    ids::BatchId,
    money::Currency,
    permission::Permission,
    time::DAY,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    audit,
    billing::cards::{self as rows, CardRecord, Draft},
};

use super::{
    super::world::{World, shipped},
    sheet,
};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// Most bytes of a file.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// How long a preview waits for its confirmation.
const KEPT: i64 = 7 * DAY;

/// What a person says about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardInput {
    /// First day: `2027-01-01`.
    pub effective: String,
    /// The currency, where the file has several or none; empty takes the file's.
    pub currency: String,
    /// Where the file comes from.
    pub source: String,
    /// What a reader should know.
    pub note: String,
}

/// What a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPreview {
    /// Names this preview when confirming it.
    pub id: BatchId,
    /// Name of the file.
    pub file: String,
    /// The card; `None` when the file cannot be used.
    pub card: Option<RateCard>,
    /// The card in force on that day, that this one would follow.
    pub follows: Option<String>,
    /// What changes.
    pub diff: Diff,
    /// What a person should agree to.
    pub warnings: Vec<Fault>,
    /// Why the file cannot be used.
    pub faults: Vec<Fault>,
    /// Whether it was imported already.
    pub applied: bool,
}

/// Reads a file and remembers it for [`apply`]. Changes nothing else.
pub async fn preview(
    svc: &Services,
    call: &Call,
    file: &str,
    bytes: &[u8],
    input: &CardInput,
) -> ServiceResult<CardPreview> {
    call.allow(Permission::ManageBilling)?;
    about(input)?;
    if bytes.len() > MAX_BYTES {
        return Err(FieldError::only("file", Problem::TooLarge { max: MAX_BYTES }));
    }
    let table = read_table(bytes.to_vec()).await?;
    let now = svc.clock.now();
    let id: BatchId = svc.random.id(now);
    let draft = Draft {
        id: id.as_str().to_owned(),
        file: file.chars().take(200).collect(),
        content: bytes.to_vec(),
        options: serde_json::to_string(input).map_err(|error| ServiceError::Internal(error.to_string()))?,
        created_at: now.0,
        applied_at: None,
    };
    let mut tx = svc.db.write().await?;
    rows::keep_draft(&mut tx, &draft, now.plus(-KEPT)).await?;
    let world = World::read(svc, &mut tx).await?;
    let found = read(&world, id, &draft, &table)?;
    tx.commit().await?;
    Ok(found)
}

/// Shows a preview again.
pub async fn show(svc: &Services, call: &Call, id: &BatchId) -> ServiceResult<CardPreview> {
    call.allow(Permission::ManageBilling)?;
    let mut tx = svc.db.read().await?;
    let draft = rows::draft(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let world = World::read(svc, &mut tx).await?;
    drop(tx);
    let table = read_table(draft.content.clone()).await?;
    read(&world, id.clone(), &draft, &table)
}

/// Imports a file that was previewed. What is priced by the card before, and
/// lies in this one's time, is priced again. Answers the card's id.
pub async fn apply(svc: &Services, call: &Call, id: &BatchId) -> ServiceResult<String> {
    call.allow(Permission::ManageBilling)?;
    let mut tx = svc.db.read().await?;
    let draft = rows::draft(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let table = read_table(draft.content.clone()).await?;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    if !rows::mark_applied(&mut tx, id.as_str(), now).await? {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "import_applied",
        }));
    }
    let world = World::read(svc, &mut tx).await?;
    let found = read(&world, id.clone(), &draft, &table)?;
    let Some(mut card) = found.card else {
        return Err(FieldError::only("file", Problem::NotCsv));
    };
    // An id of its own: shipped cards are named by currency and day alone.
    let tail = id.as_str().rsplit('-').next().unwrap_or_default();
    card.id = format!(
        "{}-{}-{}",
        card.currency.as_str().to_lowercase(),
        card.effective,
        tail
    );
    let record = CardRecord {
        id: card.id.clone(),
        currency: card.currency.to_string(),
        from_day: card.effective.to_string(),
        body: serde_json::to_string(&card).map_err(|error| ServiceError::Internal(error.to_string()))?,
        file: draft.file.clone(),
        note: card.note.clone().unwrap_or_default(),
        created_at: now.0,
        created_by: call.actor.name().to_owned(),
    };
    rows::insert(&mut tx, &record).await?;
    super::reprice(svc, &mut tx, &card).await?;
    let after = json!({
        "file": record.file, "currency": record.currency, "from": record.from_day,
        "changes": found.diff.changes.len(), "same": found.diff.same, "follows": found.follows,
    });
    let entry = call.change(
        svc,
        "billing.card_import",
        "rate_card",
        &card.id,
        &card.id,
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(card.id)
}

fn about(input: &CardInput) -> ServiceResult<About> {
    let mut errors = Vec::new();
    let effective = Day::parse(&input.effective);
    if effective.is_err() {
        errors.push(FieldError {
            field: "effective",
            problem: if input.effective.trim().is_empty() {
                Problem::Required
            } else {
                Problem::NotADay
            },
        });
    }
    let currency = match input.currency.trim() {
        "" => Ok(None),
        code => Currency::parse(code).map(Some),
    };
    if currency.is_err() {
        errors.push(FieldError {
            field: "currency",
            problem: Problem::NotAChoice,
        });
    }
    let source = input.source.trim();
    if source.is_empty() {
        errors.push(FieldError {
            field: "source",
            problem: Problem::Required,
        });
    }
    match (effective, currency) {
        (Ok(effective), Ok(currency)) if errors.is_empty() => Ok(About {
            effective,
            unit: Unit::Message,
            currency,
            source: source.to_owned(),
            note: Some(input.note.trim().to_owned()).filter(|note| !note.is_empty()),
        }),
        _ => Err(ServiceError::Invalid(errors)),
    }
}

fn read(world: &World, id: BatchId, draft: &Draft, table: &Table) -> ServiceResult<CardPreview> {
    let input: CardInput =
        serde_json::from_str(&draft.options).map_err(|error| ServiceError::Internal(error.to_string()))?;
    let about = about(&input)?;
    let in_force = |currency| world.book.card(currency, about.unit, about.effective);
    let mut found = CardPreview {
        id,
        file: draft.file.clone(),
        card: None,
        follows: None,
        diff: Diff::default(),
        warnings: Vec::new(),
        faults: Vec::new(),
        applied: draft.applied_at.is_some(),
    };
    // A card of the same day is superseded, which a correction needs; so the
    // cards that exist are not held against this one.
    match import::draft(table, &about, &[], &world.book.markets) {
        Err(faults) => found.faults = faults,
        Ok(read) => {
            let card = match read.content {
                Content::Card(card) => card,
                Content::Tiers { currency, tiers } => {
                    let Some(base) = in_force(currency) else {
                        return Err(FieldError::only("file", Problem::NotAChoice));
                    };
                    let mut card = base.clone();
                    card.effective = about.effective;
                    card.source.clone_from(&about.source);
                    card.note.clone_from(&about.note);
                    card.set_tiers(tiers);
                    card
                }
            };
            let before = in_force(card.currency);
            found.follows = before.map(|card| card.id.clone());
            found.diff = import::diff(before, &card);
            found.warnings = read.warnings;
            found.card = Some(card);
        }
    }
    Ok(found)
}

/// As [`table`], away from the threads that answer, and before anybody waits
/// for the database: a file may unpack to megabytes.
async fn read_table(content: Vec<u8>) -> ServiceResult<Table> {
    tokio::task::spawn_blocking(move || table(&content))
        .await
        .map_err(|error| ServiceError::Internal(error.to_string()))?
}

/// The rows of a file: a spreadsheet by what is inside, not by its name, for
/// Meta's own file of October 2026 was one that called itself CSV.
fn table(content: &[u8]) -> ServiceResult<Table> {
    match import::read_csv(content) {
        Ok(table)
            if table.rows.len() > sheet::ROWS_MAX
                || table
                    .rows
                    .iter()
                    .any(|(_, cells)| cells.len() > sheet::COLUMNS_MAX) =>
        {
            Err(FieldError::only("file", Problem::NotCsv))
        }
        Ok(table) => Ok(table),
        Err(TableError::Spreadsheet) => {
            sheet::read(content).map_err(|_| FieldError::only("file", Problem::NotASpreadsheet))
        }
        Err(TableError::NotText | TableError::Broken { .. }) => {
            Err(FieldError::only("file", Problem::NotCsv))
        }
    }
}

/// The currencies that a card can be of: those of the cards that are there.
#[must_use]
pub fn currencies() -> Vec<Currency> {
    let mut all: Vec<Currency> = shipped().cards().iter().map(|card| card.currency).collect();
    all.sort_unstable();
    all.dedup();
    all
}
