//! What became of an outgoing message (sources §2.3).

use std::borrow::Cow;

use domain::{message::delivery::ReportedStatus, open_enum, time::Millis};
use serde_json::value::RawValue;

use super::{errors::Errors, json::Obj};

open_enum! {
    /// `pricing.type`: whether a message is charged.
    pub enum PricingType {
        /// Charged.
        Regular = "regular",
        /// Free inside the customer service window.
        FreeCustomerService = "free_customer_service",
        /// Free after a click on an advertisement.
        FreeEntryPoint = "free_entry_point",
        /// Free inside a group's window.
        FreeGroupCustomerService = "free_group_customer_service",
    }
}

/// What Meta says a message costs; kept for the bill.
#[derive(Debug, Clone)]
pub struct Pricing<'a> {
    /// `PMP` since July 2025, `CBP` before.
    pub model: Option<Cow<'a, str>>,
    /// Charged or why not; the value for October 2026's free messages is not documented.
    pub kind: Option<PricingType>,
    /// `utility`, `marketing`, `service`, …
    pub category: Option<Cow<'a, str>>,
    /// Meta's older way to say whether it is charged.
    pub billable: Option<bool>,
    /// The whole object, verbatim.
    pub raw: &'a RawValue,
}

/// The conversation of a message; on v24 and later only for free entry points.
#[derive(Debug, Clone)]
pub struct Conversation<'a> {
    /// Meta's id.
    pub id: Option<Cow<'a, str>>,
    /// Category, or `referral_conversion` for a free entry point.
    pub origin: Option<Cow<'a, str>>,
    /// When it ends.
    pub expires_at: Option<Millis>,
}

/// A status report.
#[derive(Debug, Clone)]
pub struct StatusReport<'a> {
    /// Meta's id of the message (`wamid.…`).
    pub wamid: Option<Cow<'a, str>>,
    /// What happened to it.
    pub status: ReportedStatus,
    /// When.
    pub at: Option<Millis>,
    /// The recipient's phone, digits only; missing for people who hide it.
    pub recipient_id: Option<Cow<'a, str>>,
    /// The recipient's business-scoped user id.
    pub recipient_user_id: Option<Cow<'a, str>>,
    /// `group` for groups.
    pub recipient_type: Option<Cow<'a, str>>,
    /// What we attached when sending; finds the message when its answer was lost.
    pub tracking: Option<Cow<'a, str>>,
    /// Hash of the recipient's identity key, when that check is on.
    pub identity_key_hash: Option<Cow<'a, str>>,
    /// What it costs.
    pub pricing: Option<Pricing<'a>>,
    /// Its conversation.
    pub conversation: Option<Conversation<'a>>,
    /// Why it failed.
    pub errors: Errors<'a>,
    /// The whole report, verbatim.
    pub raw: &'a RawValue,
}

impl<'a> StatusReport<'a> {
    pub(super) fn read(from: &Obj<'a>, raw: &'a RawValue) -> Self {
        Self {
            wamid: from.text("id"),
            status: ReportedStatus::parse(&from.text("status").unwrap_or_default()),
            at: from.time("timestamp"),
            recipient_id: from.text("recipient_id"),
            recipient_user_id: from.text("recipient_user_id"),
            recipient_type: from.text("recipient_type"),
            tracking: from.text("biz_opaque_callback_data"),
            identity_key_hash: from.text("recipient_identity_key_hash"),
            pricing: from.raw("pricing").map(Pricing::read),
            conversation: from.raw("conversation").map(Conversation::read),
            errors: Errors::of(from),
            raw,
        }
    }
}

impl<'a> Pricing<'a> {
    /// Reads a price as it was sent; also one that was kept verbatim.
    #[must_use]
    pub fn read(raw: &'a RawValue) -> Self {
        let from = Obj::read(raw);
        Self {
            model: from.text("pricing_model"),
            kind: from.word("type", PricingType::parse),
            category: from.text("category"),
            billable: from.flag("billable"),
            raw,
        }
    }

    /// Whether Meta says it is charged: by `type` (sources §2.3), or by the
    /// older `billable` when there is no type.
    #[must_use]
    pub fn charged(&self) -> Option<bool> {
        self.kind
            .as_ref()
            .map(|kind| *kind == PricingType::Regular)
            .or(self.billable)
    }
}

impl<'a> Conversation<'a> {
    fn read(raw: &'a RawValue) -> Self {
        let from = Obj::read(raw);
        Self {
            id: from.text("id"),
            origin: from.object("origin").text("type"),
            expires_at: from.time("expiration_timestamp"),
        }
    }
}
