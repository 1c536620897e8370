//! The shipped rates against the table of sources §4.3.

use rstest::rstest;

use super::*;
use crate::money::{Currency, decimal};

fn rate(currency: &str, day: &str, market: &str, category: Rated, converted: bool) -> String {
    let book = Book::shipped();
    let currency = Currency::parse(currency).unwrap();
    let day = Day::parse(day).unwrap();
    let unit = Regime::of(day).unit();
    book.card(currency, unit, day)
        .and_then(|card| card.rate(&Market::new(market), category))
        .filter(|rate| converted || rate.origin != Origin::Converted)
        .and_then(|rate| rate.micros)
        .map_or("?".to_owned(), |micros| decimal(micros, 4))
}

#[rstest]
#[case("USD", "2026-01-01", "Spain", "0.0615", "0.0200")]
#[case("USD", "2026-06-30", "Spain", "0.0615", "0.0200")]
#[case("USD", "2026-07-01", "Spain", "0.0707", "0.0200")]
#[case("USD", "2026-10-01", "Spain", "0.0707", "0.0200")]
#[case("USD", "2026-10-01", "Italy", "0.0795", "0.0300")]
#[case("USD", "2026-06-30", "Italy", "0.0691", "0.0300")]
#[case("USD", "2026-10-01", "UK", "0.0635", "0.0220")]
#[case("USD", "2026-01-01", "Saudi Arabia", "0.0455", "0.0107")]
#[case("USD", "2026-04-01", "Saudi Arabia", "0.0501", "0.0107")]
#[case("USD", "2026-10-01", "Saudi Arabia", "0.0576", "0.0107")]
#[case("USD", "2026-03-31", "Pakistan", "0.0473", "0.0054")]
#[case("USD", "2026-04-01", "Pakistan", "0.0473", "0.0100")]
#[case("USD", "2026-10-01", "Pakistan", "0.0473", "0.0150")]
#[case("USD", "2026-03-31", "Turkey", "0.0109", "0.0053")]
#[case("USD", "2026-04-01", "Turkey", "0.0109", "0.0009")]
#[case("USD", "2025-07-01", "India", "0.0107", "0.0014")]
#[case("USD", "2026-01-01", "India", "0.0118", "0.0014")]
#[case("USD", "2025-12-31", "France", "0.1432", "0.0300")]
#[case("USD", "2026-01-01", "France", "0.0859", "0.0300")]
#[case("USD", "2025-09-30", "UAE", "0.0384", "0.0157")]
#[case("USD", "2025-10-01", "UAE", "0.0499", "0.0157")]
#[case("USD", "2025-09-30", "Mexico", "0.0436", "0.0085")]
#[case("USD", "2025-10-01", "Mexico", "0.0305", "0.0085")]
#[case("USD", "2025-09-30", "Argentina", "0.0618", "0.0340")]
#[case("USD", "2025-10-01", "Argentina", "0.0618", "0.0260")]
#[case("USD", "2025-09-30", "Colombia", "0.0125", "?")]
#[case("USD", "2025-10-01", "Colombia", "0.0125", "0.0008")]
#[case("USD", "2025-09-30", "Egypt", "0.1073", "?")]
#[case("USD", "2025-10-01", "Egypt", "0.1073", "0.0036")]
#[case("USD", "2025-12-31", "North America", "0.0250", "0.0040")]
#[case("USD", "2026-01-01", "North America", "0.0250", "0.0034")]
#[case("USD", "2026-06-30", "Hungary", "?", "?")]
#[case("USD", "2026-07-01", "Hungary", "0.0860", "0.0350")]
#[case("USD", "2026-10-01", "Morocco", "0.0414", "0.0230")]
#[case("USD", "2026-10-01", "Kuwait", "0.0792", "0.0440")]
#[case("EUR", "2026-01-01", "Spain", "0.0509", "0.0166")]
#[case("EUR", "2026-06-30", "Spain", "0.0509", "0.0166")]
#[case("EUR", "2026-07-01", "Spain", "0.0585", "0.0166")]
#[case("EUR", "2026-10-01", "Spain", "0.0585", "0.0166")]
#[case("EUR", "2026-10-01", "Germany", "0.1131", "0.0456")]
#[case("EUR", "2026-10-01", "Brazil", "0.0518", "0.0056")]
#[case("EUR", "2026-10-01", "Chile", "?", "?")]
#[case("EUR", "2025-12-31", "Spain", "?", "?")]
#[case("GBP", "2026-07-01", "Spain", "0.0509", "0.0144")]
#[case("GBP", "2026-10-01", "UK", "0.0458", "0.0159")]
#[case("GBP", "2026-10-01", "Chile", "?", "?")]
#[case("BRL", "2026-01-01", "Brazil", "0.3217", "0.0350")]
#[case("BRL", "2026-07-01", "Brazil", "?", "?")]
#[case("ARS", "2026-10-01", "Argentina", "?", "?")]
#[case("USD", "2023-06-01", "Spain", "0.0615", "0.0380")]
#[case("USD", "2023-06-01", "Indonesia", "?", "?")]
fn marketing_and_utility(
    #[case] currency: &str,
    #[case] day: &str,
    #[case] market: &str,
    #[case] marketing: &str,
    #[case] utility: &str,
) {
    assert_eq!(rate(currency, day, market, Rated::Marketing, false), marketing);
    assert_eq!(rate(currency, day, market, Rated::Utility, false), utility);
}

#[test]
fn since_july_2025_utility_authentication_and_service_cost_the_same() {
    for card in Book::shipped()
        .cards()
        .iter()
        .filter(|card| card.unit == Unit::Message)
    {
        for market in card.markets() {
            let of = |category| card.rate(market, category).map(|rate| rate.micros);
            assert_eq!(
                of(Rated::Utility),
                of(Rated::Authentication),
                "{} {market}",
                card.id
            );
            if card.effective >= Regime::ChargedService.from().unwrap() {
                assert_eq!(of(Rated::Utility), of(Rated::Service), "{} {market}", card.id);
            }
        }
    }
}

#[test]
fn in_october_2026_there_are_47_markets() {
    let book = Book::shipped();
    let card = book
        .card(Currency::USD, Unit::Message, Day::parse("2026-10-01").unwrap())
        .unwrap();
    assert_eq!(card.markets().count(), 47);
}

#[test]
fn every_known_euro_rate_is_the_dollar_rate_times_0_828_within_a_ten_thousandth() {
    let book = Book::shipped();
    let day = Day::parse("2026-10-01").unwrap();
    let card = |currency| book.card(currency, Unit::Message, day).unwrap();
    let mut compared = 0;
    for entry in card(Currency::EUR)
        .entries()
        .filter(|entry| entry.origin != Origin::Converted)
    {
        let euro = entry.rate_micros.unwrap();
        let dollar = card(Currency::USD)
            .rate(&entry.market, entry.category)
            .unwrap()
            .micros
            .unwrap();
        let estimate = crate::money::share(dollar, 828, 1_000).unwrap();
        assert!(
            (euro - estimate).abs() <= 100,
            "{} {}: {euro} {estimate}",
            entry.market,
            entry.category
        );
        compared += 1;
    }
    // Nine markets: marketing, utility, authentication, service.
    assert_eq!(compared, 36);
}

#[test]
fn estimates_count_only_when_asked_for_and_are_labelled() {
    use super::given::*;
    let facts = [sent("a", "2026-10-01 10:00", "+56912345678", "utility")];
    assert_eq!(
        prices(&account(Currency::EUR), &facts),
        ["utility unknown_rate ?"]
    );
    let mut book = Book::shipped();
    book.converted = true;
    let lines = price(&book, &[account(Currency::EUR)], &facts);
    let charge = &lines.first().unwrap().charge;
    // .0200 × .828 = .01656, rounded to four decimals.
    assert_eq!(charge.amount_micros, Some(16_600));
    assert_eq!(charge.origin, Some(Origin::Converted));
}

#[test]
fn a_card_survives_being_stored() {
    for card in Book::shipped().cards() {
        let text = serde_json::to_string(card).unwrap();
        assert_eq!(serde_json::from_str::<RateCard>(&text).unwrap(), *card);
    }
}
