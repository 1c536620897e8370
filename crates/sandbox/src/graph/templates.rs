//! `GET /{waba}/message_templates` (facts §1.5).

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
    let fits = |template: &Template| {
        [
            ("name", &template.name),
            ("status", &template.status),
            ("category", &template.category),
            ("language", &template.language),
        ]
        .into_iter()
        .all(|(name, have)| {
            call.param(name)
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(have))
        })
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
    Ok(Answer::ok(cursor::page(call, records)?))
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
    put("parameter_format", json!("POSITIONAL"));
    put(
        "quality_score",
        json!({ "score": template.quality, "date": 1_795_000_000 }),
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
    fields::overlay(&mut record, &template.extra);
    record
}
