//! Pricing again what was priced before, after cards, terms or the account
//! itself have changed.
//!
//! The change only asks for it, in its own transaction. The job that prices
//! notes the messages afterwards, a piece at a time.

use domain::{
    billing::{Day, Partner},
    message::id::MessageId,
    money::Currency,
    time::{DAY, Millis},
};
use store::{
    Tx,
    billing::{
        again::{self as rows, Again},
        lines, terms,
    },
};

use super::{
    calendar::{day_no, day_of},
    follow,
    priced::ASKED_BEFORE,
};
use crate::{Services, error::ServiceResult};

/// Messages that are noted at a time.
const PIECE: i64 = 4_000;

/// Asked for, and perhaps being priced at this moment by what was true before.
const ASKED: i64 = 0;
/// Noting what has entries.
const WITH_ENTRIES: i64 = 1;
/// Noting what only a partner takes something for.
const FREE_AT_META: i64 = 2;

/// Asks for every message of an account: what all of its prices depend on has changed.
pub(crate) async fn whole(svc: &Services, tx: &mut Tx, account: &str) -> ServiceResult<()> {
    since(svc, tx, account, day_of(0)).await
}

/// Asks for every message of an account that was delivered on `from` or later,
/// and those that only a partner takes something for.
pub(super) async fn since(svc: &Services, tx: &mut Tx, account: &str, from: Day) -> ServiceResult<()> {
    // One day earlier: another time zone may move a delivery across midnight.
    ask(svc, tx, (Some(account), None), day_no(from) - 1).await
}

/// Asks for every message with an entry in a currency, delivered on `from` or later.
pub(super) async fn of_currency(
    svc: &Services,
    tx: &mut Tx,
    currency: Currency,
    from: Day,
) -> ServiceResult<()> {
    ask(svc, tx, (None, Some(currency)), day_no(from)).await
}

async fn ask(
    svc: &Services,
    tx: &mut Tx,
    (account, currency): (Option<&str>, Option<Currency>),
    from_day: i64,
) -> ServiceResult<()> {
    let again = Again {
        id: svc.random.message_id(svc.clock.now()).0,
        account_id: account.map(str::to_owned),
        currency: currency.map(|currency| currency.to_string()),
        from_day,
        stage: ASKED,
        after_id: 0,
    };
    Ok(rows::ask(tx, &again).await?)
}

/// Notes one piece of what was asked for; `false` when nothing was.
pub(super) async fn expand(svc: &Services) -> ServiceResult<bool> {
    let mut tx = svc.db.read().await?;
    let Some(again) = rows::first(&mut tx).await? else {
        return Ok(false);
    };
    let found = found(&mut tx, &again).await?;
    let takes_more = takes_more(&mut tx, &again).await?;
    drop(tx);

    let mut tx = svc.db.write().await?;
    let after_free = MessageId::first_of(Millis(again.from_day * DAY - ASKED_BEFORE)).0;
    let is_where_it_was = match (again.stage, found.last()) {
        (ASKED, _) => {
            // Whoever still prices by what was true before has booked when the
            // lock is ours, and what they booked is found from now on.
            lines::lock(&mut tx).await?;
            rows::advance(&mut tx, &again, WITH_ENTRIES, 0).await?
        }
        (stage, Some(last)) => rows::advance(&mut tx, &again, stage, *last).await?,
        (WITH_ENTRIES, None) if takes_more => {
            rows::advance(&mut tx, &again, FREE_AT_META, after_free).await?
        }
        (_, None) => rows::done(&mut tx, &again).await?,
    };
    // Else another instance was at it.
    if is_where_it_was {
        follow::note(svc, &mut tx, &found).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// The next messages.
async fn found(tx: &mut Tx, again: &Again) -> ServiceResult<Vec<i64>> {
    let after = MessageId(again.after_id);
    Ok(match (again.stage, &again.account_id, &again.currency) {
        (WITH_ENTRIES, Some(account), _) => {
            rows::of_account(tx, account, again.from_day, after, PIECE).await?
        }
        (WITH_ENTRIES, None, Some(currency)) => {
            rows::of_currency(tx, currency, again.from_day, after, PIECE).await?
        }
        (FREE_AT_META, Some(account), _) => rows::free_at_meta(tx, account, after, PIECE).await?,
        _ => Vec::new(),
    })
}

/// Whether a partner takes, or took, something for what costs nothing at Meta.
/// Without one there is no need to read the whole log.
async fn takes_more(tx: &mut Tx, again: &Again) -> ServiceResult<bool> {
    Ok(terms::all(tx)
        .await?
        .iter()
        .filter(|terms| again.account_id.as_ref() == Some(&terms.account_id))
        .filter_map(|terms| serde_json::from_str::<Partner>(terms.fees.as_deref()?).ok())
        .any(|partner| partner.per_inbound_micros != 0 || partner.per_failed_micros != 0))
}
