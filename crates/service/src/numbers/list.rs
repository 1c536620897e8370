//! Finding numbers.

use domain::{
    ids::{AccountId, AssignmentId, NumberId, TenantId},
    number::{
        CodeVerification, MessagingLimit, NameStatus, NumberStatus, NumberUse, QualityRating, Throughput,
    },
    page::{Page, PageRequest, SIZE_MAX},
    permission::Permission,
    time::Millis,
};
use store::{
    accounts,
    numbers::list::{self as rows, NumberCell, NumberFilter, NumberOrder},
};

use super::row::{instants, row};
use crate::{Call, Services, error::ServiceResult, stored};

/// Which numbers to list.
#[derive(Debug, Clone, Default)]
pub struct NumberQuery {
    /// Part of a number, of its phone number ID, of the name customers see or of the bakery.
    pub q: Option<String>,
    /// Only this use.
    pub used: Option<NumberUse>,
    /// Only those that need attention.
    pub attention: bool,
    /// Only of this WABA.
    pub account: Option<AccountId>,
    /// Only this quality (Meta's word).
    pub quality: Option<String>,
    /// Order.
    pub sort: NumberSort,
    /// Page.
    pub page: PageRequest,
}

/// Order of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberSort {
    /// By number.
    #[default]
    Number,
    /// By number, last first.
    NumberDesc,
    /// By bakery.
    Bakery,
    /// Last used first.
    LastUsed,
    /// Worst quality first.
    Quality,
}

/// A number in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// Our id.
    pub id: NumberId,
    /// Meta's id.
    pub phone_number_id: String,
    /// For people: spaced E.164, or Meta's text when it cannot be read.
    pub display: String,
    /// The WABA: our id, Meta's id, name.
    pub account: (AccountId, String, String),
    /// What it does for the platform.
    pub used: NumberUse,
    /// Whether somebody should look at it.
    pub attention: bool,
    /// The bakery that has it.
    pub holder: Option<Holder>,
    /// The bakery that had it last, when nobody has it now: name and end.
    pub last_holder: Option<(String, Millis)>,
    /// Meta's status.
    pub status: NumberStatus,
    /// Meta's quality rating.
    pub quality: QualityRating,
    /// What the quality was before, and until when, if it changed in the last 30 days.
    pub quality_before: Option<(QualityRating, Millis)>,
    /// Name that customers see.
    pub verified_name: String,
    /// Name asked for, if different.
    pub new_name: Option<String>,
    /// Review of the name.
    pub name_status: NameStatus,
    /// Proof by code.
    pub code_verification: CodeVerification,
    /// The portfolio's messaging limit as this number reports it.
    pub messaging_limit: Option<MessagingLimit>,
    /// Throughput.
    pub throughput: Option<Throughput>,
    /// Last message in or out.
    pub last_used_at: Option<Millis>,
    /// Last sync that listed it.
    pub seen_at: Millis,
    /// Since when Meta no longer lists it.
    pub vanished_at: Option<Millis>,
    /// Since when it is archived.
    pub archived_at: Option<Millis>,
    /// Whether another WABA lists the same number.
    pub duplicate: bool,
}

/// Who has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The bakery; forms send it back so that a change in between is noticed.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Since when.
    pub since: Millis,
    /// Who assigned it.
    pub by: String,
}

/// Numbers and the counts for pills and choices; each count obeys every filter but its own.
#[derive(Debug, Clone)]
pub struct NumberList {
    /// The page.
    pub page: Page<NumberRow>,
    /// All that match the other filters.
    pub all: u64,
    /// By use, in the order of [`NumberUse::ALL`].
    pub by_use: Vec<(NumberUse, u64)>,
    /// That need attention.
    pub attention: u64,
    /// By WABA: our id, name, count.
    pub by_account: Vec<(AccountId, String, u64)>,
    /// By quality.
    pub by_quality: Vec<(QualityRating, u64)>,
    /// Oldest successful sync among the connected WABAs; `None` before the first.
    pub read_at: Option<Millis>,
    /// WABAs whose last sync failed: our id, name.
    pub failed_accounts: Vec<(AccountId, String)>,
}

/// Lists numbers.
pub async fn list(svc: &Services, call: &Call, query: &NumberQuery) -> ServiceResult<NumberList> {
    call.allow(Permission::ViewNumbers)?;
    let filter = filter(svc, query);
    let mut tx = svc.db.read().await?;
    let cells = rows::cells(&mut tx, &filter).await?;
    let found = rows::list(
        &mut tx,
        &filter,
        order(query.sort),
        i64::from(query.page.size),
        query.page.offset(),
    )
    .await?;
    let accounts = accounts::briefs(&mut tx).await?;

    let attention = query.attention.then_some(true);
    let count = |fits: &dyn Fn(&NumberCell) -> bool| {
        stored::count(
            cells
                .iter()
                .filter(|cell| fits(cell))
                .map(|cell| cell.count)
                .sum(),
        )
    };
    let used = |cell: &NumberCell| filter.used.is_none_or(|wanted| cell.used == wanted);
    let needs = |cell: &NumberCell| attention.is_none_or(|wanted| (cell.attention == 1) == wanted);
    let account = |cell: &NumberCell| {
        filter
            .account
            .as_ref()
            .is_none_or(|wanted| cell.account_id == *wanted)
    };
    let quality = |cell: &NumberCell| {
        filter
            .quality
            .as_ref()
            .is_none_or(|wanted| cell.quality == *wanted)
    };

    let mut qualities: Vec<QualityRating> = cells
        .iter()
        .map(|cell| QualityRating::parse(&cell.quality))
        .collect();
    let rank = |rating: &QualityRating| QualityRating::KNOWN.iter().position(|known| known == rating);
    qualities.sort_by_key(|rating| (rank(rating).unwrap_or(usize::MAX), rating.as_str().to_owned()));
    qualities.dedup();
    let connected = || {
        accounts
            .iter()
            .filter(|account| account.disconnected_at.is_none())
    };
    Ok(NumberList {
        page: Page {
            rows: found.into_iter().map(row).collect::<ServiceResult<_>>()?,
            total: count(&|cell| used(cell) && needs(cell) && account(cell) && quality(cell)),
            page: query.page.page,
            size: query.page.size,
        },
        // "All" takes both pills away, so it obeys neither of them.
        all: count(&|cell| account(cell) && quality(cell)),
        by_use: NumberUse::ALL
            .into_iter()
            .map(|each| {
                (
                    each,
                    count(&|cell| cell.used == each.key() && needs(cell) && account(cell) && quality(cell)),
                )
            })
            .collect(),
        attention: count(&|cell| cell.attention == 1 && used(cell) && account(cell) && quality(cell)),
        by_account: accounts
            .iter()
            .map(|each| {
                let n =
                    count(&|cell| cell.account_id == each.id && used(cell) && needs(cell) && quality(cell));
                Ok((stored::id(each.id.clone())?, each.name.clone(), n))
            })
            .collect::<ServiceResult<_>>()?,
        by_quality: qualities
            .into_iter()
            .map(|each| {
                let n = count(&|cell| {
                    cell.quality == each.as_str() && used(cell) && needs(cell) && account(cell)
                });
                (each, n)
            })
            .collect(),
        // One account that was never read makes the age of the whole unknown.
        read_at: connected()
            .map(|account| account.sync_ok_at)
            .min()
            .flatten()
            .map(Millis),
        failed_accounts: connected()
            .filter(|account| account.sync_problem.is_some())
            .map(|account| Ok((stored::id(account.id.clone())?, account.name.clone())))
            .collect::<ServiceResult<_>>()?,
    })
}

/// The same rows as CSV with a header, the whole filter rather than one page;
/// cells that a spreadsheet would run as a formula are defused.
pub async fn csv(svc: &Services, call: &Call, query: &NumberQuery) -> ServiceResult<Vec<u8>> {
    call.allow(Permission::ViewNumbers)?;
    let mut tx = svc.db.read().await?;
    let found = rows::list(&mut tx, &filter(svc, query), order(query.sort), i64::MAX, 0).await?;
    let found = found.into_iter().map(row).collect::<ServiceResult<Vec<_>>>()?;
    super::csv::write(&found)
}

/// For the API: numbers in the order of first sight, after `cursor`.
pub async fn by_cursor(
    svc: &Services,
    call: &Call,
    cursor: Option<&str>,
    limit: u32,
) -> ServiceResult<(Vec<NumberRow>, Option<String>)> {
    call.allow(Permission::ViewNumbers)?;
    let (at, id) = stored::read_cursor(cursor)?;
    let limit = limit.clamp(1, SIZE_MAX);
    let mut tx = svc.db.read().await?;
    let found = rows::after(&mut tx, &instants(svc), (at, &id), i64::from(limit) + 1).await?;
    let (found, next) = stored::cut(found, limit, |record| (record.first_seen_at, record.id.clone()));
    Ok((found.into_iter().map(row).collect::<ServiceResult<_>>()?, next))
}

fn filter(svc: &Services, query: &NumberQuery) -> NumberFilter {
    NumberFilter {
        text: stored::search_text(query.q.as_deref()),
        digits: stored::search_digits(query.q.as_deref()),
        used: query.used.map(NumberUse::key),
        attention: query.attention,
        account: query.account.as_ref().map(ToString::to_string),
        quality: query
            .quality
            .as_deref()
            .filter(|word| !word.is_empty())
            .map(|word| QualityRating::parse(word).as_str().to_owned()),
        ..instants(svc)
    }
}

const fn order(sort: NumberSort) -> NumberOrder {
    match sort {
        NumberSort::Number => NumberOrder::Number,
        NumberSort::NumberDesc => NumberOrder::NumberDesc,
        NumberSort::Bakery => NumberOrder::Bakery,
        NumberSort::LastUsed => NumberOrder::LastUsed,
        NumberSort::Quality => NumberOrder::Quality,
    }
}
