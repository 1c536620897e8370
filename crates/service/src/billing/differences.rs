//! Where a status report's word on the price differs from what we expected.

use domain::{
    billing::{Market, Reason, Regime, Unit, category::Rated},
    money::Currency,
    time::Millis,
};
use store::billing::{differences::Difference, facts::Fact};

use super::{
    calendar::{day_of, month_no},
    priced::{self, Priced},
    reconcile::meta_type,
    statement::Payee,
    world::World,
};

/// The difference between what we price and what a report said; `None` when
/// there is none, or nothing was said.
pub(super) fn of(world: &World, fact: &Fact, priced: &Priced, now: Millis) -> Option<Difference> {
    if priced.payee != Payee::Meta {
        return None;
    }
    let said = priced::said(fact)?;
    let reason = Reason::parse(&priced.reason);
    let template = fact.kind == "template";
    let expected_category = if template {
        fact.asked_category.clone().unwrap_or_default().to_lowercase()
    } else {
        Rated::Service.as_str().to_owned()
    };
    let said_category = said
        .category
        .clone()
        .unwrap_or_default()
        .to_lowercase()
        .replace('-', "_");
    let expected_type = meta_type(&reason).to_owned();
    let said_type = said.kind.clone().unwrap_or_default().to_lowercase();
    let said_model = said.model.clone().unwrap_or_default();
    let mut kinds = Vec::new();
    // Domestic or international is the account's, not the template's.
    let alike =
        |a: &str, b: &str| a == b || (a.starts_with("authentication") && b.starts_with("authentication"));
    if !said_category.is_empty()
        && !expected_category.is_empty()
        && !alike(&said_category, &expected_category)
    {
        kinds.push("category");
    }
    // What Meta calls the free messages of the allowance is not known, so
    // between two kinds of "free" nothing is a difference.
    if !said_type.is_empty() && (said_type == "regular") != (expected_type == "regular") {
        kinds.push("type");
    }
    let model = match Regime::parse(&priced.regime) {
        Some(Regime::PerMessage | Regime::ChargedService) => "PMP",
        Some(Regime::Notification) => "NBP",
        _ => "CBP",
    };
    if !said_model.is_empty() && said_model != model {
        kinds.push("model");
    }
    if kinds.is_empty() {
        return None;
    }
    let ours = priced.rate.unwrap_or(0);
    let theirs = if said_type == "regular" {
        rate(world, priced, &priced.category)
    } else {
        0
    };
    let expected = if kinds.contains(&"category") {
        rate(world, priced, &expected_category)
    } else {
        ours
    };
    Some(Difference {
        message: fact.id,
        month: month_no(priced.of_month),
        tenant: fact.tenant,
        number: fact.number,
        kinds: kinds.join(","),
        expected_category,
        said_category,
        expected_type,
        said_type: said_type.clone(),
        said_model,
        // What Meta takes more than was expected when the message was sent.
        amount_micros: if said_type.is_empty() { ours } else { theirs } - expected,
        noted_at: now.0,
    })
}

/// The list rate of a category for this message; 0 where none is known.
fn rate(world: &World, priced: &Priced, category: &str) -> i64 {
    let found = || {
        let currency = Currency::parse(&priced.currency).ok()?;
        let card = world.book.card(currency, Unit::Message, day_of(priced.day))?;
        let market = Market::new(&priced.market);
        let rated = Rated::parse(category)?;
        let rate = card.rate(&market, rated).or_else(|| match rated {
            Rated::Service => card.rate(&market, Rated::Utility),
            _ => None,
        })?;
        rate.micros
    };
    found().unwrap_or(0)
}
