//! What an operator does with messages, customers and events.

use axum::{
    Json, Router,
    extract::{Path, State as Shared},
    routing::{get, patch, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Done, Refusal, change, found};
use crate::{CannotWrite, Customer, Difference, LifeSettings, Sandbox, Template, Wrote};

pub(super) fn router() -> Router<Sandbox> {
    Router::new()
        .route("/behaviour", get(behaviour).patch(change_behaviour))
        .route("/messages", get(messages))
        .route("/deliveries", get(deliveries))
        .route("/flush", post(flush))
        .route(
            "/customers",
            get(customers).post(add_customer).delete(clear_customers),
        )
        .route("/customers/write", post(write))
        .route("/customers/read", post(read))
        .route("/life", put(set_life).delete(end_life))
        .route("/wabas/{id}/templates", post(add_template))
        .route("/wabas/{id}/events", post(announce))
        .route("/templates/{id}", patch(change_template))
        .route("/templates/{id}/status", post(template_status))
        .route("/templates/{id}/quality", post(template_quality))
        .route("/templates/{id}/category", post(template_category))
        .route("/differences", get(differences).put(set_differences))
        .route("/numbers/{id}/quality", post(quality))
        .route("/numbers/{id}/name", post(name))
}

async fn behaviour(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.state().config.behaviour))
}

async fn change_behaviour(Shared(sandbox): Shared<Sandbox>, Json(fields): Json<Value>) -> Done {
    change(Some(sandbox.state().behaviour_mut()), fields)
}

async fn messages(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.state().sent()))
}

async fn deliveries(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    let state = sandbox.state();
    Json(json!({ "tally": state.tally(), "last": state.deliveries(), "planned": state.traffic.due.len() }))
}

async fn flush(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    sandbox.flush().await;
    Json(json!(sandbox.state().tally()))
}

async fn customers(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.state().customers()))
}

async fn add_customer(Shared(sandbox): Shared<Sandbox>, Json(customer): Json<Customer>) -> Done {
    if sandbox.state().add_customer(customer) {
        found(true)
    } else {
        Err(Refusal::BadFields("a phone or a user_id is needed".into()))
    }
}

async fn clear_customers(Shared(sandbox): Shared<Sandbox>) -> Done {
    sandbox.state().clear_customers();
    found(true)
}

async fn write(Shared(sandbox): Shared<Sandbox>, Json(wrote): Json<Wrote>) -> Done {
    match sandbox.state().customer_writes(&wrote) {
        Ok(wamid) => Ok(Json(json!({ "id": wamid }))),
        Err(CannotWrite::NoNumber) => Err(Refusal::NotFound),
        Err(CannotWrite::NoSender) => Err(Refusal::BadFields("from or user_id is needed".into())),
    }
}

#[derive(Deserialize)]
struct Reads {
    number: String,
    person: String,
}

async fn read(Shared(sandbox): Shared<Sandbox>, Json(reads): Json<Reads>) -> Json<Value> {
    let read = sandbox.state().read_all(&reads.number, &reads.person);
    Json(json!({ "read": read }))
}

async fn set_life(Shared(sandbox): Shared<Sandbox>, Json(settings): Json<LifeSettings>) -> Done {
    sandbox.state().set_life(Some(settings));
    found(true)
}

async fn end_life(Shared(sandbox): Shared<Sandbox>) -> Done {
    sandbox.state().set_life(None);
    found(true)
}

async fn add_template(
    Shared(sandbox): Shared<Sandbox>,
    Path(waba): Path<String>,
    Json(template): Json<Template>,
) -> Done {
    if template.id.is_empty() || template.name.is_empty() {
        return Err(Refusal::BadFields("id and name are needed".into()));
    }
    found(sandbox.state().add_template(&waba, template))
}

async fn change_template(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(fields): Json<Value>,
) -> Done {
    change(sandbox.state().template_mut(&id), fields)
}

#[derive(Deserialize)]
struct Announcement {
    field: String,
    value: Value,
}

async fn announce(
    Shared(sandbox): Shared<Sandbox>,
    Path(waba): Path<String>,
    Json(Announcement { field, value }): Json<Announcement>,
) -> Done {
    found(sandbox.state().announce(&waba, &field, value))
}

#[derive(Deserialize)]
struct StatusChange {
    event: String,
    reason: Option<String>,
}

async fn template_status(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(StatusChange { event, reason }): Json<StatusChange>,
) -> Done {
    found(sandbox.state().template_becomes(&id, &event, reason.as_deref()))
}

#[derive(Deserialize)]
struct Score {
    score: String,
}

async fn template_quality(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(Score { score }): Json<Score>,
) -> Done {
    found(sandbox.state().template_quality_becomes(&id, &score))
}

#[derive(Deserialize)]
struct CategoryChange {
    category: String,
    #[serde(default)]
    notice: bool,
}

async fn template_category(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(CategoryChange { category, notice }): Json<CategoryChange>,
) -> Done {
    let mut state = sandbox.state();
    found(if notice {
        state.warn_of_category(&id, &category)
    } else {
        state.recategorise(&id, &category)
    })
}

async fn differences(Shared(sandbox): Shared<Sandbox>) -> Json<Value> {
    Json(json!(sandbox.state().config.differences))
}

async fn set_differences(Shared(sandbox): Shared<Sandbox>, Json(planted): Json<Vec<Difference>>) -> Done {
    *sandbox.state().differences_mut() = planted;
    found(true)
}

#[derive(Deserialize)]
struct QualityChange {
    event: String,
    rating: String,
}

async fn quality(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(QualityChange { event, rating }): Json<QualityChange>,
) -> Done {
    found(sandbox.state().quality_becomes(&id, &rating, &event))
}

#[derive(Deserialize)]
struct NameDecision {
    decision: String,
    reason: Option<String>,
}

async fn name(
    Shared(sandbox): Shared<Sandbox>,
    Path(id): Path<String>,
    Json(NameDecision { decision, reason }): Json<NameDecision>,
) -> Done {
    found(sandbox.state().name_decided(&id, &decision, reason.as_deref()))
}
