//! What holds for any sequence of facts.

use proptest::prelude::*;

use super::{given::*, *};
use crate::{
    money::{Currency, sum},
    time::{HOUR, Millis},
};

const CONTACTS: [&str; 4] = [ANA, BEA, "+33612345678", "DE.42"];
const NUMBERS: [&str; 2] = ["n1", "n2"];
const WHAT: [&str; 5] = ["text", "utility", "marketing", "authentication", "echo"];

/// When, which number, which contact, what (`None`: the customer writes; with
/// `true`, through an ad).
type Seed = (i64, usize, usize, Option<usize>, bool);

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let one = (
        0..14 * 24i64,
        0..NUMBERS.len(),
        0..CONTACTS.len(),
        proptest::option::of(0..WHAT.len()),
        any::<bool>(),
    );
    proptest::collection::vec(one, 1..40)
}

/// A fortnight around one of the days on which rules changed.
fn starts() -> impl Strategy<Value = Millis> {
    prop_oneof![
        Just("2022-01-25 00:00"),
        Just("2023-05-25 00:00"),
        Just("2024-10-25 00:00"),
        Just("2025-06-25 00:00"),
        Just("2026-09-25 00:00"),
        Just("2026-10-25 00:00"),
    ]
    .prop_map(utc)
}

fn facts<'a>(start: Millis, seeds: &[Seed], ids: &'a [String]) -> Vec<Fact<'a>> {
    seeds
        .iter()
        .zip(ids)
        .map(|((hours, number, contact, what, ad), id)| {
            let at = start.plus(hours * HOUR);
            let contact = CONTACTS[*contact];
            match what {
                Some(what) => match sent_at(id, at, contact, WHAT[*what]) {
                    Fact::Delivered(message) => Fact::Delivered(Delivered {
                        number: NUMBERS[*number],
                        ..message
                    }),
                    other => other,
                },
                None => Fact::Inbound(Inbound {
                    at,
                    waba: "w1",
                    number: NUMBERS[*number],
                    contact,
                    entry_point: *ad,
                }),
            }
        })
        .collect()
}

fn ids(seeds: &[Seed]) -> Vec<String> {
    (0..seeds.len()).map(|n| format!("m{n:03}")).collect()
}

/// Charges by message, whatever the order of the lines.
fn by_id(facts: &[Fact<'_>]) -> Vec<(String, Charge)> {
    let account = Account {
        zone: madrid(),
        ..account(Currency::USD)
    };
    let book = Book::shipped();
    let mut lines: Vec<_> = price(&book, &[account], facts)
        .into_iter()
        .map(|line| match facts.get(line.fact) {
            Some(Fact::Delivered(message)) => (message.id.to_owned(), line.charge),
            _ => panic!("a line without a delivery"),
        })
        .collect();
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_order_of_facts_is_irrelevant(
        (order, seeds) in seeds().prop_flat_map(|seeds| {
            let order: Vec<usize> = (0..seeds.len()).collect();
            (Just(order).prop_shuffle(), Just(seeds))
        }),
        start in starts(),
    ) {
        let ids = ids(&seeds);
        let facts = facts(start, &seeds, &ids);
        let shuffled: Vec<_> = order.into_iter().map(|index| facts[index].clone()).collect();
        prop_assert_eq!(by_id(&facts), by_id(&shuffled));
    }

    #[test]
    fn the_same_facts_twice_cost_the_same(seeds in seeds(), start in starts()) {
        let ids = ids(&seeds);
        let once = facts(start, &seeds, &ids);
        let mut twice = once.clone();
        twice.extend(once.clone());
        prop_assert_eq!(by_id(&once), by_id(&twice));
    }

    #[test]
    fn each_delivered_message_has_one_line_and_each_amount_is_its_rate(seeds in seeds(), start in starts()) {
        let ids = ids(&seeds);
        let facts = facts(start, &seeds, &ids);
        let lines = by_id(&facts);
        let delivered = seeds.iter().filter(|seed| seed.3.is_some()).count();
        prop_assert_eq!(lines.len(), delivered);
        for (_, charge) in &lines {
            prop_assert_eq!(charge.amount_micros, charge.rate_micros);
            prop_assert_eq!(charge.reason.is_free(), charge.amount_micros == Some(0));
            prop_assert_eq!(charge.reason == Reason::Regular, charge.amount_micros.is_some_and(|a| a > 0));
        }
        let total = sum(lines.iter().filter_map(|(_, charge)| charge.amount_micros));
        let by_market: i64 = lines.iter().filter_map(|(_, c)| c.market.clone()).collect::<std::collections::BTreeSet<_>>().iter()
            .filter_map(|market| sum(lines.iter().filter(|(_, c)| c.market.as_ref() == Some(market)).filter_map(|(_, c)| c.amount_micros)))
            .sum();
        prop_assert_eq!(total, Some(by_market));
    }

    #[test]
    fn a_later_message_never_lowers_the_total(seeds in seeds(), start in starts(), what in 0..WHAT.len()) {
        let ids = ids(&seeds);
        let before = facts(start, &seeds, &ids);
        let mut after = before.clone();
        after.push(sent_at("last", start.plus(15 * 24 * HOUR), ANA, WHAT[what]));
        let total = |facts: &[Fact<'_>]| sum(by_id(facts).iter().filter_map(|(_, c)| c.amount_micros)).unwrap();
        prop_assert!(total(&before) <= total(&after));
    }

    #[test]
    fn under_per_message_rules_no_delivery_lowers_the_total(
        seeds in seeds(), extra in (0..14 * 24i64, 0..CONTACTS.len(), 0..WHAT.len()),
    ) {
        // Without clicks: the answer to one makes later messages free, which is its purpose.
        let seeds: Vec<Seed> = seeds.into_iter().map(|(h, n, c, w, _)| (h, n, c, w, false)).collect();
        let start = utc("2026-10-05 00:00");
        let ids = ids(&seeds);
        let before = facts(start, &seeds, &ids);
        let mut after = before.clone();
        after.push(sent_at("extra", start.plus(extra.0 * HOUR), CONTACTS[extra.1], WHAT[extra.2]));
        let total = |facts: &[Fact<'_>]| sum(by_id(facts).iter().filter_map(|(_, c)| c.amount_micros)).unwrap();
        prop_assert!(total(&before) <= total(&after));
    }
}
