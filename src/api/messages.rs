//! Messages and what became of them.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use domain::{
    ids::TenantId,
    message::{
        delivery::{Facts, State as Status},
        id::MessageId,
    },
};
use serde::Serialize;
use service::messages::{
    detail::{self, Cause, MessageDetail},
    list::{self, Charge, Direction, MessageQuery, MessageRow, Range},
};
use utoipa::ToSchema;

use super::{
    answers::Refusals,
    auth::ApiCall,
    cursor::Cursor,
    extract::{ApiId, Listing},
};
use crate::{
    http::{problem::Problem, time_text},
    state::AppState,
};

/// A message in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    /// Our id, decimal.
    #[schema(example = "912345678901234567")]
    id: String,
    /// When it was asked for, or written by the customer, in RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// `queued`, `held`, `dropped`, `unknown`, `accepted`, `sent`, `failed`, `delivered`, `read`, `played` or `received`.
    #[schema(example = "delivered")]
    status: String,
    /// `in` from a customer, `out` to one.
    #[schema(example = "out")]
    direction: String,
    /// The tenant; `null` when nobody held the number then.
    #[schema(format = "uuid")]
    tenant_id: Option<String>,
    /// Meta's id of our number.
    #[schema(example = "123456789012345")]
    phone_number_id: Option<String>,
    /// The customer's number, masked; empty when they share none.
    #[schema(example = "+34 6•• ••• 412")]
    customer: String,
    /// Meta's type of message; new ones may appear.
    #[schema(example = "template")]
    kind: String,
    /// Name of the template.
    template: Option<String>,
    /// Category, as priced or asked for.
    category: Option<String>,
    /// Whether Meta charges for it; `null` while that is open.
    charged: Option<bool>,
    /// Meta's code of why it failed.
    error_code: Option<i64>,
    /// Start of the text.
    preview: String,
    /// Meta's id.
    wamid: Option<String>,
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        Self {
            id: row.id.to_string(),
            at: time_text(row.at),
            status: row.state.key().to_owned(),
            direction: row.direction.key().to_owned(),
            tenant_id: row.tenant.map(|(id, _)| id.to_string()),
            phone_number_id: row.phone_number_id,
            customer: row.who,
            kind: row.kind,
            template: row.template,
            category: row.category,
            charged: match row.charge {
                Charge::Charged => Some(true),
                Charge::Free | Charge::Not => Some(false),
                Charge::Open | Charge::Unsaid => None,
            },
            error_code: row.error,
            preview: row.preview,
            wamid: row.wamid,
        }
    }
}

/// Messages of one page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MessagePage {
    /// Newest first.
    data: Vec<Message>,
    /// Pass it as `cursor` for older ones; `null` at the end.
    next: Option<String>,
}

/// When each step happened, in RFC 3339; `null` for what has not happened.
#[derive(Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the names of the API")]
pub(super) struct Timeline {
    /// Taken into the queue.
    #[schema(format = DateTime)]
    queued_at: Option<String>,
    /// Held back.
    #[schema(format = DateTime)]
    held_at: Option<String>,
    /// Withdrawn or expired.
    #[schema(format = DateTime)]
    dropped_at: Option<String>,
    /// Handed to Meta.
    #[schema(format = DateTime)]
    handed_at: Option<String>,
    /// Meta gave no answer.
    #[schema(format = DateTime)]
    unanswered_at: Option<String>,
    /// Meta said yes.
    #[schema(format = DateTime)]
    accepted_at: Option<String>,
    /// Meta said no.
    #[schema(format = DateTime)]
    refused_at: Option<String>,
    /// Left Meta.
    #[schema(format = DateTime)]
    sent_at: Option<String>,
    /// On the customer's phone.
    #[schema(format = DateTime)]
    delivered_at: Option<String>,
    /// Opened.
    #[schema(format = DateTime)]
    read_at: Option<String>,
    /// Played.
    #[schema(format = DateTime)]
    played_at: Option<String>,
    /// Reported as failed.
    #[schema(format = DateTime)]
    failed_at: Option<String>,
}

impl From<Facts> for Timeline {
    fn from(facts: Facts) -> Self {
        Self {
            queued_at: facts.queued_at.map(time_text),
            held_at: facts.held_at.map(time_text),
            dropped_at: facts.dropped_at.map(time_text),
            handed_at: facts.handed_at.map(time_text),
            unanswered_at: facts.unanswered_at.map(time_text),
            accepted_at: facts.accepted_at.map(time_text),
            refused_at: facts.refused_at.map(time_text),
            sent_at: facts.sent_at.map(time_text),
            delivered_at: facts.delivered_at.map(time_text),
            read_at: facts.read_at.map(time_text),
            played_at: facts.played_at.map(time_text),
            failed_at: facts.failed_at.map(time_text),
        }
    }
}

/// Why a message failed, in Meta's words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Failure {
    /// Meta's code.
    #[schema(example = 131_026)]
    code: i64,
    /// Meta's finer code.
    subcode: Option<i64>,
    /// Meta's heading.
    title: String,
    /// Meta's details.
    details: Option<String>,
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self {
            code: cause.code,
            subcode: cause.subcode,
            title: cause.title,
            details: cause.details,
        }
    }
}

/// A message with all that is known about it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MessageRecord {
    /// As in the list, but for the customer's number.
    #[serde(flatten)]
    message: Message,
    /// When each step happened.
    timeline: Timeline,
    /// The words.
    text: Option<String>,
    /// Language of the template.
    language: Option<String>,
    /// Why it failed.
    error: Option<Failure>,
    /// Who asked for it.
    source: String,
    /// Meta's id of the message that it answers.
    reply_to: Option<String>,
    /// How often it was handed to Meta.
    attempts: u32,
    /// Meta's trace id of the last attempt.
    trace_id: Option<String>,
}

impl From<MessageDetail> for MessageRecord {
    fn from(detail: MessageDetail) -> Self {
        Self {
            timeline: detail.facts.into(),
            text: detail.text,
            language: detail.language,
            error: detail.cause.map(Failure::from),
            source: detail.source,
            reply_to: detail.reply_to,
            attempts: detail.attempts,
            trace_id: detail.trace,
            message: Message {
                customer: detail.number,
                ..detail.row.into()
            },
        }
    }
}

/// What a list of messages may be narrowed by.
#[derive(Debug, Default)]
pub(super) struct Narrowed(MessageQuery);

impl<S: Send + Sync> FromRequestParts<S> for Narrowed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let mut wanted = MessageQuery {
            range: Range::All,
            ..MessageQuery::default()
        };
        for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let bad = |words: &str| Problem::field(&key, "invalid", words.to_owned());
            match key.as_ref() {
                "status" => {
                    wanted.state = Some(
                        Status::from_key(&value)
                            .ok_or_else(|| bad("status is one of those in the answers."))?,
                    );
                }
                "direction" => {
                    wanted.direction =
                        Some(Direction::from_key(&value).ok_or_else(|| bad("direction is in or out."))?);
                }
                "tenant_id" => {
                    wanted.tenant = Some(TenantId::parse(&value).map_err(|_| bad("tenant_id is a UUID."))?);
                }
                "template" => wanted.template = Some(value.into_owned()),
                "q" => wanted.q = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(Self(wanted))
    }
}

/// Our id of a message in a path.
#[derive(Debug)]
pub(super) struct PathId(MessageId);

impl TryFrom<String> for PathId {
    type Error = domain::ids::BadId;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        MessageId::parse(&text).map(Self)
    }
}

/// Lists messages, newest first. A tenant's key sees its own.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/messages",
    operation_id = "listMessages",
    tag = "Messages",
    params(
        ("limit" = Option<u32>, Query, description = "Rows of a page", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "The `next` of an earlier answer", pattern = "^[A-Za-z0-9_-]+$"),
        ("status" = Option<String>, Query, description = "Only this status"),
        ("direction" = Option<String>, Query, description = "`in` or `out`"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
        ("template" = Option<String>, Query, description = "Only from this template"),
        ("q" = Option<String>, Query, description = "Part of the customer's name, last digits of their number (three at least), or an id"),
    ),
    responses((status = 200, description = "A page of messages", body = MessagePage), Refusals),
)]
pub(super) async fn index(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    listing: Listing,
    Narrowed(wanted): Narrowed,
) -> Result<Json<MessagePage>, Problem> {
    let before = match &listing.cursor {
        None => None,
        Some(cursor) => Some(MessageId::parse(cursor.place()).map_err(|_| super::cursor::unknown())?),
    };
    let query = MessageQuery {
        before,
        size: Some(listing.limit),
        ..wanted
    };
    let found = list::list(&state.services, &call, &query).await?;
    let data = found.rows.into_iter().map(Message::from).collect();
    Ok(Json(MessagePage {
        data,
        next: found.next.map(|id| Cursor::write(&id.to_string())),
    }))
}

/// One message with its timeline.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/messages/{id}",
    operation_id = "getMessage",
    tag = "Messages",
    params(("id" = String, Path, description = "Our id of the message", pattern = "^[0-9]+$")),
    responses((status = 200, description = "The message", body = MessageRecord), Refusals),
)]
pub(super) async fn show(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    ApiId(PathId(id)): ApiId<PathId>,
) -> Result<Json<MessageRecord>, Problem> {
    Ok(Json(detail::get(&state.services, &call, None, id).await?.into()))
}
