//! Sending a message.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use domain::ids::TenantId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use service::{
    ServiceError,
    messages::send::{self, SendContent, SendInput, SendTo, TemplateContent},
};
use utoipa::ToSchema;

use super::{
    answers::{BodyRefusals, Refusals},
    auth::ApiCall,
    extract::ApiJson,
};
use crate::{http::problem::Problem, state::AppState};

/// Name of the header that makes a repetition harmless.
const KEY: &str = "idempotency-key";

/// A message to be sent.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SendRequest {
    /// The bakery that sends.
    #[schema(format = "uuid")]
    tenant_id: String,
    /// The recipient, with country code: after `+` or `00`, or as ten digits or more.
    #[schema(example = "+34612345678")]
    recipient_phone: String,
    /// What the recipient is called.
    #[serde(default)]
    #[schema(example = "Juan García")]
    recipient_name: String,
    /// `template` or `text`.
    #[schema(example = "template")]
    message_type: String,
    /// With `message_type` `template`.
    #[serde(default)]
    template: Option<TemplateRequest>,
    /// With `message_type` `text`; only within 24 hours of the customer's last message.
    #[serde(default)]
    text: Option<TextForm>,
    /// States that the recipient agreed to be written to; the statement is kept.
    #[serde(default)]
    user_authorized: bool,
    /// In which words, if that is known.
    #[serde(default)]
    authorization_wording: String,
    /// Meta's id of the message that this one answers.
    #[serde(default)]
    reply_to: Option<String>,
}

/// A template with its values.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TemplateRequest {
    /// Its name.
    #[schema(example = "po_notification")]
    template_name: String,
    /// Its language, exactly as approved.
    #[schema(example = "es")]
    language: String,
    /// Values in Meta's form; sent on exactly as given.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    components: Option<Box<RawValue>>,
}

/// Free text: its words alone, or with what belongs to them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged, expecting = "a text is its words, or an object with them as body")]
pub(super) enum TextForm {
    /// The words.
    Words(String),
    /// The words as `body`.
    Object(TextRequest),
}

impl From<TextForm> for SendContent {
    fn from(form: TextForm) -> Self {
        let (body, preview_url) = match form {
            TextForm::Words(body) => (body, false),
            TextForm::Object(text) => (text.body, text.preview_url),
        };
        Self::Text { body, preview_url }
    }
}

/// Free text as an object.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TextRequest {
    /// At most 4,096 characters.
    #[schema(max_length = 4096, example = "Tu pedido está listo.")]
    body: String,
    /// Whether the first link is shown with a preview.
    #[serde(default)]
    preview_url: bool,
}

/// A message that was taken. Whether it arrives is told later.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SendAnswer {
    /// Its id; ask for it at `/api/v1/whatsapp/messages/{id}`.
    #[schema(example = "912345678901234567")]
    id: String,
    /// Its state.
    #[schema(example = "queued")]
    status: String,
    /// Whether the same request was answered before; then nothing new was stored.
    replayed: bool,
    /// Remarks that do not stop it: `landline`.
    notes: Vec<String>,
}

/// Takes a message. With an `Idempotency-Key` the same request may be repeated:
/// it is stored once. Without one every request is a new message.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/send",
    operation_id = "sendMessage",
    tag = "Messages",
    params(("Idempotency-Key" = Option<String>, Header, description = "At most 200 characters, remembered for seven days")),
    request_body(content = SendRequest, content_type = "application/json"),
    responses(
        (status = 202, description = "The message is stored and will be sent", body = SendAnswer),
        (status = 409, description = "The key was used for another request (`idempotency_key_reused`)", body = Problem,
         content_type = "application/problem+json"),
        Refusals, BodyRefusals,
    ),
)]
pub(super) async fn send(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    headers: HeaderMap,
    ApiJson(wanted): ApiJson<SendRequest>,
) -> Result<(StatusCode, Json<SendAnswer>), Problem> {
    let key = match headers.get(KEY) {
        None => None,
        Some(value) => Some(value.to_str().map(str::to_owned).map_err(|_| {
            Problem::field("Idempotency-Key", "invalid", "Idempotency-Key is not plain text.")
        })?),
    };
    let input = read(wanted, key)?;
    let sent = send::send(&state.services, &call, &input)
        .await
        .map_err(|error| refused(&state, &input.tenant, error))?;
    let notes = if sent.landline {
        vec!["landline".to_owned()]
    } else {
        Vec::new()
    };
    let answer = SendAnswer {
        id: sent.id.to_string(),
        status: sent.state.key().to_owned(),
        replayed: sent.replayed,
        notes,
    };
    Ok((StatusCode::ACCEPTED, Json(answer)))
}

/// A refusal by a gate names the page on which people see all of them.
fn refused(state: &AppState, tenant: &TenantId, error: ServiceError) -> Problem {
    let by_gate = matches!(error, ServiceError::Refused(_));
    let page = format!("/app/admin/whatsapp/checks/{tenant}");
    let page = state.web.base_url.join(&page).ok().filter(|_| by_gate);
    Problem {
        see: page.map(String::from),
        ..error.into()
    }
}

#[expect(clippy::result_large_err, reason = "a refusal is rare and leaves at once")]
fn read(wanted: SendRequest, key: Option<String>) -> Result<SendInput, Problem> {
    let tenant = TenantId::parse(&wanted.tenant_id)
        .map_err(|_| Problem::field("tenant_id", "not_an_id", "tenant_id is not the id of a tenant."))?;
    let missing = |field: &str| Problem::field(field, "required", format!("{field} is missing."));
    let content = match wanted.message_type.as_str() {
        "template" => {
            let template = wanted.template.ok_or_else(|| missing("template"))?;
            SendContent::Template(TemplateContent {
                name: template.template_name,
                language: template.language,
                components: template.components,
            })
        }
        "text" => wanted.text.ok_or_else(|| missing("text"))?.into(),
        _ => {
            return Err(Problem::field(
                "message_type",
                "not_a_choice",
                "message_type is template or text.",
            ));
        }
    };
    Ok(SendInput {
        tenant,
        to: SendTo::Phone {
            phone: wanted.recipient_phone,
            name: wanted.recipient_name,
        },
        content,
        authorized: wanted.user_authorized.then_some(wanted.authorization_wording),
        reply_to: wanted.reply_to,
        key,
    })
}
