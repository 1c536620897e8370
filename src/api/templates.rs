//! Templates: listing, creating with submission, and asking for their state.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use service::templates::{
    TemplateCategory, TemplateStatus, detail, legacy,
    limits::Obstacle,
    list,
    row::TemplateRow,
    submit::{self, HandedIn, NewFromProgram},
};
use utoipa::ToSchema;

use super::{
    answers::{BodyRefusals, Refusals},
    auth::ApiCall,
    cursor::{self, Cursor},
    extract::{ApiId, ApiJson, Listing},
};
use crate::{
    http::{
        problem::{FieldProblem, Problem, TemplateFinding},
        time_text,
    },
    state::AppState,
};

/// A template in one language.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Template {
    /// Our id.
    #[schema(format = "uuid")]
    id: String,
    /// Meta's id; `null` until Meta has said it.
    #[schema(example = "1689556908129835")]
    meta_id: Option<String>,
    /// Its name; the same for all its languages.
    #[schema(example = "po_notification")]
    name: String,
    /// Meta's code of its language.
    #[schema(example = "es")]
    language: String,
    /// `PENDING`, `APPROVED` or `REJECTED`: whether it can be sent now, will perhaps, or has to be changed.
    #[schema(example = "APPROVED")]
    status: &'static str,
    /// Meta's own word for its state; new ones may appear.
    #[schema(example = "PAUSED")]
    meta_status: String,
    /// Why it is in this state, Meta's word.
    #[schema(example = "INVALID_FORMAT")]
    reason: Option<String>,
    /// What Meta says to do.
    recommendation: Option<String>,
    /// Meta's category.
    #[schema(example = "UTILITY")]
    category: String,
    /// What Meta will make of the category.
    next_category: Option<String>,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    #[schema(example = "GREEN")]
    quality: String,
    /// Whether messages with it wait until somebody accepts its new price.
    held: bool,
    /// Last message handed over, in RFC 3339.
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
}

impl From<TemplateRow> for Template {
    fn from(row: TemplateRow) -> Self {
        Self {
            id: row.id.into(),
            meta_id: row.meta_id,
            name: row.name,
            language: row.language,
            status: legacy::status(&row.status),
            meta_status: row.status.to_string(),
            reason: row.reason,
            recommendation: row.recommendation,
            category: row.category.to_string(),
            next_category: row.next_category.map(|(category, _)| category.to_string()),
            quality: row.quality.to_string(),
            held: row.held,
            last_used_at: row.last_used_at.map(time_text),
        }
    }
}

/// Templates of one page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TemplatePage {
    /// In the order in which they were first seen.
    data: Vec<Template>,
    /// Pass it as `cursor` for the next page; `null` at the end.
    next: Option<String>,
}

/// A template with its text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TemplateRecord {
    /// As in the list.
    #[serde(flatten)]
    template: Template,
    /// Header, body, footer and buttons in Meta's form.
    #[schema(value_type = Vec<Object>)]
    components: Value,
}

/// A template to be created and handed in: the body of Meta's create call, and the account.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CreateRequest {
    /// Meta's id of the account; may be left out while one is connected.
    #[serde(default)]
    #[schema(example = "987654321098765")]
    waba_id: Option<String>,
    /// Small letters, digits and `_`.
    #[schema(example = "order_ready", max_length = 512)]
    name: String,
    /// Meta's code.
    #[schema(example = "es")]
    language: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`. The categories of before 2023
    /// (`ACCOUNT_UPDATE`, `ALERT_UPDATE`, …) are taken as `UTILITY`, with a note.
    #[schema(example = "UTILITY")]
    category: String,
    /// `POSITIONAL` or `NAMED`.
    #[serde(default)]
    parameter_format: Option<String>,
    /// For how many seconds Meta tries to deliver it.
    #[serde(default)]
    message_send_ttl_seconds: Option<i64>,
    /// Header, body, footer and buttons in Meta's form.
    #[schema(value_type = Vec<Object>)]
    components: Vec<Value>,
}

/// What became of a template that was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CreateAnswer {
    /// Ask for it at `/api/v1/whatsapp/templates/{id}`; `null` while nobody knows whether Meta took it.
    #[schema(format = "uuid")]
    id: Option<String>,
    /// `PENDING`, `APPROVED`, `REJECTED`, or `UNKNOWN` when Meta did not answer: the
    /// next sync settles it. Do not hand it in again before that.
    #[schema(example = "PENDING")]
    status: &'static str,
    /// Meta's own word for its state.
    #[schema(example = "PENDING")]
    meta_status: Option<String>,
    /// The category that Meta gave it, which may differ from the one asked for.
    #[schema(example = "UTILITY")]
    category: String,
    /// Remarks: what a category of before 2023 was taken as, what Meta changed, advice of the rules.
    notes: Vec<String>,
}

/// Lists templates. A tenant's key sees those of the account that it sends through.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/templates",
    operation_id = "listTemplates",
    tag = "Templates",
    params(
        ("limit" = Option<u32>, Query, description = "Rows of a page", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "The `next` of an earlier answer", pattern = "^[A-Za-z0-9_-]+$"),
    ),
    responses((status = 200, description = "A page of templates", body = TemplatePage), Refusals),
)]
pub(super) async fn index(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    listing: Listing,
) -> Result<Json<TemplatePage>, Problem> {
    let place = listing.cursor.as_ref().map(Cursor::place);
    let (rows, next) = list::by_cursor(&state.services, &call, place, listing.limit)
        .await
        .map_err(cursor::refused)?;
    Ok(Json(TemplatePage {
        data: rows.into_iter().map(Template::from).collect(),
        next: next.map(|place| Cursor::write(&place)),
    }))
}

/// Our id of a template, or Meta's.
#[derive(Debug)]
pub(super) struct PathId(String);

impl From<String> for PathId {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// One template with its text and state.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/templates/{id}",
    operation_id = "getTemplate",
    tag = "Templates",
    params(("id" = String, Path, description = "Our id of the template, or Meta's")),
    responses((status = 200, description = "The template", body = TemplateRecord), Refusals),
)]
pub(super) async fn show(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    ApiId(PathId(id)): ApiId<PathId>,
) -> Result<Json<TemplateRecord>, Problem> {
    let (row, components) = detail::for_program(&state.services, &call, &id).await?;
    Ok(Json(TemplateRecord {
        template: row.into(),
        components,
    }))
}

/// Creates a template and hands it in. The rules that Meta refuses for are
/// checked first; `errors` names the place and the rule, `findings` says what is
/// the matter, why, and what to do.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/templates",
    operation_id = "createTemplate",
    tag = "Templates",
    request_body(content = CreateRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "Meta took it; the review may take a day", body = CreateAnswer),
        (status = 202, description = "Meta did not answer; the next sync settles what became of it", body = CreateAnswer),
        (status = 409, description = "There is such a template (`duplicate`), or one of Meta's limits stands in the way",
         body = Problem, content_type = "application/problem+json"),
        (status = 502, description = "Meta refused (`upstream_…`)", body = Problem, content_type = "application/problem+json"),
        Refusals, BodyRefusals,
    ),
)]
pub(super) async fn create(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    ApiJson(wanted): ApiJson<CreateRequest>,
) -> Result<(StatusCode, Json<CreateAnswer>), Problem> {
    let (category, mut notes) = legacy::category(&wanted.category);
    let mut body = json!({
        "name": wanted.name,
        "language": wanted.language,
        "category": category.as_str(),
        "components": wanted.components,
    });
    if let Some(format) = wanted.parameter_format {
        body["parameter_format"] = json!(format);
    }
    if let Some(seconds) = wanted.message_send_ttl_seconds {
        body["message_send_ttl_seconds"] = json!(seconds);
    }
    let new = NewFromProgram {
        waba_id: wanted.waba_id,
        body,
    };
    let made = submit::create(&state.services, &call, &new).await?;
    notes.extend(made.advice);
    match made.result {
        HandedIn::Done {
            template,
            status,
            asked,
            category,
        } => {
            if asked != category {
                notes.push(format!("Meta made it {category}; {asked} was asked for."));
            }
            Ok(answer(
                StatusCode::CREATED,
                Some(template.into()),
                Some(&status),
                &category,
                notes,
            ))
        }
        HandedIn::Unknown => Ok(answer(StatusCode::ACCEPTED, None, None, &category, notes)),
        HandedIn::NotAsked => Err(Problem::of_status(StatusCode::GATEWAY_TIMEOUT, None)),
        HandedIn::Already => Err(exists()),
        HandedIn::Refused(upstream) => Err(service::ServiceError::Upstream(upstream).into()),
        HandedIn::Obstacle(obstacle) => Err(stands_in_the_way(&obstacle)),
        HandedIn::Broken(findings) => {
            let first = findings
                .first()
                .map(domain::template::lint::Finding::message)
                .unwrap_or_default();
            let errors = findings
                .iter()
                .filter(|finding| finding.severity() == domain::template::lint::Severity::Error)
                .map(|finding| FieldProblem {
                    field: finding.at.clone(),
                    code: finding.rule.id().to_owned(),
                })
                .collect();
            Err(Problem {
                errors,
                findings: findings.iter().map(TemplateFinding::from).collect(),
                ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "template_rules", first)
            })
        }
    }
}

fn answer(
    code: StatusCode,
    id: Option<String>,
    status: Option<&TemplateStatus>,
    category: &TemplateCategory,
    notes: Vec<String>,
) -> (StatusCode, Json<CreateAnswer>) {
    let made = CreateAnswer {
        id,
        status: status.map_or("UNKNOWN", legacy::status),
        meta_status: status.map(ToString::to_string),
        category: category.to_string(),
        notes,
    };
    (code, Json(made))
}

fn exists() -> Problem {
    let words = "There is a template with this name and language. Edit it in the console.";
    Problem::new(StatusCode::CONFLICT, "duplicate", words)
}

fn stands_in_the_way(obstacle: &Obstacle) -> Problem {
    let words = match obstacle {
        Obstacle::NameRests { until } => {
            format!(
                "A template of this name was deleted; Meta blocks it until {}.",
                time_text(*until)
            )
        }
        Obstacle::QuotaUsed { limit } => format!("The account holds {limit} templates, as many as it may."),
        Obstacle::TooFast { limit } => format!("Meta takes {limit} new templates in an hour."),
        Obstacle::Unsettled { since } => format!(
            "Nobody knows yet what became of the attempt of {}; the next sync tells.",
            time_text(*since)
        ),
        Obstacle::NotEditable { .. }
        | Obstacle::CategoryFixed { .. }
        | Obstacle::Locked
        | Obstacle::EditedToday { .. }
        | Obstacle::EditedOften { .. } => return exists(),
    };
    Problem::new(StatusCode::CONFLICT, obstacle.key(), words)
}
