//! What an owner sees and does.

use domain::{ids::TenantId, tenant::TenantStatus, time::Millis};

use crate::{Call, Services, error::ServiceResult};

/// An owner's page.
#[derive(Debug, Clone)]
pub struct OwnSettings {
    /// The bakery.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Its city.
    pub city: String,
    /// State.
    pub status: TenantStatus,
    /// The owner's switch.
    pub enabled: bool,
    /// When it was last flipped, and by whom.
    pub switched: Option<(Millis, String)>,
    /// Whether the platform as a whole is on.
    pub platform_on: bool,
    /// The number that messages go out from.
    pub number: Option<OwnNumber>,
}

/// The number of an owner's bakery.
#[derive(Debug, Clone)]
pub struct OwnNumber {
    /// For people.
    pub display: String,
    /// Digits for `wa.me`.
    pub digits: Option<String>,
    /// Name that customers see.
    pub customer_name: String,
    /// Whether it is the platform's shared number.
    pub shared: bool,
    /// Whether Meta says that it works; `None` when that is not known.
    pub works: Option<bool>,
    /// When that was checked.
    pub checked_at: Option<Millis>,
    /// The `wa.me` address as a QR code (SVG); only for an own number.
    pub qr_svg: Option<String>,
}

/// The page of one bakery.
pub async fn get(svc: &Services, call: &Call, tenant: &TenantId) -> ServiceResult<OwnSettings> {
    let _ = (svc, call, tenant);
    todo!()
}

/// Flips the switch; takes effect with the commit.
pub async fn set_enabled(svc: &Services, call: &Call, tenant: &TenantId, on: bool) -> ServiceResult<()> {
    let _ = (svc, call, tenant, on);
    todo!()
}
