//! Templates: created, reviewed, edited, paused, moved, deleted.
#![expect(clippy::unwrap_used, reason = "tests")]

mod account;
mod changing;
mod in_use;
mod reviewing;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Console, World};

const EDGE: &str = "/v25.0/987654321098765/message_templates";
const GOOD: &str = "Hola {{1}}, tu encargo {{2}} te espera en la tienda hasta las ocho.";

fn body(name: &str, text: &str, samples: &[&str]) -> Value {
    let mut part = json!({"type": "BODY", "text": text});
    if !samples.is_empty() {
        part["example"] = json!({"body_text": [samples]});
    }
    json!({"name": name, "language": "es", "category": "UTILITY", "components": [part]})
}

fn good(name: &str) -> Value {
    body(name, GOOD, &["Ane", "ENC-1"])
}

async fn create(world: &World, new: Value) -> (u16, Value) {
    world.call(Method::POST, EDGE, Some(new)).await
}

/// Creates one and lets it be reviewed; its id.
async fn reviewed(world: &World, new: Value) -> String {
    let (status, made) = create(world, new).await;
    assert_eq!(status, 200, "{made}");
    world.running.sandbox.deliver_due().await;
    made["id"].as_str().unwrap().to_owned()
}

async fn read(world: &World, id: &str) -> Value {
    world
        .get(&format!(
            "/v25.0/{id}?fields=id,name,status,category,previous_category,correct_category,rejected_reason,\
             quality_score,components,parameter_format,language,message_send_ttl_seconds"
        ))
        .await
}

fn news<'a>(values: &'a [Value], id: &str) -> Vec<&'a Value> {
    values
        .iter()
        .filter(|value| value["message_template_id"] == id.parse::<u64>().unwrap())
        .collect()
}

async fn quiet(world: &World) -> Console {
    let console = world.console().await;
    world.running.sandbox.deliver_due().await;
    console
}
