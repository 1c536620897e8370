//! The rules of `domain::template::lint` with everything that is known of an account.

use channels::template::{TemplateCategory, TemplateStatus};
use domain::template::{
    Template,
    lint::{self, Context, Finding, Sibling},
};
use serde_json::Value;
use store::{
    Tx,
    templates::{drafts::DraftRecord, states, submissions},
};

use super::{
    drafts::{self, Origin},
    texts,
};
use crate::{
    Services,
    error::{FieldError, Problem, ServiceResult},
};

/// What the rules say of the body of a create call; `taken` when its name and
/// language belong to somebody else's template ([`taken`]). Meta's limits are
/// told by [`super::limits`], which knows when they end.
pub(super) async fn findings(
    svc: &Services,
    tx: &mut Tx,
    account: &str,
    body: &Value,
    taken: bool,
) -> ServiceResult<Vec<Finding>> {
    let template =
        Template::read(body.clone()).map_err(|_| FieldError::only("components", Problem::NotAChoice))?;
    let known: Vec<(String, String, String, Value)> = states::texts_of_account(tx, account)
        .await?
        .into_iter()
        .map(|row| {
            let components = serde_json::from_str(&row.components).unwrap_or_default();
            (row.name, row.language, row.category, components)
        })
        .collect();
    let mut siblings: Vec<Sibling<'_>> = known
        .iter()
        // The template itself, when it is edited, stands in nobody's way.
        .filter(|(name, language, ..)| *name != template.name || *language != template.language)
        .map(|(name, language, category, components)| Sibling {
            name,
            language,
            category: TemplateCategory::parse(category),
            body: texts::part(components, "BODY").unwrap_or_default(),
            footer: texts::part(components, "FOOTER").unwrap_or_default(),
        })
        .collect();
    if taken {
        siblings.push(Sibling {
            name: &template.name,
            language: &template.language,
            category: template.category.clone().unwrap_or(TemplateCategory::Utility),
            body: "",
            footer: "",
        });
    }
    let price = super::price::of_name(svc, tx, account, &template.name).await?;
    let context = Context {
        siblings: &siblings,
        price: price.as_lint(),
        ..Context::default()
    };
    Ok(lint::lint_in(&template, &context))
}

/// Whether a name in a language belongs to a template that a draft may not
/// change. It may change the one that it was begun from, to be edited or handed
/// in again, and the one that it has made itself; a new text that bears the name
/// of another one by chance would take the place of a text that is in use.
pub(super) async fn taken(
    tx: &mut Tx,
    draft: &DraftRecord,
    name: &str,
    language: &str,
) -> ServiceResult<bool> {
    let there = states::by_name(tx, &draft.account_id, name, language)
        .await?
        .filter(|state| state.vanished_at.is_none() && state.status != TemplateStatus::Deleted.as_str());
    let Some(state) = there else { return Ok(false) };
    let begun_from = matches!(
        drafts::read_origin(&draft.origin),
        Origin::Edit { template } | Origin::Rejected { template } if template.as_str() == state.id
    );
    if begun_from {
        return Ok(false);
    }
    let made = submissions::of_draft(tx, &draft.id)
        .await?
        .into_iter()
        .any(|asked| {
            asked.kind == "create"
                && asked.state == "done"
                && asked.name == name
                && asked.language == language
        });
    Ok(!made)
}
