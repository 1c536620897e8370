//! Two bakeries with a number and a few messages each.

use domain::{
    ids::{ApiKeyId, NumberId, TenantId, UserId},
    message::{delivery::State, id::MessageId},
    permission::Actor,
    person::Role,
    time::{DAY, MINUTE, Millis},
};
use service::{
    Call,
    testing::{START, TestServices},
};
use store::{Engine, Tx, on};

pub(crate) const GOIKO: &str = "0192a7c0-0000-7000-8000-000000000001";
pub(crate) const RUIZ: &str = "0192a7c0-0000-7000-8000-000000000002";
const NUMBER: &str = "0192a7c0-0000-7000-8000-000000000011";
/// Amaia's number, in every form in which it could leak.
pub(crate) const LEAKS: [&str; 5] = [
    "34600111412",
    "600111412",
    "600 111 412",
    "MzQ2MDAxMTE0MTI",
    "600111",
];

pub(crate) fn tenant(id: &str) -> TenantId {
    TenantId::parse(id).unwrap()
}

pub(crate) fn number() -> NumberId {
    NumberId::parse(NUMBER).unwrap()
}

pub(crate) fn person(role: Role, tenants: &[&str]) -> Call {
    let id = UserId::parse(match role {
        Role::PlatformAdmin => "0192a7c0-0000-7000-8000-0000000000a1",
        Role::Support => "0192a7c0-0000-7000-8000-0000000000a2",
        Role::Owner => "0192a7c0-0000-7000-8000-0000000000a3",
    });
    let tenants = tenants.iter().map(|id| tenant(id)).collect();
    Call {
        actor: Actor::Person {
            id: id.unwrap(),
            name: "Iker".into(),
            role,
            tenants,
        },
        ip: None,
        request_id: None,
    }
}

pub(crate) fn admin() -> Call {
    person(Role::PlatformAdmin, &[])
}

pub(crate) fn helper() -> Call {
    person(Role::Support, &[])
}

pub(crate) fn owner() -> Call {
    person(Role::Owner, &[GOIKO])
}

pub(crate) fn key(of: &str) -> Call {
    let id = ApiKeyId::parse("0192a7c0-0000-7000-8000-0000000000b1").unwrap();
    Call {
        actor: Actor::TenantKey {
            id,
            name: "till".into(),
            tenant: tenant(of),
        },
        ip: None,
        request_id: None,
    }
}

/// A message to be stored.
pub(crate) struct Message {
    pub(crate) at: Millis,
    pub(crate) tenant: i64,
    pub(crate) contact: i64,
    pub(crate) state: State,
    pub(crate) text: &'static str,
}

/// Stores a message; answers its id.
pub(crate) async fn store(test: &TestServices, tx: &mut Tx, message: Message) -> MessageId {
    let id = MessageId::compose(message.at, 1, u16::try_from(test.random.below(4_096)).unwrap());
    let inbound = message.state == State::Received;
    let failed = message.state == State::Failed;
    let errors = r#"[{"code":131026,"title":"Message undeliverable","error_data":{"details":"+34600111412 is not on WhatsApp"}}]"#;
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, wamid, at, preview, content,
                                   template, category, error_code, errors, source, accepted_at, failed_at)
             VALUES ($1, $2, 3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'orders', $8, $15)",
        )
        .bind(id.0)
        .bind(message.tenant)
        .bind(message.contact)
        .bind(i64::from(!inbound))
        .bind(message.state.code())
        .bind(if inbound { "text" } else { "template" })
        .bind(format!("wamid.HBgLMzQ2MDAxMTE0MTIVAgARGBI{id}"))
        .bind(message.at.0)
        .bind(message.text)
        .bind(serde_json::json!({ "text": { "body": message.text } }).to_string())
        .bind((!inbound).then_some("po_notification"))
        .bind((!inbound).then_some("utility"))
        .bind(failed.then_some(131_026_i64))
        .bind(failed.then_some(errors))
        .bind(failed.then_some(message.at.0 + 2_400))
        .execute(c)
        .await
        .map(|_| ())
    })
    .unwrap();
    id
}

async fn run(tx: &mut Tx, sql: &'static str) {
    on!(tx, |c| sqlx::query(sql).execute(c).await.map(|_| ())).unwrap();
}

/// Goiko (1) and Ruiz (2) share number 3. Amaia (10) deals with Goiko, Jon (20)
/// with Ruiz; both numbers end in 412. Newest first: Goiko's failed, Ruiz's
/// read, Goiko's received (a day old), Ruiz's delivered (nine days old).
pub(crate) struct World {
    pub(crate) test: TestServices,
    pub(crate) failed: MessageId,
    pub(crate) read: MessageId,
    pub(crate) received: MessageId,
    pub(crate) old: MessageId,
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let test = TestServices::new(engine).await;
        let mut tx = test.svc.db.write().await.unwrap();
        run(
            &mut tx,
            "INSERT INTO tenants (id, name, name_search, status, whatsapp_enabled, created_at, updated_at) VALUES
             ('0192a7c0-0000-7000-8000-000000000001', 'Goiko', 'goiko', 'active', TRUE, 1, 1),
             ('0192a7c0-0000-7000-8000-000000000002', '=Ruiz', 'ruiz', 'active', TRUE, 1, 1)",
        )
        .await;
        run(
            &mut tx,
            "INSERT INTO short_ids (no, kind, id) VALUES (1, 'tenant', '0192a7c0-0000-7000-8000-000000000001'),
             (2, 'tenant', '0192a7c0-0000-7000-8000-000000000002'),
             (3, 'number', '0192a7c0-0000-7000-8000-000000000011')",
        )
        .await;
        run(
            &mut tx,
            "INSERT INTO contacts (id, tenant, match_key, phone, wa_id, name, tail, created_at, updated_at) VALUES
             (10, 1, '34600111412', '+34600111412', '34600111412', 'Amaia 600 111 412', '1412', 1, 1),
             (20, 2, '34600222412', '+34600222412', '34600222412', 'Jon', '2412', 1, 1)",
        )
        .await;
        let now = START;
        let message = |at: i64, tenant, contact, state, text| Message {
            at: now.plus(at),
            tenant,
            contact,
            state,
            text,
        };
        let old = store(
            &test,
            &mut tx,
            message(-9 * DAY, 2, 20, State::Delivered, "viejo"),
        )
        .await;
        let received = store(
            &test,
            &mut tx,
            message(-DAY, 1, 10, State::Received, "llama al 600 111 412"),
        )
        .await;
        let read = store(
            &test,
            &mut tx,
            message(-20 * MINUTE, 2, 20, State::Read, "pedido PO-1187"),
        )
        .await;
        let failed = store(&test, &mut tx, message(-MINUTE, 1, 10, State::Failed, "Hola")).await;
        let body = format!(
            r#"{{"entry":[{{"changes":[{{"value":{{"statuses":[{{"id":"wamid.HBgLMzQ2MDAxMTE0MTIVAgARGBI{failed}","status":"failed","timestamp":"1799999940","recipient_id":"34600111412"}}]}}}}]}}]}}"#
        );
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO webhook_deliveries (id, received_at, body, state) VALUES (900, 5, $1, 1)",
            )
            .bind(body.as_bytes())
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        on!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO webhook_events (id, delivery, pointer, received_at, at, field, what, key, wamid, state)
                 VALUES (901, 900, '/entry/0/changes/0/value/statuses/0', 5, 4, 'messages', 'status:failed', 'k', $1, 1)",
            )
            .bind(format!("wamid.HBgLMzQ2MDAxMTE0MTIVAgARGBI{failed}"))
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
        run(
            &mut tx,
            "INSERT INTO windows (number, contact, last_inbound_at) VALUES (3, 10, 1799913600000)",
        )
        .await;
        tx.commit().await.unwrap();
        Self {
            test,
            failed,
            read,
            received,
            old,
        }
    }

    pub(crate) async fn sql(&self, sql: &'static str) {
        self.test.db.sql(sql).await;
    }
}
