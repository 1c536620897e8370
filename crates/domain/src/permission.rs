//! Who may do what. One table, asked at the door and again in the use case.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ApiKeyId, TenantId, UserId},
    person::Role,
};

/// Something that can be allowed or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See what needs a person and the platform's figures.
    ViewOverview,
    /// See the pool of numbers and its history.
    ViewNumbers,
    /// Assign, move, release, archive; set the default number.
    AssignNumbers,
    /// See connected WABAs (never their secrets).
    ViewAccounts,
    /// Connect WABAs, rotate tokens, fix webhooks, sync.
    ManageAccounts,
    /// See the bakeries.
    ViewTenants,
    /// Create, edit, suspend, import bakeries; invite owners.
    ManageTenants,
    /// Turn WhatsApp on or off for the whole platform.
    ManagePlatform,
    /// See and change who can sign in, and the API keys.
    ManageTeam,
    /// Read the audit log.
    ViewAudit,
    /// See one bakery's own WhatsApp settings.
    ViewOwnSettings,
    /// Flip one bakery's switch.
    ToggleWhatsapp,
    /// See messages and what became of them, customers' numbers masked.
    ViewMessages,
    /// Send messages for a bakery, and decide about those that nobody knows the outcome of.
    SendMessages,
    /// See customers' whole numbers where a record shows them.
    SeeWholeNumbers,
    /// See a customer's whole number for a while, with a reason that is kept.
    RevealNumbers,
    /// See templates, what became of them and what is being written.
    ViewTemplates,
    /// Write, submit, edit, delete and hold templates.
    ManageTemplates,
    /// Call the administration API.
    UseAdminApi,
    /// See what messages cost.
    ViewBilling,
    /// Set budgets, rate cards and terms; import invoices; sign months off.
    ManageBilling,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 21] = [
        Self::ViewOverview,
        Self::ViewNumbers,
        Self::AssignNumbers,
        Self::ViewAccounts,
        Self::ManageAccounts,
        Self::ViewTenants,
        Self::ManageTenants,
        Self::ManagePlatform,
        Self::ManageTeam,
        Self::ViewAudit,
        Self::ViewOwnSettings,
        Self::ToggleWhatsapp,
        Self::ViewMessages,
        Self::SendMessages,
        Self::SeeWholeNumbers,
        Self::RevealNumbers,
        Self::ViewTemplates,
        Self::ManageTemplates,
        Self::UseAdminApi,
        Self::ViewBilling,
        Self::ManageBilling,
    ];
}

/// What a permission is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// The platform as a whole.
    Platform,
    /// One bakery.
    Tenant(&'a TenantId),
}

/// Who is acting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A signed-in person.
    Person {
        /// Who.
        id: UserId,
        /// Their name, for the audit log.
        name: String,
        /// Their role.
        role: Role,
        /// The bakeries that an owner belongs to; empty for other roles.
        tenants: Vec<TenantId>,
    },
    /// A program with a platform-wide API key.
    PlatformKey {
        /// Which key.
        id: ApiKeyId,
        /// Its name, for the audit log.
        name: String,
    },
    /// A program with a key of one bakery.
    TenantKey {
        /// Which key.
        id: ApiKeyId,
        /// Its name, for the audit log.
        name: String,
        /// The bakery.
        tenant: TenantId,
    },
    /// The server itself: jobs, the command line, the first start.
    System {
        /// Which part, for the audit log.
        name: String,
    },
}

impl Actor {
    /// The server itself, acting as `name`.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self::System {
            name: name.to_owned(),
        }
    }

    /// Whether this actor may do `permission` to `scope`.
    #[must_use]
    pub fn may(&self, permission: Permission, scope: Scope<'_>) -> bool {
        use Permission as P;
        match self {
            Self::System { .. } => true,
            Self::Person {
                role: Role::PlatformAdmin,
                ..
            } => permission != P::UseAdminApi,
            Self::Person {
                role: Role::Support, ..
            } => {
                matches!(
                    permission,
                    P::ViewOverview
                        | P::ViewNumbers
                        | P::ViewTenants
                        | P::ViewMessages
                        | P::RevealNumbers
                        | P::ViewTemplates
                        | P::ViewBilling
                )
            }
            Self::Person {
                role: Role::Owner,
                tenants,
                ..
            } => match scope {
                Scope::Platform => false,
                Scope::Tenant(tenant) => {
                    tenants.contains(tenant)
                        && matches!(
                            permission,
                            P::ViewOwnSettings
                                | P::ToggleWhatsapp
                                | P::ViewMessages
                                | P::SendMessages
                                | P::SeeWholeNumbers
                                | P::ViewBilling
                        )
                }
            },
            Self::PlatformKey { .. } => {
                matches!(
                    permission,
                    P::UseAdminApi
                        | P::ViewNumbers
                        | P::ViewTenants
                        | P::AssignNumbers
                        | P::ViewMessages
                        | P::SendMessages
                        | P::SeeWholeNumbers
                        | P::ViewTemplates
                        | P::ManageTemplates
                        | P::ViewBilling
                )
            }
            Self::TenantKey { tenant: own, .. } => match scope {
                Scope::Platform => false,
                Scope::Tenant(tenant) => {
                    own == tenant
                        && matches!(
                            permission,
                            P::ViewOwnSettings
                                | P::ViewMessages
                                | P::SendMessages
                                | P::SeeWholeNumbers
                                | P::ViewBilling
                        )
                }
            },
        }
    }

    /// Whether this actor may know that `tenant` exists. Where this is false
    /// the answer is "not found", never "forbidden".
    #[must_use]
    pub fn sees_tenant(&self, tenant: &TenantId) -> bool {
        Permission::ALL
            .into_iter()
            .any(|p| self.may(p, Scope::Tenant(tenant)))
    }

    /// The name shown in the audit log.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person { name, .. }
            | Self::PlatformKey { name, .. }
            | Self::TenantKey { name, .. }
            | Self::System { name } => name,
        }
    }

    /// The kind stored in the audit log: `person`, `api_key` or `system`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::PlatformKey { .. } | Self::TenantKey { .. } => "api_key",
            Self::System { .. } => "system",
        }
    }

    /// The id of the person or key; `None` for the server itself.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Person { id, .. } => Some(id.as_str()),
            Self::PlatformKey { id, .. } | Self::TenantKey { id, .. } => Some(id.as_str()),
            Self::System { .. } => None,
        }
    }

    /// The role of a person.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Person { role, .. } => Some(*role),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(n: u8) -> TenantId {
        TenantId::parse(&format!("0192a7c0-0000-7000-8000-0000000000{n:02x}")).unwrap()
    }

    fn person(role: Role, tenants: Vec<TenantId>) -> Actor {
        let id = UserId::parse("0192a7c0-0000-7000-8000-0000000000ff").unwrap();
        Actor::Person {
            id,
            name: "Ana".into(),
            role,
            tenants,
        }
    }

    #[test]
    fn support_reads_and_changes_nothing() {
        let support = person(Role::Support, vec![]);
        let allowed: Vec<_> = Permission::ALL
            .into_iter()
            .filter(|p| support.may(*p, Scope::Platform))
            .collect();
        assert_eq!(
            allowed,
            [
                Permission::ViewOverview,
                Permission::ViewNumbers,
                Permission::ViewTenants,
                Permission::ViewMessages,
                // Changes nothing but leaves a trace.
                Permission::RevealNumbers,
                Permission::ViewTemplates,
                Permission::ViewBilling,
            ]
        );
        assert!(!support.may(Permission::SeeWholeNumbers, Scope::Tenant(&tenant(1))));
    }

    #[test]
    fn an_owner_has_nothing_on_the_platform_and_what_is_theirs_at_home() {
        let owner = person(Role::Owner, vec![tenant(1)]);
        for p in Permission::ALL {
            assert!(!owner.may(p, Scope::Platform), "{p:?}");
            assert!(!owner.may(p, Scope::Tenant(&tenant(2))), "{p:?}");
        }
        assert!(owner.may(Permission::ToggleWhatsapp, Scope::Tenant(&tenant(1))));
        assert!(owner.may(Permission::ViewMessages, Scope::Tenant(&tenant(1))));
        assert!(owner.may(Permission::SeeWholeNumbers, Scope::Tenant(&tenant(1))));
        assert!(!owner.may(Permission::AssignNumbers, Scope::Tenant(&tenant(1))));
        assert!(owner.sees_tenant(&tenant(1)));
        assert!(!owner.sees_tenant(&tenant(2)));
    }

    #[test]
    fn a_tenant_key_never_reaches_another_tenant() {
        let id = ApiKeyId::parse("0192a7c0-0000-7000-8000-0000000000fe").unwrap();
        let key = Actor::TenantKey {
            id,
            name: "till".into(),
            tenant: tenant(1),
        };
        assert!(key.sees_tenant(&tenant(1)));
        assert!(!key.sees_tenant(&tenant(2)));
        assert!(!key.may(Permission::UseAdminApi, Scope::Platform));
    }
}
