//! Names with their languages, and what moves of category cost.

use std::collections::{HashMap, HashSet};

use domain::ids::{AccountId, TemplateId};
use store::{Tx, templates::list as found};

use super::TemplateGroup;
use crate::{
    Services,
    error::ServiceResult,
    stored,
    templates::{
        alarms::Alarm,
        detail,
        price::{self, PriceEffect, Prices},
        row::{TemplateRow, row},
    },
};

/// What moves cost. Alarms of this kind are few, so each is counted by itself.
pub(super) async fn effects(
    svc: &Services,
    tx: &mut Tx,
    groups: &[TemplateGroup],
    prices: &[(AccountId, Prices)],
) -> ServiceResult<Vec<(TemplateId, PriceEffect)>> {
    const MOST: usize = 20;
    let mut out = Vec::new();
    let moves = |row: &&TemplateRow| {
        row.alarms
            .iter()
            .any(|alarm| matches!(alarm, Alarm::Moving { .. } | Alarm::Moved { .. }))
    };
    for group in groups {
        let Some((_, prices)) = prices.iter().find(|(account, _)| *account == group.account.0) else {
            continue;
        };
        for row in group.languages.iter().filter(moves) {
            if out.len() == MOST {
                return Ok(out);
            }
            let sent = price::messages(svc, tx, group.account.0.as_str(), &row.name, &row.language).await?;
            out.extend(detail::effect(prices, row, sent).map(|effect| (row.id.clone(), effect)));
        }
    }
    Ok(out)
}

/// Which of these names' templates are held: account, name and language.
pub(super) async fn held(
    tx: &mut Tx,
    names: &[(String, String)],
) -> ServiceResult<HashSet<(String, String, String)>> {
    Ok(found::holds_of_names(tx, names).await?.into_iter().collect())
}

/// The names of a page with their languages.
pub(super) async fn groups(
    tx: &mut Tx,
    names: &[(String, String)],
    accounts: &HashMap<&str, (&str, &str)>,
) -> ServiceResult<Vec<TemplateGroup>> {
    let held = held(tx, names).await?;
    let mut by_name: HashMap<(String, String), Vec<TemplateRow>> = HashMap::with_capacity(names.len());
    for state in found::of_names(tx, names).await? {
        let key = (
            state.account_id.clone(),
            state.name.clone(),
            state.language.clone(),
        );
        let group = (state.name.clone(), state.account_id.clone());
        by_name
            .entry(group)
            .or_default()
            .push(row(state, held.contains(&key))?);
    }
    names
        .iter()
        .map(|key| {
            let (waba, name) = accounts.get(key.1.as_str()).copied().unwrap_or_default();
            Ok(TemplateGroup {
                account: (stored::id(key.1.clone())?, waba.to_owned(), name.to_owned()),
                name: key.0.clone(),
                languages: by_name.remove(key).unwrap_or_default(),
            })
        })
        .collect()
}
