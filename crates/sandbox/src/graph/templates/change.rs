//! `POST /{template}`, `POST /{template}/unpause` and
//! `DELETE /{waba}/message_templates`

use domain::time::{DAY, MINUTE};
use serde_json::{Value, json};

use super::{
    super::{answer::Answer, auth},
    create::{RETIRED, list},
    samples,
};
use crate::{
    State, Template,
    call::Call,
    review::form::{self, refuse},
};

/// Changes of an approved template in 30 days (sources §1.5).
const IN_A_MONTH: usize = 10;

fn own(state: &State, call: &Call, id: &str) -> Result<Template, Answer> {
    let token = auth::token(state, call)?;
    let missing = || Answer::no_object(&call.method, id);
    let (waba, template) = state.template(id).ok_or_else(missing)?;
    auth::for_waba(token, &waba.id, &call.method).map_err(|_| missing())?;
    Ok(template.clone())
}

/// `POST /{template}`
pub(crate) fn edit(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    let old = own(state, call, id)?;
    let now = state.now();
    if !matches!(old.status.as_str(), "APPROVED" | "REJECTED" | "PAUSED") {
        return Err(refuse(
            2_388_003,
            "Message template can't be edited",
            "Message templates can only be edited while they are approved, rejected or paused.",
        ));
    }
    let category = call.body["category"]
        .as_str()
        .map_or_else(|| old.category.clone(), str::to_ascii_uppercase);
    let approved = old.status == "APPROVED";
    if approved && category != old.category {
        return Err(refuse(
            2_388_003,
            "Message template can't be edited",
            "The category of an approved message template can't be changed.",
        ));
    }
    form::head(&old.name, &old.language, &category)?;
    let mut edits = old.edits.clone();
    if approved {
        edits.retain(|&at| now.since(at) < 30 * DAY);
        let today = edits.iter().any(|&at| now.since(at) < DAY);
        if today || edits.len() >= IN_A_MONTH {
            return Err(Answer::invalid("Invalid parameter").for_users(
                "Message template edit limit reached",
                "An approved message template can be edited once in 24 hours and 10 times in 30 days.",
            ));
        }
        edits.push(now);
    }
    let components = match &call.body["components"] {
        Value::Null => old.components.clone(),
        given => {
            let given = list(given);
            form::components(&given, &category)?;
            samples::kept(state, given)?
        }
    };
    let changed = components != old.components;
    if let Some(template) = state.template_mut(id) {
        template.components = components;
        template.category = category;
        template.edits = edits;
        template.submitted_at = Some(now);
        if let Some(seconds) = call.body["message_send_ttl_seconds"].as_i64() {
            template.ttl_seconds = Some(seconds);
        }
        // An approved one stays in use unless the review refuses it.
        if !approved {
            "PENDING".clone_into(&mut template.status);
            template.rejected_reason = None;
        }
    }
    if changed {
        state.tell_components(id);
    }
    state.submit(id);
    let mut answer = json!({ "success": true, "id": id });
    if let Some((_, template)) = state.template(id) {
        answer["name"] = json!(template.name);
        answer["category"] = json!(template.category);
    }
    Ok(Answer::ok(answer))
}

/// `POST /{template}/unpause`
pub(crate) fn unpause(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    let template = own(state, call, id)?;
    let rested = template
        .paused_at
        .is_some_and(|at| state.now().since(at) >= 5 * MINUTE);
    if template.status != "PAUSED" || !rested {
        return Err(Answer::invalid("Invalid parameter").for_users(
            "Message template can't be unpaused",
            "Only paused message templates can be unpaused, five minutes after the pause began.",
        ));
    }
    state.template_becomes(id, "REINSTATED", None);
    Ok(Answer::ok(json!({ "success": true })))
}

/// `DELETE /{waba}/message_templates?name=…[&hsm_id=…]`
pub(crate) fn delete(state: &mut State, call: &Call, waba: &str) -> Result<Answer, Answer> {
    auth::for_waba(auth::token(state, call)?, waba, &call.method)?;
    let Some(name) = call.param("name") else {
        return Err(Answer::invalid("(#100) The parameter name is required."));
    };
    let only = call.param("hsm_id");
    let found: Vec<Template> = state
        .waba(waba)
        .into_iter()
        .flat_map(|waba| &waba.templates)
        .filter(|template| template.name == name && only.is_none_or(|id| template.id == id))
        .cloned()
        .collect();
    if found.is_empty() {
        return Err(refuse(
            2_593_002,
            "Message Template Not Found",
            "The message template could not be found.",
        ));
    }
    if found.iter().any(|template| template.status == "DISABLED") {
        return Err(Answer::invalid("Invalid parameter").for_users(
            "Message template can't be deleted",
            "Disabled message templates can't be deleted.",
        ));
    }
    let until = state.now().plus(RETIRED);
    for template in found {
        if matches!(template.status.as_str(), "APPROVED" | "PAUSED" | "FLAGGED") {
            let key = (waba.to_owned(), template.name.clone(), template.language.clone());
            state.shelf.retired.insert(key, until);
        }
        state.delete_template(&template.id);
    }
    Ok(Answer::ok(json!({ "success": true })))
}
