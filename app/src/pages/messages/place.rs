//! Where the log stands: for admins, for support, for one bakery's owner.

use domain::{ids::TenantId, permission::Permission, person::Role};
use service::ServiceError;

use crate::{
    components::{page::PageError, query::Query},
    guard::{Cx, Refusal, guard, guard_person},
};

/// One of the three places of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// `/app/admin/whatsapp/messages`
    Admin,
    /// `/app/support/messages`
    Support,
    /// `/app/settings/whatsapp/messages`, about one bakery.
    Own(TenantId),
}

impl Place {
    /// Who asks for the admins' log.
    pub(super) fn admin() -> Result<(Cx, Self), PageError> {
        Ok((guard(Permission::ViewMessages)?, Self::Admin))
    }

    /// Who asks for support's log.
    pub(super) fn support() -> Result<(Cx, Self), PageError> {
        Ok((guard(Permission::ViewMessages)?, Self::Support))
    }

    /// Who asks for a bakery's own log, and for which. The use case decides
    /// whether they may.
    pub(super) fn own() -> Result<(Cx, Self), PageError> {
        let cx = guard_person()?;
        let named = Query::current().get("bakery").map(TenantId::parse);
        let tenant = match named {
            Some(id) => id.map_err(|_| ServiceError::NotFound)?,
            None => match cx.profile.tenants.first() {
                Some((id, _)) => id.clone(),
                // Nothing of one's own: those who see every bakery have another place.
                None if cx.profile.role == Role::Owner => return Err(ServiceError::NotFound.into()),
                None => return Err(Refusal::Elsewhere(Self::Admin.list().to_owned()).into()),
            },
        };
        Ok((cx, Self::Own(tenant)))
    }

    /// Address of the list.
    pub(super) const fn list(&self) -> &'static str {
        match self {
            Self::Admin => "/app/admin/whatsapp/messages",
            Self::Support => "/app/support/messages",
            Self::Own(_) => "/app/settings/whatsapp/messages",
        }
    }

    /// Address of a conversation.
    pub(super) fn conversation(&self, contact: domain::message::id::MessageId) -> String {
        match self {
            Self::Admin => format!("/app/admin/whatsapp/conversations/{contact}"),
            Self::Support => format!("/app/support/conversations/{contact}"),
            Self::Own(tenant) => format!("/app/settings/whatsapp/conversations/{contact}?bakery={tenant}"),
        }
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
