//! Places in the list: where a page begins, and where the one before.

use domain::{
    ids::AccountId,
    page::{SIZE_DEFAULT, SIZE_MAX},
};
use store::{
    Tx,
    templates::list::{self as found, TemplateFilter, TemplateOrder, TemplatePlace},
};

use super::TemplateQuery;
use crate::error::{FieldError, Problem, ServiceResult};

/// The names of a page, and where its neighbours begin.
pub(super) struct Page {
    /// Name and account of each.
    pub(super) names: Vec<(String, String)>,
    /// As in [`super::TemplateList`].
    pub(super) next: Option<String>,
    /// As in [`super::TemplateList`].
    pub(super) previous: Option<String>,
}

/// Finds the page that was asked for.
pub(super) async fn page(tx: &mut Tx, query: &TemplateQuery, filter: &TemplateFilter) -> ServiceResult<Page> {
    let size = query.size.unwrap_or(SIZE_DEFAULT).clamp(1, SIZE_MAX);
    let order = query.sort.order();
    let after = place(query.after.as_deref(), order)?;
    let after = after.as_ref();
    let mut names = found::names(tx, filter, order, after, false, i64::from(size) + 1).await?;
    let limit = usize::try_from(size).unwrap_or(usize::MAX);
    let more = names.len() > limit;
    names.truncate(limit);
    let next = names
        .last()
        .filter(|_| more)
        .map(|place| write_place(place, order));
    let previous = previous(tx, filter, order, &names, after, i64::from(size)).await?;
    Ok(Page {
        names: names
            .into_iter()
            .map(|place| (place.name, place.account_id))
            .collect(),
        next,
        previous,
    })
}

/// Where the page before begins: after which place.
async fn previous(
    tx: &mut Tx,
    filter: &TemplateFilter,
    order: TemplateOrder,
    names: &[TemplatePlace],
    after: Option<&TemplatePlace>,
    size: i64,
) -> ServiceResult<Option<String>> {
    let Some(after) = after else { return Ok(None) };
    let first = names.first().unwrap_or(after);
    let before = found::names(tx, filter, order, Some(first), true, size + 1).await?;
    if before.is_empty() {
        return Ok(Some(String::new()));
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(Some(
        before
            .get(size)
            .map(|place| write_place(place, order))
            .unwrap_or_default(),
    ))
}

/// `account.name`, with the key in front where one orders.
fn write_place(place: &TemplatePlace, order: TemplateOrder) -> String {
    let TemplatePlace {
        name,
        account_id,
        key,
    } = place;
    match order.key() {
        None => format!("{account_id}.{name}"),
        Some(_) => format!("{key}.{account_id}.{name}"),
    }
}

/// Reads a place; an empty one is the beginning. A place of another order is none.
fn place(text: Option<&str>, order: TemplateOrder) -> ServiceResult<Option<TemplatePlace>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let bad = || FieldError::only("after", Problem::NotAnId);
    let (key, rest) = if order.key().is_none() {
        (0, text)
    } else {
        let (key, rest) = text.split_once('.').ok_or_else(bad)?;
        (key.parse().map_err(|_| bad())?, rest)
    };
    let (account, name) = rest.split_once('.').ok_or_else(bad)?;
    let account = AccountId::parse(account).map_err(|_| bad())?;
    Ok(Some(TemplatePlace {
        name: name.to_owned(),
        account_id: account.to_string(),
        key,
    }))
}
