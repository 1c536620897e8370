//! Settings of the whole platform: the switch `ENABLE_WHATSAPP_NOTIFICATIONS`
//! and the number that bakeries without their own use.

use domain::{ids::NumberId, permission::Permission, time::Millis};
use serde_json::json;
use store::{
    Tx, assignments, audit, numbers,
    settings::{self, DEFAULT_NUMBER, WHATSAPP_ENABLED},
};

use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

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
    let mut tx = svc.db.read().await?;
    read_switch(svc, &mut tx).await
}

pub(crate) async fn read_switch(svc: &Services, tx: &mut Tx) -> ServiceResult<PlatformSwitch> {
    let configured = svc.settings.whatsapp_enabled;
    Ok(match settings::get(tx, WHATSAPP_ENABLED).await? {
        None => PlatformSwitch {
            on: configured,
            configured,
            overridden: None,
        },
        Some(set) => PlatformSwitch {
            on: set.value == "true",
            configured,
            overridden: Some((set.updated_by, Millis(set.updated_at))),
        },
    })
}

/// Overrides the switch, or (`None`) goes back to the configuration.
pub async fn set_switch(svc: &Services, call: &Call, on: Option<bool>) -> ServiceResult<()> {
    call.allow(Permission::ManagePlatform)?;
    let mut tx = svc.db.write().await?;
    let before = read_switch(svc, &mut tx).await?;
    if on == before.overridden.is_some().then_some(before.on) {
        return Ok(());
    }
    match on {
        Some(on) => {
            let value = if on { "true" } else { "false" };
            settings::set(
                &mut tx,
                WHATSAPP_ENABLED,
                value,
                call.actor.name(),
                svc.clock.now(),
            )
            .await?;
        }
        None => {
            settings::clear(&mut tx, WHATSAPP_ENABLED).await?;
        }
    }
    let after = read_switch(svc, &mut tx).await?;
    let state =
        |switch: &PlatformSwitch| json!({ "on": switch.on, "overridden": switch.overridden.is_some() });
    let states = (Some(state(&before)), Some(state(&after)));
    let entry = call.change(
        svc,
        "platform.switch",
        "platform",
        WHATSAPP_ENABLED,
        "WhatsApp",
        states,
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Platform);
    Ok(())
}

/// The default number, if one is set.
pub async fn default_number(svc: &Services) -> ServiceResult<Option<NumberId>> {
    let mut tx = svc.db.read().await?;
    let set = settings::get(&mut tx, DEFAULT_NUMBER).await?;
    set.map(|set| stored::id(set.value)).transpose()
}

/// Sets or clears the default number. A number in use by one bakery, archived
/// or vanished is refused (`WrongState`).
pub async fn set_default_number(svc: &Services, call: &Call, number: Option<&NumberId>) -> ServiceResult<()> {
    call.allow(Permission::AssignNumbers)?;
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    let before = numbers::default_state(&mut tx).await?;
    if before.as_ref().map(|state| state.id.as_str()) == number.map(NumberId::as_str) {
        return Ok(());
    }
    let after = match number {
        None => {
            settings::clear(&mut tx, DEFAULT_NUMBER).await?;
            None
        }
        Some(number) => {
            let state = numbers::state(&mut tx, number.as_str())
                .await?
                .ok_or(ServiceError::NotFound)?;
            let wrong = if state.vanished_at.is_some() {
                Some("number_vanished")
            } else if state.archived_at.is_some() {
                Some("number_archived")
            } else if state.disconnected_at.is_some() {
                Some("account_disconnected")
            } else if assignments::open_of_number(&mut tx, number.as_str())
                .await?
                .is_some()
            {
                Some("number_in_use")
            } else {
                None
            };
            if let Some(key) = wrong {
                return Err(ServiceError::Conflict(Conflict::WrongState { key }));
            }
            settings::set(
                &mut tx,
                DEFAULT_NUMBER,
                number.as_str(),
                call.actor.name(),
                svc.clock.now(),
            )
            .await?;
            Some(state)
        }
    };
    let name = |state: &numbers::NumberState| stored::display(state.e164.as_deref(), &state.display);
    let json = |state: &Option<numbers::NumberState>| json!({ "number": state.as_ref().map(name) });
    let states = (Some(json(&before)), Some(json(&after)));
    let shown = after.as_ref().or(before.as_ref()).map(name).unwrap_or_default();
    let entry = call.change(
        svc,
        "platform.default_number",
        "platform",
        DEFAULT_NUMBER,
        &shown,
        states,
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Platform);
    svc.events.publish(Topic::Numbers);
    svc.events.publish(Topic::Tenants);
    Ok(())
}
