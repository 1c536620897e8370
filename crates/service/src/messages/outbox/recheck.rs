//! A last look before a message is handed over. It passed every gate when it
//! was asked for; what can have changed while it waited is asked again: did the
//! customer say stop, is the template still usable, are the 24 hours over, may
//! the number do more than answer.
//!
//! What concerns a whole lane (switches, the number, the account, a budget) is
//! asked before anything is taken: such messages wait and are not touched.

use std::collections::{BTreeSet, HashMap, HashSet};

use channels::template::TemplateStatus;
use domain::{
    message::{
        gate::Gate,
        id::MessageId,
        window::{self, Window},
    },
    time::{MINUTE, Millis},
};
use store::{
    Tx, consents, contacts,
    messages::{outgoing::Handover, progress},
    outbox as rows, recipients, templates,
};

use crate::{
    consent::standing::{Purpose, Standing},
    error::ServiceResult,
    messages::reading,
};

/// How long a message is left alone whose template or number cannot be used now.
const LOOK_AGAIN: i64 = 5 * MINUTE;
/// What becomes of a message.
enum Verdict {
    Goes,
    /// What is in the way of its template may pass.
    Waits,
    /// So may what is in the way of its number.
    WaitsForNumber,
    /// It would be wrong to send it later, too.
    Dropped(Gate),
}

/// Answers those that may go, and how many were withdrawn visibly. The others
/// are put back. The numbers of `answers_only` write to nobody first.
pub(super) async fn let_go(
    tx: &mut Tx,
    me: &str,
    taken: Vec<Handover>,
    answers_only: &HashSet<i64>,
    now: Millis,
) -> ServiceResult<(Vec<Handover>, usize)> {
    let contacts: Vec<i64> = taken.iter().map(|row| row.contact).collect();
    let goodbyes = consents::with_goodbyes(tx, &contacts).await?;
    let mut usable = HashMap::new();
    let mut going = Vec::with_capacity(taken.len());
    let (mut dropped, mut stuck, mut full) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for row in taken {
        let said_stop = goodbyes.contains(&row.contact);
        let answers_only = answers_only.contains(&row.number);
        match verdict(tx, &row, said_stop, answers_only, &mut usable, now).await? {
            Verdict::Goes => going.push(row),
            Verdict::Waits => {
                rows::put_back(tx, MessageId(row.id), me, now.plus(LOOK_AGAIN)).await?;
                if let (Some(template), Some(language)) = (row.template, row.language) {
                    stuck.insert((row.number, template, language));
                }
            }
            Verdict::WaitsForNumber => {
                rows::put_back(tx, MessageId(row.id), me, now.plus(LOOK_AGAIN)).await?;
                full.insert(row.number);
            }
            Verdict::Dropped(gate) => dropped.push((row.id, gate)),
        }
    }
    // What waits behind them for the same reason would take the lane's turns.
    for (number, template, language) in &stuck {
        rows::put_off_template(tx, *number, (template, language), now.plus(LOOK_AGAIN)).await?;
    }
    for number in full {
        let since = now.plus(-window::LENGTH);
        rows::put_off_first(tx, number, since, now.plus(LOOK_AGAIN)).await?;
    }
    withdraw(tx, &dropped, now).await?;
    Ok((going, dropped.len()))
}

async fn verdict(
    tx: &mut Tx,
    row: &Handover,
    said_stop: bool,
    answers_only: bool,
    usable: &mut HashMap<(String, String, String), bool>,
    now: Millis,
) -> ServiceResult<Verdict> {
    let free = row.template.is_none();
    let last_inbound = if free || answers_only {
        contacts::last_inbound(tx, row.number, row.person).await?
    } else {
        None
    };
    let open = Window::at(now, last_inbound).is_open();
    if said_stop {
        let purpose = Purpose::of_category(row.category.as_deref().unwrap_or_default());
        let standing = Standing::of(&consents::about(tx, row.person).await?, purpose);
        // Who writes after a goodbye wants an answer, and no template.
        if let Standing::Stopped { at, .. } = standing
            && !(free && open && last_inbound.is_some_and(|wrote| wrote > at))
        {
            return Ok(Verdict::Dropped(Gate::OptOut));
        }
    }
    let (Some(name), Some(language)) = (&row.template, &row.language) else {
        return Ok(if open {
            Verdict::Goes
        } else {
            Verdict::Dropped(Gate::Window)
        });
    };
    if answers_only && !open {
        return Ok(Verdict::WaitsForNumber);
    }
    let key = (row.account_id.clone(), name.clone(), language.clone());
    let goes = if let Some(goes) = usable.get(&key) {
        *goes
    } else {
        // A list that was never read proves nothing.
        let goes = templates::find(tx, &row.account_id, name, language)
            .await?
            .is_none_or(|record| {
                record.vanished_at.is_none()
                    && record.held_since.is_none()
                    && TemplateStatus::parse(&record.status).sendable()
            });
        usable.insert(key, goes);
        goes
    };
    Ok(if goes { Verdict::Goes } else { Verdict::Waits })
}

async fn withdraw(tx: &mut Tx, dropped: &[(i64, Gate)], now: Millis) -> ServiceResult<()> {
    let ids: Vec<i64> = dropped.iter().map(|(id, _)| *id).collect();
    let mut messages = progress::by_ids(tx, &ids).await?;
    for message in &mut messages {
        message.facts.dropped_at = Some(now);
        if let Some((_, gate)) = dropped.iter().find(|(id, _)| *id == message.id) {
            message.errors = Some(reading::turned_away_by(*gate));
        }
        rows::remove(tx, MessageId(message.id)).await?;
    }
    progress::save(tx, &messages).await?;
    for message in &messages {
        recipients::give_back(tx, MessageId(message.id)).await?;
    }
    Ok(())
}
