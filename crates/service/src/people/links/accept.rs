//! What happens behind a link.

use domain::tenant::clean_name;
use serde_json::json;
use store::{
    Tx, audit,
    links::{self as rows, Kind, Link},
    sessions,
    users::{self, Status, User},
};

use super::OpenLink;
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    people::{
        actor, demo, hashing, only_tenant, password, sha256,
        sign_in::{self, Origin, RightPassword, Step},
        state,
    },
};

fn bad_link() -> ServiceError {
    FieldError::only("token", Problem::BadLink)
}

/// The link with this token and whom it is for, if it works now.
async fn find(svc: &Services, tx: &mut Tx, token: &str) -> ServiceResult<(Link, User)> {
    let link = rows::by_token_hash(tx, &sha256(token)).await?;
    let link = link
        .filter(|link| link.works(svc.clock.now()))
        .ok_or_else(bad_link)?;
    let user = users::by_id(tx, &link.user_id)
        .await?
        .filter(|user| fits(svc, &link, user))
        .ok_or_else(bad_link)?;
    Ok((link, user))
}

fn fits(svc: &Services, link: &Link, user: &User) -> bool {
    let status = match link.kind {
        Kind::Invite => Status::Invited,
        Kind::Reset => Status::Active,
    };
    user.status == status && (svc.settings.demo || !demo::is_person(&user.email))
}

/// What a link is for; `Invalid([token: BadLink])` when it does not work (any more).
pub async fn open(svc: &Services, token: &str) -> ServiceResult<OpenLink> {
    let mut tx = svc.db.read().await?;
    let (link, user) = find(svc, &mut tx, token).await?;
    let tenants = users::tenants_of(&mut tx, &user.id).await?;
    Ok(OpenLink {
        kind: link.kind,
        email: user.email,
        name: user.name,
        tenants: tenants.into_iter().map(|(_, name)| name).collect(),
        expires_at: link.expires_at,
    })
}

/// Uses a link: sets name (invitations) and password, ends all sessions of
/// the person, answers whom to sign in (through the second factor, if set up).
/// Fields: `token`, `name`, `password`, `repeat`.
pub async fn accept(
    svc: &Services,
    origin: &Origin,
    token: &str,
    name: &str,
    password: &str,
    repeat: &str,
) -> ServiceResult<Step> {
    // Before any hashing: whoever has no link gets no work done.
    let (link, user) = find(svc, &mut svc.db.read().await?, token).await?;
    let mut problems = password::problems(svc, &user.email, ("password", password), ("repeat", repeat));
    let name = match link.kind {
        Kind::Reset => user.name.clone(),
        Kind::Invite => clean_name(name).unwrap_or_else(|bad| {
            problems.insert(
                0,
                FieldError {
                    field: "name",
                    problem: bad.into(),
                },
            );
            String::new()
        }),
    };
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let phc = hashing::hash(svc, password).await?;

    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let user = users::hold(&mut tx, &user.id)
        .await?
        .filter(|user| fits(svc, &link, user))
        .ok_or_else(bad_link)?;
    if !rows::use_up(&mut tx, &link.id, now).await? {
        return Err(bad_link());
    }
    users::set_password(&mut tx, &user.id, &phc, now).await?;
    users::set_identity(&mut tx, &user.id, &name, user.role, now).await?;
    users::set_status(&mut tx, &user.id, Status::Active, now).await?;
    rows::revoke_for_user(&mut tx, &user.id, now).await?;
    sessions::end_for_user(&mut tx, &user.id).await?;

    let user = users::by_id(&mut tx, &user.id).await?.ok_or_else(bad_link)?;
    let tenants = users::tenants_of(&mut tx, &user.id).await?;
    let call = Call {
        actor: actor(&user, &tenants),
        ip: origin.ip.clone(),
        request_id: origin.request_id.clone(),
    };
    let (action, after) = match link.kind {
        Kind::Invite => ("user.join", state(&user, &tenants)),
        Kind::Reset => ("user.password_change", json!({ "by": "link" })),
    };
    let mut entry = call.change(
        svc,
        action,
        "user",
        user.id.as_str(),
        &user.name,
        (None, Some(after)),
    );
    entry.tenant_id = only_tenant(&tenants);
    audit::append(&mut tx, entry).await?;
    let right = RightPassword::of(&user, now);
    let step = if user.has_second_factor() {
        Step::SecondFactor(right)
    } else {
        sign_in::record(svc, &mut tx, origin, &user, "link").await?;
        Step::Done(right)
    };
    tx.commit().await?;
    svc.events.publish(Topic::People);
    Ok(step)
}
