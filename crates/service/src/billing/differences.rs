//! Where a status report's word on the price differs from what we expected.

use domain::{
    billing::{Market, Origin, Reason, Regime, Unit, category::Rated},
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

/// Meta's word for what is charged.
const REGULAR: &str = "regular";
/// How its words for what is free begin.
const FREE: &str = "free";
/// How both categories of codes begin.
const AUTHENTICATION: &str = "authentication";

/// The difference between what we price and what a report said; `None` when
/// there is none, or nothing was said.
pub(super) fn of(world: &World, fact: &Fact, priced: &Priced, now: Millis) -> Option<Difference> {
    if priced.payee != Payee::Meta {
        return None;
    }
    let said = priced::said(fact)?;
    let reason = Reason::parse(&priced.reason);
    let said_category = said
        .category
        .clone()
        .unwrap_or_default()
        .to_lowercase()
        .replace('-', "_");
    let asked = fact.asked_category.clone().unwrap_or_default().to_lowercase();
    let template = fact.kind == "template";
    // Which of the two rates applies follows from the account, not from the
    // template: what we took codes for is compared with what Meta did.
    let codes = template && asked.starts_with(AUTHENTICATION) && said_category.starts_with(AUTHENTICATION);
    let expected_category = if !template {
        Rated::Service.as_str().to_owned()
    } else if codes && priced.category.starts_with(AUTHENTICATION) {
        priced.category.clone()
    } else if codes {
        // Under rules without these categories both are the same.
        said_category.clone()
    } else {
        asked
    };
    let expected_type = meta_type(&reason).to_owned();
    let said_type = said.kind.clone().unwrap_or_default().to_lowercase();
    let said_model = said.model.clone().unwrap_or_default();
    let mut kinds = Vec::new();
    if !said_category.is_empty() && !expected_category.is_empty() && said_category != expected_category {
        kinds.push("category");
    }
    // What Meta calls the free messages of the allowance is not known, so between
    // two kinds of "free" nothing is a difference; a word that is neither is one.
    let charged = match said_type.as_str() {
        "" => None,
        REGULAR => Some(true),
        word if word.starts_with(FREE) => Some(false),
        _ => {
            kinds.push("type");
            None
        }
    };
    if charged.is_some_and(|charged| charged != (expected_type == REGULAR)) {
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
    let theirs = match charged {
        Some(false) => Some(0),
        Some(true) if codes => rate(world, priced, &said_category),
        Some(true) => rate(world, priced, &priced.category),
        None if said_type.is_empty() => priced.rate,
        // Nobody knows what that word means for the price.
        None => None,
    };
    let expected = if kinds.contains(&"category") && !codes {
        rate(world, priced, &expected_category)
    } else {
        priced.rate
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
        said_type,
        said_model,
        // What Meta takes more than was expected when the message was sent;
        // nothing where one of both is not known.
        amount_micros: theirs
            .zip(expected)
            .map_or(0, |(theirs, expected)| theirs - expected),
        noted_at: now.0,
    })
}

/// The list rate of a category for this message; `None` where none is known. Like
/// the ledger it takes no rate that was converted from another currency.
fn rate(world: &World, priced: &Priced, category: &str) -> Option<i64> {
    let currency = Currency::parse(&priced.currency).ok()?;
    let card = world.book.card(currency, Unit::Message, day_of(priced.day))?;
    let market = Market::new(&priced.market);
    let rated = Rated::parse(category)?;
    let rate = card
        .rate(&market, rated)
        .or_else(|| match rated {
            Rated::Service => card.rate(&market, Rated::Utility),
            _ => None,
        })
        .filter(|rate| world.book.converted || rate.origin != Origin::Converted)?;
    rate.micros
}
