//! Where customers are looked at.

use domain::{ids::TenantId, message::id::MessageId, permission::Permission, person::Role};
use service::ServiceError;

use crate::{
    components::{page::PageError, query::Query},
    guard::{Cx, Refusal, guard, guard_person},
};

/// One of the three places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// `/app/admin/whatsapp/contacts`
    Admin,
    /// `/app/support/contacts`
    Support,
    /// `/app/settings/whatsapp/contacts`, of one bakery.
    Own(TenantId),
}

impl Place {
    pub(super) fn admin() -> Result<(Cx, Self), PageError> {
        Ok((guard(Permission::ViewMessages)?, Self::Admin))
    }

    pub(super) fn support() -> Result<(Cx, Self), PageError> {
        Ok((guard(Permission::ViewMessages)?, Self::Support))
    }

    /// Whoever asks for a bakery's own customers. The use case decides whether they may.
    pub(super) fn own() -> Result<(Cx, Self), PageError> {
        let cx = guard_person()?;
        let named = Query::current().get("bakery").map(TenantId::parse);
        let tenant = match named {
            Some(id) => id.map_err(|_| ServiceError::NotFound)?,
            None => match cx.profile.tenants.first() {
                Some((id, _)) => id.clone(),
                None if cx.profile.role == Role::Owner => return Err(ServiceError::NotFound.into()),
                None => return Err(Refusal::Elsewhere(Self::Admin.list().to_owned()).into()),
            },
        };
        Ok((cx, Self::Own(tenant)))
    }

    /// Address of the list.
    pub(super) const fn list(&self) -> &'static str {
        match self {
            Self::Admin => "/app/admin/whatsapp/contacts",
            Self::Support => "/app/support/contacts",
            Self::Own(_) => "/app/settings/whatsapp/contacts",
        }
    }

    /// Address of the list, of this bakery where it is an owner's.
    pub(super) fn home(&self) -> Query {
        Query::to(self.list()).with("bakery", self.tenant().map(TenantId::as_str))
    }

    /// Address of a customer.
    pub(super) fn contact(&self, id: MessageId) -> String {
        Query::to(format!("{}/{id}", self.list()))
            .with("bakery", self.tenant().map(TenantId::as_str))
            .href()
    }

    /// Address of a customer's conversation.
    pub(super) fn conversation(&self, id: MessageId) -> String {
        let list = match self {
            Self::Admin => "/app/admin/whatsapp/conversations",
            Self::Support => "/app/support/conversations",
            Self::Own(_) => "/app/settings/whatsapp/conversations",
        };
        Query::to(format!("{list}/{id}"))
            .with("bakery", self.tenant().map(TenantId::as_str))
            .href()
    }

    /// The bakery that everything on the page belongs to.
    pub(super) const fn tenant(&self) -> Option<&TenantId> {
        match self {
            Self::Own(tenant) => Some(tenant),
            Self::Admin | Self::Support => None,
        }
    }

    /// Whether an owner reads it.
    pub(super) const fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }
}
