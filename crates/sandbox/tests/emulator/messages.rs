//! What is refused at once, and what is accepted.

use domain::time::HOUR;
use reqwest::Method;
use rstest::rstest;
use sandbox::{ClosedWindow, Customer};
use serde_json::{Value, json};

use crate::support::{World, po_notification, template};

fn text(body: &str) -> Value {
    json!({"type": "text", "text": {"body": body}})
}

fn buttons(titles: &[&str]) -> Value {
    let buttons: Vec<Value> = titles
        .iter()
        .map(|title| json!({"type": "reply", "reply": {"id": title, "title": title}}))
        .collect();
    json!({"type": "interactive", "interactive": {
        "type": "button", "body": {"text": "?"}, "action": {"buttons": buttons},
    }})
}

#[rstest]
#[case::no_text(json!({"type": "text", "text": {}}), 131_008)]
#[case::long_text(text(&"ñ".repeat(4_097)), 100)]
#[case::unknown_type(json!({"type": "hologram"}), 100)]
#[case::no_content(json!({"type": "image"}), 100)]
#[case::image_without_file(json!({"type": "image", "image": {}}), 131_008)]
#[case::four_buttons(buttons(&["a", "b", "c", "d"]), 131_009)]
#[case::same_buttons(buttons(&["a", "a"]), 131_009)]
#[case::long_button(buttons(&["un título de botón larguísimo"]), 100)]
#[case::missing_template(template("nope", "es", &[]), 132_001)]
#[case::other_language(template("po_notification", "en", &["a", "b", "c"]), 132_001)]
#[case::rejected(template("low_stock_alert", "es", &["a", "b", "c", "d"]), 132_001)]
#[case::in_review(template("factura_mensual", "es", &["a", "b"]), 132_001)]
#[case::paused(template("oferta_nadal", "ca", &["a"]), 132_015)]
#[case::too_few_values(template("po_notification", "es", &["a", "b"]), 132_000)]
#[case::too_many_values(template("po_notification", "es", &["a", "b", "c", "d"]), 132_000)]
#[case::line_break(template("po_notification", "es", &["a\nb", "b", "c"]), 132_012)]
#[case::many_spaces(template("po_notification", "es", &["a     b", "b", "c"]), 132_012)]
#[case::too_long(template("po_notification", "es", &[&"a".repeat(1_000), "b", "c"]), 132_005)]
#[tokio::test]
async fn what_does_not_fit_is_refused_with_metas_code(#[case] content: Value, #[case] code: i64) {
    let world = World::new().await;
    let (status, body) = world.message("+34612999001", content).await;
    assert_eq!(body["error"]["code"], code, "{body}");
    assert!((400..500).contains(&status));
    assert!(world.state().sent().is_empty());
}

#[tokio::test]
async fn texts_at_their_limit_are_accepted() {
    let world = World::new().await;
    for content in [
        text(&"ñ".repeat(4_096)),
        buttons(&["uno", "dos", "tres"]),
        po_notification(),
    ] {
        assert_eq!(world.message("+34612999001", content).await.0, 200);
    }
}

#[rstest]
#[case("+34 612 999 001", "34612999001")]
#[case("34612999001", "34612999001")]
#[case("612999001", "34612999001")]
#[case("+52 55 1234 5678", "5215512345678")]
#[case("+55 (41) 98765-4321", "554187654321")]
#[tokio::test]
async fn the_answer_shows_what_was_dialled_and_whatsapps_own_form(
    #[case] dialled: &str,
    #[case] wa_id: &str,
) {
    let world = World::new().await;
    let (status, body) = world.message(dialled, po_notification()).await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(body["contacts"][0]["input"], dialled);
    assert_eq!(body["contacts"][0]["wa_id"], wa_id);
    assert!(body["contacts"][0]["user_id"].as_str().unwrap().contains('.'));
    assert_eq!(body["messages"][0]["message_status"], "accepted");
    assert!(body["messages"][0]["id"].as_str().unwrap().starts_with("wamid."));
}

#[rstest]
#[case("hello", 131_009)]
#[case("+34", 131_009)]
#[case("", 100)]
#[case("+34 612 345 678", 131_021)]
#[tokio::test]
async fn a_recipient_that_cannot_be_is_refused(#[case] to: &str, #[case] code: i64) {
    let world = World::new().await;
    assert_eq!(
        world.message(to, po_notification()).await.1["error"]["code"],
        code
    );
}

#[tokio::test]
async fn every_message_has_an_id_of_its_own_even_after_a_reset() {
    let world = World::new().await;
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..2 {
        for _ in 0..20 {
            let (_, body) = world.message("+34612999001", po_notification()).await;
            ids.insert(body["messages"][0]["id"].as_str().unwrap().to_owned());
        }
        world.call(Method::POST, "/_sandbox/reset", None).await;
    }
    assert_eq!(ids.len(), 40);
}

#[tokio::test]
async fn the_tokens_scope_and_the_numbers_state_come_first() {
    let world = World::new().await;
    let mut body = po_notification();
    body["messaging_product"] = json!("whatsapp");
    body["to"] = json!("+34612999001");
    let send = async |number: &str, token: &str, body: &Value| {
        let path = format!("/v25.0/{number}/messages");
        let answer = world.send(Method::POST, &path, token, Some(body.clone())).await;
        let status = answer.status().as_u16();
        (
            status,
            answer.json::<Value>().await.unwrap()["error"]["code"].clone(),
        )
    };
    let first = "123456789012345";
    assert_eq!(
        send(first, sandbox::TOKEN_UNDERSCOPED, &body).await,
        (403, json!(10))
    );
    assert_eq!(
        send(first, sandbox::TOKEN_EXPIRED, &body).await,
        (401, json!(190))
    );
    assert_eq!(send(first, sandbox::TOKEN_OTHER, &body).await, (400, json!(100)));
    assert_eq!(
        send("123456789012353", sandbox::TOKEN, &body).await,
        (400, json!(133_010))
    );
    body["messaging_product"] = json!("telegram");
    assert_eq!(send(first, sandbox::TOKEN, &body).await, (400, json!(100)));
}

#[tokio::test]
async fn the_throughput_of_a_second_and_of_a_pair_is_limited() {
    let world = World::new().await;
    world.state().behaviour_mut().per_second = 3;
    for i in 0..3 {
        let to = format!("+3461299900{i}");
        assert_eq!(world.message(&to, po_notification()).await.0, 200);
    }
    let (status, body) = world.message("+34612999005", po_notification()).await;
    assert_eq!((status, &body["error"]["code"]), (429, &json!(130_429)));
    world.time.advance(1_000);
    assert_eq!(world.message("+34612999005", po_notification()).await.0, 200);

    world.state().behaviour_mut().pair_burst = 0;
    world.time.advance(1_000);
    let (status, body) = world.message("+34612999005", po_notification()).await;
    assert_eq!((status, &body["error"]["code"]), (429, &json!(131_056)));
    assert_eq!(world.message("+34612999006", po_notification()).await.0, 200);
    world.time.advance(6_000);
    assert_eq!(world.message("+34612999005", po_notification()).await.0, 200);
}

#[tokio::test]
async fn messages_do_not_use_up_the_hours_calls() {
    let world = World::new().await;
    world.state().set_hourly_calls(1, 1);
    for _ in 0..3 {
        assert_eq!(world.message("+34612999001", po_notification()).await.0, 200);
    }
}

#[tokio::test]
async fn free_text_outside_the_window_can_be_refused_at_once_too() {
    let world = World::new().await;
    world.state().behaviour_mut().closed_window = ClosedWindow::Refused;
    let (_, body) = world.message("+34612999001", text("Hola")).await;
    assert_eq!(body["error"]["code"], 131_047);
    let wrote = json!({"number": "123456789012345", "from": "34612999001", "text": "Hola"});
    world
        .call(Method::POST, "/_sandbox/customers/write", Some(wrote))
        .await;
    assert_eq!(world.message("+34612999001", text("Hola")).await.0, 200);
    world.time.advance(24 * HOUR);
    assert_eq!(world.message("+34612999001", text("Hola")).await.0, 400);
}

#[tokio::test]
async fn people_without_a_phone_are_written_to_by_user_id() {
    let world = World::new().await;
    let user = "ES.13491208655302741918";
    world.state().add_customer(Customer {
        user_id: Some(user.into()),
        ..Customer::default()
    });
    let mut body = po_notification();
    body["messaging_product"] = json!("whatsapp");
    body["recipient"] = json!(user);
    let send = async |body: &Value| {
        world
            .call(
                Method::POST,
                "/v25.0/123456789012345/messages",
                Some(body.clone()),
            )
            .await
            .1
    };
    let answer = send(&body).await;
    assert_eq!(answer["contacts"][0], json!({"input": user, "user_id": user}));
    body["template"] = template("codigo_acceso", "es", &["123"])["template"].clone();
    assert_eq!(send(&body).await["error"]["code"], 131_062);
}

#[tokio::test]
async fn templates_are_listed_by_state_and_name() {
    let world = World::new().await;
    let list = "/v25.0/987654321098765/message_templates";
    let names = async |query: &str| -> Vec<String> {
        let body = world.get(&format!("{list}?limit=100&{query}")).await;
        let data = body["data"].as_array().unwrap().clone();
        data.iter()
            .map(|t| t["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("status=PAUSED").await, ["oferta_nadal"]);
    assert_eq!(names("name=nudge_reply").await.len(), 2);
    let all = names("").await;
    for name in ["po_notification", "low_stock_alert", "aviso_pedido_listo"] {
        assert!(all.iter().any(|have| have == name), "{name}");
    }
    let rejected = world
        .get(&format!(
            "{list}?name=low_stock_alert&fields=status,rejected_reason"
        ))
        .await;
    assert_eq!(rejected["data"][0]["rejected_reason"], "INVALID_FORMAT");
}

#[tokio::test]
async fn a_file_is_uploaded_and_described() {
    let world = World::new().await;
    let body = "--x\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n\
                --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG!\r\n--x--\r\n";
    let answer = world
        .http
        .post(format!("{}/v25.0/123456789012345/media", world.running.base_url))
        .bearer_auth(sandbox::TOKEN)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let id = answer.json::<Value>().await.unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let read = world.get(&format!("/v25.0/{id}")).await;
    assert_eq!(
        (&read["mime_type"], &read["file_size"]),
        (&json!("image/png"), &json!(4))
    );
    let (status, _) = world
        .call(Method::POST, "/v25.0/123456789012345/media", Some(json!({})))
        .await;
    assert_eq!(status, 400);
}
