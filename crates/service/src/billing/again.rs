//! Pricing again what was priced before, after cards, terms or the account
//! itself have changed.

use domain::{
    billing::{Day, Partner},
    message::id::MessageId,
    time::{DAY, Millis},
};
use store::{
    Tx,
    billing::{again as rows, due, terms},
};

use super::{
    calendar::{day_no, day_of},
    priced::ASKED_BEFORE,
};
use crate::{Services, error::ServiceResult};

/// Notes that are written at a time.
const PIECE: i64 = 4_000;

/// Notes every message of an account: what all of its prices depend on has changed.
pub(crate) async fn whole(svc: &Services, tx: &mut Tx, account: &str) -> ServiceResult<()> {
    since(svc, tx, account, day_of(0)).await
}

/// Notes every message of an account that was delivered on `from` or later, and
/// those that only a partner takes something for.
pub(super) async fn since(svc: &Services, tx: &mut Tx, account: &str, from: Day) -> ServiceResult<()> {
    // One day earlier: another time zone may move a delivery across midnight.
    let first = day_no(from) - 1;
    let mut after = MessageId(0);
    loop {
        let messages = rows::of_account(tx, account, first, after, PIECE).await?;
        let Some(last) = messages.last() else { break };
        after = MessageId(*last);
        note(svc, tx, &messages).await?;
    }
    if !takes_more(tx, account).await? {
        return Ok(());
    }
    let mut after = MessageId::first_of(Millis(first * DAY - ASKED_BEFORE));
    loop {
        let messages = rows::free_at_meta(tx, account, after, PIECE).await?;
        let Some(last) = messages.last() else { break };
        after = MessageId(*last);
        note(svc, tx, &messages).await?;
    }
    Ok(())
}

/// Whether a partner takes, or took, something for what costs nothing at Meta.
/// Without one there is no need to read the whole log.
async fn takes_more(tx: &mut Tx, account: &str) -> ServiceResult<bool> {
    Ok(terms::all(tx)
        .await?
        .iter()
        .filter(|terms| terms.account_id == account)
        .filter_map(|terms| serde_json::from_str::<Partner>(terms.fees.as_deref()?).ok())
        .any(|partner| partner.per_inbound_micros != 0 || partner.per_failed_micros != 0))
}

/// Notes messages as due.
pub(super) async fn note(svc: &Services, tx: &mut Tx, messages: &[i64]) -> ServiceResult<()> {
    let now = svc.clock.now();
    let rows: Vec<(MessageId, i64)> = messages
        .iter()
        .map(|message| (svc.random.message_id(now), *message))
        .collect();
    Ok(due::note(tx, &rows).await?)
}
