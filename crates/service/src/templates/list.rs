//! Finding templates, per WABA and across WABAs.

mod counts;
mod groups;
mod places;
mod query;
mod reach;

use std::collections::HashMap;

use channels::template::{TemplateCategory, TemplateStatus};
use domain::{
    ids::{AccountId, TemplateId},
    number::QualityRating,
    permission::Permission,
    time::Millis,
};
use store::{
    Tx,
    templates::{
        self as rows, Freshness,
        list::{self as found, TemplateFilter},
        states,
    },
};

pub use self::query::{TemplateQuery, TemplateSort};
pub use self::reach::by_cursor;
use self::{
    counts::{Counts, Part},
    groups::{effects, groups},
    places::page,
    query::filter,
};
pub(super) use reach::reach;

use super::{
    price::{self, PriceEffect, Prices},
    row::TemplateRow,
};
use crate::{
    Call, Services,
    accounts::{save::read_json, sync::SyncProblem},
    billing::world,
    error::ServiceResult,
    stored,
};

/// A name with its languages side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateGroup {
    /// The WABA: our id, Meta's id, name.
    pub account: (AccountId, String, String),
    /// The name.
    pub name: String,
    /// Its languages, by code; also those that the filter leaves out.
    pub languages: Vec<TemplateRow>,
}

/// How old what is known of a WABA's templates is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFreshness {
    /// The WABA.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// When its list was last read; `None` before the first time.
    pub read_at: Option<Millis>,
    /// Why the last attempt failed.
    pub problem: Option<SyncProblem>,
}

/// Templates and the counts for pills and choices; each count obeys every filter but its own.
#[derive(Debug, Clone)]
pub struct TemplateList {
    /// Names of this page.
    pub groups: Vec<TemplateGroup>,
    /// Pass as `after` for the next page; `None` at the end.
    pub next: Option<String>,
    /// Pass as `after` for the page before; an empty text is the first page, `None` when this is it.
    pub previous: Option<String>,
    /// Templates that match, a language each.
    pub total: u64,
    /// Those that match all filters but state and attention.
    pub all: u64,
    /// That want attention.
    pub attention: u64,
    /// By state, in the order of [`TemplateStatus::KNOWN`]; only states that occur.
    pub by_status: Vec<(TemplateStatus, u64)>,
    /// By category.
    pub by_category: Vec<(TemplateCategory, u64)>,
    /// By language.
    pub by_language: Vec<(String, u64)>,
    /// By quality.
    pub by_quality: Vec<(QualityRating, u64)>,
    /// By WABA: our id, name, count.
    pub by_account: Vec<(AccountId, String, u64)>,
    /// How old it all is, for each connected WABA.
    pub freshness: Vec<TemplateFreshness>,
    /// The oldest of those; `None` when one was never read.
    pub read_at: Option<Millis>,
    /// List prices for each WABA whose currency has a card.
    pub prices: Vec<(AccountId, Prices)>,
    /// What moves of category cost, for the templates of this page that have such an alarm.
    pub effects: Vec<(TemplateId, PriceEffect)>,
}

/// Lists templates by name.
pub async fn list(svc: &Services, call: &Call, query: &TemplateQuery) -> ServiceResult<TemplateList> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    let accounts = rows::freshness(&mut tx).await?;
    let mut filter = filter(query);
    if filter.accounts.is_empty() && rows::some_disconnected(&mut tx).await? {
        filter.accounts = accounts.iter().map(|account| account.id.clone()).collect();
    }
    let page = page(&mut tx, query, &filter).await?;
    let known: HashMap<&str, (&str, &str)> = accounts
        .iter()
        .map(|account| {
            (
                account.id.as_str(),
                (account.waba_id.as_str(), account.name.as_str()),
            )
        })
        .collect();
    let groups = groups(&mut tx, &page.names, &known).await?;
    let everywhere = TemplateFilter {
        accounts: Vec::new(),
        ..filter.clone()
    };
    let mut cells = found::cells(&mut tx, &everywhere).await?;
    cells.retain(|cell| known.contains_key(cell.account_id.as_str()));
    let prices = prices(svc, &mut tx, &accounts).await?;
    let effects = effects(svc, &mut tx, &groups, &prices).await?;
    let counts = Counts {
        filter: &filter,
        account: query.account.as_ref().map(AccountId::as_str),
        cells: &cells,
    };
    Ok(TemplateList {
        groups,
        prices,
        effects,
        next: page.next,
        previous: page.previous,
        total: counts.sum(&[]),
        all: counts.sum(&[Part::Status, Part::Attention]),
        attention: counts.sum_where(&[Part::Status, Part::Attention], |cell| cell.attention == 1),
        by_status: counts.by_status(),
        by_category: counts.by_category(),
        by_language: counts.by_language(),
        by_quality: counts.by_quality(),
        by_account: counts.by_account(&accounts)?,
        read_at: accounts
            .iter()
            .map(|account| account.templates_at)
            .min()
            .flatten()
            .map(Millis),
        freshness: freshness(&accounts)?,
    })
}

/// List prices for each account whose currency has a card.
async fn prices(
    svc: &Services,
    tx: &mut Tx,
    accounts: &[Freshness],
) -> ServiceResult<Vec<(AccountId, Prices)>> {
    let book = world::book(tx, Vec::new()).await?;
    let now = svc.clock.now();
    accounts
        .iter()
        .filter_map(|account| {
            let (currency, country) = (account.currency.as_deref(), account.country.as_deref());
            let prices = price::of_account(&book, currency, country, now)?;
            Some(stored::id(account.id.clone()).map(|id| (id, prices)))
        })
        .collect()
}

/// How old what is known of each account is.
fn freshness(accounts: &[Freshness]) -> ServiceResult<Vec<TemplateFreshness>> {
    accounts
        .iter()
        .map(|account| {
            Ok(TemplateFreshness {
                account: stored::id(account.id.clone())?,
                name: account.name.clone(),
                read_at: account.templates_at.map(Millis),
                problem: read_json(account.templates_problem.as_deref()),
            })
        })
        .collect()
}

/// How many templates want attention; for the menu.
pub async fn attention(svc: &Services, call: &Call) -> ServiceResult<u64> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    Ok(stored::count(states::alarms(&mut tx).await?))
}
