//! Templates (sources §1.5): the list and one of them; creating and changing are
//! in the rooms below.

pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod migrate;
pub(crate) mod samples;

use domain::time::SECOND;
use serde_json::{Map, Value, json};

use super::{answer::Answer, auth, fields, fields::Kind};
use crate::{State, Template, Waba, call::Call, cursor};

/// The node of a template.
const KIND: Kind = Kind {
    name: "WhatsAppBusinessHSM",
    all: &[
        "id",
        "category",
        "components",
        "correct_category",
        "cta_url_link_tracking_opted_out",
        "degrees_of_freedom_spec",
        "health_status",
        "language",
        "last_updated_time",
        "library_template_name",
        "message_send_ttl_seconds",
        "name",
        "parameter_format",
        "previous_category",
        "quality_score",
        "rejected_reason",
        "status",
        "sub_category",
    ],
    default: &[
        "name",
        "parameter_format",
        "components",
        "language",
        "status",
        "category",
        "id",
    ],
};

/// `GET /{waba}/message_templates`
pub(crate) fn list(state: &State, call: &Call, waba: &Waba) -> Result<Answer, Answer> {
    auth::for_waba(auth::token(state, call)?, &waba.id, &call.method)?;
    // Lists are separated by commas.
    let fits = |template: &Template| {
        let words = [
            ("name", &template.name),
            ("status", &template.status),
            ("category", &template.category),
            ("language", &template.language),
            ("quality_score", &template.quality),
        ]
        .into_iter()
        .all(|(name, have)| {
            call.param(name).is_none_or(|wanted| {
                wanted
                    .split(',')
                    .any(|wanted| wanted.trim().eq_ignore_ascii_case(have))
            })
        });
        let name = template.name.to_lowercase();
        let content = template.components.to_string().to_lowercase();
        let holds = |parameter: &str, texts: &[&String]| {
            call.param(parameter).is_none_or(|wanted| {
                let wanted = wanted.to_lowercase();
                texts.iter().any(|text| text.contains(&wanted))
            })
        };
        words && holds("content", &[&content]) && holds("name_or_content", &[&name, &content])
    };
    let records = waba
        .templates
        .iter()
        .filter(|template| fits(template))
        .map(|template| {
            let shown = fields::select(&KIND, &record(template), call.param("fields"))?;
            Ok((template.id.clone(), shown))
        })
        .collect::<Result<Vec<_>, Answer>>()?;
    let mut page = cursor::page(call, records)?;
    let names: std::collections::BTreeSet<&str> = waba.templates.iter().map(|t| t.name.as_str()).collect();
    for wanted in call.param("summary").unwrap_or_default().split(',') {
        match wanted.trim() {
            "total_count" => page["summary"]["total_count"] = json!(waba.templates.len()),
            "message_template_count" => page["summary"]["message_template_count"] = json!(names.len()),
            "are_translations_complete" => page["summary"]["are_translations_complete"] = json!(true),
            "message_template_limit" => page["summary"]["message_template_limit"] = json!(limit(waba)),
            "" => {}
            other => {
                return Err(Answer::invalid(&format!(
                    "(#100) Param summary has an unknown field: {other}"
                )));
            }
        }
    }
    Ok(Answer::ok(page))
}

/// How many templates an account may have.
fn limit(waba: &Waba) -> usize {
    let [unverified, verified] = create::LIMITS;
    if waba.portfolio.verification == "verified" {
        verified
    } else {
        unverified
    }
}

/// `GET /{template}`
pub(crate) fn get(state: &State, call: &Call, waba: &Waba, template: &Template) -> Result<Answer, Answer> {
    let token = auth::token(state, call)?;
    auth::for_waba(token, &waba.id, &call.method)
        .map_err(|_| Answer::no_object(&call.method, &template.id))?;
    Ok(Answer::ok(fields::select(
        &KIND,
        &record(template),
        call.param("fields"),
    )?))
}

fn record(template: &Template) -> Map<String, Value> {
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
    put("id", json!(template.id));
    put("name", json!(template.name));
    put("language", json!(template.language));
    put("status", json!(template.status));
    put("category", json!(template.category));
    put("components", template.components.clone());
    put("parameter_format", json!(template.parameter_format));
    let rated = template.quality_at.map_or(1_795_000_000, |at| at.0 / SECOND);
    put(
        "quality_score",
        json!({ "score": template.quality, "date": rated }),
    );
    put(
        "rejected_reason",
        json!(template.rejected_reason.as_deref().unwrap_or("NONE")),
    );
    put(
        "health_status",
        json!({
            "can_send_message": if template.status == "APPROVED" { "AVAILABLE" } else { "BLOCKED" },
            "entities": [],
        }),
    );
    if let Some(category) = &template.correct_category {
        put("correct_category", json!(category));
    }
    if let Some(category) = &template.previous_category {
        record.insert("previous_category".to_owned(), json!(category));
    }
    if let Some(seconds) = template.ttl_seconds {
        record.insert("message_send_ttl_seconds".to_owned(), json!(seconds));
    }
    fields::overlay(&mut record, &template.extra);
    record
}
