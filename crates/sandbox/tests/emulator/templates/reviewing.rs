//! Created and reviewed: what is approved, rejected, refused at once, or moved
//! to another category.

use domain::time::{DAY, HOUR};
use rstest::rstest;
use sandbox::{Behaviour, Reviewer};
use serde_json::{Value, json};

use super::{body, create, good, news, quiet, read, reviewed};
use crate::support::{World, template};

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
