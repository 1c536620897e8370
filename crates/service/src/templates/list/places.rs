//! Places in the list: where a page begins, and where the one before.

use domain::ids::AccountId;
use store::{
    Tx,
    templates::list::{self as found, TemplateFilter, TemplateOrder, TemplatePlace},
};

use crate::error::{FieldError, Problem, ServiceResult};

/// Where the page before begins: after which place.
pub(super) async fn previous(
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
pub(super) fn write_place(place: &TemplatePlace, order: TemplateOrder) -> String {
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
pub(super) fn place(text: Option<&str>, order: TemplateOrder) -> ServiceResult<Option<TemplatePlace>> {
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
