//! People on both databases: signing in, second factors, links, team, keys.
#![expect(clippy::unwrap_used, reason = "tests")]

mod api_keys;
mod demo;
mod dump;
mod links;
mod mail;
mod second_factor;
mod sessions;
mod sign_in;
mod team;

use domain::{
    ids::{SessionRef, TenantId, UserId},
    person::Role,
};
use service::{
    Call, ServiceError, Services,
    people::{
        links::{Invite, accept, invite},
        profile, sessions as service_sessions,
        sign_in::{Origin, RightPassword, Step},
        team::create_admin,
    },
    testing::TestServices,
};
use store::{on, sessions::SessionRecord};

const PASSWORD: &str = "pan de molde y mantequilla";
const OTHER_PASSWORD: &str = "pan de centeno con nueces";

/// A client at `ip`.
fn from(ip: &str) -> Origin {
    Origin {
        ip: Some(ip.into()),
        user_agent: Some("Firefox".into()),
        request_id: Some("r1".into()),
    }
}

/// An admin with [`PASSWORD`] and without a second factor.
async fn admin(svc: &Services, email: &str) -> (UserId, Call) {
    let id = create_admin(svc, &Call::system("test"), email, PASSWORD)
        .await
        .unwrap();
    let call = call_of(svc, &id).await;
    (id, call)
}

/// A call of a stored person.
async fn call_of(svc: &Services, id: &UserId) -> Call {
    let profile = profile::load(svc, id).await.unwrap().unwrap();
    Call {
        actor: profile.actor(),
        ip: Some("203.0.113.9".into()),
        request_id: Some("r1".into()),
    }
}

/// A bakery.
async fn bakery(test: &TestServices, name: &str) -> TenantId {
    let id: TenantId = test.random.id(test.svc.clock.now());
    let mut tx = test.svc.db.write().await.unwrap();
    on!(&mut tx, |c| {
        sqlx::query(
            "INSERT INTO tenants (id, name, name_search, status, whatsapp_enabled, created_at, updated_at)
             VALUES ($1, $2, $3, 'active', TRUE, 1, 1)",
        )
        .bind(id.as_str())
        .bind(name)
        .bind(domain::tenant::search_key(name))
        .execute(c)
        .await
        .map(|_| ())
    })
    .unwrap();
    tx.commit().await.unwrap();
    id
}

/// Somebody who was invited and has come, with [`PASSWORD`].
async fn joined(test: &TestServices, email: &str, role: Role, tenants: Vec<TenantId>) -> (UserId, Call) {
    let wish = Invite {
        email: email.into(),
        name: "Amaia".into(),
        role,
        tenants,
    };
    let link = invite(test, &Call::system("test"), wish).await.unwrap();
    let step = accept(
        test,
        &from("203.0.113.1"),
        token_of(&link.url),
        "Amaia Goiko",
        PASSWORD,
        PASSWORD,
    )
    .await
    .unwrap();
    let Step::Done(RightPassword { user: id, .. }) = step else {
        panic!("a new person has no second factor")
    };
    let call = call_of(test, &id).await;
    (id, call)
}

/// As if this person had just given their password.
async fn password_of(svc: &Services, user: &UserId) -> RightPassword {
    let profile = profile::load(svc, user).await.unwrap().unwrap();
    RightPassword {
        user: user.clone(),
        at: svc.clock.now(),
        set_at: profile.password_changed_at,
    }
}

/// The token of a link's address.
fn token_of(url: &str) -> &str {
    url.strip_prefix("https://tahona.test/link/").unwrap()
}

/// Opens a session for somebody, as the server does; answers its hash.
async fn session(test: &TestServices, user: &UserId, name: &str) -> String {
    let now = test.svc.clock.now();
    let record = SessionRecord {
        id_hash: service_sessions::hash_of(name),
        session_ref: test.random.id::<SessionRef>(now),
        user_id: Some(user.clone()),
        data: "{}".into(),
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus(service_sessions::ABSOLUTE),
        ip: Some("203.0.113.7".into()),
        user_agent: Some("Firefox".into()),
    };
    let mut tx = test.svc.db.write().await.unwrap();
    store::sessions::create(&mut tx, &record).await.unwrap();
    tx.commit().await.unwrap();
    record.id_hash
}

/// Whether a session still loads.
async fn alive(test: &TestServices, hash: &str) -> bool {
    let mut tx = test.svc.db.read().await.unwrap();
    store::sessions::load(&mut tx, hash, test.svc.clock.now(), service_sessions::IDLE)
        .await
        .unwrap()
        .is_some()
}

/// Actions of the audit log, oldest first.
async fn actions(svc: &Services) -> Vec<String> {
    let mut tx = svc.db.read().await.unwrap();
    store::audit::chain(&mut tx, 0, 1_000)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.action)
        .collect()
}

/// An error as the interface sees it.
fn words<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> String {
    format!("{:?}", result.unwrap_err())
}

fn is_too_many<T>(result: &Result<T, ServiceError>) -> bool {
    matches!(result, Err(ServiceError::TooMany { .. }))
}
