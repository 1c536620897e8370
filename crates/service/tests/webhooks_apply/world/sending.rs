//! What bakeries send.

use domain::{
    contact::match_key,
    message::{delivery::State, id::MessageId},
    phone::E164,
};
use store::{
    contacts::{self, Identity},
    on,
    short_ids::{self, ShortKind},
};

use super::World;

impl World {
    /// An outgoing message that Meta has accepted under `wamid`.
    pub(crate) async fn sent(&self, wamid: &str) -> MessageId {
        self.outgoing(Some(wamid)).await
    }

    /// A bakery writes to a customer from the number, whoever holds it.
    pub(crate) async fn writes(&self, bakery: &str, phone: &str) {
        let now = self.now();
        let id = self.test.random.message_id(now);
        let tenant = self.tenant(bakery);
        let phone = E164::parse(phone).unwrap();
        let mut tx = self.write().await;
        let tenant = short_ids::ensure(&mut tx, ShortKind::Tenant, tenant.as_str())
            .await
            .unwrap();
        let number = short_ids::ensure(&mut tx, ShortKind::Number, self.number.as_str())
            .await
            .unwrap();
        let who = Identity {
            tenant,
            match_key: Some(match_key(&phone)),
            phone: Some(phone.to_string()),
            ..Identity::default()
        };
        let contact = contacts::ensure(&mut tx, self.test.random.message_id(now), &who, now)
            .await
            .unwrap();
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, content, accepted_at)
                 VALUES ($1, $2, $3, $4, 1, $5, 'text', $6, '{}', $6)",
            )
            .bind(id.0)
            .bind(tenant)
            .bind(number)
            .bind(contact.id)
            .bind(State::Accepted.code())
            .bind(now.0)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// An outgoing message whose answer was lost.
    pub(crate) async fn handed_over(&self) -> MessageId {
        self.outgoing(None).await
    }

    async fn outgoing(&self, wamid: Option<&str>) -> MessageId {
        let now = self.now();
        let id = self.test.random.message_id(now);
        let mut tx = self.write().await;
        let tenant = short_ids::ensure(&mut tx, ShortKind::Tenant, self.san_juan.as_str())
            .await
            .unwrap();
        let number = short_ids::ensure(&mut tx, ShortKind::Number, self.number.as_str())
            .await
            .unwrap();
        let state = if wamid.is_some() {
            State::Accepted
        } else {
            State::Unknown
        };
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO messages (id, tenant, number, direction, state, kind, wamid, at, content, handed_at, accepted_at)
                 VALUES ($1, $2, $3, 1, $4, 'text', $5, $6, '{}', $6, $7)",
            )
            .bind(id.0)
            .bind(tenant)
            .bind(number)
            .bind(state.code())
            .bind(wamid)
            .bind(now.0)
            .bind(wamid.map(|_| now.0))
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
        id
    }
}
