//! The signed-in person.

use domain::{
    ids::{TenantId, UserId},
    lang::Lang,
    permission::Actor,
    person::{Email, Role},
    time::Millis,
};

use crate::{Call, Services, error::ServiceResult};

/// A person, as their own pages show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Id.
    pub id: UserId,
    /// Address used to sign in.
    pub email: Email,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Bakeries of an owner with their names, by name; empty for other roles.
    pub tenants: Vec<(TenantId, String)>,
    /// Chosen language; `None` follows the browser.
    pub lang: Option<Lang>,
    /// Chosen theme, `light` or `dark`; `None` follows the system.
    pub theme: Option<String>,
    /// Whether a second factor is confirmed.
    pub second_factor: bool,
    /// Whether this person has to set one up before anything else.
    pub must_enrol: bool,
    /// When the password was last changed.
    pub password_changed_at: Option<Millis>,
}

impl Profile {
    /// The actor that this person is.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Person {
            id: self.id.clone(),
            name: self.name.clone(),
            role: self.role,
            tenants: self.tenants.iter().map(|(id, _)| id.clone()).collect(),
        }
    }
}

/// The person with this id, if they may still sign in.
pub async fn load(svc: &Services, user: &UserId) -> ServiceResult<Option<Profile>> {
    let _ = (svc, user);
    todo!()
}

/// Remembers language and theme. `None` leaves a choice as it is; `Some(None)`
/// goes back to following browser or system.
pub async fn set_preferences(
    svc: &Services,
    call: &Call,
    lang: Option<Option<Lang>>,
    theme: Option<Option<String>>,
) -> ServiceResult<()> {
    let _ = (svc, call, lang, theme);
    todo!()
}

/// Changes one's own name.
pub async fn rename(svc: &Services, call: &Call, name: &str) -> ServiceResult<()> {
    let _ = (svc, call, name);
    todo!()
}
