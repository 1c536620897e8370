//! Which market a customer belongs to (sources §4.5).

use rstest::rstest;

use super::*;

fn on(day: &str, contact: &str) -> Option<String> {
    shipped::markets()
        .of(contact, Day::parse(day).unwrap())
        .map(|market| market.to_string())
}

#[rstest]
#[case("+34600111222", "Spain")]
#[case("34600111222", "Spain")]
#[case("+12025550123", "North America")]
#[case("+14165550123", "North America")]
#[case("+18095550123", "Rest of LATAM")]
#[case("+18295550123", "Rest of LATAM")]
#[case("+18765550123", "Rest of LATAM")]
#[case("+17875550123", "Rest of LATAM")]
#[case("+12425550123", "Other")]
#[case("+18685550123", "Other")]
#[case("+37612345678", "Other")]
#[case("+35612345678", "Other")]
#[case("+243812345678", "Other")]
#[case("+79161234567", "Russia")]
#[case("+77011234567", "Kazakhstan")]
#[case("+76011234567", "Kazakhstan")]
#[case("+351912345678", "Rest of W. Europe")]
#[case("+972501234567", "Israel")]
#[case("+971501234567", "UAE")]
#[case("+966501234567", "Saudi Arabia")]
#[case("+212612345678", "Morocco")]
#[case("+8613800138000", "Rest of APAC")]
#[case("ES.13491208655302741918", "Spain")]
#[case("AD.1", "Other")]
#[case("KZ.1", "Kazakhstan")]
#[case("PR.1", "Rest of LATAM")]
fn in_october_2026(#[case] contact: &str, #[case] market: &str) {
    assert_eq!(on("2026-10-01", contact).as_deref(), Some(market));
}

#[rstest]
#[case("+36201234567", "2026-06-30", "Rest of CEE", "Hungary")]
#[case("+40712345678", "2026-06-30", "Rest of CEE", "Romania")]
#[case("+48512345678", "2026-06-30", "Rest of CEE", "Poland")]
#[case("+6581234567", "2026-06-30", "Rest of APAC", "Singapore")]
#[case("+85251234567", "2026-06-30", "Rest of APAC", "Hong Kong")]
#[case("+97433123456", "2026-06-30", "Rest of Middle East", "Qatar")]
#[case("+8801712345678", "2026-09-30", "Rest of APAC", "Bangladesh")]
#[case("+9647701234567", "2026-09-30", "Rest of Middle East", "Iraq")]
#[case("+96550123456", "2026-09-30", "Rest of Middle East", "Kuwait")]
#[case("+96891234567", "2026-09-30", "Rest of Middle East", "Oman")]
#[case("+94712345678", "2026-09-30", "Rest of APAC", "Sri Lanka")]
#[case("+9779812345678", "2026-09-30", "Rest of APAC", "Nepal")]
#[case("+212612345678", "2026-09-30", "Rest of Africa", "Morocco")]
#[case("+380501234567", "2026-09-30", "Rest of CEE", "Ukraine")]
#[case("+77011234567", "2026-09-30", "Russia", "Kazakhstan")]
#[case("KZ.1", "2026-09-30", "Russia", "Kazakhstan")]
#[case("+263712345678", "2025-09-30", "Other", "Rest of Africa")]
#[case("ZW.1", "2025-09-30", "Other", "Rest of Africa")]
fn a_country_leaves_its_group_on_a_day(
    #[case] contact: &str,
    #[case] last: &str,
    #[case] before: &str,
    #[case] after: &str,
) {
    assert_eq!(on(last, contact).as_deref(), Some(before));
    let next = Day::parse(last).unwrap().plus(1).to_string();
    assert_eq!(on(&next, contact).as_deref(), Some(after));
}

#[rstest]
#[case("AX.1", "+358412345678")]
#[case("CC.1", "+61891621234")]
#[case("CX.1", "+61891641234")]
#[case("EH.1", "+212650123456")]
#[case("GG.1", "+447781123456")]
#[case("IM.1", "+447924123456")]
#[case("JE.1", "+447797712345")]
#[case("PN.1", "+64212345678")]
#[case("SJ.1", "+4741234567")]
#[case("UM.1", "+18085550123")]
#[case("VA.1", "+390669812345")]
#[case("GB.1", "+447400123456")]
#[case("MA.1", "+212612345678")]
fn a_person_belongs_to_one_market_by_number_and_by_user_id(#[case] user_id: &str, #[case] phone: &str) {
    for day in [
        "2021-01-01",
        "2026-06-30",
        "2026-07-01",
        "2026-09-30",
        "2026-10-01",
    ] {
        let market = on(day, phone);
        assert_eq!(on(day, user_id), market, "{day}");
        assert_ne!(market.as_deref(), Some("Other"), "{day}");
    }
}

#[rstest]
#[case("")]
#[case("somebody")]
#[case("+34")]
#[case("+0600111222")]
#[case("es.1")]
#[case("ES.")]
#[case("XX.13491208655302741918")]
#[case("+3460011122233445566")]
fn what_is_no_contact_has_no_market(#[case] contact: &str) {
    assert_eq!(on("2026-10-01", contact), None);
}

#[rstest]
#[case("India", Some("IN"))]
#[case("india", Some("IN"))]
#[case(" in ", Some("IN"))]
#[case("UK", Some("GB"))]
#[case("United Kingdom", Some("GB"))]
#[case("Türkiye", Some("TR"))]
#[case("Russia", Some("RU"))]
#[case("Kazakhstan", Some("KZ"))]
#[case("AD", Some("AD"))]
#[case("Andorra", None)]
#[case("Atlantis", None)]
#[case("XX", None)]
#[case("Rest of CEE", None)]
#[case("North America", None)]
#[case("Other", None)]
#[case("", None)]
#[case("34", None)]
fn a_country_is_named_by_its_letters_or_its_market(#[case] text: &str, #[case] code: Option<&str>) {
    assert_eq!(shipped::markets().country(text).as_deref(), code);
}

#[test]
fn every_market_of_one_country_has_a_country_of_that_market() {
    let map = shipped::markets();
    let day = Day::parse("2026-10-01").unwrap();
    for market in map.markets_on(day).into_iter().filter(|m| !m.is_group()) {
        let country = map.country(market.as_str()).unwrap();
        assert_eq!(map.of_country(&country, day), market);
    }
}

#[test]
fn a_row_of_the_operator_overrides_the_shipped_one() {
    let rows = shipped::markets().rows().collect::<Vec<_>>();
    let map = MarketMap::new(rows.into_iter().chain([market::Rule {
        key: "376".to_owned(),
        market: Market::new("Spain"),
        from: Day::parse("2027-01-01").ok(),
    }]));
    let of = |day| {
        map.of("+376312345", Day::parse(day).unwrap())
            .unwrap()
            .to_string()
    };
    assert_eq!(of("2026-12-31"), "Other");
    assert_eq!(of("2027-01-01"), "Spain");
}
