//! What an owner sees of templates: the handful that is sent in their name.

use domain::{
    ids::TenantId,
    message::id::MessageId,
    permission::Permission,
    time::{DAY, Millis},
};
use serde_json::Value;
use store::{
    short_ids,
    templates::{self as rows, usage},
};

use super::detail::USAGE_DAYS;
use crate::{Call, Services, error::ServiceResult, stored};

/// A message that is sent in a bakery's name.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnMessage {
    /// Its name; in words for the page to choose.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Components in Meta's form, with the samples that Meta reviewed, for a preview.
    pub components: Value,
    /// Whether it can be sent now.
    pub works: bool,
    /// How many were asked for in the last 30 days.
    pub sent: u64,
    /// When the last one was.
    pub last_at: Millis,
}

/// The messages that were sent in a bakery's name in the last 30 days, last one first.
pub async fn list(svc: &Services, call: &Call, tenant: &TenantId) -> ServiceResult<Vec<OwnMessage>> {
    call.allow_tenant(Permission::ViewOwnSettings, tenant)?;
    let mut tx = svc.db.read().await?;
    let (Some(no), Some(account)) = (
        short_ids::find(&mut tx, tenant.as_str()).await?,
        rows::account_of_tenant(&mut tx, tenant.as_str()).await?,
    ) else {
        return Ok(Vec::new());
    };
    let from = MessageId::first_of(svc.clock.now().plus(-USAGE_DAYS * DAY));
    let mut out = Vec::new();
    for (name, language, sent, last) in usage::of_tenant(&mut tx, no, from).await? {
        let Some(record) = rows::find(&mut tx, &account, &name, &language).await? else {
            continue;
        };
        let works = record.vanished_at.is_none()
            && record.held_since.is_none()
            && channels::template::TemplateStatus::parse(&record.status).sendable();
        out.push(OwnMessage {
            components: serde_json::from_str(&record.components).unwrap_or_default(),
            works,
            name,
            language,
            sent: stored::count(sent),
            last_at: MessageId(last).at(),
        });
    }
    Ok(out)
}
