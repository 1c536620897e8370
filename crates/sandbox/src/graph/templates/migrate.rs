//! `POST /{waba}/migrate_message_templates`

use serde_json::{Map, Value, json};

use super::super::{answer::Answer, auth};
use crate::{State, Template, call::Call};

/// Templates copied in one call.
const BATCH: usize = 500;

/// Copies approved templates of good or unknown quality from another account
/// of the same portfolio.
pub(crate) fn post(state: &mut State, call: &Call, to: &str) -> Result<Answer, Answer> {
    let from = call.param("source_waba_id").unwrap_or_default().to_owned();
    let (originals, names) = {
        let token = auth::token(state, call)?;
        auth::for_waba(token, to, &call.method)?;
        let missing = || Answer::no_object(&call.method, &from);
        let source = state.waba(&from).ok_or_else(missing)?;
        auth::for_waba(token, &from, &call.method).map_err(|_| missing())?;
        let goal = state.waba(to).ok_or_else(missing)?;
        if source.portfolio.id != goal.portfolio.id {
            return Err(Answer::invalid(
                "(#100) Both accounts must be owned by the same business.",
            ));
        }
        let names: Vec<(String, String)> = goal
            .templates
            .iter()
            .map(|template| (template.name.clone(), template.language.clone()))
            .collect();
        (source.templates.clone(), names)
    };
    let only = super::create::list(&call.body["template_ids"]);
    let wanted = |template: &Template| match only.as_array() {
        Some(ids) => ids.iter().any(|id| match id {
            Value::String(id) => *id == template.id,
            id => id.as_u64().is_some_and(|id| template.id.parse() == Ok(id)),
        }),
        None => true,
    };
    let (mut migrated, mut failed) = (Vec::new(), Map::new());
    for template in originals.iter().filter(|template| wanted(template)).take(BATCH) {
        let there = names.contains(&(template.name.clone(), template.language.clone()));
        let why = if template.status != "APPROVED" {
            Some("Only approved templates can be migrated")
        } else if !matches!(template.quality.as_str(), "GREEN" | "UNKNOWN") {
            Some("Only templates with a quality score of GREEN or UNKNOWN can be migrated")
        } else if there {
            Some("A template with this name and language exists already")
        } else {
            None
        };
        if let Some(why) = why {
            failed.insert(template.id.clone(), json!(why));
            continue;
        }
        let copy = Template {
            id: state.next_template_id(),
            quality: "UNKNOWN".into(),
            edits: Vec::new(),
            pauses: 0,
            submitted_at: Some(state.now()),
            ..template.clone()
        };
        state.add_template(to, copy);
        migrated.push(json!({ "id": template.id }));
    }
    Ok(Answer::ok(
        json!({ "migrated_templates": migrated, "failed_templates": failed }),
    ))
}
