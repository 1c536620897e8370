//! Making and withdrawing invitations.

use domain::{
    ids::{LinkId, TenantId, UserId},
    person::{Email, Role},
    tenant::clean_name,
};
use store::{
    StoreError, Tx,
    links::{self as rows, Kind},
    users::{self, NewUser, Status, User},
};

use super::{Invite, ShownLink, make, needed_for, show};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    people::{demo, finish, only_tenant, state},
};

/// Invites a person; inviting somebody who was invited but never came makes a
/// new link and withdraws the old one. Owners need `ManageTenants`, other
/// roles `ManageTeam`. Fields: `email`, `name`, `tenants`.
pub async fn invite(svc: &Services, call: &Call, invite: Invite) -> ServiceResult<ShownLink> {
    call.allow(needed_for(invite.role))?;
    let (email, name, tenants) = checked(svc, &invite)?;
    let now = svc.clock.now();
    let taken = || FieldError::only("email", Problem::Taken);

    let mut tx = svc.db.write().await?;
    let known = users::by_email(&mut tx, &email).await?;
    let (id, before) = match known {
        None => {
            let id: UserId = svc.random.id(now);
            let new = NewUser {
                id: id.clone(),
                email,
                name,
                role: invite.role,
                status: Status::Invited,
                at: now,
            };
            users::insert(&mut tx, &new).await.map_err(|error| match error {
                // Somebody invited the same person at the same moment.
                StoreError::Conflict(_) => taken(),
                other => other.into(),
            })?;
            (id, None)
        }
        Some(known) => {
            let held = users::hold(&mut tx, &known.id).await?;
            let held = held
                .filter(|user| user.status == Status::Invited)
                .ok_or_else(taken)?;
            call.allow(needed_for(held.role))?;
            let before = state(&held, &users::tenants_of(&mut tx, &held.id).await?);
            users::set_identity(&mut tx, &held.id, &name, invite.role, now).await?;
            rows::revoke_for_user(&mut tx, &held.id, now).await?;
            (held.id, Some(before))
        }
    };
    let (user, tenants) = join_tenants(&mut tx, &id, tenants).await?;
    let made = make(svc, &mut tx, Kind::Invite, &id, call.actor.id()).await?;
    let states = (before, Some(state(&user, &tenants)));
    let mut entry = call.change(svc, "user.invite", "user", id.as_str(), &user.name, states);
    entry.tenant_id = only_tenant(&tenants);
    finish(svc, tx, entry).await?;
    Ok(show(svc, made, &user).await)
}

fn checked(svc: &Services, invite: &Invite) -> ServiceResult<(Email, String, Vec<TenantId>)> {
    let mut problems = Vec::new();
    let mut wrong = |field, problem| problems.push(FieldError { field, problem });
    let email = match Email::parse(&invite.email) {
        Ok(email) if demo::is_person(&email) && !svc.settings.demo => {
            wrong("email", Problem::NotAChoice);
            None
        }
        Ok(email) => Some(email),
        Err(_) => {
            wrong(
                "email",
                if invite.email.trim().is_empty() {
                    Problem::Required
                } else {
                    Problem::NotAnEmail
                },
            );
            None
        }
    };
    let name = clean_name(&invite.name)
        .map_err(|bad| wrong("name", bad.into()))
        .ok();
    let tenants = if invite.role == Role::Owner {
        invite.tenants.clone()
    } else {
        Vec::new()
    };
    if invite.role == Role::Owner && tenants.is_empty() {
        wrong("tenants", Problem::Required);
    }
    match (email, name) {
        (Some(email), Some(name)) if problems.is_empty() => Ok((email, name, tenants)),
        _ => Err(ServiceError::Invalid(problems)),
    }
}

/// Sets somebody's bakeries; answers them as they are stored now.
async fn join_tenants(
    tx: &mut Tx,
    id: &UserId,
    tenants: Vec<TenantId>,
) -> ServiceResult<(User, Vec<(TenantId, String)>)> {
    if !users::set_tenants(tx, id, &tenants).await? {
        return Err(FieldError::only("tenants", Problem::NotAChoice));
    }
    let user = users::by_id(tx, id).await?.ok_or(ServiceError::NotFound)?;
    let tenants = users::tenants_of(tx, id).await?;
    Ok((user, tenants))
}

/// Withdraws a link that was not used. Withdrawing it twice is fine; a used
/// one is `WrongState link_used`.
pub async fn withdraw(svc: &Services, call: &Call, link: &LinkId) -> ServiceResult<()> {
    let mut tx = svc.db.write().await?;
    let found = rows::by_id(&mut tx, link).await?;
    let user = match &found {
        Some(found) => users::by_id(&mut tx, &found.user_id).await?,
        None => None,
    };
    let (Some(_), Some(user)) = (found, user) else {
        // Who may not withdraw anything does not learn which links exist.
        call.allow(needed_for(Role::Owner))?;
        return Err(ServiceError::NotFound);
    };
    call.allow(needed_for(user.role))?;
    if !rows::revoke(&mut tx, link, svc.clock.now()).await? {
        let used = rows::by_id(&mut tx, link)
            .await?
            .is_some_and(|now| now.used_at.is_some());
        return if used {
            Err(ServiceError::Conflict(Conflict::WrongState { key: "link_used" }))
        } else {
            Ok(())
        };
    }
    let entry = call.entry(svc, "user.link_withdraw", "user", user.id.as_str(), &user.name);
    finish(svc, tx, entry).await
}
