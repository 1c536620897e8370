//! What Meta counts: templates, creations, edits; and texts that are there
//! already (sources §8 rows 11 and 18).

use super::{
    Lint,
    context::{CREATIONS_PER_HOUR, EDITS_PER_DAY, EDITS_PER_MONTH},
    rule::Rule,
};
use crate::template::words::TemplateCategory;

pub(super) fn check(lint: &mut Lint<'_>) {
    duplicate(lint);
    if let Some((count, limit)) = lint.context.templates.filter(|(count, limit)| count >= limit) {
        lint.say(Rule::TemplateQuota, "").arg(count).arg(limit);
    }
    let created = lint.context.created_last_hour;
    if created >= CREATIONS_PER_HOUR {
        lint.say(Rule::CreationQuota, "").arg(created);
    }
    let spent = lint
        .context
        .edits
        .filter(|edits| edits.day >= EDITS_PER_DAY || edits.month >= EDITS_PER_MONTH);
    if let Some(edits) = spent {
        lint.say(Rule::EditQuota, "").arg(edits.day).arg(edits.month);
    }
}

fn duplicate(lint: &mut Lint<'_>) {
    let template = lint.template;
    let body = template.body_text();
    if body.trim().is_empty() || template.is(&TemplateCategory::Authentication) {
        return;
    }
    let footer = template.footer().map_or("", |footer| footer.text.as_str());
    let twin = lint.context.siblings.iter().find(|other| {
        // The same name in the same language is a finding of its own.
        let itself = other.name == template.name && other.language == template.language;
        !itself
            && other.category != TemplateCategory::Authentication
            && other.body.trim() == body.trim()
            && other.footer.trim() == footer.trim()
    });
    if let Some(twin) = twin {
        let at = lint
            .parts
            .iter()
            .find(|part| {
                !part.in_card && matches!(part.component, crate::template::model::Component::Body(_))
            })
            .map_or_else(|| "/components".to_owned(), |part| format!("{}/text", part.at));
        lint.say(Rule::DuplicateContent, at)
            .arg(twin.name)
            .arg(twin.language);
    }
}
