//! `health_status`: who can send, and what is in the way (sources §1.3).

use serde_json::{Value, json};

use crate::{Phone, State, Waba};

/// Health of an account.
pub(crate) fn of_waba(state: &State, waba: &Waba) -> Value {
    overall(vec![waba_entity(waba), business_entity(waba), app_entity(state)])
}

/// Health of a number.
pub(crate) fn of_phone(state: &State, waba: &Waba, phone: &Phone) -> Value {
    overall(vec![
        phone_entity(phone),
        waba_entity(waba),
        business_entity(waba),
        app_entity(state),
    ])
}

/// The worst entity decides.
fn overall(entities: Vec<Value>) -> Value {
    let rank = |entity: &Value| match entity["can_send_message"].as_str() {
        Some("BLOCKED") => 2,
        Some("LIMITED") => 1,
        _ => 0,
    };
    let worst = entities.iter().map(rank).max();
    let verdict = ["AVAILABLE", "LIMITED", "BLOCKED"]
        .get(worst.unwrap_or_default())
        .copied();
    json!({ "can_send_message": verdict, "entities": entities })
}

fn phone_entity(phone: &Phone) -> Value {
    let mut entity =
        json!({ "entity_type": "PHONE_NUMBER", "id": phone.id, "can_send_message": "AVAILABLE" });
    if phone.status == "RESTRICTED" {
        entity["can_send_message"] = json!("LIMITED");
        entity["additional_info"] = json!(["The phone number has reached its messaging limit."]);
    } else if phone.status != "CONNECTED" {
        entity["can_send_message"] = json!("BLOCKED");
        entity["additional_info"] = json!([format!("The phone number is not connected ({}).", phone.status)]);
    } else if !matches!(
        phone.name_status.as_str(),
        "APPROVED" | "AVAILABLE_WITHOUT_REVIEW"
    ) {
        entity["can_send_message"] = json!("LIMITED");
        entity["additional_info"] = json!(["The display name has not been approved yet."]);
    }
    entity
}

fn waba_entity(waba: &Waba) -> Value {
    let mut entity = json!({ "entity_type": "WABA", "id": waba.id, "can_send_message": "AVAILABLE" });
    if !waba.payment_method {
        entity["can_send_message"] = json!("BLOCKED");
        entity["errors"] = json!([{
            "error_code": 141_006,
            "error_description": "There is an error with the payment method. This will block business initiated conversations.",
            "possible_solution": "Add a new payment method to the account.",
        }]);
    }
    entity
}

fn business_entity(waba: &Waba) -> Value {
    let mut entity =
        json!({ "entity_type": "BUSINESS", "id": waba.portfolio.id, "can_send_message": "AVAILABLE" });
    if !waba.portfolio.verification.eq_ignore_ascii_case("verified") {
        entity["can_send_message"] = json!("LIMITED");
        entity["errors"] = json!([{
            "error_code": 141_010,
            "error_description": "The Business has not passed business verification.",
            "possible_solution": "Visit business settings and start or resolve the business verification request.",
        }]);
    }
    entity
}

fn app_entity(state: &State) -> Value {
    json!({ "entity_type": "APP", "id": state.app().id, "can_send_message": "AVAILABLE" })
}
