//! July 2025 and October 2026: per delivered message (facts §4.2).

use super::{given::*, *};
use crate::money::{Currency, sum};

#[test]
fn before_october_utility_inside_the_window_is_free_and_after_it_is_not() {
    let facts = [
        inbound("2026-09-30 10:00", ANA),
        sent("a", "2026-09-30 11:00", ANA, "utility"),
        sent("b", "2026-09-30 11:00", BEA, "utility"),
        sent("c", "2026-09-30 11:00", ANA, "text"),
        sent("d", "2026-10-01 00:00", ANA, "utility"),
        sent("e", "2026-10-01 00:00", ANA, "text"),
        sent("f", "2026-10-01 00:00", ANA, "marketing"),
        sent("g", "2026-10-01 00:00", ANA, "authentication"),
        sent("h", "2026-10-01 00:00", ANA, "echo"),
    ];
    assert_eq!(
        prices(&account(Currency::EUR), &facts),
        [
            "utility free_customer_service 0",
            "utility regular 16600",
            "service free_customer_service 0",
            "utility regular 16600",
            "service free_tier 0",
            "marketing regular 58500",
            "authentication regular 16600",
            "service app_echo 0",
        ]
    );
}

#[test]
fn the_pilot_costs_24_90_euro_and_as_marketing_87_75() {
    // 10 bakeries × 5 orders × 30 days = 1,500 messages (seed 004);
    // 1,500 × €0.0166 = €24.90 and 1,500 × €0.0585 = €87.75 (facts §0 no. 7).
    let ids: Vec<String> = (0..1_500).map(|n| format!("m{n}")).collect();
    for (category, total) in [("utility", 24_900_000), ("marketing", 87_750_000)] {
        let facts: Vec<_> = ids
            .iter()
            .map(|id| sent(id, "2026-10-10 09:00", ANA, category))
            .collect();
        let book = Book::shipped();
        let lines = price(&book, &[account(Currency::EUR)], &facts);
        assert_eq!(
            sum(lines.iter().filter_map(|line| line.charge.amount_micros)),
            Some(total)
        );
    }
}
