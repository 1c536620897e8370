//! People, sessions, links, limits, keys and leases on both databases.
#![expect(clippy::unwrap_used, reason = "tests")]

mod keys;
mod limits;
mod links;
mod sessions;
mod users;

use domain::{
    ids::{TenantId, UserId},
    person::{Email, Role},
    time::Millis,
};
use store::{
    Tx, on,
    users::{NewUser, Status},
};

/// The instant at which these tests start.
const NOW: Millis = Millis(1_800_000_000_000);

/// A UUID that ends in `n`.
fn uuid(n: u32) -> String {
    format!("0192a7c0-0000-7000-8000-{n:012x}")
}

/// An active person whose id ends in `n`.
async fn person(tx: &mut Tx, n: u32, role: Role) -> UserId {
    let id = UserId::parse(&uuid(n)).unwrap();
    let email = Email::parse(&format!("p{n}@obrador.example")).unwrap();
    let name = format!("Persona {n}");
    let new = NewUser {
        id: id.clone(),
        email,
        name,
        role,
        status: Status::Active,
        at: NOW,
    };
    store::users::insert(tx, &new).await.unwrap();
    id
}

/// A bakery whose id ends in `n`.
async fn bakery(tx: &mut Tx, n: u32, name: &str) -> TenantId {
    let id = TenantId::parse(&uuid(n)).unwrap();
    on!(tx, |c| {
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
    id
}
