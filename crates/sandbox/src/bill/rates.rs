//! Countries and what Meta charges there, in millionths.
//!
//! Written down a second time on purpose, apart from the console's own rate
//! cards: an emulator that took its prices from the program under test could
//! not disagree with it. Source: sources §4.3, rates in force since 2026-07-01
//! and unchanged on 2026-10-01; only countries that the demo needs.

/// ISO code, calling code, then marketing and utility in dollars and in euros.
/// Service and authentication cost what utility costs.
type Row = (&'static str, &'static str, [u64; 4]);

const WESTERN: [u64; 4] = [59_200, 17_100, 49_000, 14_200];
/// Not a listed row in euros: dollars × 0.828, as sources §4.3 derives it.
const OTHER: [u64; 4] = [60_400, 7_700, 50_000, 6_400];

const ROWS: &[Row] = &[
    ("ES", "34", [70_700, 20_000, 58_500, 16_600]),
    ("PT", "351", WESTERN),
    ("IE", "353", WESTERN),
    ("AT", "43", WESTERN),
    ("BE", "32", WESTERN),
    ("CH", "41", WESTERN),
    ("FR", "33", [85_900, 30_000, 71_200, 24_800]),
    ("DE", "49", [136_500, 55_000, 113_100, 45_600]),
    ("IT", "39", [79_500, 30_000, 65_800, 24_800]),
    ("GB", "44", [63_500, 22_000, 52_600, 18_200]),
    ("NL", "31", [159_700, 50_000, 132_300, 41_400]),
    ("US", "1", [25_000, 3_400, 20_700, 2_800]),
    ("BR", "55", [62_500, 6_800, 51_800, 5_600]),
    ("AD", "376", OTHER),
];

/// The country of a phone in digits; `ZZ` when it is not listed here.
pub(crate) fn country(phone: &str) -> &'static str {
    ROWS.iter()
        .filter(|(_, code, _)| phone.starts_with(code))
        .max_by_key(|(_, code, _)| code.len())
        .map_or("ZZ", |(country, ..)| country)
}

/// Price of one message in millionths of `currency`. Anything but dollars is
/// answered in euros.
pub(super) fn rate(currency: &str, country: &str, category: &str) -> u64 {
    let [usd_marketing, usd, eur_marketing, eur] = ROWS
        .iter()
        .find(|(iso, ..)| *iso == country)
        .map_or(OTHER, |(_, _, rates)| *rates);
    match (currency, category) {
        ("USD", "MARKETING") => usd_marketing,
        ("USD", _) => usd,
        (_, "MARKETING") => eur_marketing,
        _ => eur,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_calling_code_decides() {
        assert_eq!(country("34612345678"), "ES");
        assert_eq!(country("351912000111"), "PT");
        assert_eq!(country("376312000"), "AD");
        assert_eq!(country("81312345678"), "ZZ");
    }

    #[test]
    fn fifteen_hundred_utility_messages_to_spain_cost_what_the_facts_say() {
        // €24.90, and €87.75 as marketing.
        assert_eq!(1_500 * rate("EUR", "ES", "UTILITY"), 24_900_000);
        assert_eq!(1_500 * rate("EUR", "ES", "MARKETING"), 87_750_000);
        assert_eq!(rate("EUR", "ES", "SERVICE"), 16_600);
    }
}
