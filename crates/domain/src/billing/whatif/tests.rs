use proptest::prelude::*;

use super::*;
use crate::{
    billing::{
        Account, Book, Category, Day, Delivered, Fact, Inbound, Kind, Market, Reason, Tier, Unit, Zone, price,
    },
    money::{self, Currency},
    time::{HOUR, Millis},
};

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

/// A band for utility templates to Spain.
fn tier(from: i64, to: Option<i64>, rate_micros: i64) -> Tier {
    Tier {
        market: Market::new("Spain"),
        category: Rated::Utility,
        from,
        to,
        rate_micros,
    }
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

const CONTACTS: [&str; 3] = ["+34600111222", "+33612345678", "+56912345678"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// What-if of the present is the present, under every set of rules.
    #[test]
    fn under_the_months_own_circumstances_cells_cost_what_lines_cost(
        seeds in proptest::collection::vec((0..60 * 24i64, 0..3usize, 0..3usize, 0..6usize, any::<bool>()), 1..60),
        start in prop_oneof![Just("2022-05-01"), Just("2023-06-01"), Just("2024-10-01"), Just("2025-06-01"), Just("2026-09-01"), Just("2026-10-01")],
        partner in prop_oneof![Just("meta"), Just("gupshup"), Just("twilio"), Just("wati")],
    ) {
        let book = Book::shipped();
        let first = Day::parse(start).unwrap();
        let epoch = Day::parse("1970-01-01").unwrap();
        let account = Account {
            partner: partner.to_owned(),
            ..Account::new("w", Zone::utc(), Currency::USD)
        };
        let ids: Vec<String> = (0..seeds.len()).map(|n| format!("m{n:02}")).collect();
        let mut facts: Vec<(Fact<'_>, &str)> = seeds
            .iter()
            .zip(&ids)
            .map(|((hours, number, contact, what, ad), id)| {
                let at = Millis((i64::from(first.since(epoch)) * 24 + hours) * HOUR);
                let (number, contact) = (["n0", "n1", "n2"][*number], CONTACTS[*contact]);
                let fact = if *what == 5 {
                    Fact::Inbound(Inbound { at, waba: "w", number, contact, entry_point: *ad })
                } else {
                    let (kind, category) = [
                        (Kind::Template, Category::Utility),
                        (Kind::Template, Category::Marketing),
                        (Kind::Template, Category::Authentication),
                        (Kind::FreeForm, Category::Service),
                        (Kind::AppEcho, Category::Service),
                    ][*what].clone();
                    Fact::Delivered(Delivered { id, at, waba: "w", number, contact, kind, category, media_bytes: 0 })
                };
                (fact, if *ad { "tenant a" } else { "tenant b" })
            })
            .collect();
        facts.sort_by_key(|(fact, _)| (fact.at(), matches!(fact, Fact::Delivered(_)), match fact { Fact::Delivered(m) => m.id, _ => "" }));
        let mut collector = Collector::new(&book, std::slice::from_ref(&account));
        for (fact, tenant) in &facts {
            match fact {
                Fact::Inbound(inbound) => { collector.inbound(inbound, tenant); }
                Fact::Delivered(message) => { collector.delivered(message, tenant); }
                Fact::Failed(_) => {}
            }
        }
        // The same customer may write twice in the same hour; each report counts for a partner.
        let only: Vec<_> = facts.iter().map(|(fact, _)| fact.clone()).collect();
        let lines = price(&book, std::slice::from_ref(&account), &only);
        for of in [first.month(), first.month().next()] {
            let mut present = scenario(&book, Currency::USD, of);
            present.partner = book.partner(partner, of.first());
            let statement = price_cells(&collector.cells("w", of), &present);
            let in_month = || lines.iter().filter(move |line| line.charge.month() == Some(of));
            let amount = money::sum(in_month().filter_map(|line| line.charge.amount_micros)).unwrap();
            prop_assert_eq!(statement.amount_micros(), amount);
            for tenant in ["tenant a", "tenant b"] {
                let own = in_month().filter(|line| facts.get(line.fact).is_some_and(|(_, t)| *t == tenant));
                let own = money::sum(own.filter_map(|line| line.charge.amount_micros)).unwrap();
                prop_assert_eq!(statement.tenant_micros(tenant), own);
            }
            let unknown = in_month().filter(|line| line.charge.amount_micros.is_none()).count();
            prop_assert_eq!(usize::try_from(statement.unknown()).unwrap(), unknown);
            if partner != "twilio" && unknown == 0 {
                let fees = money::sum(in_month().filter_map(|line| line.charge.fee_micros)).unwrap();
                prop_assert_eq!(statement.fee_micros(), fees);
            }
        }
    }

    /// Nor is it another where a card and a partner's price list begin inside the
    /// month, with bands that go on counting.
    #[test]
    fn a_card_that_begins_on_the_15th_holds_from_that_day(
        seeds in proptest::collection::vec((0..31 * 24i64, 0..3usize, 0..4usize), 1..60),
        bands_before in any::<bool>(),
        bands_after in any::<bool>(),
    ) {
        let mut book = Book::shipped();
        let october = month("2026-10");
        let list = book.card(Currency::USD, Unit::Message, october.first()).unwrap().clone();
        if bands_before {
            let mut card = list.clone();
            card.id = "banded".to_owned();
            card.set_tiers(vec![tier(1, Some(3), 20_000), tier(4, None, 15_000)]);
            book.add(card);
        }
        let mut card = list;
        card.id = "dearer".to_owned();
        card.effective = Day::parse("2026-10-15").unwrap();
        for rated in [Rated::Utility, Rated::Marketing, Rated::Service] {
            let rate = crate::billing::Rate { micros: Some(500_000), origin: crate::billing::Origin::Stated };
            card.set(Market::new("Spain"), rated, rate);
        }
        if bands_after {
            card.set_tiers(vec![tier(1, Some(5), 500_000), tier(6, None, 400_000)]);
        }
        book.add(card);
        book.add_partner(Partner::free("own", "test"));
        book.add_partner(Partner {
            from: Day::parse("2026-10-20").ok(),
            per_message_micros: 2_000,
            ..Partner::free("own", "test")
        });
        let account = Account {
            partner: "own".to_owned(),
            ..Account::new("w", Zone::utc(), Currency::USD)
        };
        prop_assert_eq!(
            stretches(&book, october, Currency::USD, "own").iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2026-10-01", "2026-10-15", "2026-10-20"]
        );
        let ids: Vec<String> = (0..seeds.len()).map(|n| format!("m{n:02}")).collect();
        let mut messages: Vec<Delivered<'_>> = seeds
            .iter()
            .zip(&ids)
            .map(|((hours, contact, what), id)| {
                let (kind, category) = [
                    (Kind::Template, Category::Utility),
                    (Kind::Template, Category::Utility),
                    (Kind::Template, Category::Marketing),
                    (Kind::FreeForm, Category::Service),
                ][*what].clone();
                let at = Zone::utc().start(october.first()).plus(hours * HOUR);
                Delivered { id, at, waba: "w", number: "n", contact: CONTACTS[*contact], kind, category, media_bytes: 0 }
            })
            .collect();
        messages.sort_by_key(|message| (message.at, message.id));
        let mut collector = Collector::new(&book, std::slice::from_ref(&account));
        for message in &messages {
            collector.delivered(message, "tenant");
        }
        let facts: Vec<Fact<'_>> = messages.into_iter().map(Fact::Delivered).collect();
        let lines = price(&book, std::slice::from_ref(&account), &facts);
        let amount = money::sum(lines.iter().filter_map(|line| line.charge.amount_micros)).unwrap();
        let fees = money::sum(lines.iter().filter_map(|line| line.charge.fee_micros)).unwrap();
        let base = Base::of_account(&book, october, &account, collector.cells("w", october));
        // Also after the way to the browser.
        let base: Base = serde_json::from_str(&serde_json::to_string(&base).unwrap()).unwrap();
        let present = answer(&base, &Question::default()).walk.present;
        prop_assert_eq!((present.amount_micros(), present.fee_micros()), (amount, fees));
        // Asked for by name, a card holds for the whole month.
        let asked = Question { card: Some("dearer".to_owned()), ..Question::default() };
        let found = answer(&base, &asked);
        prop_assert_eq!(found.walk.steps.len(), 1);
        prop_assert!(found.scenario.later.iter().all(|later| later.card == found.scenario.card));
    }

    #[test]
    fn an_allowance_is_shared_out_to_the_last_message(volumes in proptest::collection::vec(0..900i64, 1..8)) {
        let book = Book::shipped();
        let october = scenario(&book, Currency::EUR, month("2026-10"));
        let cells: Vec<_> = volumes.iter().enumerate().map(|(n, v)| answers(&format!("t{n}"), "shared", *v)).collect();
        let statement = price_cells(&cells, &october);
        let all: i64 = volumes.iter().sum();
        let free: i64 = statement.outcomes.iter().map(|outcome| outcome.free_tier).sum();
        prop_assert_eq!(free, all.min(1_000));
        prop_assert_eq!(statement.amount_micros(), (all - 1_000).max(0) * 16_600);
    }
}
