//! What it costs when Meta takes a utility template for marketing.

use std::fmt;

/// List prices of one message in the market where most messages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price<'a> {
    /// ISO 4217.
    pub currency: &'a str,
    /// Of a utility message, in millionths.
    pub utility: i64,
    /// Of a marketing message, in millionths.
    pub marketing: i64,
    /// Messages in a month, as far as they are known.
    pub per_month: Option<i64>,
}

/// Spain, card of 1 July 2026 (sources §4.3): what is said when nothing is known
/// about who sends where.
pub const SPAIN: Price<'static> = Price {
    currency: "EUR",
    utility: 16_600,
    marketing: 58_500,
    per_month: None,
};

/// The difference, in millionths of a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// ISO 4217.
    pub currency: String,
    /// More for each message.
    pub each: i64,
    /// More in a month.
    pub month: Option<i64>,
}

impl Price<'_> {
    /// What marketing costs more than utility.
    #[must_use]
    pub fn costs(&self) -> Costs {
        let each = self.marketing.saturating_sub(self.utility);
        Costs {
            currency: self.currency.to_owned(),
            each,
            month: self.per_month.map(|messages| each.saturating_mul(messages)),
        }
    }
}

impl fmt::Display for Costs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let currency = &self.currency;
        // Four decimals for a message, two for a month.
        let signed = |micros: i64, unit: i64| {
            (
                if micros < 0 { '-' } else { '+' },
                (micros.saturating_abs() + unit / 2) / unit,
            )
        };
        let (sign, each) = signed(self.each, 100);
        write!(f, "{sign}{}.{:04} {currency} each", each / 10_000, each % 10_000)?;
        if let Some(month) = self.month {
            let (sign, month) = signed(month, 10_000);
            write!(f, ", {sign}{}.{:02} {currency} a month", month / 100, month % 100)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_told_for_a_message_and_for_a_month() {
        assert_eq!(SPAIN.costs().to_string(), "+0.0419 EUR each");
        let month = Price {
            per_month: Some(590),
            ..SPAIN
        };
        assert_eq!(month.costs().to_string(), "+0.0419 EUR each, +24.72 EUR a month");
        let cheaper = Price {
            marketing: 1_000,
            ..SPAIN
        };
        assert_eq!(cheaper.costs().to_string(), "-0.0156 EUR each");
    }
}
