//! Choosing a bakery in a form: from a list while they are few, by a line of
//! text when they are many.

use domain::{ids::TenantId, permission::Permission, tenant::search_key};
use store::tenants as rows;

use super::list::row;
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceResult},
    stored,
};

/// Most bakeries that a list in a form holds.
const MOST: i64 = 1_000;

/// A bakery as a choice in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantChoice {
    /// Id.
    pub id: TenantId,
    /// Name.
    pub name: String,
    /// The number it has, for people.
    pub number: Option<String>,
}

/// What a form can offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choices {
    /// Every active bakery, by name.
    All(Vec<TenantChoice>),
    /// More than a list can hold: a bakery has to be [`named`].
    TooMany,
}

impl Choices {
    /// The bakeries, when they are all here.
    #[must_use]
    pub fn listed(&self) -> Option<&[TenantChoice]> {
        match self {
            Self::All(all) => Some(all),
            Self::TooMany => None,
        }
    }
}

/// Active bakeries by name, for choosing one.
pub async fn choices(svc: &Services, call: &Call) -> ServiceResult<Choices> {
    call.allow(Permission::ViewTenants)?;
    let mut tx = svc.db.read().await?;
    let found = rows::active(&mut tx, MOST + 1).await?;
    if i64::try_from(found.len()).unwrap_or(i64::MAX) > MOST {
        return Ok(Choices::TooMany);
    }
    let all = found
        .into_iter()
        .map(|record| {
            let row = row(record)?;
            Ok(TenantChoice {
                id: row.id,
                name: row.name,
                number: row.number.map(|number| number.display),
            })
        })
        .collect::<ServiceResult<_>>()?;
    Ok(Choices::All(all))
}

/// The bakery that a field of a form means: by its id, else by its own
/// reference or its name, both in full.
///
/// # Errors
/// `Invalid` for the field when no bakery fits, or more than one does.
pub async fn named(svc: &Services, call: &Call, field: &'static str, text: &str) -> ServiceResult<TenantId> {
    call.allow(Permission::ViewTenants)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(FieldError::only(field, Problem::Required));
    }
    let mut tx = svc.db.read().await?;
    let found = rows::meant(&mut tx, &text, &search_key(&text)).await?;
    match found.as_slice() {
        [] => Err(FieldError::only(field, Problem::NoBakery)),
        [only] => stored::id(only.clone()),
        // An id says it all, whatever others are called.
        several if several.contains(&text) => stored::id(text),
        _ => Err(FieldError::only(field, Problem::SeveralBakeries)),
    }
}

/// As [`named`]; an empty field means none.
pub async fn named_or_none(
    svc: &Services,
    call: &Call,
    field: &'static str,
    text: &str,
) -> ServiceResult<Option<TenantId>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    named(svc, call, field, text).await.map(Some)
}
