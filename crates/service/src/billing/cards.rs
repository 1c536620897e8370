//! Rate cards: those that the program ships with and those that were imported.
//! None is ever edited; one is superseded by the next, or withdrawn with a trace.

use std::collections::HashMap;

use domain::{
    billing::{Day, RateCard, Unit},
    money::Currency,
    permission::Permission,
    time::Millis,
};
use serde_json::json;
use store::{
    Tx, audit,
    billing::cards::{self as rows, CardRecord, Withdrawal},
};

use super::{again, world::shipped};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

pub mod import;
pub mod sheet;

/// Most characters of a reason.
const WHY_MAX: usize = 500;

/// A rate card in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// Its id, as lines cite it.
    pub id: String,
    /// Its currency.
    pub currency: Currency,
    /// What its rates are for.
    pub unit: Unit,
    /// In force from 00:00 of this day in the account's time zone …
    pub from: Day,
    /// … until the day before this one; `None` when no card follows.
    pub until: Option<Day>,
    /// Where it comes from.
    pub source: String,
    /// What a reader should know.
    pub note: Option<String>,
    /// How many rates it has.
    pub rates: u64,
    /// Whether a rate of it is not stated by its source for this date.
    pub derived: bool,
    /// Who imported it and when; `None` for one that the program ships with.
    pub imported: Option<(String, Millis)>,
    /// Who withdrew it, when and why.
    pub withdrawn: Option<(String, Millis, String)>,
    /// A later card of the same day that counts instead.
    pub superseded_by: Option<String>,
    /// Messages whose price rests on it.
    pub used: u64,
}

/// A rate card with its rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardDetail {
    /// As in the list.
    pub row: CardRow,
    /// The card.
    pub card: RateCard,
}

/// Every card, latest first.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<CardRow>> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    Ok(all(&mut tx).await?.into_iter().map(|detail| detail.row).collect())
}

/// One card.
pub async fn show(svc: &Services, call: &Call, id: &str) -> ServiceResult<CardDetail> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    all(&mut tx)
        .await?
        .into_iter()
        .find(|detail| detail.row.id == id)
        .ok_or(ServiceError::NotFound)
}

pub(super) async fn all(tx: &mut Tx) -> ServiceResult<Vec<CardDetail>> {
    let withdrawn: HashMap<String, Withdrawal> = rows::withdrawals(tx)
        .await?
        .into_iter()
        .map(|row| (row.card.clone(), row))
        .collect();
    // In the order in which they count: of the same day, the later one.
    let mut cards: Vec<(RateCard, Option<CardRecord>)> = shipped()
        .cards()
        .iter()
        .map(|card| (card.clone(), None))
        .collect();
    for record in rows::all(tx).await? {
        match serde_json::from_str::<RateCard>(&record.body) {
            Ok(card) => cards.push((card, Some(record))),
            Err(error) => return Err(ServiceError::Internal(format!("a stored rate card: {error}"))),
        }
    }
    cards.sort_by_key(|(card, _)| card.effective);
    let mut out = Vec::with_capacity(cards.len());
    for (at, (card, record)) in cards.iter().enumerate() {
        let later = |other: &&(RateCard, Option<CardRecord>)| {
            other.0.currency == card.currency
                && other.0.unit == card.unit
                && !withdrawn.contains_key(&other.0.id)
        };
        let following = || cards.iter().skip(at + 1).filter(later);
        out.push(CardDetail {
            row: CardRow {
                id: card.id.clone(),
                currency: card.currency,
                unit: card.unit,
                from: card.effective,
                until: following()
                    .map(|(other, _)| other.effective)
                    .find(|day| *day > card.effective),
                source: card.source.clone(),
                note: card.note.clone(),
                rates: u64::try_from(card.entries().count()).unwrap_or(u64::MAX),
                derived: card.derived(),
                imported: record
                    .as_ref()
                    .map(|record| (record.created_by.clone(), Millis(record.created_at))),
                withdrawn: withdrawn
                    .get(&card.id)
                    .map(|row| (row.by_name.clone(), Millis(row.at), row.why.clone())),
                superseded_by: following()
                    .filter(|(other, _)| other.effective == card.effective)
                    .map(|(other, _)| other.id.clone())
                    .next_back(),
                used: stored::count(rows::used(tx, &card.id).await?),
            },
            card: card.clone(),
        });
    }
    out.reverse();
    Ok(out)
}

/// Withdraws a card, with the reason. What rested on it is priced again by the
/// card before; the card itself and the trace of it stay.
pub async fn withdraw(svc: &Services, call: &Call, id: &str, why: &str) -> ServiceResult<()> {
    call.allow(Permission::ManageBilling)?;
    let why = why.trim();
    if why.is_empty() {
        return Err(FieldError::only("why", Problem::Required));
    }
    if why.chars().count() > WHY_MAX {
        return Err(FieldError::only("why", Problem::TooLong { max: WHY_MAX }));
    }
    let mut tx = svc.db.write().await?;
    let found = all(&mut tx)
        .await?
        .into_iter()
        .find(|detail| detail.row.id == id)
        .ok_or(ServiceError::NotFound)?;
    let now = svc.clock.now();
    let row = Withdrawal {
        card: id.to_owned(),
        at: now.0,
        by_name: call.actor.name().to_owned(),
        why: why.to_owned(),
    };
    if !rows::withdraw(&mut tx, &row).await? {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "card_withdrawn",
        }));
    }
    reprice(svc, &mut tx, &found.card).await?;
    let entry = call.change(
        svc,
        "billing.card_withdraw",
        "rate_card",
        id,
        id,
        (None, Some(json!({ "why": why, "used": found.row.used }))),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(())
}

/// Asks for what a card that comes or goes may change the price of.
async fn reprice(svc: &Services, tx: &mut Tx, card: &RateCard) -> ServiceResult<()> {
    again::of_currency(svc, tx, card.currency, card.effective).await
}
