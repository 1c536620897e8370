//! July 2025 and October 2026: per delivered message (sources §4.2).

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
    // 10 bakeries × 5 orders × 30 days = 1,500 messages;
    // 1,500 × €0.0166 = €24.90 and 1,500 × €0.0585 = €87.75.
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

#[test]
fn the_window_closes_after_24_hours_to_the_millisecond() {
    // Written at 10:00:00.000, so open to 09:59:59.999 of the next day.
    let facts = [
        inbound("2026-07-10 10:00", ANA),
        sent("before", "2026-07-10 09:59:59.999", ANA, "utility"),
        sent("at once", "2026-07-10 10:00", ANA, "utility"),
        sent("last", "2026-07-11 09:59:59.999", ANA, "utility"),
        sent("late", "2026-07-11 10:00", ANA, "utility"),
    ];
    assert_eq!(
        prices(&account(Currency::EUR), &facts),
        [
            "utility regular 16600",
            "utility free_customer_service 0",
            "utility free_customer_service 0",
            "utility regular 16600",
        ]
    );
}

#[test]
fn the_window_rolls_with_each_message_and_belongs_to_one_number_and_customer() {
    let mut facts = vec![
        inbound("2026-07-10 10:00", ANA),
        inbound("2026-07-10 20:00", ANA),
        sent("rolled", "2026-07-11 19:59:59.999", ANA, "utility"),
        sent("other customer", "2026-07-10 21:00", BEA, "utility"),
    ];
    let Fact::Delivered(message) = sent("other number", "2026-07-10 21:00", ANA, "utility") else {
        panic!("a delivery");
    };
    facts.push(Fact::Delivered(Delivered {
        number: "n2",
        ..message
    }));
    assert_eq!(
        prices(&account(Currency::EUR), &facts),
        [
            "utility free_customer_service 0",
            "utility regular 16600",
            "utility regular 16600",
        ]
    );
}

#[test]
fn a_free_entry_point_lasts_72_hours_from_the_first_answer() {
    // Click on the 1st at 10:00, answer on the 2nd at 09:00; free until the 5th, 09:00.
    let facts = [
        click("2026-10-01 10:00", ANA),
        sent("answer", "2026-10-02 09:00", ANA, "text"),
        sent("advert", "2026-10-03 09:00", ANA, "marketing"),
        sent("code", "2026-10-03 09:00", ANA, "authentication"),
        sent("last", "2026-10-05 08:59:59.999", ANA, "utility"),
        sent("late", "2026-10-05 09:00", ANA, "utility"),
        sent("other", "2026-10-03 09:00", BEA, "marketing"),
    ];
    assert_eq!(
        prices(&account(Currency::EUR), &facts),
        [
            "service free_entry_point 0",
            "marketing free_entry_point 0",
            "authentication free_entry_point 0",
            "utility free_entry_point 0",
            "utility regular 16600",
            "marketing regular 58500",
        ]
    );
}

#[test]
fn an_answer_opens_the_entry_point_up_to_24_hours_after_the_click() {
    for (answer, reason) in [
        ("2026-10-02 10:00", "marketing free_entry_point 0"),
        ("2026-10-02 10:00:00.001", "marketing regular 58500"),
    ] {
        let facts = [
            click("2026-10-01 10:00", ANA),
            sent("a", answer, ANA, "marketing"),
        ];
        assert_eq!(prices(&account(Currency::EUR), &facts), [reason]);
    }
    // A click alone makes nothing free; neither does an answer before the click.
    let facts = [
        sent("early", "2026-10-01 09:59:59.999", ANA, "marketing"),
        click("2026-10-01 10:00", ANA),
    ];
    assert_eq!(
        prices(&account(Currency::EUR), &facts),
        ["marketing regular 58500"]
    );
}

#[test]
fn an_entry_point_opened_before_october_stays_open_and_uses_no_allowance() {
    let ids: Vec<String> = (0..1_001).map(|n| format!("m{n}")).collect();
    let mut facts = vec![
        click("2026-09-30 10:00", ANA),
        sent("answer", "2026-09-30 11:00", ANA, "text"),
        sent("inside", "2026-10-01 00:00", ANA, "text"),
    ];
    facts.extend(ids.iter().map(|id| sent(id, "2026-10-05 12:00", ANA, "text")));
    let all = prices(&account(Currency::EUR), &facts);
    assert_eq!(all.first().unwrap(), "service free_entry_point 0");
    assert_eq!(all.get(1).unwrap(), "service free_entry_point 0");
    // 1,000 of the 1,001 later ones are free: the two above have used nothing.
    assert_eq!(
        all.iter().filter(|line| *line == "service free_tier 0").count(),
        1_000
    );
    assert_eq!(
        all.iter().filter(|line| *line == "service regular 16600").count(),
        1
    );
}

/// `count` service messages from each number, one second apart, interleaved.
fn interleaved(ids: &[String], numbers: &'static [&'static str], start: &str) -> Vec<Fact<'static>> {
    ids.iter()
        .enumerate()
        .map(|(n, id)| {
            let id: &'static str = Box::leak(id.clone().into_boxed_str());
            let offset = i64::try_from(n).unwrap() * 1_000;
            Fact::Delivered(Delivered {
                id,
                at: utc(start).plus(offset),
                waba: "w1",
                number: numbers[n % numbers.len()],
                contact: ANA,
                kind: Kind::FreeForm,
                category: Category::Service,
                media_bytes: 0,
            })
        })
        .collect()
}

#[test]
fn each_number_has_1000_free_service_messages_and_the_1001st_costs_the_utility_rate() {
    for (each, charged) in [(999, 0), (1_000, 0), (1_001, 1)] {
        let ids: Vec<String> = (0..each * 3).map(|n| format!("m{n}")).collect();
        let facts = interleaved(&ids, &["n1", "n2", "n3"], "2026-10-10 00:00");
        let lines = prices(&account(Currency::EUR), &facts);
        let paid = lines
            .iter()
            .filter(|line| *line == "service regular 16600")
            .count();
        assert_eq!(paid, charged * 3, "{each} messages from each of three numbers");
        assert_eq!(lines.len(), each * 3);
    }
}

#[test]
fn the_allowance_is_renewed_at_local_midnight_without_rollover() {
    // Madrid: 1 November begins at 23:00 UTC, because clocks went back on 25 October;
    // 1 October began at 22:00 UTC.
    let mut madrid_account = account(Currency::EUR);
    madrid_account.zone = madrid();
    let ids: Vec<String> = (0..1_000).map(|n| format!("m{n}")).collect();
    let mut facts = interleaved(&ids, &["n1"], "2026-10-10 00:00");
    facts.extend([
        sent("september", "2026-09-30 21:59:59.999", ANA, "text"),
        sent("october", "2026-10-31 22:59:59.999", ANA, "text"),
        sent("november", "2026-10-31 23:00", ANA, "text"),
    ]);
    assert_eq!(
        prices(&madrid_account, &facts)[1_000..],
        [
            "service free_customer_service 0",
            "service regular 16600",
            "service free_tier 0",
        ]
    );
    // The same instants in UTC: all of them lie in the month before.
    assert_eq!(
        prices(&account(Currency::EUR), &facts)[1_000..],
        [
            "service free_customer_service 0",
            "service regular 16600",
            "service regular 16600",
        ]
    );
}

#[test]
fn rules_and_cards_change_at_local_midnight() {
    let mut madrid_account = account(Currency::EUR);
    madrid_account.zone = madrid();
    let facts = [
        // Marketing to Spain: €0.0509 to June 2026, €0.0585 from July; local midnight is 22:00 UTC.
        sent("june", "2026-06-30 21:59:59.999", ANA, "marketing"),
        sent("july", "2026-06-30 22:00", ANA, "marketing"),
    ];
    assert_eq!(
        prices(&madrid_account, &facts),
        ["marketing regular 50900", "marketing regular 58500"]
    );
    let book = Book::shipped();
    let lines = price(
        &book,
        &[madrid_account],
        &[
            sent("a", "2026-09-30 21:59:59.999", ANA, "utility"),
            sent("b", "2026-09-30 22:00", ANA, "utility"),
        ],
    );
    let regimes: Vec<_> = lines
        .iter()
        .map(|line| line.charge.regime.unwrap().id())
        .collect();
    assert_eq!(regimes, ["per-message-2025-07", "per-message-2026-10"]);
}

#[test]
fn non_profits_pay_for_service_from_2028_on() {
    let mut church = account(Currency::EUR);
    church.nonprofit = true;
    let ids: Vec<String> = (0..1_001).map(|n| format!("m{n}")).collect();
    let mut facts = interleaved(&ids, &["n1"], "2028-01-01 00:00");
    facts.push(sent("last free", "2027-12-31 23:59:59.999", ANA, "text"));
    facts.push(sent("template", "2027-12-31 23:59:59.999", ANA, "utility"));
    let all = prices(&church, &facts);
    assert_eq!(
        all[1_000..],
        [
            "service regular 16600",
            "service free_nonprofit 0",
            "utility regular 16600"
        ]
    );
}

/// What is shipped, with these bands on the euro card of October 2026.
fn banded(tiers: Vec<Tier>) -> Book {
    let mut book = Book::shipped();
    let mut card = book
        .card(Currency::EUR, Unit::Message, Day::parse("2026-10-01").unwrap())
        .unwrap()
        .clone();
    card.set_tiers(tiers);
    book.add(card);
    book
}

#[test]
fn volume_bands_are_marginal_and_count_charged_utility_only() {
    // List €0.0166; 5 % less from the 3rd, 10 % less from the 5th on.
    let book = banded(vec![
        tier(5, None, 14_940),
        tier(1, Some(2), 16_600),
        tier(3, Some(4), 15_770),
    ]);
    let ids: Vec<String> = (0..6).map(|n| format!("m{n}")).collect();
    let mut facts: Vec<_> = ids
        .iter()
        .map(|id| sent(id, "2026-10-10 00:00", ANA, "utility"))
        .collect();
    facts.push(sent("next month", "2026-11-01 00:00", ANA, "utility"));
    facts.push(sent("marketing", "2026-10-10 00:00", ANA, "marketing"));
    facts.push(sent("free", "2026-10-01 00:00", ANA, "text"));
    let lines = price(&book, &[account(Currency::EUR)], &facts);
    let amounts: Vec<_> = lines
        .iter()
        .map(|line| line.charge.amount_micros.unwrap())
        .collect();
    assert_eq!(
        amounts,
        [16_600, 16_600, 15_770, 15_770, 14_940, 14_940, 16_600, 58_500, 0]
    );
}

#[test]
fn two_accounts_of_a_portfolio_share_the_bands_and_nothing_else() {
    let book = banded(vec![tier(2, None, 15_770)]);
    let one = Account {
        portfolio: Some("p".to_owned()),
        ..account(Currency::EUR)
    };
    let two = Account {
        id: "w2".to_owned(),
        ..one.clone()
    };
    let facts = [
        sent("a", "2026-10-01 00:00", ANA, "utility"),
        of_account(sent("b", "2026-10-02 00:00", ANA, "utility"), "w2"),
    ];
    let amounts = |accounts: &[Account]| -> Vec<i64> {
        price(&book, accounts, &facts)
            .iter()
            .filter_map(|line| line.charge.amount_micros)
            .collect()
    };
    assert_eq!(amounts(&[one.clone(), two.clone()]), [16_600, 15_770]);
    let apart = Account {
        portfolio: None,
        ..two
    };
    assert_eq!(amounts(&[one, apart]), [16_600, 16_600]);
}
