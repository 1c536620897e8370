//! A phone number of a WABA as Meta describes it.

use domain::{
    ids::PhoneNumberId,
    number::{CodeVerification, MessagingLimit, NameStatus, NumberStatus, QualityRating, Throughput},
};
use serde_json::Value;

use super::{GraphError, HealthStatus, read::Read};

/// A phone number (sources §1.3). Only the id is certain to be there.
#[derive(Debug, Clone, PartialEq)]
pub struct PhoneNumber {
    /// Meta's id, the "phone number ID".
    pub id: PhoneNumberId,
    /// As Meta writes it, with spaces; compare through `domain::phone::E164`.
    pub display_phone_number: Option<String>,
    /// The name that customers see.
    pub verified_name: Option<String>,
    /// Whether it can be used.
    pub status: Option<NumberStatus>,
    /// Quality over the last 7 days.
    pub quality_rating: Option<QualityRating>,
    /// Whether the number has been proven by code.
    pub code_verification_status: Option<CodeVerification>,
    /// Review of the name in use.
    pub name_status: Option<NameStatus>,
    /// A name that is being reviewed or was declined.
    pub new_display_name: Option<String>,
    /// Review of that name.
    pub new_name_status: Option<NameStatus>,
    /// People who may be written to first in 24 hours: the portfolio's limit
    /// (v24 and later), or the number's own one before.
    pub messaging_limit: Option<MessagingLimit>,
    /// Messages per second.
    pub throughput: Option<Throughput>,
    /// `CLOUD_API`, `ON_PREMISE`, …
    pub platform_type: Option<String>,
    /// `LIVE` or `SANDBOX`.
    pub account_mode: Option<String>,
    /// Whether it carries the badge.
    pub is_official_business_account: Option<bool>,
    /// Whether a two-step PIN is set.
    pub is_pin_enabled: Option<bool>,
    /// Whether the WhatsApp Business app uses it too.
    pub is_on_biz_app: Option<bool>,
    /// Whether Meta supplied the number proven.
    pub is_preverified_number: Option<bool>,
    /// As Meta writes it (ISO 8601).
    pub last_onboarded_time: Option<String>,
    /// ISO 3166 code.
    pub country_code: Option<String>,
    /// Calling code, digits only.
    pub country_dial_code: Option<String>,
    /// Where its webhooks go, on each of the three levels.
    pub webhook_configuration: Option<Value>,
    /// Meta's own answer to "can it send?".
    pub health: Option<HealthStatus>,
    /// Whether Meta refused the full list of fields, so that only the
    /// long-standing ones were read.
    pub reduced: bool,
    /// The whole record.
    pub raw: Value,
}

impl PhoneNumber {
    pub(super) fn read(raw: Value, reduced: bool) -> Result<Self, GraphError> {
        let from = Read(&raw);
        Ok(Self {
            id: from.id("id", PhoneNumberId::parse)?,
            display_phone_number: from.text("display_phone_number"),
            verified_name: from.text("verified_name"),
            status: from.word("status", NumberStatus::parse),
            quality_rating: from.word("quality_rating", QualityRating::parse),
            code_verification_status: from.word("code_verification_status", CodeVerification::parse),
            name_status: from.word("name_status", NameStatus::parse),
            new_display_name: from.text("new_display_name"),
            new_name_status: from.word("new_name_status", NameStatus::parse),
            messaging_limit: from
                .word("whatsapp_business_manager_messaging_limit", MessagingLimit::parse)
                .or_else(|| from.word("messaging_limit_tier", MessagingLimit::parse)),
            throughput: from
                .object("throughput")
                .and_then(|t| t.word("level", Throughput::parse)),
            platform_type: from.text("platform_type"),
            account_mode: from.text("account_mode"),
            is_official_business_account: from.flag("is_official_business_account"),
            is_pin_enabled: from.flag("is_pin_enabled"),
            is_on_biz_app: from.flag("is_on_biz_app"),
            is_preverified_number: from.flag("is_preverified_number"),
            last_onboarded_time: from.text("last_onboarded_time"),
            country_code: from.text("country_code"),
            country_dial_code: from.text("country_dial_code"),
            webhook_configuration: raw.get("webhook_configuration").cloned(),
            health: from.object("health_status").map(HealthStatus::read),
            reduced,
            raw,
        })
    }
}
