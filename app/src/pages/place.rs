//! Where messages, conversations and customers are looked at: for admins, for
//! support, for one bakery's owner. The pages are the same; addresses, reach
//! and what is masked differ.

use domain::{ids::TenantId, message::id::MessageId, permission::Permission, person::Role};
use service::ServiceError;

use crate::{
    components::{page::PageError, query::Query},
    guard::{Cx, Refusal, guard, guard_person},
};

/// One of the three places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Below `/app/admin/whatsapp`.
    Admin,
    /// Below `/app/support`.
    Support,
    /// Below `/app/settings/whatsapp`, about one bakery.
    Own(TenantId),
}

impl Place {
    /// Who asks for the admins' pages.
    pub(crate) fn admin() -> Result<(Cx, Self), PageError> {
        Ok((guard(Permission::ViewMessages)?, Self::Admin))
    }

    /// Who asks for support's pages.
    pub(crate) fn support() -> Result<(Cx, Self), PageError> {
        Ok((guard(Permission::ViewMessages)?, Self::Support))
    }

    /// Who asks for a bakery's own pages, and for which. The use case decides
    /// whether they may. Who has no bakery but sees every one is sent to
    /// `there`, the admins' address of the same list.
    pub(crate) fn own(there: fn(&Self) -> &'static str) -> Result<(Cx, Self), PageError> {
        let cx = guard_person()?;
        let named = Query::current().get("bakery").map(TenantId::parse);
        let tenant = match named {
            Some(id) => id.map_err(|_| ServiceError::NotFound)?,
            None => match cx.profile.tenants.first() {
                Some((id, _)) => id.clone(),
                None if cx.profile.role == Role::Owner => return Err(ServiceError::NotFound.into()),
                None => return Err(Refusal::Elsewhere(there(&Self::Admin).to_owned()).into()),
            },
        };
        Ok((cx, Self::Own(tenant)))
    }

    /// Path of the log.
    pub(crate) const fn messages(&self) -> &'static str {
        match self {
            Self::Admin => "/app/admin/whatsapp/messages",
            Self::Support => "/app/support/messages",
            Self::Own(_) => "/app/settings/whatsapp/messages",
        }
    }

    /// Path of the list of conversations.
    pub(crate) const fn conversations(&self) -> &'static str {
        match self {
            Self::Admin => "/app/admin/whatsapp/conversations",
            Self::Support => "/app/support/conversations",
            Self::Own(_) => "/app/settings/whatsapp/conversations",
        }
    }

    /// Path of the list of customers.
    pub(crate) const fn contacts(&self) -> &'static str {
        match self {
            Self::Admin => "/app/admin/whatsapp/contacts",
            Self::Support => "/app/support/contacts",
            Self::Own(_) => "/app/settings/whatsapp/contacts",
        }
    }

    /// An address here that keeps to the bakery of the place.
    pub(crate) fn to(&self, path: impl Into<String>) -> Query {
        Query::to(path).with("bakery", self.tenant().map(TenantId::as_str))
    }

    /// Address of the conversation with a customer.
    pub(crate) fn conversation(&self, contact: MessageId) -> String {
        self.to(format!("{}/{contact}", self.conversations())).href()
    }

    /// Address of a customer.
    pub(crate) fn contact(&self, contact: MessageId) -> String {
        self.to(format!("{}/{contact}", self.contacts())).href()
    }

    /// The bakery that everything on the page belongs to.
    pub(crate) const fn tenant(&self) -> Option<&TenantId> {
        match self {
            Self::Own(tenant) => Some(tenant),
            Self::Admin | Self::Support => None,
        }
    }

    /// The bakery that a list is narrowed to: that of the place, or the one in
    /// the address.
    pub(crate) fn narrowed_to(&self, query: &Query) -> Option<TenantId> {
        self.tenant()
            .cloned()
            .or_else(|| query.get("bakery").and_then(|id| TenantId::parse(id).ok()))
    }

    /// Whether an owner reads it.
    pub(crate) const fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }
}
