//! Finding customers.

use std::collections::HashMap;

use domain::{ids::TenantId, message::id::MessageId, tenant::search_key, time::Millis};
use store::{
    Tx, consents,
    contact_book::{self as rows, BookFilter, BookRecord},
    messages::{log::Reach, people},
};

use crate::{
    Call, Services,
    consent::standing::{Purpose, Standing},
    error::ServiceResult,
    messages::{
        masking,
        view::{View, view},
    },
    stored,
};

/// Rows of a page.
const SIZE: i64 = 50;
/// Customers that one search looks at.
const FOUND: i64 = 500;

/// Which customers to list.
#[derive(Debug, Clone, Default)]
pub struct ContactQuery {
    /// Only of this bakery. Callers who see one bakery get that one.
    pub tenant: Option<TenantId>,
    /// Part of the name, last digits of the phone (three at least), or Meta's id of the person.
    pub q: Option<String>,
    /// Older than this one.
    pub before: Option<MessageId>,
}

/// A customer in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The record.
    pub id: MessageId,
    /// The bakery.
    pub tenant: Option<(TenantId, String)>,
    /// What they call themselves; may be empty.
    pub name: String,
    /// Their masked number, or what there is instead; may be empty.
    pub who: String,
    /// When they first dealt with the bakery.
    pub since: Millis,
    /// The last message in either direction.
    pub last_at: Option<Millis>,
    /// Where they stand on messages about orders.
    pub orders: Standing,
    /// Where they stand on advertising.
    pub adverts: Standing,
}

/// Customers of one page.
#[derive(Debug, Clone)]
pub struct ContactList {
    /// Newest first.
    pub rows: Vec<ContactRow>,
    /// Pass as `before` for older ones; `None` at the end.
    pub next: Option<MessageId>,
    /// Bakeries to choose from; empty for callers who see one.
    pub tenants: Vec<(TenantId, String)>,
}

/// Lists customers of everybody or, for those who may see one bakery only, of
/// that one.
pub async fn list(svc: &Services, call: &Call, query: &ContactQuery) -> ServiceResult<ContactList> {
    let mut tx = svc.db.read().await?;
    let view = view(&mut tx, call, query.tenant.as_ref()).await?;
    let platform = call.actor.may(
        domain::permission::Permission::ViewMessages,
        domain::permission::Scope::Platform,
    );
    let names = names(&mut tx, if platform { Reach::Everyone } else { view.reach }).await?;
    let filter = filter(&mut tx, &view, query.q.as_deref()).await?;
    let mut found = rows::list(&mut tx, &filter, query.before.map(|id| id.0), SIZE + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(0) > SIZE;
    found.truncate(usize::try_from(SIZE).unwrap_or(0));
    let next = found.last().filter(|_| more).map(|row| MessageId(row.id));
    let mut list = Vec::with_capacity(found.len());
    for record in &found {
        list.push(row(&mut tx, record, &names, view.whole).await?);
    }
    let mut tenants: Vec<(TenantId, String)> = names.into_values().filter(|_| platform).collect();
    tenants.sort_by_cached_key(|(_, name)| search_key(name));
    Ok(ContactList {
        rows: list,
        next,
        tenants,
    })
}

/// Names of bakeries by short id.
pub(super) type Names = HashMap<i64, (TenantId, String)>;

pub(super) async fn names(tx: &mut Tx, reach: Reach) -> ServiceResult<Names> {
    people::tenants(tx, reach)
        .await?
        .into_iter()
        .map(|row| Ok((row.no, (stored::id(row.id)?, row.name))))
        .collect()
}

async fn filter(tx: &mut Tx, view: &View, q: Option<&str>) -> ServiceResult<BookFilter> {
    let mut filter = BookFilter {
        reach: view.reach,
        ids: None,
        name: None,
    };
    let Some(text) = q.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(filter);
    };
    let by_id = people::by_user_id(tx, view.reach, text).await?;
    let letters = text.chars().any(char::is_alphabetic);
    if !by_id.is_empty() {
        filter.ids = Some(by_id);
    } else if letters {
        filter.name = Some(search_key(text));
    } else {
        let digits = stored::search_digits(Some(text)).unwrap_or_default();
        filter.ids = Some(people::by_last_digits(tx, view.reach, &digits, FOUND).await?);
    }
    Ok(filter)
}

pub(super) async fn row(
    tx: &mut Tx,
    record: &BookRecord,
    names: &Names,
    whole: bool,
) -> ServiceResult<ContactRow> {
    let said = consents::about(tx, record.id).await?;
    Ok(ContactRow {
        id: MessageId(record.id),
        tenant: names.get(&record.tenant).cloned(),
        name: masking::text(&record.name, whole),
        who: masking::masked(
            record.phone.as_deref(),
            record.wa_id.as_deref(),
            record.user_id.as_deref(),
        ),
        since: Millis(record.created_at),
        last_at: record.last_message.map(|id| MessageId(id).at()),
        orders: Standing::of(&said, Purpose::Utility),
        adverts: Standing::of(&said, Purpose::Marketing),
    })
}
