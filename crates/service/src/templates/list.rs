//! Finding templates, per WABA and across WABAs.

mod counts;
mod reach;

use std::collections::{HashMap, HashSet};

use channels::template::{TemplateCategory, TemplateStatus};
use domain::{
    ids::{AccountId, TemplateId},
    number::QualityRating,
    page::{SIZE_DEFAULT, SIZE_MAX},
    permission::Permission,
    time::Millis,
};
use store::{
    Tx,
    templates::{
        self as rows,
        list::{self as found, TemplateFilter, TemplateOrder, TemplatePlace},
        states,
    },
};

use self::counts::{Counts, Part};
pub use self::reach::by_cursor;
pub(super) use reach::reach;

use super::{
    alarms::Alarm,
    detail,
    price::{self, PriceEffect, Prices},
    row::{TemplateRow, row},
};
use crate::{
    Call, Services,
    accounts::{save::read_json, sync::SyncProblem},
    billing::world,
    error::{FieldError, Problem, ServiceResult},
    stored,
};

/// Which templates to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateQuery {
    /// Part of the name or of a text, or Meta's id.
    pub q: Option<String>,
    /// Only of this WABA.
    pub account: Option<AccountId>,
    /// Only in this state, Meta's word.
    pub status: Option<String>,
    /// Only of this category, Meta's word.
    pub category: Option<String>,
    /// Only in this language.
    pub language: Option<String>,
    /// Only of this quality, Meta's word.
    pub quality: Option<String>,
    /// Only those that want attention.
    pub attention: bool,
    /// Order.
    pub sort: TemplateSort,
    /// After this place: [`TemplateList::next`] or [`TemplateList::previous`] of another answer.
    pub after: Option<String>,
    /// Names on a page; 50 when nothing is said.
    pub size: Option<u32>,
}

/// Order of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TemplateSort {
    /// By name.
    #[default]
    Name,
    /// By name, from the end.
    NameDown,
    /// Longest unused first.
    Used,
    /// Used last first.
    UsedDown,
    /// What wants attention most first.
    Attention,
}

impl TemplateSort {
    /// The order with this key in an address; anything else is by name.
    #[must_use]
    pub fn parse(key: &str) -> Self {
        match key {
            "-name" => Self::NameDown,
            "used" => Self::Used,
            "-used" => Self::UsedDown,
            "attention" => Self::Attention,
            _ => Self::Name,
        }
    }

    const fn order(self) -> TemplateOrder {
        match self {
            Self::Name => TemplateOrder::Name,
            Self::NameDown => TemplateOrder::NameDown,
            Self::Used => TemplateOrder::Used,
            Self::UsedDown => TemplateOrder::UsedDown,
            Self::Attention => TemplateOrder::Attention,
        }
    }
}

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
    let freshness = rows::freshness(&mut tx).await?;
    let mut filter = filter(query);
    if filter.accounts.is_empty() && rows::some_disconnected(&mut tx).await? {
        filter.accounts = freshness.iter().map(|account| account.id.clone()).collect();
    }
    let size = query.size.unwrap_or(SIZE_DEFAULT).clamp(1, SIZE_MAX);
    let order = query.sort.order();
    let after = place(query.after.as_deref(), order)?;
    let after = after.as_ref();
    let mut names = found::names(&mut tx, &filter, order, after, false, i64::from(size) + 1).await?;
    let limit = usize::try_from(size).unwrap_or(usize::MAX);
    let more = names.len() > limit;
    names.truncate(limit);
    let next = names
        .last()
        .filter(|_| more)
        .map(|place| write_place(place, order));
    let previous = previous(&mut tx, &filter, order, &names, after, i64::from(size)).await?;
    let names: Vec<(String, String)> = names
        .into_iter()
        .map(|place| (place.name, place.account_id))
        .collect();
    let known: HashMap<&str, (&str, &str)> = freshness
        .iter()
        .map(|account| {
            (
                account.id.as_str(),
                (account.waba_id.as_str(), account.name.as_str()),
            )
        })
        .collect();
    let groups = groups(&mut tx, &names, &known).await?;
    let everywhere = TemplateFilter {
        accounts: Vec::new(),
        ..filter.clone()
    };
    let mut cells = found::cells(&mut tx, &everywhere).await?;
    cells.retain(|cell| known.contains_key(cell.account_id.as_str()));
    let book = world::book(&mut tx, Vec::new()).await?;
    let prices: Vec<(AccountId, Prices)> = freshness
        .iter()
        .filter_map(|account| {
            let now = svc.clock.now();
            let (currency, country) = (account.currency.as_deref(), account.country.as_deref());
            let prices = price::of_account(&book, currency, country, now)?;
            Some(stored::id(account.id.clone()).map(|id| (id, prices)))
        })
        .collect::<ServiceResult<_>>()?;
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
        next,
        previous,
        total: counts.sum(&[]),
        all: counts.sum(&[Part::Status, Part::Attention]),
        attention: counts.sum_where(&[Part::Status, Part::Attention], |cell| cell.attention == 1),
        by_status: counts.by(
            &[Part::Status, Part::Attention],
            |cell| TemplateStatus::parse(&cell.shown),
            |a| {
                (
                    TemplateStatus::KNOWN.iter().position(|k| k == a),
                    a.as_str().to_owned(),
                )
            },
        ),
        by_category: counts.by(
            &[Part::Category],
            |cell| TemplateCategory::parse(&cell.category),
            |a| {
                (
                    TemplateCategory::KNOWN.iter().position(|k| k == a),
                    a.as_str().to_owned(),
                )
            },
        ),
        by_language: counts.by(
            &[Part::Language],
            |cell| cell.language.clone(),
            |a| (None, a.clone()),
        ),
        by_quality: counts.by(
            &[Part::Quality],
            |cell| QualityRating::parse(&cell.quality),
            |a| {
                (
                    QualityRating::KNOWN.iter().position(|k| k == a),
                    a.as_str().to_owned(),
                )
            },
        ),
        by_account: freshness
            .iter()
            .map(|account| {
                let n = counts.sum_where(&[Part::Account], |cell| cell.account_id == account.id);
                Ok((stored::id(account.id.clone())?, account.name.clone(), n))
            })
            .collect::<ServiceResult<_>>()?,
        read_at: freshness
            .iter()
            .map(|account| account.templates_at)
            .min()
            .flatten()
            .map(Millis),
        freshness: freshness
            .iter()
            .map(|account| {
                Ok(TemplateFreshness {
                    account: stored::id(account.id.clone())?,
                    name: account.name.clone(),
                    read_at: account.templates_at.map(Millis),
                    problem: read_json(account.templates_problem.as_deref()),
                })
            })
            .collect::<ServiceResult<_>>()?,
    })
}

/// What moves cost. Alarms of this kind are few, so each is counted by itself.
async fn effects(
    svc: &Services,
    tx: &mut Tx,
    groups: &[TemplateGroup],
    prices: &[(AccountId, Prices)],
) -> ServiceResult<Vec<(TemplateId, PriceEffect)>> {
    const MOST: usize = 20;
    let mut out = Vec::new();
    let moves = |row: &&TemplateRow| {
        row.alarms
            .iter()
            .any(|alarm| matches!(alarm, Alarm::Moving { .. } | Alarm::Moved { .. }))
    };
    for group in groups {
        let Some((_, prices)) = prices.iter().find(|(account, _)| *account == group.account.0) else {
            continue;
        };
        for row in group.languages.iter().filter(moves) {
            if out.len() == MOST {
                return Ok(out);
            }
            let sent = price::messages(svc, tx, group.account.0.as_str(), &row.name, &row.language).await?;
            out.extend(detail::effect(prices, row, sent).map(|effect| (row.id.clone(), effect)));
        }
    }
    Ok(out)
}

/// How many templates want attention; for the menu.
pub async fn attention(svc: &Services, call: &Call) -> ServiceResult<u64> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    Ok(stored::count(states::alarms(&mut tx).await?))
}

async fn held(tx: &mut Tx, names: &[(String, String)]) -> ServiceResult<HashSet<(String, String, String)>> {
    Ok(found::holds_of_names(tx, names).await?.into_iter().collect())
}

async fn groups(
    tx: &mut Tx,
    names: &[(String, String)],
    accounts: &HashMap<&str, (&str, &str)>,
) -> ServiceResult<Vec<TemplateGroup>> {
    let held = held(tx, names).await?;
    let mut by_name: HashMap<(String, String), Vec<TemplateRow>> = HashMap::with_capacity(names.len());
    for state in found::of_names(tx, names).await? {
        let key = (
            state.account_id.clone(),
            state.name.clone(),
            state.language.clone(),
        );
        let group = (state.name.clone(), state.account_id.clone());
        by_name
            .entry(group)
            .or_default()
            .push(row(state, held.contains(&key))?);
    }
    names
        .iter()
        .map(|key| {
            let (waba, name) = accounts.get(key.1.as_str()).copied().unwrap_or_default();
            Ok(TemplateGroup {
                account: (stored::id(key.1.clone())?, waba.to_owned(), name.to_owned()),
                name: key.0.clone(),
                languages: by_name.remove(key).unwrap_or_default(),
            })
        })
        .collect()
}

/// Where the page before begins: after which place.
async fn previous(
    tx: &mut Tx,
    filter: &TemplateFilter,
    order: TemplateOrder,
    names: &[TemplatePlace],
    after: Option<&TemplatePlace>,
    size: i64,
) -> ServiceResult<Option<String>> {
    let Some(after) = after else { return Ok(None) };
    let first = names.first().unwrap_or(after);
    let before = found::names(tx, filter, order, Some(first), true, size + 1).await?;
    if before.is_empty() {
        return Ok(Some(String::new()));
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(Some(
        before
            .get(size)
            .map(|place| write_place(place, order))
            .unwrap_or_default(),
    ))
}

/// `account.name`, with the key in front where one orders.
fn write_place(place: &TemplatePlace, order: TemplateOrder) -> String {
    let TemplatePlace {
        name,
        account_id,
        key,
    } = place;
    match order.key() {
        None => format!("{account_id}.{name}"),
        Some(_) => format!("{key}.{account_id}.{name}"),
    }
}

/// Reads a place; an empty one is the beginning. A place of another order is none.
fn place(text: Option<&str>, order: TemplateOrder) -> ServiceResult<Option<TemplatePlace>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let bad = || FieldError::only("after", Problem::NotAnId);
    let (key, rest) = if order.key().is_none() {
        (0, text)
    } else {
        let (key, rest) = text.split_once('.').ok_or_else(bad)?;
        (key.parse().map_err(|_| bad())?, rest)
    };
    let (account, name) = rest.split_once('.').ok_or_else(bad)?;
    let account = AccountId::parse(account).map_err(|_| bad())?;
    Ok(Some(TemplatePlace {
        name: name.to_owned(),
        account_id: account.to_string(),
        key,
    }))
}

fn filter(query: &TemplateQuery) -> TemplateFilter {
    let word = |word: &Option<String>| {
        word.as_deref()
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
    };
    let digits = query
        .q
        .as_deref()
        .map(str::trim)
        .filter(|text| text.len() >= 12 && text.bytes().all(|b| b.is_ascii_digit()));
    TemplateFilter {
        meta_id: digits.map(str::to_owned),
        text: stored::search_text(query.q.as_deref()),
        accounts: query.account.iter().map(ToString::to_string).collect(),
        shown: word(&query.status).map(|w| TemplateStatus::parse(&w).as_str().to_owned()),
        category: word(&query.category).map(|w| TemplateCategory::parse(&w).as_str().to_owned()),
        language: word(&query.language),
        quality: word(&query.quality).map(|w| QualityRating::parse(&w).as_str().to_owned()),
        attention: query.attention,
    }
}
