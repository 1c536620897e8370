//! The signed-in person.

use domain::{
    ids::{TenantId, UserId},
    lang::Lang,
    permission::Actor,
    person::{Email, Role},
    tenant::clean_name,
    time::Millis,
};
use serde_json::json;
use store::users::{self, Status};

use super::{caller, demo, finish};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
};

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
    let mut tx = svc.db.read().await?;
    let found = users::by_id(&mut tx, user).await?;
    let Some(user) =
        found.filter(|u| u.status == Status::Active && (svc.settings.demo || !demo::is_person(&u.email)))
    else {
        return Ok(None);
    };
    let second_factor = user.has_second_factor();
    let tenants = if user.role == Role::Owner {
        users::tenants_of(&mut tx, &user.id).await?
    } else {
        Vec::new()
    };
    Ok(Some(Profile {
        must_enrol: svc.settings.require_second_factor && user.role.needs_second_factor() && !second_factor,
        id: user.id,
        email: user.email,
        name: user.name,
        role: user.role,
        tenants,
        lang: user.lang,
        theme: user.theme,
        second_factor,
        password_changed_at: user.password_changed_at,
    }))
}

/// Remembers language and theme. `None` leaves a choice as it is; `Some(None)`
/// goes back to following browser or system.
pub async fn set_preferences(
    svc: &Services,
    call: &Call,
    lang: Option<Option<Lang>>,
    theme: Option<Option<String>>,
) -> ServiceResult<()> {
    if let Some(Some(theme)) = &theme
        && !matches!(theme.as_str(), "light" | "dark")
    {
        return Err(FieldError::only("theme", Problem::NotAChoice));
    }
    let mut tx = svc.db.write().await?;
    let user = users::hold(&mut tx, caller(call)?)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let lang = lang.unwrap_or(user.lang);
    let theme = theme.unwrap_or(user.theme);
    // How a page looks to one person is nothing that others need to audit.
    users::set_preferences(&mut tx, &user.id, lang, theme.as_deref(), svc.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes one's own name.
pub async fn rename(svc: &Services, call: &Call, name: &str) -> ServiceResult<()> {
    let name = clean_name(name).map_err(|bad| FieldError::only("name", bad.into()))?;
    let mut tx = svc.db.write().await?;
    let user = users::hold(&mut tx, caller(call)?)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if user.name == name {
        return Ok(());
    }
    users::set_identity(&mut tx, &user.id, &name, user.role, svc.clock.now()).await?;
    let states = (Some(json!({ "name": user.name })), Some(json!({ "name": name })));
    let entry = call.change(svc, "user.update", "user", user.id.as_str(), &name, states);
    finish(svc, tx, entry).await
}
