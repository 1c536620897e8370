//! What may be spent: budgets of bakeries and of the platform, with thresholds
//! that raise an alarm and, where somebody wants that, a hard stop.

mod alarms;
mod setting;
mod states;
mod stops;

use domain::{ids::TenantId, money::Money, permission::Permission, time::Millis};

pub use self::setting::{BudgetInput, clear, set};
pub(crate) use self::stops::{room, stopped};
pub(super) use self::{alarms::raise, states::states};
use super::{Amounts, world::World};
use crate::{Call, Services, error::ServiceResult};

/// Thresholds when nobody says otherwise, in percent.
pub const THRESHOLDS: [i64; 3] = [80, 95, 100];

/// A budget and how much of it is spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetState {
    /// The bakery; `None` for the platform's own.
    pub tenant: Option<TenantId>,
    /// Its name; empty for the platform's own.
    pub name: String,
    /// What may be spent in a month.
    pub limit: Money,
    /// What is spent, in the same currency.
    pub spent: Money,
    /// What is spent in other currencies: not counted, because amounts are never
    /// converted in silence.
    pub not_counted: Amounts,
    /// The same in percent, rounded down.
    pub percent: i64,
    /// Percentages that raise an alarm.
    pub thresholds: Vec<i64>,
    /// Thresholds that were reached this month, and when that was noticed.
    pub reached: Vec<(i64, Millis)>,
    /// Whether sending stops at the limit.
    pub hard_stop: bool,
    /// Who set it, and when.
    pub set: (String, Millis),
}

impl BudgetState {
    /// Whether it stops sending now.
    #[must_use]
    pub const fn stops(&self) -> bool {
        self.hard_stop && self.spent.micros >= self.limit.micros
    }

    /// The highest threshold that is passed.
    #[must_use]
    pub fn passed(&self) -> Option<i64> {
        self.thresholds
            .iter()
            .copied()
            .filter(|threshold| self.percent >= *threshold)
            .max()
    }
}

/// Every budget in the month that is running.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<BudgetState>> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    let world = World::read(svc, &mut tx).await?;
    let month = world.common_zone(svc).month(svc.clock.now());
    states(&mut tx, month).await
}
