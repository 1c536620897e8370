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
        description = "Numbers and tenants for programs. Lists come in pages: pass `next` as `cursor`. \
                       Failures are problem details (RFC 9457); decide by `code`, never by the words. \
                       Changes that are already so change nothing, so trying again is safe.",
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
                "A key of the platform or of one tenant: `tk_…`, made on the page Team",
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
