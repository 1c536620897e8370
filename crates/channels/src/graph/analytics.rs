//! What Meta counted and charged: `pricing_analytics` (sources §1.7).

use domain::{
    ids::WabaId,
    open_enum,
    time::{Millis, SECOND},
};
use secrecy::SecretString;
use serde_json::Value;

use super::{GraphClient, GraphError, NodeId, client::bad, read::Read, transport::Call};

/// Length of the intervals that are counted. Days and months are those of the
/// WABA's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// Half an hour.
    HalfHour,
    /// A day.
    Daily,
    /// A calendar month.
    Monthly,
}

impl Granularity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::HalfHour => "HALF_HOUR",
            Self::Daily => "DAILY",
            Self::Monthly => "MONTHLY",
        }
    }
}

/// What counts are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Country of the recipient.
    Country,
    /// The number that sent.
    Phone,
    /// Category.
    Category,
    /// Charged, or free and why.
    Kind,
    /// Band of the volume discount.
    Tier,
}

impl Dimension {
    /// All of them: what reconciliation needs.
    pub const ALL: [Self; 5] = [Self::Country, Self::Phone, Self::Category, Self::Kind, Self::Tier];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Country => "COUNTRY",
            Self::Phone => "PHONE",
            Self::Category => "PRICING_CATEGORY",
            Self::Kind => "PRICING_TYPE",
            Self::Tier => "TIER",
        }
    }
}

open_enum! {
    /// Whether messages were charged (sources §2.3).
    pub enum PricingType {
        /// Charged.
        Regular = "REGULAR",
        /// Free in an open customer service window.
        FreeCustomerService = "FREE_CUSTOMER_SERVICE",
        /// Free after an entry point.
        FreeEntryPoint = "FREE_ENTRY_POINT",
    }
}

open_enum! {
    /// What messages were charged as.
    pub enum PricingCategory {
        /// Utility templates.
        Utility = "UTILITY",
        /// Marketing templates.
        Marketing = "MARKETING",
        /// One-time codes.
        Authentication = "AUTHENTICATION",
        /// One-time codes at the international rate.
        AuthenticationInternational = "AUTHENTICATION_INTERNATIONAL",
        /// Free text.
        Service = "SERVICE",
        /// After an entry point, in the former pricing.
        ReferralConversion = "REFERRAL_CONVERSION",
    }
}

/// A question about an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricingQuery {
    /// First instant.
    pub start: Millis,
    /// First instant after the interval.
    pub end: Millis,
    /// Length of the counted intervals.
    pub granularity: Granularity,
    /// What to break down by.
    pub dimensions: Vec<Dimension>,
    /// Only these numbers, in digits; all when empty.
    pub phone_numbers: Vec<String>,
}

impl PricingQuery {
    /// By day and every dimension.
    #[must_use]
    pub fn daily(start: Millis, end: Millis) -> Self {
        Self {
            start,
            end,
            granularity: Granularity::Daily,
            dimensions: Dimension::ALL.to_vec(),
            phone_numbers: Vec::new(),
        }
    }

    /// In Meta's chained form.
    fn field(&self) -> String {
        let words: Vec<&str> = self.dimensions.iter().map(|d| d.as_str()).collect();
        let mut field = format!(
            "pricing_analytics.start({}).end({}).granularity({})",
            self.start.0.div_euclid(SECOND),
            self.end.0.div_euclid(SECOND),
            self.granularity.as_str(),
        );
        if !words.is_empty() {
            field.extend([".dimensions(", &words.join(","), ")"]);
        }
        let digits: Vec<String> = self
            .phone_numbers
            .iter()
            .map(|phone| phone.chars().filter(char::is_ascii_digit).collect())
            .collect();
        if !digits.is_empty() {
            field.extend([".phone_numbers([", &digits.join(","), "])"]);
        }
        field
    }
}

/// Messages that Meta counted together.
#[derive(Debug, Clone, PartialEq)]
pub struct PricingPoint {
    /// First instant of the interval.
    pub start: Millis,
    /// First instant after it.
    pub end: Millis,
    /// ISO 3166 code of the recipients' country.
    pub country: Option<String>,
    /// The number that sent, in digits.
    pub phone_number: Option<String>,
    /// Band of the volume discount, for example `0:750000`; none for free messages.
    pub tier: Option<String>,
    /// Charged, or free and why.
    pub kind: Option<PricingType>,
    /// What they were charged as.
    pub category: Option<PricingCategory>,
    /// Delivered messages.
    pub volume: Option<i64>,
    /// Cost in millionths of the WABA's currency; Meta calls it approximate.
    pub cost_micros: Option<i64>,
    /// The whole record.
    pub raw: Value,
}

impl PricingPoint {
    fn read(raw: &Value) -> Option<Self> {
        let from = Read(raw);
        Some(Self {
            start: from.seconds("start")?,
            end: from.seconds("end")?,
            country: from.text("country"),
            phone_number: from
                .text("phone_number")
                .map(|phone| phone.chars().filter(char::is_ascii_digit).collect()),
            tier: from.text("tier"),
            kind: from.word("pricing_type", PricingType::parse),
            category: from.word("pricing_category", PricingCategory::parse),
            volume: from.integer("volume"),
            cost_micros: from.text("cost").and_then(|cost| micros(&cost)),
            raw: raw.clone(),
        })
    }
}

impl GraphClient {
    /// What Meta counted and charged in an interval.
    ///
    /// # Errors
    /// See [`GraphError`]. A point that cannot be read is an error too: a sum
    /// without it would be wrong without a trace.
    pub async fn pricing_analytics(
        &self,
        token: &SecretString,
        waba: &WabaId,
        query: &PricingQuery,
    ) -> Result<Vec<PricingPoint>, GraphError> {
        let call = Call::get(NodeId::from(waba), None).with("fields", query.field());
        let answer = self.transport.read(token, &call).await?;
        // Without any message there is no such field.
        let Some(analytics) = Read(&answer).object("pricing_analytics") else {
            return Ok(Vec::new());
        };
        analytics
            .list("data")
            .flat_map(|series| series.list("data_points"))
            .map(|point| PricingPoint::read(point.0).ok_or_else(|| bad("a data point without its interval")))
            .collect()
    }
}

/// A decimal number, as JSON has it, in millionths; rounded to the nearest,
/// halves away from zero. `None` when it is no number or too large.
fn micros(text: &str) -> Option<i64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || all.len() > 30 || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i128 = all.parse().ok()?;
    // How far the decimal point has to move to the right. Wide enough for any
    // exponent that can be written.
    let shift = 6 + i64::from(exponent) - i64::try_from(fraction.len()).ok()?;
    let power = u32::try_from(shift.unsigned_abs())
        .ok()
        .and_then(|zeros| 10_i128.checked_pow(zeros));
    let scaled = match power {
        Some(unit) if shift < 0 => (number + unit / 2) / unit,
        None if shift < 0 => 0,
        power => number.checked_mul(power?)?,
    };
    i64::try_from(if negative { -scaled } else { scaled }).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("0", Some(0))]
    #[case("24.9", Some(24_900_000))]
    #[case("0.0166", Some(16_600))]
    #[case("0.049800000000000004", Some(49_800))]
    #[case("1.66e-2", Some(16_600))]
    #[case("1e-7", Some(0))]
    #[case("5e-7", Some(1))]
    #[case("-0.5", Some(-500_000))]
    #[case("12E2", Some(1_200_000_000))]
    #[case("1e300", None)]
    #[case("1e2147483647", None)]
    #[case("1e2147483648", None)]
    #[case("1.00000001e-2147483648", Some(0))]
    #[case("-1e-2147483648", Some(0))]
    #[case("0,5", None)]
    #[case("", None)]
    #[case("NaN", None)]
    fn money_is_read_without_floating_point(#[case] text: &str, #[case] expected: Option<i64>) {
        assert_eq!(micros(text), expected);
    }

    #[test]
    fn a_query_is_chained_as_meta_wants_it() {
        let query = PricingQuery {
            phone_numbers: vec!["+34 612 345 678".into()],
            dimensions: vec![Dimension::Country, Dimension::Phone],
            ..PricingQuery::daily(Millis(1_790_805_600_000), Millis(1_793_487_600_000))
        };
        assert_eq!(
            query.field(),
            "pricing_analytics.start(1790805600).end(1793487600).granularity(DAILY)\
             .dimensions(COUNTRY,PHONE).phone_numbers([34612345678])"
        );
    }

    #[test]
    fn words_that_nobody_knows_are_kept() {
        let raw = json!({
            "start": 1_790_805_600, "end": 1_790_892_000, "pricing_type": "FREE_TIER",
            "pricing_category": "GROUP_UTILITY", "volume": 3, "cost": 0,
        });
        let point = PricingPoint::read(&raw).unwrap();
        assert_eq!(point.kind, Some(PricingType::Unknown("FREE_TIER".into())));
        assert_eq!(
            point.category,
            Some(PricingCategory::Unknown("GROUP_UTILITY".into()))
        );
        assert_eq!((point.volume, point.cost_micros), (Some(3), Some(0)));
    }
}
