//! What a statement says.

use domain::{
    billing::{Day, Month, Reason, Regime},
    ids::{NumberId, TenantId},
    money::Money,
};

use crate::billing::{
    Amounts, Forecast,
    basis::{Basis, SecondCurrency},
    budgets::BudgetState,
};

/// Who takes the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Payee {
    /// Meta, by its rate card.
    Meta,
    /// The partner in between, on top.
    Partner,
}

impl Payee {
    /// The number stored in the ledger.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Meta => 1,
            Self::Partner => 2,
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub const fn from_code(code: i64) -> Self {
        if code == 2 { Self::Partner } else { Self::Meta }
    }

    /// The word in files and in the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Partner => "partner",
        }
    }
}

/// How many, and what they come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Handed to Meta in the month, whatever became of them.
    pub sent: u64,
    /// Delivered and counted: reversals taken off.
    pub delivered: i64,
    /// Of those, free.
    pub free: i64,
    /// Of those, charged.
    pub charged: i64,
    /// Of those, without a known rate: not in the amounts.
    pub unpriced: i64,
    /// What Meta charges.
    pub meta: Amounts,
    /// What the partner charges.
    pub partner: Amounts,
    /// Both.
    pub total: Amounts,
}

impl Figures {
    pub(super) fn add(&mut self, item: &Item) {
        match item.payee {
            Payee::Partner => self.partner.add(item.amount.micros, item.amount.currency),
            Payee::Meta => {
                self.delivered += item.messages;
                self.unpriced += item.unpriced;
                if item.reason.is_free() {
                    self.free += item.messages;
                } else {
                    self.charged += item.messages - item.unpriced;
                }
                self.meta.add(item.amount.micros, item.amount.currency);
            }
        }
        self.total.add(item.amount.micros, item.amount.currency);
    }
}

/// So many messages at the same rate for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Who takes the money.
    pub payee: Payee,
    /// Charged as: `utility`, `marketing`, `service` …; empty when it is not known.
    pub category: String,
    /// Why it costs what it costs.
    pub reason: Reason,
    /// The customers' market; empty when it is not known.
    pub market: String,
    /// The rules.
    pub regime: Option<Regime>,
    /// The rate card; empty when none was needed or is known.
    pub card: String,
    /// For each; `None` when it is not known.
    pub rate: Option<Money>,
    /// How many.
    pub messages: i64,
    /// Of those, without a known rate.
    pub unpriced: i64,
    /// What they come to.
    pub amount: Money,
    /// The month of delivery where it is another: an entry into a later month
    /// because that one was signed off.
    pub late_of: Option<Month>,
}

/// How much of a number's free allowance is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The number.
    pub number: NumberId,
    /// For people.
    pub display: String,
    /// Free replies used in the month.
    pub used: i64,
    /// Free replies of a month.
    pub of: i64,
}

impl Allowance {
    /// What is left.
    #[must_use]
    pub const fn left(&self) -> i64 {
        if self.used >= self.of {
            0
        } else {
            self.of - self.used
        }
    }
}

/// A bakery's part of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantPart {
    /// The bakery; `None` for numbers that served nobody.
    pub tenant: Option<TenantId>,
    /// Its name; empty for numbers that served nobody.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
    /// What they are made of, dearest first.
    pub items: Vec<Item>,
    /// Its budget, if one is set.
    pub budget: Option<BudgetState>,
}

/// A day's part of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPart {
    /// The day, in the zone of the basis.
    pub day: Day,
    /// Messages.
    pub messages: i64,
    /// What they come to, by category: `utility`, `marketing`, `service` …
    pub by_category: Vec<(String, i64, Amounts)>,
    /// What the day comes to, the partner's fees included.
    pub total: Amounts,
}

/// A month's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The month.
    pub month: Month,
    /// Whether it is still running.
    pub running: bool,
    /// Months that have entries, and the running one; newest first.
    pub months: Vec<Month>,
    /// Everything together.
    pub figures: Figures,
    /// What that is made of, dearest first.
    pub items: Vec<Item>,
    /// By bakery, dearest first.
    pub tenants: Vec<TenantPart>,
    /// By day, every day of the month up to today.
    pub days: Vec<DayPart>,
    /// The free allowances of the numbers that have sent; empty under rules without one.
    pub allowances: Vec<Allowance>,
    /// What the month will come to; `None` when it is over or too young.
    pub forecast: Option<Forecast>,
    /// The budget that concerns the statement as a whole.
    pub budget: Option<BudgetState>,
    /// The total in another currency, for information.
    pub second: Option<SecondCurrency>,
    /// The month before, for comparison.
    pub before: Amounts,
    /// What it all rests on.
    pub basis: Basis,
}
