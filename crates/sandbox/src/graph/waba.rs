//! Accounts and the list of their numbers.

use serde_json::{Map, Value, json};

use super::{analytics, answer::Answer, auth, fields, fields::Kind, health, phone};
use crate::{State, Waba, call::Call, cursor};

/// The node of an account (sources §1.3).
const KIND: Kind = Kind {
    name: "WhatsAppBusinessAccount",
    all: &[
        "id",
        "name",
        "account_review_status",
        "auth_international_rate_eligibility",
        "business_verification_status",
        "country",
        "currency",
        "disable_marketing_messages_on_cloud_api",
        "health_status",
        "is_enabled_for_insights",
        "marketing_messages_lite_api_status",
        "marketing_messages_onboarding_status",
        "message_template_namespace",
        "on_behalf_of_business_info",
        "owner_business_info",
        "ownership_type",
        "primary_business_location",
        "purchase_order_number",
        "status",
        "subscribed_apps",
        "timezone_id",
    ],
    default: &["id", "name"],
};

/// `GET /{waba}`
pub(crate) fn get(state: &State, call: &Call, waba: &Waba) -> Result<Answer, Answer> {
    auth::for_waba(auth::token(state, call)?, &waba.id, &call.method)?;
    let wanted = call.param("fields").map(fields::split).unwrap_or_default();
    let Some((analytics, _)) = wanted
        .iter()
        .find(|(name, _)| name == analytics::FIELD || name.starts_with(&format!("{}.", analytics::FIELD)))
    else {
        let shown = fields::select(&KIND, &record(state, waba), call.param("fields"))?;
        return Ok(Answer::ok(shown));
    };
    let others: Vec<&str> = wanted
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| name != analytics)
        .chain(["id"])
        .collect();
    let mut shown = fields::select(&KIND, &record(state, waba), Some(&others.join(",")))?;
    shown[analytics::FIELD] = analytics::answer(state, waba, analytics)?;
    Ok(Answer::ok(shown))
}

/// `GET /{waba}/phone_numbers`
pub(crate) fn phone_numbers(state: &State, call: &Call, waba: &Waba) -> Result<Answer, Answer> {
    auth::for_waba(auth::token(state, call)?, &waba.id, &call.method)?;
    let filters = filters(call)?;
    let mut records = Vec::new();
    for phone in &waba.phones {
        let record = phone::record(state, waba, phone);
        if filters
            .iter()
            .all(|(field, value)| record.get(field) == Some(value))
        {
            let shown = fields::select(&phone::KIND, &record, call.param("fields"))?;
            records.push((phone.id.clone(), shown));
        }
    }
    Ok(Answer::ok(cursor::page(call, records)?))
}

/// `filtering=[{"field":"account_mode","operator":"EQUAL","value":"LIVE"}]`
fn filters(call: &Call) -> Result<Vec<(String, Value)>, Answer> {
    let Some(text) = call.param("filtering") else {
        return Ok(Vec::new());
    };
    let bad = || Answer::invalid("Invalid parameter: filtering must be valid JSON");
    let list: Vec<Value> = serde_json::from_str(text).map_err(|_| bad())?;
    list.into_iter()
        .map(|filter| {
            let field = filter["field"].as_str().ok_or_else(bad)?.to_owned();
            if filter["operator"] != "EQUAL" {
                return Err(Answer::invalid(
                    "Invalid parameter: only the operator EQUAL is supported",
                ));
            }
            Ok((field, filter["value"].clone()))
        })
        .collect()
}

fn record(state: &State, waba: &Waba) -> Map<String, Value> {
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
    put("id", json!(waba.id));
    put("name", json!(waba.name));
    put("currency", json!(waba.currency));
    put("timezone_id", json!(waba.timezone_id));
    put("country", json!(waba.country));
    put("status", json!(waba.status));
    put("account_review_status", json!(waba.account_review_status));
    put("business_verification_status", json!(waba.portfolio.verification));
    put("ownership_type", json!("SELF_OWNED"));
    put(
        "owner_business_info",
        json!({ "id": waba.portfolio.id, "name": waba.portfolio.name }),
    );
    put(
        "message_template_namespace",
        json!(format!("ba30dd89_2ebd_41e4_b805_{:0>12.12}", waba.id)),
    );
    put("primary_business_location", json!(waba.country));
    put("is_enabled_for_insights", json!(false));
    put("marketing_messages_onboarding_status", json!("ELIGIBLE"));
    put("disable_marketing_messages_on_cloud_api", json!(false));
    put("health_status", health::of_waba(state, waba));
    fields::overlay(&mut record, &waba.extra);
    record
}
