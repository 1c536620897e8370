//! Messages as programs read them: whose, how much of the customer, in pages.

use rstest::rstest;
use serde_json::{Value, json};
use store::Engine;

use crate::{
    support::TestApp,
    webhook_events::{changes, deliver, written},
};

const MESSAGES: &str = "/api/v1/whatsapp/messages";

async fn write(app: &TestApp, count: usize) {
    let bodies: Vec<Vec<u8>> = (0..count)
        .map(|n| changes(&[written(app, &format!("wamid.{n}"), &format!("Mensaje {n}"))]))
        .collect();
    deliver(app, &bodies).await;
}

fn ids(page: &Value) -> Vec<String> {
    page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_message_is_listed_masked_and_shown_whole_to_its_own_bakery(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    write(&app, 1).await;
    for mut program in [app.platform(), app.program(&app.tenant_key)] {
        let page = program.get(MESSAGES).await.value();
        assert_eq!(page["next"], json!(null));
        let row = &page["data"][0];
        assert_eq!(
            (&row["direction"], &row["status"], &row["kind"], &row["preview"]),
            (
                &json!("in"),
                &json!("received"),
                &json!("text"),
                &json!("Mensaje 0")
            )
        );
        assert_eq!(row["tenant_id"], app.bakery.as_str());
        assert_eq!(row["phone_number_id"], sandbox::FIRST_PHONE);
        assert_eq!(row["wamid"], "wamid.0");
        let masked = row["customer"].as_str().unwrap();
        assert!(masked.contains('•') && masked.ends_with("455"), "{masked}");
        let one = program
            .get(&format!("{MESSAGES}/{}", row["id"].as_str().unwrap()))
            .await
            .value();
        assert_eq!(one["customer"], "+34 622 334 455");
        assert_eq!(one["text"], "Mensaje 0");
        assert_eq!(one["timeline"]["sent_at"], json!(null));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_belongs_to_another_bakery_is_not_there(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    write(&app, 1).await;
    let stranger = service::people::api_keys::create(
        &app.svc,
        &service::Call::system("test"),
        "other till",
        Some(app.other.clone()),
    )
    .await
    .unwrap()
    .key;
    let id = ids(&app.platform().get(MESSAGES).await.value()).remove(0);
    let mut other = app.program(&stranger);
    assert_eq!(other.get(MESSAGES).await.value()["data"], json!([]));
    for filter in ["q=wamid.0", "q=455", "q=Amaia", &format!("q={id}")] {
        let found = other.get(&format!("{MESSAGES}?{filter}")).await.value();
        assert_eq!(found["data"], json!([]), "{filter}");
        let own = app.platform().get(&format!("{MESSAGES}?{filter}")).await.value();
        assert_eq!(ids(&own), std::slice::from_ref(&id), "{filter}");
    }
    other
        .get(&format!("{MESSAGES}/{id}"))
        .await
        .is_problem(404, "not_found");
    other
        .get(&format!("{MESSAGES}?tenant_id={}", app.bakery))
        .await
        .is_problem(404, "not_found");
    app.browser().get(MESSAGES).await.is_problem(401, "unauthorized");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn messages_come_in_pages_without_losing_or_repeating(#[case] engine: Engine) {
    let app = TestApp::new(engine).await;
    write(&app, 7).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app
            .platform()
            .get(&format!("{MESSAGES}?limit=3{cursor}"))
            .await
            .value();
        seen.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 7);
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 7);
}

#[rstest]
#[case::status("?status=lost", 422, "invalid")]
#[case::direction("?direction=up", 422, "invalid")]
#[case::tenant("?tenant_id=7", 422, "invalid")]
#[case::limit("?limit=201", 422, "invalid")]
#[case::cursor("?cursor=!", 404, "unknown_cursor")]
#[case::no_id("/abc", 404, "not_found")]
#[case::nobody("/1", 404, "not_found")]
#[tokio::test]
async fn what_cannot_be_read_is_a_problem(#[case] rest: &str, #[case] status: u16, #[case] code: &str) {
    let app = TestApp::new(Engine::Sqlite).await;
    app.platform()
        .get(&format!("{MESSAGES}{rest}"))
        .await
        .is_problem(status, code);
}
