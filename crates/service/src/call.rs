//! Who calls, and from where.

use domain::{
    ids::TenantId,
    permission::{Actor, Permission, Scope},
};
use serde_json::Value;
use store::audit::NewEntry;

use crate::{Services, error::ServiceError};

/// One call of a use case: who, from where, as part of which request.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who is acting.
    pub actor: Actor,
    /// Address of the client, if the call came over the network.
    pub ip: Option<String>,
    /// Id of the request, also in logs and on error pages.
    pub request_id: Option<String>,
}

impl Call {
    /// A call that the server makes itself, as `name`.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self {
            actor: Actor::system(name),
            ip: None,
            request_id: None,
        }
    }

    /// The bakery that the caller means who names none.
    #[must_use]
    pub const fn own_tenant(&self) -> Option<&TenantId> {
        match &self.actor {
            Actor::TenantKey { tenant, .. } => Some(tenant),
            Actor::Person { tenants, .. } => tenants.as_slice().first(),
            Actor::PlatformKey { .. } | Actor::System { .. } => None,
        }
    }

    /// Refuses unless the actor may do `permission` on the platform.
    pub fn allow(&self, permission: Permission) -> Result<(), ServiceError> {
        if self.actor.may(permission, Scope::Platform) {
            Ok(())
        } else {
            Err(ServiceError::Forbidden)
        }
    }

    /// Refuses unless the actor may do `permission` to `tenant`. Who may not
    /// know that the tenant exists is told that it does not.
    pub fn allow_tenant(&self, permission: Permission, tenant: &TenantId) -> Result<(), ServiceError> {
        if self.actor.may(permission, Scope::Tenant(tenant)) {
            Ok(())
        } else if self.actor.sees_tenant(tenant) {
            Err(ServiceError::Forbidden)
        } else {
            Err(ServiceError::NotFound)
        }
    }

    /// An audit row by this caller, without states; add them with the fields.
    #[must_use]
    pub fn entry(&self, svc: &Services, action: &str, entity: &str, id: &str, name: &str) -> NewEntry {
        NewEntry {
            at: svc.clock.now(),
            actor_kind: self.actor.kind().to_owned(),
            actor_id: self.actor.id().map(str::to_owned),
            actor_name: self.actor.name().to_owned(),
            action: action.to_owned(),
            entity: entity.to_owned(),
            entity_id: id.to_owned(),
            entity_name: name.to_owned(),
            tenant_id: None,
            before: None,
            after: None,
            ip: self.ip.clone(),
            request_id: self.request_id.clone(),
        }
    }

    /// As [`Self::entry`], with the states before and after.
    #[must_use]
    pub fn change(
        &self,
        svc: &Services,
        action: &str,
        entity: &str,
        id: &str,
        name: &str,
        states: (Option<Value>, Option<Value>),
    ) -> NewEntry {
        NewEntry {
            before: states.0,
            after: states.1,
            ..self.entry(svc, action, entity, id, name)
        }
    }
}
