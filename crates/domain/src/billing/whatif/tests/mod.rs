//! What-if worked out by hand, and against the ledger's own lines.

mod asked;
mod by_hand;
mod same;

use super::*;
use crate::{
    billing::{Book, Market, tests::given::tier},
    money::Currency,
};

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn scenario(book: &Book, currency: Currency, month: Month) -> Scenario<'_> {
    let regime = Regime::of(month.first());
    Scenario {
        regime,
        card: book.card(currency, regime.unit(), month.first()),
        converted: false,
        partner: book.partner("meta", month.first()),
        later: Vec::new(),
        month,
        nonprofit: false,
        changes: Vec::new(),
    }
}

fn answers(tenant: &str, number: &str, volume: i64) -> Cell {
    Cell {
        tenant: tenant.into(),
        number: number.into(),
        market: Some(Market::new("Spain")),
        shape: Shape::FreeForm,
        window: true,
        entry: false,
        old: Some(Old::User),
        opens: Some(true),
        large_media: false,
        stretch: 0,
        volume,
        free_tier: 0,
    }
}
