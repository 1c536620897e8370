//! Templates: created, reviewed, edited, paused, moved, deleted.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::time::{DAY, HOUR, MINUTE};
use reqwest::Method;
use rstest::rstest;
use sandbox::{Behaviour, Reviewer, Waba};
use serde_json::{Value, json};

use crate::support::{Console, World, template};

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

#[tokio::test]
async fn a_good_template_is_pending_until_its_review_and_can_be_sent_after_it() {
    let world = World::new().await;
    let console = quiet(&world).await;
    world.state().behaviour_mut().review_ms = HOUR;
    let (status, made) = create(&world, good("encargo_listo")).await;
    assert_eq!(
        (status, &made["status"], &made["category"]),
        (200, &json!("PENDING"), &json!("UTILITY"))
    );
    let id = made["id"].as_str().unwrap().to_owned();
    let content = || template("encargo_listo", "es", &["Ane", "ENC-1"]);
    assert_eq!(
        world.message("+34612999001", content()).await.1["error"]["code"],
        132_001
    );
    world.time.advance(HOUR - 1);
    world.running.sandbox.deliver_due().await;
    assert_eq!(read(&world, &id).await["status"], "PENDING");
    world.time.advance(1);
    world.running.sandbox.deliver_due().await;
    world.running.sandbox.deliver_due().await;
    assert_eq!(read(&world, &id).await["status"], "APPROVED");
    let values = console.values();
    let told = news(&values, &id);
    assert_eq!(told.len(), 1);
    assert_eq!(
        (&told[0]["event"], &told[0]["reason"]),
        (&json!("APPROVED"), &json!("NONE"))
    );
    assert!(told[0]["message_template_id"].is_u64());
    assert_eq!(
        console.bodies()[0]["entry"][0]["changes"][0]["field"],
        "message_template_status_update"
    );
    assert_eq!(world.message("+34612999001", content()).await.0, 200);
}

#[rstest]
#[case("Hola {{1}}, tu encargo cuesta {{2}}.", &["Ane", "3"], "INVALID_FORMAT")]
#[case("Hola {{1}}, quedan {{2}} {{3}} en el almacén de la tienda.", &["Ane", "3", "kg"], "INVALID_FORMAT")]
#[case("Hello {{1}}, your order is ready and waiting for you at the shop.", &["Ane"], "TAG_CONTENT_MISMATCH")]
#[case("Si no pagas {{1}} hoy habrá acciones legales contra ti.", &["3"], "ABUSIVE_CONTENT")]
#[case("Contesta con tu número de tarjeta para cobrar {{1}} euros de hoy.", &["3"], "SCAM")]
#[tokio::test]
async fn a_bad_template_is_rejected_with_its_reason_and_advice(
    #[case] text: &str,
    #[case] samples: &[&str],
    #[case] reason: &str,
) {
    let world = World::new().await;
    let console = quiet(&world).await;
    let id = reviewed(&world, body("mala", text, samples)).await;
    let record = read(&world, &id).await;
    assert_eq!(
        (&record["status"], &record["rejected_reason"]),
        (&json!("REJECTED"), &json!(reason))
    );
    world.running.sandbox.flush().await;
    let values = console.values();
    let told = news(&values, &id);
    assert_eq!(
        (&told[0]["event"], &told[0]["reason"]),
        (&json!("REJECTED"), &json!(reason))
    );
    assert!(
        told[0]["rejection_info"]["recommendation"]
            .as_str()
            .unwrap()
            .len()
            > 20
    );
}

#[rstest]
#[case(json!({"name": "Mayúsculas"}), 0)]
#[case(json!({"language": "es_XX"}), 0)]
#[case(json!({"category": "ALERT_UPDATE"}), 0)]
#[case(json!({"components": []}), 0)]
#[case(json!({"components": "[{"}), 0)]
#[case(json!({"components": [{"type": "BODY", "text": "{{1}} hola a todos", "example": {"body_text": [["a"]]}}]}), 2_388_299)]
#[case(json!({"components": [{"type": "BODY", "text": "a {{1}} {{2}} b", "example": {"body_text": [["a", "b"]]}}]}), 2_388_293)]
#[case(json!({"components": [{"type": "BODY", "text": "Hola."}, {"type": "FOOTER", "text": "{{1}}"}]}), 2_388_073)]
#[case(json!({"components": [{"type": "BODY", "text": "Hola."}, {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::bm9ib2R5"]}}]}), 2_388_047)]
#[tokio::test]
async fn what_has_no_form_is_refused_at_once(#[case] change: Value, #[case] subcode: i64) {
    let world = World::new().await;
    let mut new = good("con_forma");
    new.as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    let (status, answer) = create(&world, new).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)), "{answer}");
    assert_eq!(
        answer["error"]["error_subcode"].as_i64().unwrap_or_default(),
        subcode
    );
    assert!(answer["error"]["error_user_msg"].is_string());
}

#[tokio::test]
async fn plain_advertising_is_taken_as_marketing_and_hidden_advertising_is_found_later() {
    let world = World::new().await;
    let console = quiet(&world).await;
    let plain = "Aprovecha esta oferta para {{1}} en tu tienda hasta las ocho.";
    let (_, made) = create(&world, body("plana", plain, &["Ane"])).await;
    assert_eq!(made["category"], "MARKETING");
    let hidden = "Hola {{1}}, tu encargo está listo y mañana hay descuento para ti.";
    let id = reviewed(&world, body("escondida", hidden, &["Ane"])).await;
    assert_eq!(read(&world, &id).await["category"], "UTILITY");

    world.time.advance(HOUR);
    world.running.sandbox.deliver_due().await;
    let record = read(&world, &id).await;
    assert_eq!(
        (&record["category"], &record["correct_category"]),
        (&json!("UTILITY"), &json!("MARKETING"))
    );
    world.time.advance(DAY);
    world.running.sandbox.deliver_due().await;
    let record = read(&world, &id).await;
    assert_eq!(
        (&record["category"], &record["previous_category"]),
        (&json!("MARKETING"), &json!("UTILITY"))
    );
    assert!(record.get("correct_category").is_none());

    world.running.sandbox.flush().await;
    let values = console.values();
    let told = news(&values, &id);
    // Approved, warned, moved.
    assert_eq!(told.len(), 3);
    assert_eq!(
        (&told[1]["new_category"], &told[1]["correct_category"]),
        (&json!("UTILITY"), &json!("MARKETING"))
    );
    assert_eq!(
        told[1]["category_update_timestamp"],
        1_795_167_720 + 3_600 + 86_400
    );
    assert_eq!(
        (&told[2]["previous_category"], &told[2]["new_category"]),
        (&json!("UTILITY"), &json!("MARKETING"))
    );
}

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
async fn the_account_holds_only_so_many_names() {
    let world = World::new().await;
    let summary = world
        .get(&format!(
            "{EDGE}?summary=total_count,message_template_count,message_template_limit&limit=1"
        ))
        .await;
    assert_eq!(
        summary["summary"],
        json!({"total_count": 16, "message_template_count": 15, "message_template_limit": 6_000})
    );
    world
        .state()
        .waba_mut(sandbox::WABA)
        .unwrap()
        .portfolio
        .verification = "not_verified".into();
    for i in 0..235 {
        world.state().add_template(
            sandbox::WABA,
            sandbox::Template {
                id: format!("17000000000{i:05}"),
                name: format!("otra_{i}"),
                ..sandbox::Template::default()
            },
        );
    }
    assert_eq!(
        create(&world, good("encargo_listo")).await.1["error"]["error_subcode"],
        2_388_019
    );
    // Another language of a known name has room.
    let mut other = body(
        "po_notification",
        "Bon dia {{1}}, la teva comanda {{2}} ja està a punt a la botiga.",
        &["a", "b"],
    );
    other["language"] = json!("ca");
    assert_eq!(create(&world, other).await.0, 200);
}

#[tokio::test]
async fn lists_are_filtered_by_several_words_and_by_content() {
    let world = World::new().await;
    let count = async |query: &str| {
        let page = world.get(&format!("{EDGE}?limit=100&{query}")).await;
        page["data"].as_array().unwrap().len()
    };
    assert_eq!(count("status=REJECTED,PAUSED").await, 3);
    assert_eq!(count("language=en,ca&category=UTILITY").await, 3);
    assert_eq!(count("name_or_content=nudge").await, 2);
    assert_eq!(count("content=Nadal").await, 1);
    assert_eq!(count("quality_score=YELLOW").await, 1);
    assert_eq!(
        world
            .call(Method::GET, &format!("{EDGE}?summary=colour"), None)
            .await
            .0,
        400
    );
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

#[tokio::test]
async fn a_hundred_templates_an_hour_are_enough() {
    let world = World::new().await;
    for i in 0..100 {
        assert_eq!(create(&world, good(&format!("n{i}"))).await.0, 200);
    }
    assert_eq!(create(&world, good("n100")).await.0, 429);
    world.time.advance(HOUR);
    assert_eq!(create(&world, good("n100")).await.0, 200);
}

#[tokio::test]
async fn approved_templates_are_copied_into_another_account_of_the_same_business() {
    let world = World::new().await;
    let twin = {
        let mut state = world.state();
        let twin = Waba {
            id: "987654321098700".into(),
            phones: Vec::new(),
            templates: Vec::new(),
            ..state.waba(sandbox::WABA).unwrap().clone()
        };
        state.add_waba(twin.clone());
        state
            .token_mut(sandbox::TOKEN)
            .unwrap()
            .wabas
            .push(twin.id.clone());
        twin.id
    };
    let path = format!("/v25.0/{twin}/migrate_message_templates");
    let ids = json!({"source_waba_id": sandbox::WABA, "template_ids": ["1689556908129801", 1_689_556_908_129_802_u64]});
    let (status, answer) = world.call(Method::POST, &path, Some(ids.clone())).await;
    assert_eq!(status, 200);
    assert_eq!(answer["migrated_templates"], json!([{"id": "1689556908129801"}]));
    assert!(
        answer["failed_templates"]["1689556908129802"]
            .as_str()
            .unwrap()
            .contains("approved")
    );
    let copied = world.get(&format!("/v25.0/{twin}/message_templates")).await;
    assert_eq!(copied["data"][0]["name"], "po_notification");
    assert_ne!(copied["data"][0]["id"], "1689556908129801");
    // Once there, it is there.
    let again = world.call(Method::POST, &path, Some(ids)).await.1;
    assert_eq!(again["migrated_templates"], json!([]));
    // Another business gets nothing.
    let other = "/v25.0/987654321098799/migrate_message_templates";
    let body = json!({"source_waba_id": sandbox::WABA});
    assert_eq!(world.call(Method::POST, other, Some(body)).await.0, 400);
}

#[tokio::test]
async fn nobody_decides_when_people_review() {
    let world = World::new().await;
    *world.state().behaviour_mut() = Behaviour {
        review: Reviewer::ByHand,
        ..Behaviour::instant()
    };
    let id = reviewed(&world, good("encargo_listo")).await;
    world.time.advance(DAY);
    world.running.sandbox.deliver_due().await;
    assert_eq!(read(&world, &id).await["status"], "PENDING");
    world.state().approve(&id);
    assert_eq!(read(&world, &id).await["status"], "APPROVED");
}
