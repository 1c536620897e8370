//! Making reset links.

use domain::{ids::UserId, permission::Permission, person::Email};
use store::{
    links::{self as rows, Kind},
    users::{self, Status},
};

use super::{ShownLink, make, show};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    people::{demo, finish, sign_in::Origin, throttle},
};

/// Makes a reset link for somebody (`ManageTeam`); withdraws older ones.
/// Somebody who never came gets a new invitation instead; somebody who was
/// stopped gets nothing (`WrongState user_disabled`).
pub async fn reset_for(svc: &Services, call: &Call, user: &UserId) -> ServiceResult<ShownLink> {
    call.allow(Permission::ManageTeam)?;
    let mut tx = svc.db.write().await?;
    let user = users::hold(&mut tx, user).await?.ok_or(ServiceError::NotFound)?;
    let (kind, action) = match user.status {
        Status::Active => (Kind::Reset, "user.reset_link"),
        Status::Invited => (Kind::Invite, "user.invite"),
        Status::Disabled => {
            return Err(ServiceError::Conflict(Conflict::WrongState {
                key: "user_disabled",
            }));
        }
    };
    rows::revoke_for_user(&mut tx, &user.id, svc.clock.now()).await?;
    let made = make(svc, &mut tx, kind, &user.id, call.actor.id()).await?;
    let entry = call.entry(svc, action, "user", user.id.as_str(), &user.name);
    finish(svc, tx, entry).await?;
    Ok(show(svc, made, &user).await)
}

/// "I forgot my password": sends a link if SMTP is configured and the address
/// is known. The answer never says whether it is, nor does the time it takes:
/// the work is done after the answer.
///
/// Older links stay in force, or anybody could keep somebody's links from
/// working by asking for new ones.
pub async fn request_reset(svc: &Services, origin: &Origin, email: &str) -> ServiceResult<()> {
    throttle::charge(svc, &[throttle::reset_from(origin.ip.as_deref())]).await?;
    let Ok(email) = Email::parse(email) else {
        return Ok(());
    };
    if svc.mailer.is_none() {
        return Ok(());
    }
    let (svc, origin) = (svc.clone(), origin.clone());
    tokio::spawn(async move {
        match send_reset(&svc, &origin, &email).await {
            Ok(()) => {}
            Err(ServiceError::TooMany { .. }) => tracing::warn!("many reset links were asked for one person"),
            Err(error) => tracing::error!(%error, "a reset link could not be made"),
        }
    });
    Ok(())
}

async fn send_reset(svc: &Services, origin: &Origin, email: &Email) -> ServiceResult<()> {
    let known = users::by_email(&mut svc.db.read().await?, email).await?;
    let Some(user) = known.filter(|user| user.status == Status::Active) else {
        return Ok(());
    };
    if demo::is_person(email) && !svc.settings.demo {
        return Ok(());
    }
    throttle::charge(svc, &[throttle::reset_to(&user.id)]).await?;
    let mut call = Call::system("forgotten password");
    call.ip.clone_from(&origin.ip);
    call.request_id.clone_from(&origin.request_id);
    let mut tx = svc.db.write().await?;
    let made = make(svc, &mut tx, Kind::Reset, &user.id, None).await?;
    let entry = call.entry(svc, "user.reset_link", "user", user.id.as_str(), &user.name);
    finish(svc, tx, entry).await?;
    show(svc, made, &user).await;
    Ok(())
}
