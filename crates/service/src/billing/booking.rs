//! From what the ledger should say to entries: new ones, and for what it says
//! otherwise a reversal and a new one.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    billing::{Month, regime::ALLOWANCE},
    time::Millis,
};
use store::{
    Tx,
    billing::{
        lines::{self, Line},
        sums,
    },
};

use super::{
    calendar::{month_no, month_of},
    priced::{self, BEYOND, INSIDE, Priced},
    statement::Payee,
    world::World,
};
use crate::{Services, error::ServiceResult};

/// What a piece of booking did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Booked {
    /// Entries about messages that had none.
    pub(super) new: u64,
    /// Corrections: reversals with what came in their place.
    pub(super) corrected: u64,
}

/// Makes the ledger say this about these messages. `all` are the messages that
/// were looked at: an entry about one of them that `wanted` does not repeat is
/// taken back. Answers what the ledger says now, also about messages whose place
/// in an allowance moved.
pub(super) async fn book(
    svc: &Services,
    tx: &mut Tx,
    world: &World,
    all: &[i64],
    wanted: Vec<Priced>,
) -> ServiceResult<(Booked, Vec<Priced>)> {
    let known = lines::open_of(tx, all).await?;
    let settled = allowances(tx, world, &known, wanted).await?;
    let said = settled
        .pairs
        .iter()
        .filter_map(|(_, priced)| priced.clone())
        .collect();
    Ok((write(svc, tx, world, settled).await?, said))
}

/// What is to be written: what should be said, and what is said now.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) pairs: Vec<(Option<Line>, Option<Priced>)>,
}

/// Decides who fits into the free allowance of each number and month: the first
/// thousand by delivery, whenever we hear of them.
async fn allowances(
    tx: &mut Tx,
    world: &World,
    known: &[Line],
    wanted: Vec<Priced>,
) -> ServiceResult<Settled> {
    let mut groups: BTreeMap<(i64, i64), Vec<Priced>> = BTreeMap::new();
    let mut settled: Vec<Priced> = Vec::with_capacity(wanted.len());
    for priced in wanted {
        if priced.allowance == 0 {
            settled.push(priced);
        } else {
            groups
                .entry((priced.number, month_no(priced.of_month)))
                .or_default()
                .push(priced);
        }
    }
    // Whatever leaves a group makes room in it.
    let touched: HashSet<i64> = known.iter().map(|line| line.id).collect();
    for line in known.iter().filter(|line| line.allowance > 0) {
        groups.entry((line.number, line.of_month)).or_default();
    }
    let mut more: Vec<(Line, Priced)> = Vec::new();
    for ((number, of_month), fresh) in groups {
        let gone: Vec<&Line> = known
            .iter()
            .filter(|line| line.allowance > 0 && (line.number, line.of_month) == (number, of_month))
            .collect();
        group(
            tx,
            world,
            &Group {
                number,
                of_month,
                gone: &gone,
                touched: &touched,
            },
            fresh,
            &mut settled,
            &mut more,
        )
        .await?;
    }
    let mut by_key: HashMap<(i64, Payee), Line> = known
        .iter()
        .map(|line| ((line.message, Payee::from_code(line.charge)), line.clone()))
        .collect();
    let mut pairs: Vec<(Option<Line>, Option<Priced>)> = settled
        .into_iter()
        .map(|priced| (by_key.remove(&(priced.message, priced.payee)), Some(priced)))
        .collect();
    pairs.extend(more.into_iter().map(|(line, priced)| (Some(line), Some(priced))));
    pairs.extend(by_key.into_values().map(|line| (Some(line), None)));
    Ok(Settled { pairs })
}

struct Group<'a> {
    number: i64,
    of_month: i64,
    /// Entries of messages that are looked at again.
    gone: &'a [&'a Line],
    touched: &'a HashSet<i64>,
}

async fn group(
    tx: &mut Tx,
    world: &World,
    group: &Group<'_>,
    mut fresh: Vec<Priced>,
    settled: &mut Vec<Priced>,
    more: &mut Vec<(Line, Priced)>,
) -> ServiceResult<()> {
    let limit = i64::from(ALLOWANCE);
    let (number, of_month) = (group.number, group.of_month);
    let gone_of = |allowance: i64| {
        i64::try_from(
            group
                .gone
                .iter()
                .filter(|line| line.allowance == allowance)
                .count(),
        )
        .unwrap_or(0)
    };
    let inside = lines::counted(tx, number, of_month, INSIDE).await? - gone_of(INSIDE);
    let coming = i64::try_from(fresh.len()).unwrap_or(i64::MAX);
    fresh.sort_unstable_by_key(|priced| (priced.at, priced.message));
    let beyond = lines::first_beyond(tx, number, of_month, 1).await?;
    if beyond.is_empty() && inside.saturating_add(coming) <= limit {
        settled.extend(fresh.iter().map(priced::inside));
        return Ok(());
    }
    // Usual once the allowance is used up: everything new comes after its end.
    if inside >= limit && gone_of(INSIDE) == 0 {
        let last = lines::last_inside(tx, number, of_month, 1).await?;
        let end = last.first().map(|line| (line.at, line.message));
        let after = |priced: &Priced| end.is_some_and(|end| (priced.at, priced.message) > end);
        if fresh.iter().all(after) {
            settled.extend(fresh.iter().map(|priced| priced::beyond(world, priced)));
            return Ok(());
        }
    }
    // The edge moves. Everything inside, and as many beyond as can come in.
    let room = gone_of(INSIDE) + coming + 1;
    let mut standing = lines::last_inside(tx, number, of_month, limit + 1).await?;
    standing.extend(lines::first_beyond(tx, number, of_month, room + gone_of(BEYOND)).await?);
    standing.retain(|line| !group.touched.contains(&line.id));
    let mut order: Vec<(i64, i64, Result<&Line, &Priced>)> = standing
        .iter()
        .map(|line| (line.at, line.message, Ok(line)))
        .chain(
            fresh
                .iter()
                .map(|priced| (priced.at, priced.message, Err(priced))),
        )
        .collect();
    order.sort_unstable_by_key(|(at, message, _)| (*at, *message));
    for (place, (_, _, what)) in order.into_iter().enumerate() {
        let fits = i64::try_from(place).is_ok_and(|place| place < limit);
        match what {
            Err(priced) if fits => settled.push(priced::inside(priced)),
            Err(priced) => settled.push(priced::beyond(world, priced)),
            Ok(line) if fits == (line.allowance == INSIDE) => {}
            Ok(line) => {
                let priced = of_line(line)?;
                let moved = if fits {
                    priced::inside(&priced)
                } else {
                    priced::beyond(world, &priced)
                };
                more.push((line.clone(), moved));
            }
        }
    }
    Ok(())
}

/// What a line says.
pub(super) fn of_line(line: &Line) -> ServiceResult<Priced> {
    Ok(Priced {
        message: line.message,
        payee: Payee::from_code(line.charge),
        at: line.at,
        of_month: month_of(line.of_month)?,
        day: line.day,
        tenant: line.tenant,
        number: line.number,
        account: line.account_id.clone(),
        regime: line.regime.clone(),
        reason: line.reason.clone(),
        market: line.market.clone(),
        category: line.category.clone(),
        template: line.template.clone(),
        card: line.card.clone(),
        currency: line.currency.clone(),
        rate: line.rate_micros,
        allowance: line.allowance,
    })
}

pub(super) async fn write(
    svc: &Services,
    tx: &mut Tx,
    world: &World,
    settled: Settled,
) -> ServiceResult<Booked> {
    let now = svc.clock.now();
    let without: Vec<i64> = settled
        .pairs
        .iter()
        .filter(|(line, _)| line.is_none())
        .filter_map(|(_, priced)| Some(priced.as_ref()?.message))
        .collect();
    // Of what was taken back entirely before, the numbers of entries go on.
    let before = lines::last_entries(tx, &without).await?;
    let mut booked = Booked::default();
    let (mut fresh, mut shut) = (Vec::new(), Vec::new());
    for (line, priced) in settled.pairs {
        match (line, priced) {
            (Some(line), Some(priced)) if priced.is(&line) => {}
            (Some(line), priced) => {
                let why = priced.as_ref().and_then(|p| p.differs(&line)).unwrap_or("gone");
                shut.push(line.id);
                fresh.push(reversal(svc, world, &line, why, now)?);
                if let Some(priced) = priced {
                    fresh.push(entry(svc, world, &priced, line.entry + 2, why, now));
                }
                booked.corrected += 1;
            }
            (None, Some(priced)) => {
                let last = before.get(&(priced.message, priced.payee.code())).copied();
                fresh.push(entry(svc, world, &priced, 1 + last.unwrap_or(0), "", now));
                booked.new += 1;
            }
            (None, None) => {}
        }
    }
    lines::shut(tx, &shut).await?;
    lines::insert(tx, &fresh).await?;
    sums::add_lines(tx, &fresh).await?;
    Ok(booked)
}

fn entry(svc: &Services, world: &World, priced: &Priced, entry: i64, why: &str, now: Millis) -> Line {
    let month: Month = world.booking_month(&priced.account, priced.of_month, now);
    Line {
        id: svc.random.message_id(now).0,
        message: priced.message,
        charge: priced.payee.code(),
        entry,
        quantity: 1,
        open: 1,
        reverses: None,
        why: why.to_owned(),
        booked_at: now.0,
        month: month_no(month),
        of_month: month_no(priced.of_month),
        day: priced.day,
        at: priced.at,
        tenant: priced.tenant,
        number: priced.number,
        account_id: priced.account.clone(),
        regime: priced.regime.clone(),
        reason: priced.reason.clone(),
        market: priced.market.clone(),
        category: priced.category.clone(),
        template: priced.template.clone(),
        card: priced.card.clone(),
        currency: priced.currency.clone(),
        rate_micros: priced.rate,
        amount_micros: priced.rate,
        allowance: priced.allowance,
    }
}

/// The entry that takes another one back: in its month, or once that is signed
/// off in the running one.
fn reversal(svc: &Services, world: &World, line: &Line, why: &str, now: Millis) -> ServiceResult<Line> {
    let month = world.booking_month(&line.account_id, month_of(line.month)?, now);
    Ok(Line {
        id: svc.random.message_id(now).0,
        entry: line.entry + 1,
        quantity: -line.quantity,
        open: 0,
        reverses: Some(line.id),
        why: why.to_owned(),
        booked_at: now.0,
        month: month_no(month),
        amount_micros: line.amount_micros.map(|micros| -micros),
        ..line.clone()
    })
}
