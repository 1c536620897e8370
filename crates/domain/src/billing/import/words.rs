//! Meta's spelling of markets, currencies, headings and rates.

use crate::{
    billing::{category::Rated, market::Market},
    money::{self, BadCurrency, BadDecimal, Currency},
};

/// A market under our name. Meta's files write several out in full.
pub(in crate::billing) fn market(text: &str) -> Market {
    let word = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let known = match word.to_ascii_lowercase().as_str() {
        "rest of western europe" => "Rest of W. Europe",
        "rest of central & eastern europe" | "rest of central and eastern europe" => "Rest of CEE",
        "rest of latin america" => "Rest of LATAM",
        "rest of asia pacific" | "rest of asia-pacific" => "Rest of APAC",
        "united kingdom" => "UK",
        "united arab emirates" => "UAE",
        "türkiye" | "turkiye" => "Turkey",
        "others" | "all other countries" => "Other",
        _ => &word,
    };
    Market::new(known)
}

/// A currency by its code or by the sign that Meta's files use (sources §4.4).
pub(super) fn currency(text: &str) -> Result<Currency, BadCurrency> {
    let code = match text.trim() {
        "$US" | "US$" | "$" => "USD",
        "A$" => "AUD",
        "GBD" | "£" => "GBP",
        "€" => "EUR",
        "₹" => "INR",
        "RP" | "Rp" => "IDR",
        "R$" => "BRL",
        other => other,
    };
    Currency::parse(code)
}

/// A heading.
pub(super) fn category(text: &str) -> Option<Rated> {
    let word = text.trim().replace([' ', '-'], "_");
    Rated::parse(&word)
}

/// A rate; `None` where the market has none: empty, `n/a` or a dash.
pub(super) fn rate(text: &str) -> Result<Option<i64>, BadDecimal> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("n/a") || matches!(text, "-" | "–" | "—") {
        return Ok(None);
    }
    let figure = text
        .strip_prefix("US$")
        .or_else(|| text.strip_prefix("$US"))
        .unwrap_or(text)
        .trim_start_matches(['$', '€', '£', '₹']);
    money::parse_decimal(figure).map(Some)
}
