//! What the platform does by itself about templates.

use domain::permission::Permission;
use serde_json::json;
use store::{Tx, audit, settings as rows};

use crate::{Call, Services, error::ServiceResult, events::Topic};

/// Name of the setting.
const HOLD_MOVES: &str = "hold_template_moves";

/// Whether sending of a template stops by itself when Meta makes it dearer,
/// until somebody accepts. Off until an admin says so.
pub(super) async fn holds_moves(tx: &mut Tx) -> ServiceResult<bool> {
    Ok(rows::get(tx, HOLD_MOVES)
        .await?
        .is_some_and(|set| set.value == "true"))
}

/// Whether templates are held by themselves when Meta makes them dearer.
pub async fn hold_moves(svc: &Services, call: &Call) -> ServiceResult<bool> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    holds_moves(&mut tx).await
}

/// Says whether templates are held by themselves when Meta makes them dearer.
pub async fn set_hold_moves(svc: &Services, call: &Call, on: bool) -> ServiceResult<()> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let before = holds_moves(&mut tx).await?;
    if before == on {
        return Ok(());
    }
    let value = if on { "true" } else { "false" };
    rows::set(&mut tx, HOLD_MOVES, value, call.actor.name(), svc.clock.now()).await?;
    let states = (Some(json!({ "on": before })), Some(json!({ "on": on })));
    let entry = call.change(svc, "template.hold_moves", "template", HOLD_MOVES, "", states);
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(())
}
