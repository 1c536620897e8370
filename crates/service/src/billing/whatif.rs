//! A month's messages as the what-if calculator takes them: equal ones counted.

use std::collections::BTreeMap;

use domain::{
    billing::{
        Account, Category, Delivered, Failed, Inbound, Kind, Market, Month, Reason, Regime,
        category::Rated,
        whatif::{Base, Cell, Collector, Old, Shape, stretches},
    },
    ids::AccountId,
    permission::Permission,
};
use store::{
    Tx,
    billing::sums::{self, MonthSum, Whose},
};

use super::{
    calendar::{month_no, month_of},
    priced, recompute,
    statement::{self, Payee},
    world::World,
};
use crate::{Call, Services, error::ServiceResult, stored};

/// Most messages that are gone through one by one for a page; a larger month is
/// taken from its sums.
const MOST: i64 = 300_000;

/// Which month of which account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhatIfQuery {
    /// The account; the one with most messages of the month when nothing is said.
    pub account: Option<AccountId>,
    /// The month; the latest with messages when nothing is said.
    pub month: Option<Month>,
    /// The pilot's plan instead of what was sent.
    pub pilot: bool,
}

/// What a calculation starts from, and what else there is to start from.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// The account; `None` when there is none, or for the pilot's plan.
    pub account: Option<AccountId>,
    /// Accounts to choose from, with their names.
    pub accounts: Vec<(AccountId, String)>,
    /// Months to choose from, latest first.
    pub months: Vec<Month>,
    /// The month's cells; `None` when the account has no messages, or nobody
    /// has said in which currency it pays.
    pub base: Option<Base>,
}

/// Counts a month of an account.
pub async fn base(svc: &Services, call: &Call, query: &WhatIfQuery) -> ServiceResult<WhatIf> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    let world = World::read(svc, &mut tx).await?;
    let mut accounts: Vec<(AccountId, String)> = Vec::new();
    for record in store::accounts::all(&mut tx).await? {
        if world.accounts.contains_key(&record.id) {
            accounts.push((stored::id(record.id)?, record.name));
        }
    }
    let this_month = world.common_zone(svc).month(svc.clock.now());
    let mut months: Vec<Month> = sums::months_known(&mut tx, Whose::All)
        .await?
        .into_iter()
        .map(month_of)
        .collect::<ServiceResult<_>>()?;
    let month = query
        .month
        .or_else(|| months.first().copied())
        .unwrap_or(this_month);
    if !months.contains(&month) {
        months.push(month);
        months.sort_unstable_by(|a, b| b.cmp(a));
    }
    let no = month_no(month);
    let mut by_account: BTreeMap<String, i64> = BTreeMap::new();
    for sum in sums::months(&mut tx, Whose::All, no, no).await? {
        *by_account.entry(sum.account_id).or_default() += sum.messages;
    }
    let account = match &query.account {
        _ if query.pilot => None,
        Some(chosen) => accounts.iter().find(|(id, _)| id == chosen),
        // The first of those with equally many.
        None => accounts
            .iter()
            .rev()
            .max_by_key(|(id, _)| by_account.get(id.as_str()).copied().unwrap_or(0)),
    }
    .map(|(id, _)| id.clone());
    let base = match &account {
        _ if query.pilot => Some(Base::of_pilot(&world.book, month)),
        Some(account) => counted(&mut tx, &world, account, month).await?,
        None => None,
    };
    Ok(WhatIf {
        account,
        accounts,
        months,
        base,
    })
}

async fn counted(
    tx: &mut Tx,
    world: &World,
    account: &AccountId,
    month: Month,
) -> ServiceResult<Option<Base>> {
    let billed = world.accounts.get(account.as_str());
    let Some(known) = billed.and_then(|billed| billed.account.as_ref()) else {
        return Ok(None);
    };
    let no = month_no(month);
    let mut own = sums::months(tx, Whose::All, no, no).await?;
    own.retain(|sum| sum.charge == Payee::Meta.code());
    // Following reads the log of everybody, so everybody's messages count.
    let messages: i64 = own.iter().map(|sum| sum.messages).sum();
    own.retain(|sum| sum.account_id == account.as_str());
    if own.is_empty() {
        return Ok(None);
    }
    let followed = messages <= MOST;
    let cells = if followed {
        follow(tx, world, known, month).await?
    } else {
        of_sums(&own, &cards_of(world, known, month))
    };
    if cells.is_empty() {
        return Ok(None);
    }
    let names: BTreeMap<String, String> = statement::names(tx, Whose::All)
        .await?
        .into_iter()
        .map(|(no, (_, name))| (no.to_string(), name))
        .collect();
    Ok(Some(Base {
        followed,
        names,
        ..Base::of_account(&world.book, month, known, cells)
    }))
}

/// The card of each stretch of an account's month.
fn cards_of(world: &World, known: &Account, month: Month) -> Vec<String> {
    let unit = Regime::of(month.first()).unit();
    stretches(&world.book, month, known.currency, &known.partner)
        .into_iter()
        .map(|day| {
            let card = world.book.card(known.currency, unit, day);
            card.map_or_else(String::new, |card| card.id.clone())
        })
        .collect()
}

/// The cells of a month, from its messages in their order.
async fn follow(tx: &mut Tx, world: &World, known: &Account, month: Month) -> ServiceResult<Vec<Cell>> {
    let mut collector = Collector::new(&world.book, std::slice::from_ref(known));
    recompute::each_fact(tx, world, month, &known.id, |fact| {
        let Some(at) = priced::happened(fact) else { return };
        let (number, tenant) = (fact.number.to_string(), fact.tenant.to_string());
        let contact = fact.who.as_deref().unwrap_or_default();
        if fact.direction == 0 {
            let inbound = Inbound {
                at,
                waba: &known.id,
                number: &number,
                contact,
                entry_point: fact.entry == 1,
            };
            collector.inbound(&inbound, &tenant);
        } else if priced::lost(fact) {
            let failed = Failed {
                id: "",
                at,
                waba: &known.id,
                number: &number,
                contact,
            };
            collector.failed(&failed, &tenant);
        } else {
            let delivered = Delivered {
                id: "",
                at,
                waba: &known.id,
                number: &number,
                contact,
                kind: if fact.kind == "template" {
                    Kind::Template
                } else {
                    Kind::FreeForm
                },
                category: Category::parse(&priced::category(fact)),
                media_bytes: 0,
            };
            collector.delivered(&delivered, &tenant);
        }
    })
    .await?;
    Ok(collector.cells(&known.id, month))
}

/// The cells of a month, from its sums. Which conversation a message belongs to
/// and what customers wrote is not in them. The stretch of the month follows from
/// the card; of several with the same card the first is taken.
fn of_sums(sums: &[MonthSum], cards: &[String]) -> Vec<Cell> {
    sums.iter()
        .filter(|sum| sum.messages > 0)
        .map(|sum| {
            let reason = Reason::parse(&sum.reason);
            let rated = Rated::parse(&sum.category);
            let conversations = Regime::parse(&sum.regime) == Some(Regime::Conversation);
            Cell {
                tenant: sum.tenant.to_string().into(),
                number: sum.number.to_string().into(),
                market: Some(Market::new(&sum.market)).filter(|market| !market.as_str().is_empty()),
                shape: match rated {
                    _ if reason == Reason::AppEcho => Shape::Echo,
                    Some(Rated::Service) => Shape::FreeForm,
                    Some(Rated::BusinessInitiated | Rated::UserInitiated | Rated::Notification) | None => {
                        Shape::Unknown
                    }
                    Some(rated) => Shape::Template(rated),
                },
                window: reason == Reason::FreeCustomerService,
                entry: reason == Reason::FreeEntryPoint,
                old: match (&reason, rated) {
                    _ if !conversations => None,
                    (Reason::FreeEntryPoint, _) => Some(Old::Entry),
                    (Reason::OpenConversation, _) => Some(Old::Inside),
                    (_, Some(Rated::UserInitiated)) => Some(Old::User),
                    (_, Some(Rated::BusinessInitiated)) => Some(Old::Business),
                    _ => None,
                },
                opens: matches!(
                    Regime::parse(&sum.regime),
                    Some(Regime::CategoryConversation | Regime::FreeServiceConversation)
                )
                .then_some(reason != Reason::OpenConversation),
                large_media: false,
                stretch: cards
                    .iter()
                    .position(|card| *card == sum.card)
                    .and_then(|at| u8::try_from(at).ok())
                    .unwrap_or(0),
                volume: sum.messages,
                free_tier: if reason == Reason::FreeTier {
                    sum.messages
                } else {
                    0
                },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::{
        billing::{
            Book,
            whatif::{Question, answer},
        },
        money::Currency,
    };

    use super::*;

    fn sum(tenant: i64, category: &str, reason: &Reason, messages: i64, amount_micros: i64) -> MonthSum {
        MonthSum {
            month: 0,
            tenant,
            number: 1,
            account_id: "a".to_owned(),
            charge: Payee::Meta.code(),
            of_month: 0,
            regime: Regime::ChargedService.id().to_owned(),
            reason: reason.as_str().to_owned(),
            market: "Spain".to_owned(),
            category: category.to_owned(),
            card: "eur-2026-10-01".to_owned(),
            currency: "EUR".to_owned(),
            rate_micros: 16_600,
            messages,
            unpriced: 0,
            amount_micros,
        }
    }

    #[test]
    fn a_month_too_large_to_follow_costs_what_its_sums_say() {
        let sums = [
            sum(1, "utility", &Reason::Regular, 4_000_000, 4_000_000 * 16_600),
            sum(1, "service", &Reason::FreeTier, 700, 0),
            sum(2, "service", &Reason::FreeTier, 300, 0),
            sum(2, "service", &Reason::Regular, 2_000_000, 2_000_000 * 16_600),
            sum(2, "marketing", &Reason::FreeEntryPoint, 50, 0),
        ];
        let (book, month) = (Book::shipped(), Month::parse("2026-10").unwrap());
        let base = Base::new(&book, month, Currency::EUR, of_sums(&sums, &[]));
        let found = answer(&base, &Question::default()).walk.present;
        assert_eq!(
            found.amount_micros(),
            sums.iter().map(|sum| sum.amount_micros).sum::<i64>()
        );
        assert_eq!(found.tenant_micros("1"), 4_000_000 * 16_600);
        assert_eq!(found.unknown(), 0);
    }

    #[test]
    fn sums_go_with_the_card_that_they_rest_on() {
        let mut late = sum(1, "utility", &Reason::Regular, 10, 166_000);
        late.card = "late".to_owned();
        let sums = [sum(1, "utility", &Reason::Regular, 10, 166_000), late];
        let cards = ["eur-2026-10-01".to_owned(), "late".to_owned()];
        let stretches: Vec<u8> = of_sums(&sums, &cards).iter().map(|cell| cell.stretch).collect();
        assert_eq!(stretches, [0, 1]);
    }

    #[test]
    fn what_is_not_in_the_sums_is_not_known_rather_than_guessed() {
        let sums = [sum(1, "utility", &Reason::Regular, 10, 166_000)];
        let (book, month) = (Book::shipped(), Month::parse("2026-10").unwrap());
        let base = Base::new(&book, month, Currency::EUR, of_sums(&sums, &[]));
        let asked = Question {
            rules: Some(Regime::CategoryConversation),
            ..Question::default()
        };
        assert_eq!(answer(&base, &asked).walk.would_be.unknown(), 10);
    }
}
