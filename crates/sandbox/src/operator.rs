//! The operator API: what a demo or an outside test changes while it runs.
//!
//! JSON over HTTP under `/_sandbox`, without credentials, on loopback only.
//!
//! | Call | Does |
//! |---|---|
//! | `GET /_sandbox/desk` | a page for people who play Meta's part ([`desk`]) |
//! | `GET /_sandbox/state` | everything it holds: app, accounts with numbers, tokens, faults |
//! | `POST /_sandbox/reset` | back to the beginning |
//! | `POST /_sandbox/wabas` | adds or replaces an account |
//! | `PATCH`, `DELETE /_sandbox/wabas/{id}` | changes the named fields; removes it |
//! | `POST /_sandbox/wabas/{id}/numbers` | adds or replaces a number |
//! | `PATCH`, `DELETE /_sandbox/numbers/{id}` | changes the named fields; removes it |
//! | `POST /_sandbox/tokens` | adds or replaces a token |
//! | `PATCH`, `DELETE /_sandbox/tokens/{token}` | changes the named fields; removes it |
//! | `GET`, `POST`, `DELETE /_sandbox/faults` | lists, adds, ends all trouble ([`crate::Fault`]) |
//! | `GET`, `PATCH /_sandbox/behaviour` | how messages travel and callbacks misbehave ([`crate::Behaviour`]) |
//! | `GET /_sandbox/messages` | the last accepted messages |
//! | `GET /_sandbox/deliveries` | the last callbacks with their answers, and counters |
//! | `POST /_sandbox/flush` | posts everything that is planned, now |
//! | `GET`, `POST`, `DELETE /_sandbox/customers` | lists, adds or replaces, forgets people with a behaviour of their own ([`crate::Customer`]) |
//! | `POST /_sandbox/customers/write` | somebody writes to a number ([`crate::Wrote`]); answers the message's id |
//! | `POST /_sandbox/customers/read` | `{"number","person"}`: somebody opens everything they got |
//! | `PUT`, `DELETE /_sandbox/life` | begins ([`crate::LifeSettings`]), ends a living day |
//! | `POST /_sandbox/wabas/{id}/templates` | adds or replaces a template |
//! | `PATCH /_sandbox/templates/{id}` | changes the named fields, silently |
//! | `POST /_sandbox/templates/{id}/status` | `{"event","reason"}`: changes its state and tells |
//! | `POST /_sandbox/templates/{id}/quality` | `{"score"}`: changes its quality and tells; `RED` pauses it |
//! | `POST /_sandbox/templates/{id}/category` | `{"category","notice"}`: gives notice of another category, or moves it at once |
//! | `GET`, `PUT /_sandbox/differences` | differences between what Meta counts and what it told ([`crate::Difference`]) |
//! | `POST /_sandbox/numbers/{id}/quality` | `{"event","rating"}`: changes the quality and tells |
//! | `POST /_sandbox/numbers/{id}/name` | `{"decision","reason"}`: decides about the name and tells |
//! | `POST /_sandbox/wabas/{id}/events` | `{"field","value"}`: tells any event |
//! | `GET`, `DELETE /_sandbox/requests` | the last calls with their answers; forgets them |

pub mod desk;
mod traffic;

use axum::{
    Json, Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{Fault, Phone, Sandbox, State, Token, Waba};

pub(crate) fn router() -> Router<Sandbox> {
    Router::new()
        .route("/state", get(state))
        .route("/reset", post(reset))
        .route("/wabas", post(add_waba))
        .route("/wabas/{id}", patch(change_waba).delete(remove_waba))
        .route("/wabas/{id}/numbers", post(add_number))
        .route("/numbers/{id}", patch(change_number).delete(remove_number))
        .route("/tokens", post(add_token))
        .route("/tokens/{token}", patch(change_token).delete(remove_token))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/requests", get(requests).delete(clear_requests))
        .merge(traffic::router())
        .merge(desk::router())
}

/// Why an operator's request was not followed.
enum Refusal {
    /// Nothing has this id.
    NotFound,
    /// The fields do not fit; says why.
    BadFields(String),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "nothing has this id".to_owned()),
            Self::BadFields(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
        };
        (status, Json(json!({ "error": text }))).into_response()
    }
}

type Done = Result<Json<Value>, Refusal>;

fn found(found: bool) -> Done {
    if found {
        Ok(Json(json!({ "ok": true })))
    } else {
        Err(Refusal::NotFound)
    }
}

/// Lays the named fields over a thing; a name that does not exist is refused
/// rather than ignored.
fn change<T: Serialize + DeserializeOwned>(thing: Option<&mut T>, fields: Value) -> Done {
    let thing = thing.ok_or(Refusal::NotFound)?;
    let bad = |error: serde_json::Error| Refusal::BadFields(error.to_string());
    let mut whole = serde_json::to_value(&*thing).map_err(bad)?;
    let (Some(into), Value::Object(fields)) = (whole.as_object_mut(), fields) else {
        return Err(Refusal::BadFields(
            "an object with the fields to change is needed".into(),
        ));
    };
    for (name, value) in fields {
        match into.get_mut(&name) {
            Some(place) => *place = value,
            None => {
                return Err(Refusal::BadFields(format!(
                    "there is no field {name}; unusual ones go into extra"
                )));
            }
        }
    }
    *thing = serde_json::from_value(whole.clone()).map_err(bad)?;
    Ok(Json(whole))
}

fn dump(state: &State) -> Value {
    json!({
        "app": state.app(),
        "wabas": state.wabas(),
        "tokens": state.tokens(),
        "faults": state.faults(),
        "now": state.now(),
    })
}

async fn state(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    Json(dump(&sandbox.state()))
}

async fn reset(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    let mut state = sandbox.state();
    state.reset();
    Json(dump(&state))
}

async fn add_waba(Shared(sandbox): Shared<Sandbox>, Json(waba): Json<Waba>) -> Done {
    sandbox.state().add_waba(waba);
    found(true)
}

async fn change_waba(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(fields): Json<Value>,
) -> Done {
    change(sandbox.state().waba_mut(&id), fields)
}

async fn remove_waba(Shared(sandbox): Shared<Sandbox>, Path(id): Path<String>) -> Done {
    found(sandbox.state().remove_waba(&id))
}

async fn add_number(
    Shared(sandbox): Shared<Sandbox>,
    Path(waba): Path<String>,
    Json(phone): Json<Phone>,
) -> Done {
    if phone.id.is_empty() || phone.display_phone_number.is_empty() {
        return Err(Refusal::BadFields(
            "id and display_phone_number are needed".into(),
        ));
    }
    found(sandbox.state().add_phone(&waba, phone))
}

async fn change_number(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(fields): Json<Value>,
) -> Done {
    change(sandbox.state().phone_mut(&id), fields)
}

async fn remove_number(Shared(sandbox): Shared<Sandbox>, Path(id): Path<String>) -> Done {
    found(sandbox.state().remove_phone(&id))
}

async fn add_token(Shared(sandbox): Shared<Sandbox>, Json(token): Json<Token>) -> Done {
    sandbox.state().add_token(token);
    found(true)
}

async fn change_token(
    Shared(sandbox): Shared<Sandbox>,
    Path(token): Path<String>,
    Json(fields): Json<Value>,
) -> Done {
    change(sandbox.state().token_mut(&token), fields)
}

async fn remove_token(Shared(sandbox): Shared<Sandbox>, Path(token): Path<String>) -> Done {
    found(sandbox.state().remove_token(&token))
}

async fn faults(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.state().faults()))
}

async fn add_fault(Shared(sandbox): Shared<Sandbox>, Json(fault): Json<Fault>) -> Done {
    sandbox.state().add_fault(fault);
    found(true)
}

async fn clear_faults(Shared(sandbox): Shared<Sandbox>) -> Done {
    sandbox.state().clear_faults();
    found(true)
}

async fn requests(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.state().exchanges()))
}

async fn clear_requests(Shared(sandbox): Shared<Sandbox>) -> Done {
    sandbox.state().clear_exchanges();
    found(true)
}
