//! Questions as they are asked in an address.

use proptest::prelude::*;

use super::*;
use crate::billing::{Day, Unit};

fn pilot_base() -> Base {
    Base::of_pilot(&Book::shipped(), month("2026-11"))
}

#[test]
fn fields_that_cannot_be_read_ask_nothing() {
    let fields = [
        ("rules", "per-parrot"),
        ("percent", "12000"),
        ("from", ""),
        ("to", "marketing"),
        ("numbers", "many"),
        ("each", "five"),
        ("nonsense", "1"),
    ];
    let asked = Question::read(fields.into_iter());
    assert_eq!(
        asked,
        Question {
            to: Some(Rated::Marketing),
            ..Question::default()
        }
    );
    let base = pilot_base();
    let found = answer(&base, &asked);
    assert_eq!(found.walk.steps, []);
    assert_eq!(found.walk.present, found.walk.would_be);
}

#[test]
fn an_amount_may_be_typed_with_a_comma() {
    let asked = Question::read([("each", "2,50"), ("numbers", "own")].into_iter());
    assert_eq!((asked.number_micros, asked.numbers), (2_500_000, Numbers::Own));
}

#[test]
fn under_older_rules_the_cards_of_their_time_apply_converted_where_there_is_no_other() {
    let base = pilot_base();
    let asked = Question {
        rules: Some(Regime::CategoryConversation),
        ..Question::default()
    };
    let found = answer(&base, &asked);
    let card = found.scenario.card.unwrap();
    assert_eq!(
        (card.id.as_str(), card.unit),
        ("usd-2023-06-01-in-eur", Unit::Conversation)
    );
    assert!(found.scenario.converted);
    let rate = card
        .rate(&Market::new("Spain"), Rated::Utility)
        .unwrap()
        .micros
        .unwrap();
    assert_eq!(found.walk.would_be.amount_micros(), 1_500 * rate);
    // A dollar card's rate × 0.828.
    let dollars = Book::shipped()
        .card(
            Currency::USD,
            Unit::Conversation,
            Day::parse("2023-06-01").unwrap(),
        )
        .unwrap()
        .rate(&Market::new("Spain"), Rated::Utility)
        .unwrap();
    assert_eq!(rate, dollars.micros.unwrap() * 828 / 1_000);
}

#[test]
fn a_card_for_other_units_than_the_rules_count_is_not_used() {
    let base = pilot_base();
    let asked = Question {
        card: Some("usd-2023-06-01-in-eur".to_owned()),
        ..Question::default()
    };
    assert_eq!(answer(&base, &asked).walk.steps, []);
}

#[test]
fn a_partner_that_takes_something_for_numbers_takes_it_for_each() {
    let base = pilot_base();
    let asked = Question {
        partner: Some("360dialog".to_owned()),
        ..Question::default()
    };
    let found = answer(&base, &asked);
    let [step] = found.walk.steps.as_slice() else {
        panic!("one step");
    };
    // Ten numbers at €49, and nothing for messages.
    assert_eq!(step.fee_after, (490_000_000, Some(Currency::EUR)));
    assert_eq!(step.because, []);
}

#[test]
fn cells_survive_the_way_to_the_browser() {
    let mut base = pilot_base();
    let mut odd = base.cells[0].clone();
    odd.market = None;
    odd.shape = Shape::Unknown;
    odd.old = None;
    odd.opens = None;
    odd.window = true;
    odd.large_media = true;
    odd.stretch = 2;
    base.cells.push(odd);
    for (n, old) in [Old::Business, Old::User, Old::Inside, Old::Entry]
        .into_iter()
        .enumerate()
    {
        let mut cell = base.cells[0].clone();
        cell.old = Some(old);
        cell.opens = Some(n % 2 == 0);
        cell.entry = n % 2 == 1;
        cell.shape = [Shape::FreeForm, Shape::Echo, Shape::Inbound, Shape::Failed][n];
        base.cells.push(cell);
    }
    let text = serde_json::to_string(&base).unwrap();
    assert_eq!(serde_json::from_str::<Base>(&text).unwrap(), base);
    assert!(serde_json::from_str::<Base>(&text.replace("\"bakery 01\",", "")).is_err());
}

proptest! {
    /// Whatever is asked, the parts add up to the difference.
    #[test]
    fn every_difference_is_explained_whole(
        volumes in proptest::collection::vec((0..3usize, 0..3usize, 0..5usize, any::<bool>(), any::<bool>(), 0..4_000i64), 1..20),
        regime in 0..Regime::ALL.len(),
        from in 0..Rated::ALL.len(),
        to in 0..Rated::ALL.len(),
        percent in 0..400i64,
        numbers in 0..Numbers::ALL.len(),
        partner in prop_oneof![Just("meta"), Just("gupshup"), Just("twilio"), Just("wati"), Just("360dialog")],
        one in any::<bool>(),
    ) {
        let cells: Vec<Cell> = volumes.iter().map(|(tenant, market, shape, window, opens, volume)| Cell {
            tenant: (tenant + 1).to_string().into(),
            number: format!("n{}", tenant % 2).into(),
            market: [Some(Market::new("Spain")), Some(Market::new("France")), None][*market].clone(),
            shape: [Shape::FreeForm, Shape::Template(Rated::Utility), Shape::Template(Rated::Marketing), Shape::Inbound, Shape::Unknown][*shape],
            window: *window,
            entry: false,
            old: Some(Old::Business),
            opens: Some(*opens),
            large_media: false,
            stretch: 0,
            volume: *volume,
            free_tier: 0,
        }).collect();
        let base = Base::new(&Book::shipped(), month("2026-11"), Currency::EUR, cells);
        let asked = Question {
            rules: Some(Regime::ALL[regime]),
            from: Some(Rated::ALL[from]),
            to: Some(Rated::ALL[to]),
            percent,
            numbers: Numbers::ALL[numbers],
            partner: Some(partner.to_owned()),
            only: one.then(|| "1".to_owned()),
            ..Question::default()
        };
        let walk = answer(&base, &asked).walk;
        let mut amount = walk.present.amount_micros();
        for step in &walk.steps {
            let parts: i64 = step.because.iter().map(Because::amount_micros).sum();
            prop_assert_eq!(parts, step.amount_micros);
            amount += step.amount_micros;
        }
        prop_assert_eq!(amount, walk.would_be.amount_micros());
        let tenants: i64 = walk.would_be.by_tenant().values().map(|sum| sum.amount_micros).sum();
        prop_assert_eq!(tenants, walk.would_be.amount_micros());
        let paid = walk.steps.last().map_or((0, None), |step| step.fee_after).0;
        if !walk.steps.is_empty() {
            prop_assert_eq!(paid, walk.would_be.fee_micros());
        }
    }
}
