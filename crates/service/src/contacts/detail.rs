//! One customer: names, numbers, statements, and records that are the same person.

use domain::{
    ids::TenantId,
    message::id::MessageId,
    permission::{Permission, Scope},
    time::Millis,
};
use store::{
    consents, contact_book as rows,
    messages::{log::Reach, people},
};

use super::list::{ContactRow, names, row};
pub use crate::messages::reveal::Sight;
use crate::{
    Call, Services,
    consent::{
        record::Statement,
        standing::{Purpose, Standing},
    },
    error::{ServiceError, ServiceResult},
    messages::{masking, reveal::sight, view::view},
};

/// Records that are offered for a merge.
const ALIKE: i64 = 10;

/// A customer.
#[derive(Debug, Clone)]
pub struct ContactDetail {
    /// As in the list.
    pub row: ContactRow,
    /// Their number as this caller sees it; may be empty.
    pub number: String,
    /// How much of it that is.
    pub sight: Sight,
    /// Their user name; may be empty.
    pub username: String,
    /// Meta's id of the person, shortened for those who may not see whole numbers.
    pub user_id: Option<String>,
    /// Everything they said, newest first.
    pub statements: Vec<Statement>,
    /// Records that were merged into this one, with the merge that did it.
    pub merged: Vec<Merged>,
    /// Records that may be the same person.
    pub alike: Vec<ContactRow>,
    /// What happened to their identity, newest first.
    pub events: Vec<Mismatch>,
    /// Whether the caller may change something.
    pub may_change: bool,
}

/// A record that was merged into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The merge, for undoing it.
    pub merge: MessageId,
    /// The record's name; may be empty.
    pub name: String,
    /// Its masked number.
    pub who: String,
    /// When.
    pub at: Millis,
    /// Who did it.
    pub by: String,
}

/// WhatsApp names the phone that was dialled differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// When that was first seen.
    pub at: Millis,
    /// What was dialled, as this caller sees it.
    pub dialled: String,
    /// What WhatsApp answered.
    pub answered: String,
    /// The message through which it was seen.
    pub message: Option<MessageId>,
}

/// One customer of those that the caller may see; `tenant` as in
/// [`super::list::ContactQuery`].
pub async fn get(
    svc: &Services,
    call: &Call,
    tenant: Option<&TenantId>,
    id: MessageId,
) -> ServiceResult<ContactDetail> {
    let mut tx = svc.db.read().await?;
    let view = view(&mut tx, call, tenant).await?;
    let customer = people::customer(&mut tx, view.reach, id.0)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let sight = sight(svc, &mut tx, call, &view, Some(customer.id)).await?;
    let whole = sight.is_whole();
    let family = rows::family(&mut tx, customer.id).await?;
    let record = family.first().ok_or(ServiceError::NotFound)?;
    let names = names(&mut tx, Reach::Tenant(customer.tenant)).await?;
    let said = consents::about(&mut tx, customer.id).await?;
    let mut shown = row(&mut tx, record, &names, whole).await?;
    shown.orders = Standing::of(&said, Purpose::Utility);
    shown.adverts = Standing::of(&said, Purpose::Marketing);
    let mut alike = Vec::new();
    for other in rows::look_alikes(&mut tx, customer.id, ALIKE).await? {
        alike.push(row(&mut tx, &other, &names, whole).await?);
    }
    let merged = rows::merges_into(&mut tx, customer.id)
        .await?
        .into_iter()
        .filter_map(|merge| {
            let of = family.iter().find(|each| each.id == merge.contact)?;
            Some(Merged {
                merge: MessageId(merge.id),
                name: masking::text(&of.name, whole),
                who: masking::masked(of.phone.as_deref(), of.wa_id.as_deref(), of.user_id.as_deref()),
                at: Millis(merge.at),
                by: merge.by_name,
            })
        })
        .collect();
    let number = |text: &str| {
        if whole {
            masking::whole(Some(text), None, None)
        } else {
            masking::masked(Some(text), None, None)
        }
    };
    let events = rows::events(&mut tx, customer.id)
        .await?
        .into_iter()
        .map(|event| Mismatch {
            at: Millis(event.at),
            dialled: number(&event.said),
            answered: number(&event.found),
            message: event.message.map(MessageId),
        })
        .collect();
    let (phone, wa_id, user_id) = (
        customer.phone.as_deref(),
        customer.wa_id.as_deref(),
        customer.user_id.as_deref(),
    );
    let may_change = shown
        .tenant
        .as_ref()
        .is_some_and(|(tenant, _)| call.actor.may(Permission::SendMessages, Scope::Tenant(tenant)));
    Ok(ContactDetail {
        number: if whole {
            masking::whole(phone, wa_id, user_id)
        } else {
            masking::masked(phone, wa_id, user_id)
        },
        sight,
        username: customer.username.clone().unwrap_or_default(),
        user_id: customer.user_id.as_deref().map(|id| {
            if whole {
                id.to_owned()
            } else {
                masking::shortened(id)
            }
        }),
        statements: said
            .into_iter()
            .map(|row| Statement {
                wording: masking::text(&row.wording, whole),
                ..Statement::from(row)
            })
            .collect(),
        merged,
        alike,
        events,
        may_change,
        row: shown,
    })
}
