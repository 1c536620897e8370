//! Phone numbers.

use serde_json::{Map, Value, json};

use super::{answer::Answer, auth, fields, fields::Kind, health};
use crate::{Phone, State, Waba, call::Call};

/// The node of a phone number (sources §1.3).
pub(crate) const KIND: Kind = Kind {
    name: "WhatsAppBusinessPhoneNumber",
    all: &[
        "id",
        "account_mode",
        "certificate",
        "code_verification_status",
        "conversational_automation",
        "country_code",
        "country_dial_code",
        "display_phone_number",
        "eligibility_for_api_business_global_search",
        "health_status",
        "host_platform",
        "is_official_business_account",
        "is_on_biz_app",
        "is_pin_enabled",
        "is_preverified_number",
        "last_onboarded_time",
        "messaging_limit_tier",
        "name_status",
        "new_certificate",
        "new_display_name",
        "new_name_status",
        "platform_type",
        "quality_rating",
        "quality_score",
        "search_visibility",
        "status",
        "throughput",
        "unified_cert_status",
        "username",
        "verified_name",
        "webhook_configuration",
        "whatsapp_business_manager_messaging_limit",
    ],
    default: &[
        "verified_name",
        "display_phone_number",
        "code_verification_status",
        "quality_rating",
        "id",
    ],
};

/// `GET /{phone}`
pub(crate) fn get(state: &State, call: &Call, waba: &Waba, phone: &Phone) -> Result<Answer, Answer> {
    auth::for_phone(auth::token(state, call)?, &phone.id, &waba.id, &call.method)?;
    Ok(Answer::ok(fields::select(
        &KIND,
        &record(state, waba, phone),
        call.param("fields"),
    )?))
}

/// Everything that can be asked about a number.
pub(crate) fn record(state: &State, waba: &Waba, phone: &Phone) -> Map<String, Value> {
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
    put("id", json!(phone.id));
    put("display_phone_number", json!(phone.display_phone_number));
    put("verified_name", json!(phone.verified_name));
    put("status", json!(phone.status));
    put("quality_rating", json!(phone.quality_rating));
    put("quality_score", json!({ "score": phone.quality_rating }));
    put("code_verification_status", json!(phone.code_verification_status));
    put("name_status", json!(phone.name_status));
    put("throughput", json!({ "level": phone.throughput }));
    put("platform_type", json!("CLOUD_API"));
    put("host_platform", json!("CLOUD_API"));
    put("account_mode", json!(phone.account_mode));
    put("is_official_business_account", json!(false));
    put("is_pin_enabled", json!(phone.pin.is_some()));
    put("is_on_biz_app", json!(false));
    put("is_preverified_number", json!(false));
    put("country_code", json!(waba.country));
    put(
        "whatsapp_business_manager_messaging_limit",
        json!(waba.portfolio.messaging_limit),
    );
    put(
        "messaging_limit_tier",
        json!(before_portfolios(&waba.portfolio.messaging_limit)),
    );
    put("health_status", health::of_phone(state, waba, phone));
    if let Some(code) = phone
        .display_phone_number
        .trim_start_matches('+')
        .split(' ')
        .next()
    {
        put("country_dial_code", json!(code));
    }
    for (name, value) in [
        ("new_display_name", &phone.new_display_name),
        ("new_name_status", &phone.new_name_status),
        ("last_onboarded_time", &phone.last_onboarded_time),
    ] {
        if let Some(value) = value {
            put(name, json!(value));
        }
    }
    let callback = waba
        .subscriptions
        .iter()
        .find_map(|s| s.override_callback_uri.as_ref());
    if let Some(callback) = callback {
        put(
            "webhook_configuration",
            json!({ "whatsapp_business_account": callback }),
        );
    }
    fields::overlay(&mut record, &phone.extra);
    record
}

/// The limit's name up to v23, which knew 1,000 where 2,000 is now.
fn before_portfolios(limit: &str) -> &str {
    if limit == "TIER_2K" { "TIER_1K" } else { limit }
}
