//! What arrived from Meta, and what became of it.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use domain::{message::id::MessageId, time::Millis};
use serde::Serialize;
use service::webhooks::list::{self, EventFilter, EventRow, EventState};
use utoipa::ToSchema;

use super::{
    answers::Refusals,
    auth::ApiCall,
    cursor::{self, Cursor},
    extract::{Listing, once},
};
use crate::{
    http::{problem::Problem, time_text},
    state::AppState,
};

/// Longest name of a field; Meta's longest has half as many characters.
const FIELD_MAX: usize = 100;

/// One message, status or change that was found inside a delivery; or a
/// delivery that could not be read, which is one dead event without a field.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookEvent {
    /// Our id, decimal.
    #[schema(example = "912345678901234567")]
    id: String,
    /// When it reached us, in RFC 3339.
    #[schema(format = DateTime)]
    received_at: String,
    /// Its own time by Meta's clock, or that of its arrival.
    #[schema(format = DateTime)]
    at: String,
    /// Meta's webhook field; new ones may appear.
    #[schema(example = "messages")]
    field: Option<String>,
    /// What it is: `message:text`, `status:delivered`, `event:FLAGGED`, `unknown`, `unreadable` …
    #[schema(example = "status:delivered")]
    what: String,
    /// `processed`; `parked` while it waits for its message; `unknown` when this version
    /// does not know its kind; `dead` when it could not be read.
    #[schema(example = "processed")]
    state: String,
    /// What became of it: `message:` with our id of the message, `asked` when Meta was asked
    /// what is so now, `noted` when it is kept and has no effect, `no_id` when it names no
    /// message, `other_number` or `own_message` when it has the id of a message to another
    /// number or of one that we sent, `too_long` when an id in it cannot be one; `null` while
    /// nothing has.
    #[schema(example = "message:912345678901234567")]
    outcome: Option<String>,
    /// Meta's id of the WhatsApp Business Account.
    #[schema(example = "987654321098765")]
    waba_id: Option<String>,
    /// Meta's id of our number.
    #[schema(example = "123456789012345")]
    phone_number_id: Option<String>,
    /// Meta's id of the message.
    wamid: Option<String>,
    /// What is wrong with it.
    problem: Option<String>,
}

impl From<EventRow> for WebhookEvent {
    fn from(row: EventRow) -> Self {
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            id: row.id.to_string(),
            received_at: time_text(Millis(row.received_at)),
            at: time_text(Millis(row.at)),
            field: said(row.field),
            what: row.what,
            state: EventState::from_code(row.state)
                .unwrap_or(EventState::Unknown)
                .key()
                .to_owned(),
            outcome: said(row.outcome),
            waba_id: row.waba_id,
            phone_number_id: row.phone_number_id,
            wamid: row.wamid,
            problem: row.problem,
        }
    }
}

/// Events of one page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookEventPage {
    /// Newest first.
    data: Vec<WebhookEvent>,
    /// Pass it as `cursor` for older ones; `null` at the end.
    next: Option<String>,
}

/// What a list of events may be narrowed by.
#[derive(Debug, Default)]
pub(super) struct Narrowed(EventFilter);

impl<S: Send + Sync> FromRequestParts<S> for Narrowed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let field = once(parts, "field")?;
        if field.as_deref().is_some_and(|field| !is_field(field)) {
            let words = "field is the name of a webhook field, for example messages.";
            return Err(Problem::field("field", "not_a_choice", words));
        }
        let state = match once(parts, "state")? {
            None => None,
            Some(key) => Some(EventState::from_key(&key).ok_or_else(|| {
                let words = "state is processed, parked, unknown or dead.";
                Problem::field("state", "not_a_choice", words)
            })?),
        };
        Ok(Self(EventFilter {
            field,
            state,
            wamid: None,
        }))
    }
}

/// Whether this can be the name of a field. Which ones there are, Meta decides.
fn is_field(text: &str) -> bool {
    (1..=FIELD_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// Lists what arrived from Meta, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/admin/whatsapp/webhook-events",
    operation_id = "listWebhookEvents",
    tag = "Webhooks",
    params(
        ("limit" = Option<u32>, Query, description = "Rows of a page", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "The `next` of an earlier answer", pattern = "^[A-Za-z0-9_-]+$"),
        ("field" = Option<String>, Query, description = "Only this field of Meta's, for example `messages`",
         pattern = "^[A-Za-z0-9_.-]{1,100}$"),
        ("state" = Option<String>, Query, description = "Only `processed`, `parked`, `unknown` or `dead`",
         pattern = "^(processed|parked|unknown|dead)$"),
    ),
    responses((status = 200, description = "A page of events", body = WebhookEventPage), Refusals),
)]
pub(super) async fn index(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    listing: Listing,
    Narrowed(filter): Narrowed,
) -> Result<Json<WebhookEventPage>, Problem> {
    let before = match &listing.cursor {
        None => None,
        Some(cursor) => Some(MessageId::parse(cursor.place()).map_err(|_| cursor::unknown())?),
    };
    let found = list::events(&state.services, &call, &filter, before, Some(listing.limit)).await?;
    Ok(Json(WebhookEventPage {
        data: found.rows.into_iter().map(WebhookEvent::from).collect(),
        next: found.next.map(|id| Cursor::write(&id.to_string())),
    }))
}
