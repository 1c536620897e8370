//! In use: how good they are found, pauses, and values by name.

use domain::time::{HOUR, MINUTE};
use reqwest::Method;
use serde_json::{Value, json};

use super::{EDGE, good, quiet, read, reviewed};
use crate::support::{World, template};

#[tokio::test]
async fn low_quality_pauses_for_three_hours_then_for_six_then_disables() {
    let world = World::new().await;
    let console = quiet(&world).await;
    let id = reviewed(&world, good("encargo_listo")).await;
    let becomes = |score: &str| assert!(world.state().template_quality_becomes(&id, score));
    let status = async || read(&world, &id).await["status"].clone();
    becomes("YELLOW");
    assert_eq!(status().await, "APPROVED");
    for (hours, title) in [(3, "FIRST_PAUSE"), (6, "SECOND_PAUSE")] {
        becomes("RED");
        assert_eq!(status().await, "PAUSED");
        world.running.sandbox.deliver_due().await;
        assert_eq!(console.values().last().unwrap()["other_info"]["title"], title);
        let refused = world
            .message("+34612999001", template("encargo_listo", "es", &["Ane", "1"]))
            .await;
        assert_eq!(refused.1["error"]["code"], 132_015);
        world.time.advance(hours * HOUR - 1);
        world.running.sandbox.deliver_due().await;
        assert_eq!(status().await, "PAUSED");
        world.time.advance(1);
        world.running.sandbox.deliver_due().await;
        assert_eq!(status().await, "APPROVED");
        becomes("GREEN");
    }
    becomes("RED");
    assert_eq!(status().await, "DISABLED");
    let gone = world
        .call(Method::DELETE, &format!("{EDGE}?name=encargo_listo"), None)
        .await;
    assert_eq!(gone.0, 400);
}

#[tokio::test]
async fn a_paused_template_can_be_unpaused_after_five_minutes() {
    let world = World::new().await;
    let id = reviewed(&world, good("encargo_listo")).await;
    world.state().template_becomes(&id, "PAUSED", None);
    let unpause = async || {
        world
            .call(Method::POST, &format!("/v25.0/{id}/unpause"), None)
            .await
            .0
    };
    assert_eq!(unpause().await, 400);
    world.time.advance(5 * MINUTE);
    assert_eq!(unpause().await, 200);
    assert_eq!(read(&world, &id).await["status"], "APPROVED");
    // The end of the pause that was planned is void.
    world.state().template_becomes(&id, "DISABLED", None);
    world.time.advance(3 * HOUR);
    world.running.sandbox.deliver_due().await;
    assert_eq!(read(&world, &id).await["status"], "DISABLED");
}

#[tokio::test]
async fn people_who_want_no_more_lower_the_quality() {
    let world = World::new().await;
    let id = reviewed(&world, good("encargo_listo")).await;
    for i in 0..25 {
        world
            .message(
                &format!("+346129990{i:02}"),
                template("encargo_listo", "es", &["Ane", "1"]),
            )
            .await;
    }
    // One in twenty-five.
    let wrote = json!({"number": "123456789012345", "from": "34612999000", "text": "Baja"});
    world
        .call(Method::POST, "/_sandbox/customers/write", Some(wrote))
        .await;
    let score = async || read(&world, &id).await["quality_score"]["score"].clone();
    assert_eq!(score().await, "YELLOW");
}

#[tokio::test]
async fn named_values_are_matched_by_name_and_not_by_order() {
    let world = World::new().await;
    let mut named = good("con_nombres");
    named["components"][0] = json!({
        "type": "BODY", "text": "Hola {{name}}, tu encargo {{order}} te espera en la tienda hasta las ocho.",
        "example": {"body_text_named_params": [
            {"param_name": "name", "example": "Ane"}, {"param_name": "order", "example": "E-1"},
        ]},
    });
    let id = reviewed(&world, named).await;
    assert_eq!(read(&world, &id).await["parameter_format"], "NAMED");
    let send = async |names: [&str; 2]| {
        let values: Vec<Value> = names
            .iter()
            .map(|name| json!({"type": "text", "text": "x", "parameter_name": name}))
            .collect();
        let mut content = template("con_nombres", "es", &[]);
        content["template"]["components"][0]["parameters"] = json!(values);
        world.message("+34612999001", content).await
    };
    assert_eq!(send(["order", "name"]).await.0, 200);
    assert_eq!(send(["name", "1"]).await.1["error"]["code"], 100);
    let (status, _) = world
        .message("+34612999001", template("con_nombres", "es", &["Ane", "E-1"]))
        .await;
    assert_eq!(status, 400);
}
