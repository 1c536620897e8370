//! What arrived, as programs list it.

use domain::message::id::MessageId;
use rstest::rstest;
use serde_json::{Value, json};
use service::webhooks::worker;
use store::{
    Engine,
    webhooks::deliveries::{self, NewDelivery},
};

use crate::support::TestApp;

const EVENTS: &str = "/api/v1/admin/whatsapp/webhook-events";

/// Stores deliveries as the door does, and processes them.
pub(crate) async fn deliver(app: &TestApp, bodies: &[Vec<u8>]) -> Vec<MessageId> {
    let now = app.svc.svc.clock.now();
    let rows: Vec<NewDelivery> = bodies
        .iter()
        .map(|body| NewDelivery {
            id: app.svc.random.message_id(now),
            received_at: now,
            body: body.clone(),
        })
        .collect();
    let mut tx = app.svc.svc.db.write().await.unwrap();
    deliveries::insert(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
    worker::recover(&app.svc, 0).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

/// A delivery with these changes: (field, value).
pub(crate) fn changes(all: &[(&str, Value)]) -> Vec<u8> {
    let changes: Vec<Value> = all
        .iter()
        .map(|(field, value)| json!({"field": field, "value": value}))
        .collect();
    json!({"object": "whatsapp_business_account", "entry": [{"id": sandbox::WABA, "changes": changes}]})
        .to_string()
        .into_bytes()
}

/// A customer's text to the first number.
pub(crate) fn written(app: &TestApp, wamid: &str, text: &str) -> (&'static str, Value) {
    let at = app.svc.svc.clock.now().0 / 1_000;
    (
        "messages",
        json!({
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "34612345678", "phone_number_id": sandbox::FIRST_PHONE},
            "contacts": [{"profile": {"name": "Amaia Ruiz"}, "wa_id": "34622334455"}],
            "messages": [{"from": "34622334455", "id": wamid, "timestamp": at.to_string(),
                          "type": "text", "text": {"body": text}}],
        }),
    )
}

/// A report about a message.
pub(crate) fn reported(app: &TestApp, wamid: &str, word: &str) -> (&'static str, Value) {
    let at = app.svc.svc.clock.now().0 / 1_000;
    (
        "messages",
        json!({
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "34612345678", "phone_number_id": sandbox::FIRST_PHONE},
            "statuses": [{"id": wamid, "status": word, "timestamp": at.to_string(), "recipient_id": "34622334455"}],
        }),
    )
}

/// One of each state: a message, a report that waits, a field nobody knows, a body that is no JSON.
pub(crate) async fn one_of_each(app: &TestApp) -> Vec<MessageId> {
    let body = changes(&[
        written(app, "wamid.IN", "¿Tenéis pan de centeno?"),
        reported(app, "wamid.OUT", "delivered"),
        ("hologram_update", json!({"event": "SHOWN"})),
    ]);
    deliver(app, &[body, b"{\"object\":".to_vec()]).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_event_says_what_became_of_it(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let delivered = one_of_each(&app).await;
    let mut program = app.platform();
    let all = program.get(EVENTS).await.value();
    assert_eq!(all["data"].as_array().unwrap().len(), 4, "{all}");
    assert_eq!(all["next"], json!(null));

    let only = |list: Value| {
        let rows = list["data"].as_array().unwrap().clone();
        assert_eq!(rows.len(), 1, "{list}");
        rows.into_iter().next().unwrap()
    };
    let done = only(program.get(&format!("{EVENTS}?state=processed")).await.value());
    assert_eq!(
        (&done["field"], &done["what"], &done["wamid"]),
        (&json!("messages"), &json!("message:text"), &json!("wamid.IN"))
    );
    assert_eq!(
        (&done["waba_id"], &done["phone_number_id"]),
        (&json!(sandbox::WABA), &json!(sandbox::FIRST_PHONE))
    );
    let message = done["outcome"]
        .as_str()
        .unwrap()
        .strip_prefix("message:")
        .unwrap();
    let found = program
        .get(&format!("/api/v1/whatsapp/messages/{message}"))
        .await
        .value();
    assert_eq!(found["wamid"], "wamid.IN");
    assert!(done["received_at"].as_str().unwrap().ends_with('Z'));

    let parked = only(
        program
            .get(&format!("{EVENTS}?state=parked&field=messages"))
            .await
            .value(),
    );
    assert_eq!(
        (&parked["what"], &parked["outcome"]),
        (&json!("status:delivered"), &json!(null))
    );
    let unknown = only(program.get(&format!("{EVENTS}?state=unknown")).await.value());
    assert_eq!(unknown["field"], "hologram_update");
    assert_eq!(
        only(
            program
                .get(&format!("{EVENTS}?field=hologram_update"))
                .await
                .value()
        ),
        unknown
    );
    let dead = only(program.get(&format!("{EVENTS}?state=dead")).await.value());
    assert_eq!(
        (&dead["id"], &dead["field"], &dead["what"]),
        (
            &json!(delivered[1].to_string()),
            &json!(null),
            &json!("unreadable")
        )
    );
    assert!(
        dead["problem"].as_str().unwrap().starts_with("not JSON"),
        "{dead}"
    );
    let none = program.get(&format!("{EVENTS}?field=flows")).await.value();
    assert_eq!(none["data"], json!([]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn events_come_in_pages_newest_first(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut bodies: Vec<Vec<u8>> = (0..7)
        .map(|n| changes(&[reported(&app, &format!("wamid.{n}"), "sent")]))
        .collect();
    bodies.push(b"x".to_vec());
    deliver(&app, &bodies).await;
    let (mut seen, mut cursor) = (Vec::<i64>::new(), String::new());
    loop {
        let page = app
            .platform()
            .get(&format!("{EVENTS}?limit=3{cursor}"))
            .await
            .value();
        let rows = page["data"].as_array().unwrap();
        assert!(rows.len() <= 3);
        seen.extend(
            rows.iter()
                .map(|row| row["id"].as_str().unwrap().parse::<i64>().unwrap()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 8);
    assert!(seen.is_sorted_by(|newer, older| newer > older), "{seen:?}");
}

#[rstest]
#[case::state("state=lost", 422, "invalid")]
#[case::empty_state("state=", 422, "invalid")]
#[case::state_twice("state=dead&state=parked", 422, "invalid")]
#[case::field("field=a%20b", 422, "invalid")]
#[case::empty_field("field=", 422, "invalid")]
#[case::limit("limit=0", 422, "invalid")]
#[case::cursor("cursor=eA", 404, "unknown_cursor")]
#[tokio::test]
async fn a_filter_that_cannot_be_read_is_refused(
    #[case] query: &str,
    #[case] status: u16,
    #[case] code: &str,
) {
    let app = TestApp::new(Engine::Sqlite).await;
    app.platform()
        .get(&format!("{EVENTS}?{query}"))
        .await
        .is_problem(status, code);
}

#[tokio::test]
async fn only_the_platforms_programs_list_events() {
    let app = TestApp::new(Engine::Sqlite).await;
    one_of_each(&app).await;
    app.program(&app.tenant_key)
        .get(EVENTS)
        .await
        .is_problem(403, "forbidden");
    app.browser().get(EVENTS).await.is_problem(401, "unauthorized");
    app.admin()
        .await
        .get(EVENTS)
        .await
        .is_problem(401, "unauthorized");
}
