//! What a token is (sources §1.2).

use serde_json::{Value, json};

use super::{answer::Answer, auth};
use crate::{State, call::Call};

/// `GET /debug_token?input_token=…`
pub(crate) fn get(state: &State, call: &Call) -> Result<Answer, Answer> {
    // `<app id>|<app secret>` is a token too: the app's own.
    let app = state.app();
    let app_token = format!("{}|{}", app.id, app.secret);
    if call.token() != Some(app_token.as_str()) {
        auth::token(state, call)?;
    }
    let Some(input) = call.param("input_token") else {
        return Err(Answer::invalid("(#100) The parameter input_token is required"));
    };
    Ok(Answer::ok(json!({ "data": describe(state, input) })))
}

fn describe(state: &State, input: &str) -> Value {
    let app = state.app();
    let Some(token) = state.tokens().iter().find(|token| token.token == input) else {
        return json!({
            "error": { "code": 190, "message": "Invalid OAuth access token - Cannot parse access token" },
            "is_valid": false,
            "scopes": [],
        });
    };
    let expired = auth::expired(state, token);
    let granular: Vec<Value> = token
        .scopes
        .iter()
        .map(|scope| match scope.as_str() {
            "business_management" => json!({ "scope": scope }),
            _ => json!({ "scope": scope, "target_ids": token.wabas }),
        })
        .collect();
    let mut data = json!({
        "app_id": app.id,
        "type": token.kind,
        "application": app.name,
        "data_access_expires_at": 0,
        "expires_at": token.expires_at,
        "is_valid": !expired,
        "issued_at": token.issued_at,
        "scopes": token.scopes,
        "granular_scopes": granular,
        "user_id": token.user_id,
    });
    if expired {
        data["error"] = json!({
            "code": 190,
            "message": "Error validating access token: Session has expired",
            "subcode": 463,
        });
    }
    data
}
