//! A WhatsApp Business Account as Meta describes it.

use domain::{
    account::{BusinessVerification, Ownership, ReviewStatus},
    ids::WabaId,
};
use serde_json::Value;

use super::{GraphError, HealthStatus, read::Read};

/// A business portfolio that a WABA points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessRef {
    /// Meta's id of the portfolio.
    pub id: String,
    /// Its name, when the token may see it.
    pub name: Option<String>,
}

impl BusinessRef {
    fn read(from: Read<'_>) -> Option<Self> {
        Some(Self {
            id: from.text("id")?,
            name: from.text("name"),
        })
    }
}

/// A WABA (sources §1.3). Only the id is certain to be there.
#[derive(Debug, Clone, PartialEq)]
pub struct Waba {
    /// Meta's id.
    pub id: WabaId,
    /// Name in Meta's manager.
    pub name: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// Meta's number of the time zone; not an IANA name.
    pub timezone_id: Option<String>,
    /// Namespace of the templates.
    pub message_template_namespace: Option<String>,
    /// Meta's review of the account.
    pub account_review_status: Option<ReviewStatus>,
    /// Verification of the business behind it.
    pub business_verification_status: Option<BusinessVerification>,
    /// Who owns it.
    pub ownership_type: Option<Ownership>,
    /// For example `ACTIVE`.
    pub status: Option<String>,
    /// ISO 3166 code.
    pub country: Option<String>,
    /// The portfolio that owns it.
    pub owner_business_info: Option<BusinessRef>,
    /// The business it is run for, when that is another one.
    pub on_behalf_of_business_info: Option<BusinessRef>,
    /// Location of the business, as Meta knows it.
    pub primary_business_location: Option<String>,
    /// Whether analytics are switched on.
    pub is_enabled_for_insights: Option<bool>,
    /// Progress towards the Marketing Messages API.
    pub marketing_messages_onboarding_status: Option<String>,
    /// Whether marketing templates are refused on the Cloud API (error 131063).
    pub marketing_disabled_on_cloud_api: Option<bool>,
    /// International authentication rates, as Meta sent them.
    pub auth_international_rate_eligibility: Option<Value>,
    /// Meta's own answer to "can it send?".
    pub health: Option<HealthStatus>,
    /// Whether Meta refused the full list of fields, so that only the
    /// long-standing ones were read.
    pub reduced: bool,
    /// The whole answer.
    pub raw: Value,
}

impl Waba {
    pub(super) fn read(raw: Value, reduced: bool) -> Result<Self, GraphError> {
        let from = Read(&raw);
        Ok(Self {
            id: from.id("id", WabaId::parse)?,
            name: from.text("name"),
            currency: from.text("currency"),
            timezone_id: from.text("timezone_id"),
            message_template_namespace: from.text("message_template_namespace"),
            account_review_status: from.word("account_review_status", ReviewStatus::parse),
            business_verification_status: from
                .word("business_verification_status", BusinessVerification::parse),
            ownership_type: from.word("ownership_type", Ownership::parse),
            status: from.text("status"),
            country: from.text("country"),
            owner_business_info: from.object("owner_business_info").and_then(BusinessRef::read),
            on_behalf_of_business_info: from
                .object("on_behalf_of_business_info")
                .and_then(BusinessRef::read),
            primary_business_location: from.text("primary_business_location"),
            is_enabled_for_insights: from.flag("is_enabled_for_insights"),
            marketing_messages_onboarding_status: from.text("marketing_messages_onboarding_status"),
            marketing_disabled_on_cloud_api: from.flag("disable_marketing_messages_on_cloud_api"),
            auth_international_rate_eligibility: raw.get("auth_international_rate_eligibility").cloned(),
            health: from.object("health_status").map(HealthStatus::read),
            reduced,
            raw,
        })
    }
}
