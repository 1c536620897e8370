//! The API's description, made from the code of its operations.

use axum::{Json, extract::State};
use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::{http::problem::Problem, state::AppState};

/// What the description says beside the operations.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Tahona",
        description = "Messages, numbers, tenants, templates and costs for programs. \
                       Lists come in pages: pass `next` as `cursor`. \
                       Failures are problem details (RFC 9457); decide by `code`, never by the words. \
                       Giving a tenant a number and taking it back may be repeated: what is already so changes \
                       nothing. A message may be sent again with the same `Idempotency-Key` only; without one \
                       every request is a new message. Before a template is handed in again, list the templates: \
                       the first attempt may have worked.",
        license(name = "MIT"),
    ),
    components(schemas(Problem)),
    modifiers(&Key),
    security(("key" = [])),
    tags(
        (name = "Tenants", description = "Bakeries, and the number that each one has"),
        (name = "Phone numbers", description = "The pool of numbers"),
        (name = "Templates", description = "Templates and what Meta makes of them"),
        (name = "Messages", description = "Sending, and what became of each message"),
        (name = "Webhooks", description = "What arrived from Meta, and what became of it"),
        (name = "Billing", description = "What messages cost: estimates that can be followed down to each message"),
    ),
)]
pub(super) struct Description;

struct Key;

impl Modify for Key {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A key of the platform or of one tenant: `tk_…`, made under People, API keys",
            ))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}

/// The description as JSON.
#[must_use]
pub fn document() -> Value {
    let description = super::operations().split_for_parts().1;
    serde_json::to_value(description).unwrap_or_default()
}

/// `GET /api/v1/openapi.json`. Needs no key: it holds nothing of anybody's.
pub async fn show(State(state): State<AppState>) -> Json<Value> {
    Json(state.openapi.as_ref().clone())
}
