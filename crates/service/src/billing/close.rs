//! Signing a month off: from then on its figures stand, with the evidence that
//! they stood on. What arrives later is booked in the running month.

use domain::{
    billing::Month, ids::AccountId, message::id::MessageId, money::Money, permission::Permission,
    time::Millis,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{
    Tx, audit,
    billing::{
        closes::{self as rows, CloseRecord},
        due, lines,
        proof::{self, Booked},
        sums,
    },
};

use super::{
    calendar::month_no,
    reconcile::{self, Comparison},
    statement,
    world::World,
};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// Most characters of a note.
const NOTE_MAX: usize = 1_000;
/// Lines that are read at a time.
const PIECE: i64 = 4_000;

/// A month that was signed off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The account.
    pub account: AccountId,
    /// The month.
    pub month: Month,
    /// Who signed, and when.
    pub by: String,
    /// When.
    pub at: Millis,
    /// What they said.
    pub note: String,
    /// How many lines the month had.
    pub lines: u64,
    /// Their sum.
    pub total: Money,
    /// SHA-256 over the lines in order of their ids, in hexadecimal.
    pub hash: String,
    /// Statement and comparison as they were, JSON.
    pub evidence: Value,
}

/// Reads a sign-off; `None` while the month is open.
pub async fn get(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    month: Month,
) -> ServiceResult<Option<Closed>> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    rows::get(&mut tx, account.as_str(), month_no(month))
        .await?
        .map(|record| read(account, month, record))
        .transpose()
}

fn read(account: &AccountId, month: Month, record: CloseRecord) -> ServiceResult<Closed> {
    Ok(Closed {
        account: account.clone(),
        month,
        by: record.closed_by,
        at: Millis(record.closed_at),
        note: record.note,
        lines: u64::try_from(record.lines).unwrap_or(0),
        total: Money::of(record.total_micros, statement::currency(&record.currency)?),
        hash: record.lines_hash,
        evidence: serde_json::from_str(&record.evidence).unwrap_or_default(),
    })
}

/// Signs a month off. Refused while it is running, while messages wait to be
/// priced, and when it is signed off already.
pub async fn close(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    month: Month,
    note: &str,
) -> ServiceResult<Closed> {
    call.allow(Permission::ManageBilling)?;
    let note = note.trim();
    if note.chars().count() > NOTE_MAX {
        return Err(FieldError::only("note", Problem::TooLong { max: NOTE_MAX }));
    }
    let refused = |key| Err(ServiceError::Conflict(Conflict::WrongState { key }));
    let now = svc.clock.now();
    // Adding a month up takes longer than others should have to wait.
    let mut tx = svc.db.read().await?;
    tx.hold_still().await?;
    let found = store::accounts::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let world = World::read(svc, &mut tx).await?;
    let Some(billed) = world.accounts.get(account.as_str()) else {
        return refused("month_empty");
    };
    if billed.zone.month(now) <= month {
        return refused("month_running");
    }
    if due::waiting(&mut tx).await? > 0 {
        return refused("lines_waiting");
    }
    let comparison = reconcile::read(&mut tx, &world, account, month).await?;
    let sealed = seal(&mut tx, account, month).await?;
    let items = items(&mut tx, account, month).await?;
    drop(tx);

    let mut tx = svc.db.write().await?;
    lines::lock(&mut tx).await?;
    let booked_since = proof::booked_after(&mut tx, account.as_str(), month_no(month), sealed.last).await?;
    if booked_since
        || self::items(&mut tx, account, month).await? != items
        || due::waiting(&mut tx).await? > 0
    {
        return refused("lines_waiting");
    }
    let record = CloseRecord {
        account_id: account.as_str().to_owned(),
        month: month_no(month),
        closed_at: now.0,
        closed_by: call.actor.name().to_owned(),
        note: note.to_owned(),
        lines: sealed.lines,
        total_micros: sealed.micros,
        currency: comparison.ours.currency.to_string(),
        lines_hash: sealed.hash,
        evidence: evidence(&comparison, &items).to_string(),
    };
    if !rows::insert(&mut tx, &record).await? {
        return refused("month_closed");
    }
    let after = json!({
        "month": month.to_string(),
        "lines": record.lines,
        "total": comparison.ours.to_string(),
        "hash": record.lines_hash,
        "note": note,
    });
    let entry = call.change(
        svc,
        "billing.close",
        "account",
        account.as_str(),
        &found.name,
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    read(account, month, record)
}

/// Lines of an account's month, added up and sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sealed {
    /// How many.
    pub(super) lines: i64,
    /// Their sum.
    pub(super) micros: i64,
    /// SHA-256 over them.
    pub(super) hash: String,
    /// The last of them.
    pub(super) last: MessageId,
}

/// Adds up and seals the lines that are booked in a month.
pub(super) async fn seal(tx: &mut Tx, account: &AccountId, month: Month) -> ServiceResult<Sealed> {
    let mut hash = Sha256::new();
    let (mut count, mut micros, mut after) = (0, 0_i64, MessageId(0));
    loop {
        let piece = proof::booked_piece(tx, account.as_str(), month_no(month), after, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = MessageId(last.id);
        for line in &piece {
            count += 1;
            micros = micros.saturating_add(line.amount_micros.unwrap_or(0));
            hash.update(sealed_text(line));
        }
    }
    Ok(Sealed {
        lines: count,
        micros,
        hash: hex::encode(hash.finalize()),
        last: after,
    })
}

/// One line for the seal: everything that a later change could touch.
fn sealed_text(line: &Booked) -> String {
    format!(
        "{};{};{};{};{};{};{};{}\n",
        line.id,
        line.message,
        line.charge,
        line.entry,
        line.quantity,
        line.reason,
        line.card,
        line.amount_micros
            .map_or_else(|| "?".to_owned(), |micros| micros.to_string()),
    )
}

/// Whether the lines of a month that is signed off are still those that were signed.
pub(super) async fn still_sealed(
    tx: &mut Tx,
    account: &AccountId,
    month: Month,
) -> ServiceResult<Option<bool>> {
    let Some(record) = rows::get(tx, account.as_str(), month_no(month)).await? else {
        return Ok(None);
    };
    let now = seal(tx, account, month).await?;
    Ok(Some(
        now.hash == record.lines_hash && now.micros == record.total_micros,
    ))
}

/// What the month is made of.
async fn items(tx: &mut Tx, account: &AccountId, month: Month) -> ServiceResult<Vec<Value>> {
    let no = month_no(month);
    Ok(sums::months(tx, sums::Whose::All, no, no)
        .await?
        .into_iter()
        .filter(|sum| sum.account_id == account.as_str())
        .map(|sum| {
            json!({
                "tenant": sum.tenant, "number": sum.number, "payee": sum.charge, "rules": sum.regime,
                "reason": sum.reason, "market": sum.market, "category": sum.category, "card": sum.card,
                "currency": sum.currency, "rate_micros": sum.rate_micros, "messages": sum.messages,
                "amount_micros": sum.amount_micros,
            })
        })
        .collect())
}

/// What a sign-off rests on, in words that outlive this program's types.
fn evidence(comparison: &Comparison, items: &[Value]) -> Value {
    let steps: Vec<Value> = comparison
        .steps
        .iter()
        .map(|step| {
            json!({
                "cause": step.cause.key(),
                "messages": step.messages,
                "amount": step.amount.to_string(),
                "detail": step.detail,
            })
        })
        .collect();
    json!({
        "ours": comparison.ours.to_string(),
        "messages": comparison.ours_messages,
        "theirs": comparison.theirs.as_ref().map(|theirs| json!({
            "source": theirs.source.key(),
            "total": theirs.total.to_string(),
            "messages": theirs.messages,
            "at": theirs.at.0,
        })),
        "steps": steps,
        "unexplained": comparison.unexplained.to_string(),
        "cards": comparison.cards,
        "items": items,
    })
}

/// Whether a month of an account is signed off.
pub(super) async fn is_closed(tx: &mut Tx, account: &AccountId, month: Month) -> ServiceResult<bool> {
    Ok(rows::get(tx, account.as_str(), month_no(month)).await?.is_some())
}
