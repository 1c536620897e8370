//! A month's messages as the what-if calculator takes them: equal ones counted.

use std::collections::HashMap;

use domain::{
    billing::{
        Category, Delivered, Inbound, Kind, Month, RateCard, Regime,
        whatif::{Cell, Collector},
    },
    ids::AccountId,
    money::Currency,
    permission::Permission,
};
use store::billing::sums::{self, Whose};

use super::{calendar::month_no, priced, recompute, statement, world::World};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
};

/// Most messages that are gone through for a page.
const MOST: i64 = 300_000;

/// What a calculation starts from.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// The account.
    pub account: AccountId,
    /// The month.
    pub month: Month,
    /// Its currency.
    pub currency: Currency,
    /// The rules of the month.
    pub regime: Regime,
    /// The card in force on the month's first day.
    pub card: Option<RateCard>,
    /// Equal messages, counted. Bakeries and numbers go by their short ids.
    pub cells: Vec<Cell>,
    /// Names of the bakeries and numbers in the cells.
    pub names: HashMap<String, String>,
}

/// Counts a month of an account. Refused (`month_too_large`) beyond 300,000
/// messages, which would take longer than a page may.
pub async fn base(svc: &Services, call: &Call, account: &AccountId, month: Month) -> ServiceResult<WhatIf> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    let world = World::read(svc, &mut tx).await?;
    let wrong = |key| ServiceError::Conflict(Conflict::WrongState { key });
    let billed = world
        .accounts
        .get(account.as_str())
        .ok_or_else(|| wrong("month_empty"))?;
    let known = billed.account.clone().ok_or_else(|| wrong("month_empty"))?;
    let no = month_no(month);
    let messages: i64 = sums::months(&mut tx, Whose::All, no, no)
        .await?
        .iter()
        .filter(|sum| sum.charge == 1 && sum.account_id == account.as_str())
        .map(|sum| sum.messages)
        .sum();
    if messages > MOST {
        return Err(wrong("month_too_large"));
    }
    let mut collector = Collector::new(&world.book, std::slice::from_ref(&known));
    recompute::each_fact(&mut tx, &world, month, account.as_str(), |fact| {
        let Some(at) = priced::happened(fact) else { return };
        let (number, tenant) = (fact.number.to_string(), fact.tenant.to_string());
        let contact = fact.who.as_deref().unwrap_or_default();
        if fact.direction == 0 {
            let inbound = Inbound {
                at,
                waba: account.as_str(),
                number: &number,
                contact,
                entry_point: fact.entry == 1,
            };
            collector.inbound(&inbound, &tenant);
        } else {
            let delivered = Delivered {
                id: "",
                at,
                waba: account.as_str(),
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
    let first = month.first();
    let regime = Regime::of(first);
    let mut names: HashMap<String, String> = statement::names(&mut tx, Whose::All)
        .await?
        .into_iter()
        .map(|(no, (_, name))| (no.to_string(), name))
        .collect();
    for (no, number) in &world.numbers {
        names.insert(no.to_string(), number.display.clone());
    }
    Ok(WhatIf {
        account: account.clone(),
        month,
        currency: known.currency,
        regime,
        card: world.book.card(known.currency, regime.unit(), first).cloned(),
        cells: collector.cells(account.as_str(), month),
        names,
    })
}
