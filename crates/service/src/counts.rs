//! How much of everything there is, as far as the caller may see it.

use domain::permission::Permission;

use crate::{Call, Services, error::ServiceResult};

/// Figures for the navigation; `None` for what the caller may not see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Numbers in the pool: neither archived nor vanished.
    pub numbers: Option<u64>,
    /// Bakeries.
    pub tenants: Option<u64>,
    /// Connected WABAs.
    pub accounts: Option<u64>,
}

/// Counts.
pub async fn get(svc: &Services, call: &Call) -> ServiceResult<Counts> {
    let mut tx = svc.db.read().await?;
    let found = store::counts::read(&mut tx).await?;
    let shown = |permission, n: i64| call.allow(permission).ok().and_then(|()| u64::try_from(n).ok());
    Ok(Counts {
        numbers: shown(Permission::ViewNumbers, found.numbers),
        tenants: shown(Permission::ViewTenants, found.tenants),
        accounts: shown(Permission::ViewAccounts, found.accounts),
    })
}
