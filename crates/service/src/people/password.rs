//! Changing passwords.

use domain::person::{BadPassword, Email, check_password};
use store::{
    sessions,
    users::{self, Status, User},
};

use super::{
    caller, demo, finish,
    hashing::{self, Verified},
    sign_in::RightPassword,
    throttle,
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
};

/// Changes one's own password; ends every session of the person, the current
/// one included (the caller starts a new one with the answer). Fields:
/// `current`, `password`, `repeat`.
pub async fn change(
    svc: &Services,
    call: &Call,
    current: &str,
    new: &str,
    repeat: &str,
) -> ServiceResult<RightPassword> {
    let user = confirm(svc, call, "current", current).await?;
    let problems = problems(svc, &user.email, ("password", new), ("repeat", repeat));
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let phc = hashing::hash(svc, new).await?;
    let mut tx = svc.db.write().await?;
    let held = users::hold(&mut tx, &user.id).await?;
    // Somebody else may have reset it meanwhile; theirs stays.
    if held.is_none_or(|now| now.password_hash != user.password_hash) {
        return Err(FieldError::only("current", Problem::WrongCredentials));
    }
    let now = svc.clock.now();
    users::set_password(&mut tx, &user.id, &phc, now).await?;
    sessions::end_for_user(&mut tx, &user.id).await?;
    let entry = call.entry(svc, "user.password_change", "user", user.id.as_str(), &user.name);
    finish(svc, tx, entry).await?;
    Ok(RightPassword {
        user: user.id,
        at: now,
        set_at: Some(now),
    })
}

/// The calling person, who has given the right password in `field` once more.
/// Limited like signing in: an open session is no way to guess the password.
pub(super) async fn confirm(
    svc: &Services,
    call: &Call,
    field: &'static str,
    password: &str,
) -> ServiceResult<User> {
    let id = caller(call)?;
    let user = users::by_id(&mut svc.db.read().await?, id).await?;
    let Some(user) = user.filter(|user| user.status == Status::Active) else {
        return Err(ServiceError::NotFound);
    };
    let buckets = throttle::password(user.email.as_str(), call.ip.as_deref());
    throttle::charge(svc, &buckets).await?;
    if hashing::verify(password, user.password_hash.as_deref()).await? == Verified::No {
        return Err(FieldError::only(field, Problem::WrongCredentials));
    }
    let mut tx = svc.db.write().await?;
    throttle::refund(&mut tx, &buckets).await?;
    tx.commit().await?;
    Ok(user)
}

/// What stands against a new password: field name and text of both entries.
pub(super) fn problems(
    svc: &Services,
    email: &Email,
    new: (&'static str, &str),
    repeat: (&'static str, &str),
) -> Vec<FieldError> {
    let mut found = Vec::new();
    if new.1.is_empty() {
        found.push(FieldError {
            field: new.0,
            problem: Problem::Required,
        });
    } else if let Err(bad) = check_password(new.1, email) {
        found.push(FieldError {
            field: new.0,
            problem: Problem::Password(bad),
        });
    } else if new.1 == demo::PASSWORD && !svc.settings.demo {
        found.push(FieldError {
            field: new.0,
            problem: Problem::Password(BadPassword::TooCommon),
        });
    }
    if new.1 != repeat.1 {
        found.push(FieldError {
            field: repeat.0,
            problem: Problem::PasswordsDiffer,
        });
    }
    found
}
