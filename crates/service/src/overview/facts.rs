//! Everything that the first page is derived from, read in one transaction.

use std::collections::{HashMap, HashSet};

use domain::{
    account::BusinessVerification,
    ids::TenantId,
    number::{NumberUse, QualityRating},
    secret_age::TokenAge,
    time::{DAY, Millis},
};
use store::{
    Tx, accounts as account_rows,
    messages::trials,
    numbers::{
        self,
        list::{self as number_rows, NumberOrder},
    },
    templates::{self, Standing},
    tenants::{self as tenant_rows, TenantFilter, TenantOrder},
    webhooks::refusals,
};

use super::ORDER_TEMPLATE;
use crate::{
    Services,
    accounts::list::{self as account_list, AccountRow},
    error::ServiceResult,
    numbers::{
        list::NumberRow,
        row::{instants, row},
    },
    platform::{self, PlatformSwitch},
    stored,
    tenants::own,
    webhooks::intake::Refusal,
};

/// A connected WABA.
pub(super) struct Account {
    /// Its row.
    pub(super) row: AccountRow,
    /// Verification of the business.
    pub(super) verification: Option<BusinessVerification>,
    /// Scopes of the token.
    pub(super) scopes: Vec<String>,
    /// When the token was last looked at.
    pub(super) token_checked_at: Option<Millis>,
    /// Whether its app secret is known.
    pub(super) has_app_secret: bool,
}

impl Account {
    /// Whether its token is known not to work.
    pub(super) fn token_dead(&self) -> bool {
        self.row.token_problem.is_some() || self.row.token_age == TokenAge::Expired
    }
}

/// What is known.
pub(super) struct Facts {
    /// Connected WABAs by name.
    pub(super) accounts: Vec<Account>,
    /// Every number.
    pub(super) numbers: Vec<NumberRow>,
    /// Whether each number in the pool works, by our id.
    pub(super) works: HashMap<String, Option<bool>>,
    /// Our ids of the numbers of active bakeries with the switch on.
    pub(super) on_numbers: Vec<String>,
    /// Bakeries.
    pub(super) tenants: u64,
    /// Of those, active.
    pub(super) active: u64,
    /// Of the active ones, with the switch on.
    pub(super) switched_on: u64,
    /// Of the active ones, with a number of their own.
    pub(super) with_number: u64,
    /// First active bakery with the switch on and no number of its own.
    pub(super) first_without: Option<(TenantId, String)>,
    /// First active bakery with the switch off and no number of its own.
    pub(super) first_off_without: Option<(TenantId, String)>,
    /// A bakery from which a test message can be sent, while none was: first those with a number of their own.
    pub(super) trial_at: Option<TenantId>,
    /// How far the best test message came: Meta's word, and when.
    pub(super) trial: Option<(&'static str, Millis)>,
    /// Where the template of the orders stands.
    pub(super) template: Option<Standing>,
    /// Deliveries of the last 24 hours that nobody could check, because no app
    /// secret was known.
    pub(super) unchecked: u64,
    /// The platform's switch.
    pub(super) switch: PlatformSwitch,
    /// Now.
    pub(super) now: Millis,
}

/// Reads everything.
pub(super) async fn read(svc: &Services) -> ServiceResult<Facts> {
    let now = svc.clock.now();
    let mut tx = svc.db.read().await?;
    let mut accounts = Vec::new();
    for record in account_rows::all(&mut tx).await? {
        if record.disconnected_at.is_none() {
            accounts.push(Account {
                row: account_list::row(&record, now)?,
                verification: record
                    .business_verification
                    .as_deref()
                    .map(BusinessVerification::parse),
                scopes: serde_json::from_str(&record.scopes).unwrap_or_default(),
                token_checked_at: record.token_checked_at.map(Millis),
                has_app_secret: record.app_secret.is_some(),
            });
        }
    }
    let dead: HashSet<String> = accounts
        .iter()
        .filter(|account| account.token_dead())
        .map(|account| account.row.id.to_string())
        .collect();
    let works = numbers::in_pool(&mut tx)
        .await?
        .into_iter()
        .map(|state| {
            let works = if dead.contains(&state.account_id) {
                Some(false)
            } else {
                own::works(&state)
            };
            (state.id, works)
        })
        .collect();
    let numbers = number_rows::list(&mut tx, &instants(svc), NumberOrder::Number, i64::MAX, 0)
        .await?
        .into_iter()
        .map(row)
        .collect::<ServiceResult<_>>()?;
    let cells = tenant_rows::cells(&mut tx, None).await?;
    let sum = |fits: &dyn Fn(&tenant_rows::TenantCell) -> bool| {
        stored::count(
            cells
                .iter()
                .filter(|cell| fits(cell))
                .map(|cell| cell.count)
                .sum(),
        )
    };
    let first_without = first(&mut tx, &cells, true, false).await?;
    let trial = trial(&mut tx).await?;
    let trial_at = if trial.is_some() {
        None
    } else {
        let with_number = first(&mut tx, &cells, true, true).await?;
        let able = with_number.as_ref().or(first_without.as_ref());
        able.map(|(tenant, _)| tenant.clone())
    };
    let unchecked: i64 = refusals::since(&mut tx, now.plus(-DAY))
        .await?
        .into_iter()
        .filter(|(why, _)| why == Refusal::NoSecret.key())
        .map(|(_, count)| count)
        .sum();
    Ok(Facts {
        accounts,
        numbers,
        works,
        on_numbers: tenant_rows::numbers_switched_on(&mut tx).await?,
        tenants: sum(&|_| true),
        active: sum(&|cell| cell.status == "active"),
        switched_on: sum(&|cell| cell.status == "active" && cell.whatsapp_enabled),
        with_number: sum(&|cell| cell.status == "active" && cell.has_number == 1),
        first_without,
        first_off_without: first(&mut tx, &cells, false, false).await?,
        trial_at,
        trial,
        template: templates::standing(&mut tx, ORDER_TEMPLATE).await?,
        unchecked: stored::count(unchecked),
        switch: platform::read_switch(svc, &mut tx).await?,
        now,
    })
}

/// The first active bakery by name, by its switch and whether it has a number
/// of its own. Where the counts know of none, none is looked for among very many.
async fn first(
    tx: &mut Tx,
    cells: &[tenant_rows::TenantCell],
    enabled: bool,
    has_number: bool,
) -> ServiceResult<Option<(TenantId, String)>> {
    let fits = |cell: &tenant_rows::TenantCell| {
        cell.status == "active" && cell.whatsapp_enabled == enabled && (cell.has_number == 1) == has_number
    };
    if !cells.iter().any(fits) {
        return Ok(None);
    }
    let filter = TenantFilter {
        status: Some("active"),
        has_number: Some(has_number),
        enabled: Some(enabled),
        ..TenantFilter::default()
    };
    let found = tenant_rows::list(tx, &filter, TenantOrder::Name, 1, 0).await?;
    found
        .into_iter()
        .next()
        .map(|record| Ok((stored::id(record.tenant.id)?, record.tenant.name)))
        .transpose()
}

/// How far the best test message came.
async fn trial(tx: &mut Tx) -> ServiceResult<Option<(&'static str, Millis)>> {
    let Some(found) = trials::furthest(tx).await? else {
        return Ok(None);
    };
    let steps = [
        ("delivered", found.delivered_at),
        ("read", found.read_at),
        ("played", found.played_at),
        ("sent", found.sent_at),
        ("accepted", found.accepted_at),
    ];
    let furthest = steps.into_iter().find_map(|(word, at)| Some((word, Millis(at?))));
    Ok(furthest)
}

impl Facts {
    /// Numbers that are neither archived nor gone.
    pub(super) fn pool(&self) -> impl Iterator<Item = &NumberRow> {
        self.numbers
            .iter()
            .filter(|number| number.archived_at.is_none() && number.vanished_at.is_none())
    }

    /// The platform's default number, as long as Meta lists it.
    pub(super) fn default_number(&self) -> Option<&NumberRow> {
        self.numbers
            .iter()
            .find(|number| number.used == NumberUse::Shared)
    }

    /// Active bakeries with the switch on and no number of their own.
    pub(super) fn on_without_number(&self) -> u64 {
        self.switched_on
            .saturating_sub(u64::try_from(self.on_numbers.len()).unwrap_or(0))
    }

    /// Active bakeries with the switch off and no number of their own.
    pub(super) fn off_without_number(&self) -> u64 {
        self.active
            .saturating_sub(self.with_number)
            .saturating_sub(self.on_without_number())
    }

    fn proven(&self, number: &str) -> bool {
        self.works.get(number).copied().flatten() == Some(true)
    }

    /// Bakeries that have everything they need to send: what is not known does not count.
    pub(super) fn ready(&self) -> u64 {
        if !self.switch.on {
            return 0;
        }
        let own = self
            .on_numbers
            .iter()
            .filter(|number| self.proven(number))
            .count();
        let shared = if self
            .default_number()
            .is_some_and(|number| self.proven(number.id.as_str()))
        {
            self.on_without_number()
        } else {
            0
        };
        u64::try_from(own).unwrap_or(0) + shared
    }

    /// Numbers of the pool by quality, in Meta's order.
    pub(super) fn quality(&self) -> Vec<(QualityRating, u64)> {
        let mut counts: Vec<(QualityRating, u64)> = Vec::new();
        for number in self.pool() {
            match counts.iter_mut().find(|(quality, _)| *quality == number.quality) {
                Some((_, count)) => *count += 1,
                None => counts.push((number.quality.clone(), 1)),
            }
        }
        let rank = |quality: &QualityRating| QualityRating::KNOWN.iter().position(|known| known == quality);
        counts.sort_by_key(|(quality, _)| (rank(quality).unwrap_or(usize::MAX), quality.to_string()));
        counts
    }
}
