//! A webhook body for every field of sources §2.2, in our own words and data.

/// One body.
#[derive(Debug, Clone, Copy)]
pub struct Fixture {
    /// What it is about.
    pub name: &'static str,
    /// The body, as Meta would send it.
    pub body: &'static str,
}

macro_rules! fixtures {
    ($($name:literal),+ $(,)?) => {
        &[$(Fixture { name: $name, body: include_str!(concat!("../fixtures/", $name, ".json")) }),+]
    };
}

/// Every body, by name.
pub const ALL: &[Fixture] = fixtures![
    "account_alert",
    "account_country",
    "account_disabled",
    "account_partner_removed",
    "account_restriction",
    "account_review",
    "account_violation",
    "account_volume_tier",
    "app_state",
    "calls",
    "capability_number",
    "capability_word",
    "flow_status",
    "group",
    "history",
    "history_declined",
    "message_audio",
    "message_button",
    "message_button_reply",
    "message_contacts",
    "message_document",
    "message_echo",
    "message_edit",
    "message_flow_reply",
    "message_image",
    "message_list_reply",
    "message_location",
    "message_order",
    "message_reaction",
    "message_referral",
    "message_reply",
    "message_revoke",
    "message_sticker",
    "message_system_number",
    "message_system_user_id",
    "message_text",
    "message_text_user_id_only",
    "message_unknown_kind",
    "message_unsupported",
    "message_video",
    "number_flagged",
    "number_name",
    "number_quality",
    "number_username",
    "partner_solution",
    "payment_configuration",
    "security",
    "status_delivered",
    "status_failed",
    "status_free_entry_point",
    "status_group",
    "status_payment",
    "status_played",
    "status_read",
    "status_sent",
    "status_unknown",
    "status_user_id_only",
    "template_category_done",
    "template_category_warning",
    "template_components",
    "template_correct_category",
    "template_quality",
    "template_status_disabled",
    "template_status_locked",
    "template_status_paused",
    "template_status_rejected",
    "unknown_field",
    "user_preference_stop",
    "value_error",
];

/// The body of a name.
#[must_use]
pub fn body(name: &str) -> Option<&'static str> {
    ALL.iter()
        .find(|fixture| fixture.name == name)
        .map(|fixture| fixture.body)
}
