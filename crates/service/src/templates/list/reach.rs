//! What programs may know: a bakery's key knows the templates of the WABA that
//! it sends through.

use std::collections::HashSet;

use domain::{
    ids::{TemplateId, TenantId},
    page::SIZE_MAX,
    permission::{Actor, Permission, Scope},
};
use store::{
    Tx,
    templates::{self as rows, list as found},
};

use super::groups::held;
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    templates::row::{TemplateRow, row},
};

/// For the API: templates that the caller may know, in the order of first
/// sight, after `cursor`. A bakery's key knows those of the WABA that it sends through.
pub async fn by_cursor(
    svc: &Services,
    call: &Call,
    cursor: Option<&str>,
    limit: u32,
) -> ServiceResult<(Vec<TemplateRow>, Option<String>)> {
    let mut tx = svc.db.read().await?;
    let accounts = reach(&mut tx, call).await?;
    let after = match cursor.filter(|text| !text.is_empty()) {
        None => String::new(),
        Some(text) => TemplateId::parse(text)
            .map_err(|_| FieldError::only("cursor", Problem::NotAnId))?
            .to_string(),
    };
    if accounts.as_ref().is_some_and(Vec::is_empty) {
        return Ok((Vec::new(), None));
    }
    let limit = limit.clamp(1, SIZE_MAX);
    let accounts = accounts.unwrap_or_default();
    let mut found = found::after(&mut tx, &accounts, &after, i64::from(limit) + 1).await?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|state| state.id.clone());
    let names: Vec<(String, String)> = found
        .iter()
        .map(|state| (state.name.clone(), state.account_id.clone()))
        .collect::<HashSet<_>>()
        .into_iter()
        .collect();
    let held = held(&mut tx, &names).await?;
    let rows = found
        .into_iter()
        .map(|state| {
            let key = (
                state.account_id.clone(),
                state.name.clone(),
                state.language.clone(),
            );
            row(state, held.contains(&key))
        })
        .collect::<ServiceResult<_>>()?;
    Ok((rows, next))
}

/// The accounts whose templates the caller may know; `None` for all.
pub(in crate::templates) async fn reach(tx: &mut Tx, call: &Call) -> ServiceResult<Option<Vec<String>>> {
    if call.actor.may(Permission::ViewTemplates, Scope::Platform) {
        return Ok(None);
    }
    let Actor::TenantKey { tenant, .. } = &call.actor else {
        return Err(ServiceError::Forbidden);
    };
    of_tenant(tx, call, tenant).await.map(Some)
}

async fn of_tenant(tx: &mut Tx, call: &Call, tenant: &TenantId) -> ServiceResult<Vec<String>> {
    call.allow_tenant(Permission::ViewOwnSettings, tenant)?;
    let account = rows::account_of_tenant(tx, tenant.as_str()).await?;
    Ok(account.into_iter().collect())
}
