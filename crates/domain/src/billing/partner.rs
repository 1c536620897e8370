//! What messaging partners take on top of Meta's price (sources §4.6), as data.

use serde::{Deserialize, Serialize};

use super::calendar::Day;
use crate::money::{self, Currency};

/// A fee for large media of outgoing messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaFee {
    /// Files larger than this many bytes cost the fee.
    pub over_bytes: i64,
    /// Largest file the fee is known for, in bytes; above it, nothing is known.
    pub up_to_bytes: i64,
    /// Micro-units for each file.
    pub micros: i64,
}

/// A partner's price list from one day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// The word in accounts and answers: `gupshup`.
    pub id: String,
    /// First day in the WABA's time zone; `None` for as long as we know.
    #[serde(default)]
    pub from: Option<Day>,
    /// The currency of the fees; `None` takes the WABA's.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// For each delivered message, free ones included.
    #[serde(default)]
    pub per_message_micros: i64,
    /// For each message that a customer writes.
    #[serde(default)]
    pub per_inbound_micros: i64,
    /// For each message that could not be delivered.
    #[serde(default)]
    pub per_failed_micros: i64,
    /// For large media.
    #[serde(default)]
    pub media: Option<MediaFee>,
    /// A share of what Meta charges for the message, in millionths: 20 % is 200,000.
    #[serde(default)]
    pub markup_ppm: i64,
    /// For each number and month, whatever is sent.
    #[serde(default)]
    pub per_number_month_micros: i64,
    /// First day on which the partner passes the 1,000 free conversations of
    /// 2022 on at once; `None` when always.
    #[serde(default)]
    pub free_conversations_from: Option<Day>,
    /// False when the partner's price is not public, so that fees are unknown.
    #[serde(default = "yes")]
    pub known: bool,
    /// Where the figures come from.
    #[serde(default)]
    pub source: String,
    /// What a reader should know.
    #[serde(default)]
    pub note: Option<String>,
}

const fn yes() -> bool {
    true
}

impl Partner {
    /// A partner without any fee, to be filled in.
    #[must_use]
    pub fn free(id: &str, source: &str) -> Self {
        Self {
            id: id.to_owned(),
            from: None,
            currency: None,
            per_message_micros: 0,
            per_inbound_micros: 0,
            per_failed_micros: 0,
            media: None,
            markup_ppm: 0,
            per_number_month_micros: 0,
            free_conversations_from: None,
            known: true,
            source: source.to_owned(),
            note: None,
        }
    }

    /// A partner whose price nobody has published.
    #[must_use]
    pub fn unknown(id: &str) -> Self {
        Self {
            known: false,
            ..Self::free(id, "no public figure")
        }
    }

    /// The fee for one delivered message, in micro-units of
    /// [`currency`](Self::currency): `amount` is Meta's price in the WABA's
    /// currency, `None` when unknown.
    ///
    /// `None` when the fee is unknown: no public figure, media larger than the
    /// price list covers, or a share of an unknown price.
    #[must_use]
    pub fn fee(&self, media_bytes: i64, amount: Option<i64>) -> Option<i64> {
        if !self.known {
            return None;
        }
        let media = match self.media {
            Some(media) if media_bytes > media.up_to_bytes => return None,
            Some(media) if media_bytes > media.over_bytes => media.micros,
            _ => 0,
        };
        let share = if self.markup_ppm == 0 {
            0
        } else {
            money::share(amount?, self.markup_ppm, money::MICROS)?
        };
        self.per_message_micros.checked_add(media)?.checked_add(share)
    }
}

/// The partners that sources §4.6 has figures for. Meta itself takes no fee.
#[must_use]
pub fn shipped() -> Vec<Partner> {
    vec![
        Partner::free("meta", "no partner in between"),
        Partner {
            currency: Some(Currency::USD),
            per_message_micros: 1_000,
            media: Some(MediaFee {
                over_bytes: 64 * 1_024,
                up_to_bytes: 5 * 1_024 * 1_024,
                micros: 1_000,
            }),
            free_conversations_from: Day::new(2022, 3, 1),
            ..Partner::free("gupshup", "Gupshup self-serve guide: $0.001 per message and per media file over 64 KB up to 5 MB")
        },
        Partner {
            currency: Some(Currency::USD),
            per_message_micros: 5_000,
            per_inbound_micros: 5_000,
            per_failed_micros: 1_000,
            ..Partner::free("twilio", "twilio.com/whatsapp/pricing: $0.005 per message in and out, $0.001 per failed message")
        },
        Partner {
            currency: Some(Currency::EUR),
            per_number_month_micros: 49_000_000,
            note: Some("secondary source, about €49 per month and number".to_owned()),
            ..Partner::free("360dialog", "secondary source")
        },
        Partner {
            markup_ppm: 200_000,
            note: Some("secondary source, about 20 % on Meta's price; the subscription comes on top and is not known".to_owned()),
            ..Partner::free("wati", "secondary source")
        },
        Partner::unknown("infobip"),
        Partner::unknown("karix"),
    ]
}
