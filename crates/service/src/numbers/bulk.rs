//! Giving many bakeries a number at once.

use std::collections::{HashMap, HashSet, VecDeque};

use domain::{
    assignment::ChangeKind,
    ids::{NumberId, TenantId},
    number::{NameStatus, NumberStatus, NumberUse},
    permission::Permission,
    tenant::search_key,
};
use store::{
    accounts, assignments,
    numbers::list::{self as rows, NumberFilter, NumberOrder},
    tenants,
};

use super::{
    assign::{self, Assign, Change},
    change::{Plan, Stop, attempts, commit, nothing, write},
    list::NumberRow,
    row::{instants, row},
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    stored,
};

/// Most pairs of one change.
pub const MAX_PAIRS: usize = 1_000;
/// Bakeries that are named when no number is left for them.
const NAMED: usize = 20;

/// What would be assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkPreview {
    /// Pairs that would be made, at most [`MAX_PAIRS`].
    pub pairs: Vec<Pair>,
    /// Pairs that can be made after these.
    pub more: u64,
    /// Bakeries without a number for which none is left: the first of them.
    pub left_out: Vec<(TenantId, String)>,
    /// How many they are.
    pub left_out_count: u64,
    /// Free numbers that stay free.
    pub spare: u32,
    /// Numbers that are resting and therefore not offered.
    pub resting: u32,
}

/// One number for one bakery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The number.
    pub number: NumberId,
    /// For people.
    pub number_display: String,
    /// The bakery.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// Why this number: its name matches the bakery's.
    pub name_matches: bool,
}

/// Proposes a free number for every active bakery without one: first those
/// whose name Meta has approved for that number, then in order. Not offered:
/// resting, archived, vanished, unconnected numbers and the default.
pub async fn preview(svc: &Services, call: &Call) -> ServiceResult<BulkPreview> {
    call.allow(Permission::AssignNumbers)?;
    let mut tx = svc.db.read().await?;
    let mut listed = Vec::new();
    for used in [NumberUse::Free, NumberUse::Resting] {
        let filter = NumberFilter {
            used: Some(used.key()),
            ..instants(svc)
        };
        listed.extend(rows::list(&mut tx, &filter, NumberOrder::Number, i64::MAX, 0).await?);
    }
    let gone: HashSet<String> = accounts::briefs(&mut tx)
        .await?
        .into_iter()
        .filter(|account| account.disconnected_at.is_some())
        .map(|account| account.id)
        .collect();
    let numbers = listed
        .into_iter()
        .filter(|record| !gone.contains(&record.account_id))
        .map(row)
        .collect::<ServiceResult<Vec<_>>>()?;
    let (resting, free): (Vec<_>, Vec<_>) = numbers
        .into_iter()
        .partition(|number| number.used == NumberUse::Resting);
    let free = free
        .into_iter()
        .filter(|number| number.status == NumberStatus::Connected)
        .collect();
    let mut without = Vec::new();
    for record in tenants::active(&mut tx, i64::MAX).await? {
        if record.number_id.is_none() {
            without.push((stored::id(record.tenant.id)?, record.tenant.name));
        }
    }
    let (mut pairs, mut left_out, spare) = pair(free, without);
    let (count, left_out_count) = (size(pairs.len()), size(left_out.len()));
    pairs.truncate(MAX_PAIRS);
    left_out.truncate(NAMED);
    Ok(BulkPreview {
        more: count - size(pairs.len()),
        pairs,
        left_out,
        left_out_count,
        spare,
        resting: u32::try_from(resting.len()).unwrap_or(u32::MAX),
    })
}

/// Makes exactly the given pairs, all or none; one change that can be undone.
/// A pair that is no longer possible answers with the conflict.
pub async fn apply(svc: &Services, call: &Call, pairs: &[(NumberId, TenantId)]) -> ServiceResult<Change> {
    call.allow(Permission::AssignNumbers)?;
    let numbers: HashSet<_> = pairs.iter().map(|(number, _)| number).collect();
    let bakeries: HashSet<_> = pairs.iter().map(|(_, tenant)| tenant).collect();
    if pairs.is_empty() {
        return Err(FieldError::only("pairs", Problem::Required));
    }
    if pairs.len() > MAX_PAIRS {
        return Err(FieldError::only("pairs", Problem::TooManyRows { max: MAX_PAIRS }));
    }
    if numbers.len() < pairs.len() || bakeries.len() < pairs.len() {
        return Err(FieldError::only("pairs", Problem::NotAChoice));
    }
    attempts!(try_apply(svc, call, pairs))
}

async fn try_apply(svc: &Services, call: &Call, pairs: &[(NumberId, TenantId)]) -> Result<Change, Stop> {
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    let mut whole = Plan::default();
    for (number, tenant) in pairs {
        let input = Assign {
            number: number.clone(),
            tenant: tenant.clone(),
            move_from: None,
            replace: false,
        };
        if let Some(plan) = assign::plan(&mut tx, &input).await? {
            whole.close.extend(plan.close);
            whole.open.extend(plan.open);
        }
    }
    if whole.open.is_empty() {
        return Ok(nothing(svc, ChangeKind::Assign));
    }
    let change = write(svc, call, &mut tx, ChangeKind::Assign, &whole, None).await?;
    commit(svc, tx, change).await
}

fn size(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

type Paired = (Vec<Pair>, Vec<(TenantId, String)>, u32);

/// Pairs by approved name first, then in order.
fn pair(free: Vec<NumberRow>, without: Vec<(TenantId, String)>) -> Paired {
    let approved = |number: &NumberRow| {
        matches!(
            number.name_status,
            NameStatus::Approved | NameStatus::AvailableWithoutReview
        )
    };
    // Where the numbers of each name are: there may be very many bakeries.
    let mut by_name: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, number) in free.iter().enumerate().filter(|(_, number)| approved(number)) {
        let named = by_name.entry(search_key(&number.verified_name)).or_default();
        named.push_back(at);
    }
    let mut free: Vec<Option<NumberRow>> = free.into_iter().map(Some).collect();
    let mut found: Vec<Option<(NumberRow, bool)>> = without
        .iter()
        .map(|(_, name)| {
            let at = by_name.get_mut(&search_key(name))?.pop_front()?;
            Some((free.get_mut(at)?.take()?, true))
        })
        .collect();
    let mut rest = free.into_iter().flatten();
    for place in found.iter_mut().filter(|place| place.is_none()) {
        *place = rest.next().map(|number| (number, false));
    }
    let (mut pairs, mut left_out) = (Vec::new(), Vec::new());
    for ((tenant, tenant_name), place) in without.into_iter().zip(found) {
        match place {
            Some((number, name_matches)) => pairs.push(Pair {
                number: number.id,
                number_display: number.display,
                tenant,
                tenant_name,
                name_matches,
            }),
            None => left_out.push((tenant, tenant_name)),
        }
    }
    (pairs, left_out, u32::try_from(rest.count()).unwrap_or(u32::MAX))
}
