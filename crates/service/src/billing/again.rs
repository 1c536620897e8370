//! Pricing again what was priced before, after cards or terms have changed.

use domain::{billing::Day, message::id::MessageId};
use store::{
    Tx,
    billing::{again as rows, due},
};

use super::calendar::day_no;
use crate::{Services, error::ServiceResult};

/// Notes that are written at a time.
const PIECE: i64 = 4_000;

/// Notes every message of an account that was delivered on `from` or later.
pub(super) async fn since(svc: &Services, tx: &mut Tx, account: &str, from: Day) -> ServiceResult<u64> {
    let mut after = MessageId(0);
    let mut noted = 0;
    loop {
        // One day earlier: another time zone may move a delivery across midnight.
        let messages = rows::of_account(tx, account, day_no(from) - 1, after, PIECE).await?;
        let Some(last) = messages.last() else {
            return Ok(noted);
        };
        after = MessageId(*last);
        noted += u64::try_from(messages.len()).unwrap_or(0);
        note(svc, tx, &messages).await?;
    }
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
