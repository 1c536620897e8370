//! From an unproven number to a connected one.

use domain::time::{HOUR, MINUTE};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::World;

/// The demo's unproven number.
const NEW: &str = "/v25.0/123456789012354";

async fn post(world: &World, edge: &str, body: Value) -> (u16, Value) {
    world
        .call(Method::POST, &format!("{NEW}/{edge}"), Some(body))
        .await
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn code(world: &World) -> String {
    world
        .state()
        .phone("123456789012354")
        .unwrap()
        .1
        .code
        .as_ref()
        .unwrap()
        .code
        .clone()
}

#[tokio::test]
async fn a_number_is_proven_and_registered() {
    let world = World::new().await;
    let pin = json!({"messaging_product": "whatsapp", "pin": "246810"});
    assert_eq!(
        post(&world, "register", pin.clone()).await.1["error"]["code"],
        133_006
    );
    let ask = json!({"code_method": "SMS", "language": "es_ES"});
    assert_eq!(
        post(&world, "request_code", ask.clone()).await,
        (200, json!({"success": true}))
    );
    assert_eq!(
        post(&world, "verify_code", json!({"code": "000000"})).await.0,
        422
    );
    let (status, body) = post(&world, "verify_code", json!({"code": code(&world)})).await;
    assert_eq!((status, &body["id"]), (200, &json!("123456789012354")));
    assert_eq!(post(&world, "request_code", ask).await.0, 422);
    assert_eq!(post(&world, "register", pin).await.0, 200);
    let read = world.get(&format!("{NEW}?fields=status,is_pin_enabled")).await;
    assert_eq!(
        read,
        json!({"id": "123456789012354", "status": "CONNECTED", "is_pin_enabled": true})
    );
    assert_eq!(post(&world, "deregister", json!({})).await.0, 200);
    assert_eq!(
        world.get(&format!("{NEW}?fields=status")).await["status"],
        "DISCONNECTED"
    );
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes() {
    let world = World::new().await;
    post(
        &world,
        "request_code",
        json!({"code_method": "VOICE", "language": "es_ES"}),
    )
    .await;
    world.time.advance(10 * MINUTE);
    assert_eq!(
        post(&world, "verify_code", json!({"code": code(&world)})).await.0,
        422
    );
}

#[tokio::test]
async fn bad_parameters_and_pins_are_refused() {
    let world = World::new().await;
    assert_eq!(
        post(&world, "request_code", json!({"code_method": "PIGEON"}))
            .await
            .0,
        400
    );
    assert_eq!(
        post(&world, "request_code", json!({"code_method": "SMS"}))
            .await
            .0,
        400
    );
    let register = |pin: &'static str| {
        world.call(
            Method::POST,
            "/v25.0/123456789012345/register",
            Some(json!({"pin": pin})),
        )
    };
    assert_eq!(register("12").await.1["error"]["code"], 100);
    assert_eq!(register("999999").await.1["error"]["code"], 133_005);
    for _ in 0..9 {
        assert_eq!(register("123456").await.0, 200);
    }
    assert_eq!(register("123456").await.1["error"]["code"], 133_016);
    world.time.advance(72 * HOUR);
    assert_eq!(register("123456").await.0, 200);
}
