//! Codes to other countries (sources §4.1, §4.2 step 7).

use rstest::rstest;

use super::{given::*, *};
use crate::money::Currency;

const CHILE: &str = "+56912345678";
const PORTUGAL: &str = "+351912345678";

/// A business in a country that pays the higher rate since long ago.
fn eligible(currency: &str, country: &str) -> Account {
    Account {
        country: Some(country.to_owned()),
        auth_international: Some(AuthInternational {
            from: utc("2024-01-01 00:00"),
            exceptions: Vec::new(),
        }),
        ..account(Currency::parse(currency).unwrap())
    }
}

#[test]
fn international_codes_cost_the_higher_rate_where_one_exists() {
    let mut account = account(Currency::USD);
    account.auth_international = Some(AuthInternational {
        from: utc("2026-02-01 00:00"),
        exceptions: vec![("ID".to_owned(), utc("2026-03-01 00:00"))],
    });
    account.country = Some("ES".to_owned());
    let indonesia = "+628123456789";
    let facts = [
        // India: .0014 domestic, .0280 international since January 2026; Indonesia .0250 and .1360.
        sent("before", "2026-01-31 23:59:59.999", RAVI, "authentication"),
        sent("after", "2026-02-01 00:00", RAVI, "authentication"),
        sent("exception", "2026-02-28 12:00", indonesia, "authentication"),
        sent("exception over", "2026-03-01 00:00", indonesia, "authentication"),
        sent("no such rate", "2026-03-01 00:00", ANA, "authentication"),
        sent("not a code", "2026-03-01 00:00", RAVI, "utility"),
    ];
    assert_eq!(
        prices(&account, &facts),
        [
            "authentication regular 1400",
            "authentication_international regular 28000",
            "authentication regular 25000",
            "authentication_international regular 136000",
            "authentication regular 20000",
            "utility regular 1400",
        ]
    );
    // At home the domestic rate holds; without a country nothing can be said.
    account.country = Some("IN".to_owned());
    let facts = [sent("home", "2026-02-01 00:00", RAVI, "authentication")];
    assert_eq!(prices(&account, &facts), ["authentication regular 1400"]);
    account.country = None;
    assert_eq!(prices(&account, &facts), ["authentication unknown_country ?"]);
    // Of the 18 markets of October 2026 ten are known: Chile may be one of the others.
    account.country = Some("ES".to_owned());
    let facts = [
        sent("chile", "2026-10-01 00:00", CHILE, "authentication"),
        sent("morocco", "2026-10-01 00:00", "+212612345678", "authentication"),
    ];
    assert_eq!(
        prices(&account, &facts),
        [
            "authentication unknown_rate ?",
            "authentication_international regular 81100"
        ]
    );
}

#[rstest]
// In August 2025 nine countries have such a rate; Spain is none of them, Spain's is .0200.
#[case("USD", "PT", "2025-08-10 10:00", ANA, "authentication regular 20000")]
// India is one of them, and its rate of that time was not obtained.
#[case(
    "USD",
    "PT",
    "2025-08-10 10:00",
    RAVI,
    "authentication_international unknown_rate ?"
)]
// The same nine on the cards of January, April and July 2026, in any currency.
#[case("EUR", "PT", "2026-03-10 10:00", ANA, "authentication regular 16600")]
#[case("EUR", "PT", "2026-06-10 10:00", ANA, "authentication regular 16600")]
#[case("EUR", "PT", "2026-09-10 10:00", ANA, "authentication regular 16600")]
#[case("GBP", "PT", "2026-09-10 10:00", ANA, "authentication regular 14400")]
#[case(
    "EUR",
    "PT",
    "2026-03-10 10:00",
    RAVI,
    "authentication_international unknown_rate ?"
)]
// Of the 18 of October 2026 ten are known. Spain may be one of the other eight …
#[case("USD", "PT", "2026-11-05 10:00", ANA, "authentication unknown_rate ?")]
#[case("USD", "ES", "2026-11-05 10:00", CHILE, "authentication unknown_rate ?")]
// … but the rate is for one country: a market of several cannot have it.
#[case("USD", "ES", "2026-11-05 10:00", PORTUGAL, "authentication regular 17100")]
#[case("EUR", "ES", "2026-11-05 10:00", PORTUGAL, "authentication regular 14200")]
#[case(
    "USD",
    "ES",
    "2026-11-05 10:00",
    "+12025550123",
    "authentication regular 3400"
)]
#[case(
    "USD",
    "ES",
    "2026-11-05 10:00",
    "+37612345678",
    "authentication regular 7700"
)]
// Conversations: Indonesia since 2024-06-01, India since 2024-07-01, the others since 2025-02-01.
#[case("USD", "ES", "2024-06-30 10:00", RAVI, "authentication unknown_rate ?")]
#[case(
    "USD",
    "ES",
    "2024-07-01 10:00",
    RAVI,
    "authentication_international unknown_rate ?"
)]
#[case(
    "USD",
    "ES",
    "2025-01-31 10:00",
    "+966501234567",
    "authentication unknown_rate ?"
)]
#[case(
    "USD",
    "ES",
    "2025-02-01 10:00",
    "+966501234567",
    "authentication_international unknown_rate ?"
)]
// Spain, conversation: .0342 on the card of June 2023 and after it.
#[case("USD", "PT", "2025-02-01 10:00", ANA, "authentication regular 34200")]
fn only_what_is_on_no_list_is_unknown(
    #[case] currency: &str,
    #[case] country: &str,
    #[case] at: &str,
    #[case] to: &str,
    #[case] line: &str,
) {
    let facts = [sent("a", at, to, "authentication")];
    assert_eq!(prices(&eligible(currency, country), &facts), [line]);
}

#[rstest]
#[case("authentication_international")]
#[case("authentication-international")]
#[case("AUTHENTICATION-INTERNATIONAL")]
fn a_category_that_says_international_has_that_rate_whatever_the_account_says(#[case] word: &str) {
    // India: .0014 at home, .0280 international on the dollar card of January 2026. No such
    // rate is on the card for Spain, and in euro India's is only converted.
    let facts = [
        sent("a", "2026-02-01 10:00", RAVI, word),
        sent("b", "2026-02-01 10:00", ANA, word),
        sent("c", "2026-02-01 10:00", RAVI, "authentication"),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "authentication_international regular 28000",
            "authentication_international unknown_rate ?",
            "authentication regular 1400",
        ]
    );
    assert_eq!(
        prices(&account(Currency::EUR), &facts[..1]),
        ["authentication_international unknown_rate ?"]
    );
}

#[test]
fn both_words_for_a_code_belong_to_one_conversation() {
    // Spain, authentication: .0342 for 24 hours from 10:00.
    let facts = [
        sent("a", "2024-08-01 10:00", ANA, "authentication"),
        sent(
            "b",
            "2024-08-02 09:59:59.999",
            ANA,
            "authentication_international",
        ),
    ];
    assert_eq!(
        prices(&account(Currency::USD), &facts),
        [
            "authentication regular 34200",
            "authentication_international open_conversation 0"
        ]
    );
}
