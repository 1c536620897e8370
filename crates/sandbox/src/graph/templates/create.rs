//! `POST /{waba}/message_templates`

use domain::time::{DAY, HOUR, Millis};
use serde_json::{Value, json};

use super::super::{answer::Answer, auth};
use crate::{
    Reviewer, State, Template,
    call::Call,
    review::{form, judge, texts},
};

/// New templates of an account in an hour (sources §1.2).
const AN_HOUR: usize = 100;
/// Templates of an account whose business is not verified, and of one whose
/// business is (sources §1.2).
pub(super) const LIMITS: [usize; 2] = [250, 6_000];
/// How long the name of an approved template that was deleted cannot be used.
pub(super) const RETIRED: i64 = 30 * DAY;

pub(crate) fn post(state: &mut State, call: &Call, waba: &str) -> Result<Answer, Answer> {
    auth::for_waba(auth::token(state, call)?, waba, &call.method)?;
    let word = |name: &str| call.body[name].as_str().unwrap_or_default().to_owned();
    let (name, language) = (word("name"), word("language"));
    let category = word("category").to_ascii_uppercase();
    form::head(&name, &language, &category)?;
    let components = list(&call.body["components"]);
    form::components(&components, &category)?;
    let components = super::samples::kept(state, components)?;
    free(state, waba, &name, &language)?;
    let id = state.next_template_id();
    let now = state.now();
    let mut template = Template {
        id: id.clone(),
        name,
        language,
        status: "PENDING".into(),
        parameter_format: format(call, &components),
        ttl_seconds: call.body["message_send_ttl_seconds"].as_i64(),
        components,
        category,
        submitted_at: Some(now),
        ..Template::default()
    };
    // Plain advertising is not taken as utility even for the review.
    let by_rules = state.config.behaviour.review == Reviewer::Rules;
    if by_rules && template.category == "UTILITY" && judge::promotion(&template.components) > 1 {
        template.previous_category = Some(std::mem::replace(&mut template.category, "MARKETING".into()));
    }
    let answer = json!({ "id": id, "status": template.status, "category": template.category });
    state.add_template(waba, template);
    state.shelf.created.entry(waba.to_owned()).or_default().push(now);
    state.submit(&id);
    Ok(Answer::ok(answer))
}

/// Some clients send lists as text inside of a form.
pub(super) fn list(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        None => value.clone(),
    }
}

fn format(call: &Call, components: &Value) -> String {
    let named = texts::cut(texts::text(components, "BODY"))
        .is_some_and(|cut| cut.variables.iter().any(|name| name.parse::<u32>().is_err()));
    let given = call.body["parameter_format"].as_str().unwrap_or_default();
    if named || given.eq_ignore_ascii_case("NAMED") {
        "NAMED".into()
    } else {
        "POSITIONAL".into()
    }
}

/// Whether there is room for another one of this name and language.
fn free(state: &mut State, waba: &str, name: &str, language: &str) -> Result<(), Answer> {
    let now = state.now();
    let created = state.shelf.created.entry(waba.to_owned()).or_default();
    created.retain(|&at| now.since(at) < HOUR);
    if created.len() >= AN_HOUR {
        return Err(Answer::rate_limited());
    }
    state.shelf.retired.retain(|_, until| *until > now);
    let until: Option<Millis> = state
        .shelf
        .retired
        .get(&(waba.to_owned(), name.to_owned(), language.to_owned()))
        .copied();
    if let Some(until) = until {
        let days = (until.since(now) + DAY - 1) / DAY;
        return Err(form::refuse(
            2_388_023,
            "Message template language is being deleted",
            &format!(
                "New {language} content can't be added to {name} while the existing content is being deleted. Try again in {days} days or create a new template."
            ),
        ));
    }
    let Some(waba) = state.waba(waba) else {
        return Ok(());
    };
    if let Some(other) = waba
        .templates
        .iter()
        .find(|template| template.name == name && template.language == language)
    {
        let (subcode, title) = if other.status == "PENDING_DELETION" {
            (2_388_023, "Message template language is being deleted")
        } else {
            (2_388_024, "Content in this language already exists")
        };
        return Err(form::refuse(
            subcode,
            title,
            &format!(
                "There is already {language} content for this template. You can create a new template and try again."
            ),
        ));
    }
    let names: std::collections::BTreeSet<&str> = waba.templates.iter().map(|t| t.name.as_str()).collect();
    if !names.contains(name) && names.len() >= super::limit(waba) {
        return Err(form::refuse(
            2_388_019,
            "Message template limit exceeded",
            "Your business account has reached the number of message templates that it may have. Delete some that are not used.",
        ));
    }
    Ok(())
}
