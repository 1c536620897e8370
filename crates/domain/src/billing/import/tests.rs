use rstest::rstest;

use super::*;
use crate::billing::{Book, shipped};

fn about() -> About {
    About {
        effective: Day::parse("2027-01-01").unwrap(),
        unit: Unit::Message,
        currency: None,
        source: "Meta".to_owned(),
        note: None,
    }
}

fn read(text: &str) -> Result<CardDraft, Vec<Problem>> {
    draft(
        &read_csv(text.as_bytes()).unwrap(),
        &about(),
        Book::shipped().cards(),
        &shipped::markets(),
    )
}

fn card(text: &str) -> RateCard {
    match read(text).unwrap().content {
        Content::Card(card) => card,
        Content::Tiers { .. } => panic!("a list of rates"),
    }
}

fn said(text: &str) -> Vec<String> {
    read(text)
        .unwrap_err()
        .iter()
        .filter(|problem| !problem.is_warning())
        .map(ToString::to_string)
        .collect()
}

const HEADER: &str =
    "Market,Currency,Marketing,Utility,Authentication,Authentication-International,Service\n";

#[test]
fn metas_list_is_read_with_its_signs_and_spellings() {
    let card = card(
        "\u{feff}WhatsApp rate card\r\n\r\nMarket,Currency,Marketing,Utility,Authentication,Authentication-International,Service\r\n\
         Spain,$US,0.0707,0.02,0.02,n/a,0.02\r\n\
         Rest of Western Europe,$US,0.0592,0.0171,0.0171,,0.0171\r\n\
         India,$US,\"0.0118\",0.0014,0.0014,0.0304,0.0014\r\n",
    );
    assert_eq!(card.id, "usd-2027-01-01");
    assert_eq!(card.currency, Currency::USD);
    let rate = |market: &str, category| {
        card.rate(&Market::new(market), category)
            .and_then(|rate| rate.micros)
    };
    assert_eq!(rate("Spain", Rated::Marketing), Some(70_700));
    assert_eq!(rate("Spain", Rated::AuthenticationInternational), None);
    assert_eq!(rate("Rest of W. Europe", Rated::Service), Some(17_100));
    assert_eq!(rate("India", Rated::AuthenticationInternational), Some(30_400));
}

#[test]
fn semicolons_and_tabs_are_told_by_the_file() {
    for separator in [";", "\t"] {
        let text = format!("{HEADER}Spain,€,0.0585,0.0166,0.0166,,0.0166\n").replace(',', separator);
        assert_eq!(card(&text).currency, Currency::EUR);
    }
}

#[rstest]
#[case(
    "Spain,EUR,\"0,0585\",,,,",
    "line 2, column 3: \"0,0585\": a comma; decimals are written with a point"
)]
#[case("Spain,EUR,-0.0585,,,,", "line 2, column 3: \"-0.0585\": negative")]
#[case(
    "Spain,EUR,1e-7,,,,",
    "line 2, column 3: \"1e-7\": an exponent; write the number out"
)]
#[case(
    "Spain,EUR,0.0000001,,,,",
    "line 2, column 3: \"0.0000001\": more than six decimals"
)]
#[case("Spain,EUR,free,,,,", "line 2, column 3: \"free\": not a number")]
#[case(
    "Spain,EUR,0.1,,,,\nFrance,USD,0.1,,,,",
    "line 3: USD, but the card is in EUR"
)]
#[case("Spain,EUR,0.1,,,,\nSpain,EUR,0.1,,,,", "line 3: Spain is on line 2 already")]
#[case(
    "Atlantis,EUR,0.1,,,,",
    "no customer belongs to any of its markets on that day"
)]
#[case("Spain,pesetas,0.1,,,,", "line 2: \"pesetas\" is no currency")]
#[case(",EUR,0.1,,,,", "line 2: no market")]
#[case("Spain,EUR,0.1,0.1,0.1,0.1,0.1,0.1", "line 2: 8 cells instead of 7")]
fn what_is_wrong_is_said_with_its_place(#[case] rows: &str, #[case] what: &str) {
    let all = said(&format!("{HEADER}{rows}\n"));
    assert_eq!(all, [what]);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let all = said(&format!("{HEADER}Spain,EUR,-1,\"0,1\",,,\nFrance,EUR,x,,,,\n"));
    assert_eq!(all.len(), 3);
}

#[test]
fn a_market_that_is_missing_is_a_warning_by_name() {
    let draft = read(&format!("{HEADER}Spain,EUR,0.1,,,,\n")).unwrap();
    let missing: Vec<_> = draft.warnings.iter().map(ToString::to_string).collect();
    assert!(missing.contains(&"France is missing, though customers belong to it on that day".to_owned()));
    assert!(!missing.iter().any(|text| text.starts_with("Spain")));
}

#[test]
fn a_market_to_which_nobody_belongs_yet_is_taken_with_a_warning() {
    let text = format!("{HEADER}Spain,EUR,0.1,,,,\nAtlantis,EUR,0.2,,,,\n");
    let draft = read(&text).unwrap();
    assert_eq!(
        draft.warnings.first().map(ToString::to_string).as_deref(),
        Some(
            "line 3: no customer belongs to a market \"Atlantis\" on that day yet, so nobody is priced by this line"
        )
    );
    let rate = card(&text).rate(&Market::new("Atlantis"), Rated::Marketing);
    assert_eq!(rate.and_then(|rate| rate.micros), Some(200_000));
    // The same among bands.
    let bands = read(&format!(
        "{TIERS}India,₹,0,100,List,0.1,,\nAtlantis,₹,0,100,List,0.1,,\n"
    ))
    .unwrap();
    assert_eq!(bands.warnings.len(), 1);
}

#[test]
fn a_card_of_the_same_day_stands_in_the_way() {
    let table = read_csv(format!("{HEADER}Spain,EUR,0.1,,,,\n").as_bytes()).unwrap();
    let mut about = about();
    about.effective = Day::parse("2026-10-01").unwrap();
    let problems = draft(&table, &about, Book::shipped().cards(), &shipped::markets()).unwrap_err();
    assert!(
        problems
            .iter()
            .any(|p| p.to_string() == "eur-2026-10-01 begins on 2026-10-01 as well")
    );
}

#[test]
fn files_that_are_something_else_are_refused() {
    assert_eq!(said(""), ["there is nothing in it"]);
    assert_eq!(said("a,b\n1,2\n").len(), 1);
    assert_eq!(said("Market,Utility\nSpain,0.1\n"), ["the currency is not given"]);
    assert_eq!(
        said("Market,Currency,Utility,Love\nSpain,EUR,0.1,1\n"),
        ["line 1: the column \"Love\" is not known"]
    );
    assert_eq!(read_csv(b"PK\x03\x04rest"), Err(TableError::Spreadsheet));
    assert_eq!(read_csv(b"Market,\xff"), Err(TableError::NotText));
}

const TIERS: &str = "Volume tiers,,\n,,\nEffective,2027-01-01,\n,,Utility,,,,,Authentication\nMarket,Currency,From,To,Rate type,Rate,vs. List,From,To,Rate type,Rate,vs. List\n";

#[test]
fn bands_are_read_with_the_market_on_the_first_line_of_its_block() {
    let draft = read(&format!(
        "{TIERS}India,₹,0,\"25,000,000\",List,0.115,n/a,0,750000,List,0.115,n/a\n,,25000001,,Tier,0.10925,-5%,750001,,Tier,0.10925,-5%\n"
    ))
    .unwrap();
    let Content::Tiers { currency, tiers } = draft.content else {
        panic!("bands");
    };
    assert_eq!(currency.as_str(), "INR");
    let brief: Vec<_> = tiers
        .iter()
        .map(|t| (t.category, t.from, t.to, t.rate_micros))
        .collect();
    assert_eq!(
        brief,
        [
            (Rated::Utility, 1, Some(25_000_000), 115_000),
            (Rated::Authentication, 1, Some(750_000), 115_000),
            (Rated::Utility, 25_000_001, None, 109_250),
            (Rated::Authentication, 750_001, None, 109_250),
        ]
    );
}

#[test]
fn bands_with_gaps_or_overlaps_are_refused() {
    let gap = said(&format!("{TIERS}India,₹,0,100,List,0.1,,\n,,102,,Tier,0.09,,\n"));
    assert_eq!(
        gap,
        ["line 7: the band of India, utility begins at 102 instead of 101"]
    );
    let overlap = said(&format!(
        "{TIERS}India,₹,0,100,List,0.1,,\n,,100,50,Tier,0.09,,\n"
    ));
    assert_eq!(overlap.len(), 2);
    let words = said(&format!("{TIERS}India,₹,zero,100,List,0.1,,\n"));
    assert_eq!(words, ["line 6, column 3: \"zero\" is not a number of messages"]);
}

#[test]
fn the_difference_names_what_rises_appears_and_goes() {
    let book = Book::shipped();
    let july = book
        .card(Currency::USD, Unit::Message, Day::parse("2026-07-01").unwrap())
        .unwrap();
    let october = book
        .card(Currency::USD, Unit::Message, Day::parse("2026-10-01").unwrap())
        .unwrap();
    let diff = diff(Some(july), october);
    let uae = diff
        .changes
        .iter()
        .find(|c| c.market.as_str() == "UAE" && c.category == Rated::Marketing)
        .unwrap();
    assert_eq!((uae.before, uae.after), (Some(49_900), Some(57_600)));
    let had: Vec<_> = july.markets().collect();
    let new: std::collections::BTreeSet<_> = diff
        .changes
        .iter()
        .filter(|c| c.after.is_some() && !had.contains(&&c.market))
        .map(|c| &c.market)
        .collect();
    assert_eq!(new.len(), 9);
    assert!(
        !diff
            .changes
            .iter()
            .any(|c| c.market.as_str() == "Spain" && c.category == Rated::Marketing)
    );
    assert_eq!(super::diff(Some(july), july).changes, []);
    assert_eq!(
        super::diff(None, july).changes.len(),
        july.entries().filter(|e| e.rate_micros.is_some()).count()
    );
}
