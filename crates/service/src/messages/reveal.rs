//! Seeing a customer's whole number for a while, with a reason that is kept.

use domain::{
    message::id::MessageId,
    permission::{Actor, Permission, Scope},
    time::{MINUTE, Millis},
};
use serde_json::json;
use store::{
    Tx, audit,
    messages::{
        people::{self, Customer},
        reveals,
    },
    short_ids,
};

use super::{
    masking,
    view::{View, view},
};
use crate::{
    Call, FieldError, Problem, Services,
    error::{ServiceError, ServiceResult},
};

/// How long a number stays visible.
pub const LASTS: i64 = 15 * MINUTE;
/// Longest reason in characters.
const REASON_MAX: usize = 200;

/// How much of a customer's number somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it: an admin, the bakery's own owner, their programs.
    Whole,
    /// All of it until then, because they gave a reason.
    Until(Millis),
    /// The mask.
    Masked {
        /// Whether they may see it for a reason.
        may_reveal: bool,
    },
}

impl Sight {
    /// Whether the number is shown.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Whole | Self::Until(_))
    }
}

/// What a caller sees of a customer's number.
pub(crate) async fn sight(
    svc: &Services,
    tx: &mut Tx,
    call: &Call,
    view: &View,
    contact: Option<i64>,
) -> ServiceResult<Sight> {
    if view.whole {
        return Ok(Sight::Whole);
    }
    let may_reveal = call.actor.may(Permission::RevealNumbers, Scope::Platform);
    if let (true, Some(contact), Some(user)) = (may_reveal, contact, call.actor.id())
        && let Some(until) = reveals::until(tx, contact, user, svc.clock.now()).await?
    {
        return Ok(Sight::Until(until));
    }
    Ok(Sight::Masked {
        may_reveal: may_reveal && contact.is_some(),
    })
}

/// Shows a customer's whole number to the caller for [`LASTS`]. The reason goes
/// to the audit log in the same transaction.
pub async fn reveal(svc: &Services, call: &Call, contact: MessageId, reason: &str) -> ServiceResult<Millis> {
    call.allow(Permission::RevealNumbers)?;
    let Actor::Person { id: user, .. } = &call.actor else {
        return Err(ServiceError::Forbidden);
    };
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let problem = match reason.chars().count() {
        0 => Some(Problem::Required),
        n if n > REASON_MAX => Some(Problem::TooLong { max: REASON_MAX }),
        _ if reason.chars().any(char::is_control) => Some(Problem::ControlCharacters),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(FieldError::only("reason", problem));
    }
    let mut tx = svc.db.write().await?;
    let view = view(&mut tx, call, None).await?;
    let customer = people::customer(&mut tx, view.reach, contact.0)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let now = svc.clock.now();
    let until = now.plus(LASTS);
    let id = svc.random.message_id(now);
    reveals::insert(&mut tx, id, customer.id, user.as_str(), &reason, now, until).await?;
    let after = json!({ "reason": reason, "minutes": LASTS / MINUTE });
    let named = mask_of(&customer);
    let mut entry = call.change(
        svc,
        "contact.reveal",
        "contact",
        &customer.id.to_string(),
        &named,
        (None, Some(after)),
    );
    entry.tenant_id = short_ids::id_of(&mut tx, customer.tenant).await?;
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(until)
}

fn mask_of(customer: &Customer) -> String {
    masking::masked(
        customer.phone.as_deref(),
        customer.wa_id.as_deref(),
        customer.user_id.as_deref(),
    )
}
