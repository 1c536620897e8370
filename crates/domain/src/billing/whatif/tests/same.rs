//! Under the month's own circumstances the answer is what the lines cost.

use proptest::prelude::*;

use super::*;
use crate::{
    billing::{Account, Category, Day, Delivered, Fact, Inbound, Kind, Unit, Zone, price},
    money,
    time::{HOUR, Millis},
};

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
