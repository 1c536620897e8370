//! Changing who may do what, and who may sign in.

use domain::{
    ids::{TenantId, UserId},
    permission::Permission,
    person::{Email, Role},
};
use serde_json::json;
use store::{
    Tx,
    audit::{self, NewEntry},
    links, second_factor, sessions,
    users::{self, NewUser, Status, User},
};

use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    people::{demo, finish, finish_unless_last_admin, hashing, only_tenant, password, state},
};

async fn hold(tx: &mut Tx, user: &UserId) -> ServiceResult<User> {
    users::hold(tx, user).await?.ok_or(ServiceError::NotFound)
}

/// Ends a change, refusing to take the last admin away.
async fn finish_change(
    svc: &Services,
    tx: Tx,
    entry: NewEntry,
    before: &User,
    stays_admin: bool,
) -> ServiceResult<()> {
    let was_admin = before.role == Role::PlatformAdmin && before.status == Status::Active;
    if was_admin && !stays_admin {
        finish_unless_last_admin(svc, tx, entry).await
    } else {
        finish(svc, tx, entry).await
    }
}

/// Changes role and bakeries. Refuses to take the last platform admin away
/// (`WrongState last_admin`). Ends the person's sessions when the role changes.
/// Bakeries of other roles than owner are passed over. Field: `tenants`.
pub async fn update(
    svc: &Services,
    call: &Call,
    user: &UserId,
    role: Role,
    tenants: Vec<TenantId>,
) -> ServiceResult<()> {
    call.allow(Permission::ManageTeam)?;
    let tenants = if role == Role::Owner { tenants } else { Vec::new() };
    if role == Role::Owner && tenants.is_empty() {
        return Err(FieldError::only("tenants", Problem::Required));
    }
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let before = hold(&mut tx, user).await?;
    let old_tenants = users::tenants_of(&mut tx, user).await?;
    users::set_identity(&mut tx, user, &before.name, role, now).await?;
    if !users::set_tenants(&mut tx, user, &tenants).await? {
        return Err(FieldError::only("tenants", Problem::NotAChoice));
    }
    let after = User {
        role,
        ..before.clone()
    };
    let new_tenants = users::tenants_of(&mut tx, user).await?;
    if before.role == role && old_tenants == new_tenants {
        return Ok(());
    }
    if before.role != role {
        sessions::end_for_user(&mut tx, user).await?;
    }
    let states = (
        Some(state(&before, &old_tenants)),
        Some(state(&after, &new_tenants)),
    );
    let mut entry = call.change(svc, "user.update", "user", user.as_str(), &before.name, states);
    entry.tenant_id = only_tenant(&new_tenants).or_else(|| only_tenant(&old_tenants));
    finish_change(svc, tx, entry, &before, role == Role::PlatformAdmin).await
}

/// Stops somebody from signing in, ending their sessions and links, or lets
/// them again. Refuses to stop the last platform admin (`WrongState last_admin`).
pub async fn set_disabled(svc: &Services, call: &Call, user: &UserId, disabled: bool) -> ServiceResult<()> {
    call.allow(Permission::ManageTeam)?;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let before = hold(&mut tx, user).await?;
    if (before.status == Status::Disabled) == disabled {
        return Ok(());
    }
    let status = match (disabled, &before.password_hash) {
        (true, _) => Status::Disabled,
        (false, Some(_)) => Status::Active,
        (false, None) => Status::Invited,
    };
    users::set_status(&mut tx, user, status, now).await?;
    if disabled {
        sessions::end_for_user(&mut tx, user).await?;
        links::revoke_for_user(&mut tx, user, now).await?;
    }
    let tenants = users::tenants_of(&mut tx, user).await?;
    let action = if disabled { "user.disable" } else { "user.enable" };
    let states = (
        Some(json!({ "status": before.status.key() })),
        Some(json!({ "status": status.key() })),
    );
    let mut entry = call.change(svc, action, "user", user.as_str(), &before.name, states);
    entry.tenant_id = only_tenant(&tenants);
    finish_change(svc, tx, entry, &before, status == Status::Active).await
}

/// Removes somebody's second factor, for a lost phone without recovery codes;
/// ends their sessions. One's own is `Forbidden`: that takes the password, see
/// [`crate::people::second_factor::disable`].
pub async fn clear_second_factor(svc: &Services, call: &Call, user: &UserId) -> ServiceResult<()> {
    call.allow(Permission::ManageTeam)?;
    if call.actor.id() == Some(user.as_str()) {
        return Err(ServiceError::Forbidden);
    }
    let mut tx = svc.db.write().await?;
    let before = hold(&mut tx, user).await?;
    if before.totp_secret.is_none() {
        return Ok(());
    }
    second_factor::clear(&mut tx, user, svc.clock.now()).await?;
    sessions::end_for_user(&mut tx, user).await?;
    let entry = call.entry(
        svc,
        "user.second_factor_reset",
        "user",
        user.as_str(),
        &before.name,
    );
    finish(svc, tx, entry).await
}

/// Creates a platform admin with a password; `tahona admin create`. An
/// existing address gets the password and the role, and its sessions and links
/// end. Fields: `email`, `password`.
pub async fn create_admin(svc: &Services, call: &Call, email: &str, password: &str) -> ServiceResult<UserId> {
    call.allow(Permission::ManageTeam)?;
    let email = Email::parse(email).map_err(|_| FieldError::only("email", Problem::NotAnEmail))?;
    if demo::is_person(&email) && !svc.settings.demo {
        return Err(FieldError::only("email", Problem::NotAChoice));
    }
    let problems = password::problems(svc, &email, ("password", password), ("password", password));
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let phc = hashing::hash(svc, password).await?;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let (id, before) = if let Some(known) = users::by_email(&mut tx, &email).await? {
        let before = hold(&mut tx, &known.id).await?;
        let before_state = state(&before, &users::tenants_of(&mut tx, &known.id).await?);
        users::set_identity(&mut tx, &known.id, &before.name, Role::PlatformAdmin, now).await?;
        users::set_tenants(&mut tx, &known.id, &[]).await?;
        users::set_status(&mut tx, &known.id, Status::Active, now).await?;
        links::revoke_for_user(&mut tx, &known.id, now).await?;
        sessions::end_for_user(&mut tx, &known.id).await?;
        (known.id, Some(before_state))
    } else {
        let id: UserId = svc.random.id(now);
        let name = email.as_str().split('@').next().unwrap_or_default().to_owned();
        let role = Role::PlatformAdmin;
        let new = NewUser {
            id: id.clone(),
            email,
            name,
            role,
            status: Status::Active,
            at: now,
        };
        users::insert(&mut tx, &new).await?;
        (id, None)
    };
    users::set_password(&mut tx, &id, &phc, now).await?;
    let after = users::by_id(&mut tx, &id).await?.ok_or(ServiceError::NotFound)?;
    let known = before.is_some();
    let action = if known { "user.update" } else { "user.join" };
    let states = (before, Some(state(&after, &[])));
    let entry = call.change(svc, action, "user", id.as_str(), &after.name, states);
    if known {
        audit::append(&mut tx, entry).await?;
        let entry = call.entry(svc, "user.password_change", "user", id.as_str(), &after.name);
        finish(svc, tx, entry).await?;
    } else {
        finish(svc, tx, entry).await?;
    }
    Ok(id)
}
