//! A small world with one number and two bakeries, and what arrives there.

mod looks;
mod sending;
mod told;

use domain::{
    ids::{NumberId, TenantId},
    time::Millis,
};
use service::{
    Call,
    numbers::assign::{self, Assign},
    tenants::edit::{self, TenantInput},
    testing::TestServices,
    webhooks::worker,
};
use store::{
    Engine, Tx, accounts, on,
    webhooks::deliveries::{self, NewDelivery},
};

pub(crate) use self::told::{inbound, message_change, orders, status};

/// Meta's id of the number.
pub(crate) const NUMBER: &str = "123456789012345";
/// The bakery that has the number at first.
pub(crate) const SAN_JUAN: &str = "Panadería San Juan";
/// The second bakery.
pub(crate) const GOIKO: &str = "Panadería Goiko";

pub(crate) struct World {
    pub(crate) test: TestServices,
    number: NumberId,
    san_juan: TenantId,
    goiko: TenantId,
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let test = TestServices::new(engine).await;
        let now = test.clock.clock().now();
        let call = Call::system("test");
        let named = |name: &str| TenantInput {
            name: name.to_owned(),
            ..TenantInput::default()
        };
        let san_juan = edit::create(&test.svc, &call, &named(SAN_JUAN)).await.unwrap();
        let goiko = edit::create(&test.svc, &call, &named(GOIKO)).await.unwrap();
        let account = test.random.uuid(now);
        let number: NumberId = test.random.id(now);
        let mut tx = test.db.db.write().await.unwrap();
        accounts::connect(&mut tx, &account, "987654321098765", "Pilot", "sealed", None, now)
            .await
            .unwrap();
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO numbers (id, account_id, phone_number_id, display, e164, status, first_seen_at, seen_at, updated_at)
                 VALUES ($1, $2, $3, '+34 612 345 678', '+34612345678', 'CONNECTED', $4, $4, $4)",
            )
            .bind(number.as_str())
            .bind(&account)
            .bind(NUMBER)
            .bind(now.0)
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
        let world = Self {
            test,
            number,
            san_juan,
            goiko,
        };
        world.assign(&world.san_juan, None).await;
        world
    }

    async fn assign(&self, tenant: &TenantId, move_from: Option<TenantId>) {
        let input = Assign {
            number: self.number.clone(),
            tenant: tenant.clone(),
            move_from,
            replace: false,
        };
        assign::assign(&self.test.svc, &Call::system("test"), &input)
            .await
            .unwrap();
    }

    pub(crate) fn now(&self) -> Millis {
        self.test.clock.clock().now()
    }

    pub(crate) fn pass(&self, millis: i64) {
        self.test.clock.advance(millis);
    }

    pub(crate) async fn move_number_to(&self, name: &str) {
        assert_eq!(name, GOIKO);
        self.assign(&self.goiko, Some(self.san_juan.clone())).await;
    }

    /// Takes the number back from the first bakery.
    pub(crate) async fn release_number(&self) {
        assign::release(
            &self.test.svc,
            &Call::system("test"),
            &self.number,
            &self.san_juan,
        )
        .await
        .unwrap();
    }

    fn tenant(&self, bakery: &str) -> &TenantId {
        if bakery == GOIKO {
            &self.goiko
        } else {
            &self.san_juan
        }
    }

    async fn write(&self) -> Tx {
        self.test.db.db.write().await.unwrap()
    }

    pub(crate) async fn sql(&self, sql: &'static str) {
        self.test.db.sql(sql).await;
    }

    /// Stores a delivery with these changes and processes everything that waits.
    pub(crate) async fn deliver(&self, changes: &[String]) {
        self.take(changes).await;
        worker::recover(&self.test.svc, 0).await.unwrap();
    }

    pub(crate) async fn deliver_raw(&self, body: &[u8]) {
        self.take_raw(body).await;
        worker::recover(&self.test.svc, 0).await.unwrap();
    }

    /// Stores a delivery with these changes.
    pub(crate) async fn take(&self, changes: &[String]) -> NewDelivery {
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"987654321098765","changes":[{}]}}]}}"#,
            changes.join(",")
        );
        self.take_raw(body.as_bytes()).await
    }

    async fn take_raw(&self, body: &[u8]) -> NewDelivery {
        let now = self.now();
        let delivery = NewDelivery {
            id: self.test.random.message_id(now),
            received_at: now,
            body: body.to_vec(),
        };
        let mut tx = self.write().await;
        deliveries::insert(&mut tx, std::slice::from_ref(&delivery))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        delivery
    }
}
