//! The rules of `domain::template::lint` with everything that is known of an account.

use channels::template::TemplateCategory;
use domain::template::{
    Template,
    lint::{self, Context, Finding, Sibling},
};
use serde_json::Value;
use store::{Tx, templates::states};

use super::texts;
use crate::{
    Services,
    error::{FieldError, Problem, ServiceResult},
};

/// What the rules say of the body of a create call. Meta's limits are told by
/// [`super::limits`], which knows when they end.
pub(super) async fn findings(
    svc: &Services,
    tx: &mut Tx,
    account: &str,
    body: &Value,
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
    let siblings: Vec<Sibling<'_>> = known
        .iter()
        .filter(|(name, language, ..)| *name != template.name || *language != template.language)
        .map(|(name, language, category, components)| Sibling {
            name,
            language,
            category: TemplateCategory::parse(category),
            body: texts::part(components, "BODY").unwrap_or_default(),
            footer: texts::part(components, "FOOTER").unwrap_or_default(),
        })
        .collect();
    let price = super::price::of_name(svc, tx, account, &template.name).await?;
    let context = Context {
        siblings: &siblings,
        price: price.as_lint(),
        ..Context::default()
    };
    Ok(lint::lint_in(&template, &context))
}
