//! Each test shows the working.

use super::*;
use crate::billing::{Day, Reason, Unit};

#[test]
fn the_pilot_costs_24_90_today_and_not_75() {
    let book = Book::shipped();
    let today = scenario(&book, Currency::EUR, month("2026-11"));
    let cells = pilot();
    // 1,500 × €0.0166 (sources §0 no. 7); the seed reckoned 1,500 × €0.05.
    assert_eq!(price_cells(&cells, &today).amount_micros(), 24_900_000);
    assert_eq!(PILOT_PLAN_MICROS, 1_500 * 50_000);
    let mut other = today.clone();
    other.changes.push(Change::Recategorise {
        from: Rated::Utility,
        to: Rated::Marketing,
        tenant: None,
    });
    let marketing = compare(&cells, &today, &other);
    // 1,500 × €0.0585 = €87.75
    assert_eq!(marketing.would_be.amount_micros(), 87_750_000);
    assert_eq!(marketing.amount_micros(), 62_850_000);
    let [because] = marketing.because.as_slice() else {
        panic!("one reason: {:?}", marketing.because);
    };
    assert_eq!(because.after.shape, Shape::Template(Rated::Marketing));
    assert_eq!(
        (because.before.rate_micros, because.after.rate_micros),
        (Some(16_600), Some(58_500))
    );
    assert_eq!(
        (because.after.volume, because.amount_micros()),
        (1_500, 62_850_000)
    );
}

#[test]
fn through_gupshup_the_pilot_pays_a_tenth_of_a_cent_for_each_message() {
    let book = Book::shipped();
    let today = scenario(&book, Currency::EUR, month("2026-11"));
    let gupshup = Scenario {
        partner: book.partner("gupshup", month("2026-11").first()),
        ..today.clone()
    };
    let other = compare(&pilot(), &today, &gupshup);
    assert_eq!(other.amount_micros(), 0);
    // 1,500 × $0.001
    assert_eq!(other.would_be.fee_micros(), 1_500_000);
}

#[test]
fn before_october_answers_were_free_and_after_it_a_number_has_1000() {
    let book = Book::shipped();
    let cells = [answers("a", "shared", 900), answers("b", "shared", 700)];
    let october = scenario(&book, Currency::EUR, month("2026-10"));
    let september = scenario(&book, Currency::EUR, month("2026-09"));
    // 1,600 − 1,000 = 600 × €0.0166
    assert_eq!(price_cells(&cells, &october).amount_micros(), 9_960_000);
    assert_eq!(price_cells(&cells, &september).amount_micros(), 0);
    let statement = price_cells(&cells, &october);
    let free: Vec<_> = statement
        .outcomes
        .iter()
        .map(|outcome| outcome.free_tier)
        .collect();
    // In proportion: 1,000 × 900 ÷ 1,600 = 562.5 and 437.5; the halves go to the first.
    assert_eq!(free, [563, 437]);
}

#[test]
fn a_bakery_with_many_answers_should_get_its_own_number() {
    let book = Book::shipped();
    let october = scenario(&book, Currency::EUR, month("2026-10"));
    let cells = [
        answers("busy", "shared", 1_500),
        answers("quiet", "shared", 100),
        answers("quieter", "shared", 50),
    ];
    // Shared: 1,650 − 1,000 = 650 × €0.0166 = €10.79. With a number of its own,
    // busy pays 500 × €0.0166 = €8.30 and the others nothing: €2.49 less.
    let advice = advise(&cells, &october, 2_000_000);
    assert_eq!(advice.own, ["busy".into()]);
    assert_eq!(
        (advice.shared_micros, advice.advised_micros),
        (10_790_000, 8_300_000)
    );
    assert_eq!(advice.saved_micros(), 490_000);
    // A number for €5 is not worth it.
    assert_eq!(
        advise(&cells, &october, 5_000_000).own,
        Vec::<std::sync::Arc<str>>::new()
    );
    // Before October 2026 nobody needs one.
    let september = scenario(&book, Currency::EUR, month("2026-09"));
    assert_eq!(
        advise(&cells, &september, 1).own,
        Vec::<std::sync::Arc<str>>::new()
    );
}

#[test]
fn with_many_bakeries_the_busiest_first_is_as_cheap_as_trying_all() {
    let book = Book::shipped();
    let october = scenario(&book, Currency::EUR, month("2026-10"));
    let volumes = [1_400, 1_000, 900, 650, 300, 80];
    let cells: Vec<_> = volumes
        .iter()
        .enumerate()
        .map(|(n, volume)| answers(&format!("t{n}"), "shared", *volume))
        .collect();
    let advice = advise(&cells, &october, 7_000_000);
    let by_hand = (0..=volumes.len())
        .map(|own| {
            let paid = |volume: i64| (volume - 1_000).max(0) * 16_600;
            let rest: i64 = volumes[own..].iter().sum();
            let numbers = i64::try_from(own).unwrap() * 7_000_000;
            volumes[..own].iter().map(|v| paid(*v)).sum::<i64>() + paid(rest) + numbers
        })
        .min()
        .unwrap();
    assert_eq!(advice.advised_micros + advice.numbers_micros, by_hand);
    // Five quiet ones more, so that not all combinations are tried any longer.
    let mut more = cells;
    more.extend((0..5).map(|n| answers(&format!("none{n}"), "shared", 0)));
    let advice = advise(&more, &october, 7_000_000);
    assert_eq!(advice.advised_micros + advice.numbers_micros, by_hand);
}

#[test]
fn what_was_free_inside_the_window_is_named_as_the_reason() {
    let book = Book::shipped();
    let september = scenario(&book, Currency::EUR, month("2026-09"));
    let october = scenario(&book, Currency::EUR, month("2026-10"));
    let mut cell = pilot().remove(0);
    cell.window = true;
    let comparison = compare(&[cell], &september, &october);
    let [because] = comparison.because.as_slice() else {
        panic!("one reason");
    };
    assert_eq!(
        (because.before.reason.clone(), because.after.reason.clone()),
        (Reason::FreeCustomerService, Reason::Regular)
    );
    // 150 × €0.0166
    assert_eq!(because.amount_micros(), 2_490_000);
}

#[test]
fn volume_bands_are_marginal_here_too() {
    let mut card = Book::shipped()
        .card(Currency::EUR, Unit::Message, Day::parse("2026-10-01").unwrap())
        .unwrap()
        .clone();
    card.set_tiers(vec![
        tier(1, Some(1_000), 16_600),
        tier(1_001, Some(1_200), 15_770),
        tier(1_201, None, 14_940),
    ]);
    let book = Book::shipped();
    let mut today = scenario(&book, Currency::EUR, month("2026-11"));
    today.card = Some(&card);
    // 1,000 × 16,600 + 200 × 15,770 + 300 × 14,940
    assert_eq!(
        price_cells(&pilot(), &today).amount_micros(),
        16_600_000 + 3_154_000 + 4_482_000
    );
}

#[test]
fn a_year_later_volumes_may_double() {
    let book = Book::shipped();
    let mut today = scenario(&book, Currency::EUR, month("2026-11"));
    today.changes.push(Change::Volume {
        ppm: 2_000_000,
        tenant: Some("bakery 01".to_owned()),
    });
    // 1,500 + 150 more
    assert_eq!(price_cells(&pilot(), &today).amount_micros(), 1_650 * 16_600);
}

#[test]
fn many_single_messages_grow_as_one() {
    let book = Book::shipped();
    let mut today = scenario(&book, Currency::EUR, month("2026-11"));
    today.changes.push(Change::Volume {
        ppm: 1_200_000,
        tenant: None,
    });
    let mut cells: Vec<Cell> = Vec::new();
    for n in 0..50 {
        let mut cell = pilot().remove(0);
        cell.volume = 1;
        cell.number = format!("number {n}").into();
        cells.push(cell);
    }
    // A fifth more of fifty; each for itself would stay one.
    assert_eq!(price_cells(&cells, &today).amount_micros(), 60 * 16_600);
}

#[test]
fn without_a_card_everything_charged_is_unknown_and_counted() {
    let book = Book::shipped();
    let statement = price_cells(&pilot(), &scenario(&book, Currency::BRL, month("2026-11")));
    assert_eq!((statement.amount_micros(), statement.unknown()), (0, 1_500));
    assert!(
        statement
            .outcomes
            .iter()
            .all(|outcome| outcome.reason == Reason::UnknownRate)
    );
}
