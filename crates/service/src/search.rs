//! One search box: any name, number or id leads to its record.

use domain::{
    number::NumberUse,
    permission::{Actor, Permission, Scope},
    tenant::search_key,
};
use store::{
    accounts,
    numbers::list::{self as number_rows, NumberFilter, NumberListRecord, NumberOrder},
    tenants::{self as tenant_rows, TenantFilter, TenantListRecord, TenantOrder},
};

use crate::{
    Call, Services,
    error::ServiceResult,
    numbers::row::instants,
    people::team::{self, TeamQuery},
    stored,
    templates::{self, list::TemplateQuery},
};

/// Most records that are found.
pub const MOST: usize = 20;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Hit {
    /// `tenant`, `number`, `template`, `account`, `person`.
    pub kind: &'static str,
    /// Our id.
    pub id: String,
    /// First line.
    pub title: String,
    /// Second line.
    pub detail: String,
    /// Where it is.
    pub href: String,
}

/// Finds at most 20 records that the caller may see; an exact id comes alone.
pub async fn find(svc: &Services, call: &Call, q: &str) -> ServiceResult<Vec<Hit>> {
    let Some(text) = stored::search_text(Some(q)) else {
        return Ok(Vec::new());
    };
    let mut kinds = Vec::new();
    if call.actor.may(Permission::ViewTenants, Scope::Platform) {
        kinds.push(tenants(svc, &text).await?);
    } else {
        kinds.push(own_tenants(svc, call, &text).await?);
    }
    if call.actor.may(Permission::ViewNumbers, Scope::Platform) {
        kinds.push(numbers(svc, &text, stored::search_digits(Some(q))).await?);
    }
    if call.actor.may(Permission::ViewTemplates, Scope::Platform) {
        kinds.push(template_names(svc, call, q, &text).await?);
    }
    if call.actor.may(Permission::ViewAccounts, Scope::Platform) {
        kinds.push(connected(svc, &text).await?);
    }
    if call.actor.may(Permission::ManageTeam, Scope::Platform) {
        let query = TeamQuery {
            q: Some(q.trim().to_owned()),
            role: None,
        };
        kinds.push(
            team::list(svc, call, &query)
                .await?
                .into_iter()
                .map(|person| Ranked {
                    exact: text == person.id.as_str() || text == search_key(person.email.as_str()),
                    hit: Hit {
                        kind: "person",
                        href: format!("/app/admin/team/{}", person.id),
                        id: person.id.to_string(),
                        title: person.name,
                        detail: person.email.to_string(),
                    },
                })
                .collect(),
        );
    }
    if let Some(exact) = kinds.iter().flatten().find(|ranked| ranked.exact) {
        return Ok(vec![exact.hit.clone()]);
    }
    Ok(share(kinds, MOST).into_iter().map(|ranked| ranked.hit).collect())
}

/// The first of each kind, as many as there are places: given out in turns, so
/// that one kind of which there are many hides none of the others.
fn share<T>(kinds: Vec<Vec<T>>, mut places: usize) -> Vec<T> {
    let mut kept = vec![0; kinds.len()];
    while places > 0 {
        let before = places;
        for (kept, kind) in kept.iter_mut().zip(&kinds) {
            if places > 0 && *kept < kind.len() {
                *kept += 1;
                places -= 1;
            }
        }
        if places == before {
            break;
        }
    }
    kinds
        .into_iter()
        .zip(kept)
        .flat_map(|(kind, kept)| kind.into_iter().take(kept))
        .collect()
}

/// Something that was found, and whether its id was asked for.
struct Ranked {
    exact: bool,
    hit: Hit,
}

const LIMIT: i64 = 20;

fn tenant(record: TenantListRecord, text: &str, href: String) -> Ranked {
    let number = record
        .display
        .as_deref()
        .map(|written| stored::display(record.e164.as_deref(), written));
    let detail: Vec<String> = [Some(record.tenant.city), number]
        .into_iter()
        .flatten()
        .filter(|s| !s.is_empty())
        .collect();
    Ranked {
        exact: record.tenant.id == text,
        hit: Hit {
            kind: "tenant",
            id: record.tenant.id,
            title: record.tenant.name,
            detail: detail.join(" · "),
            href,
        },
    }
}

async fn tenants(svc: &Services, text: &str) -> ServiceResult<Vec<Ranked>> {
    let mut tx = svc.db.read().await?;
    let href = |id: &str| format!("/app/admin/tenants/{id}");
    if let Some(record) = tenant_rows::listed(&mut tx, text).await? {
        let href = href(&record.tenant.id);
        return Ok(vec![tenant(record, text, href)]);
    }
    let filter = TenantFilter {
        text: Some(text.to_owned()),
        ..TenantFilter::default()
    };
    let found = tenant_rows::list(&mut tx, &filter, TenantOrder::Name, LIMIT, 0).await?;
    Ok(found
        .into_iter()
        .map(|record| {
            let href = href(&record.tenant.id);
            tenant(record, text, href)
        })
        .collect())
}

/// What an owner finds: nothing but the bakeries that are their own.
async fn own_tenants(svc: &Services, call: &Call, text: &str) -> ServiceResult<Vec<Ranked>> {
    let Actor::Person { tenants, .. } = &call.actor else {
        return Ok(Vec::new());
    };
    let mut tx = svc.db.read().await?;
    let mut hits = Vec::new();
    for own in tenants {
        if !call.actor.may(Permission::ViewOwnSettings, Scope::Tenant(own)) {
            continue;
        }
        let Some(record) = tenant_rows::listed(&mut tx, own.as_str()).await? else {
            continue;
        };
        let key = search_key(&format!("{} {}", record.tenant.name, record.tenant.city));
        if key.contains(text) || record.tenant.id == text {
            let href = format!("/app/settings/whatsapp?bakery={own}");
            hits.push(tenant(record, text, href));
        }
    }
    Ok(hits)
}

async fn numbers(svc: &Services, text: &str, digits: Option<String>) -> ServiceResult<Vec<Ranked>> {
    let mut tx = svc.db.read().await?;
    if let Some(record) = number_rows::one(&mut tx, &instants(svc), text).await? {
        return Ok(vec![number(record, text)]);
    }
    let filter = NumberFilter {
        text: Some(text.to_owned()),
        digits,
        ..instants(svc)
    };
    let found = number_rows::list(&mut tx, &filter, NumberOrder::Number, LIMIT, 0).await?;
    Ok(found.into_iter().map(|record| number(record, text)).collect())
}

fn number(record: NumberListRecord, text: &str) -> Ranked {
    let shown = if record.used == NumberUse::InUse.key() {
        record.tenant_name
    } else {
        None
    };
    Ranked {
        exact: record.id == text || record.phone_number_id == text,
        hit: Hit {
            kind: "number",
            href: format!("/app/admin/whatsapp/numbers/{}", record.id),
            title: stored::display(record.e164.as_deref(), &record.display),
            detail: shown.unwrap_or(record.verified_name),
            id: record.id,
        },
    }
}

/// Templates by name, text or Meta's id; one hit for each language that fits.
async fn template_names(svc: &Services, call: &Call, q: &str, text: &str) -> ServiceResult<Vec<Ranked>> {
    let query = TemplateQuery {
        q: Some(q.to_owned()),
        size: Some(5),
        ..TemplateQuery::default()
    };
    let found = templates::list::list(svc, call, &query).await?;
    Ok(found
        .groups
        .into_iter()
        .flat_map(|group| {
            let account = group.account.2;
            group.languages.into_iter().map(move |row| (account.clone(), row))
        })
        .map(|(account, row)| Ranked {
            exact: row.id.as_str() == text || row.meta_id.as_deref() == Some(text),
            hit: Hit {
                kind: "template",
                href: format!("/app/admin/whatsapp/templates/{}", row.id),
                id: row.id.to_string(),
                title: row.name,
                detail: format!("{} · {account}", row.language),
            },
        })
        .collect())
}

async fn connected(svc: &Services, text: &str) -> ServiceResult<Vec<Ranked>> {
    let mut tx = svc.db.read().await?;
    let found = accounts::all(&mut tx).await?;
    Ok(found
        .into_iter()
        .filter(|account| {
            search_key(&account.name).contains(text) || account.waba_id.contains(text) || account.id == text
        })
        .map(|account| Ranked {
            exact: account.id == text || account.waba_id == text,
            hit: Hit {
                kind: "account",
                href: format!("/app/admin/whatsapp/wabas/{}", account.id),
                id: account.id,
                title: account.name,
                detail: account.waba_id,
            },
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn many_of_one_kind_leave_room_for_the_others() {
        let kinds = vec![vec!['t'; 20], vec!['n'; 2], Vec::new(), vec!['a'; 20]];
        let shared: String = share(kinds, 10).into_iter().collect();
        assert_eq!(shared, "ttttnnaaaa");
        let few: String = share(vec![vec!['t'; 3], vec!['p']], 10).into_iter().collect();
        assert_eq!(few, "tttp");
        assert!(share::<char>(Vec::new(), 10).is_empty());
    }
}
