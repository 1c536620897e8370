//! What an owner sees and does.

use domain::{
    health::{CanSend, Health},
    ids::TenantId,
    number::NumberStatus,
    permission::Permission,
    phone::E164,
    tenant::TenantStatus,
    time::Millis,
};
use qrcode::{QrCode, render::svg};
use serde_json::json;
use store::{assignments, audit, numbers, tenants as rows};

use super::list;
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    events::Topic,
    platform, stored,
};

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
    call.allow_tenant(Permission::ViewOwnSettings, tenant)?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let number = match assignments::open_of_tenant(&mut tx, tenant.as_str()).await? {
        Some(open) => numbers::state(&mut tx, &open.number_id)
            .await?
            .map(|state| own_number(&state, false)),
        None => numbers::default_state(&mut tx)
            .await?
            .map(|state| own_number(&state, true)),
    };
    Ok(OwnSettings {
        tenant: tenant.clone(),
        status: list::status(&record.status)?,
        name: record.name,
        city: record.city,
        enabled: record.whatsapp_enabled,
        switched: record
            .switched_at
            .map(|at| (Millis(at), record.switched_by.unwrap_or_default())),
        platform_on: platform::read_switch(svc, &mut tx).await?.on,
        number,
    })
}

/// Flips the switch; takes effect with the commit.
pub async fn set_enabled(svc: &Services, call: &Call, tenant: &TenantId, on: bool) -> ServiceResult<()> {
    call.allow_tenant(Permission::ToggleWhatsapp, tenant)?;
    let mut tx = svc.db.write().await?;
    let before = rows::by_id(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if !rows::set_enabled(&mut tx, tenant.as_str(), on, call.actor.name(), svc.clock.now()).await? {
        return Ok(());
    }
    let states = (
        Some(json!({ "whatsapp_enabled": !on })),
        Some(json!({ "whatsapp_enabled": on })),
    );
    let mut entry = call.change(
        svc,
        "tenant.switch",
        "tenant",
        tenant.as_str(),
        &before.name,
        states,
    );
    entry.tenant_id = Some(tenant.to_string());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Tenants);
    Ok(())
}

fn own_number(state: &numbers::NumberState, shared: bool) -> OwnNumber {
    let e164 = state.e164.as_deref().and_then(|text| E164::parse(text).ok());
    let digits = e164.as_ref().map(|number| number.digits().to_owned());
    OwnNumber {
        display: stored::display(state.e164.as_deref(), &state.display),
        customer_name: state.verified_name.clone(),
        shared,
        works: works(state),
        checked_at: Some(Millis(state.seen_at)),
        qr_svg: digits.as_deref().filter(|_| !shared).and_then(qr),
        digits,
    }
}

/// What Meta last said about sending from this number: its own state first,
/// then the account's.
pub(crate) fn works(state: &numbers::NumberState) -> Option<bool> {
    if state.vanished_at.is_some() || state.disconnected_at.is_some() {
        return Some(false);
    }
    match NumberStatus::parse(&state.status) {
        NumberStatus::Connected | NumberStatus::Flagged => {}
        // Words that do not say whether the number can send.
        NumberStatus::Linked | NumberStatus::Unlinked | NumberStatus::Unknown(_) => return None,
        _ => return Some(false),
    }
    let health = state
        .account_health
        .as_deref()
        .and_then(|json| serde_json::from_str::<Health>(json).ok());
    Some(!health.is_some_and(|health| health.can_send == CanSend::Blocked))
}

fn qr(digits: &str) -> Option<String> {
    let code = QrCode::new(format!("https://wa.me/{digits}")).ok()?;
    Some(
        code.render::<svg::Color<'_>>()
            .min_dimensions(160, 160)
            .quiet_zone(true)
            .build(),
    )
}
