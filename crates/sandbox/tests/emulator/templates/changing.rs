//! Edited, corrected, deleted.

use domain::time::{DAY, HOUR};
use reqwest::Method;
use serde_json::{Value, json};

use super::{EDGE, GOOD, body, create, good, news, quiet, read, reviewed};
use crate::support::{World, template};

#[tokio::test]
async fn an_approved_template_is_edited_once_a_day_and_ten_times_a_month() {
    let world = World::new().await;
    let console = quiet(&world).await;
    let id = reviewed(&world, good("encargo_listo")).await;
    let path = format!("/v25.0/{id}");
    let edit = async |n: usize| {
        let text =
            format!("Hola {{{{1}}}}, tu encargo {{{{2}}}} te espera en la tienda número {n} hasta las ocho.");
        let parts =
            json!({"components": [{"type": "BODY", "text": text, "example": {"body_text": [["Ane", "1"]]}}]});
        let answer = world.call(Method::POST, &path, Some(parts)).await;
        world.running.sandbox.deliver_due().await;
        answer
    };
    let (status, answer) = edit(0).await;
    assert_eq!((status, &answer["success"]), (200, &json!(true)));
    let (status, answer) = edit(1).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
    assert!(
        answer["error"]["error_user_title"]
            .as_str()
            .unwrap()
            .contains("edit limit")
    );
    for n in 1..10 {
        world.time.advance(DAY);
        assert_eq!(edit(n).await.0, 200, "{n}");
    }
    world.time.advance(DAY);
    assert_eq!(edit(10).await.0, 400);
    world.time.advance(21 * DAY);
    assert_eq!(edit(11).await.0, 200);
    assert_eq!(read(&world, &id).await["status"], "APPROVED");
    let category = json!({"category": "MARKETING"});
    assert_eq!(
        world.call(Method::POST, &path, Some(category)).await.1["error"]["error_subcode"],
        2_388_003
    );
    world.running.sandbox.flush().await;
    let values = console.values();
    let texts: Vec<&Value> = values
        .iter()
        .filter(|v| v["message_template_element"].is_string())
        .collect();
    assert_eq!(texts.len(), 11);
    assert!(
        texts[0]["message_template_element"]
            .as_str()
            .unwrap()
            .contains("número 0")
    );
}

#[tokio::test]
async fn a_rejected_template_is_corrected_as_often_as_needed_and_reviewed_again() {
    let world = World::new().await;
    let id = reviewed(
        &world,
        body("precio", "Hola {{1}}, tu encargo cuesta {{2}}.", &["Ane", "3"]),
    )
    .await;
    let path = format!("/v25.0/{id}");
    world.state().behaviour_mut().review_ms = HOUR;
    let parts = |text: &str| json!({"components": [{"type": "BODY", "text": text, "example": {"body_text": [["Ane", "3"]]}}]});
    let still = parts("Hola {{1}}, el precio es {{2}}!");
    assert_eq!(world.call(Method::POST, &path, Some(still)).await.0, 200);
    assert_eq!(read(&world, &id).await["status"], "PENDING");
    // While it waits nobody may touch it.
    let early = world.call(Method::POST, &path, Some(parts(GOOD))).await;
    assert_eq!(early.1["error"]["error_subcode"], 2_388_003);
    world.time.advance(HOUR);
    world.running.sandbox.deliver_due().await;
    assert_eq!(read(&world, &id).await["status"], "REJECTED");
    assert_eq!(world.call(Method::POST, &path, Some(parts(GOOD))).await.0, 200);
    world.time.advance(HOUR);
    world.running.sandbox.deliver_due().await;
    let record = read(&world, &id).await;
    assert_eq!(
        (&record["status"], &record["rejected_reason"]),
        (&json!("APPROVED"), &json!("NONE"))
    );
}

#[tokio::test]
async fn a_name_exists_once_for_each_language_and_rests_for_thirty_days_after_deletion() {
    let world = World::new().await;
    let id = reviewed(&world, good("encargo_listo")).await;
    assert_eq!(
        create(&world, good("encargo_listo")).await.1["error"]["error_subcode"],
        2_388_024
    );
    let mut other = body(
        "encargo_listo",
        "Bon dia {{1}}, la teva comanda {{2}} ja està a punt a la botiga.",
        &["a", "b"],
    );
    other["language"] = json!("ca");
    let second = reviewed(&world, other.clone()).await;

    let delete = async |query: &str| world.call(Method::DELETE, &format!("{EDGE}?{query}"), None).await;
    assert_eq!(
        delete(&format!("hsm_id={second}&name=encargo_listo")).await,
        (200, json!({"success": true}))
    );
    assert_eq!(
        world.call(Method::GET, &format!("/v25.0/{second}"), None).await.0,
        400
    );
    assert_eq!(read(&world, &id).await["status"], "APPROVED");
    assert_eq!(
        create(&world, other.clone()).await.1["error"]["error_subcode"],
        2_388_023
    );
    assert_eq!(delete("name=encargo_listo").await.0, 200);
    assert_eq!(
        delete("name=encargo_listo").await.1["error"]["error_subcode"],
        2_593_002
    );
    assert_eq!(
        create(&world, good("encargo_listo")).await.1["error"]["error_subcode"],
        2_388_023
    );
    world.time.advance(30 * DAY);
    assert_eq!(create(&world, good("encargo_listo")).await.0, 200);
}

#[tokio::test]
async fn a_template_with_messages_under_way_is_deleted_when_they_have_arrived() {
    let world = World::new().await;
    let console = quiet(&world).await;
    let id = reviewed(&world, good("encargo_listo")).await;
    world.state().behaviour_mut().delivered_ms = HOUR;
    world
        .message("+34612999001", template("encargo_listo", "es", &["Ane", "1"]))
        .await;
    world
        .call(Method::DELETE, &format!("{EDGE}?name=encargo_listo"), None)
        .await;
    assert_eq!(read(&world, &id).await["status"], "PENDING_DELETION");
    world.time.advance(HOUR);
    world.running.sandbox.deliver_due().await;
    assert_eq!(
        world.call(Method::GET, &format!("/v25.0/{id}"), None).await.0,
        400
    );
    world.running.sandbox.flush().await;
    let values = console.values();
    let events: Vec<_> = news(&values, &id).iter().map(|v| v["event"].clone()).collect();
    assert_eq!(events, ["APPROVED", "PENDING_DELETION", "DELETED"]);
}
