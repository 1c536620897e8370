//! Taking numbers out of the pool and back.

use domain::{ids::NumberId, permission::Permission};
use serde_json::json;
use store::{assignments, audit, numbers as rows};

use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// Archives a number (refused while it is in use or the default), or takes it back.
pub async fn set_archived(
    svc: &Services,
    call: &Call,
    number: &NumberId,
    archived: bool,
) -> ServiceResult<()> {
    call.allow(Permission::AssignNumbers)?;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    let state = rows::state(&mut tx, number.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if state.archived_at.is_some() == archived {
        return Ok(());
    }
    if archived {
        let wrong = if state.is_default == 1 {
            Some("number_is_default")
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
    }
    rows::set_archived(&mut tx, number.as_str(), archived.then_some(now), now).await?;
    let action = if archived {
        "number.archive"
    } else {
        "number.take_back"
    };
    let name = stored::display(state.e164.as_deref(), &state.display);
    let states = (
        Some(json!({ "archived": !archived })),
        Some(json!({ "archived": archived })),
    );
    audit::append(
        &mut tx,
        call.change(svc, action, "number", number.as_str(), &name, states),
    )
    .await?;
    tx.commit().await?;
    svc.events.publish(Topic::Numbers);
    Ok(())
}
