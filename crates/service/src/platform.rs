//! Settings of the whole platform: the switch `ENABLE_WHATSAPP_NOTIFICATIONS`
//! and the number that bakeries without their own use.

use domain::{ids::NumberId, time::Millis};

use crate::{Call, Services, error::ServiceResult};

/// The platform-wide switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformSwitch {
    /// What is in force.
    pub on: bool,
    /// What the configuration says.
    pub configured: bool,
    /// Who overrode it and when; `None` while the configuration is in force.
    pub overridden: Option<(String, Millis)>,
}

/// Reads the switch. Anybody who is signed in may.
pub async fn switch(svc: &Services) -> ServiceResult<PlatformSwitch> {
    let _ = svc;
    todo!()
}

/// Overrides the switch, or (`None`) goes back to the configuration.
pub async fn set_switch(svc: &Services, call: &Call, on: Option<bool>) -> ServiceResult<()> {
    let _ = (svc, call, on);
    todo!()
}

/// The default number, if one is set.
pub async fn default_number(svc: &Services) -> ServiceResult<Option<NumberId>> {
    let _ = svc;
    todo!()
}

/// Sets or clears the default number. A number in use by one bakery, archived
/// or vanished is refused (`WrongState`).
pub async fn set_default_number(svc: &Services, call: &Call, number: Option<&NumberId>) -> ServiceResult<()> {
    let _ = (svc, call, number);
    todo!()
}
