//! How the API may refuse, described once for every operation.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses, ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder, header::HeaderBuilder},
    openapi::{ObjectBuilder, schema::Type},
};

use crate::http::problem::{MEDIA_TYPE, Problem};

/// What every operation may answer instead of doing what was asked.
#[derive(Debug)]
pub(super) struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            ("400", "The request cannot be read"),
            ("401", "No valid key was sent"),
            ("403", "The key may not do this"),
            ("404", "There is no such record, or the key may not know of it"),
            (
                "405",
                "The address does not know this method; `Allow` lists those it does",
            ),
            ("422", "A field or parameter cannot be used; `errors` names it"),
            ("429", "Too many requests with this key"),
            ("500", "A fault of ours; `x-request-id` leads to it in the log"),
            ("503", "The database does not answer"),
            ("504", "It took too long; part of it may have been done"),
        ]
        .into_iter()
        .map(|(status, words)| (status.to_owned(), problem(words)))
        .collect()
    }
}

/// What an operation with a body may answer as well.
#[derive(Debug)]
pub(super) struct BodyRefusals;

impl IntoResponses for BodyRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            ("413", "The body is larger than 1 MB"),
            ("415", "The body is not application/json"),
        ]
        .into_iter()
        .map(|(status, words)| (status.to_owned(), problem(words)))
        .collect()
    }
}

/// A change that somebody or something else stands against.
#[derive(Debug)]
pub(super) struct Conflicts;

impl IntoResponses for Conflicts {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let words = "Another tenant holds the number (`number_taken`, see `held_by`), or the number or the tenant \
                     is not in a state for this";
        BTreeMap::from([("409".to_owned(), problem(words))])
    }
}

fn problem(words: &str) -> RefOr<Response> {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Problem::name())))
        .build();
    let id = HeaderBuilder::new()
        .schema(ObjectBuilder::new().schema_type(Type::String))
        .description(Some("Id of the request, also in the audit log"))
        .build();
    ResponseBuilder::new()
        .description(words)
        .header("x-request-id", id)
        .content(MEDIA_TYPE, content)
        .build()
        .into()
}
