//! Signing in: password, then the second factor where one is set up.
//!
//! A wrong address and a wrong password get the same answer after the same
//! work; see [`super::throttle`] for the limits.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::{
    ids::UserId,
    person::Email,
    time::{MINUTE, Millis, SECOND},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    Tx, second_factor as factors,
    users::{self, Status, User},
};

use super::{
    actor, demo,
    hashing::{self, Verified},
    throttle, totp,
};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
};

/// A right password waits this long for the code of the second factor.
const CODE_WITHIN: i64 = 10 * MINUTE;

/// Where an attempt to sign in comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Address of the client.
    pub ip: Option<String>,
    /// Its `User-Agent`, cut to 300 characters.
    pub user_agent: Option<String>,
    /// Id of the request.
    pub request_id: Option<String>,
}

/// Somebody gave the right password: who, when, and which one it was. It is
/// worth something until the password changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightPassword {
    /// Whose.
    pub user: UserId,
    /// When it was given.
    pub at: Millis,
    /// When the password that was given had been set.
    pub set_at: Option<Millis>,
}

impl RightPassword {
    pub(super) fn of(user: &User, at: Millis) -> Self {
        Self {
            user: user.id.clone(),
            at,
            set_at: user.password_changed_at,
        }
    }

    /// Whether a code may still follow.
    #[must_use]
    pub const fn waits(&self, now: Millis) -> bool {
        let since = now.since(self.at);
        since >= 0 && since <= CODE_WITHIN
    }

    /// Whether this person may still sign in, and with this password. To be
    /// asked in the transaction that begins the session, so that a change of
    /// password, which ends all sessions, leaves none behind.
    pub async fn still_right(&self, tx: &mut Tx) -> ServiceResult<bool> {
        let held = users::hold(tx, &self.user).await?;
        let right = |user: User| user.status == Status::Active && user.password_changed_at == self.set_at;
        Ok(held.is_some_and(right))
    }
}

/// What comes after a right password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Signed in.
    Done(RightPassword),
    /// A code of the second factor is needed; see [`second_factor`].
    SecondFactor(RightPassword),
}

/// Checks address and password. Wrong ones answer
/// `Invalid([password: WrongCredentials])`, too many `TooMany`.
pub async fn password(svc: &Services, origin: &Origin, email: &str, password: &str) -> ServiceResult<Step> {
    let wrong = || FieldError::only("password", Problem::WrongCredentials);
    let buckets = throttle::password(email, origin.ip.as_deref());
    throttle::charge(svc, &buckets).await?;

    let known = match Email::parse(email) {
        Ok(email) => users::by_email(&mut svc.db.read().await?, &email).await?,
        Err(_) => None,
    };
    let hash = known
        .as_ref()
        .filter(|user| may_sign_in(svc, user, password))
        .and_then(|user| user.password_hash.as_deref());
    let verified = hashing::verify(password, hash).await?;
    let (Some(user), Verified::Yes | Verified::YesButOutdated) = (&known, verified) else {
        failed(svc, "password", known.as_ref());
        return Err(wrong());
    };
    let fresh = match verified {
        Verified::YesButOutdated => Some(hashing::hash(svc, password).await?),
        _ => None,
    };

    let mut tx = svc.db.write().await?;
    // While the hash was computed, the person may have been stopped or have
    // changed the password.
    let Some(user) = users::hold(&mut tx, &user.id)
        .await?
        .filter(|now| now.status == Status::Active && now.password_hash == user.password_hash)
    else {
        return Err(wrong());
    };
    if let Some(fresh) = fresh {
        users::rehash_password(&mut tx, &user.id, &fresh).await?;
    }
    throttle::refund(&mut tx, &buckets).await?;
    let right = RightPassword::of(&user, svc.clock.now());
    if user.has_second_factor() {
        tx.commit().await?;
        return Ok(Step::SecondFactor(right));
    }
    finish(svc, tx, origin, &user, "password").await?;
    Ok(Step::Done(right))
}

/// Checks a code (six digits, or a recovery code) after the password was right.
/// Wrong and used codes answer `Invalid([code: WrongCode])`, too many `TooMany`,
/// and a password that was given too long ago or has changed since
/// `Conflict(WrongState { key: "sign_in_expired" })`.
pub async fn second_factor(
    svc: &Services,
    origin: &Origin,
    right: &RightPassword,
    code: &str,
) -> ServiceResult<()> {
    let wrong = || FieldError::only("code", Problem::WrongCode);
    let expired = || {
        ServiceError::Conflict(Conflict::WrongState {
            key: "sign_in_expired",
        })
    };
    if !right.waits(svc.clock.now()) {
        return Err(expired());
    }
    let bucket = [throttle::code(&right.user)];
    throttle::charge(svc, &bucket).await?;

    let mut tx = svc.db.write().await?;
    let found = users::hold(&mut tx, &right.user).await?;
    if found
        .as_ref()
        .is_some_and(|user| user.password_changed_at != right.set_at)
    {
        return Err(expired());
    }
    let Some(person) = found.filter(|u| u.status == Status::Active && u.has_second_factor()) else {
        failed(svc, "second_factor", None);
        return Err(wrong());
    };
    let Some(method) = use_code(svc, &mut tx, &person, code).await? else {
        failed(svc, "second_factor", Some(&person));
        return Err(wrong());
    };
    throttle::refund(&mut tx, &bucket).await?;
    finish(svc, tx, origin, &person, method).await
}

/// Uses up a code and says which kind it was; `None` when it is wrong or used.
async fn use_code(
    svc: &Services,
    tx: &mut Tx,
    user: &User,
    code: &str,
) -> ServiceResult<Option<&'static str>> {
    let now = svc.clock.now();
    let secret = secret_of(svc, user)?;
    if let Some(step) = totp::check(&secret, code, now)? {
        return Ok(factors::use_step(tx, &user.id, step).await?.then_some("totp"));
    }
    match totp::recovery_hash(&user.id, code) {
        Some(hash) => Ok(factors::use_code(tx, &user.id, &hash, now)
            .await?
            .then_some("recovery_code")),
        None => Ok(None),
    }
}

/// The opened secret of a second factor.
pub(super) fn secret_of(svc: &Services, user: &User) -> ServiceResult<SecretString> {
    let sealed = user.totp_secret.as_deref().unwrap_or_default();
    Ok(svc.vault.open(&totp_place(&user.id), sealed)?)
}

/// What the secret of a second factor is bound to.
pub(super) fn totp_place(user: &UserId) -> String {
    store::secrets::SealedColumn::UserTotp.place(user.as_str())
}

/// Remembers the sign-in and writes its audit row.
pub(super) async fn finish(
    svc: &Services,
    mut tx: Tx,
    origin: &Origin,
    user: &User,
    method: &str,
) -> ServiceResult<()> {
    record(svc, &mut tx, origin, user, method).await?;
    tx.commit().await?;
    svc.events.publish(crate::events::Topic::People);
    Ok(())
}

/// As [`finish`], leaving the commit to the caller.
pub(super) async fn record(
    svc: &Services,
    tx: &mut Tx,
    origin: &Origin,
    user: &User,
    method: &str,
) -> ServiceResult<()> {
    let tenants = users::tenants_of(tx, &user.id).await?;
    users::signed_in(tx, &user.id, svc.clock.now()).await?;
    let call = Call {
        actor: actor(user, &tenants),
        ip: origin.ip.clone(),
        request_id: origin.request_id.clone(),
    };
    let states = (
        None,
        Some(json!({ "method": method, "user_agent": origin.user_agent })),
    );
    let entry = call.change(svc, "user.sign_in", "user", user.id.as_str(), &user.name, states);
    store::audit::append(tx, entry).await?;
    Ok(())
}

fn may_sign_in(svc: &Services, user: &User, password: &str) -> bool {
    user.status == Status::Active && demo::allowed(svc, &user.email, password)
}

/// Counts a failure and logs it, without the address that was typed: people
/// type passwords into the wrong field. At most one line a second, so that a
/// flood of failures is not a flood of logs.
fn failed(svc: &Services, step: &'static str, user: Option<&User>) {
    static LAST: AtomicI64 = AtomicI64::new(i64::MIN);
    metrics::counter!("tahona_sign_in_failures_total", "step" => step).increment(1);
    let now = svc.clock.now().0;
    let last = LAST.load(Ordering::Relaxed);
    if now.saturating_sub(last) >= SECOND
        && LAST
            .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    {
        let user = user.map_or("unknown", |user| user.id.as_str());
        tracing::warn!(step, user, "somebody failed to sign in");
    }
}
