//! Customers who write, answer and read; events on demand; the living day.

use reqwest::Method;
use sandbox::{Customer, LifeSettings};
use serde_json::{Value, json};

use crate::support::{World, po_notification};

const NUMBER: &str = "123456789012345";

async fn writes(world: &World, wrote: Value) -> Value {
    let (status, body) = world
        .call(Method::POST, "/_sandbox/customers/write", Some(wrote))
        .await;
    assert_eq!(status, 200, "{body}");
    body["id"].clone()
}

#[tokio::test]
async fn a_customer_writes_with_and_without_a_phone() {
    let world = World::new().await;
    let console = world.console().await;
    let id = writes(
        &world,
        json!({"number": NUMBER, "from": "+34 612 999 001", "name": "Amaia", "text": "Hola"}),
    )
    .await;
    writes(
        &world,
        json!({"number": NUMBER, "user_id": "ES.134912", "text": "Hola"}),
    )
    .await;
    world.running.sandbox.flush().await;
    let values = console.values();
    let message = &values[0]["messages"][0];
    assert_eq!(message["id"], id);
    assert_eq!(message["from"], "34612999001");
    assert_eq!(message["timestamp"], "1795167720");
    assert_eq!(message["text"], json!({"body": "Hola"}));
    assert_eq!(values[0]["contacts"][0]["profile"]["name"], "Amaia");
    assert_eq!(values[0]["contacts"][0]["wa_id"], "34612999001");
    let hidden = &values[1]["messages"][0];
    assert!(hidden.get("from").is_none());
    assert_eq!(hidden["from_user_id"], "ES.134912");
    assert_eq!(values[1]["contacts"][0]["user_id"], "ES.134912");
}

#[tokio::test]
async fn only_a_message_that_the_number_received_is_marked_as_read() {
    let world = World::new().await;
    let wrote = json!({"number": NUMBER, "from": "34612999001", "text": "Hola"});
    let id = writes(&world, wrote).await;
    let read = async |id: Value| {
        let body = json!({"messaging_product": "whatsapp", "status": "read", "message_id": id});
        world
            .call(Method::POST, &format!("/v25.0/{NUMBER}/messages"), Some(body))
            .await
    };
    assert_eq!(read(id).await, (200, json!({"success": true})));
    let (status, body) = read(json!("wamid.NO")).await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!(131_009)));
}

#[tokio::test]
async fn every_kind_has_its_own_object() {
    let world = World::new().await;
    let console = world.console().await;
    for (kind, inner) in [
        ("button", "button"),
        ("button_reply", "interactive"),
        ("image", "image"),
        ("location", "location"),
        ("reaction", "reaction"),
        ("audio", "audio"),
        ("something_new", "something_new"),
    ] {
        writes(&world, json!({"number": NUMBER, "from": "34612999001", "kind": kind, "text": "Sí", "context": "wamid.X"})).await;
        world.running.sandbox.flush().await;
        let values = console.values();
        let message = &values.last().unwrap()["messages"][0];
        assert_eq!(message["type"], inner);
        assert!(message[inner].is_object(), "{message}");
        assert_eq!(message["context"]["id"], "wamid.X");
    }
}

#[tokio::test]
async fn who_cannot_write_is_told() {
    let world = World::new().await;
    for (body, status) in [
        (json!({"number": "1", "from": "34612999001"}), 404),
        (json!({"number": NUMBER}), 422),
        (json!({"number": NUMBER, "colour": "red"}), 422),
    ] {
        let answer = world
            .send(Method::POST, "/_sandbox/customers/write", "", Some(body))
            .await;
        assert_eq!(answer.status(), status);
    }
}

#[tokio::test]
async fn customers_answer_and_read_when_they_like() {
    let world = World::new().await;
    let console = world.console().await;
    world.state().add_customer(Customer {
        phone: Some("34612999001".into()),
        reads: Some(false),
        answers_after: Some(30),
        answer: Some("Vale, gracias".into()),
        ..Customer::default()
    });
    let (_, accepted) = world.message("+34612999001", po_notification()).await;
    world.running.sandbox.flush().await;
    let words: Vec<String> = console.statuses().into_iter().map(|(word, _)| word).collect();
    assert_eq!(words, ["sent", "delivered"]);
    let values = console.values();
    let answer = values.iter().find_map(|value| value.get("messages")).unwrap();
    assert_eq!(answer[0]["text"]["body"], "Vale, gracias");
    assert_eq!(answer[0]["context"]["id"], accepted["messages"][0]["id"]);
    let read = json!({"number": NUMBER, "person": "34612999001"});
    let (_, body) = world
        .call(Method::POST, "/_sandbox/customers/read", Some(read))
        .await;
    assert_eq!(body["read"], 1);
    world.running.sandbox.flush().await;
    assert_eq!(console.statuses().last().unwrap().0, "read");
}

#[tokio::test]
async fn a_read_receipt_is_for_a_message_that_the_number_got() {
    let world = World::new().await;
    let id = writes(
        &world,
        json!({"number": NUMBER, "from": "34612999001", "text": "Hola"}),
    )
    .await;
    let receipt = |id: Value| json!({"messaging_product": "whatsapp", "status": "read", "message_id": id});
    let path = "/v25.0/123456789012345/messages";
    assert_eq!(
        world.call(Method::POST, path, Some(receipt(id))).await,
        (200, json!({"success": true}))
    );
    assert_eq!(
        world
            .call(Method::POST, path, Some(receipt(json!("wamid.NO"))))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn news_of_numbers_and_templates_change_and_tell() {
    let world = World::new().await;
    let console = world.console().await;
    let list = world
        .get("/v25.0/987654321098765/message_templates?name=po_notification")
        .await;
    let template = list["data"][0]["id"].as_str().unwrap().to_owned();
    for (path, body) in [
        (
            format!("/_sandbox/templates/{template}/status"),
            json!({"event": "PAUSED"}),
        ),
        (
            format!("/_sandbox/numbers/{NUMBER}/quality"),
            json!({"event": "FLAGGED", "rating": "RED"}),
        ),
        (
            "/_sandbox/numbers/123456789012350/name".into(),
            json!({"decision": "APPROVED"}),
        ),
        (
            "/_sandbox/wabas/987654321098765/events".into(),
            json!({"field": "account_update", "value": {"event": "ACCOUNT_VIOLATION"}}),
        ),
    ] {
        assert_eq!(world.call(Method::POST, &path, Some(body)).await.0, 200, "{path}");
    }
    world.running.sandbox.flush().await;
    let bodies = console.bodies();
    let fields: Vec<_> = bodies
        .iter()
        .map(|b| b["entry"][0]["changes"][0]["field"].clone())
        .collect();
    assert_eq!(
        fields,
        [
            "message_template_status_update",
            "phone_number_quality_update",
            "phone_number_name_update",
            "account_update"
        ]
    );
    assert!(bodies.iter().all(|body| body["entry"][0]["time"].is_i64()));
    let values = console.values();
    assert!(values[0]["message_template_id"].is_u64());
    assert_eq!(values[1]["display_phone_number"], "34612345678");
    let number = world
        .get("/v25.0/123456789012345?fields=status,quality_rating")
        .await;
    assert_eq!(
        (&number["status"], &number["quality_rating"]),
        (&json!("FLAGGED"), &json!("RED"))
    );
    let named = world
        .get("/v25.0/123456789012350?fields=verified_name,name_status")
        .await;
    assert_eq!(named["verified_name"], "Santa Clara · Pan y dulces");
    let (_, refused) = world.message("+34612999001", po_notification()).await;
    assert_eq!(refused["error"]["code"], 132_015);
}

/// What customers write in an hour of a day with this seed.
async fn day(seed: u64) -> Vec<Value> {
    let world = World::new().await;
    let console = world.console().await;
    world.state().set_life(Some(LifeSettings {
        seed,
        every_ms: 10_000,
        ..LifeSettings::default()
    }));
    for _ in 0..360 {
        world.time.advance(10_000);
        world.running.sandbox.deliver_due().await;
    }
    console
        .values()
        .iter()
        .filter_map(|value| value.get("messages").cloned())
        .collect()
}

#[tokio::test]
async fn a_living_day_is_the_same_for_the_same_seed_only() {
    let first = day(7).await;
    assert!(first.len() > 100, "{}", first.len());
    assert_eq!(day(7).await, first);
    assert_ne!(day(8).await, first);
    let kinds: std::collections::BTreeSet<_> = first.iter().map(|m| m[0]["type"].to_string()).collect();
    assert!(kinds.len() > 1, "{kinds:?}");
}

#[tokio::test]
async fn nobody_writes_by_themselves_unless_asked_to() {
    let world = World::new().await;
    let console = world.console().await;
    let hour = async || {
        for _ in 0..6 {
            world.time.advance(600_000);
            world.running.sandbox.deliver_due().await;
        }
        console.values().len()
    };
    assert_eq!(hour().await, 0);
    world
        .call(Method::PUT, "/_sandbox/life", Some(json!({"every_ms": 1_000})))
        .await;
    assert!(hour().await > 0);
    world.call(Method::DELETE, "/_sandbox/life", None).await;
    world.running.sandbox.flush().await;
    let written = console.values().len();
    assert_eq!(hour().await, written);
}
